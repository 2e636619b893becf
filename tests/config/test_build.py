"""Checked tables become a policy; what one part says of another must be there."""

from datetime import UTC, date, datetime

import pytest

from slt_cli.config import load_policy
from slt_cli.domain.hotline import hotline_status
from slt_cli.domain.lifecycle import promise
from slt_cli.domain.plan import Target
from slt_cli.domain.standing import Warn
from slt_cli.errors import ConfigError

FIJI = """
[regions.fiji]
name = "Fiji"
timezone = "Pacific/Fiji"
hotline = "+000 1"
"""

MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("toml", "key", "problem", "fix"),
    [
        pytest.param(
            '[defaults]\nregion = "apca"',
            "defaults.region",
            "unknown region 'apca'",
            "did you mean 'apac'? One of: usa, europe, apac",
            id="a default region that is none",
        ),
        pytest.param(
            '[defaults]\npartner_type = "zzz"',
            "defaults.partner_type",
            "unknown partner type 'zzz'",
            "One of: certified, referral",
            id="a default partner type that is none",
        ),
        pytest.param(
            '[plans.partner]\napplies_to = ["certified", "referal"]',
            "plans.partner.applies_to",
            "unknown partner type 'referal'",
            "did you mean 'referral'?",
            id="a plan for a partner type that is none",
        ),
        pytest.param(
            '[plans.partner.targets.S9]\nresponse = "1h"',
            "plans.partner.targets.S9",
            "unknown priority 'S9'",
            "One of: S1, S2, S3",
            id="a target for a priority that is none",
        ),
        pytest.param(
            '[partner_types.referral]\nportal = "partnerexchange"',
            "partner_types.referral.portal",
            "unknown link 'partnerexchange'",
            "did you mean 'partnerxchange'?",
            id="a portal that is no link",
        ),
        pytest.param(
            '[classify.priorities]\ndown = "P1"',
            "classify.priorities.down",
            "unknown priority 'P1'",
            "One of: S1, S2, S3",
            id="a severity without its priority",
        ),
        pytest.param(
            "[escalation]\nlevels = []",
            "escalation.levels",
            "the escalation path is empty",
            "add at least one [[escalation.levels]]",
            id="no escalation level",
        ),
        pytest.param(
            f'{FIJI}[regions.fiji.hours]\nmon-sun = "closed"',
            "regions.fiji.hours",
            "the week has no opening hours",
            "open a day:",
            id="a week without opening hours",
        ),
        pytest.param(
            FIJI,
            "regions.fiji.hours",
            "the week has no opening hours",
            "open a day:",
            id="a region without hours",
        ),
        pytest.param(
            f'{FIJI}[regions.fiji.hours]\nmon = "09:00-17:00"\nweekend = "closed"',
            "regions.fiji.hours.weekend",
            "'weekend' is not a day such as mon",
            "days are mon tue wed thu fri sat sun",
            id="a day that is none",
        ),
        pytest.param(
            f'{FIJI}[regions.fiji.hours]\nmon-fri = "09:00-17:00"\nwed = "closed"',
            "regions.fiji.hours.wed",
            "a day in it has hours already",
            "name every day once",
            id="a day with hours twice",
        ),
        pytest.param(
            f"""{FIJI}
            exceptions = [
              {{date = 2026-12-25, name = "A"}},
              {{date = "2026-12-25", name = "B"}},
            ]
            [regions.fiji.hours]
            mon = "09:00-17:00"
            """,
            "regions.fiji.exceptions.2.date",
            "2026-12-25 stands in the list twice",
            "keep one entry for a date",
            id="a date with two exceptions",
        ),
    ],
)
def test_a_part_that_does_not_fit_the_others_is_a_fault(
    faults, tmp_path, toml: str, key: str, problem: str, fix: str
) -> None:
    (fault,) = faults(toml)

    assert fault.file == str(tmp_path / "explicit.toml")
    assert fault.key == key
    assert fault.problem.startswith(problem)
    assert fault.fix.startswith(fix)


def test_a_portal_that_is_missing_is_a_fault_of_the_file_that_needs_it(faults, tmp_path) -> None:
    (fault,) = faults('[partner_types.certified]\nescalation = "portal"')

    assert fault.key == "partner_types.certified.portal"
    assert "partnerxchange" in fault.fix
    assert fault.file == str(tmp_path / "explicit.toml")


def test_every_fault_between_parts_is_reported_at_once(faults) -> None:
    found = faults(
        f"""
        [defaults]
        region = "x"
        partner_type = "y"
        [classify.priorities]
        minor = "z"
        {FIJI}
        """
    )

    assert [fault.key for fault in found] == [
        "defaults.region",
        "defaults.partner_type",
        "classify.priorities.minor",
        "regions.fiji.hours",
    ]


def test_without_any_link_the_fix_says_so(layers) -> None:
    bare = layers("")
    bare.tables["links"].clear()

    with pytest.raises(ConfigError) as refused:
        load_policy(bare)

    assert refused.value.fix == "One of: none is configured"


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
    assert policy.plans["partner"].targets["S4"] == Target(2 * 86400, "support-hours")


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
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)

    target, due_at = promise(
        policy.priority("S1"), policy.region("usa"), policy.plans["partner"], saturday
    )

    assert target == Target(3600, "24x7")
    assert due_at == datetime(2026, 11, 21, 13, tzinfo=UTC)


def test_another_escalation_path_is_data_alone(load) -> None:
    policy = load(
        """
        [[escalation.levels]]
        name = "Duty desk"
        channel = "phone"
        contact = "+00 0"
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
        (1, "Duty desk", "phone", "+00 0", "", Target(1800, "24x7")),
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
