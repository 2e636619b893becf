"""A case: its facts, its clocks asked for by their kind, and which of them decides."""

from datetime import timedelta

import pytest

from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock
from slt_cli.domain.plan import Target
from tests.domain.given import FRIDAY_EVENING, after, escalation, moment, opened, raised, response

SECOND = timedelta(seconds=1)
NOON = moment("2026-11-23T12:00Z")
OPENING, AFTERNOON = moment("2026-11-23T13:00Z"), moment("2026-11-23T14:00Z")


def test_a_new_case_has_one_clock_that_runs(policy):
    [clock] = opened(policy).clocks
    assert (clock.kind, clock.cycle, clock.level) == ("response", 1, 0)
    assert clock.started_at == FRIDAY_EVENING
    assert clock.due_at == moment("2026-11-23T13:30Z")
    assert clock.target == Target(3600, "support-hours")
    assert clock.running


def test_a_case_without_a_target_has_no_clock(policy):
    case = opened(policy, partner_type="referral")
    assert case.clocks == ()
    assert case.clock(RESPONSE) is None
    assert case.running_clocks == []


def test_an_escalated_case_has_the_clock_of_its_level_too(policy):
    case = opened(policy)
    escalated = raised(policy, case, AFTERNOON)
    first, level = escalated.clocks
    assert first == response(case)
    assert (level.kind, level.cycle, level.level) == ("escalation", 1, 1)
    assert level.started_at == AFTERNOON
    assert level.due_at == moment("2026-11-23T18:00Z")
    assert level.target == Target(4 * 3600, "support-hours")
    assert level.running
    assert escalated.running_clocks == [first, level]


def test_a_clock_is_asked_for_by_its_kind_and_is_the_one_that_started_last(policy):
    case = raised(policy, raised(policy, opened(policy), OPENING), AFTERNOON)
    assert response(case).level == 0
    assert escalation(case).level == 2
    assert case.clock("another kind") is None
    backwards = case._replace(clocks=case.clocks[::-1])
    for kind in (RESPONSE, ESCALATION):
        assert backwards.clock(kind) == case.clock(kind)


def test_an_earlier_cycle_is_asked_for_by_its_number(policy):
    case = raised(policy, raised(policy, opened(policy), OPENING), AFTERNOON)
    first, second = case.cycle(ESCALATION, 1), case.cycle(ESCALATION, 2)
    assert (first.level, second.level) == (1, 2)
    assert case.cycle(ESCALATION, 3) is None
    assert case.cycle(RESPONSE, 2) is None


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_a_case_is_at_the_level_of_its_latest_escalation(policy, level):
    case = opened(policy)
    for _ in range(level):
        case = raised(policy, case)
    assert case.level == level
    assert after(policy, case, "closed", AFTERNOON).level == level


def told(clocks):
    """Return what each clock is called and how it ended; None while it runs."""
    return [(clock.name, clock.verdict) for clock in clocks]


LIFE = [
    ("escalated", "2026-11-23T14:00Z"),
    ("escalated", "2026-11-23T18:00Z"),
    ("escalated", "2026-11-23T22:01Z"),
    ("responded", "2026-11-24T01:00Z"),
    ("closed", "2026-11-24T02:00Z"),
]


@pytest.mark.parametrize(
    ("steps", "clocks"),
    [
        pytest.param(0, [("response", None)], id="opened"),
        pytest.param(1, [("response", None), ("level 1", None)], id="at level 1"),
        pytest.param(
            2,
            [("response", None), ("level 1", "superseded"), ("level 2", None)],
            id="raised exactly when level 1 was due",
        ),
        pytest.param(
            3,
            [
                *(("response", None), ("level 1", "superseded")),
                *(("level 2", "missed"), ("level 3", None)),
            ],
            id="raised a minute after level 2 was due",
        ),
        pytest.param(
            4,
            [
                *(("response", "missed"), ("level 1", "superseded")),
                *(("level 2", "missed"), ("level 3", "met")),
            ],
            id="answered",
        ),
        pytest.param(
            5,
            [
                *(("response", "missed"), ("level 1", "superseded")),
                *(("level 2", "missed"), ("level 3", "met")),
            ],
            id="closed: nothing ran any more",
        ),
    ],
)
def test_every_clock_that_a_case_ever_had(policy, steps, clocks):
    case = opened(policy, at=OPENING)
    for kind, at in LIFE[:steps]:
        case = after(policy, case, kind, moment(at))
    assert told(case.clocks) == clocks


def test_a_clock_that_an_answer_stopped_stays_met_when_the_case_is_raised_again(policy):
    case = opened(policy)
    for kind, at in (
        ("escalated", "2026-11-23T14:00Z"),
        ("responded", "2026-11-23T15:00Z"),
        ("escalated", "2026-11-30T15:00Z"),
    ):
        case = after(policy, case, kind, moment(at))
    assert told(case.clocks) == [("response", "missed"), ("level 1", "met"), ("level 2", None)]


@pytest.mark.parametrize(
    ("kind", "leads"),
    [
        pytest.param(None, "response", id="the only one"),
        pytest.param("escalated", "level 1", id="an escalation stands for the response"),
        pytest.param("responded", "response", id="none runs"),
    ],
)
def test_the_running_clock_that_is_due_first_leads(policy, kind, leads):
    case = opened(policy)
    if kind is not None:
        case = after(policy, case, kind, NOON)
    assert case.leading_clock.name == leads


def test_an_escalation_leads_where_it_is_due_first_or_runs_alone(policy):
    minor = raised(policy, opened(policy, "S3", OPENING), OPENING)
    assert minor.leading_clock.name == "level 1"
    answered = after(policy, opened(policy), "responded", OPENING)
    assert raised(policy, answered, AFTERNOON).leading_clock.name == "level 1"


def test_where_no_clock_runs_the_response_leads_even_after_an_escalation(policy):
    case = after(policy, raised(policy, opened(policy), OPENING), "responded", AFTERNOON)
    assert case.running_clocks == []
    assert case.leading_clock == response(case)


def test_of_clocks_that_are_due_at_once_one_leads_whatever_their_order(policy):
    case = raised(policy, opened(policy, "S2", OPENING), OPENING)
    assert response(case).due_at == escalation(case).due_at
    backwards = case._replace(clocks=case.clocks[::-1])
    assert case.leading_clock == backwards.leading_clock == escalation(case)


def test_a_stopped_clock_does_not_lead_although_it_was_due_first(policy):
    case = raised(policy, raised(policy, opened(policy, "S3", OPENING), OPENING), AFTERNOON)
    assert case.cycle(ESCALATION, 1).due_at < escalation(case).due_at
    assert case.leading_clock.name == "level 2"


def test_a_case_without_a_target_is_led_by_its_level_alone(policy):
    case = opened(policy, partner_type="referral")
    assert case.leading_clock is None
    assert raised(policy, case, AFTERNOON).leading_clock.name == "level 1"


@pytest.mark.parametrize(
    ("partner_type", "life", "expected"),
    [
        pytest.param("certified", [], "response", id="never escalated"),
        pytest.param("certified", ["responded"], "response", id="answered"),
        pytest.param("certified", ["escalated"], "level 1", id="its level"),
        pytest.param("certified", ["escalated", "escalated"], "level 2", id="its latest level"),
        pytest.param(
            "certified",
            ["escalated", "responded"],
            "response",
            id="its level is stopped: the response",
        ),
        pytest.param("referral", [], None, id="without a target"),
        pytest.param("referral", ["escalated"], "level 1", id="without a target, but escalated"),
    ],
)
def test_the_escalating_clock(policy, partner_type, life, expected):
    case = opened(policy, partner_type=partner_type)
    for kind in life:
        case = after(policy, case, kind, AFTERNOON)
    clock = case.escalating_clock
    assert (clock and clock.name) == expected


def test_a_clock_of_another_kind_is_not_the_escalating_clock(policy):
    case = raised(policy, opened(policy), OPENING)
    further = Clock("update", 1, 0, AFTERNOON, AFTERNOON + SECOND, Target(1, "24x7"))
    assert case.with_clocks([further]).escalating_clock == escalation(case)
    assert opened(policy).with_clocks([further]).escalating_clock == response(case)


@pytest.mark.parametrize(
    ("partner_type", "life", "awaits"),
    [
        pytest.param("certified", [], True, id="opened"),
        pytest.param("certified", ["escalated"], True, id="escalated"),
        pytest.param("certified", ["responded"], False, id="answered"),
        pytest.param("certified", ["closed"], False, id="closed"),
        pytest.param("certified", ["closed", "reopened"], True, id="reopened: it runs on"),
        pytest.param("referral", [], True, id="without a target"),
        pytest.param("referral", ["responded"], False, id="without a target, answered"),
        pytest.param("referral", ["closed"], False, id="without a target, closed"),
        pytest.param("referral", ["closed", "reopened"], True, id="without a target, reopened"),
    ],
)
def test_a_case_awaits_its_response(policy, partner_type, life, awaits):
    case = opened(policy, partner_type=partner_type)
    for kind in life:
        case = after(policy, case, kind, AFTERNOON)
    assert case.awaits_response is awaits


def test_clocks_take_the_place_of_those_of_the_same_kind_and_cycle(policy):
    case = raised(policy, opened(policy), OPENING)
    longer = escalation(case)._replace(due_at=AFTERNOON, target=None)
    changed = case.with_clocks([longer])
    assert changed.clocks == (response(case), longer)
    assert changed._replace(clocks=case.clocks) == case


def test_further_clocks_are_kept_in_the_order_of_their_starts(policy):
    case = raised(policy, opened(policy), AFTERNOON)
    second = response(case)._replace(cycle=2, started_at=OPENING)
    assert case.with_clocks([second]).clocks == (response(case), second, escalation(case))
