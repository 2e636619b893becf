"""What a short answer says to people, and is no field of a case, JSON has as notes."""

import json

import pytest

pytestmark = pytest.mark.now("2026-11-23T02:00:00Z")

OPENED = ("--at", "2026-11-20T17:30:00-08:00")
CONTACT = "Partner Concierge: https://8x8.force.com/partnerxchange"
HOTLINE = "+1 408 956 6066 (USA, closed until Mon 23 Nov 05:00 PST)"


@pytest.fixture
def notes(slt):
    """Return a function that runs a command and returns its notes by label."""

    def labelled(*command):
        answer = json.loads(slt(*command, "--json").out)
        return {note["label"]: note["text"] for note in answer.get("notes", ())}

    return labelled


@pytest.fixture
def case(slt):
    assert slt("open", "-p", "S1", *OPENED, "All phones are down").code == 0


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(["1"], id="a case"),
        pytest.param(["1", "--dry-run"], id="a dry run"),
        pytest.param(["--late"], id="late cases"),
    ],
)
@pytest.mark.now("2026-11-23T15:00:00Z")
@pytest.mark.usefixtures("case")
def test_escalate(notes, options):
    told = notes("escalate", *options)
    assert told["Contact"] == CONTACT
    assert told["Hotline"].startswith("+1 408 956 6066 (USA, open until")
    assert told["level 1"].startswith("answer due Mon 23 Nov ")
    assert told.get("Dry run") == ("nothing was recorded" if "--dry-run" in options else None)


@pytest.mark.usefixtures("case")
def test_escalate_names_the_hotline_that_is_open(notes):
    told = notes("escalate", "1")
    assert told["Hotline"] == HOTLINE
    assert "open until" in told["Open now"]


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["undo", "dry run"])
@pytest.mark.usefixtures("case")
def test_undo(slt, notes, dry):
    slt("respond", "1")
    told = notes("undo", "1", *dry)
    assert told["Undone"] == "event 2"
    assert told["CASE-1"].endswith('"responded" of CASE-1 (Sun 22 Nov 18:00 PST by tester)')
    assert told["response"].startswith("met -> due Mon 23 Nov 05:30 PST")
    assert told.get("Dry run") == ("nothing was recorded" if dry else None)


@pytest.mark.usefixtures("case")
def test_void(notes):
    told = notes("void", "1", "--reason", "Twice")
    assert told["CASE-1"] == "Voided CASE-1: All phones are down"
    assert told["response"].endswith("-> cancelled")


@pytest.mark.usefixtures("case")
def test_update_tells_the_due_time_before_and_after(notes):
    told = notes("update", "1", "-p", "S2")
    assert told["priority"] == "S1 -> S2"
    was, now = told["response"].split(" -> ")
    assert was == "due Mon 23 Nov 05:30 PST"
    assert now.startswith("due Mon 23 Nov 08:30 PST")


def test_open_tells_only_what_is_no_field_of_the_case(notes):
    told = notes("open", "-p", "S1", "All phones are down")
    assert set(told) == {"Clock", "Hotline", "Open now"}
    assert told["Clock"].startswith("starts Mon 23 Nov 05:00 PST")
    assert told["Hotline"] == HOTLINE


def test_open_tells_that_a_priority_is_to_be_reported_by_phone(notes, home, monkeypatch):
    (home / "own.toml").write_text('[priorities.S1]\nname = "Down"\nchannel = "phone"\n')
    monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))
    told = notes("open", "-p", "S1", "All phones are down")
    assert told["Priority"] == "S1 Down: report it by phone"


@pytest.mark.usefixtures("case")
def test_message_who(slt, notes):
    slt("escalate", "1")
    told = notes("message", "1", "--who")
    assert set(told) == {"With", "Contact", "Next", "Hotline", "Open now"}
    assert told["With"].startswith("level 1 of 3 since Sun 22 Nov 18:00 PST, answer due Mon ")
    assert told["Contact"] == CONTACT


@pytest.mark.parametrize(
    "command", ["respond", "followup", "hold", "resolve", "close", "note Seen", "mark workaround"]
)
@pytest.mark.usefixtures("case")
def test_others_have_only_the_case(slt, notes, command):
    verb, *rest = command.split()
    assert notes(verb, "1", *rest) == {}
    assert len(json.loads(slt("show", "1", "--json").out)["items"][0]["events"]) == 2
