"""`slt note` adds a remark to a case's history, and changes nothing else."""

import pytest

pytestmark = pytest.mark.every_engine

OPENED = "2026-11-13T17:00:00Z"
NOON = ("--at", "2026-11-13T20:00:00Z")
REMARK = "The carrier confirms the fault"


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", "--at", OPENED, "All phones are down")


@pytest.mark.usefixtures("case")
def test_the_remark_is_in_the_history_with_who_and_when(slt, items):
    items("note", "1", REMARK, now=NOON[1])
    event = items("show", "1")[0]["events"][-1]
    assert event == {
        "kind": "noted",
        "at": "2026-11-13T20:00:00Z",
        "who": "tester",
        "note": REMARK,
        "changes": {},
        "recorded_at": "2026-11-13T20:00:00Z",
        "detail": None,
        "id": 2,
        "case": "CASE-1",
        "undoes": None,
    }
    assert slt("show", "1").out.endswith(f"noted   tester  {REMARK}\n")


@pytest.mark.parametrize("before", [None, "respond", "escalate", "close"])
@pytest.mark.usefixtures("case")
def test_a_remark_changes_nothing_else(items, before):
    if before:
        items(before, "1", *NOON)
    (standing,) = items("list", "--all")
    assert items("note", "1", REMARK) == [standing]


@pytest.mark.usefixtures("case")
def test_equal_remarks_are_all_kept(items):
    for _ in range(2):
        items("note", "1", REMARK)
    assert [event["note"] for event in items("show", "1")[0]["events"]] == [None, REMARK, REMARK]


@pytest.mark.parametrize(
    "text",
    ["Télé 电话 📞", "two\nlines\tand a tab", "[red]x[/red]", "\x1b[31mred", "' OR 1=1; --", "-"],
)
@pytest.mark.usefixtures("case")
def test_any_text_is_kept_as_it_is(items, text):
    items("note", "1", text, *NOON)
    assert items("show", "1")[0]["events"][-1]["note"] == text


@pytest.mark.usefixtures("case")
def test_events_are_in_the_order_in_which_they_were_recorded(items):
    items("respond", "1", *NOON)
    items("note", "1", REMARK, "--at", "2026-11-13T19:00:00Z")
    kinds = [event["kind"] for event in items("show", "1")[0]["events"]]
    assert kinds == ["opened", "responded", "noted"]


@pytest.mark.usefixtures("case")
def test_a_note_that_may_be_sent_out_is_marked_as_shared(slt, items):
    items("note", "1", REMARK, "--shared", now=NOON[1])
    events = items("show", "1")[0]["events"]
    assert [event["detail"] for event in events] == [None, "shared"]
    assert slt("show", "1").out.endswith(f"noted   tester  shared; {REMARK}\n")


@pytest.mark.usefixtures("case")
def test_a_shared_note_changes_nothing_else_and_history_stays_sound(slt, items):
    (standing,) = items("list", "--all")
    assert items("note", "1", REMARK, "--shared", *NOON) == [standing]
    items("respond", "1", "--at", "2026-11-13T19:00:00Z")
    assert slt("verify").code == 0
