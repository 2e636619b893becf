"""Schedules, shared holidays, spans and yearly dates, hotlines with hours of their own."""

from datetime import date

import pytest

from slt_cli.domain.hotline import hotline_status, open_hotline
from slt_cli.domain.plan import Objective
from tests.domain.given import moment

USA = "[regions.usa]\n"
SHARED = """
[[holidays.us]]
date = 2026-11-26
name = "Thanksgiving"
[[holidays.us]]
from = 2026-12-24
to = 2026-12-26
name = "Shutdown"
[[holidays.us]]
yearly = "12-25"
name = "Christmas"
[[holidays.us]]
date = 2026-12-24
name = "Christmas Eve"
hours = "05:00-12:00"
"""


def names(schedule, *days):
    """Return the name of the exception on each day, or none."""
    found = (schedule.exception(date.fromisoformat(day).toordinal()) for day in days)
    return [each.name if each else None for each in found]


def test_a_list_is_shared_by_the_regions_that_name_it(load) -> None:
    policy = load(f'{USA}holidays = ["us"]\n[regions.europe]\nholidays = ["us"]\n{SHARED}')

    for key, name in (("usa", "Thanksgiving"), ("europe", "Thanksgiving"), ("apac", None)):
        assert names(policy.regions[key].schedule, "2026-11-26") == [name]


def test_a_single_date_comes_before_a_span_and_a_span_before_every_year(load) -> None:
    schedule = load(f'{USA}holidays = ["us"]\n{SHARED}').regions["usa"].schedule

    days = [f"2026-12-{day}" for day in (23, 24, 25, 26, 27)]
    assert names(schedule, *days) == [None, "Christmas Eve", "Shutdown", "Shutdown", None]
    assert names(schedule, "2027-12-24", "2027-12-25", "2400-12-25") == [
        None,
        "Christmas",
        "Christmas",
    ]
    assert not schedule.is_open(moment("2026-12-25T10:00-08:00"))
    assert schedule.is_open(moment("2026-12-24T10:00-08:00"))


def test_a_regions_own_exceptions_come_before_those_of_its_lists(load) -> None:
    own = (
        '[[regions.usa.exceptions]]\nyearly = "11-26"\nname = "Own"\n'
        '[[regions.usa.exceptions]]\ndate = 2027-12-25\nname = "Open"\nhours = "08:00-10:00"\n'
    )
    schedule = load(f'{USA}holidays = ["us"]\n{own}{SHARED}').regions["usa"].schedule

    assert names(schedule, "2026-11-26", "2027-12-25", "2028-12-25") == ["Own", "Open", "Christmas"]


def test_the_first_list_comes_before_the_second(load) -> None:
    lists = (
        '[[holidays.a]]\nyearly = "01-01"\nname = "A"\n'
        '[[holidays.b]]\ndate = 2027-01-01\nname = "B"\n'
        '[[holidays.b]]\ndate = 2027-01-02\nname = "B"\n'
    )
    schedule = load(f'{USA}holidays = ["a", "b"]\n{lists}').regions["usa"].schedule

    assert names(schedule, "2027-01-01", "2027-01-02") == ["A", "B"]


def test_a_leap_day_comes_every_fourth_year(load) -> None:
    own = '[[regions.usa.exceptions]]\nyearly = "02-29"\nname = "Leap day"\n'
    schedule = load(own).regions["usa"].schedule

    assert names(schedule, "2028-02-29", "2027-03-01", "2027-02-28") == ["Leap day", None, None]


def test_a_schedule_has_the_zone_of_each_region_or_its_own(load) -> None:
    policy = load(
        '[schedules.extended]\nhours = { mon-sun = "06:00-22:00" }\n'
        '[schedules.london]\ntimezone = "Europe/London"\nhours = { mon-fri = "09:00-17:00" }\n'
    )
    zones = {
        (key, name): schedule.zone.key
        for key, region in policy.regions.items()
        for name, schedule in region.schedule.named.items()
    }
    assert zones == {
        ("usa", "extended"): "America/Los_Angeles",
        ("usa", "london"): "Europe/London",
        ("europe", "extended"): "Europe/London",
        ("europe", "london"): "Europe/London",
        ("apac", "extended"): "Asia/Singapore",
        ("apac", "london"): "Europe/London",
    }


def test_a_schedule_has_its_own_exceptions_and_lists_alone(load) -> None:
    policy = load(
        f'{USA}holidays = ["us"]\n{SHARED}'
        '[schedules.extended]\nhours = { mon-sun = "06:00-22:00" }\n'
        '[schedules.office]\nhours = { mon-fri = "09:00-17:00" }\nholidays = ["us"]\n'
        '[[schedules.office.exceptions]]\nyearly = "07-04"\nname = "Independence Day"\n'
    )
    named = policy.regions["usa"].schedule.named

    assert names(named["extended"], "2026-11-26") == [None]
    assert names(named["office"], "2026-11-26", "2027-07-04") == [
        "Thanksgiving",
        "Independence Day",
    ]


def test_a_schedule_can_be_left_out_where_nothing_is_counted_on_it(load) -> None:
    text = '[schedules.extended]\nhours = { mon-sun = "06:00-22:00" }\n'

    assert load(text).regions["usa"].schedule.named.keys() == {"extended"}
    assert not load("[schedules]\n").regions["usa"].schedule.named


# --- Hotlines -------------------------------------------------------------------------------------

SATURDAY = moment("2026-11-21T10:00Z")


def test_a_hotline_around_the_clock(load) -> None:
    region = load(f'{USA}hotline_hours = "24x7"\n').regions["usa"]

    assert hotline_status(region, SATURDAY).describe(SATURDAY) == "open around the clock"
    assert region.hotline_hours == "24x7"
    assert not region.schedule.is_open(SATURDAY)


def test_a_hotline_with_hours_of_its_own_and_the_holidays_of_its_region(load) -> None:
    region = load(
        f'{USA}hotline_hours = {{ mon-sun = "02:00-20:00" }}\nholidays = ["us"]\n{SHARED}'
    ).regions["usa"]

    assert hotline_status(region, SATURDAY).describe(SATURDAY) == "open until Sat 21 Nov 20:00 PST"
    assert region.hotline_hours == "Mon-Sun 02:00-20:00"
    assert not hotline_status(region, moment("2026-11-26T10:00-08:00")).open


def test_without_a_hotline_that_of_another_region_is_called(load) -> None:
    policy = load(f'{USA}hotline = false\n[regions.apac]\nhotline_hours = "24x7"\n')
    usa = policy.regions["usa"]

    assert usa.hotline == ""
    assert hotline_status(usa, SATURDAY).describe(SATURDAY) == "none"
    reached = open_hotline(usa, policy.regions.values(), SATURDAY)
    assert reached is not None
    assert reached.region.key == "apac"


def test_a_region_needs_no_hotline(load) -> None:
    policy = load(
        '[regions.fiji]\nname = "Fiji"\ntimezone = "Pacific/Fiji"\n'
        'hours = { mon = "08:00-18:00" }\n'
    )

    assert policy.regions["fiji"].hotline == ""


# --- Plans, priorities and levels -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "thousandths", "text"),
    [("95%", 95000, "95 %"), ("99.95 %", 99950, "99.95 %"), ("100%", 100_000, "100 %")],
)
def test_an_objective_is_kept(load, given: str, thousandths: int, text: str) -> None:
    objective = load(f'[plans.partner]\nobjective = "{given}"\n').plans["partner"].objective

    assert objective == Objective(thousandths)
    assert str(objective) == text
    assert objective.fraction == thousandths / 100_000


def test_without_one_there_is_none(load) -> None:
    assert load("").plans["partner"].objective is None


def test_a_priority_may_be_reported_by_phone(load) -> None:
    priorities = load('[priorities.S1]\nchannel = "phone"\n').priorities

    assert [key for key, priority in priorities.items() if priority.by_phone] == ["S1"]


def test_an_escalation_path_may_be_empty(load) -> None:
    assert load("[escalation]\nlevels = []\n").levels == ()


def test_a_level_may_have_a_target_for_each_priority(load) -> None:
    (level,) = load(
        '[[escalation.levels]]\nname = "Desk"\nchannel = "phone"\ncontact = "+1 408 555 0100"\n'
        'response = { S1 = "30m", S2 = "4h", S3 = "2bd" }\n'
    ).levels

    assert [str(level.target_for(key)) for key in ("S1", "S2", "S3", "gone")] == [
        "30m",
        "4h",
        "2bd",
        "2bd",
    ]
