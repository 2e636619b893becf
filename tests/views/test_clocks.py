"""How clocks are shown: what a narrow terminal leaves out, which days a ledger names, the past."""

import pytest

AT = ("--at", "2026-11-13T18:00:00Z")
OPENED = ("--at", "2026-11-13T17:00:00Z")
NIGHTS = '[regions.usa.hours]\nmon-fri = "22:00-06:00"\n'


@pytest.fixture
def case(slt):
    slt("open", "-p", "S3", *OPENED, "Telephones")


@pytest.mark.parametrize(
    ("at", "left"),
    [
        pytest.param("2026-11-13T17:00:00Z", "6 h", id="all of it"),
        pytest.param("2026-11-13T21:30:30Z", "1 h 29 min", id="cut off to the minute"),
        pytest.param("2026-11-13T22:59:30Z", "<1 min", id="seconds"),
        pytest.param("2026-11-13T23:00:00Z", "<1 min", id="nothing, but not late"),
        pytest.param("2026-11-13T23:00:20Z", "-1 min", id="late by seconds"),
        pytest.param("2026-11-13T23:20:00Z", "-20 min", id="late"),
    ],
)
@pytest.mark.usefixtures("case")
def test_what_is_left(slt, at, left):
    assert f"  {left}  " in slt("due", "--at", at).out


@pytest.mark.usefixtures("case")
def test_a_case_without_a_running_clock_shows_all_its_clocks(items):
    items("escalate", "1", *AT)
    items("respond", "1", "--at", "2026-11-13T23:00:01Z")
    stopped = [(clock["kind"], clock["level"], clock["state"]) for clock in items("due", "1")]
    assert stopped == [("response", 0, "missed"), ("escalation", 1, "missed")]
    assert items("due") == []


@pytest.mark.usefixtures("case")
def test_the_clocks_of_the_past_are_those_that_ran_then(items):
    items("escalate", "1", *AT)
    items("respond", "1", "--at", "2026-11-13T20:00:00Z")

    def kinds(*arguments):
        return [clock["kind"] for clock in items("due", *arguments)]

    assert kinds("--at", "2026-11-13T16:59:59Z") == []
    assert kinds("--at", "2026-11-13T17:59:59Z") == ["response"]
    assert kinds("1", "--at", "2026-11-13T19:59:59Z") == ["escalation", "response"]
    assert kinds() == []


def test_a_ledger_names_the_day_on_which_an_interval_ends_where_it_is_another(slt, items, home):
    (home / "own.toml").write_text(NIGHTS)
    question = ("due", "--if-opened", "2026-11-13T12:00:00-08:00", "-p", "S3", "--explain")
    nights = ("--config", str(home / "own.toml"))
    assert slt(*question, *nights, now="2026-11-14T02:00:00Z").out.splitlines()[-2:] == [
        "DAY         FROM       TO             ADDS  TOTAL  WHY",
        "Fri 13 Nov  22:00 PST  Sat 04:00 PST  6 h   6 h    open",
    ]
    (entry,) = items(*question, *nights)[0]["ledger"]
    assert (entry["date"], entry["from"]) == ("2026-11-13", "2026-11-14T06:00:00Z")


def test_a_ledger_bears_the_local_date_on_which_the_time_counted(items, home):
    (home / "own.toml").write_text(NIGHTS)
    question = ("due", "--if-opened", "2026-11-14T01:00:00-08:00", "-p", "S1", "--explain")
    (entry,) = items(*question, "--config", str(home / "own.toml"))[0]["ledger"]
    assert (entry["date"], entry["from"]) == ("2026-11-14", "2026-11-14T09:00:00Z")


@pytest.mark.usefixtures("case")
def test_quiet_prints_a_case_with_two_clocks_once(slt):
    slt("escalate", "1", *AT)
    assert slt("due", "-q").out == "CASE-1\n"
