"""`slt config holidays` writes dates with names, once, where everyone can read them."""

import json
import tomllib
from datetime import date

import pytest

from slt_cli.config.files import user_file

US = ("config", "holidays", "usa", "--country", "US")


@pytest.fixture(autouse=True)
def at_home(home, monkeypatch):
    """Let files be named without a path."""
    monkeypatch.chdir(home)


def exceptions() -> list[dict]:
    return tomllib.loads(user_file().read_text())["regions"]["usa"]["exceptions"]


def test_holidays_are_written_as_exceptions(slt, items):
    rows = items(*US, "--years", "2026")
    assert rows[0] == {
        "region": "usa",
        "date": "2026-01-01",
        "name": "New Year's Day",
        "added": True,
        "stands": None,
        "list": None,
    }
    assert exceptions()[0] == {"date": date(2026, 1, 1), "name": "New Year's Day"}
    ledger = slt(
        "due",
        "--if-opened",
        "2026-11-25T17:30-08:00",
        "-p",
        "S2",
        "--explain",
        "--at",
        "2026-11-25T00:00",
    )
    assert "closed: Thanksgiving Day" in ledger.out


def test_running_again_changes_nothing(slt, items):
    slt(*US, "--years", "2026")
    before = user_file().read_text()
    rows = items(*US, "--years", "2026")
    assert user_file().read_text() == before
    assert {row["added"] for row in rows} == {False}
    assert "there already" in slt(*US, "--years", "2026").out


def test_an_exception_stays_with_its_comments(slt):
    user_file().parent.mkdir(parents=True)
    text = (
        "# mine\n[[regions.usa.exceptions]]\ndate = 2026-12-25\n"
        'name = "Half a day"\nhours = "08:00-12:00"  # agreed\n'
    )
    user_file().write_text(text)
    out = slt(*US, "--years", "2026").out
    assert "2026-12-25  Fri  Christmas Day" in out
    assert "there already: Half a day" in out
    assert user_file().read_text().startswith(text)
    assert [entry["date"] for entry in exceptions()].count(date(2026, 12, 25)) == 1


def test_a_dry_run_writes_nothing(slt, items):
    result = slt(*US, "--years", "2026-2028", "--dry-run")
    assert result.code == 0
    assert "2028-12-25  Mon  Christmas Day" in result.out
    assert "Dry run: nothing was written" in result.out
    assert not user_file().exists()
    assert not any(row["added"] for row in items(*US, "--years", "2026", "--dry-run"))


@pytest.mark.now("2031-05-01T12:00:00Z")
def test_the_years_are_this_and_the_next_two(items):
    years = {row["date"][:4] for row in items(*US, "--dry-run")}
    assert years == {"2031", "2032", "2033"}


def test_of_a_part_of_a_country_for_a_region_by_its_alias(slt):
    out = slt("config", "holidays", "America", "--country", "us", "--subdivision", "ca",
              "--years", "2026", "-q").out  # fmt: skip
    assert "2026-11-27" in out.splitlines()
    assert date(2026, 11, 27) in [entry["date"] for entry in exceptions()]


def test_of_a_calendar_file(slt, home):
    file = home / "days.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\n"
        "DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nSUMMARY:May Day\nEND:VEVENT\n"
        "END:VCALENDAR\n"
    )
    slt("config", "holidays", "usa", "--from", str(file), "--years", "2026-2027")
    assert exceptions() == [
        {"date": date(2026, 5, 1), "name": "May Day"},
        {"date": date(2027, 5, 1), "name": "May Day"},
    ]
    result = slt("config", "holidays", "usa", "--from", str(file), "--years", "2019")
    assert (result.code, result.out) == (0, "")
    assert result.err == "slt: note: left out: 1 without a day in 2019 (May Day)\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param((), "give either --country or --from", id="neither"),
        pytest.param(("--country", "US", "--skip-bad"), "--skip-bad needs", id="bad"),
        pytest.param(
            ("--into", "holidays.us", "--country", "US"), "either REGION or --into", id="into"
        ),
        pytest.param(("--country", "US", "--from", "x"), "give either", id="both"),
        pytest.param(("--from", "x", "--subdivision", "CA"), "--subdivision needs", id="part"),
        pytest.param(("--country", "US", "--years", "soon"), "not a span of years", id="years"),
        pytest.param(("--country", "XX"), "does not know the country 'XX'", id="no country"),
    ],
)
def test_what_cannot_be_understood_is_a_usage_error(slt, arguments, problem):
    result = slt("config", "holidays", "usa", *arguments)
    assert (result.code, result.out) == (2, "")
    assert problem in result.err


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param((), "give either REGION or --into", id="neither"),
        pytest.param(("--into", "us"), "'us' is not a shared list", id="not a key"),
        pytest.param(("--into", "regions.usa"), "is not a shared list", id="a region"),
    ],
)
def test_where_holidays_are_written_is_named(slt, arguments, problem):
    result = slt("config", "holidays", "--country", "US", *arguments)
    assert (result.code, result.out) == (2, "")
    assert problem in result.err
    assert "--into holidays.us" in result.err


INTO = ("config", "holidays", "--into", "holidays.us", "--country", "US", "--years", "2026")


def test_a_shared_list_is_shown_first(slt, items):
    out = slt(*INTO, "--dry-run").out
    assert "2026-12-25  Fri  Christmas Day" in out
    assert 'Used by: no region yet; write holidays = ["us"] below [regions.usa], or run:' in out
    assert """slt config set regions.usa.holidays '["us"]'""" in out
    row = items(*INTO, "--dry-run")[0]
    assert (row["region"], row["list"], row["added"]) == (None, "us", False)


def test_a_shared_list_is_written_once_and_used_by_regions(slt, items):
    user_file().parent.mkdir(parents=True)
    user_file().write_text("# mine\n")
    assert all(row["added"] for row in items(*INTO))
    text = user_file().read_text()
    entries = tomllib.loads(text)["holidays"]["us"]
    assert text.startswith("# mine\n")
    assert entries[0] == {"date": date(2026, 1, 1), "name": "New Year's Day"}
    assert not any(row["added"] for row in items(*INTO))
    assert user_file().read_text() == text

    assert slt("config", "set", "regions.usa.holidays", '["us"]').code == 0
    assert "Used by: usa" in slt(*INTO).out
    assert not any(row["added"] for row in items(*US, "--years", "2026"))
    assert "closed" in slt("hotline", "--at", "2026-12-25T12:00-08:00", "--region", "usa").out


def test_utc_midnights_of_a_shared_list_are_those_of_its_regions(slt, home):
    user_file().parent.mkdir(parents=True)
    user_file().write_text("[regions.europe]\nholidays = ['uk']\n[holidays]\nuk = []\n")
    (home / "days.ics").write_text(calendar("DTSTART:20260528T230000Z\nDTEND:20260529T230000Z"))
    line = ("config", "holidays", "--into", "holidays.UK", "--from", "days.ics", "--years", "2026")
    assert slt(*line, "-q").out == "2026-05-29\n"


def test_a_list_that_no_region_uses_takes_the_zone_of_the_default_region(slt, home):
    (home / "days.ics").write_text(
        calendar(
            "DTSTART:20260528T070000Z\nDTEND:20260529T070000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
            "DTSTART:20260528T230000Z\nDTEND:20260529T230000Z\nSUMMARY:Far\n"
            "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        )
    )
    line = ("config", "holidays", "--into", "holidays.x", "--from", "days.ics", "--years", "2026")
    found = slt(*line, "-q")
    assert found.out == "2026-05-28\n"
    assert "1 marked all-day, but its zone is unknown (Far)" in found.err


def calendar(*events: str) -> str:
    parts = [f"BEGIN:VEVENT\nUID:{n}\n{each}\nEND:VEVENT\n" for n, each in enumerate(events)]
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(parts)}END:VCALENDAR\n"


MIXED = calendar(
    "DTSTART:20260828T230000Z\nDTEND:20260829T230000Z\nSUMMARY:Summer",
    "DTSTART:20260828T100000Z\nDTEND:20260828T110000Z\nSUMMARY:Lunch",
    "DTSTART:20260501\nSTATUS:CANCELLED\nSUMMARY:Off",
    "DTSTART:20200501\nRRULE:FREQ=YEARLY\nSUMMARY:May Day",
    "DTSTART:20260501\nSUMMARY:May Day",
)
FROM = ("config", "holidays", "europe", "--from", "days.ics", "--years", "2026")
LEFT_OUT = "1 not of whole days (Lunch); 1 cancelled (Off); 1 listed twice (May Day)"


@pytest.mark.parametrize("form", ["plain", "table", "json", "jsonl", "csv", "tsv", "quiet"])
def test_what_is_left_out_is_shown_in_every_format(slt, home, form):
    (home / "days.ics").write_text(MIXED)
    result = slt(*FROM, *(("-q",) if form == "quiet" else ("-o", form)))
    assert result.code == 0
    shown = result.out if form in ("plain", "table", "json") else result.err
    assert LEFT_OUT in " ".join(shown.split())
    assert "2026-08-29" in result.out
    assert ("Lunch" in result.out) != ("Lunch" in result.err)


def test_what_repeats_later_is_named(slt, home):
    (home / "days.ics").write_text(MIXED)
    out = slt(*FROM).out
    assert "Later: 1 repeat after 2026 (May Day); add later years with --years" in out


def test_a_file_with_a_bad_event_is_refused_whole(slt, home):
    (home / "days.ics").write_text(MIXED.replace("20260501\nSUMMARY", "2026\nSUMMARY"))
    result = slt(*FROM)
    assert (result.code, result.out) == (1, "")
    assert "days.ics:29: DTSTART: '2026' is not a date (event 'May Day')\nfix: write" in result.err
    assert "an event of days.ics is bad, nothing was changed" in result.err
    assert "leave them out with --skip-bad" in result.err
    assert not user_file().exists()
    error = json.loads(slt(*FROM, "--json").err)["error"]
    assert (error["code"], error["faults"][0]["line"]) == ("bad-events", 29)


def test_bad_events_are_left_out_on_demand(slt, home):
    (home / "days.ics").write_text(MIXED.replace("20260501\nSUMMARY", "2026\nSUMMARY"))
    result = slt(*FROM, "--skip-bad")
    assert result.code == 0
    assert "slt: left out: days.ics:29: DTSTART: '2026' is not a date" in result.err
    assert "1 cancelled (Off); 1 bad" in result.out
    entries = tomllib.loads(user_file().read_text())["regions"]["europe"]["exceptions"]
    assert {date(2026, 5, 1), date(2026, 8, 29)} <= {entry["date"] for entry in entries}


def test_a_country_notes_subdivisions_with_other_holidays(slt):
    line = ("config", "holidays", "europe", "--country", "gb", "--years", "2026", "--dry-run")
    assert (
        "Subdivisions: 4 of 4 in GB have other holidays: ENG (England), NIR (Northern Ireland), "
        "SCT (Scotland) and 1 more; ENG adds Easter Monday, Late Summer Bank Holiday; "
        "name yours with --subdivision, such as --subdivision ENG" in slt(*line).out
    )
    assert "Subdivisions" not in slt(*line, "--subdivision", "ENG").out


def test_lost_comments_are_reported(slt):
    user_file().parent.mkdir(parents=True)
    user_file().write_text(
        "[regions.usa]\nexceptions = [\n  # first\n"
        '  { date = "2026-12-25", name = "Christmas" },\n]\n'
    )
    out = slt(*US, "--years", "2026").out
    assert f"Comments: could not be kept; the old text is in {user_file()}.bak" in out
    assert exceptions()[0] == {"date": "2026-12-25", "name": "Christmas"}
    assert len(exceptions()) == 12
