"""`slt import --update` records what rows know more about cases that are known."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from slt_cli.cli.program import run
from slt_cli.services import importing
from tests.commands.stopping import raising, stopping

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]

OPENED = "2026-11-20T14:00:00Z"
MOON = """
[regions.moon]
name = "Moon"
timezone = "UTC"
hotline = "+44 20 7946 0000"
[regions.moon.hours]
mon-sun = "00:00-24:00"
"""
Row = dict[str, Any]


def at(time: str) -> str:
    """Return an instant on the Friday of the cases."""
    return f"2026-11-20T{time}:00Z"


def row(ref: str, updated: str | None = None, **more: str) -> Row:
    """Return a row of a case that was opened at 14:00; each time is one on that day."""
    times = {name: at(time) for name, time in more.items() if name.endswith(("_at", "_since"))}
    when = {} if updated is None else {"updated_at": at(updated)}
    status = "responded" if "responded_at" in more else "open"
    plain = {"ref": ref, "opened_at": OPENED, "priority": "S2", "status": status}
    return {**plain, **more, **times, **when}


@pytest.fixture
def rows(slt, write) -> Callable[..., Any]:
    """Return a function that imports rows with --update and returns the answer."""

    def imported(*given: Row, options: tuple[str, ...] = ("--update",)) -> Any:
        text = "".join(json.dumps(each) + "\n" for each in given)
        return slt("import", write(text, "cases.jsonl"), *options)

    return imported


@pytest.fixture
def events(items) -> Callable[[str], list[tuple[str, str, str | None]]]:
    """Return a function that returns the events of a case: the kind, the time, the note."""

    def told(case: str) -> list[tuple[str, str, str | None]]:
        (shown,) = items("show", case)
        return [(event["kind"], event["at"][11:16], event["note"]) for event in shown["events"]]

    return told


def lines(result: Any) -> list[str]:
    """Return the lines of an answer with single blanks."""
    assert (result.code, result.err) == (0, "")
    return [" ".join(line.split()) for line in result.out.splitlines()]


MONDAY = (
    row("A", "14:10", subject="Phones are down"),
    row("B", "14:10", subject="Voicemail", priority="S3"),
    row("C", "14:10"),
)
TUESDAY = (
    row("C", "16:00", status="held"),
    row("D", "16:10"),
    row("A", "18:00", status="closed", responded_at="14:20", resolved_at="17:00"),
    row("B", "15:30", subject="Voicemail delayed", priority="S1", responded_at="15:00"),
)


def test_what_a_row_knows_more_is_recorded_at_its_own_times(slt, items, rows, events):
    rows(*MONDAY)
    told = ["Imported 1", "Already there 3", "Updated 3", "First CASE-4", "Last CASE-4"]
    assert lines(rows(*TUESDAY)) == told
    assert events("A") == [
        ("opened", "14:00", "imported"),
        ("responded", "14:20", "imported"),
        ("resolved", "17:00", "imported"),
        ("closed", "18:00", "imported"),
    ]
    assert events("B")[1:] == [("responded", "15:00", "imported"), ("updated", "15:30", "imported")]
    assert events("C")[1:] == [("held", "16:00", "imported")]
    (case,) = items("show", "B")
    assert (case["subject"], case["priority"], case["verdict"]) == (
        "Voicemail delayed",
        "S1",
        "met",
    )
    assert {event["who"] for event in case["events"]} == {"tester"}
    assert {event["recorded_at"] for event in case["events"]} == {"2026-11-23T12:00:00Z"}
    assert slt("verify") == (0, "", "")


def test_without_the_option_known_cases_stay_as_they_are(rows, events):
    rows(*MONDAY)
    left = [
        "CASE-1 (status, responded_at, resolved_at)",
        "CASE-2 (subject, priority, status, responded_at)",
    ]
    told = f"Differ 2, which the store keeps as they are: {', '.join(left)}"
    assert lines(rows(*TUESDAY[2:], options=())) == ["Imported 0", "Already there 2", told]
    assert [len(events(ref)) for ref in "ABC"] == [1, 1, 1]


def test_the_same_file_again_changes_nothing(slt, rows):
    rows(*MONDAY)
    rows(*TUESDAY)
    before = slt("export", "-o", "jsonl").out
    assert lines(rows(*TUESDAY)) == ["Imported 0", "Already there 4"]
    assert slt("export", "-o", "jsonl").out == before


def test_an_older_file_changes_nothing(slt, rows):
    rows(*MONDAY)
    rows(*TUESDAY)
    before = slt("export", "-o", "jsonl").out
    told = "Differ 1, which the store keeps as they are: CASE-2 (subject, priority)"
    assert lines(rows(*MONDAY)) == ["Imported 0", "Already there 3", told]
    assert slt("export", "-o", "jsonl").out == before


def test_an_older_file_after_the_first_one_changes_nothing(slt, rows):
    rows(
        row("A", "18:00", priority="S1"),
        row("B", "18:00", status="resolved", resolved_at="15:00"),
        row("C", "18:00", responded_at="15:00"),
        row("D", "18:00"),
    )
    before = slt("export", "-o", "jsonl").out
    older = (
        row("A", "16:00", priority="S2"),
        row("B", "16:00"),
        row("C", "16:00", responded_at="15:00", status="held"),
        row("D", "16:00", status="closed", closed_at="15:30"),
    )
    left = "CASE-1 (priority), CASE-4 (closed_at)"
    told = f"Differ 2, which the store keeps as they are: {left}"
    for _ in range(2):
        assert lines(rows(*older)) == ["Imported 0", "Already there 4", told]
    assert slt("export", "-o", "jsonl").out == before
    assert lines(rows(row("C", "18:00", status="held", responded_at="15:00")))[2:] == ["Updated 1"]


def test_an_older_file_after_an_update_that_brought_an_answer_changes_no_more(rows, events):
    rows(row("A", "14:10"))
    rows(row("A", "18:00", responded_at="14:20"))
    rows(row("A", "16:00", status="held", priority="S3"))
    assert [kind for kind, *_ in events("A")] == ["opened", "responded"]
    rows(row("A", "18:01", status="held", responded_at="14:20"))
    assert [kind for kind, *_ in events("A")] == ["opened", "responded", "held"]


def test_a_first_answer_in_an_older_file_is_recorded(rows, events):
    rows(row("A", "18:00", priority="S1"))
    rows(row("A", "16:00", priority="S2", responded_at="15:00"))
    assert [kind for kind, *_ in events("A")] == ["opened", "responded"]


def test_when_a_row_was_changed_is_exported_and_comes_back(slt, items, rows, another_store):
    rows(row("A", "18:00"), row("B"))
    rows(row("A", "19:00", responded_at="15:00"))
    exported = slt("export", "-o", "jsonl").out
    cases = [json.loads(line) for line in exported.splitlines()]
    kept = [[event["detail"] for event in case["events"]] for case in cases]
    assert kept == [[at("18:00"), at("19:00")], [None]]
    (case,) = items("show", "A")
    assert [event["detail"] for event in case["events"]] == [None, None]
    shown = slt("show", "A").out
    assert at("18:00") not in shown
    assert at("19:00") not in shown
    copy = another_store()
    slt("export", "all.jsonl")
    assert slt("import", "all.jsonl", *copy).code == 0
    assert slt("export", "-o", "jsonl", *copy).out == exported
    assert slt("verify") == (0, "", "")


def test_rows_of_one_case_count_in_the_order_of_their_changes(rows, events):
    newest = row("A", "17:00", status="closed", responded_at="14:20")
    given = [newest, row("A", "14:10"), row("A", "16:00", status="held", responded_at="14:20")]
    assert lines(rows(*given))[:2] == ["Imported 1", "Already there 2"]
    assert [(kind, time) for kind, time, _ in events("A")] == [
        ("opened", "14:00"),
        ("responded", "14:20"),
        ("held", "16:00"),
        ("closed", "17:00"),
    ]
    assert lines(rows(*reversed(given))) == ["Imported 0", "Already there 3"]


def test_an_older_row_far_below_changes_nothing(monkeypatch, items, rows):
    monkeypatch.setattr(importing, "_BATCH", 2)
    newest = row("A", "17:00", priority="S1", subject="New")
    others = [row(f"x{number}", "14:10") for number in range(3)]
    rows(newest, *others, row("A", "16:00", priority="S3", subject="Old", status="held"))
    (case,) = items("show", "A")
    assert (case["priority"], case["subject"], case["held_since"]) == ("S1", "New", None)


def test_without_times_the_last_row_of_a_case_counts_however_far_below(monkeypatch, rows, events):
    monkeypatch.setattr(importing, "_BATCH", 2)
    others = [row(f"x{number}") for number in range(3)]
    given = [row("A", priority="S3"), *others, row("A", priority="S1")]
    rows(*given)
    assert events("A") == [("opened", "14:00", "imported"), ("updated", "12:00", "imported")]
    assert lines(rows(*given)) == ["Imported 0", "Already there 5"]
    assert len(events("A")) == 2


def test_a_case_of_the_same_file_is_not_among_the_updated(rows):
    given = [row("A", "14:10"), row("B", "14:10"), row("A", "16:00", priority="S1")]
    result = rows(*given, options=("--update", "-q"))
    assert (result.code, result.out) == (0, "CASE-1\nCASE-2\n")


# --- Answers --------------------------------------------------------------------------------------


def test_quiet_and_json_have_the_imported_cases_and_then_the_updated(rows):
    rows(*MONDAY)
    assert rows(*TUESDAY, options=("--update", "--dry-run", "-q")).out == (
        "CASE-4\nCASE-3\nCASE-1\nCASE-2\n"
    )
    assert rows(*TUESDAY[:2], options=("--update", "-q")).out == "CASE-4\nCASE-3\n"
    answer = json.loads(rows(*TUESDAY, options=("--update", "--json")).out)
    assert [case["id"] for case in answer["items"]] == ["CASE-1", "CASE-2"]
    assert answer["items"][0]["status"] == "closed"
    assert answer["notes"] == [
        {"label": "Already there", "text": "4"},
        {"label": "Updated", "text": "2"},
    ]


def test_a_dry_run_says_the_same_and_records_nothing(slt, rows):
    rows(*MONDAY)
    slt("respond", "A")
    slt("update", "B", "--subject", "Mine")
    before = slt("export", "-o", "jsonl").out
    several = (*TUESDAY, row("D", "17:00", priority="S1"), row("D", "16:30", status="held"))
    tried = rows(*several, options=("--update", "--dry-run", "-o", "jsonl"))
    assert slt("export", "-o", "jsonl").out == before
    assert rows(*several, options=("--update", "-o", "jsonl")) == tried
    assert len(tried.out.splitlines()) == 4


def test_a_dry_run_for_people_counts_the_cases_that_change(rows):
    rows(*MONDAY)
    result = rows(*TUESDAY, options=("--update", "--dry-run"))
    told = "4 rows: 1 new, 3 known already, 3 of them to be updated. Nothing was recorded."
    assert told in result.out
    shown = [line.split()[:3] for line in result.out.splitlines() if line.startswith("CASE-")]
    assert shown == [
        ["CASE-3", "S2", "updated"],
        ["CASE-1", "S2", "updated"],
        ["CASE-2", "S1", "updated"],
    ]


# --- What is left ---------------------------------------------------------------------------------


def test_what_was_undone_is_not_recorded_again(slt, rows, events):
    rows(*MONDAY)
    rows(*TUESDAY)
    slt("undo", "A")
    slt("undo", "B")
    left = ["CASE-1 (closed_at)", "CASE-2 (subject, priority)"]
    told = f"Differ 2, which the store keeps as they are: {', '.join(left)}"
    assert lines(rows(*TUESDAY)) == ["Imported 0", "Already there 4", told]
    assert [kind for kind, *_ in events("A")][-1] == "undone"
    assert [kind for kind, *_ in events("B")][-1] == "undone"


def test_a_case_that_was_voided_stays_void_and_is_no_new_case(slt, items, rows):
    rows(*MONDAY)
    slt("void", "A", "--reason", "Twice")
    told = "Differ 1, which the store keeps as they are: CASE-1 (status)"
    assert lines(rows(MONDAY[0], TUESDAY[2])) == ["Imported 0", "Already there 2", told]
    assert [case["id"] for case in items("list", "--all")] == ["CASE-2", "CASE-3"]


def test_a_void_row_voids_its_case_once(slt, rows, events):
    rows(*MONDAY)
    void = row("A", "15:00", status="void")
    assert lines(rows(void)) == ["Imported 0", "Already there 1", "Updated 1"]
    assert lines(rows(void)) == ["Imported 0", "Already there 1"]
    assert events("1")[1:] == [("voided", "15:00", "imported")]
    slt("undo", "1")
    told = "Differ 1, which the store keeps as they are: CASE-1 (status)"
    assert lines(rows(void)) == ["Imported 0", "Already there 1", told]
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(
    ("command", "given", "fields"),
    [
        pytest.param(
            ["close", "A", "--at", at("15:00")],
            row("A", responded_at="16:00"),
            "responded_at",
            id="an answer after the closing",
        ),
        pytest.param(
            ["respond", "A", "--at", at("15:00")],
            row("A", "18:00", responded_at="16:00"),
            "responded_at",
            id="another answer",
        ),
        pytest.param(
            ["resolve", "A", "--at", at("15:00")],
            row("A", "18:00", status="resolved", resolved_at="16:00"),
            "resolved_at",
            id="another resolution",
        ),
        pytest.param(
            ["escalate", "A", "--at", at("15:00")],
            row("A", "18:00", level="2", escalated_at="15:00"),
            "level",
            id="another level",
        ),
        pytest.param(
            ["note", "A", "Seen"],
            row("A", "18:00", due_at="23:00"),
            "due_at",
            id="another due time",
        ),
        pytest.param(
            ["update", "A", "--priority", "S1", "--at", at("19:00")],
            row("A", "18:00", priority="S3"),
            "priority",
            id="an older priority",
        ),
        pytest.param(
            ["update", "A", "--opened", "2026-11-20T13:00:00Z"],
            row("A", "18:00"),
            "opened_at",
            id="another opening",
        ),
    ],
)
def test_what_contradicts_a_case_is_reported_and_left(slt, rows, events, command, given, fields):
    rows(MONDAY[0])
    assert slt(*command).code == 0
    before = events("A")
    given = {key: value for key, value in given.items() if key != "subject"}
    told = f"Differ 1, which the store keeps as they are: CASE-1 ({fields})"
    for _ in range(2):
        assert lines(rows(given)) == ["Imported 0", "Already there 1", told]
    assert events("A") == before


def test_what_is_refused_keeps_nothing_else_from_being_recorded(slt, rows, events):
    rows(MONDAY[0])
    slt("close", "A", "--at", at("15:00"))
    given = row("A", "18:00", status="closed", closed_at="16:30", responded_at="16:00", partner="X")
    told = "Differ 1, which the store keeps as they are: CASE-1 (responded_at, closed_at)"
    assert lines(rows(given)) == ["Imported 0", "Already there 1", "Updated 1", told]
    assert events("A")[2:] == [("updated", "18:00", "imported")]


def test_facts_of_a_case_whose_region_is_no_longer_configured_are_left(slt, rows, home, events):
    (home / "moon.toml").write_text(MOON)
    slt("open", "-p", "S2", "-r", "moon", "--ref", "A", "--at", OPENED, "--config", "moon.toml")
    given = row("A", "18:00", priority="S1", responded_at="15:00")
    told = "Differ 1, which the store keeps as they are: CASE-1 (priority)"
    assert lines(rows(given)) == ["Imported 0", "Already there 1", "Updated 1", told]
    assert [kind for kind, *_ in events("A")] == ["opened", "responded"]
    more = ("--update", "--config", "moon.toml")
    assert lines(rows(given, options=more)) == ["Imported 0", "Already there 1", "Updated 1"]


# --- Lines with their history ---------------------------------------------------------------------


def test_a_line_with_its_history_records_what_follows(slt, items, another_store):
    copy = another_store()
    slt("open", "-p", "S1", "--ref", "A", "--at", OPENED, "x")
    slt("export", "first.jsonl")
    slt("import", "first.jsonl", *copy)
    slt("respond", "A", "--at", at("15:00"))
    slt("update", "A", "--priority", "S2")
    slt("undo", "A")
    slt("export", "second.jsonl")
    assert lines(slt("import", "second.jsonl", "--update", *copy)) == [
        "Imported 0",
        "Already there 1",
        "Updated 1",
    ]
    assert items("show", "A", *copy) == items("show", "A")
    assert lines(slt("import", "second.jsonl", "--update", *copy))[1:] == ["Already there 1"]
    assert slt("verify", *copy) == (0, "", "")


def test_a_line_with_another_history_is_left(slt, items, another_store):
    copy = another_store()
    slt("open", "-p", "S1", "--ref", "A", "--at", OPENED, "x")
    slt("export", "first.jsonl")
    slt("import", "first.jsonl", *copy)
    slt("note", "A", "There", *copy)
    before = items("show", "A", *copy)
    slt("respond", "A", "--at", at("15:00"))
    slt("export", "second.jsonl")
    told = "Differ 1, which the store keeps as they are: CASE-1 (events)"
    for _ in range(2):
        assert lines(slt("import", "second.jsonl", "--update", *copy))[2:] == [told]
    assert items("show", "A", *copy) == before


# --- Interruptions --------------------------------------------------------------------------------


def test_updates_that_are_interrupted_when_they_are_recorded_say_so(rows, home, capsys, events):
    rows(*MONDAY)
    text = "".join(json.dumps(each) + "\n" for each in TUESDAY if each["ref"] != "D")
    (home / "again.jsonl").write_text(text)
    made = stopping(1, "after", raising(KeyboardInterrupt()))
    assert run(["import", str(home / "again.jsonl"), "--update"], made) == 130
    assert capsys.readouterr().err == "slt: interrupted, after everything was imported\n\n"
    assert len(events("A")) == 4
