"""`slt import` reports every bad row of a file, and then imports nothing of it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.rows import BAD, HEADER, JSON, ONE, TWO

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("a.csv", HEADER + ONE + BAD, ["a.csv:3: priority:"], id="an unknown name"),
        pytest.param(
            "a.csv",
            HEADER + "x,S1\n",
            ["a.csv:2: it has 2 cells, the header 4"],
            id="too few cells",
        ),
        pytest.param(
            "a.csv", HEADER + "x,S1,,,\n", ["a.csv:2: it has 5 cells"], id="too many cells"
        ),
        pytest.param(
            "a.csv",
            HEADER + ONE.replace("All", '"All\n\n"') + BAD,
            ["a.csv:2: it is not CSV", "a.csv:5: priority:"],
            id="a quote within a cell, and what follows it",
        ),
        pytest.param(
            "a.csv",
            HEADER + ONE.replace("All phones are down", '"All\n\nphones"') + BAD,
            ["a.csv:5: priority:"],
            id="newlines within cells count as lines",
        ),
        pytest.param(
            "a.csv",
            "\n\n" + HEADER + "\n" + BAD,
            ["a.csv:5: priority:"],
            id="blank lines count too",
        ),
        pytest.param(
            "a.csv", HEADER + '"x', ["a.csv:2: it is not CSV"], id="a quote that is not closed"
        ),
        pytest.param(
            "a.csv",
            HEADER + ONE.replace("All", "\udc81"),
            ["a.csv:2: subject: contains bytes that are not UTF-8"],
            id="a byte that neither UTF-8 nor Windows-1252 has",
        ),
        pytest.param(
            "a.csv",
            HEADER + "never,S9,,\n,S8,,\n",
            ["a.csv:2: opened_at:", "a.csv:2: priority:", "a.csv:3: opened_at: is missing"],
            id="every error of every row",
        ),
        pytest.param("a.jsonl", JSON + "{\n", ["a.jsonl:2: it is not JSON Lines"], id="not JSON"),
        pytest.param(
            "a.jsonl",
            JSON + "[1]\n",
            ["a.jsonl:2: it is not JSON Lines: a line is not an object"],
            id="not an object",
        ),
        pytest.param(
            "a.jsonl",
            JSON + "[" * 99999,
            ["a.jsonl:2: it is not JSON Lines: it is nested too deeply"],
            id="nested too deep",
        ),
        pytest.param(
            "a.jsonl",
            JSON + '{"priority": "S1", "priority": "S2", "opened_at": "2026-11-20T10:00:00Z"}\n',
            ["a.jsonl:2: it is not JSON Lines: a key appears twice in an object"],
            id="two priorities",
        ),
        pytest.param(
            "a.jsonl",
            '{"priority": "S1", "opened_at": "2026-11-20T10:00:00Z", "events": []}\n',
            ["a.jsonl:1: events: an empty list is not a list of events"],
            id="no events",
        ),
        pytest.param(
            "a.jsonl",
            JSON + '\n{"agent": 1}\n',
            ["a.jsonl:3: the column 'agent'"],
            id="a field that the first line does not have",
        ),
        pytest.param(
            "a.jsonl",
            JSON.replace('"S1"', "true"),
            ["a.jsonl:1: priority: true is neither a text nor a whole number"],
            id="a wrong type",
        ),
        pytest.param(
            "a.jsonl",
            JSON.replace('"S1"', '"\\ud800"'),
            ["a.jsonl:1: priority"],
            id="half of a surrogate pair",
        ),
    ],
)
def test_bad_rows_are_reported_by_line_and_nothing_is_imported(slt, write, name, text, said):
    result = slt("import", write(text, name))
    assert (result.code, result.out) == (1, "")
    lines = iter(result.err.splitlines())
    assert all(any(words in line for line in lines) for words in said), result.err
    assert "nothing was imported" in result.err
    assert slt("list", "--all").out == ""


def test_a_number_of_thousands_of_digits_is_refused_without_advice_on_python(slt, write):
    result = slt("import", write(JSON + f'{{"ref": {"9" * 5000}}}\n', "a.jsonl"))
    assert result.code == 1
    assert "JSON Lines: a number in it is too long\nfix: write one object per line\n" in result.err


def test_twenty_bad_rows_are_shown_and_the_others_counted(slt, write):
    result = slt("import", write(HEADER + BAD * 700))
    assert result.err.count("cases.csv:") == 20
    assert "and 680 more bad rows" in result.err
    assert "700 rows of cases.csv are bad" in result.err


def test_a_json_error_has_the_faults(slt, write):
    error = json.loads(slt("import", write(HEADER + BAD), "--json").err)["error"]
    assert (error["code"], error["exit"]) == ("bad-rows", 1)
    assert error["hint"] == "correct the bad rows, or leave them out with --skip-bad"
    (fault,) = error["faults"]
    assert (fault["file"], fault["line"], fault["key"]) == ("cases.csv", 2, "priority")


@pytest.mark.parametrize(
    ("form", "subject", "part"),
    [
        pytest.param("csv", "a\0b", "a NUL character", id="NUL in CSV"),
        pytest.param("jsonl", "a\0b", "a NUL character", id="NUL in JSON Lines"),
        pytest.param("csv", "caf\udc9d", "bytes that are not UTF-8", id="bytes in CSV"),
        pytest.param("jsonl", "\ud83d", "half of a character", id="a surrogate in JSON Lines"),
    ],
)
def test_a_text_that_cannot_be_stored_is_a_bad_row(slt, form, subject, part):
    line = json.dumps({"opened_at": "2026-11-20T14:00Z", "priority": "S1", "subject": subject})
    text = {"csv": f"opened_at,priority,subject\n2026-11-20T14:00Z,S1,{subject}\n", "jsonl": line}
    Path(f"a.{form}").write_text(text[form], encoding="utf-8", errors="surrogateescape")
    result = slt("import", f"a.{form}")
    assert (result.code, result.out) == (1, "")
    where = f"a.{form}:{2 if form == 'csv' else 1}: subject: "
    assert result.err.startswith(f"slt: error: {where}contains {part}")
    assert slt("list", "--all").out == ""


def test_skip_bad_reports_bad_rows_and_leaves_them_out(slt, write):
    result = slt("import", write(HEADER + ONE + BAD + TWO), "--skip-bad")
    assert result.code == 0
    assert result.out.splitlines()[:2] == ["Imported  2", "Left out  1"]
    assert result.err.startswith(
        "slt: left out: cases.csv:3: priority: unknown priority 'S9'\nfix:"
    )
    assert slt("list", "-q").out == "CASE-1\nCASE-2\n"


def test_a_dry_run_shows_the_same_and_records_nothing(slt, items, write):
    file = write(HEADER + ONE + TWO)
    told = slt("import", file, "--dry-run").out.splitlines()
    assert told == [*slt("import", file, "--dry-run", "-o", "plain").out.splitlines()]
    assert told[0] == "2 rows: 2 new. Nothing was recorded."
    would_be = items("import", file, "--dry-run")
    assert slt("list", "--all").out == ""
    assert items("import", file) == would_be
    assert slt("import", write(HEADER + BAD), "--dry-run").code == 1


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a"])
@pytest.mark.parametrize(
    "text",
    ["[", '[{"priority": "S1"}]', '{"schema": "slt.case/1", "items": [\n', '{\n"priority": "S1"}'],
    ids=["list", "list in a line", "answer", "object over several lines"],
)
def test_json_that_is_not_lines_is_a_usage_error(slt, write, text, name):
    result = slt("import", write(text, name))
    assert result.code == 2
    assert "is JSON, not JSON Lines\nfix: write one object per line" in result.err


def test_a_header_with_bytes_of_no_known_encoding_is_a_usage_error(slt):
    Path("a.csv").write_bytes(b"opened_at,Priorit\x81t\n2026-11-20T14:00Z,S1\n")
    result = slt("import", "a.csv")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "slt: error: the header contains bytes that are not UTF-8\n"
        "fix: --encoding NAME says which encoding it is, or save it as CSV UTF-8\n"
    )


def test_a_missing_file_is_an_error(slt):
    result = slt("import", "missing.csv")
    assert (result.code, result.out) == (1, "")
    assert "missing.csv cannot be read: No such file or directory" in result.err


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["import", "--dry-run"])
def test_output_that_cannot_be_written_is_not_an_error_of_the_file(write, options):
    file = write(HEADER + ONE)
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "slt_cli", "import", file, *options],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "the answer could not be written: No space left on device" in done.stderr


def test_a_directory_is_an_error(slt):
    result = slt("import", ".")
    assert (result.code, result.out) == (1, "")
    assert ". cannot be read: Is a directory" in result.err
