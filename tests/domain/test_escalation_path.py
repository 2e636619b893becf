"""The escalation path: as published, how each partner type walks it, and what is refused."""

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import Link, is_at_last_level, route, route_of, target_of_level
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError
from tests.domain.given import after, moment, opened, raised

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
        raised(policy, case, MONDAY, level)
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
    assert raised(policy, case, level=wanted).level == wanted


@pytest.mark.parametrize("wanted", [1, 2])
def test_a_level_that_is_not_above_the_present_one_is_refused(policy, wanted):
    refused = refusal(policy, at_level(policy, 2), wanted)
    assert refused.message == "the case is already at level 2; above it: 3"
    assert refused.reason == "at the level"


@pytest.mark.parametrize("wanted", [-1, 0, 4])
def test_a_level_that_does_not_exist_is_refused(policy, wanted):
    refused = refusal(policy, opened(policy), wanted)
    assert refused.message == f"there is no escalation level {wanted}"
    assert refused.fix == "levels run from 1 to 3"


@pytest.mark.parametrize("wanted", [None, 3, 4])
def test_beyond_the_last_level_the_refusal_names_whom_it_is_with_and_when_due(policy, wanted):
    refused = refusal(policy, at_level(policy, 3), wanted)
    assert refused.message == (
        f"the case is already at the last level, 3: it is with Executives: e-mail {EXECUTIVES}"
        " since 2026-11-21T01:30:00Z, due 2026-11-23T16:30:00Z"
    )
    assert (refused.fix, refused.reason) == ("", "last level")


def test_beyond_the_last_level_a_partner_without_the_hotline_is_not_sent_to_it(policy):
    case = raised(policy, opened(policy, partner_type="referral"))
    refused = refusal(policy, case)
    assert refused.message.endswith(
        f"it is with PartnerXchange, {PORTAL} since 2026-11-21T01:30:00Z, due 2026-11-23T16:30:00Z"
    )
    assert (refused.fix, refused.reason) == ("", "at the level")


def test_a_fifth_level_is_data(policy):
    more = tuple(policy.levels[2]._replace(number=number) for number in (4, 5))
    policy = policy._replace(levels=(*policy.levels, *more))
    assert raised(policy, at_level(policy, 4)).level == 5


@pytest.mark.parametrize(
    ("level", "whom", "last"),
    [
        pytest.param(0, "Partner Concierge", False, id="not escalated: level 1"),
        pytest.param(1, "Partner Concierge", False, id="level 1"),
        pytest.param(2, "Support managers", False, id="level 2"),
        pytest.param(3, "Executives", True, id="the last level"),
    ],
)
def test_a_case_is_with_the_contact_of_its_level(policy, level, whom, last):
    case, certified = at_level(policy, level), policy.partner_type("certified")
    assert route_of(case, policy.levels, certified, policy.links).whom == whom
    assert is_at_last_level(case, policy.levels, certified) is last


def test_a_level_that_is_no_longer_configured_is_with_the_last_one(policy):
    case, levels = at_level(policy, 3), policy.levels[:2]
    certified = policy.partner_type("certified")
    assert route_of(case, levels, certified, policy.links).whom == "Support managers"
    assert is_at_last_level(case, levels, certified)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_through_a_portal_any_level_is_the_last_and_has_the_target_of_level_1(policy, number):
    first = policy.levels[0]._replace(target=Target(3600, "24x7"))
    levels, referral = (first, *policy.levels[1:]), policy.partner_type("referral")
    assert is_at_last_level(at_level(policy, number), levels, referral)
    assert target_of_level(number, levels, referral, "S1") == first.target


def test_without_levels_a_portal_escalation_has_four_hours(policy):
    case = raised(policy._replace(levels=()), opened(policy, partner_type="referral"))
    assert case.clocks[0].target == Target(FOUR_HOURS, "support-hours")


def test_without_levels_a_case_of_another_type_is_not_escalated(policy):
    refused = refusal(policy._replace(levels=()), opened(policy))
    assert refused.message == "there is nobody to escalate to: no escalation level is configured"
    assert refused.reason == "no level"


@pytest.mark.parametrize("end", ["resolved", "closed"])
def test_a_case_that_has_ended_is_not_escalated(policy, end):
    refused = refusal(policy, after(policy, opened(policy), end, MONDAY))
    assert refused.message == f"the case was {end} at 2026-11-23T14:00:00Z"
