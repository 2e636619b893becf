"""`slt due --explain` shows day by day what counted towards a due time, and why."""

import pytest

pytestmark = pytest.mark.every_engine

FRIDAY = "2026-03-06T17:00:00-08:00"
SUNDAY = ("--at", "2026-03-08T12:00:00Z")
HOLIDAY = '[[regions.usa.exceptions]]\ndate = 2026-03-09\nname = "A holiday"\n'


@pytest.fixture
def case(slt):
    """Open a case on a Friday at 14:30 in the USA: S2, due on Monday at 05:30."""
    slt("open", "-p", "S2", "--at", "2026-03-06T14:30:00-08:00", "Second")


@pytest.mark.usefixtures("case")
def test_shows_what_counted_and_what_did_not(slt):
    assert slt("due", "1", "--explain", *SUNDAY).out.splitlines() == [
        "CASE-1    Second",
        "Clock     response, 4 h of USA support time from Fri 6 Mar 14:30 PST",
        "Due       Mon 9 Mar 05:30 PDT",
        "State     soon · 30 min left",
        "",
        "Day        From       To               Adds       Total  Why",
        "Fri 6 Mar  14:30 PST  18:00 PST  3 h 30 min  3 h 30 min  open",
        "Sat 7 Mar  -          -                   -  3 h 30 min  closed on Sat",
        "Sun 8 Mar  -          -                   -  3 h 30 min  closed on Sun",
        "Mon 9 Mar  05:00 PDT  05:30 PDT      30 min         4 h  open",
        "Adds and Total are support time.",
    ]


def test_says_that_a_case_was_opened_after_closing(slt, items):
    question = ("due", "--if-opened", "2026-03-05T18:30:00-08:00", "-p", "S1", "--explain")
    (clock,) = items(*question)
    assert [(day["date"], day["adds_seconds"]) for day in clock["ledger"]] == [
        ("2026-03-05", 0),
        ("2026-03-06", 3600),
    ]
    assert "after closing" in slt(*question).out


def test_names_the_holiday(slt, items, home):
    file = home / "own.toml"
    file.write_text(HOLIDAY)
    question = ("due", "--if-opened", FRIDAY, "-p", "S2", "--config", str(file))
    (unexplained,), (clock,) = items(*question), items(*question, "--explain")
    assert list(clock) == [*unexplained, "ledger"]
    assert clock["due_at"] == "2026-03-10T15:00:00Z"
    days = [(day["date"], day["adds_seconds"], day["name"]) for day in clock["ledger"]]
    assert days == [
        ("2026-03-06", 3600, None),
        ("2026-03-07", 0, None),
        ("2026-03-08", 0, None),
        ("2026-03-09", 0, "A holiday"),
        ("2026-03-10", 10800, None),
    ]
    assert clock["ledger"][-1]["total_seconds"] == 14400
    assert "closed: A holiday" in slt(*question, "--explain").out


@pytest.mark.usefixtures("case")
def test_says_that_the_configuration_now_gives_another_due_time(slt, home):
    file = home / "own.toml"
    file.write_text(HOLIDAY)
    out = slt("due", "1", "--explain", "--config", str(file)).out
    assert "Due       Mon 9 Mar 05:30 PDT" in out.splitlines()
    assert out.endswith("now gives Tue 10 Mar 05:30 PDT; the promise above stays\n")


def test_without_a_target_there_is_nothing_to_explain(slt, items):
    slt("open", "-p", "S1", "--at", FRIDAY, "--partner-type", "referral", "Fourth")
    assert items("due", "1", "--explain")[0]["ledger"] == []


CHILE = """
[regions.chile]
name = "Chile"
timezone = "America/Santiago"
timezone_label = "CLT"
hotline = "+56 2 1234 5678"
hours.mon-sun = "22:00-02:00"
[plans.partner.targets.S1]
response = { within = "30h", clock = "24x7" }
"""


def explained(slt, home, opened: str, priority: str) -> list[str]:
    (home / "own.toml").write_text(CHILE)
    question = ("due", "--if-opened", opened, "-p", priority, "--region", "chile", "--explain")
    return slt(*question, "--config", str(home / "own.toml")).out.splitlines()


def test_names_the_offset_where_the_clocks_change_under_one_label(slt, home):
    told = explained(slt, home, "2024-04-06T20:00:00Z", "S2")
    [line] = [line for line in told if line.startswith("Sat 6 Apr 2024  ")]
    assert line.split("  ")[1:3] == ["22:00 -03:00", "Sun 01:00 -04:00"]
    assert not any("Times are" in each for each in told)


def test_names_the_label_once_where_the_offset_stays(slt, home):
    told = explained(slt, home, "2024-05-06T20:00:00Z", "S2")
    assert told[-1] == "Times are CLT. Adds and Total are support time."


def test_a_clock_around_the_clock_does_not_say_that_support_is_open(slt, home):
    told = explained(slt, home, "2024-05-06T20:00:00Z", "S1")
    lines = [line.split() for line in told if line.startswith(("Mon", "Tue"))]
    assert [line[-1] for line in lines] == ["24x7", "24x7"]


def test_says_that_the_clocks_skip_the_hours_of_a_day(slt, home, items):
    (home / "own.toml").write_text(CHILE.replace("22:00-02:00", "00:00-00:30"))
    question = ("due", "--if-opened", "2022-09-10T20:00:00Z", "-p", "S2", "--region", "chile")
    given = (*question, "--explain", "--config", str(home / "own.toml"))
    [clock] = items(*given)
    assert [day["reason"] for day in clock["ledger"]][:3] == [
        *("outside-hours", "clock-change", "counted")
    ]
    assert "the clocks go forward over its hours" in slt(*given).out
