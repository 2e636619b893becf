"""`slt import` takes a file as what it is, and says what one is that it cannot read."""

import bz2
import gzip
import io
import lzma
import os
import shlex
import sqlite3
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.cli.program import run
from slt_cli.cli.reporting import BUG_EXIT_CODE
from tests.apps import app_with
from tests.commands.rows import HEADER, JSON, ONE, TWO

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]

TEXT = (HEADER + ONE + TWO).encode()


def zipped(**parts: bytes) -> bytes:
    """Return a ZIP archive with these parts, in their order."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def database() -> bytes:
    """Return an SQLite database."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE TABLE t (x)")
        content = connection.serialize()
    connection.close()
    return content


SAVE = "save it as CSV UTF-8, or: ... | iconv -f"
ANOTHER = "--encoding NAME says which encoding it is, or save it as CSV UTF-8"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
FOREIGN = {
    "gzip": (
        gzip.compress(TEXT),
        "compressed with gzip",
        "unpack it: gzip -dc < {} | slt import -",
    ),
    "bzip2": (bz2.compress(TEXT), "compressed with bzip2", "bzip2 -dc < {} | slt import -"),
    "xz": (lzma.compress(TEXT), "compressed with xz", "xz -dc < {} | slt import -"),
    "zstd": (b"\x28\xb5\x2f\xfd\x04\x00", "compressed with zstd", "zstd -dc < {} | slt import -"),
    "lz4": (b"\x04\x22\x4d\x18\x64\x40", "compressed with lz4", "lz4 -dc < {}"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "a 7z archive", "7z x -so {} | slt"),
    "xlsx": (
        zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b""}),
        "an Excel workbook (.xlsx)",
        "save it there as CSV UTF-8",
    ),
    "xlsx, other order": (zipped(**{"xl/workbook.xml": b""}), "an Excel workbook", "CSV UTF-8"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "old Excel (.xls)", "save it there as CSV"),
    "ods": (zipped(mimetype=ODS), "an OpenDocument file (.ods)", "save it there as CSV UTF-8"),
    "zip": (zipped(**{"a.csv": TEXT}), "a ZIP archive", "unzip -p {} | slt import -"),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "export CSV"),
    "RTF": (b"{\\rtf1\\ansi a}", "an RTF document", "save it as text"),
    "Parquet": (b"PAR1\x15\x04", "a Parquet file", "export CSV"),
    "SQLite": (database(), "an SQLite database", "slt export --db {} | slt import -"),
    "HTML": (b"\n<!DOCTYPE html><html>Sign in</html>", "HTML", "export CSV"),
    "HTML without a type": (b"<HTML>", "HTML", "export CSV"),
    "XML": (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "XML", "export CSV"),
    "UTF-32LE": (
        TEXT.decode().encode("utf-32-le"),
        "UTF-32LE without a byte order mark",
        "iconv -f UTF-32LE -t UTF-8 < {} | slt import -",
    ),
    "UTF-32": (TEXT.decode().encode("utf-32"), "UTF-32", "iconv -f UTF-32"),
    "UTF-32BE": (b"\0\0\xfe\xff" + TEXT.decode().encode("utf-32-be"), "UTF-32", "iconv -f UTF-32"),
}


@pytest.mark.parametrize(("content", "what", "fix"), FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "all of it's.csv"])
def test_a_file_that_is_not_text_is_called_what_it_is(slt, name, content, what, fix):
    Path(name).write_bytes(content)
    result = slt("import", name)
    assert (result.code, result.out) == (2, "")
    said, advice = result.err.splitlines()
    assert said.startswith(f"slt: error: {name} is ")
    assert what in said
    assert said.endswith(", not CSV or JSON Lines")
    assert fix.format(shlex.quote(name)) in advice
    assert not Path(".local").exists()


def test_standard_input_is_called_what_it_is_too(process):
    result = process("import", "-", stdin="%PDF-1.7\n")
    assert (result.code, result.out) == (2, "")
    assert "standard input is a PDF, not CSV or JSON Lines" in result.err


@pytest.mark.parametrize(
    ("content", "fix"),
    [
        (gzip.compress(TEXT), "unpack it: ... | gzip -dc | slt import -"),
        (FOREIGN["zip"][0], "unpack it"),
        (FOREIGN["UTF-32LE"][0], f"{SAVE} UTF-32LE -t UTF-8 | slt import -"),
        (b"opened_at,priority,subject\n2026-11-20T14:00Z,S1,Z\x81rich", ANOTHER),
        (b"opened_at,priority,Gr\x81\xdfe\n", ANOTHER),
    ],
    ids=["gzip", "zip", "UTF-32LE", "bytes in a cell", "bytes in the header"],
)
def test_a_fix_for_standard_input_names_no_file(content, fix):
    command = (sys.executable, "-m", "slt_cli", "import", "-")
    result = subprocess.run(command, input=content, capture_output=True, timeout=60, check=False)
    advice = [line for line in result.stderr.decode().splitlines() if line.startswith("fix: ")]
    assert advice[0].startswith(f"fix: {fix}")


@pytest.mark.parametrize(("name", "called"), [("a.jsonl", "UTF-8"), ("a.csv", "CSV UTF-8")])
def test_only_a_file_of_csv_is_to_be_saved_as_csv(slt, name, called):
    Path(name).write_bytes(JSON.encode("utf-32"))
    assert f"\nfix: save it as {called}, or: iconv " in slt("import", name).err
    Path(name).write_bytes(JSON.encode("utf-16")[:-3])
    assert f"cut off\nfix: save it again, as {called}\n" in slt("import", name).err
    row = '{"opened_at": "2026-11-20T14:00Z", "priority": "S1", "subject": "\udc81"}\n'
    text = row if name == "a.jsonl" else "opened_at,priority,subject\n2026-11-20T14:00Z,S1,\udc81\n"
    Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
    assert f"it is, or save it as {called}\n" in slt("import", name).err


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
@pytest.mark.parametrize(("name", "text"), [("a.csv", HEADER + ONE), ("a.jsonl", JSON)])
def test_text_with_a_byte_order_mark_is_read(slt, items, encoding, name, text):
    Path(name).write_bytes(text.encode(encoding))
    assert slt("import", name, "-q") == (0, "CASE-1\n", "")
    assert [case["ref"] for case in items("list")] == ["9001"]


def test_utf_16_that_is_cut_off_is_an_error(slt):
    Path("a.csv").write_bytes((HEADER + ONE).encode("utf-16")[:-1])
    result = slt("import", "a.csv")
    assert (result.code, result.out) == (1, "")
    assert "a.csv begins as UTF-16, but is damaged or cut off\nfix: save it again" in result.err
    assert slt("list", "--all").out == ""


@pytest.mark.parametrize("content", [b"", b"\n\r\n \n", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_an_empty_file_says_so(slt, name, content):
    Path(name).write_bytes(content)
    result = slt("import", name)
    assert (result.code, result.out) == (0, "Imported  0\n")
    assert result.err.startswith(f"slt: note: {name} is empty\nfix: ")


@pytest.mark.parametrize("text", [HEADER, f"{HEADER},,,\n \n", "sep=;\n", ",,,\n"])
@pytest.mark.parametrize(
    ("more", "told"),
    [([], "Imported  0\n"), (["--dry-run"], "0 rows. Nothing was recorded.\n")],
)
def test_a_file_without_rows_says_so(slt, write, text, more, told):
    result = slt("import", write(text), *more)
    assert result.code == 0
    assert result.out.startswith(told)
    assert result.err.startswith("slt: note: cases.csv has no row of a case\nfix: ")


def test_a_named_pipe_is_read_as_a_file_is(slt):
    os.mkfifo("fifo")
    writer = threading.Thread(target=Path("fifo").write_bytes, args=[TEXT])
    writer.start()
    assert slt("import", "fifo", "-q").out == "CASE-1\nCASE-2\n"
    writer.join()


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        pytest.param(HEADER + ",,,\n" + ONE + ",,,\n , ,\t,\n" + TWO + ",,,,,,\n", 2, id="commas"),
        pytest.param(f";;;\n{HEADER}{ONE};;;\n".replace(",", ";"), 1, id="semicolons, before it"),
        pytest.param(HEADER + '"","","",""\n   \n' + ONE, 1, id="quotes and blanks"),
        pytest.param(HEADER + ONE + ",\n,,,,,,,,,\n", 1, id="of any number"),
        pytest.param(f"{HEADER};;\n{ONE};;;;;\n \t;\n|||\n", 1, id="of another kind"),
        pytest.param(f"sep=;\n{HEADER}{ONE}".replace(",", ";"), 1, id="sep=;"),
        pytest.param(f'"sep=;"\r\n{HEADER}{ONE}'.replace(",", ";"), 1, id="sep=; in quotes"),
        pytest.param(f"\n\nSEP=|\n\n{HEADER}{ONE}".replace(",", "|"), 1, id="sep=|"),
        pytest.param(f"{HEADER}{ONE}".replace(",", "|"), 1, id="bars"),
        pytest.param(f"sep=\t\n{HEADER}{ONE}".replace(",", "\t"), 1, id="sep= and a tab"),
        pytest.param(f"sep=,\n{HEADER}{ONE}", 1, id="sep=,"),
        pytest.param(f"sep=,,,,\n{HEADER}{ONE}", 1, id="sep=, filled up"),
    ],
)
def test_rows_of_separators_and_the_line_of_the_separator_are_no_cases(
    slt, items, write, text, refs
):
    result = slt("import", write(text), "-q")
    assert (result.code, result.err) == (0, "")
    assert [case["ref"] for case in items("list")] == ["9001", "9002"][:refs]


def test_the_separator_that_is_named_counts_even_within_the_header(items, write):
    text = "sep=;\nopened_at;priority;a,b\n2026-11-20T14:00Z;S1;x,y\n"
    (case,) = items("import", write(text), "--map", "a,b=subject")
    assert case["subject"] == "x,y"


def test_lines_are_counted_from_the_first(slt, write):
    result = slt("import", write(f"sep=,\n\n{HEADER}\n,,,\n{ONE.replace('S1', 'S9')}"))
    assert "cases.csv:6: priority:" in result.err


def test_a_row_with_a_column_that_is_left_out_is_a_row(slt, write):
    result = slt("import", write("opened_at,priority,Owner\n,,x\n"), "--map", "Owner=")
    assert (result.code, "cases.csv:2: opened_at: is missing" in result.err) == (1, True)


# --- Hostile files --------------------------------------------------------------------------------

LONG = "x" * 2**20
NEVER = "2026-11-20T14:00Z,S1,{}\n"


@pytest.mark.parametrize(
    ("code", "name", "text"),
    [
        pytest.param(1, "a.csv", f"opened_at,priority\n2026-11-20T14:00Z,{LONG}\n", id="a name"),
        pytest.param(1, "a.csv", f"opened_at,priority\n{LONG},S1\n", id="a time"),
        pytest.param(2, "a.csv", f"opened_at,priority,{LONG}\n", id="a column"),
        pytest.param(1, "a.csv", f"opened_at,priority,id\n{NEVER.format(LONG)}", id="an id"),
        pytest.param(
            1, "a.csv", f"opened_at,priority,id\n{NEVER.format('CASE-' + '7' * 2**20)}", id="digits"
        ),
        pytest.param(1, "a.csv", f"opened_at,priority,status\n{NEVER.format(LONG)}", id="a status"),
        pytest.param(
            1, "a.csv", f"opened_at,priority,level\n{NEVER.format('7' * 2**20)}", id="level"
        ),
        pytest.param(1, "a.csv", f"{HEADER}{'0' * 2**20}", id="a cell alone"),
        pytest.param(1, "a.csv", HEADER + "\0" * 2**20, id="NUL"),
        pytest.param(1, "a.csv", HEADER + 'x,S1,"x,\n' * 2**16, id="quotes that are not closed"),
        pytest.param(1, "a.csv", f"{HEADER}{',' * 2**20}x", id="separators"),
        pytest.param(2, "a.csv", ",".join(map(str, range(10_000))), id="columns"),
        pytest.param(1, "a.jsonl", '{"subject": "' + LONG, id="a text of JSON"),
        pytest.param(1, "a.jsonl", '{"priority": "' + LONG + '"}', id="a name in JSON"),
        pytest.param(2, "a.jsonl", '{"' + LONG + '": 1}', id="a key of JSON"),
        pytest.param(1, "a.jsonl", '{"level": ' + "7" * 2**20 + "}", id="a number of JSON"),
        pytest.param(1, "a.jsonl", '{"events": ' + "[" * 2**20, id="lists in lists"),
        pytest.param(1, "a.jsonl", '{"events": [{"note": "' + LONG + '"}]}', id="an event"),
    ],
)
def test_what_is_very_long_is_refused_in_few_words(slt, write, code, name, text):
    result = slt("import", write(text, name))
    assert (result.code, result.out) == (code, "")
    assert result.err.startswith("slt: error: ")
    assert "\nfix: " in result.err
    assert len(result.err) < 12_000
    assert slt("list", "--all").out == ""


PIECES = st.sampled_from(
    [
        *("opened_at", "priority", "id", "subject", "sep=;", "CASE-7", "S1", "2026-11-20T14:00Z"),
        *(
            ",",
            ";",
            "\t",
            "\n",
            "\r",
            "\r\n",
            '"',
            "'",
            "{",
            "}",
            "[",
            ":",
            '"events"',
            "\0",
            "\ufeff",
        ),
        *("\x1b", "\udcff", "=1", " ", "null", "1e999", "NaN", "\\ud800"),
    ]
)


@pytest.mark.exhaustive
@pytest.mark.sqlite("it records nothing")
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(PIECES | st.text(max_size=3), max_size=40), name=st.sampled_from(["csv", "x"])
)
def test_no_file_is_an_internal_error(home, pieces, name):
    file = home / f"a.{name}"
    file.write_bytes("".join(pieces).encode("utf-8", "surrogatepass"))
    assert run(["import", str(file), "--dry-run", "--skip-bad"], app_with()) != BUG_EXIT_CODE


# --- Cases that are there with other facts --------------------------------------------------------

GIVEN = "id,opened_at,priority,subject,region,partner\nCASE-{},2026-11-20T14:00Z,{},{},{},{}\n"
FIRST = GIVEN.format(1, "S1", "All phones are down", "usa", "")


@pytest.mark.parametrize(
    ("again", "differ"),
    [
        pytest.param(FIRST, "", id="the same"),
        pytest.param("id,opened_at,priority\nCASE-1,2026-11-20T14:00Z,S1\n", "", id="less"),
        pytest.param(GIVEN.format(1, "s1", " ", "USA", ""), "", id="in other words"),
        pytest.param(
            GIVEN.format(1, "S2", "Two phones are down", "apac", "Example Ltd"),
            "CASE-1 (subject, priority, region, partner)",
            id="others",
        ),
        pytest.param(
            "id,opened_at,priority,responded_at\nCASE-1,2026-11-20T14:00Z,S1,2026-11-20T14:30Z\n",
            "CASE-1 (responded_at)",
            id="a response",
        ),
    ],
)
def test_a_case_that_is_there_with_other_facts_is_named(slt, items, write, again, differ):
    assert slt("import", write(FIRST)).code == 0
    before = items("list")
    kept = f"1, which the store keeps as they are: {differ}"
    differs = f"Differ         {kept}; --update records what is newer"
    told = ["Imported       0", "Already there  1", *([differs] if differ else [])]
    would = slt("import", write(again), "--dry-run")
    assert (would.code, would.err) == (0, "")
    assert would.out.startswith("1 row: 1 known already. Nothing was recorded.\n")
    result = slt("import", write(again))
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == told
    for dry_run in ([], ["--dry-run"]):
        answer = slt("import", write(again), "--json", *dry_run).out
        assert (f'{{"label": "Differ", "text": "{kept}"}}' in answer) is bool(differ)
    assert items("list") == before


def test_of_many_cases_with_other_facts_the_first_are_named(slt, write):
    rows = ["2026-11-20T14:00Z,{},CASE-{}\n".format("{}", number) for number in range(1, 14)]
    text = "opened_at,priority,id\n" + "".join(rows)
    slt("import", write(text.replace("{}", "S1")))
    said = slt("import", write(text.replace("{}", "S2"))).out
    assert "Differ         13, which the store keeps as they are: CASE-1 (priority)" in said
    assert said.endswith("CASE-10 (priority) and 3 more; --update records what is newer\n")


def test_a_history_that_differs_is_named(slt, another_store):
    slt("open", "-p", "S1", "--at", "2026-11-20T14:00Z", "x")
    elsewhere = another_store()
    slt("export", "all.jsonl")
    assert slt("import", "all.jsonl", *elsewhere).code == 0
    assert "Differ" not in slt("import", "all.jsonl", *elsewhere).out
    slt("note", "1", "Called back")
    slt("hold", "1")
    slt("export", "all.jsonl", "--force")
    said = slt("import", "all.jsonl", *elsewhere).out
    assert "CASE-1 (held_since, events, holds)" in said


@pytest.mark.parametrize(
    "text", ['[{"subject": "x"},\n{"subject": "y"}]\n', '[\n  {"a": 1}\n]\n', " [ {}"]
)
def test_an_array_of_json_is_named_as_such_whatever_the_file_is_called(slt, write, text):
    refused = slt("import", write(text))
    assert (refused.code, refused.out) == (2, "")
    assert "cases.csv is JSON, not JSON Lines\nfix: write one object per line" in refused.err


def test_a_row_with_one_cell_is_counted_in_the_singular(slt, write):
    refused = slt("import", write(HEADER + "x\n"))
    assert "cases.csv:2: it has 1 cell, the header" in refused.err
