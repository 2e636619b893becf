"""Escalation: the published path, how each partner type walks it, and what is refused."""

from datetime import timedelta

import pytest

from slt_cli.domain.case import event_between
from slt_cli.domain.escalation import Link, escalate, latest_clock_is_late, next_level, route
from slt_cli.domain.lifecycle import close, reopen, respond
from slt_cli.domain.plan import Target
from slt_cli.errors import RefusedError
from tests.domain.given import FRIDAY_EVENING, moment, opened

FOUR_HOURS = 4 * 3600
MONDAY = moment("2026-11-23T14:00Z")
PORTAL = "https://8x8.force.com/partnerxchange"
MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
EXECUTIVES = "Partner-exec-escalations@8x8.com"


def raised(policy, case, level=None, at=FRIDAY_EVENING):
    schedule = policy.region_of(case).schedule
    return escalate(
        case,
        next_level(case, policy.levels, policy.partner_type_of(case), policy.links, level),
        schedule,
        at,
    )


def refusal(policy, case, level=None):
    with pytest.raises(RefusedError) as caught:
        next_level(case, policy.levels, policy.partner_type_of(case), policy.links, level)
    return caught.value


@pytest.mark.parametrize(
    ("level", "name", "channel", "contact"),
    [
        pytest.param(0, "Partner Concierge", "portal", "PartnerXperience portal", id="level 1"),
        pytest.param(1, "Support managers", "email", MANAGERS, id="level 2"),
        pytest.param(2, "Executives", "email", EXECUTIVES, id="level 3"),
    ],
)
def test_the_path_is_as_published(policy, level, name, channel, contact):
    its = policy.levels[level]
    assert (its.number, its.name, its.channel, its.contact) == (level + 1, name, channel, contact)
    assert its.target == Target(FOUR_HOURS, "support-hours")


def test_the_path_has_three_levels(policy):
    assert len(policy.levels) == 3


@pytest.mark.parametrize(
    ("number", "way"),
    [
        pytest.param(1, f"Partner Concierge: PartnerXperience portal, {PORTAL}", id="level 1"),
        pytest.param(2, f"Support managers: e-mail {MANAGERS}", id="level 2"),
        pytest.param(3, f"Executives: e-mail {EXECUTIVES}", id="level 3"),
    ],
)
def test_certified_partners_go_by_levels(policy, number, way):
    certified = policy.partner_type("certified")
    assert str(route(policy.levels[number - 1], certified, policy.links)) == way


@pytest.mark.parametrize("number", [1, 2, 3])
def test_referral_partners_go_through_partnerxchange_at_every_level(policy, number):
    referral = policy.partner_type("referral")
    way = route(policy.levels[number - 1], referral, policy.links)
    assert (way.channel, way.contact, way.url) == ("portal", "PartnerXchange", PORTAL)
    assert str(way) == f"PartnerXchange, {PORTAL}"


def test_a_partner_type_goes_through_the_portal_that_it_names(policy):
    links = (*policy.links, Link("desk", "Desk", "https://desk.example", "Ask"))
    its_type = policy.partner_type("referral")._replace(portal="desk")
    assert str(route(policy.levels[0], its_type, links)) == "Desk, https://desk.example"


@pytest.mark.parametrize(
    ("channel", "contact", "text"),
    [
        pytest.param("phone", "+1 408 956 6066", "Desk: call +1 408 956 6066", id="by phone"),
        pytest.param("portal", "Portal", "Desk: Portal", id="a portal without an address"),
    ],
)
def test_a_level_may_be_reached_otherwise(policy, channel, contact, text):
    level = policy.levels[0]._replace(name="Desk", channel=channel, contact=contact, url="")
    assert str(route(level, policy.partner_type("certified"), policy.links)) == text


def test_a_case_goes_up_one_level_at_a_time(policy):
    case = opened(policy)
    for number in (1, 2, 3):
        case = raised(policy, case)
        assert case.level == number


@pytest.mark.parametrize(
    ("present", "wanted"), [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)], ids=str
)
def test_a_case_goes_to_any_level_above_its_own(policy, present, wanted):
    case = opened(policy)._replace(level=present)
    assert (
        next_level(case, policy.levels, policy.partner_type_of(case), policy.links, wanted).number
        == wanted
    )


def test_a_level_starts_its_own_clock(policy):
    case = raised(policy, opened(policy))
    assert case.escalated_at == FRIDAY_EVENING
    assert case.escalation_due_at == moment("2026-11-23T16:30Z")
    assert (case.escalation_seconds, case.escalation_clock) == (FOUR_HOURS, "support-hours")
    assert case.escalation_verdict is None


def test_a_level_is_counted_in_the_hours_of_the_cases_region(policy):
    case = raised(policy, opened(policy, region="europe"))
    assert case.escalation_due_at == moment("2026-11-23T12:00Z")


def test_a_level_on_a_24x7_clock_counts_the_weekend(policy):
    level = policy.levels[0]._replace(target=Target(FOUR_HOURS, "24x7"))
    case = escalate(opened(policy), level, policy.region("usa").schedule, FRIDAY_EVENING)
    assert case.escalation_due_at == moment("2026-11-21T05:30Z")
    assert case.escalation_clock == "24x7"


def test_a_new_escalation_puts_its_clock_in_place_of_the_previous_one(policy):
    first = raised(policy, opened(policy))
    second = raised(policy, first, at=MONDAY)
    assert [clock.level for clock in second.clocks()] == [0, 2]
    assert second.clocks()[1].started_at == MONDAY
    assert second.escalation_due_at == moment("2026-11-23T18:00Z")


def test_history_keeps_that_the_previous_level_was_late_when_a_new_one_stopped_it(policy):
    first = raised(policy, opened(policy))
    a_day_late = moment("2026-11-24T16:30Z")
    second = raised(policy, first, at=a_day_late)
    event = event_between(first, second, "escalated", a_day_late, "tester", None)
    assert "missed" in [value for change in event.changes.values() for value in change]


def test_the_response_clock_runs_on_through_an_escalation(policy):
    case = opened(policy)
    assert raised(policy, case).clocks()[0] == case.clocks()[0]


def test_an_answered_case_escalates_with_a_clock_that_runs_and_a_verdict_that_stands(policy):
    answered = respond(raised(policy, opened(policy)), moment("2026-11-23T13:00Z"))
    response, escalation = raised(policy, answered, at=MONDAY).clocks()
    assert (response.verdict, escalation.verdict) == ("met", None)
    assert escalation.running


def test_a_referral_case_escalates_with_a_clock_of_its_level(policy):
    case = raised(policy, opened(policy, partner_type="referral"))
    response, escalation = case.clocks()
    assert (response.running, escalation.running) == (False, True)
    assert escalation.due_at == moment("2026-11-23T16:30Z")


@pytest.mark.parametrize("level", [None, 1])
def test_a_closed_case_is_not_escalated(policy, level):
    refused = refusal(policy, close(opened(policy), MONDAY), level)
    assert refused.message == "the case is closed"


@pytest.mark.parametrize("wanted", [1, 2])
def test_a_level_that_is_not_above_the_present_one_is_refused(policy, wanted):
    refused = refusal(policy, raised(policy, opened(policy), 2), wanted)
    assert refused.message == f"the case is at level 2 already; level {wanted} is not above it"
    assert refused.fix == "levels above it: 3"


@pytest.mark.parametrize("wanted", [-1, 0, 4])
def test_a_level_that_does_not_exist_is_refused(policy, wanted):
    refused = refusal(policy, opened(policy), wanted)
    assert refused.message == f"there is no escalation level {wanted}"
    assert refused.fix == "levels run from 1 to 3"


@pytest.mark.parametrize("wanted", [None, 3, 4])
def test_beyond_the_last_level_the_refusal_names_whom_it_is_with_and_when_due(policy, wanted):
    refused = refusal(policy, raised(policy, opened(policy), 3), wanted)
    assert refused.message == (
        f"the case is at the last level, 3, already: it is with Executives: e-mail {EXECUTIVES},"
        " due 2026-11-23T16:30:00Z"
    )


def test_an_escalation_before_the_opening_is_refused_with_both_instants(policy):
    with pytest.raises(RefusedError) as caught:
        raised(policy, opened(policy), at=moment("2026-11-21T01:29:59Z"))
    assert caught.value.message == (
        "an escalation at 2026-11-21T01:29:59Z would be before the case was opened"
        " at 2026-11-21T01:30:00Z"
    )


def test_a_fifth_level_is_data(policy):
    more = tuple(policy.levels[2]._replace(number=number) for number in (4, 5))
    case = opened(policy)._replace(level=4)
    assert (
        next_level(case, (*policy.levels, *more), policy.partner_type_of(case), policy.links).number
        == 5
    )


def test_an_escalation_before_the_last_one_is_refused_with_both_instants(policy):
    case = raised(policy, opened(policy), at=moment("2026-11-23T14:00:00Z"))
    with pytest.raises(RefusedError) as caught:
        raised(policy, case, at=moment("2026-11-23T13:59:59Z"))
    assert caught.value.message == (
        "an escalation at 2026-11-23T13:59:59Z would be before the one to level 1"
        " at 2026-11-23T14:00:00Z"
    )


DUE, ANSWER_DUE = moment("2026-11-23T13:30Z"), moment("2026-11-23T18:00Z")


@pytest.mark.parametrize(
    ("given", "due"),
    [
        pytest.param(opened, DUE, id="never raised: its response"),
        pytest.param(
            lambda policy: raised(policy, opened(policy), at=MONDAY), ANSWER_DUE, id="its level"
        ),
        pytest.param(
            lambda policy: raised(policy, respond(opened(policy), DUE), at=MONDAY),
            ANSWER_DUE,
            id="answered, then raised: its level",
        ),
        pytest.param(
            lambda policy: raised(policy, opened(policy, partner_type="referral"), at=MONDAY),
            ANSWER_DUE,
            id="without a target, but raised: its level",
        ),
    ],
)
def test_the_latest_clock_is_late_a_second_after_it_is_due(policy, given, due):
    case = given(policy)
    assert not latest_clock_is_late(case, due)
    assert latest_clock_is_late(case, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(lambda policy: respond(opened(policy), ANSWER_DUE), id="answered too late"),
        pytest.param(lambda policy: close(opened(policy), ANSWER_DUE), id="closed too late"),
        pytest.param(
            lambda policy: reopen(close(opened(policy), ANSWER_DUE), ANSWER_DUE), id="reopened"
        ),
        pytest.param(
            lambda policy: respond(raised(policy, opened(policy), at=MONDAY), MONDAY),
            id="answered at its level",
        ),
        pytest.param(lambda policy: opened(policy, partner_type="referral"), id="without a target"),
    ],
)
def test_a_clock_that_does_not_run_is_never_late(policy, given):
    assert not latest_clock_is_late(given(policy), moment("2030-01-01T00:00Z"))
