"""How a clock stands, which one leads its case, and what a stop writes."""

import pytest

from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment
from tests.domain.oracle.example_stories import text
from tests.domain.telling import POLICY, look

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"


# --- How a clock stands ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "now", "clock", "row"),
    [
        pytest.param(
            OPENED, "Mon 09:44", ("response", 1), "pending due Mon 10:00 active 44 left 16",
            id="pending while more than a quarter is left",
        ),
        pytest.param(
            OPENED, "Mon 09:45", ("response", 1), "soon due Mon 10:00 active 45 left 15",
            id="soon when a quarter is left",
        ),
        pytest.param(
            OPENED, "Mon 10:00", ("response", 1), "soon due Mon 10:00 active 60 left 0",
            id="soon exactly when it is due",
        ),
        pytest.param(
            OPENED, "Mon 10:01", ("response", 1), "late due Mon 10:00 active 61 left -1",
            id="late after it",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 held", "Mon 12:00", ("update", 1),
            "held due - active 30 left 210",
            id="held while it is paused",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:01 answered", "Tue 09:00", ("response", 1),
            "missed due Mon 10:00 active 61",
            id="missed when it was stopped late",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:10 raised 1; Mon 09:20 raised 2", "Tue 09:00", ("escalation", 1),
            "superseded due Mon 13:10 active 10",
            id="superseded when a level was left in time",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 10:00 resolved", "Tue 09:00", ("update", 1),
            "cancelled due Mon 13:30 active 30",
            id="cancelled, which keeps its due time",
        ),
    ],
)  # fmt: skip
def test_a_clock_stands(told, now, clock, row):
    assert look(told, now).row(*clock) == row


@pytest.mark.parametrize(
    ("told", "leads"),
    [
        pytest.param(OPENED, "response", id="the clock that is due first"),
        pytest.param(
            f"{OPENED}; Mon 09:10 raised 1", "diagnosis",
            id="an escalation stands for the response, which was due first",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 09:40 followup; Mon 09:45 marked diagnosis", "next",
            id="after an answer, the next message's",
        ),
        pytest.param(
            f"{ANSWERED}; Mon 09:40 raised 3; Mon 09:50 held", "level 3",
            id="paused clocks come last",
        ),
    ],
)  # fmt: skip
def test_the_running_clock_that_is_due_first_leads(told, leads):
    assert look(told, "Mon 09:50").case.leading_clock.name == leads


def test_a_referral_case_has_no_clock_that_leads():
    assert look("Mon 09:00 opened S1 london referral", "Mon 10:00").case.leading_clock is None


# --- What a stop writes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "kind", "minutes"),
    [
        pytest.param(
            "Mon 17:30 opened S1; Tue 08:10 answered", "response", 40, id="over a night"
        ),
        pytest.param(
            "Fri 17:30 opened S1 london gold; Sat 08:00 answered", "response", 870,
            id="24x7, on the target's own clock",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 held; Mon 11:00 resumed; Mon 15:00 resolved", "resolution", 300,
            id="without the time on hold",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 held; Mon 11:00 resolved", "resolution", 60,
            id="up to the hold that its stop ended",
        ),
    ],
)  # fmt: skip
def test_a_stop_writes_the_active_seconds_that_it_took(told, kind, minutes):
    assert look(told, "Fri+1 09:00").clock(kind).active_seconds == minutes * 60


def test_in_a_region_that_is_no_longer_configured_a_stop_has_no_active_seconds():
    case = look(OPENED, "Mon 09:00").case
    later = live(
        case,
        [Moment("responded", case.opened_at.replace(hour=10, minute=30))],
        POLICY._replace(regions={}),
    )
    assert (later.clock("response").verdict, later.clock("response").active_seconds) == (
        "missed",
        None,
    )
    started = later.clock("update")
    assert (text(started.started_at), started.due_at) == ("Mon 10:30", None)
