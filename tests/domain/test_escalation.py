"""Escalation: the published path, how each partner type walks it, and what is refused."""

from datetime import timedelta

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import (
    Link,
    escalate,
    is_at_last_level,
    is_late_to_raise,
    level_of,
    next_level,
    route,
    route_of,
)
from slt_cli.domain.events import event_between
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.errors import Reason, RefusedError
from tests.domain.given import (
    FRIDAY_EVENING,
    RECORDING,
    after,
    escalation,
    moment,
    opened,
    raised,
    response,
)

FOUR_HOURS = 4 * 3600
MONDAY = moment("2026-11-23T14:00Z")
PORTAL = "https://8x8.force.com/partnerxchange"
MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
EXECUTIVES = "Partner-exec-escalations@8x8.com"


def at_level(policy: Policy, number: int) -> Case:
    """Return a case that was escalated to a level at once; 0 is not escalated."""
    case = opened(policy)
    return raised(policy, case, level=number) if number else case


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
    case = at_level(policy, present)
    its_type = policy.partner_type_of(case)
    assert next_level(case, policy.levels, its_type, policy.links, wanted).number == wanted
    assert raised(policy, case, level=wanted).level == wanted


def test_a_level_starts_its_own_clock(policy):
    clock = escalation(raised(policy, opened(policy)))
    assert (clock.cycle, clock.level, clock.started_at) == (1, 1, FRIDAY_EVENING)
    assert clock.due_at == moment("2026-11-23T16:30Z")
    assert clock.target == Target(FOUR_HOURS, "support-hours")
    assert clock.verdict is None


def test_a_level_is_counted_in_the_hours_of_the_cases_region(policy):
    case = raised(policy, opened(policy, region="europe"))
    assert escalation(case).due_at == moment("2026-11-23T12:00Z")


def test_a_level_on_a_24x7_clock_counts_the_weekend(policy):
    level = policy.levels[0]._replace(target=Target(FOUR_HOURS, "24x7"))
    case = escalate(opened(policy), level, policy.region("usa").schedule, FRIDAY_EVENING)
    assert escalation(case).due_at == moment("2026-11-21T05:30Z")
    assert escalation(case).target.clock == "24x7"


def test_a_new_escalation_stops_the_clock_of_the_previous_one_and_starts_its_own(policy):
    first = raised(policy, opened(policy))
    second = raised(policy, first, at=MONDAY)
    clock = escalation(second)
    assert (clock.cycle, clock.level, clock.started_at) == (2, 2, MONDAY)
    assert clock.due_at == moment("2026-11-23T18:00Z")
    left = second.cycle(ESCALATION, 1)
    assert (left.stopped_at, left.verdict, left.active_seconds) == (MONDAY, "met", 5400)
    assert [clock.level for clock in second.running_clocks] == [0, 2]


def test_a_new_escalation_leaves_a_stopped_clock_alone(policy):
    answered = after(policy, raised(policy, opened(policy)), "responded", MONDAY)
    again = raised(policy, answered, at=ANSWER_DUE)
    assert again.cycle(ESCALATION, 1) == escalation(answered)


def test_a_level_may_be_left_out(policy):
    case = raised(policy, raised(policy, opened(policy)), at=MONDAY, level=3)
    assert [clock.level for clock in case.clocks] == [0, 1, 3]
    assert escalation(case).cycle == 2


def test_history_keeps_that_the_previous_level_was_late_when_a_new_one_stopped_it(policy):
    first = raised(policy, opened(policy))
    a_day_late = moment("2026-11-24T16:30Z")
    second = raised(policy, first, at=a_day_late)
    event = event_between(first, second, "escalated", a_day_late, RECORDING)
    left, following = event.changes["clocks"].new
    assert (left.level, left.verdict) == (1, "missed")
    assert (following.level, following.verdict) == (2, None)


def test_the_response_clock_runs_on_through_an_escalation(policy):
    case = opened(policy)
    assert response(raised(policy, case)) == response(case)


def test_an_answered_case_escalates_with_a_clock_that_runs_and_a_verdict_that_stands(policy):
    first = raised(policy, opened(policy))
    answered = after(policy, first, "responded", moment("2026-11-23T13:00Z"))
    case = raised(policy, answered, at=MONDAY)
    assert (response(case).verdict, escalation(case).verdict) == ("met", None)
    assert case.running_clocks == [escalation(case)]


def test_a_referral_case_escalates_with_a_clock_of_its_level(policy):
    case = raised(policy, opened(policy, partner_type="referral"))
    assert case.clocks == (escalation(case),)
    assert escalation(case).running
    assert escalation(case).due_at == moment("2026-11-23T16:30Z")


@pytest.mark.parametrize("level", [None, 1])
def test_a_closed_case_is_not_escalated(policy, level):
    refused = refusal(policy, after(policy, opened(policy), "closed", MONDAY), level)
    assert (refused.message, refused.reason) == ("the case is closed", Reason.CLOSED)


@pytest.mark.parametrize("wanted", [1, 2])
def test_a_level_that_is_not_above_the_present_one_is_refused(policy, wanted):
    refused = refusal(policy, at_level(policy, 2), wanted)
    assert refused.message == f"the case is already at level 2; level {wanted} is not above it"
    assert refused.fix == "levels above it: 3"


@pytest.mark.parametrize("wanted", [-1, 0, 4])
def test_a_level_that_does_not_exist_is_refused(policy, wanted):
    refused = refusal(policy, opened(policy), wanted)
    assert refused.message == f"there is no escalation level {wanted}"
    assert refused.fix == "levels run from 1 to 3"


@pytest.mark.parametrize("wanted", [None, 3, 4])
def test_beyond_the_last_level_the_refusal_names_whom_it_is_with_and_when_due(policy, wanted):
    refused = refusal(policy, at_level(policy, 3), wanted)
    assert refused.message == (
        f"the case is already at the last level, 3: it is with Executives: e-mail {EXECUTIVES},"
        " due 2026-11-23T16:30:00Z"
    )
    assert (refused.fix, refused.reason) == ("", Reason.LAST_LEVEL)


def test_beyond_the_last_level_a_partner_without_the_hotline_is_not_sent_to_it(policy):
    case = raised(policy, opened(policy, partner_type="referral"), level=3)
    refused = refusal(policy, case)
    assert refused.message.endswith(
        f"it is with PartnerXchange, {PORTAL}, due 2026-11-23T16:30:00Z"
    )
    assert (refused.fix, refused.reason) == ("", None)


def test_an_escalation_before_the_opening_is_refused_with_both_instants(policy):
    with pytest.raises(RefusedError) as caught:
        raised(policy, opened(policy), at=moment("2026-11-21T01:29:59Z"))
    assert caught.value.message == (
        "an escalation at 2026-11-21T01:29:59Z would be before the case was opened"
        " at 2026-11-21T01:30:00Z"
    )
    assert caught.value.reason is Reason.TOO_EARLY


def test_a_fifth_level_is_data(policy):
    more = tuple(policy.levels[2]._replace(number=number) for number in (4, 5))
    policy = policy._replace(levels=(*policy.levels, *more))
    assert raised(policy, at_level(policy, 4)).level == 5


def test_an_escalation_before_the_last_one_is_refused_with_both_instants(policy):
    case = raised(policy, opened(policy), at=moment("2026-11-23T14:00:00Z"))
    with pytest.raises(RefusedError) as caught:
        raised(policy, case, at=moment("2026-11-23T13:59:59Z"))
    assert caught.value.message == (
        "an escalation at 2026-11-23T13:59:59Z would be before the one to level 1"
        " at 2026-11-23T14:00:00Z"
    )
    assert caught.value.reason is Reason.TOO_EARLY


@pytest.mark.parametrize(
    ("level", "number", "whom", "last"),
    [
        pytest.param(0, None, "Partner Concierge", False, id="not escalated: level 1"),
        pytest.param(1, 1, "Partner Concierge", False, id="level 1"),
        pytest.param(2, 2, "Support managers", False, id="level 2"),
        pytest.param(3, 3, "Executives", True, id="the last level"),
    ],
)
def test_a_case_is_with_the_contact_of_its_level(policy, level, number, whom, last):
    case = at_level(policy, level)
    its_level = level_of(case, policy.levels)
    assert (its_level and its_level.number) == number
    certified = policy.partner_type("certified")
    assert route_of(case, policy.levels, certified, policy.links).whom == whom
    assert is_at_last_level(case, policy.levels) is last


def test_a_level_that_is_no_longer_configured_is_with_the_last_one(policy):
    case, levels = at_level(policy, 3), policy.levels[:2]
    assert level_of(case, levels) is None
    certified = policy.partner_type("certified")
    assert route_of(case, levels, certified, policy.links).whom == "Support managers"
    assert is_at_last_level(case, levels)


DUE, ANSWER_DUE = moment("2026-11-23T13:30Z"), moment("2026-11-23T18:00Z")


@pytest.mark.parametrize(
    ("given", "due"),
    [
        pytest.param(opened, DUE, id="never raised: its response"),
        pytest.param(
            lambda policy: raised(policy, opened(policy), at=MONDAY), ANSWER_DUE, id="its level"
        ),
        pytest.param(
            lambda policy: raised(policy, after(policy, opened(policy), "responded", DUE), MONDAY),
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
def test_a_case_is_late_a_second_after_the_clock_that_decides_is_due(policy, given, due):
    case = given(policy)
    assert not is_late_to_raise(case, due)
    assert is_late_to_raise(case, due + timedelta(seconds=1))


@pytest.mark.parametrize(
    ("partner_type", "life"),
    [
        pytest.param("certified", [("responded", ANSWER_DUE)], id="answered too late"),
        pytest.param("certified", [("closed", ANSWER_DUE)], id="closed too late"),
        pytest.param(
            "certified", [("closed", ANSWER_DUE), ("reopened", ANSWER_DUE)], id="reopened"
        ),
        pytest.param(
            "certified", [("escalated", MONDAY), ("responded", MONDAY)], id="answered at its level"
        ),
        pytest.param("referral", [], id="without a target"),
    ],
)
def test_a_clock_that_does_not_run_is_never_late(policy, partner_type, life):
    case = opened(policy, partner_type=partner_type)
    for kind, at in life:
        case = after(policy, case, kind, at)
    assert not is_late_to_raise(case, moment("2030-01-01T00:00Z"))
