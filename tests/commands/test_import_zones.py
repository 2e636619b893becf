"""The zone of an export that does not say it is asked for once: on a terminal, else by an error."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from slt_cli.config.files import user_file
from tests.commands.test_open import read_until

pytestmark = pytest.mark.usefixtures("on_monday")

HEADER = "Id,Requester,Created at,Updated at,Priority,Status\n"
ROW = "7,A,2026-11-20 14:00,2026-11-20 15:00,High,Open\n"
ZONED = "7,A,2026-11-20T14:00:00Z,2026-11-20T15:00:00Z,High,Open\n"
FIX = (
    "--timezone Europe/London names it (an IANA name), "
    "--timezone region takes that of each case's region"
)
QUESTION = (
    "In which time zone are the times of cases.csv? A Zendesk export does not say.\n"
    "An IANA name such as Europe/London, or region: "
)


@pytest.fixture
def typed(monkeypatch):
    """Return a function that gives what is typed."""

    def give(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    return give


def opened(items) -> list[str]:
    """Return when each case was opened, in the order of their ids."""
    cases = sorted(items("list", "--all"), key=lambda case: case["id"])
    return [case["opened_at"] for case in cases]


@pytest.mark.parametrize(
    ("answers", "instant", "said"),
    [
        pytest.param("Europe/Madrid\n", "13:00", [], id="an IANA name"),
        pytest.param("  Europe/Madrid \n", "13:00", [], id="blanks around it"),
        pytest.param("region\n", "22:00", [], id="that of each case's region"),
        pytest.param(
            "Moon\n\nUTC\n",
            "14:00",
            ['Unknown time zone "Moon"\n', "Must not be empty\n"],
            id="what is not a zone is asked again",
        ),
    ],
)
def test_on_a_terminal_the_zone_is_asked_for(slt, items, write, typed, answers, instant, said):
    typed(answers)
    result = slt("import", write(HEADER + ROW), on_terminal=True)
    assert result.code == 0
    assert result.err == QUESTION + "".join(f"{sentence}{QUESTION}" for sentence in said)
    assert opened(items) == [f"2026-11-20T{instant}:00Z"]


@pytest.mark.parametrize("options", [["--json"], ["-q"], ["--dry-run"], ["-o", "csv"]])
def test_the_question_is_on_standard_error_whatever_the_format(slt, write, typed, options):
    typed("UTC\n")
    result = slt("import", write(HEADER + ROW), *options, on_terminal=True)
    assert (result.code, result.err) == (0, QUESTION)
    assert "which time zone" not in result.out
    if options == ["--json"]:
        assert [case["ref"] for case in json.loads(result.out)["items"]] == ["7"]


def test_the_end_of_the_input_records_nothing(slt, write, typed):
    typed("")
    result = slt("import", write(HEADER + ROW), on_terminal=True)
    assert (result.code, result.out) == (130, "")
    assert result.err == (
        f"{QUESTION}\nslt: error: the zone of the times is not known\nfix: {FIX}\n"
    )
    assert slt("list", "--all").out == ""


def test_a_real_terminal_is_asked():
    Path("cases.csv").write_text(HEADER + ROW)
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "slt_cli", "-q", "import", "cases.csv"]
    with subprocess.Popen(arguments, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        read_until(ours, b"or region: ")
        os.write(ours, b"Europe/Madrid\n")
        read_until(ours, b"CASE-1")
        assert running.wait(timeout=60) == 0
    os.close(ours)


@pytest.mark.parametrize(
    ("row", "options"),
    [
        pytest.param(ZONED, [], id="times with their offset"),
        pytest.param("", [], id="no row"),
        pytest.param(ROW, ["--timezone", "UTC"], id="the option"),
        pytest.param(ROW, ["--timezone", "region"], id="that of the region"),
    ],
)
def test_nothing_is_asked_where_the_zone_is_known(slt, write, typed, row, options):
    typed("")
    result = slt("import", write(HEADER + row), "-q", *options, on_terminal=True)
    assert result.code == 0
    assert "time zone" not in result.err


def test_nothing_is_asked_where_the_configuration_names_it(slt, items, write, typed):
    user_file().parent.mkdir(parents=True)
    user_file().write_text('[imports.zendesk]\ntimezone = "Europe/Madrid"\n')
    typed("")
    assert slt("import", write(HEADER + ROW), "-q", on_terminal=True) == (0, "CASE-1\n", "")
    assert opened(items) == ["2026-11-20T13:00:00Z"]
    again = slt("import", write(HEADER + ROW.replace("7", "8", 1)), "--timezone", "UTC", "-q")
    assert (again.code, opened(items)[1]) == (0, "2026-11-20T14:00:00Z")


@pytest.mark.parametrize("options", [[], ["--json"], ["--dry-run"], ["--skip-bad"]])
def test_elsewhere_the_error_names_a_time_and_the_option_once(slt, write, options):
    result = slt("import", write(HEADER + ROW + ROW), *options)
    assert (result.code, result.out) == (2, "")
    said = "cases.csv does not say in which zone its times are, such as 2026-11-20 14:00"
    if options == ["--json"]:
        error = json.loads(result.err)["error"]
        assert (error["message"], error["hint"]) == (said, FIX)
    else:
        assert result.err == f"slt: error: {said}\nfix: {FIX}\n"
    assert slt("list", "--all").out == ""


def test_a_time_that_is_not_in_the_first_row_is_named_too(slt, write):
    result = slt("import", write(HEADER + ZONED + ROW.replace("7", "8", 1)))
    assert (result.code, "such as 2026-11-20 14:00\n" in result.err) == (2, True)
    assert slt("list", "--all").out == ""


def test_a_pipe_is_not_asked_even_on_a_terminal(slt, monkeypatch):
    read, write = os.pipe()
    os.write(write, (HEADER + ROW).encode())
    os.close(write)
    with os.fdopen(read) as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        result = slt("import", "-", on_terminal=True)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(
        "slt: error: standard input does not say in which zone its times are"
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Europe/Lodnon", '--timezone: unknown time zone "Europe/Lodnon"'),
        ("", "--timezone: must not be empty\n"),
        ("EST5EDT+9999", "--timezone: "),
        ("../../etc/passwd", "--timezone: "),
        ("\udcff", "--timezone: "),
    ],
)
def test_what_is_not_a_zone_is_a_usage_error(slt, write, given, said):
    result = slt("import", write(HEADER + ROW), "--timezone", given)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"slt: error: {said}")
    assert "\nfix: " in result.err


def test_in_a_file_of_slt_a_zone_counts_without_a_note(slt, items, write):
    file = write("opened_at,priority,region\n2026-11-20T14:00,S1,europe\n")
    assert slt("import", file, "-q", "--timezone", "Europe/Madrid") == (0, "CASE-1\n", "")
    assert slt("import", file, "-q", "--timezone", "region") == (0, "CASE-2\n", "")
    assert opened(items) == ["2026-11-20T13:00:00Z", "2026-11-20T14:00:00Z"]


def test_in_a_file_of_slt_the_users_own_time_counts_with_a_note(slt, items, write):
    result = slt("import", write("opened_at,priority\n2026-11-20T14:00,S1\n"), "-q")
    assert result == (
        0,
        "CASE-1\n",
        (
            "slt: note: cases.csv has times without an offset: they are read as your local time, "
            "UTC\nfix: --timezone Europe/London names another zone\n"
        ),
    )
    assert opened(items) == ["2026-11-20T14:00:00Z"]


def test_the_times_of_a_region_may_be_seen_twice(slt, items, write):
    text = "opened_at,priority,region\n2026-10-25T01:30,S1,europe\n2026-10-25T01:30,S1,apac\n"
    result = slt("import", write(text), "-q", "--timezone", "region")
    assert (result.code, result.err.count("slt: note: ")) == (0, 1)
    assert result.err.startswith(
        "slt: note: cases.csv:2: opened_at: in Europe/London it is 2026-10-25 01:30 twice"
    )
    assert opened(items) == ["2026-10-25T00:30:00Z", "2026-10-24T17:30:00Z"]
