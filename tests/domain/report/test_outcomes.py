"""What a clock counts as, and when: a row for each line of the rules."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import Clock
from slt_cli.domain.plan import Target
from slt_cli.domain.report.outcomes import Period, answered, outcomes
from tests.domain.given import moment

START = moment("2026-10-05T08:00Z")
NOW = moment("2026-11-02T09:00Z")
OCTOBER = Period(moment("2026-10-01T00:00Z"), moment("2026-11-01T00:00Z"))
SECOND = timedelta(seconds=1)


def at(text: str) -> Any:
    """Return an instant of 2026 from its month, day and hour."""
    return moment(f"2026-{text}Z")


def clock(kind: str = "response", **fields: Any) -> Clock:
    """Return a clock that started on the fifth and is due two hours later."""
    return Clock(kind, 1, 0, START, at("10-05T10:00"), Target(7200, "24x7"))._replace(**fields)


def stopped(verdict: str, stopped_at: str = "10-05T09:00", by: str = "responded", **more: Any):
    return clock(verdict=verdict, stopped_at=at(stopped_at), stopped_by=by, **more)


def counts(
    counted: Clock, period: Period = OCTOBER, now: Any = NOW, status: Any = "open"
) -> list[tuple[str, Any]]:
    case = Case(1, "Phones are down", "certified", "S1", "usa", START, status=status)
    return list(outcomes(case, counted, period, now))


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        pytest.param(stopped("met"), [("met", "10-05T09:00")], id="met at its stop"),
        pytest.param(
            stopped("missed", "10-20T09:00"),
            [("missed", "10-05T10:00")],
            id="missed at its due time, and not at its stop",
        ),
        pytest.param(
            stopped("missed", "11-02T08:00"),
            [("missed", "10-05T10:00")],
            id="missed although it stopped after the period",
        ),
        pytest.param(clock(), [("missed", "10-05T10:00")], id="missed while it still runs"),
        pytest.param(
            stopped("met", by="closed"),
            [("unanswered", "10-05T09:00")],
            id="a response that a closing stopped",
        ),
        pytest.param(
            stopped("met", by="resolved"),
            [("unanswered", "10-05T09:00")],
            id="a response that a resolution stopped",
        ),
        pytest.param(
            stopped("missed", by="closed"),
            [("missed", "10-05T10:00")],
            id="a late response that a closing stopped",
        ),
        pytest.param(
            stopped("met", by="resolved", kind="resolution"),
            [("met", "10-05T09:00")],
            id="a resolution is met by resolving",
        ),
        pytest.param(
            stopped("met", by=None), [("met", "10-05T09:00")], id="what stopped it is not known"
        ),
        pytest.param(
            stopped("superseded", by="escalated", kind="escalation", level=1),
            [("superseded", "10-05T09:00")],
            id="a level left in time for a higher one",
        ),
        pytest.param(
            stopped("cancelled", by="closed", kind="update"),
            [("cancelled", "10-05T09:00")],
            id="cancelled at its stop",
        ),
        pytest.param(
            clock(verdict="met", stopped_at=None),
            [("met", "10-05T10:00")],
            id="where the stop is not known, the due time stands for it",
        ),
        pytest.param(
            clock(verdict="cancelled", stopped_at=None, due_at=None),
            [],
            id="neither stop nor due time is known: it is in no limited period",
        ),
        pytest.param(clock(due_at=None), [("running", None)], id="without a due time it runs"),
        pytest.param(
            clock(due_at=None, promised_at=at("10-05T10:00")), [("running", None)], id="paused"
        ),
        pytest.param(clock(due_at=NOW), [("running", None)], id="due this very second: in time"),
        pytest.param(clock(due_at=NOW - SECOND), [], id="due a second ago: missed after October"),
        pytest.param(clock(target=None, due_at=None), [], id="no target: nothing to keep"),
        pytest.param(
            clock(due_at=NOW, started_at=at("11-01T00:00")),
            [],
            id="it runs, but started when the period had ended",
        ),
        pytest.param(
            clock(due_at=NOW, started_at=at("09-01T00:00")),
            [("running", None)],
            id="it runs since before the period",
        ),
    ],
)
def test_a_clock_counts_once(counted: Clock, expected: list[tuple[str, str | None]]) -> None:
    assert counts(counted) == [(word, when and at(when)) for word, when in expected]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        pytest.param(
            clock(verdict="met", stopped_at=None, due_at=None), "met", id="no time of it is known"
        ),
        pytest.param(clock(), "missed", id="late"),
        pytest.param(clock(started_at=NOW, due_at=None), "running", id="just started"),
    ],
)
def test_without_limits_every_clock_counts(counted: Clock, expected: str) -> None:
    assert [word for word, _ in counts(counted, Period())] == [expected]


RETARGETED = {"missed_due_at": at("10-05T09:30"), "due_at": at("10-05T14:00")}


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        pytest.param(
            stopped("met", "10-05T12:00", **RETARGETED),
            [("retargeted", "10-05T09:30")],
            id="met in the end: it does not count as met",
        ),
        pytest.param(
            stopped("met", "10-05T12:00", by="closed", **RETARGETED),
            [("retargeted", "10-05T09:30")],
            id="closed in the end: it is not unanswered either",
        ),
        pytest.param(
            stopped("missed", "10-05T15:00", **RETARGETED),
            [("retargeted", "10-05T09:30"), ("missed", "10-05T14:00")],
            id="missed in the end as well",
        ),
        pytest.param(
            clock(**RETARGETED),
            [("retargeted", "10-05T09:30"), ("missed", "10-05T14:00")],
            id="late again, and running",
        ),
        pytest.param(
            clock(**RETARGETED | {"due_at": NOW}),
            [("retargeted", "10-05T09:30"), ("running", None)],
            id="in time now",
        ),
        pytest.param(
            stopped("cancelled", "10-05T12:00", by="updated", **RETARGETED | {"due_at": None}),
            [("retargeted", "10-05T09:30"), ("cancelled", "10-05T12:00")],
            id="its target went away",
        ),
        pytest.param(
            stopped("met", "10-05T12:00", **RETARGETED | {"missed_due_at": at("09-30T23:59:59")}),
            [],
            id="late before the period, met in it",
        ),
        pytest.param(
            stopped("missed", "11-02T08:00", **RETARGETED | {"due_at": at("11-01T00:00")}),
            [("retargeted", "10-05T09:30")],
            id="missed after the period",
        ),
    ],
)
def test_a_target_changed_when_late_never_makes_a_clock_met(
    counted: Clock, expected: list[tuple[str, str | None]]
) -> None:
    assert counts(counted) == [(word, when and at(when)) for word, when in expected]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        pytest.param(stopped("met"), [("void", "10-05T09:00")], id="met, at its stop"),
        pytest.param(
            stopped("missed", "10-20T09:00"), [("void", "10-05T10:00")], id="missed, when due"
        ),
        pytest.param(
            stopped("cancelled", by="voided", kind="update"), [("void", "10-05T09:00")], id="ended"
        ),
        pytest.param(
            stopped("met", "10-05T12:00", **RETARGETED),
            [("void", "10-05T12:00")],
            id="retargeted: once all the same",
        ),
        pytest.param(stopped("met", "11-01T00:00"), [], id="stopped after the period"),
    ],
)
def test_clocks_of_a_void_case_count_apart(
    counted: Clock, expected: list[tuple[str, str | None]]
) -> None:
    assert counts(counted, status="void") == [(word, when and at(when)) for word, when in expected]


@pytest.mark.parametrize(
    ("when", "is_counted"),
    [
        pytest.param("10-01T00:00", True, id="the first second"),
        pytest.param("09-30T23:59:59", False, id="the second before"),
        pytest.param("10-31T23:59:59", True, id="the last second"),
        pytest.param("11-01T00:00", False, id="the end itself"),
    ],
)
def test_a_period_includes_its_start_and_not_its_end(when: str, is_counted: bool) -> None:
    met, late = stopped("met", when), clock(due_at=at(when))
    assert [word for word, _ in (*counts(met), *counts(late))] == (
        ["met", "missed"] if is_counted else []
    )
    assert OCTOBER.has(at(when)) is is_counted


@pytest.mark.parametrize(
    ("until", "end"),
    [
        pytest.param(None, NOW, id="no end"),
        pytest.param(at("10-31T00:00"), at("10-31T00:00"), id="a past end"),
        pytest.param(at("11-30T00:00"), NOW, id="an end to come: only what is known"),
        pytest.param(NOW, NOW, id="this very instant"),
    ],
)
def test_a_period_ends_now_at_the_latest(until: Any, end: Any) -> None:
    assert Period(None, until).end(NOW) == end


ANSWERS = ClockRule("response", "Response", "opened", ("answer",), again=False, pauses=False)
WORKAROUND = ANSWERS._replace(key="workaround", stops=("marked", "resolved"))


@pytest.mark.parametrize(
    ("counted", "rule", "expected"),
    [
        pytest.param(clock(), ANSWERS, "not yet", id="it runs"),
        pytest.param(stopped("missed"), ANSWERS, "late", id="answered late"),
        pytest.param(stopped("missed", by="closed"), ANSWERS, "never", id="closed without"),
        pytest.param(stopped("missed", by="resolved"), ANSWERS, "never", id="resolved without"),
        pytest.param(stopped("missed", by="escalated"), ANSWERS, "never", id="the next level"),
        pytest.param(stopped("missed", by=None), ANSWERS, "late", id="an old store does not know"),
        pytest.param(stopped("missed", by="marked"), WORKAROUND, "late", id="marked"),
        pytest.param(stopped("missed", by="resolved"), WORKAROUND, "late", id="resolving does it"),
        pytest.param(stopped("missed", by="closed"), WORKAROUND, "never", id="closing does not"),
    ],
)
def test_whether_a_missed_clock_got_what_it_waited_for(
    counted: Clock, rule: ClockRule, expected: str
) -> None:
    assert answered(counted, rule) == expected


INSTANTS = st.integers(0, 24).map(
    lambda hours: moment("2026-09-15T00:00Z") + timedelta(hours=hours)
)
MAYBE = st.none() | INSTANTS
CLOCKS = st.builds(
    Clock,
    st.sampled_from(["response", "update"]),
    st.just(1),
    st.just(0),
    INSTANTS,
    MAYBE,
    st.just(Target(7200, "24x7")),
    MAYBE,
    st.sampled_from([None, "met", "missed", "superseded", "cancelled"]),
    missed_due_at=MAYBE,
    stopped_by=st.sampled_from([None, "responded", "closed"]),
)


@given(counted=CLOCKS, border=INSTANTS, now=INSTANTS, status=st.sampled_from(["open", "void"]))
def test_two_periods_side_by_side_have_what_the_whole_has(
    counted: Clock, border: Any, now: Any, status: Any
) -> None:
    whole = counts(counted, Period(None, at("12-31T00:00")), now, status)
    first = counts(counted, Period(None, border), now, status)
    second = counts(counted, Period(border, at("12-31T00:00")), now, status)

    def decided(found: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
        return [each for each in found if each[0] != "running"]

    assert sorted(decided(first) + decided(second)) == sorted(decided(whole))
    assert len(whole) <= 2
    assert [word for word, _ in whole if word != "retargeted"][1:] == []
