"""The history of a case adds up to it, and tells each thing when it happened."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.case import Case, fold
from slt_cli.domain.history import history
from tests.domain.given import moment

OPENED, FIRST, SECOND, THIRD = (moment(f"2026-11-20T{hour}:00Z") for hour in (10, 11, 12, 13))
PLAIN = Case(7, "", "certified", "S1", "usa", OPENED, due_at=THIRD)
ESCALATED = {"level": 2, "escalation_due_at": THIRD}


def told(case: Case) -> list[tuple[str, datetime]]:
    return [(event.kind, event.at) for event in history(case, "you", "imported")]


@pytest.mark.parametrize(
    ("facts", "events"),
    [
        pytest.param({}, [("opened", OPENED)], id="only opened"),
        pytest.param(
            {"status": "responded", "responded_at": FIRST, "verdict": "met"},
            [("opened", OPENED), ("responded", FIRST)],
            id="answered",
        ),
        pytest.param(
            {"status": "closed", "responded_at": FIRST, "closed_at": SECOND, "verdict": "met"},
            [("opened", OPENED), ("responded", FIRST), ("closed", SECOND)],
            id="answered and closed",
        ),
        pytest.param(
            {"status": "closed", "responded_at": FIRST, "closed_at": FIRST, "verdict": "met"},
            [("opened", OPENED), ("responded", FIRST), ("closed", FIRST)],
            id="closed with the answer",
        ),
        pytest.param(
            {"status": "responded", "responded_at": SECOND, "escalated_at": FIRST, **ESCALATED},
            [("opened", OPENED), ("escalated", FIRST), ("responded", SECOND)],
            id="escalated, then answered",
        ),
        pytest.param(
            {"status": "responded", "responded_at": FIRST, "escalated_at": SECOND, **ESCALATED},
            [("opened", OPENED), ("responded", FIRST), ("escalated", SECOND)],
            id="answered, then escalated",
        ),
        pytest.param(
            {"status": "responded", "responded_at": FIRST, "escalated_at": FIRST, **ESCALATED},
            [("opened", OPENED), ("escalated", FIRST), ("responded", FIRST)],
            id="an answer at the same time answers the escalation",
        ),
        pytest.param(
            {"verdict": "met"}, [("opened", OPENED)], id="reopened: its verdict stands from then on"
        ),
        pytest.param(
            {"escalated_at": FIRST, "escalation_verdict": "missed", **ESCALATED},
            [("opened", OPENED), ("escalated", FIRST), ("updated", FIRST)],
            id="escalated and reopened: nobody knows when its clock was stopped",
        ),
    ],
)
def test_events_stand_in_the_order_in_which_they_happened(facts, events):
    case = PLAIN._replace(**facts)
    found = history(case, "you", "imported")
    assert told(case) == events
    assert fold(7, found) == case._replace(rev=len(found))


def test_the_note_stands_with_the_opening_and_everything_is_signed():
    case = PLAIN._replace(status="closed", closed_at=FIRST, verdict="met")
    found = history(case, "you", "imported")
    assert [event.note for event in found] == ["imported", None]
    assert {event.who for event in found} == {"you"}


@given(
    st.one_of(st.none(), st.sampled_from([OPENED, FIRST, SECOND, THIRD])),
    st.one_of(st.none(), st.sampled_from([OPENED, FIRST, SECOND])),
    st.booleans(),
    st.sampled_from([None, "met", "missed"]),
    st.sampled_from([None, "met", "missed"]),
)
def test_any_history_adds_up_to_its_case(responded_at, escalated_at, closed, verdict, ended):
    status = "closed" if closed else "responded" if responded_at else "open"
    case = PLAIN._replace(
        status=status,
        responded_at=responded_at,
        closed_at=THIRD if closed else None,
        verdict=verdict,
        **({"escalated_at": escalated_at, "escalation_verdict": ended} if escalated_at else {}),
        **(ESCALATED if escalated_at else {}),
    )
    events = history(case, "you", "imported")
    assert fold(7, events) == case._replace(rev=len(events))
    assert [event.at for event in events] == sorted(event.at for event in events)
