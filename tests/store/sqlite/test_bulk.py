"""Rows made by a form are the rows that the case and its history would have one by one."""

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.history import history
from slt_cli.store.sql.rows import case_row, event_row
from slt_cli.store.sqlite.bulk import values_of

HOUR = timedelta(hours=1)
OPENED = datetime(2026, 11, 20, 10, tzinfo=timezone(-8 * HOUR))
TEXTS = st.text(max_size=8) | st.sampled_from(
    [
        "{",
        "}}",
        "{0}",
        "%s",
        "\0",
        '"',
        "\\",
        "\0ref",
        "\\u0000ref",
        "0001-01-01T00:00:00Z",
        "é電📞",
    ]
)
INSTANTS = st.none() | st.integers(0, 9).map(lambda hours: OPENED + hours * HOUR)
VERDICTS = st.sampled_from([None, "met", "missed"])


@st.composite
def cases(draw) -> Case:
    """Draw a case that may be at any point of its life."""
    responded_at, escalated_at = draw(INSTANTS), draw(INSTANTS)
    closed = draw(st.booleans())
    escalation = {
        "level": draw(st.integers(1, 3)),
        "escalated_at": escalated_at,
        "escalation_due_at": OPENED + 20 * HOUR,
        "escalation_seconds": 60,
        "escalation_clock": "24x7",
        "escalation_verdict": draw(VERDICTS),
    }
    return Case(
        number=draw(st.integers(1, 10**9)),
        subject=draw(TEXTS),
        partner_type=draw(st.sampled_from(["certified", "{referral}"])),
        priority="S1",
        region=draw(st.sampled_from(["usa", '"'])),
        opened_at=OPENED,
        ref=draw(st.none() | TEXTS),
        partner=draw(st.none() | TEXTS),
        plan="partner",
        status="closed" if closed else "responded" if responded_at else "open",
        due_at=draw(INSTANTS),
        target_seconds=3600,
        target_clock="support-hours",
        responded_at=responded_at,
        closed_at=OPENED + 10 * HOUR if closed else None,
        verdict=draw(VERDICTS),
        **(escalation if escalated_at else {}),
    )


def batched(values, width):
    assert len(values) % width == 0
    return [tuple(values[at : at + width]) for at in range(0, len(values), width)]


@given(st.lists(cases(), max_size=4))
def test_rows_are_those_of_the_cases_and_of_their_histories(given_cases):
    histories = [history(case, "you", "imported") for case in given_cases]
    case_values, event_values = values_of(given_cases, "you", "imported")
    case_rows = batched(case_values, len(Case._fields))
    event_rows = batched(event_values, 6)
    assert case_rows == [
        case_row(case._replace(rev=len(events)))
        for case, events in zip(given_cases, histories, strict=True)
    ]
    assert event_rows == [
        (case.number, *event_row(event))
        for case, events in zip(given_cases, histories, strict=True)
        for event in events
    ]
    assert all(isinstance(value, str | int | None) for row in case_rows for value in row)
    assert OPENED.astimezone(UTC).hour == 18
