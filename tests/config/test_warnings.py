"""What is valid and rarely meant is told with its line and a fix."""

import pytest

from slt_cli.config import parse_policy
from slt_cli.config.warnings import config_warnings
from slt_cli.errors import Fault
from tests.domain.given import moment

NOW = moment("2026-11-20T12:00-08:00")
S1 = "[plans.partner.targets.S1]\n"


@pytest.fixture
def warnings(layers):
    """Return a function that returns the warnings of TOML laid over the defaults."""

    def found(toml: str, now=NOW) -> list[Fault]:
        merged = layers(toml)
        return config_warnings(merged, parse_policy(merged), now)

    return found


LEVEL = '[[escalation.levels]]\nname = "Desk"\nresponse = "1h"\nchannel = "phone"\n'


@pytest.mark.parametrize(
    ("toml", "line", "key", "problem", "fix"),
    [
        pytest.param(
            '[regions.usa]\nhotline = "4711"\n',
            2,
            "regions.usa.hotline",
            '"4711" has no country code: it can hardly be called from outside',
            'write the whole number, such as hotline = "+44 20 7946 4711"',
            id="a hotline of four digits",
        ),
        pytest.param(
            '[regions.usa]\nhotline = "0800 555 0100"\n',
            2,
            "regions.usa.hotline",
            '"0800 555 0100" has no country code: it can hardly be called from outside',
            'write the whole number, such as hotline = "+44 800 555 0100"',
            id="a hotline of the country",
        ),
        pytest.param(
            f'{LEVEL}contact = "12 34 x 5"\n',
            5,
            "escalation.levels.1.contact",
            '"12 34 x 5" has no country code',
            "write the whole number, such as contact =",
            id="a level of four digits",
        ),
        pytest.param(
            '[regions.usa]\ntimezone = "EST"\n',
            2,
            "regions.usa.timezone",
            '"EST" has no summer time: it is the same all year round',
            'write timezone = "America/New_York", or "Etc/GMT+5" if it is to be fixed',
            id="EST",
        ),
        pytest.param(
            '[defaults]\nreport_timezone = "EST"\n',
            2,
            "defaults.report_timezone",
            '"EST" has no summer time: it is the same all year round',
            'write report_timezone = "America/New_York", or "Etc/GMT+5" if it is to be fixed',
            id="EST for reports",
        ),
        pytest.param(
            '[regions.usa]\ntimezone = "MST"\n',
            2,
            "regions.usa.timezone",
            '"MST" has no summer time',
            'write timezone = "America/Denver", or "America/Phoenix" if it is to be fixed',
            id="MST",
        ),
        pytest.param(
            '[regions.europe]\ntimezone = "GMT"\n',
            2,
            "regions.europe.timezone",
            '"GMT" has no summer time',
            'write timezone = "Europe/London", or "Etc/GMT" if it is to be fixed',
            id="GMT",
        ),
        pytest.param(
            "[plans]\npartner = false\n",
            2,
            "plans.partner",
            "no partner type has a target: nothing is ever due",
            "write a [plans.NAME] with its targets",
            id="no plan",
        ),
    ],
)
def test_what_is_warned_of(
    warnings, toml: str, line: int | None, key: str, problem: str, fix: str
) -> None:
    (warning,) = warnings(toml)

    assert (warning.line, warning.key) == (line, key)
    assert warning.file.endswith("explicit.toml")
    assert warning.problem.startswith(problem)
    assert warning.fix.startswith(fix)


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param("", id="the shipped policy"),
        pytest.param('[regions.usa]\nhotline = "+44 20 7946 4711"\n', id="a whole number"),
        pytest.param('[regions.usa]\nhotline = "00 44 20 7946 4711"\n', id="two zeros before it"),
        pytest.param('[regions.usa]\ntimezone = "America/New_York"\n', id="New York"),
        pytest.param('[regions.usa]\ntimezone = "Etc/GMT+5"\n', id="a fixed zone"),
        pytest.param('[regions.usa]\ntimezone = "UTC"\n', id="UTC"),
        pytest.param('[regions.usa]\ntimezone = "EST5EDT"\n', id="rules with summer time"),
    ],
)
def test_what_is_not_warned_of(warnings, toml: str) -> None:
    assert warnings(toml) == []


@pytest.mark.parametrize(
    ("text", "key", "given", "hours", "length", "days"),
    [
        (f'{S1}response = "1d"\n', "response", "1d", 24, "24h", '1bd" for 1 business day'),
        (
            f'{S1}resolution = {{ within = "2d" }}\n',
            "resolution.within", "2d", 48, "48h", '2bd" for 2 business days',
        ),
        (f'{S1}update = "1d4h"\n', "update", "1d4h", 28, "28h", '1bd" for 1 business day'),
    ],
)  # fmt: skip
def test_days_of_support_hours(warnings, text, key, given, hours, length, days) -> None:
    (told,) = warnings(text)

    assert told[1:] == (
        f"plans.partner.targets.S1.{key}",
        f'"{given}" is {hours} hours of support time, not days on the calendar',
        f'write "{length}" if that is meant, or "{days}',
        2,
    )


@pytest.mark.parametrize(
    "text",
    [
        f'{S1}response = "24h"\n',
        f'{S1}response = "1d"\nclock = "24x7"\n',
        f'{S1}response = {{ within = "1d", clock = "24x7" }}\n',
        f'{S1}response = "1bd"\n',
        f'{S1}response = "1d"\n'
        + "".join(
            f'[regions.{key}.hours]\nmon-sun = "00:00-24:00"\n' for key in ("usa", "europe", "apac")
        ),
    ],
    ids=["hours", "around the clock", "a table around the clock", "business days", "always open"],
)
def test_lengths_that_are_meant_so(warnings, text) -> None:
    assert warnings(text) == []


def test_both_fixes_make_the_note_go(warnings) -> None:
    for length in ("24h", "1bd"):
        assert warnings(f'{S1}response = "{length}"\n') == []


@pytest.mark.parametrize(
    ("today", "when"),
    [
        ("2026-10-26T12:00-07:00", None),
        ("2026-10-27T12:00-07:00", "is 59 days ahead"),
        ("2026-12-24T12:00-08:00", "is 1 day ahead"),
        ("2026-12-25T12:00-08:00", "is today"),
        ("2026-12-26T12:00-08:00", "is past"),
    ],
)
def test_holidays_that_run_out(warnings, today, when) -> None:
    own = '[[regions.usa.exceptions]]\ndate = 2026-12-25\nname = "Christmas"\n'

    told = warnings(own, moment(today))

    found = [warning[1:] for warning in told]
    problem = f"the last dated holiday of the region USA, 2026-12-25, {when}"
    fix = "add the next ones: `slt config holidays usa --country ...`"
    assert found == ([("regions.usa.exceptions", problem, fix, 1)] if when else [])


def test_shared_holidays_that_run_out(warnings) -> None:
    shared = (
        '[regions.usa]\nholidays = ["us"]\n'
        '[[holidays.us]]\nfrom = 2026-12-24\nto = 2026-12-31\nname = "Shutdown"\n'
        '[[holidays.us]]\nyearly = "01-01"\nname = "New Year"\n'
    )

    ((_, key, problem, fix, _),) = warnings(shared)

    assert (key, fix) == (
        "holidays.us",
        "add the next ones: `slt config holidays --into holidays.us --country ...`",
    )
    assert "2026-12-31, is 41 days ahead" in problem


def test_regions_that_share_the_list_that_runs_out_are_told_together(warnings) -> None:
    shared = (
        "".join(f'[regions.{key}]\nholidays = ["all"]\n' for key in ("usa", "europe"))
        + '[[holidays.all]]\ndate = 2026-12-25\nname = "Christmas"\n'
    )

    (warning,) = warnings(shared)

    assert warning.problem.startswith("the last dated holiday of the regions USA, Europe, 2026")


def test_holidays_of_every_year_never_run_out(warnings) -> None:
    assert warnings('[[regions.usa.exceptions]]\nyearly = "12-25"\nname = "Christmas"\n') == []


def test_a_priority_by_phone_without_any_hotline(warnings) -> None:
    bare = "".join(f"[regions.{key}]\nhotline = false\n" for key in ("usa", "europe", "apac"))

    ((_, key, problem, *_),) = warnings(f'[priorities.S1]\nchannel = "phone"\n{bare}')

    assert key == "priorities.S1.channel"
    assert problem == "is to be reported by phone, but no region has a hotline"


def test_doctor_and_check_warn(slt, items, home) -> None:
    file = home / "own.toml"
    file.write_text(f'{S1}response = "1d"\n')

    assert slt("config", "check", str(file)).code == 0
    assert [row["line"] for row in items("config", "check", str(file))] == [2]
    found = [
        row for row in items("doctor", "--config", str(file)) if row["check"] == "configuration"
    ]
    assert [row["state"] for row in found] == ["warning"]


def test_hawaii_has_no_summer_time_that_its_abbreviation_could_lack(warnings) -> None:
    assert warnings('[regions.usa]\ntimezone = "HST"\n') == []


def test_words_that_classify_can_never_find(warnings) -> None:
    told = warnings(
        '[classify.add]\nmajor = ["pager*", "[open calls"]\n'
        '[classify.phrases]\nsite = ["++"]\n'
        '[classify.groups]\nhandset = ["phone", "soft phone"]\n'
    )
    assert [warning[1:3] for warning in told] == [
        ("classify.add.major", '"[open" can never match: its bracket is not closed'),
        ("classify.phrases.site", '"++" can never match: it has no word'),
        ("classify.groups.handset", '"soft phone" can never match: it can be one word only'),
    ]
    assert [warning.line for warning in told] == [2, 4, 6]
