"""`slt take` makes cases yours, under the one name that you record with."""

import json

import pytest

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("cases"),
    pytest.mark.now("2026-11-23T12:00:00Z"),
]
DESK_2 = {"SLT_USER": "desk-2"}


@pytest.fixture
def cases(slt):
    """Open a case of desk-1 and one of nobody."""
    at = ("--at", "2026-11-23T10:00:00Z")
    slt("open", "-p", "S1", "--owner", "desk-1", *at, "All phones are down")
    slt("open", "-p", "S2", *at, "Recordings are missing")


def owners(items):
    return [case["owner"] for case in items("list")]


def test_it_says_whose_they_were(slt, items):
    result = slt("take", "1", "2", environment=DESK_2)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "Took CASE-1: All phones are down",
        "  owner     desk-1 -> desk-2",
        "Took CASE-2: Recordings are missing",
        "  owner     none -> desk-2",
    ]
    assert owners(items) == ["desk-2", "desk-2"]


@pytest.mark.parametrize("me", ["desk-1", "DESK-1"])
def test_what_is_yours_already_records_nothing(slt, items, me):
    (before,) = items("show", "1")
    answer = slt("take", "1", environment={"SLT_USER": me})
    assert answer == (0, "CASE-1: All phones are down is yours already\n", "")
    assert items("show", "1") == [before]


@pytest.mark.parametrize("me", ["desk-1", "DESK-1"])
def test_a_note_on_what_is_yours_already_is_recorded_alone(slt, items, me):
    mine = {"SLT_USER": me}
    told = slt("take", "1", "--note", "Mine", "--once", "k1", environment=mine)
    assert told.out.splitlines() == [
        "CASE-1: All phones are down is yours already",
        "  the note was recorded",
    ]
    slt("take", "1", "--note", "Mine", "--once", "k1", environment=mine)
    (case,) = items("show", "1")
    events = [(event["kind"], event["note"], event["changes"]) for event in case["events"][1:]]
    assert events == [("noted", "Mine", {})]
    assert case["owner"] == "desk-1"


def test_the_event_is_an_update_with_its_note(slt, items):
    slt("take", "1", "--note", "From the night shift", environment=DESK_2)
    event = items("show", "1")[0]["events"][-1]
    assert (event["kind"], event["who"], event["note"]) == (
        "updated",
        "desk-2",
        "From the night shift",
    )
    assert event["changes"] == {"owner": {"old": "desk-1", "new": "desk-2"}}
    assert "owner desk-1 -> desk-2; From the night shift" in slt("show", "1").out


def test_json_is_the_cases(items):
    taken = items("take", "1", "2", environment=DESK_2)
    assert [(case["id"], case["owner"]) for case in taken] == [
        ("CASE-1", "desk-2"),
        ("CASE-2", "desk-2"),
    ]


def test_defaults_me_is_the_name_and_slt_user_comes_first(slt, items, home):
    (home / "me.toml").write_text('[defaults]\nme = "desk-7"\n')
    slt("take", "1", "--config", str(home / "me.toml"))
    slt("take", "2", "--config", str(home / "me.toml"), environment=DESK_2)
    assert owners(items) == ["desk-7", "desk-2"]
    assert [case["events"][-1]["who"] for case in items("show", "1")] == ["desk-7"]


def test_a_resolved_case_can_be_taken_and_a_void_one_cannot(slt, items):
    slt("close", "1")
    slt("void", "2", "--reason", "Opened twice")
    result = slt("take", "1", "2", environment=DESK_2)
    assert (result.code, result.out.splitlines()[0]) == (1, "Took CASE-1: All phones are down")
    assert "2: the case is void\nfix: a void case was opened by mistake or twice: " in result.err
    assert [case["owner"] for case in items("list", "--all")] == ["desk-2"]


def test_it_can_be_undone(slt, items):
    slt("take", "1", environment=DESK_2)
    undone = slt("undo", "1", environment=DESK_2)
    assert (undone.code, "owner     desk-2 -> desk-1" in undone.out) == (0, True)
    assert owners(items) == ["desk-1", None]


def test_a_key_takes_once(slt, items):
    slt("take", "1", "--once", "shift-7", environment=DESK_2)
    slt("take", "1", environment={"SLT_USER": "desk-3"})
    again = slt("take", "1", "--once", "shift-7", environment=DESK_2)
    assert again.out.startswith("Recorded before: CASE-1: All phones are down\n")
    assert owners(items) == ["desk-3", None]


def test_what_was_taken_later_than_it_happened_is_seen_then(slt, items):
    slt("take", "2", "--at", "11:00", environment={**DESK_2, "TZ": "UTC"})
    assert [c["owner"] for c in items("show", "2", "--at", "2026-11-23T10:30:00Z")] == [None]
    assert [c["owner"] for c in items("show", "2", "--at", "2026-11-23T11:30:00Z")] == ["desk-2"]


@pytest.mark.parametrize("name", ["me", "None", " NONE "])
def test_a_name_that_stands_for_another_takes_nothing(slt, items, name):
    result = slt("take", "2", "--json", environment={"SLT_USER": name})
    error = json.loads(result.err)["error"]
    assert (result.code, error["message"]) == (
        2,
        f"your name cannot be {name.strip()!r}: as an owner it stands for another name",
    )
    assert owners(items) == ["desk-1", None]


@pytest.mark.sqlite("no store is asked")
@pytest.mark.parametrize("word", ["assign", "ack", "claim", "own"])
def test_words_of_other_tools_lead_to_it(slt, word):
    assert "did you mean 'take'?" in slt(word, "1").err


@pytest.mark.parametrize("line", ["list --owner me", "due --owner ME", "update 1 --owner me"])
@pytest.mark.parametrize("name", ["me", "None"])
def test_a_word_that_stands_for_another_is_nobodys_name(slt, items, line, name):
    result = slt(*line.split(), environment={"SLT_USER": name})
    assert (result.code, result.out) == (2, "")
    assert f"your name cannot be '{name}'" in result.err
    assert owners(items) == ["desk-1", None]
