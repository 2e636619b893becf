"""The shipped defaults say what the provider's page says, and name nothing that is not on it."""

import re
from datetime import UTC, datetime

import pytest

from slt_cli.classify.signals import SEVERITIES
from slt_cli.config.files import default_file
from slt_cli.config.layers import read_layers
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.domain.escalation import route
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy

HOUR = 3600
HOTLINES = {
    "usa": "+1 408 956 6066",
    "europe": "+44 203 953 5407",
    "apac": "+61 180 064 8574",
}
SUPPORT_MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
EXECUTIVES = "Partner-exec-escalations@8x8.com"
ADDRESSES = {
    "https://support.8x8.com",
    "https://8x8.force.com/partnerxchange",
    "https://8x8.com/8x8-academy",
}
WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "name", "hours", "words"),
    [
        pytest.param(
            "S1",
            "Production down",
            1,
            ("production", "system", "application", "function", "down"),
            id="S1 in an hour",
        ),
        pytest.param(
            "S2",
            "Production impaired",
            4,
            ("major", "function", "whole system", "basics"),
            id="S2 in four hours",
        ),
        pytest.param(
            "S3", "Minor issue", 6, ("small", "workaround", "major functions work"), id="S3 in six"
        ),
    ],
)
def test_priorities_and_their_targets(
    policy: Policy, key: str, name: str, hours: int, words: tuple[str, ...]
) -> None:
    priority = policy.priorities[key]

    assert priority.name == name
    assert [word for word in words if word not in priority.definition.lower()] == []
    assert policy.plans["partner"].targets[key] == {
        "response": Target(hours * HOUR, "support-hours")
    }


def test_the_priorities_are_three_in_order_of_severity(policy: Policy) -> None:
    assert list(policy.priorities) == ["S1", "S2", "S3"]
    assert list(policy.plans["partner"].targets) == ["S1", "S2", "S3"]
    vocabulary = load_vocabulary(read_layers())
    assert [vocabulary.priorities[severity] for severity in SEVERITIES] == ["S1", "S2", "S3"]


def test_the_targets_apply_to_certified_partners_alone(policy: Policy) -> None:
    certified, referral = policy.partner_type("certified"), policy.partner_type("referral")

    assert list(policy.plans) == ["partner"]
    assert policy.plans["partner"].name == "Partner Support"
    assert policy.plan_for(certified) is policy.plans["partner"]
    assert policy.plan_for(referral) is None
    assert policy.partner_type("first-line") is certified
    assert policy.partner_type(None) is certified


def test_the_hotline_is_for_certified_partners_alone(policy: Policy) -> None:
    assert {key: kind.hotline for key, kind in policy.partner_types.items()} == {
        "certified": True,
        "referral": False,
    }


def test_certified_partners_have_the_certification_that_the_page_names(policy: Policy) -> None:
    assert "8x8 Deployment and Support Service" in policy.partner_type("certified").note
    assert not [link.key for link in policy.links if "certif" in link.purpose.lower()]


@pytest.mark.parametrize(
    "inference",
    [
        pytest.param("so the clock is support-hours", id="the clock of the targets"),
        pytest.param("the regions' civil time", id="the zones"),
        pytest.param("these 4 hours are support hours", id="the clock of escalations"),
        pytest.param("no address for the PartnerXperience", id="the portal of the first level"),
    ],
)
def test_what_the_page_does_not_say_is_marked(inference: str) -> None:
    comments = " ".join(
        line.lstrip("# ")
        for line in default_file().read_text(encoding="utf-8").splitlines()
        if line.startswith("#")
    )
    assert inference in comments
    assert "Our inference" in comments


def test_referral_partners_escalate_through_partnerxchange_alone(policy: Policy) -> None:
    referral = policy.partner_type("referral")

    ways = [route(level, referral, policy.links) for level in policy.levels]

    assert {(way.channel, way.url) for way in ways} == {
        ("portal", "https://8x8.force.com/partnerxchange")
    }
    assert all("PartnerXchange" in str(way) for way in ways)


def test_certified_partners_escalate_by_three_levels(policy: Policy) -> None:
    certified = policy.partner_type("certified")
    first, *others = [route(level, certified, policy.links) for level in policy.levels]

    assert first.channel == "portal"
    assert "Partner Concierge" in str(first)
    assert "PartnerXperience" in str(first)
    assert [(step.channel, step.contact) for step in others] == [
        ("email", SUPPORT_MANAGERS),
        ("email", EXECUTIVES),
    ]


def test_every_escalation_is_answered_within_four_hours(policy: Policy) -> None:
    assert [level.number for level in policy.levels] == [1, 2, 3]
    assert {level.target for level in policy.levels} == {Target(4 * HOUR, "support-hours")}


@pytest.mark.parametrize(
    ("key", "name", "hours", "winter", "summer"),
    [
        pytest.param("usa", "USA", "Mon-Fri 05:00-18:00", "PST", "PDT", id="USA, 5am-6pm PST"),
        pytest.param(
            "europe", "Europe", "Mon-Fri 08:00-18:00", "GMT", "BST", id="Europe, 8am-6pm GMT"
        ),
        pytest.param("apac", "APAC", "Mon-Fri 09:00-18:00", "SGT", "SGT", id="APAC, 9am-6pm SGT"),
    ],
)
def test_regions(policy: Policy, key: str, name: str, hours: str, winter: str, summer: str) -> None:
    region = policy.regions[key]

    assert (region.name, region.hours, region.hotline) == (name, hours, HOTLINES[key])
    assert region.zone.abbreviation(WINTER) == winter
    assert region.zone.abbreviation(SUMMER) == summer
    assert region.schedule.exceptions == {}


def test_the_regions_are_three(policy: Policy) -> None:
    assert list(policy.regions) == ["usa", "europe", "apac"]


@pytest.mark.parametrize(
    ("key", "name", "url", "words"),
    [
        pytest.param(
            "support",
            "Support Portal",
            "https://support.8x8.com",
            ("cases", "knowledge base", "chat", "community access"),
            id="the support portal",
        ),
        pytest.param(
            "partnerxchange",
            "PartnerXchange",
            "https://8x8.force.com/partnerxchange",
            ("partner portal",),
            id="the partner portal",
        ),
        pytest.param(
            "academy",
            "8x8 Academy",
            "https://8x8.com/8x8-academy",
            ("training",),
            id="the academy",
        ),
        pytest.param(
            "account_manager",
            "Channel Account Manager",
            "",
            ("right level of support", "question"),
            id="the account manager",
        ),
    ],
)
def test_links(policy: Policy, key: str, name: str, url: str, words: tuple[str, ...]) -> None:
    (link,) = (link for link in policy.links if link.key == key)

    assert (link.name, link.url) == (name, url)
    assert [word for word in words if word not in link.purpose.lower()] == []


def test_the_links_are_four(policy: Policy) -> None:
    assert [link.key for link in policy.links] == [
        "support",
        "partnerxchange",
        "academy",
        "account_manager",
    ]


@pytest.mark.parametrize(
    ("pattern", "published"),
    [
        pytest.param(r"\+\d[\d ]{6,}\d", set(HOTLINES.values()), id="telephone numbers"),
        pytest.param(r"[\w.-]+@[\w.-]+", {SUPPORT_MANAGERS, EXECUTIVES}, id="e-mail addresses"),
        pytest.param(r"https?://[^\s\"]+", ADDRESSES, id="web addresses"),
    ],
)
def test_nothing_is_named_that_the_page_does_not_name(pattern: str, published: set[str]) -> None:
    assert set(re.findall(pattern, default_file().read_text(encoding="utf-8"))) == published
