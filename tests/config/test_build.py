"""Validated tables become a policy."""

from datetime import UTC, date, datetime

import pytest

from slt_cli.config import load_policy
from slt_cli.domain.hotline import hotline_status
from slt_cli.domain.plan import Target
from slt_cli.domain.standing import Warn
from slt_cli.errors import ConfigError
from tests.domain.given import opened

FIJI = """
[regions.fiji]
name = "Fiji"
timezone = "Pacific/Fiji"
hotline = "+679 330 0000"
"""

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_without_any_link_the_fix_says_so(layers) -> None:
    bare = layers("")
    bare.tables["links"].clear()

    with pytest.raises(ConfigError) as refused:
        load_policy(bare)

    assert [fault.fix for fault in refused.value.faults] == [
        "define it under [links.partnerxchange]"
    ]


def test_a_fourth_priority_is_data_alone(load) -> None:
    policy = load(
        """
        [priorities.S4]
        name = "Question"
        definition = "Somebody wants to know something."
        aliases = ["question"]
        [plans.partner.targets]
        S4 = { response = "2d" }
        """
    )

    assert list(policy.priorities) == ["S1", "S2", "S3", "S4"]
    assert policy.priority("question").key == "S4"
    assert policy.plans["partner"].targets["S4"] == {"response": Target(2 * 86400, "support-hours")}


def test_a_fourth_region_with_a_holiday_is_data_alone(load) -> None:
    policy = load(
        f"""{FIJI}
        exceptions = [
          {{date = 2026-11-24, name = "Stocktaking", hours = "09:00-10:00"}},
          {{date = 2026-11-25, name = "Feast"}},
        ]
        [regions.fiji.hours]
        mon-fri = ["09:00-12:00", "13:00-17:00"]
        """
    )
    fiji = policy.region("FIJI")

    assert list(policy.regions) == ["usa", "europe", "apac", "fiji"]
    assert fiji.hours == "Mon-Fri 09:00-12:00 and 13:00-17:00"
    assert fiji.timezone == "Pacific/Fiji"
    assert list(fiji.schedule.spans(MONDAY_NOON, datetime(2026, 11, 25, 23, tzinfo=UTC))) == [
        (datetime(2026, 11, 23, 21, tzinfo=UTC), datetime(2026, 11, 23, 22, tzinfo=UTC)),
        (datetime(2026, 11, 25, 21, tzinfo=UTC), datetime(2026, 11, 25, 23, tzinfo=UTC)),
    ]
    assert fiji.schedule.exceptions[date(2026, 11, 25).toordinal()].name == "Feast"


def test_overnight_hours_are_data_alone(load) -> None:
    region = load('[regions.europe.hours]\nmon = "22:00-06:00"').region("europe")
    monday_night = datetime(2026, 11, 23, 23, tzinfo=UTC)

    status = hotline_status(region, monday_night)

    assert status.open
    assert status.closes_at == datetime(2026, 11, 24, 6, tzinfo=UTC)


def test_a_target_around_the_clock_is_data_alone(load) -> None:
    policy = load('[plans.partner.targets.S1]\nclock = "24x7"')

    (clock,) = opened(policy, "S1", datetime(2026, 11, 21, 12, tzinfo=UTC)).clocks

    assert clock.target == Target(3600, "24x7")
    assert clock.due_at == datetime(2026, 11, 21, 13, tzinfo=UTC)


def test_another_escalation_path_is_data_alone(load) -> None:
    policy = load(
        """
        [[escalation.levels]]
        name = "Duty desk"
        channel = "phone"
        contact = "+44 20 7946 0000"
        response = "30m"
        clock = "24x7"
        [[escalation.levels]]
        name = "Management"
        channel = "portal"
        contact = "the desk"
        url = "https://desk.invalid"
        response = "2h"
        """
    )

    assert [tuple(level) for level in policy.levels] == [
        (1, "Duty desk", "phone", "+44 20 7946 0000", "", Target(1800, "24x7")),
        (
            2,
            "Management",
            "portal",
            "the desk",
            "https://desk.invalid",
            Target(7200, "support-hours"),
        ),
    ]


def test_defaults_are_those_of_the_file(load) -> None:
    policy = load('[defaults]\nregion = "apac"\nwarn = "10m"\ncase_prefix = "T"\n')

    assert policy.region(None).key == "apac"
    assert policy.warn == Warn(seconds=600)
    assert policy.case_id(7) == "T-7"


def test_what_still_names_a_priority_left_out_is_reported_with_the_way_to_leave_it_out(
    layers,
) -> None:
    with pytest.raises(ConfigError) as refused:
        load_policy(layers("[priorities]\nS3 = false\n"))

    (target,) = refused.value.faults
    assert target.key == "priorities.S3"
    assert target.file.endswith("explicit.toml")
    assert target.problem == "is left out, but plans.partner.targets.S3 still names it"
    assert target.fix == ("write S3 = false under [plans.partner.targets], or remove this line")


def test_a_priority_may_have_no_target_if_the_plan_says_so(load) -> None:
    policy = load(
        '[priorities.S4]\nname = "A wish"\ndefinition = "None"\n'
        "[plans.partner.targets]\nS4 = false\n"
    )

    case = opened(policy, "S4", MONDAY_NOON)

    assert (case.clocks, case.plan) == ((), None)
