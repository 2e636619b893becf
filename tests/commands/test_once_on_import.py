"""`import --once KEY`: a second run records nothing and answers with what the first recorded."""

import json

import pytest

from slt_cli.cli.program import run
from tests.commands.stopping import stopping

NOW = "2026-11-23T12:00:00Z"
pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.now(NOW),
    pytest.mark.usefixtures("on_monday"),
]

ROWS = "opened_at,priority,subject\n2026-11-23T09:00:00Z,S1,One\n2026-11-23T10:00:00Z,S2,Two\n"
"""Rows that are new cases each time: they have neither a reference nor an id."""
KNOWN = "ref,opened_at,priority,responded_at\n7,2026-11-23T09:00:00Z,S1,{}\n"
IMPORT = ("import", "cases.csv", "--once", "night-17")


@pytest.fixture
def ids(slt):
    """Return a function that returns the ids of all cases in the store."""

    def told():
        return slt("list", "--all", "-q").out.split()

    return told


def test_a_second_run_records_nothing_and_answers_as_the_first(slt, items, write, ids):
    write(ROWS)
    first = items(*IMPORT)
    assert [case["id"] for case in first] == ["CASE-1", "CASE-2"]
    standing = slt("export", "-o", "jsonl").out
    assert items(*IMPORT) == first
    assert slt(*IMPORT, "-q") == (0, "CASE-1\nCASE-2\n", "")
    assert slt("export", "-o", "jsonl").out == standing
    assert ids() == ["CASE-1", "CASE-2"]
    assert slt("verify") == (0, "", "")


def test_it_says_that_it_was_recorded_before(slt, write):
    write(ROWS)
    assert slt(*IMPORT).out.splitlines()[0].split() == ["Imported", "2"]
    again = slt(*IMPORT)
    assert (again.code, again.err) == (0, "")
    assert [line.split() for line in again.out.splitlines()] == [
        *(["Imported", "0"], ["Recorded", "before", "2"]),
        *(["First", "CASE-1"], ["Last", "CASE-2"]),
    ]
    notes = json.loads(slt(*IMPORT, "--json").out)["notes"]
    assert {"label": "Recorded before", "text": "2"} in notes


def test_another_file_with_the_same_key_records_nothing(slt, write, ids):
    write(ROWS)
    slt(*IMPORT)
    write(f"{ROWS}2026-11-23T11:00:00Z,S3,Three\nnever,S1,A bad row\n")
    assert slt(*IMPORT, "-q") == (0, "CASE-1\nCASE-2\n", "")
    assert ids() == ["CASE-1", "CASE-2"]


def test_another_key_and_none_record_again(slt, write, ids):
    write(ROWS)
    slt(*IMPORT)
    assert slt("import", "cases.csv", "--once", "night-18", "-q").out == "CASE-3\nCASE-4\n"
    assert slt("import", "cases.csv", "-q").out == "CASE-5\nCASE-6\n"
    assert slt(*IMPORT, "-q").out == "CASE-1\nCASE-2\n"
    assert len(ids()) == 6


def test_a_run_that_recorded_nothing_leaves_the_key_free(slt, write, ids):
    write(f"{ROWS}never,S1,A bad row\n")
    assert slt(*IMPORT).code == 1
    assert ids() == []
    write(ROWS)
    assert slt(*IMPORT, "-q").out == "CASE-1\nCASE-2\n"


def test_cases_that_a_row_updated_are_among_those_that_the_key_recorded(slt, items, write):
    write(KNOWN.format(""))
    slt("import", "cases.csv")
    write(f"{KNOWN.format('2026-11-23T09:30:00Z')}8,2026-11-23T10:00:00Z,S1,\n")
    first = items(*IMPORT, "--update")
    second = items(*IMPORT, "--update")
    assert sorted(case["id"] for case in first) == ["CASE-1", "CASE-2"]
    assert second == sorted(first, key=lambda case: case["id"])
    (shown,) = items("show", "7")
    assert [event["kind"] for event in shown["events"]] == ["opened", "responded"]


def test_what_a_row_updated_is_recorded_once_although_the_row_changed(slt, items, write):
    write(KNOWN.format(""))
    slt("import", "cases.csv")
    write(KNOWN.format("2026-11-23T09:30:00Z"))
    slt(*IMPORT, "--update")
    write(KNOWN.format("2026-11-23T09:30:00Z").replace("responded_at", "resolved_at"))
    (case,) = items(*IMPORT, "--update")
    assert (case["status"], case["resolved_at"]) == ("responded", None)


def test_the_answer_is_the_cases_as_they_are_now(slt, items, write):
    write(ROWS)
    slt(*IMPORT)
    slt("close", "2", "--at", "2026-11-23T11:00:00Z")
    assert [case["status"] for case in items(*IMPORT)] == ["open", "closed"]


def test_a_dry_run_knows_the_key_and_records_nothing(slt, items, write, ids):
    write(ROWS)
    assert len(items(*IMPORT, "--dry-run")) == 2
    assert ids() == []
    first = items(*IMPORT)
    assert items(*IMPORT, "--dry-run") == first
    told = slt(*IMPORT, "--dry-run").out
    assert "Recorded before  2" in told
    assert "Dry run" in told
    assert ids() == ["CASE-1", "CASE-2"]


def test_two_runs_at_once_record_once(slt, write, ids, capsys):
    write(ROWS)

    def meanwhile():
        assert slt(*IMPORT, "-q").out == "CASE-1\nCASE-2\n"

    assert run((*IMPORT, "-q"), stopping(1, "before", meanwhile, NOW)) == 0
    assert (*capsys.readouterr(),) == ("CASE-1\nCASE-2\n", "")
    assert ids() == ["CASE-1", "CASE-2"]


def test_a_key_of_another_command_is_known(slt, write, ids):
    slt("open", "-p", "S1", "--at", "2026-11-23T09:00:00Z", "Down")
    slt("respond", "1", "--at", "2026-11-23T09:30:00Z", "--once", "night-17")
    write(ROWS)
    assert slt(*IMPORT, "-q") == (0, "CASE-1\n", "")
    assert ids() == ["CASE-1"]


def test_an_empty_key_is_refused(slt, write, ids):
    write(ROWS)
    told = slt("import", "cases.csv", "--once", "")
    assert (told.code, told.out) == (2, "")
    assert "--once: the key is empty" in told.err
    assert ids() == []
