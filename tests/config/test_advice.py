"""What is valid and rarely meant so is told, with what to write instead."""

import pytest

from slt_cli.config import parse_policy
from slt_cli.config.advice import advice_on
from tests.domain.given import moment

NOW = moment("2026-11-20T12:00-08:00")
S1 = "[plans.partner.targets.S1]\n"


@pytest.fixture
def advice(layers):
    """Return a function that returns the line, key, problem and fix of what is told."""

    def told(text, now=NOW):
        read = layers(text)
        return [fault[1:] for fault in advice_on(read, parse_policy(read), now)]

    return told


def test_the_shipped_policy_needs_none(advice) -> None:
    assert advice("") == []


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
def test_days_of_support_hours(advice, text, key, given, hours, length, days) -> None:
    (told,) = advice(text)

    assert told == (
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
def test_lengths_that_are_meant_so(advice, text) -> None:
    assert advice(text) == []


def test_both_fixes_make_the_note_go(advice) -> None:
    for length in ("24h", "1bd"):
        assert advice(f'{S1}response = "{length}"\n') == []


@pytest.mark.parametrize(
    ("today", "when"),
    [
        ("2026-10-26T12:00-07:00", None),
        ("2026-10-27T12:00-07:00", "is 59 days ahead"),
        ("2026-12-24T12:00-08:00", "is 1 day ahead"),
        ("2026-12-25T12:00-08:00", "is 0 days ahead"),
        ("2026-12-26T12:00-08:00", "is past"),
    ],
)
def test_holidays_that_run_out(advice, today, when) -> None:
    own = '[[regions.usa.exceptions]]\ndate = 2026-12-25\nname = "Christmas"\n'

    told = advice(own, moment(today))

    problem = f"the last dated holiday of the region USA, 2026-12-25, {when}"
    fix = "add the next ones: `slt config holidays usa`"
    assert told == ([("regions.usa.exceptions", problem, fix, 1)] if when else [])


def test_shared_holidays_that_run_out(advice) -> None:
    shared = (
        '[regions.usa]\nholidays = ["us"]\n'
        '[[holidays.us]]\nfrom = 2026-12-24\nto = 2026-12-31\nname = "Shutdown"\n'
        '[[holidays.us]]\nyearly = "01-01"\nname = "New Year"\n'
    )

    ((key, problem, fix, _),) = advice(shared)

    assert (key, fix) == ("holidays.us", "add the next ones under [[holidays.us]]")
    assert "2026-12-31, is 41 days ahead" in problem


def test_holidays_of_every_year_never_run_out(advice) -> None:
    assert advice('[[regions.usa.exceptions]]\nyearly = "12-25"\nname = "Christmas"\n') == []


def test_a_priority_by_phone_without_any_hotline(advice) -> None:
    bare = "".join(f"[regions.{key}]\nhotline = false\n" for key in ("usa", "europe", "apac"))

    ((key, problem, *_),) = advice(f'[priorities.S1]\nchannel = "phone"\n{bare}')

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
    assert [row["state"] for row in found] == ["ok", "warning"]
