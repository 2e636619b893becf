"""A silence is over after its time; many bytes begin it anew, and a few do not."""

import pytest

from slt_cli.store.postgres.silence import ENOUGH_BYTES, Silence


@pytest.mark.parametrize(
    ("heard", "begins_anew"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param([1] * 25, False, id="a byte now and then"),
        pytest.param([ENOUGH_BYTES], True, id="rows"),
        pytest.param([ENOUGH_BYTES // 2] * 2, True, id="rows in two parts"),
    ],
)
def test_what_begins_it_anew(heard, begins_anew):
    silence = Silence(60)
    ends = silence.ends
    for count in heard:
        silence.heard(count)
    assert (silence.ends > ends) is begins_anew
    assert not silence.is_over


def test_it_is_over():
    assert Silence(0).is_over
