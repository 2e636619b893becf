"""`slt config holidays` writes dates with names, once, where everyone can read them."""

import tomllib
from datetime import date

import pytest

from slt_cli.config.files import user_file

US = ("config", "holidays", "usa", "--country", "US")


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
        "2026-11-25",
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
    assert (result.code, result.out, result.err) == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        pytest.param((), "give either --country or --from", id="neither"),
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
