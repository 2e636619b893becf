"""`slt undo`: what one command recorded on a case is taken back, as if it had never been."""

import json

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, clocks, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]

# What is recorded on the case first, and the command that is taken back.
COMMANDS = {
    "respond": ([], "respond"),
    "respond again": (["09:10 respond"], "respond"),
    "respond --hold": ([], "respond --hold"),
    "respond to a message": (["09:10 respond", "09:20 followup"], "respond"),
    "followup": (["09:10 respond"], "followup"),
    "followup that ends a hold": (["09:10 respond --hold"], "followup"),
    "hold": (["09:10 respond"], "hold --reason Waiting"),
    "resume": (["09:10 hold"], "resume"),
    "mark": ([], "mark workaround"),
    "mark a milestone of one's own": ([], "mark diagnosis"),
    "escalate": ([], "escalate"),
    "escalate a second time": (["09:10 escalate"], "escalate"),
    "escalate to a level": ([], "escalate --level 3"),
    "note": ([], "note Seen"),
    "update --priority": ([], "update --priority S2"),
    "update --region": ([], "update --region usa"),
    "update --partner": ([], "update --partner Acme"),
    "update --partner-type": ([], "update --partner-type referral"),
    "update --subject": ([], "update --subject Silence"),
    "update --ref": ([], "update --ref R-1"),
    "update of several facts": ([], "update --priority S3 --region apac --partner Acme"),
    "resolve": ([], "resolve"),
    "resolve an answered case": (["09:10 respond"], "resolve"),
    "close": ([], "close"),
    "close a held case": (["09:10 respond --hold"], "close"),
    "close a resolved case": (["09:10 resolve"], "close"),
    "reopen": (["09:10 respond", "09:20 close"], "reopen"),
    "reopen a case that nobody answered": (["09:20 resolve"], "reopen"),
}
READ = [
    ("list", "--all", "--json"),
    ("due", "--clocks", "--json"),
    ("list", "--all", "--json", *at("09:20")),
    ("due", "--clocks", "--json", *at("09:45")),
    ("due", "--clocks", "--json", *at("14:00", 24)),
]
# What is recorded on the case, each an event from 2 on; the event taken back; the one in its way.
IN_THE_WAY = {
    "a hold that was ended": (["09:10 hold", "09:20 resume"], "2", "3"),
    "the end between two holds": (["09:10 hold", "09:20 resume", "09:30 hold"], "3", "4"),
    "the message between two holds": (["09:10 hold", "09:20 followup", "09:30 hold"], "3", "4"),
    "a resolution that was reopened": (["09:10 resolve", "09:20 reopen"], "2", "3"),
    "a closing that was reopened": (["09:10 close", "09:20 reopen"], "2", "3"),
    "the reopening between two closings": (
        ["09:10 close", "09:20 reopen", "09:30 close"], "3", "4",
    ),
    "the reopening before an answer": (["09:10 close", "09:20 reopen", "09:30 respond"], "3", "4"),
    "the opening before what happened earlier": (
        ["09:00 update --opened 2026-11-23T08:00Z", "08:30 respond"], "2", "3",
    ),
}  # fmt: skip


@pytest.fixture
def case(slt, whole_life):  # noqa: ARG001 - the case is opened under it
    assert slt(*OPEN, *at("09:00")).code == 0


def command(line, *times):
    verb, *rest = line.split()
    return (verb, "1", *rest, *times)


def state(slt, *where):
    """Return all that can be read of the cases, but for the history."""
    document = json.loads(slt("show", "1", "--json", *where).out)
    del document["items"][0]["events"]
    return [document, *(slt(*line, *where) for line in READ)]


@pytest.mark.parametrize(("before", "line"), COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_the_last_command_is_taken_back(slt, items, before, line, form):
    live(items, *before)
    standing = state(slt)
    assert slt(*command(line, *at("09:30"))).code == 0
    assert state(slt) != standing or line.startswith("note")
    undone = slt("undo", "1", *form)
    assert (undone.code, undone.err) == (0, "")
    assert "CASE-1" in undone.out
    assert state(slt) == standing
    assert slt("verify") == (0, "", "")


@pytest.mark.exhaustive
@pytest.mark.parametrize(("before", "line"), COMMANDS.values(), ids=COMMANDS)
def test_a_command_before_others_is_taken_back_as_if_it_had_never_been(
    slt, items, another_store, before, line
):
    twin = another_store()
    live(items, *before)
    number = str(items("show", "1")[0]["events"][-1]["id"] + 1)
    slt(*OPEN, *at("09:00"), *twin)
    for moment in before:
        assert slt(*command(moment[6:], *at(moment[:5])), *twin).code == 0
    assert slt(*command(line, *at("09:30"))).code == 0
    for where in ((), twin):
        assert slt("open", "-r", "usa", "-p", "S2", "Another", *at("09:40"), *where).code == 0
        assert slt("note", "1", "Later", *at("09:50"), *where).code == 0
        assert slt("respond", "2", *at("09:55"), *where).code == 0
        assert slt("update", "1", "--subject", "Later", *at("10:30"), *where).code == 0
    assert slt("undo", "1", number).code == 0
    assert state(slt)[1:] == state(slt, *twin)[1:]
    assert state(slt) == state(slt, *twin)
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(("moments", "event", "first"), IN_THE_WAY.values(), ids=IN_THE_WAY)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["recorded", "shown"])
def test_what_would_break_a_rule_is_refused_and_names_the_event_to_undo_first(
    slt, items, moments, event, first, dry
):
    for moment in moments:
        time = () if "--opened" in moment else at(moment[:5])
        assert slt(*command(moment[6:], *time)).code == 0
    history = items("show", "1")
    code, out, err = slt("undo", "1", event, *dry)
    assert (code, out) == (1, "")
    assert f"event {first}" in err or f"undo 1 {first}" in err or f"undo CASE-1 {first}" in err
    refused = slt("undo", "1", event, "--json", *dry)
    assert (refused.code, refused.out) == (1, "")
    assert json.loads(refused.err)["error"]["exit"] == 1
    assert items("show", "1") == history
    assert slt("undo", "1", first).code == 0
    assert slt("verify") == (0, "", "")


def test_the_last_that_still_counts_is_taken_back_each_time(items):
    live(items, "09:10 respond", "09:20 followup", "09:30 hold", "09:40 resume")
    for event in (5, 4, 3, 2):
        items("undo", "1")
        assert items("show", "1")[0]["events"][-1]["undoes"] == event
    assert items("show", "1")[0]["status"] == "open"


def test_the_last_is_the_last_recorded_not_the_last_that_happened(items):
    live(items, "10:30 respond", "09:30 note Late")
    items("undo", "1")
    assert items("show", "1")[0]["events"][-1]["undoes"] == 3


def test_the_opening_an_undo_and_what_was_taken_back_cannot_be_taken_back(slt, items):
    live(items, "09:10 respond", "09:20 followup")
    items("undo", "1", "2")
    history = items("show", "1")
    for event in ("1", "2", "4", "5", "99"):
        code, out, err = slt("undo", "1", event)
        assert (code, out) == (1, ""), event
        assert err.startswith("slt: error: "), event
    assert items("show", "1") == history
    items("undo", "1")
    assert slt("undo", "1").code == 1


def test_the_history_keeps_both_and_says_who_when_and_what(items, monkeypatch):
    live(items, "09:10 respond")
    monkeypatch.setenv("LOGNAME", "ben")
    items("undo", "1", "--yes")
    (case,) = items("show", "1")
    assert [event["kind"] for event in case["events"]] == ["opened", "responded", "undone"]
    assert [event["id"] for event in case["events"]] == [1, 2, 3]
    assert [event["who"] for event in case["events"]] == ["tester", "tester", "ben"]
    assert [event["undoes"] for event in case["events"]] == [None, None, 2]
    assert case["events"][2]["at"] == FRIDAY_EVENING


def test_a_dry_run_shows_it_and_records_nothing(slt, items):
    live(items, "09:10 respond")
    history = items("show", "1")
    (shown,) = items("undo", "1", "--dry-run")
    assert "nothing was recorded" in slt("undo", "1", "--dry-run").out
    assert items("show", "1") == history
    (undone,) = items("undo", "1")
    assert undone == shown
    assert (undone["status"], undone["verdict"]) == ("open", None)


@pytest.mark.parametrize("event", [(), ("2",)], ids=["the last", "named"])
def test_what_another_person_recorded_needs_yes(slt, items, monkeypatch, event):
    live(items, "09:10 respond")
    history = items("show", "1")
    monkeypatch.setenv("LOGNAME", "ben")
    code, out, err = slt("undo", "1", *event)
    assert (code, out) == (1, "")
    assert "tester" in err
    assert "`slt undo 1 2 --yes`" in err
    assert items("show", "1") == history
    assert slt("undo", "1", *event, "--yes").code == 0
    assert items("show", "1")[0]["status"] == "open"


def test_once_takes_back_one_command_only(items):
    live(items, "09:10 respond", "09:20 followup")
    (first,) = items("undo", "1", "--once", "key")
    history = items("show", "1")
    (second,) = items("undo", "1", "--once", "key")
    assert second == first
    assert items("show", "1") == history
    items("undo", "1", "--once", "another")
    assert items("show", "1")[0]["status"] == "open"


def test_the_key_of_a_command_that_was_taken_back_records_nothing_again(slt, items):
    items("respond", "1", *at("09:10"), "--once", "mail")
    items("undo", "1")
    assert slt("respond", "1", *at("09:10"), "--once", "mail").code == 0
    assert items("show", "1")[0]["status"] == "open"


def test_the_wrong_half_of_the_day_is_put_right(items):
    items("respond", "1", *at("21:30"))
    assert clocks(items, "23:00")["response 1"]["verdict"] == "missed"
    items("undo", "1")
    items("respond", "1", *at("09:30"))
    assert clocks(items, "23:00")["response 1"]["verdict"] == "met"
    assert items("show", "1")[0]["responded_at"] == instant("09:30")
    assert set(clocks(items, "23:00")) & {"update 1", "update 2"} == {"update 1"}


def test_what_is_refused_anyway_is_not_asked_to_be_confirmed(slt, items, monkeypatch):
    live(items, "09:10 hold", "09:20 resume")
    monkeypatch.setenv("LOGNAME", "ben")
    for event, told in (("1", "the opening cannot be taken back"), ("2", "event 3, the end of")):
        code, out, err = slt("undo", "1", event)
        assert (code, out) == (1, "")
        assert told in err
        assert "--yes" not in err
