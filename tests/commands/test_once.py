"""`--once KEY`: a second run with the same key records nothing and answers with the case."""

import json

import pytest

from slt_cli.cli.suggestions import READING
from tests.command_names import ALL_COMMANDS
from tests.commands.lives import FRIDAY_EVENING, OPEN, at

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]

RECORDING = {
    "respond": "respond 1",
    "respond --hold": "respond 1 --hold",
    "followup": "followup 1",
    "hold": "hold 1 --reason Waiting",
    "resume": "resume 1",
    "mark": "mark 1 workaround",
    "resolve": "resolve 1",
    "close": "close 1",
    "reopen": "reopen 1",
    "escalate": "escalate 1",
    "note": "note 1 Seen",
    "update": "update 1 --priority S2",
    "update --tag": "update 1 --tag fax",
    "take": "take 1",
}
READY = {"resume": "hold 1", "reopen": "close 1"}


@pytest.fixture
def case(slt):
    slt(*OPEN, *at("09:00"))


@pytest.mark.parametrize("line", RECORDING.values(), ids=RECORDING)
def test_a_second_run_records_nothing_and_answers_with_the_case(items, line):
    if before := READY.get(line.split()[0]):
        items(*before.split(), *at("09:10"))
    (first,) = items(*line.split(), *at("09:20"), "--once", "mail-17")
    (history,) = items("show", "1")
    (second,) = items(*line.split(), *at("09:30"), "--once", "mail-17")
    assert second == first
    assert items("show", "1") == [history]


@pytest.mark.parametrize("line", RECORDING.values(), ids=RECORDING)
def test_another_key_records_again(slt, items, line):
    if before := READY.get(line.split()[0]):
        items(*before.split(), *at("09:10"))
    items(*line.split(), *at("09:20"), "--once", "mail-17")
    count = len(items("show", "1")[0]["events"])
    kind = line.split()[0]
    again = slt(*line.split(), *at("09:30"), "--once", "mail-18")
    refused = kind in ("hold", "resume", "resolve", "close", "reopen")
    unchanged = refused or kind in ("update", "take")  # to the same: there is nothing to record
    assert again.code == (1 if refused else 0)
    assert len(items("show", "1")[0]["events"]) == count + (0 if unchanged else 1)


def test_opening_answers_with_the_case_that_was_opened(items):
    (first,) = items(*OPEN, *at("09:30"), "--once", "mail-17")
    (second,) = items(*OPEN, *at("09:40"), "--once", "mail-17")
    assert second == first
    assert [case["id"] for case in items("list")] == ["CASE-1", "CASE-2"]


def test_the_answer_says_that_the_case_was_opened_before(slt, items):
    items(*OPEN, *at("09:30"), "--once", "mail-17")
    told = slt(*OPEN, *at("09:40"), "--once", "mail-17", "-o", "plain")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("Recorded before: CASE-2: No calls come in\nCase      CASE-2\n")


@pytest.mark.parametrize("line", ["respond 1", "note 1 Seen"])
def test_opening_with_the_key_of_another_command_is_refused(slt, items, line):
    items(*line.split(), *at("09:20"), "--once", "mail-17")
    told = slt(*OPEN, *at("09:30"), "--once", "mail-17")
    assert (told.code, told.out) == (1, "")
    assert "no case was opened: another command has recorded with this key, on CASE-1" in told.err
    assert [case["id"] for case in items("list")] == ["CASE-1"]


def test_opening_with_the_key_of_an_import_is_refused(slt, home):
    file = home / "cases.csv"
    file.write_text("subject,priority,opened_at\nOne,S1,2026-11-20T10:00:00Z\n")
    assert slt("import", str(file), "--once", "mail-17", "-q").out == "CASE-2\n"
    told = slt(*OPEN, *at("09:30"), "--once", "mail-17")
    assert (told.code, told.out) == (1, "")
    assert "no case was opened: another command has recorded with this key, on CASE-2" in told.err


def test_a_key_that_opened_a_case_and_changed_others_still_names_the_first(items):
    items("note", "1", "Seen", *at("09:20"), "--once", "other")
    (opened,) = items(*OPEN, *at("09:30"), "--once", "mail-17")
    items("note", "1", "Seen", *at("09:35"), "--once", "mail-17")
    (again,) = items(*OPEN, *at("09:40"), "--once", "mail-17")
    assert again == opened


def test_the_answer_is_the_case_as_it_is_now(items):
    items("respond", "1", *at("09:20"), "--once", "mail-17")
    items("close", "1", *at("10:00"))
    (case,) = items("respond", "1", *at("11:00"), "--once", "mail-17")
    assert (case["status"], case["responded_at"]) == ("closed", "2026-11-23T09:20:00Z")


def test_a_key_is_known_for_each_case_on_its_own(items):
    items(*OPEN, *at("09:05"))
    items("respond", "1", *at("09:20"), "--once", "mail-17")
    items("respond", "1", "2", *at("09:30"), "--once", "mail-17")
    responded = [case["responded_at"] for case in items("list")]
    assert responded == ["2026-11-23T09:20:00Z", "2026-11-23T09:30:00Z"]


@pytest.mark.parametrize("key", ["", " ", "\t\n", "\N{NO-BREAK SPACE}"])
@pytest.mark.parametrize("line", [*RECORDING.values(), "open -p S1", "undo 1", "escalate --late"])
def test_a_key_that_names_nothing_is_refused(slt, items, line, key):
    standing = items("list")
    told = slt(*line.split(), "--once", key)
    assert (told.code, told.out) == (2, "")
    assert "error: --once: the key is empty\nfix: " in told.err
    error = json.loads(slt(*line.split(), "--once", key, "--json").err)["error"]
    assert (error["exit"], error["message"]) == (2, "--once: the key is empty")
    assert items("list") == standing


WITHOUT = {
    **dict.fromkeys(
        ("config set", "config unset", "config init", "config holidays"),
        "it changes a file: a second run finds what the first wrote",
    ),
    **dict.fromkeys(
        ("store policy set", "store policy clear"),
        "it sets one value for all, and records nothing on a case",
    ),
    **dict.fromkeys(
        ("backup", "restore", "store init", "store upgrade", "store copy", "store grant"),
        "it is about a store as a whole, and records nothing on a case",
    ),
    "notify": "each notice has a key of its own: a second run sends none again",
    "outbox": "it records nothing on a case: what a second run changes is as it was",
}
"""The commands that change something and take no key, each with why."""


@pytest.mark.sqlite("no store is asked")
@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_that_records_on_a_case_takes_it(slt, command):
    takes_it = "--once" in slt(*command.split(), "--help").out
    assert takes_it is (command not in READING and command not in WITHOUT)


@pytest.mark.sqlite("no store is asked")
def test_what_takes_no_key_is_a_command_that_changes_something():
    assert set(WITHOUT) <= set(ALL_COMMANDS) - READING
