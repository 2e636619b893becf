"""`slt export --for excel` writes what a spreadsheet opens and `slt import` still reads."""

import csv
import io
import json
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.every_engine

GERMAN = {"LC_ALL": "", "LC_NUMERIC": "", "LANG": "de_DE.UTF-8"}
AMERICAN = {**GERMAN, "LANG": "en_US.UTF-8"}
LOCALES = [
    pytest.param(GERMAN, ";", id="a decimal comma"),
    pytest.param(AMERICAN, ",", id="a decimal point"),
]
NOTE = (
    "slt: note: the times for Excel are {}: no zone is written beside them\n"
    "fix: without --for excel each time is UTC and says so, which is the export for programs\n"
)
BERLINS_NOTE = NOTE.format("your local time, CET now")
SUBJECTS = [
    *("a\nb\r\nc\rd", '"a", b;c\td', "電話 📞 é", "x" * 2**16, "=cmd|' /C calc'!A0", "''@x"),
    *("  blanks  ", ";", ",", '"', "'", "\u202e", "\ufeff", "\uff1d1", "sep=;", "-1", "\x1b[31m"),
]


@pytest.fixture(autouse=True)
def in_berlin(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open a case in winter time in Berlin, which is escalated and closed in summer time."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    slt("open", "-p", "S1", "-r", "apac", "--ref", "00412355", "--at", "2026-03-06T12:00Z", "All")
    slt("escalate", "1", "--at", "2026-03-06T13:00:01Z")
    slt("close", "1", "--at", "2026-07-01T22:30Z")


def rows_of(text: str, separator: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


@pytest.mark.parametrize(("locale", "separator"), LOCALES)
@pytest.mark.now("2026-11-23T12:00:00Z")
def test_it_has_a_byte_order_mark_local_times_and_the_separator_of_the_locale(
    slt, items, locale, separator
):
    result = slt("export", "--for", "excel", environment=locale)
    assert (result.code, result.err) == (0, BERLINS_NOTE)
    assert result.out.startswith(f"\ufeffid{separator}ref{separator}")
    (row,) = rows_of(result.out.removeprefix("\ufeff"), separator)
    assert list(row) == list(items("list", "--all")[0])
    assert row["opened_at"] == "2026-03-06 13:00:00"
    assert row["escalated_at"] == "2026-03-06 14:00:01"
    assert row["closed_at"] == "2026-07-02 00:30:00"
    assert (row["ref"], row["responded_at"], row["level"]) == ("00412355", "", "1")


@pytest.mark.now("2026-11-23T12:00:00Z")
def test_a_file_is_the_same_as_standard_output(slt, process):
    assert slt("export", "a.csv", "--for", "EXCEL", environment=GERMAN) == (0, "", BERLINS_NOTE)
    content = Path("a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid;ref;")
    out = process("export", "--for", "excel", env={**GERMAN, "PYTHONIOENCODING": "ascii"}).out
    assert out.encode() == content


def test_a_terminal_gets_no_byte_order_mark(slt):
    result = slt("export", "--for", "excel", on_terminal=True, environment=GERMAN)
    assert result.out.startswith("id;ref;")


@pytest.mark.parametrize(
    ("options", "opened_at", "whose", "zone"),
    [
        pytest.param(
            ["--times", "local"], "2026-03-06 13:00:00", "your local time", "", id="local"
        ),
        pytest.param(["--times", "utc"], "2026-03-06 12:00:00", "UTC", "UTC", id="utc"),
        pytest.param(
            ["--times", "region"],
            "2026-03-06 20:00:00",
            "those of the region",
            "region",
            id="region",
        ),
        pytest.param(
            ["--config", "utc.toml"], "2026-03-06 12:00:00", "UTC", "UTC", id="defaults.times"
        ),
    ],
)
def test_the_times_are_those_that_are_asked_for_and_come_back(
    slt, items, another_store, options, opened_at, whose, zone
):
    Path("utc.toml").write_text('[defaults]\ntimes = "utc"\n')
    result = slt("export", "a.csv", "--for", "excel", *options, environment=GERMAN)
    assert f"slt: note: the times for Excel are {whose}" in result.err
    assert (f"fix: `slt import` reads them with --timezone {zone}; " in result.err) == bool(zone)
    (row,) = rows_of(Path("a.csv").read_text(encoding="utf-8-sig"), ";")
    assert row["opened_at"] == opened_at
    read_as = ["--timezone", zone] if zone else []
    imported = items("import", "a.csv", *read_as, *(elsewhere := another_store()))
    assert imported == items("list", "--all", *elsewhere) == items("list", "--all")


def test_an_unknown_time_zone_is_noted_once(slt, monkeypatch):
    monkeypatch.setenv("TZ", "Mars/Olympus")
    time.tzset()
    result = slt("export", "--for", "excel", environment=GERMAN)
    assert rows_of(result.out, ";")[0]["opened_at"] == "2026-03-06 12:00:00"
    assert result.err.count("TZ is 'Mars/Olympus', an unknown time zone: times are UTC") == 1
    assert "the times for Excel are your local time, UTC now" in result.err


@pytest.mark.parametrize(("locale", "separator"), LOCALES)
def test_every_case_comes_back_as_it_was(slt, items, another_store, locale, separator):
    for place, subject in enumerate(SUBJECTS):
        at = f"2026-10-25T0{place % 3}:{place:02}:00Z"  # the clocks go back at one
        row = {"ref": f"r{place}", "opened_at": at, "responded_at": at, "priority": "S2"}
        with Path("given.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**row, "subject": subject}) + "\n")
    assert slt("import", "given.jsonl").code == 0
    assert slt("export", "a.csv", "--for", "excel", environment=locale).code == 0
    assert Path("a.csv").read_bytes().startswith(f"\ufeffid{separator}".encode())
    elsewhere = another_store()
    assert slt("import", "a.csv", *elsewhere).code == 0
    assert items("list", "--all", *elsewhere) == items("list", "--all")
    again = slt("import", "a.csv")
    assert again.out.splitlines() == ["Imported       0", f"Already there  {len(SUBJECTS) + 1}"]


@pytest.mark.parametrize(
    ("filters", "refs"),
    [
        pytest.param(["--region", "asia"], ["00412355"], id="--region"),
        pytest.param(["--priority", "s3"], ["2"], id="--priority"),
        pytest.param(["--partner", "Acme"], ["2"], id="--partner"),
        pytest.param(["--status", "closed"], ["00412355"], id="--status"),
        pytest.param(["--status", "void"], ["3"], id="--status void"),
        pytest.param(["--limit", "1"], ["00412355"], id="--limit"),
    ],
)
def test_filters(slt, filters, refs):
    slt("open", "-p", "S3", "--partner", "Acme", "--ref", "2", "All")
    slt("open", "-p", "S1", "--ref", "3", "All")
    slt("void", "3", "--reason", "twice")
    result = slt("export", "--for", "excel", *filters, environment=GERMAN)
    assert [row["ref"] for row in rows_of(result.out, ";")] == refs


def test_no_case_is_no_output(slt):
    result = slt("export", "a.csv", "--for", "excel", "--partner", "nobody")
    assert (result.code, result.out, Path("a.csv").read_bytes()) == (0, "", b"")


CSV_NOT = "--for excel writes CSV, not"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["--for", "exel"],
            "unknown value of --for 'exel'\nfix: did you mean 'excel'?",
            id="another program",
        ),
        pytest.param(
            ["a.jsonl", "--for", "excel"],
            f"{CSV_NOT} JSON Lines, as a.jsonl is\nfix: name it a.csv, or leave out --for excel\n",
            id="a file of JSON Lines",
        ),
        pytest.param(
            ["--for", "excel", "-o", "jsonl"],
            f"{CSV_NOT} jsonl\nfix: leave out one of the two\n",
            id="-o jsonl",
        ),
        pytest.param(
            ["a.csv", "--for", "excel", "-o", "table"],
            f"{CSV_NOT} table\nfix: leave out one of the two\n",
            id="-o table",
        ),
        pytest.param(
            ["a.xlsx", "--for", "excel"], "a .csv or .jsonl file\nfix: name it a.csv\n", id="a book"
        ),
        pytest.param(
            ["a.txt", "--for", "excel"],
            "fix: name it a.csv, or add -o csv\n",
            id="a name without a format",
        ),
        pytest.param(["--for", "excel", "-q"], "slt list --all -q", id="-q"),
    ],
)
def test_what_cannot_be_written_for_excel_is_an_error(slt, arguments, said):
    result = slt("export", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert not list(Path().glob("a.*"))


@pytest.mark.parametrize("arguments", [["a.txt", "-o", "csv"], ["-", "-o", "csv"]])
def test_a_format_that_says_the_same_is_taken(slt, arguments):
    assert slt("export", *arguments, "--for", "excel").code == 0


@pytest.mark.now("2026-11-27T12:00:00Z")
@pytest.mark.parametrize("update", [[], ["--update"]])
def test_times_that_a_spreadsheet_saved_without_seconds_are_the_same(slt, update):
    slt("open", "-p", "S1", "--at", "2026-11-26T16:45:20Z", "x")
    slt("respond", "2", "--at", "2026-11-26T17:00:40Z")
    before = slt("export", "-o", "jsonl").out
    header, *rows = csv.reader(io.StringIO(slt("export", "--for", "excel").out.lstrip("\ufeff")))
    saved = [header]
    for row in rows:
        cells = zip(header, row, strict=True)
        saved.append([cell[:16] if name.endswith("_at") else cell for name, cell in cells])
    with Path("saved.csv").open("w", newline="") as file:
        csv.writer(file).writerows(saved)
    result = slt("import", "saved.csv", *update)
    assert result.code == 0
    assert [line.split() for line in result.out.splitlines()] == [
        ["Imported", "0"],
        ["Already", "there", "2"],
    ]
    assert slt("export", "-o", "jsonl").out == before
