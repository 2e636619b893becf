"""A region that is closed for longer than the horizon harms no other one."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from slt_cli.app import Options
from slt_cli.views.watch import region_fact
from tests.apps import app_with

CLOSED = (Path(__file__).parents[1] / "data" / "closed-for-years.toml").read_text()
NOW = "2026-11-23T10:00:00Z"
SAYS = "support of APAC stays closed for more than 10 years"
FIX = "check its opening hours and its exceptions"

pytestmark = pytest.mark.now(NOW)


@pytest.fixture
def closed(slt, home):
    """Return a function that calls slt with APAC closed for years, after a case of each region."""
    for region in ("apac", "usa", "europe"):
        assert slt("open", "-p", "S2", "--region", region, f"From {region}").code == 0
    file = home / "closed.toml"
    file.write_text(CLOSED)
    return lambda *words, **how: slt(*words, "--config", str(file), **how)


def test_every_hotline_is_shown_and_what_is_wrong_with_one(closed):
    result = closed("hotline")
    assert (result.code, result.err) == (0, "")
    assert [line.split()[0] for line in result.out.splitlines()] == [
        *("Region", "USA", "Europe", "APAC", "APAC:")
    ]
    assert "closed for more than 10 years\n" in result.out
    assert result.out.endswith(f"APAC: {SAYS}; {FIX}\n")
    assert closed("hotline", "--open").out.splitlines()[1].startswith("Europe")


def test_on_a_terminal_too(closed):
    result = closed("hotline", on_terminal=True)
    assert result.code == 0
    assert "for more than 10 years" in result.out
    assert f"APAC: {SAYS}" in " ".join(result.out.split())


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("due",),
        ("due", "--clocks"),
        ("due", "--explain"),
        ("show", "1"),
        ("show", "2"),
        ("due", "1", "--explain"),
        ("escalate", "2"),
        ("respond", "1"),
        ("close", "1"),
        ("open", "-p", "S1", "--region", "europe", "Another"),
        ("due", "--if-opened", "now", "-p", "S1", "--region", "usa"),
        ("targets",),
        ("contacts",),
        ("verify",),
    ],
    ids=" ".join,
)
def test_what_asks_nothing_new_of_its_hours_goes_on(closed, words):
    result = closed(*words)
    assert (result.code, result.err) == (0, "")


def test_cases_of_other_regions_are_imported(closed, home):
    (home / "cases.csv").write_text("opened_at,priority,region\n2026-11-20T17:00Z,S1,usa\n")
    assert closed("import", str(home / "cases.csv")).code == 0


def test_the_live_screen_says_it(closed, home):
    assert closed("due").code == 0
    with closing(app_with(now=NOW)(Options(config=home / "closed.toml"))) as app:
        told = region_fact(app.policy.regions["apac"], datetime.fromisoformat(NOW))
    assert told == "APAC 18:00 closed for more than 10 years"


@pytest.mark.parametrize(("days", "rows"), [(14, 14), (15, 1)], ids=["two weeks", "longer"])
def test_a_long_closure_is_one_row_of_the_ledger_and_a_field_each_day(slt, home, items, days, rows):
    file = home / "closed.toml"
    last = f"2026-12-{days:02}"
    file.write_text(
        f'[[regions.apac.exceptions]]\nfrom = 2026-12-01\nto = {last}\nname = "Rebuilding"\n'
    )
    asked = ("due", "--if-opened", "2026-12-01T02:00Z", "-p", "S2", "--region", "apac")
    asked = (*asked, "--explain", "--config", str(file))
    shown = [line for line in slt(*asked).out.splitlines() if "closed: Rebuilding" in line]
    assert len(shown) == rows
    assert shown[0].startswith("Tue 1 Dec to Tue 15 Dec  " if rows == 1 else "Tue 1 Dec  ")
    [item] = items(*asked)
    assert [entry["reason"] for entry in item["ledger"]].count("holiday") == days


def test_the_first_screen_names_those_that_are_open(closed):
    assert "hotlines open: Europe\n" in closed(on_terminal=True).out


def test_what_cannot_be_explained_says_why(closed):
    out = closed("due", "--explain").out
    assert f"Days      {SAYS}; {FIX}\n" in out
    assert out.count("Times are") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("open", "-p", "S1", "--region", "apac", "Another"),
        ("due", "--if-opened", "now", "-p", "S1", "--region", "apac"),
        ("update", "1", "--priority", "S1"),
    ],
    ids=" ".join,
)
def test_what_needs_its_hours_is_refused_with_its_name(closed, words):
    assert closed(*words) == (1, "", f"slt: error: {SAYS}\nfix: {FIX}\n")


def test_what_concerns_all_cases_does_the_others(closed):
    later = "2026-11-25T10:00:00Z"
    result = closed("escalate", "--late", now=later)
    assert [f"Escalated CASE-{number}" in result.out for number in (1, 2, 3)] == [True, True, True]
    assert result.code == 0


NO_DUE = (
    f"slt: note: CASE-1: level 1 has no due time: {SAYS}\nfix: {FIX}, then `slt recalc --apply`"
)


@pytest.mark.parametrize("words", [("escalate", "1"), ("escalate", "--late")], ids=" ".join)
def test_a_raise_is_recorded_without_a_due_time_until_recalc(slt, closed, items, words):
    later = "2026-11-25T10:00:00Z"
    result = closed(*words, now=later)
    assert (result.code, result.err) == (0, f"{NO_DUE} sets it\n")
    assert "Escalated CASE-1 to level 1" in result.out
    assert closed("verify").code == 0
    [case] = items("show", "1", now=later)
    assert (case["level"], case["escalation_due_at"], case["status"]) == (1, None, "open")
    assert slt("recalc", "--apply", now=later).code == 0
    [case] = items("show", "1", now=later)
    assert case["escalation_due_at"] == "2026-11-26T05:00:00Z"
    assert slt("verify").code == 0


def test_an_answer_is_recorded_where_it_starts_a_clock_without_a_due_time(closed, home, items):
    file = home / "closed.toml"
    file.write_text(f"{CLOSED}[plans.partner.targets.S2]\nresponse = '4h'\nupdate = '4h'\n")
    result = closed("respond", "1")
    assert result.code == 0
    assert result.err.startswith(f"slt: note: CASE-1: update has no due time: {SAYS}\n")
    assert items("show", "1")[0]["verdict"] == "met"


def test_recalc_shows_the_others(closed, home):
    (home / "closed.toml").write_text(
        f"{CLOSED}[plans.partner.targets.S2]\nresponse = '3h'\n", encoding="utf-8"
    )
    result = closed("recalc")
    assert [f"CASE-{number} " in result.out for number in (1, 2, 3)] == [False, True, True]
    assert (result.code, result.err) == (1, f"slt: error: CASE-1: {SAYS}\nfix: {FIX}\n")


@pytest.mark.parametrize("words", [("config", "check"), ("doctor",)], ids=" ".join)
def test_it_is_reported_where_the_configuration_is_checked(closed, words):
    out = " ".join(closed(*words).out.split())
    assert "closed for more than 10 years from 2026-11-23: nothing is due" in out


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param(CLOSED.replace("2040", "2033"), id="for six years"),
        pytest.param("", id="not at all"),
        pytest.param(CLOSED.replace("apac", "usa"), id="another region"),
    ],
)
def test_it_is_said_of_no_other_region(closed, home, toml):
    (home / "closed.toml").write_text(toml)
    result = closed("config", "check")
    assert result.code == 0
    assert "APAC" not in result.out
    assert "regions.apac" not in result.out


def test_a_closure_that_begins_later_is_reported(closed, home):
    (home / "closed.toml").write_text(CLOSED.replace("2026-11-01", "2028-03-01"))
    assert "closed for more than 10 years from 2028-02-29" in closed("config", "check").out
    assert closed("hotline").out.count("10 years") == 0
