"""`slt import` tells everything that is wrong with a file, and then imports nothing of it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HEADER = "opened_at,priority,ref,subject\n"
ONE = "2026-11-20T14:00:00Z,S1,9001,All phones are down\n"
TWO = "2026-11-20T15:00:00Z,S2,9002,Recordings are missing\n"
BAD = "2026-11-20T15:00:00Z,S9,9003,No such priority\n"


pytestmark = pytest.mark.now("2026-11-23T12:00:00Z")


@pytest.fixture(autouse=True)
def _at_home(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(home)


@pytest.fixture
def write(home: Path) -> Callable[..., str]:
    """Return a function that writes a file and returns its name."""

    def written(text: str, name: str = "cases.csv") -> str:
        (home / name).write_bytes(text.encode("utf-8", "surrogateescape"))
        return name

    return written


JSON = '{"opened_at": "2026-11-20T14:00:00Z", "priority": "S1", "ref": 9001, "level": 0}\n'


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("a.csv", HEADER + ONE + BAD, ["a.csv:3: priority:"], id="a name"),
        pytest.param(
            "a.csv", HEADER + "x,S1\n", ["a.csv:2: it has 2 cells, the header 4"], id="short"
        ),
        pytest.param("a.csv", HEADER + "x,S1,,,\n", ["a.csv:2: it has 5 cells"], id="long"),
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
            id="lines are counted within cells",
        ),
        pytest.param(
            "a.csv",
            "\n\n" + HEADER + "\n" + BAD,
            ["a.csv:5: priority:"],
            id="and blank ones are too",
        ),
        pytest.param("a.csv", HEADER + '"x', ["a.csv:2: it is not CSV"], id="an open quote"),
        pytest.param(
            "a.csv",
            HEADER + ONE.replace("All", "\udce9"),
            ["a.csv:2: subject: holds bytes"],
            id="Latin-1",
        ),
        pytest.param(
            "a.csv",
            HEADER + "never,S9,,\n,S8,,\n",
            ["a.csv:2: opened_at:", "a.csv:2: priority:", "a.csv:3: opened_at: is missing"],
            id="every fault of every row",
        ),
        pytest.param("a.jsonl", JSON + "{\n", ["a.jsonl:2: it is not JSON Lines"], id="no JSON"),
        pytest.param(
            "a.jsonl",
            JSON + "[1]\n",
            ["a.jsonl:2: it is not JSON Lines: a line is no object"],
            id="no object",
        ),
        pytest.param("a.jsonl", JSON + "[" * 99999, ["a.jsonl:2: it is not JSON"], id="a deep one"),
        pytest.param(
            "a.jsonl",
            JSON + '\n{"owner": 1}\n',
            ["a.jsonl:3: the column 'owner'"],
            id="a new field",
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
            id="half a character",
        ),
    ],
)
def test_bad_rows_are_told_with_their_lines_and_nothing_is_imported(slt, write, name, text, said):
    result = slt("import", write(text, name))
    assert (result.code, result.out) == (1, "")
    lines = iter(result.err.splitlines())
    assert all(any(words in line for line in lines) for words in said), result.err
    assert "nothing was imported" in result.err
    assert slt("list", "--all").out == ""


def test_the_first_twenty_bad_rows_are_told_and_the_others_counted(slt, write):
    result = slt("import", write(HEADER + BAD * 700))
    assert result.err.count("cases.csv:") == 20
    assert "and 680 more bad rows" in result.err
    assert "700 rows of cases.csv are bad" in result.err


def test_with_json_the_error_carries_the_faults(slt, write):
    error = json.loads(slt("import", write(HEADER + BAD), "--json").err)["error"]
    assert (error["code"], error["exit"]) == ("bad-rows", 1)
    (fault,) = error["faults"]
    assert (fault["file"], fault["line"], fault["key"]) == ("cases.csv", 2, "priority")


def test_skip_bad_leaves_them_out_and_tells_them(slt, write):
    result = slt("import", write(HEADER + ONE + BAD + TWO), "--skip-bad")
    assert result.code == 0
    assert result.out.splitlines()[:2] == ["Imported  2", "Left out  1"]
    assert result.err.startswith(
        "slt: left out: cases.csv:3: priority: unknown priority 'S9'\nfix:"
    )
    assert slt("list", "-q").out == "CASE-1\nCASE-2\n"


def test_a_dry_run_tells_what_would_be_and_records_nothing(slt, items, write):
    file = write(HEADER + ONE + TWO)
    told = slt("import", file, "--dry-run").out.splitlines()
    assert told == [*slt("import", file, "--dry-run", "-o", "plain").out.splitlines()]
    assert told[-1] == "Dry run   nothing was recorded"
    would_be = items("import", file, "--dry-run")
    assert slt("list", "--all").out == ""
    assert items("import", file) == would_be
    assert slt("import", write(HEADER + BAD), "--dry-run").code == 1


# --- Columns --------------------------------------------------------------------------------------


def test_foreign_columns_are_mapped(items, write):
    text = "Number,Opened,Severity,Owner\n77,2026-11-20T14:00Z,S1,x\n"
    renamed = ("--map", "Number=ref", "--map", "opened = opened_at", "--map", "SEVERITY=Priority")
    (case,) = items("import", write(text), *renamed, "--map", "Owner=")
    assert (case["ref"], case["priority"]) == ("77", "S1")


@pytest.mark.parametrize(
    ("header", "options", "message", "fix"),
    [
        pytest.param(
            "opened_at,priority,Owner", [], "'Owner' is no field", "'Owner='", id="unknown"
        ),
        pytest.param("opened_at,Owner,A", [], "'Owner', 'A' are no", "'Owner=FIELD'", id="several"),
        pytest.param(
            "opened_at,ref", [], "no column priority", "COLUMN=priority", id="no priority"
        ),
        pytest.param("priority,ref", [], "no column opened_at", "--map", id="no opening"),
        pytest.param(
            "opened_at,priority,ref,Ref", [], "two columns are ref", "rename one", id="twice"
        ),
        pytest.param(
            "opened_at,priority,ref,No",
            ["No=ref"],
            "two columns are ref: 'ref' and 'No'",
            "leave one out, such as with --map 'No'=",
            id="twice, under two names",
        ),
        pytest.param(
            "opened_at,priority,No",
            ["No=priority"],
            "two columns are priority",
            "--map",
            id="mapped",
        ),
        pytest.param(
            "opened_at,priority,Ref",
            ["Reff=ref"],
            "'reff', which the file does not have",
            "fix: did you mean 'Ref'? It has: opened_at, priority, Ref",
            id="not there",
        ),
        pytest.param("opened_at,priority,No", ["No=reff"], "'reff'", "mean 'ref'?", id="no field"),
        pytest.param("opened_at,priority", ["No"], "'No' has no =", "--map", id="no ="),
        pytest.param("opened_at", ["a=ref", "A=id"], "'A' twice", "once", id="mapped twice"),
        pytest.param('"opened_at"x', [], "the header cannot be read", "quote", id="no header"),
        pytest.param("[", [], "'[' is no field", "", id="JSON in a .csv"),
    ],
)
def test_columns_that_cannot_be_are_usage_errors(slt, write, header, options, message, fix):
    mapped = [word for option in options for word in ("--map", option)]
    result = slt("import", write(header + "\n"), *mapped)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert fix in result.err
    assert not Path(".local").exists()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a"])
@pytest.mark.parametrize(
    "text",
    ["[", '[{"priority": "S1"}]', '{"schema": "slt.case/1", "items": [\n', '{\n"priority": "S1"}'],
    ids=["list", "list in a line", "answer", "object over several lines"],
)
def test_json_that_is_not_lines_is_a_usage_error(slt, write, text, name):
    result = slt("import", write(text, name))
    assert result.code == 2
    assert "is JSON, not JSON Lines\nfix: write an object a line" in result.err


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1252"])
def test_a_header_that_is_not_utf_8_is_told(slt, encoding):
    Path("a.csv").write_bytes("opened_at,Priorität\n2026-11-20T14:00Z,S1\n".encode(encoding))
    result = slt("import", "a.csv")
    assert (result.code, result.out) == (2, "")
    assert "the header holds bytes that are not UTF-8\nfix: save the file as UTF-8" in result.err


def test_a_mapped_field_that_no_line_has_is_a_usage_error(slt, write):
    result = slt("import", write(JSON, "a.jsonl"), "--map", "no=id")
    assert result.code == 2
    assert slt("list").out == ""


def test_a_file_that_is_not_there_is_told(slt):
    result = slt("import", "missing.csv")
    assert (result.code, result.out) == (1, "")
    assert "missing.csv cannot be read: No such file or directory" in result.err


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["import", "--dry-run"])
def test_an_answer_that_cannot_be_written_is_no_fault_of_the_file(write, options):
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


def test_a_directory_cannot_be_read(slt):
    result = slt("import", ".")
    assert (result.code, result.out) == (1, "")
    assert ". cannot be read: Is a directory" in result.err
