"""Times given with options: their direction, their notes, their errors, in the user's zone."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from slt_cli.domain.calendar.instant import Zone, format_instant
from slt_cli.errors import RefusedError, UsageError
from slt_cli.given_times import GivenTimes

NOW = "2026-11-25T16:10:00Z"
MADRID = "Europe/Madrid"


@pytest.fixture(autouse=True)
def in_madrid(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", MADRID)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def notes() -> list[str]:
    return []


@pytest.fixture
def times(notes) -> GivenTimes:
    return GivenTimes(
        datetime.fromisoformat(NOW),
        MADRID,
        lambda: [Zone(UTC)],
        lambda note, fix: notes.append(f"{note}; {fix}"),
    )


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_what_asks_takes_the_next_weekday_and_what_records_the_last(times):
    assert times.asked("--at", "fri 14:00") == instant("2026-11-27T14:00+01:00")
    assert times.past("--at", "fri 14:00") == instant("2026-11-20T14:00+01:00")


def test_a_time_as_it_is_shown_where_tz_calls_another_time_utc_is_read_back(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC+3")
        time.tzset()
        shown = format_instant(instant(NOW), Zone(), 2026)
        read = GivenTimes(instant(NOW), "UTC+3", list, lambda *_: None).asked("--at", shown)
    time.tzset()
    assert (shown, read) == ("Wed 25 Nov 13:10 -03:00", instant(NOW))


def test_the_present_second_has_come(times):
    assert times.past("--at", "now") == times.past("--at", "17:10:00") == instant(NOW)


FUTURE = {
    "a time of day": (
        "21:55",
        "Wed 25 Nov 21:55 CET has not come yet: it is 17:10 CET",
        'yesterday evening is --at "yesterday 21:55"',
    ),
    "today": (
        "today 17:30",
        "Wed 25 Nov 17:30 CET has not come yet: it is 17:10 CET",
        'yesterday afternoon is --at "yesterday 17:30"',
    ),
    "a second": (
        "17:10:01",
        "Wed 25 Nov 17:10:01 CET has not come yet: it is 17:10:00 CET",
        'yesterday afternoon is --at "yesterday 17:10:01"',
    ),
    "a length": (
        "+30m",
        "Wed 25 Nov 17:40 CET has not come yet: it is 17:10 CET",
        "record what has happened; name a time that has passed with --at",
    ),
    "another day": (
        "tomorrow 9am",
        "Thu 26 Nov 09:00 CET has not come yet: it is Wed 25 Nov 17:10 CET",
        "record what has happened; name a time that has passed with --at",
    ),
    "another year": (
        "Mon 4 Jan 2027 09:00 CET",
        "Mon 4 Jan 2027 09:00 CET has not come yet: it is Wed 25 Nov 17:10 CET",
        "record what has happened; name a time that has passed with --at",
    ),
}


@pytest.mark.parametrize(("given", "message", "fix"), FUTURE.values(), ids=FUTURE)
def test_what_has_not_come_is_not_recorded(times, given, message, fix):
    with pytest.raises(RefusedError) as caught:
        times.past("--at", given)
    assert (caught.value.message, caught.value.fix) == (message, fix)


def test_what_cannot_be_read_has_a_fix_to_type(times):
    with pytest.raises(UsageError) as caught:
        times.past("--opened", "11/12/2026")
    assert caught.value.message == "--opened: 11/12/2026 can be 11 Dec or 12 Nov"
    assert caught.value.fix == '--opened "2026-11-12 9:00"'  # 11 December has not come yet


NEVER = (
    "there is no 2026-03-29 02:30 in local time, the clocks go forward: it is read as "
    "Sun 29 Mar 2026 03:00 CEST; check the time, or give it with its offset"
)
TWICE = (
    "local time is 2026-10-25 02:30 twice, the clocks go back: it is read as the first, "
    "Sun 25 Oct 2026 02:30 CEST; write the second as 2026-10-25 02:30+01:00"
)
NOTED = {
    "skipped": ("2026-03-29 02:30", "2026-03-29T01:00Z", [NEVER]),
    "repeated": ("2026-10-25 02:30", "2026-10-25T00:30Z", [TWICE]),
    "the second one": ("2026-10-25 02:30+01:00", "2026-10-25T01:30Z", []),
    "named by its zone": ("Sun 25 Oct 02:30 CET", "2026-10-25T01:30Z", []),
    "any other": ("2026-10-25 03:00", "2026-10-25T02:00Z", []),
}


@pytest.mark.parametrize(("given", "read", "noted"), NOTED.values(), ids=NOTED)
def test_a_local_time_that_is_not_seen_once_is_noted_once(times, notes, given, read, noted):
    assert times.past("--at", given) == times.past("--at", given) == instant(read)
    assert notes == noted


def test_the_fix_for_a_time_that_is_not_read_is_not_noted(times, notes):
    with pytest.raises(UsageError, match="not to 75") as caught:
        times.asked("--at", "2026-03-29 2:75")
    assert (caught.value.fix, notes) == ('--at "2026-03-29 2:59"', [])


OFFSETS = ("+5", "+05:30", "-0800", "+14:00", " UTC", "\u221208:00", "+23:59", "+05:30:15", "+15")


@pytest.mark.parametrize("offset", OFFSETS)
def test_an_offset_is_typed_and_imported_alike(slt, home, items, offset):
    at = f"2026-11-20T17:30{offset}"
    typed = slt("open", "-p", "S1", "-q", "--at", at, "x", now=NOW)
    code, err = imported(slt, home, f"{at},S1")
    assert (code == 0) == (typed.code == 0) == (offset in OFFSETS[:6])
    assert len({case["opened_at"] for case in items("list", "--all", now=NOW)}) == (code == 0)
    for refused in (typed.err, err):
        assert ("an offset goes from -12:00 to +14:00" in refused) == (offset in ("+23:59", "+15"))


@pytest.mark.parametrize("tz", ["Foo/Bar", "UTC+24"])
def test_an_unknown_zone_is_refused_where_local_time_is_needed(slt, monkeypatch, tz):
    monkeypatch.setenv("TZ", tz)
    time.tzset()
    assert slt("open", "-p", "S1", "-q", "--at", "-90m", "x", now=NOW).code == 0
    assert slt("open", "-p", "S1", "-q", "--at", "Wed 25 Nov 08:05 PST", "x", now=NOW).code == 0
    result = slt("due", "--if-opened", "17:30", "-p", "S1", now=NOW, on_terminal=True)
    assert (result.code, result.out, result.err.count("unknown time zone")) == (2, "", 1)
    result = slt("due", "--at", "17:30", now=NOW)
    assert (result.code, result.out) == (2, "")
    assert f"a time without an offset cannot be read: TZ is {tz!r}" in result.err
    result = slt("respond", "1", "--times", "local", now=NOW)
    assert (result.code, result.out) == (2, "")
    assert f"local times cannot be shown: TZ is {tz!r}, an unknown time zone\nfix: " in result.err
    assert slt("list", "--status", "responded", now=NOW).out == "", "nothing was recorded"


@pytest.mark.parametrize("tz", ["Foo/Bar", "UTC+24"])
@pytest.mark.parametrize(
    "line",
    [
        "list",
        "due",
        "due --late",
        "show 1",
        "due 1 --explain",
        "hotline",
        "escalate 1",
        "escalate --late",
        "respond 1",
        "",
    ],
)
def test_where_nobody_asks_for_local_time_an_unknown_zone_is_utc_with_a_note(
    slt, monkeypatch, tz, line
):
    monkeypatch.setenv("TZ", tz)
    time.tzset()
    assert slt("open", "-p", "S1", "-q", "--at", "-90m", "x", now=NOW).code == 0
    note = (
        f"slt: note: TZ is {tz!r}, an unknown time zone: times are UTC\n"
        "fix: set TZ to a zone such as Europe/London\n"
    )
    given = line.split()
    result = slt(*given, now=NOW, on_terminal=True)
    assert (result.code, result.err) == (0, note)
    if line != "escalate 1":  # which would raise it again
        result = slt(*given, now=NOW)
        assert (result.code, result.err) == (0, "")
    assert slt("doctor", now=NOW).code == 1


@pytest.mark.parametrize("more", [["-q"], ["--times", "utc"], ["--times", "region"], ["--json"]])
def test_no_note_where_no_local_time_is_shown(slt, monkeypatch, more):
    slt("open", "-p", "S1", "-q", "--at", "-90m", "x", now=NOW)
    monkeypatch.setenv("TZ", "UTC+24")
    time.tzset()
    result = slt("list", *more, now=NOW, on_terminal=True)
    assert (result.code, bool(result.out), result.err) == (0, True, "")


def test_an_error_in_utc_for_want_of_a_zone_says_so(slt, monkeypatch):
    slt("open", "-p", "S1", "-q", "--at", "-90m", "x", now=NOW)
    slt("close", "1", now=NOW)
    monkeypatch.setenv("TZ", "UTC+24")
    time.tzset()
    result = slt("close", "1", now=NOW)
    assert result.code == 1
    assert result.err.startswith("slt: note: TZ is 'UTC+24', an unknown time zone: times are UTC\n")
    assert " UTC\nfix: `slt reopen 1` continues it\n" in result.err


def test_the_regions_of_the_policy_are_known(slt, home):
    file = home / "kolkata.toml"
    file.write_text('[regions.usa]\ntimezone = "Asia/Kolkata"\n')
    line = ("due", "--if-opened", "Tue 24 Nov 12:00 IST", "-p", "S1", "-o", "tsv")
    result = slt(*line, "--config", str(file), now=NOW)
    assert result.out.split("\t")[7] == "2026-11-24T06:30:00Z"
    refused = slt(*line, now=NOW)
    assert (refused.code, refused.out) == (2, "")
    assert "'IST' is not one of the known zones: PST, PDT, GMT, BST, SGT, CET, CEST" in refused.err


def test_a_broken_configuration_is_told_only_where_a_zone_is_named(slt, home):
    file = home / "broken.toml"
    file.write_text("[regions.usa]\ntimezone = 1\n")
    line = ("open", "-p", "S1", "--config", str(file), "x", "--at")
    assert slt(*line, "21:55", now=NOW).code == 1
    assert slt(*line, "21:55 PST", now=NOW).code == 3


def test_the_fix_of_a_first_reading_before_the_opening_is_the_second(slt, items):
    opened, now = "2026-10-25T01:05:00Z", "2026-10-25T01:10:00+00:00"  # at the second 02:05
    slt("open", "-p", "S1", "-q", "--at", opened, "x", now=now)
    slt("open", "-p", "S1", "-q", "--at", "2026-10-25T01:09:30Z", "x", now=now)
    refused = slt("respond", "1", "--at", "02:08", now=now)
    assert refused.code == 1
    fix = 'the second 02:08 is --at "2026-10-25 02:08+01:00"'
    assert refused.err.splitlines()[-1] == f"fix: {fix}"
    assert slt("respond", "1", "--at", "2026-10-25 02:08+01:00", now=now).code == 0
    assert items("show", "1", now=now)[0]["responded_at"] == "2026-10-25T01:08:00Z"
    for number, given in (("1", "02:20"), ("2", "02:08"), ("1", "2026-10-25 02:08+02:00")):
        refused = slt("respond", number, "--at", given, now=now)
        assert refused.code == 1
        assert "name a later time with --at" in refused.err.splitlines()[-1]


# --- Errors speak the user's zone -----------------------------------------------------------------


@pytest.fixture
def closed(slt) -> None:
    for number in ("1", "2"):
        slt("open", "-p", "S1", "-q", "--at", "yesterday 9:00", "x", now=NOW)
        slt("close", number, "-q", "--at", "yesterday 16:05", now=NOW)


@pytest.mark.usefixtures("closed")
def test_an_error_names_instants_in_local_time(slt):
    result = slt("close", "1", now=NOW)
    assert result.err == (
        "slt: error: the case was closed at Tue 24 Nov 16:05 CET\n"
        "fix: `slt reopen 1` continues it\n"
    )
    message = json.loads(slt("close", "1", "--json", now=NOW).err)["error"]["message"]
    assert message == "the case was closed at Tue 24 Nov 16:05 CET"


@pytest.mark.usefixtures("closed")
def test_so_does_each_of_several_errors(slt):
    told = slt("close", "1", "2", now=NOW).err.splitlines()[::2]
    assert told == [
        f"slt: error: {number}: the case was closed at Tue 24 Nov 16:05 CET" for number in "12"
    ]


@pytest.mark.usefixtures("closed")
def test_a_time_before_the_opening_is_refused_with_both(slt):
    result = slt("note", "1", "x", "--at", "yesterday 8:59", now=NOW)
    assert result.err.splitlines()[0] == (
        "slt: error: a note at Tue 24 Nov 08:59 CET would be before the case was opened at "
        "Tue 24 Nov 09:00 CET"
    )
    result = slt("show", "1", "--at", "yesterday 8:59", now=NOW)
    assert "it was opened after Tue 24 Nov 08:59 CET" in result.err


# --- Imports --------------------------------------------------------------------------------------


LOCAL = "has times without an offset: they are read as your local time, CET"
FIX_OF_LOCAL = "fix: --timezone Europe/London names another zone"


def imported(slt, home, *opened: str) -> tuple[int, str]:
    file = home / "cases.csv"
    file.write_text("".join(f"{row}\n" for row in ("opened_at,priority", *opened)))
    result = slt("import", str(file), now=NOW)
    return result.code, result.err


def test_a_change_of_clocks_is_noted_with_file_line_and_field(slt, home, items):
    rows = [f"2026-03-29T02:{minute}:00,S1" for minute in (10, 20, 30)]
    code, err = imported(slt, home, *rows, "2026-10-25T02:30,S1")
    assert code == 0
    note = (
        f"slt: note: {home / 'cases.csv'}:2: opened_at: there is no 2026-03-29 02:10 in local time"
    )
    assert err.startswith(note)
    assert err.count("slt: note: ") == 5
    assert "slt: note: and 1 more local time was read so\n" in err
    assert err.endswith(f"slt: note: {home / 'cases.csv'} {LOCAL}\n{FIX_OF_LOCAL}\n")
    opened = [case["opened_at"] for case in items("list", "--all", now=NOW)]
    assert opened == [*["2026-03-29T01:00:00Z"] * 3, "2026-10-25T00:30:00Z"]


def test_two_times_of_a_row_that_are_skipped_are_both_noted(slt, home):
    (home / "cases.csv").write_text(
        "opened_at,responded_at,priority\n2026-03-29T02:40,2026-03-29T02:10,S1\n"
    )
    result = slt("import", str(home / "cases.csv"), now=NOW)
    notes = [line for line in result.err.splitlines() if line.startswith("slt: note: ")]
    assert len(notes) == 3
    assert ":2: opened_at: there is no 2026-03-29 02:40" in notes[0]
    assert ":2: responded_at: there is no 2026-03-29 02:10" in notes[1]
    assert notes[2].endswith(f"cases.csv {LOCAL}")


FIRST, SECOND = "is read as the first, Sun 25 Oct 2026", "is read as the second, Sun 25 Oct 2026"
# In Madrid 02:00 to 03:00 is seen twice on 25 October 2026. The fields are those of COLUMNS.
COLUMNS = "opened_at,responded_at,resolved_at,closed_at"
REPEATED_HOUR = {
    "answered at a later wall time": (
        ("02:10", "02:50", "", ""),
        ("00:10", "00:50", None, None),
        [f"{FIRST} 02:10 CEST", f"{FIRST} 02:50 CEST"],
    ),
    "answered at an earlier wall time": (
        ("02:50", "02:10", "", ""),
        ("00:50", "01:10", None, None),
        [f"{FIRST} 02:50 CEST", f"{SECOND} 02:10 CET, which keeps its row in order"],
    ),
    "one wall time in two fields, with another between": (
        ("02:10", "02:50", "", "02:10"),
        ("00:10", "00:50", None, "01:10"),
        [f"{FIRST} 02:10 CEST", f"{FIRST} 02:50 CEST", f"{SECOND} 02:10 CET"],
    ),
    "after an instant with its offset": (
        ("02:30+01:00", "02:40", "", ""),
        ("01:30", "01:40", None, None),
        [f"{SECOND} 02:40 CET"],
    ),
    "all but the opening are the second": (
        ("02:50", "02:10", "02:20", "02:30"),
        ("00:50", "01:10", "01:20", "01:30"),
        [
            f"{FIRST} 02:50 CEST",
            *(f"{SECOND} 02:{minute} CET" for minute in (10, 30)),
            "and 1 more local time was read so",
        ],
    ),
}


@pytest.mark.parametrize(("row", "read", "noted"), REPEATED_HOUR.values(), ids=REPEATED_HOUR)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_an_hour_seen_twice_is_read_so_that_its_row_is_in_order(
    slt, home, items, row, read, noted, form
):
    texts = [at and f"2026-10-25T{at}" for at in row]
    columns, file = COLUMNS.split(","), home / f"cases.{form}"
    line = json.dumps({"priority": "S1", **dict(zip(columns, texts, strict=True))})
    csv = f"priority,{COLUMNS}\nS1,{','.join(texts)}\n"
    file.write_text(csv if form == "csv" else line, encoding="utf-8")
    result = slt("import", str(file), now=NOW)
    assert result.code == 0
    notes = [line for line in result.err.splitlines() if line.startswith("slt: note: ")]
    expected = [*noted, LOCAL]
    assert [note for note, part in zip(notes, expected, strict=True) if part not in note] == []
    [case] = items("list", "--all", now=NOW)
    instants = [at and f"2026-10-25T{at}:00Z" for at in read]
    assert [case[column] for column in columns] == instants


def test_a_file_of_an_hour_seen_twice_has_three_notes_with_their_lines(slt, home):
    times = [f"2026-10-25T02:{at // 60:02}:{at % 60:02}" for at in range(600)]
    code, err = imported(slt, home, *(f"{time},S1" for time in times))
    assert code == 0
    notes = [line for line in err.splitlines() if line.startswith("slt: note: ")]
    assert len(notes) == 5
    assert notes[1].startswith(f"slt: note: {home / 'cases.csv'}:3: opened_at: local time is ")
    assert notes[1].endswith("is read as the first, Sun 25 Oct 2026 02:00:01 CEST")
    assert notes[3] == "slt: note: and 597 more local times were read so"


def test_what_a_note_says_to_write_is_the_other_instant_to_the_second(slt, home, items):
    _, err = imported(slt, home, "2026-10-25T02:30:15.5,S1")
    written = err.partition("write the second as ")[2].partition("\n")[0]
    assert written == "2026-10-25 02:30:15+01:00"
    assert imported(slt, home, f"{written},S1") == (0, "")
    opened = [case["opened_at"] for case in items("list", "--all", now=NOW)]
    assert opened == ["2026-10-25T00:30:15Z", "2026-10-25T01:30:15Z"]


def test_dates_alone_are_noted_once_for_each_column(slt, home):
    file = home / "cases.csv"
    file.write_text(
        f"priority,{COLUMNS}\nS1,2026-11-20,2026-11-20,,\nS1,2026-11-21,2026-11-21T00:00,,\n"
    )
    result = slt("import", str(file), now=NOW)
    assert result.code == 0
    dates = "its dates have no time of day: they are read as 00:00"
    fix = "fix: give them with their times, or leave the column out with --map COLUMN="
    assert result.err.splitlines() == [
        f"slt: note: {file}: opened_at: {dates}",
        fix,
        f"slt: note: {file}: responded_at: {dates}",
        fix,
        f"slt: note: {file} {LOCAL}",
        FIX_OF_LOCAL,
    ]


def test_a_row_that_no_reading_puts_in_order_is_bad(slt, home):
    file = home / "cases.csv"
    file.write_text(f"priority,{COLUMNS}\nS1,2026-10-25T02:50,2026-10-25T01:59,,\n")
    result = slt("import", str(file), now=NOW)
    assert result.code == 1
    assert "responded_at: Sun 25 Oct 01:59 CEST is before opened_at, Sun 25 Oct 02:50 CEST" in (
        result.err
    )


def test_a_row_says_in_local_time_what_is_wrong_with_its_times(slt, home):
    code, err = imported(slt, home, "2026-11-25T16:10:01Z,S1")
    assert code == 1
    assert (
        "opened_at: Wed 25 Nov 17:10:01 CET has not come yet: it is Wed 25 Nov 17:10:00 CET" in err
    )


FUTURE = "Wed 25 Nov 19:00 CET has not come yet"
WRONG_EVENTS = {
    "an event to come": ("at", "2026-11-25T18:00:00Z", f"event 2: at: {FUTURE}"),
    "recorded in time to come": (
        *("recorded_at", "2026-11-25T18:00:00Z", f"event 2: recorded_at: {FUTURE}"),
    ),
}


@pytest.mark.parametrize(("field", "value", "told"), WRONG_EVENTS.values(), ids=WRONG_EVENTS)
def test_so_does_a_history(slt, home, field, value, told):
    slt("open", "-p", "S1", "One", now=NOW)
    slt("note", "1", "Seen", now=NOW)
    line = json.loads(slt("export", "-o", "jsonl", now=NOW).out)
    line["events"][1][field] = value
    file = home / "cases.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    result = slt("import", str(file), "--db", str(home / "other.db"), now=NOW)
    assert result.code == 1
    assert f"events: {told}\n" in result.err


def test_a_history_that_cannot_have_happened_speaks_local_time(slt, home):
    slt("open", "-p", "S1", "--at", "2026-11-25T10:00:00Z", "One", now=NOW)
    slt("close", "1", "--at", "2026-11-25T12:00:00Z", now=NOW)
    slt("reopen", "1", "--at", "2026-11-25T13:00:00Z", now=NOW)
    line = json.loads(slt("export", "-o", "jsonl", now=NOW).out)
    line["events"][2]["at"] = "2026-11-25T11:00:00Z"
    file = home / "cases.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    result = slt("import", str(file), "--db", str(home / "other.db"), now=NOW)
    assert result.code == 1
    assert "they cannot have happened" in result.err
    assert "T11:00:00Z" not in result.err


def test_a_row_with_an_offset_but_no_time_is_bad(slt, home):
    code, err = imported(slt, home, "2025-11-24-08:00,S1")
    assert code == 1
    assert "opened_at: '2025-11-24-08:00' is not a time such as 2026-11-20T17:30" in err
