"""The future is not recorded. Other refusals: test_ends, test_holds_refused, test_late_entries."""

import pytest

from slt_cli.domain.instants import require_not_future
from slt_cli.errors import Reason, RefusedError
from tests.domain.given import FRIDAY_EVENING, moment

DUE = moment("2026-11-23T13:30Z")
SECOND_AFTER_DUE = moment("2026-11-23T13:30:01Z")


def test_the_future_is_not_recorded():
    with pytest.raises(RefusedError) as caught:
        require_not_future(SECOND_AFTER_DUE, DUE)
    refused = caught.value
    assert refused.message == (
        "2026-11-23T13:30:01Z is in the future: it is now 2026-11-23T13:30:00Z"
    )
    assert refused.reason is Reason.IN_FUTURE


@pytest.mark.parametrize("at", [FRIDAY_EVENING, DUE], ids=["the past", "this very second"])
def test_what_has_happened_is_recorded(at):
    assert require_not_future(at, DUE) is None
