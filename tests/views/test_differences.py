"""How differences are shown: each value by its name in the JSON contract, where it has one."""

import pytest

from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.plan import Target
from slt_cli.store.checking import Difference
from slt_cli.views.differences import IN_CONTRACT, flat_differences
from slt_cli.views.fields import flat_fields
from tests.domain.given import escalation, moment, opened, raised, response

MONDAY, LATER = moment("2026-11-23T13:30Z"), moment("2026-11-23T14:30Z")
SINCE = "2026-11-23T13:30:00Z"


def shown(field, stored, rebuilt):
    """Return each value that differs: its name, what is stored, what the events give."""
    found = list(flat_differences([Difference(7, field, stored, rebuilt)]))
    assert {difference.number for difference in found} == {7}
    return [difference[1:] for difference in found]


def test_a_difference_of_one_value_is_shown_as_it_is():
    assert shown("subject", "x", "y") == [("subject", "x", "y")]
    assert shown("events", "cannot be read", "a history") == [
        ("events", "cannot be read", "a history")
    ]


@pytest.fixture
def clocks(policy):
    """Return the clocks of a case that was escalated twice."""
    return raised(policy, raised(policy, opened(policy)), MONDAY).clocks


def test_the_latest_clocks_have_the_names_of_the_contract(clocks):
    first, earlier, latest = clocks
    changed = (
        first._replace(verdict="met", target=Target(7, "24x7")),
        earlier,
        latest._replace(level=3, started_at=LATER, due_at=LATER),
    )
    assert shown("clocks", changed, clocks) == [
        ("target_seconds", 7, 3600),
        ("target_clock", "24x7", "support-hours"),
        ("verdict", "met", None),
        ("level", 3, 2),
        ("escalated_at", LATER, MONDAY),
        ("escalation_due_at", LATER, latest.due_at),
    ]


def test_any_other_value_has_the_name_of_its_clock(clocks):
    first, earlier, latest = clocks
    changed = (
        first._replace(stopped_at=LATER),
        earlier._replace(verdict=None, target=None),
        latest._replace(active_seconds=7),
    )
    assert shown("clocks", changed, clocks) == [
        ("clocks.escalation.1.verdict", None, earlier.verdict),
        ("clocks.escalation.1.target_seconds", None, 14400),
        ("clocks.escalation.1.target_clock", None, "support-hours"),
        ("clocks.escalation.2.active_seconds", 7, None),
        ("clocks.response.1.stopped_at", LATER, None),
    ]


def test_a_clock_that_only_one_has_is_shown_too(clocks):
    first, earlier, latest = clocks
    assert shown("clocks", (first, earlier), clocks) == [
        ("level", 1, 2),
        ("escalated_at", earlier.started_at, latest.started_at),
        ("escalation_due_at", earlier.due_at, latest.due_at),
        ("escalation_verdict", earlier.verdict, None),
        ("clocks.escalation.2", "missing", "present"),
    ]
    further = Clock("update", 1, 0, LATER, None, None)
    assert shown("clocks", (*clocks, further), clocks) == [
        ("clocks.update.1", "present", "missing")
    ]


def test_a_clock_of_another_kind_has_no_name_in_the_contract():
    further = Clock("update", 1, 0, MONDAY, LATER, Target(3600, "24x7"))
    assert shown("clocks", (further._replace(due_at=None),), (further,)) == [
        ("clocks.update.1.due_at", None, LATER)
    ]


@pytest.mark.parametrize("field", ["holds", "closed"])
def test_spans_have_the_names_of_their_starts(field):
    assert shown(field, (Span(MONDAY),), (Span(MONDAY, LATER),)) == [
        (f"{field}.{SINCE}.ended_at", None, LATER)
    ]
    assert shown(field, (), (Span(MONDAY),)) == [(f"{field}.{SINCE}", "missing", "present")]


OTHER_VALUES = {
    "level": {"level": 3},
    "started_at": {"started_at": LATER},
    "due_at": {"due_at": LATER},
    "target_seconds": {"target": Target(7, "support-hours")},
    "target_clock": {"target": Target(14400, "24x7")},
    "verdict": {"verdict": "met"},
    "stopped_at": {"stopped_at": LATER},
    "active_seconds": {"active_seconds": 7},
    "missed_due_at": {"missed_due_at": LATER},
}


@pytest.mark.parametrize("value", OTHER_VALUES)
@pytest.mark.parametrize(("kind", "of"), [(RESPONSE, response), (ESCALATION, escalation)])
def test_the_values_in_the_contract_are_those_that_it_shows(policy, kind, of, value):
    case = raised(policy, opened(policy), MONDAY)
    target = Target(14400, "support-hours")
    case = case.with_clocks([of(case)._replace(target=target)])
    changed = case.with_clocks([of(case)._replace(**OTHER_VALUES[value])])
    is_shown = flat_fields(changed) != flat_fields(case)
    assert is_shown is (value in IN_CONTRACT[kind])
