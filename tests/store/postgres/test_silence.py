"""A silence is over after its time; many bytes begin it anew, and a few do not."""

import errno
import os

import psycopg2
import pytest

from slt_cli.store.postgres.driver_waiting import SilentError, polled
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


class Ended:
    """A connection that was ended, as its next look says."""

    def __init__(self, said: str) -> None:
        self._said = said

    def poll(self) -> int:
        """Raise what the driver does."""
        raise psycopg2.OperationalError(self._said)


@pytest.mark.parametrize(
    ("said", "is_silent"),
    [
        pytest.param(os.strerror(errno.ETIMEDOUT), True, id="nothing was acknowledged"),
        pytest.param(os.strerror(errno.EHOSTUNREACH), True, id="the host is gone"),
        pytest.param(os.strerror(errno.ENETUNREACH), True, id="the network is gone"),
        pytest.param(os.strerror(errno.ECONNRESET), False, id="the server closed it"),
    ],
)
def test_a_connection_that_the_system_ended(said, is_silent):
    silence = Silence(25)
    silence.ends -= 21
    with pytest.raises(psycopg2.OperationalError) as error:
        polled(Ended(f"could not receive data from server: {said}"), silence)
    assert isinstance(error.value, SilentError) == is_silent
    assert getattr(error.value, "seconds", None) == (21 if is_silent else None)
