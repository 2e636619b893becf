"""`--once KEY` where a command finds the cases itself: `escalate --late` and `recalc --apply`."""

import json

import pytest

from slt_cli.cli.program import run
from slt_cli.errors import StoreError
from tests.commands.stopping import raising, stopping

OPENED = "2026-11-13T17:00:00Z"
LATE = "2026-11-13T18:00:01Z"
LATER = "2026-11-13T22:00:02Z"
"""One minute of support time after the answer of level 1 was due, too."""

pytestmark = [pytest.mark.every_engine, pytest.mark.now(LATE)]

ONCE = ("--once", "cron-17")
ESCALATE = ("escalate", "--late", *ONCE)
RECALC = ("recalc", "--apply", *ONCE)
LONGER = '[plans.partner.targets.S1]\nresponse = "5h"\n'
LONGEST = '[plans.partner.targets.S1]\nresponse = "6h"\n'


@pytest.fixture
def cases(slt):
    """Open two cases, both late by a second."""
    for subject in ("First", "Second"):
        assert slt("open", "-p", "S1", "--at", OPENED, subject).code == 0


@pytest.fixture
def changed(home, monkeypatch):
    """Return a function that changes the configuration of the commands that follow."""

    def change(text):
        (home / "own.toml").write_text(text)
        monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))

    return change


@pytest.fixture
def histories(items):
    """Return a function that returns the kinds of the events of both cases."""

    def told():
        return [[e["kind"] for e in items("show", n)[0]["events"]] for n in ("1", "2")]

    return told


def stopped_at_the_second(capsys, *line, transaction):
    """Run a command whose store is gone at a transaction; return the ids that it printed."""
    gone = raising(StoreError("the store is gone"))
    code = run((*line, "-q"), stopping(transaction, "before", gone, LATE))
    out, err = capsys.readouterr()
    assert code == 5
    assert "CASE-2 remains: repeat the command" in err
    return out.split()


@pytest.mark.usefixtures("cases")
def test_late_cases_are_escalated_once_although_they_are_late_again(slt, items, histories):
    first = items(*ESCALATE)
    assert [(case["id"], case["level"]) for case in first] == [("CASE-1", 1), ("CASE-2", 1)]
    standing = [items("show", number, now=LATER) for number in ("1", "2")]
    assert items(*ESCALATE, now=LATER) == first
    assert [items("show", number, now=LATER) for number in ("1", "2")] == standing
    again = slt(*ESCALATE, now=LATER)
    blocks = [line for line in again.out.splitlines() if not line.startswith(" ")]
    assert (again.code, again.err) == (0, "")
    assert blocks == ["Recorded before: CASE-1: First", "Recorded before: CASE-2: Second"]
    assert slt(*ESCALATE, "-q", now=LATER).out == "CASE-1\nCASE-2\n"
    assert histories() == [["opened", "escalated"]] * 2


@pytest.mark.usefixtures("cases")
def test_what_became_late_since_is_not_escalated_with_the_same_key(slt, items):
    first = items(*ESCALATE)
    assert slt("open", "-p", "S1", "--at", "2026-11-13T17:30:00Z", "Third").code == 0
    assert items(*ESCALATE, now=LATER) == first
    another = slt("escalate", "--late", "--once", "cron-18", "-q", now=LATER)
    assert sorted(another.out.split()) == ["CASE-1", "CASE-2", "CASE-3"]


@pytest.mark.usefixtures("cases")
def test_a_second_run_escalates_what_the_first_did_not_get_to(items, histories, capsys):
    assert stopped_at_the_second(capsys, *ESCALATE, transaction=2) == ["CASE-1"]
    assert histories() == [["opened", "escalated"], ["opened"]]
    both = items(*ESCALATE, now=LATER)
    assert [(case["id"], case["level"]) for case in both] == [("CASE-1", 1), ("CASE-2", 1)]
    assert histories() == [["opened", "escalated"]] * 2


@pytest.mark.usefixtures("cases")
def test_a_case_that_the_first_run_escalated_is_shown_as_it_is_now(slt):
    assert slt(*ESCALATE).code == 0
    assert slt("undo", "1").code == slt("void", "2", "--reason", "Twice").code == 0
    again = slt(*ESCALATE, "--json")
    assert (again.code, again.err) == (0, "")
    shown = [(case["id"], case["level"], case["status"]) for case in json.loads(again.out)["items"]]
    assert shown == [("CASE-1", 0, "open"), ("CASE-2", 1, "void")]
    people = slt(*ESCALATE)
    assert (people.code, people.err) == (0, "")
    assert "Recorded before: CASE-1: First" in people.out


@pytest.mark.usefixtures("cases")
def test_a_dry_run_knows_the_key(slt, histories):
    would = slt(*ESCALATE, "--dry-run").out
    assert would.count("Would escalate") == 2
    assert slt(*ESCALATE).code == 0
    tried = slt(*ESCALATE, "--dry-run", now=LATER).out
    assert tried.count("Recorded before") == 2
    assert "Would escalate" not in tried
    for line in (["escalate", "1"], ["undo", "1"]):
        known = slt(*line, *ONCE, "--dry-run")
        assert (known.code, known.err) == (0, "")
        assert known.out.startswith("Recorded before: CASE-1")
    assert histories() == [["opened", "escalated"]] * 2


def test_a_key_that_recorded_nothing_is_free(slt, items):
    assert slt(*ESCALATE) == (0, "", "")
    assert slt("open", "-p", "S1", "--at", OPENED, "First").code == 0
    assert [case["id"] for case in items(*ESCALATE)] == ["CASE-1"]


@pytest.mark.usefixtures("cases")
def test_due_times_are_recalculated_once(slt, items, changed, histories):
    changed(LONGER)
    first = items(*RECALC)
    assert [(row["id"], row["recalculated_due_at"]) for row in first] == [
        ("CASE-1", "2026-11-13T22:00:00Z"),
        ("CASE-2", "2026-11-13T22:00:00Z"),
    ]
    changed(LONGEST)
    assert items(*RECALC) == first
    assert slt(*RECALC).out.endswith("Recorded before: the new due times of 2 cases\n")
    assert slt(*RECALC, "-q").out == "CASE-1\nCASE-2\n"
    assert histories() == [["opened", "updated"]] * 2
    assert {case["due_at"] for case in items("list")} == {"2026-11-13T22:00:00Z"}


@pytest.mark.usefixtures("cases")
def test_a_second_run_recalculates_what_the_first_did_not_get_to(slt, changed, histories, capsys):
    changed(LONGER)
    assert stopped_at_the_second(capsys, *RECALC, transaction=2) == ["CASE-1"]
    notes = slt(*RECALC).out.splitlines()[-2:]
    assert notes == [
        "Recorded: the new due times of 1 case",
        "Recorded before: the new due times of 1 case",
    ]
    assert histories() == [["opened", "updated"]] * 2


@pytest.mark.usefixtures("cases")
def test_what_was_recorded_with_the_key_but_is_no_recalculation_is_not_shown(slt, items, changed):
    items("respond", "1", *ONCE)
    items("update", "2", "--subject", "Another", *ONCE)
    changed(LONGER)
    assert items(*RECALC) == []
    assert slt(*RECALC) == (0, "", "")


def test_without_apply_a_key_has_no_use(slt):
    told = slt("recalc", "--once", "k")
    assert (told.code, told.out) == (2, "")
    assert "error: --once is only for --apply" in told.err
