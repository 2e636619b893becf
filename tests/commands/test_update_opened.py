"""`slt update 1 --opened TIME`: the opening is put right, and what follows from it with it."""

import json

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, clocks, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now(FRIDAY_EVENING),
]

READ = [
    ("list", "--all"),
    ("due", "--clocks"),
    *(("due", "--clocks", *at(time)) for time in ("08:15", "09:00", "09:20", "11:00", "17:00")),
    *(("list", "--all", *at(time)) for time in ("08:15", "09:00", "09:20", "11:00", "17:00")),
    ("due", "--clocks", *at("12:00", 24)),
]
# What happens after the case was opened at 09:00.
LIVES = {
    "nothing": [],
    "an answer": ["09:30 respond"],
    "an answer with a hold": ["09:30 respond --hold", "11:00 followup"],
    "a hold before the answer": ["09:30 hold", "10:00 resume", "10:30 respond"],
    "a milestone": ["09:30 mark workaround", "11:30 mark diagnosis"],
    "another priority": ["09:30 update --priority S2", "10:00 respond"],
    "another region": ["09:30 update --region usa"],
    "another partner type": ["09:30 update --partner-type referral", "10:00 respond"],
    "a raise": ["10:30 escalate", "11:00 respond"],
    "a resolution": ["09:30 resolve"],
    "a closing and a reopening": ["09:30 close", "10:30 reopen", "11:00 respond"],
}
TIMES = {
    "hours before": "2026-11-20T12:00:00Z",
    "outside hours before": "2026-11-22T12:00:00Z",
    "minutes before": "2026-11-23T08:45:00Z",
    "minutes after": "2026-11-23T09:15:00Z",
    "at the next moment": "2026-11-23T09:30:00Z",
}


@pytest.fixture
def case(slt, whole_life):  # noqa: ARG001 - the case is opened under it
    assert slt(*OPEN, *at("09:00")).code == 0


@pytest.mark.exhaustive
@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("moments", LIVES.values(), ids=LIVES)
@pytest.mark.parametrize("time", TIMES.values(), ids=TIMES)
def test_the_case_is_that_of_a_twin_which_was_opened_then(slt, items, another_store, moments, time):
    if moments and moments[0] == "10:30 escalate" and time == TIMES["at the next moment"]:
        time = "2026-11-23T10:30:00Z"
    twin = another_store()
    assert slt(*OPEN, "--at", time, *twin).code == 0
    for moment in moments:
        clock, verb, *rest = moment.split()
        for where in ((), twin):
            assert slt(verb, "1", *rest, *at(clock), *where).code == 0
    items("update", "1", "--opened", time)
    for line in (*READ, ("show", "1"), ("show", "1", *at("12:00"))):
        found, expected = items(*line), items(*line, *twin)
        for item in (*found, *expected):
            item.pop("events", None)
        assert found == expected, line
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("case")
def test_the_clocks_that_started_with_the_opening_start_there_and_verdicts_follow(items):
    live(items, "10:30 respond")
    assert items("show", "1")[0]["verdict"] == "missed"
    (updated,) = items("update", "1", "--opened", instant("09:40"))
    assert (updated["opened_at"], updated["due_at"]) == (instant("09:40"), instant("10:40"))
    assert updated["verdict"] == "met"
    found = clocks(items, "12:00")
    started = {name: clock["started_at"] for name, clock in found.items()}
    assert started == {
        "response 1": instant("09:40"),
        "workaround 1": instant("09:40"),
        "resolution 1": instant("09:40"),
        "diagnosis 1": instant("09:40"),
        "update 1": instant("10:30"),
    }
    assert found["response 1"]["active_seconds"] == 50 * 60
    assert found["diagnosis 1"]["due_at"] == instant("12:40")
    assert found["workaround 1"]["due_at"] == instant("17:40")
    changes = items("show", "1")[0]["events"][-1]["changes"]
    assert changes["opened_at"] == {"old": instant("09:00"), "new": instant("09:40")}
    assert changes["verdict"] == {"old": "missed", "new": "met"}


@pytest.mark.usefixtures("case")
def test_an_earlier_opening_shows_that_the_answer_was_late(slt, items):
    live(items, "09:50 respond")
    assert "missed" in slt("update", "1", "--opened", instant("08:30")).out
    assert items("show", "1")[0]["verdict"] == "missed"
    items("undo", "1")
    assert items("show", "1")[0]["verdict"] == "met"


REFUSED = {
    "after the next moment": (["09:30 respond"], "2026-11-23T09:30:01Z"),
    "after a note": (["09:30 note Seen"], "2026-11-23T09:31:00Z"),
    "after a change": (["09:30 update --subject New"], "2026-11-23T09:31:00Z"),
    "after a change that came with a correction": (
        ["09:30 update --opened 2026-11-23T08:45:00Z --priority S2"],
        "2026-11-23T09:31:00Z",
    ),
    "after what was recorded late": (["11:00 respond", "09:10 note Seen"], "2026-11-23T10:00:00Z"),
    "in the future": ([], "2026-11-27T18:00:01Z"),
    "in a far future": ([], "2031-11-23T09:00:00Z"),
    "of a void case": (["09:30 void --reason Twice"], "2026-11-23T08:30:00Z"),
}


@pytest.mark.usefixtures("case")
def test_the_history_says_which_verdict_changed(slt):
    slt("respond", "1", *at("09:30"))
    slt("update", "1", "--opened", instant("08:15"))
    *_, told = slt("show", "1").out.splitlines()
    assert "response met -> missed, late by 15 min" in told


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(("moments", "time"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(slt, items, moments, time):
    live(items, *moments)
    history = items("show", "1")
    code, out, err = slt("update", "1", "--opened", time)
    assert (code, out) == (1, "")
    assert err.startswith("slt: error: ")
    refused = json.loads(slt("update", "1", "--opened", time, "--json").err)["error"]
    assert refused["exit"] == 1
    assert items("show", "1") == history


@pytest.mark.usefixtures("case")
def test_a_late_entry_between_two_corrections_holds_the_second(slt, items):
    items("update", "1", "--opened", instant("08:00"))
    live(items, "08:30 respond")
    assert slt("update", "1", "--opened", instant("08:31")).code == 1
    assert slt("update", "1", "--opened", instant("08:30")).code == 0
    assert items("show", "1")[0]["verdict"] == "met"


@pytest.mark.usefixtures("case")
def test_what_was_taken_back_holds_no_opening(slt, items):
    live(items, "09:30 respond")
    items("undo", "1")
    assert slt("update", "1", "--opened", instant("12:00")).code == 0
    assert slt("update", "1", "--opened", instant("17:00")).code == 0
    assert items("show", "1")[0]["due_at"] == instant("18:00")


@pytest.mark.usefixtures("case")
def test_the_corrections_are_taken_back_one_by_one(slt, items):
    items("update", "1", "--opened", instant("08:30"))
    items("update", "1", "--opened", instant("08:15"))
    items("undo", "1", "2")
    assert items("show", "1")[0]["opened_at"] == instant("08:15")
    items("undo", "1")
    assert items("show", "1")[0]["opened_at"] == instant("09:00")
    assert items("show", "1")[0]["due_at"] == instant("10:00")
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("case")
def test_a_corrected_opening_always_holds(slt, items):
    items("update", "1", "--opened", instant("10:00"))
    assert items("list", *at("09:30")) == []
    assert items("due", *at("09:30")) == []
    assert slt("show", "1", *at("09:30")).code == 4
    assert items("show", "1", *at("10:00"))[0]["opened_at"] == instant("10:00")
    items("update", "1", "--opened", instant("08:00"))
    assert [case["opened_at"] for case in items("list", *at("08:30"))] == [instant("08:00")]


@pytest.mark.usefixtures("case")
def test_with_other_facts_both_change_and_one_undo_takes_back_both(slt, items):
    (before,) = items("list")
    (updated,) = items("update", "1", "--opened", instant("08:30"), "--subject", "New")
    assert (updated["opened_at"], updated["subject"]) == (instant("08:30"), "New")
    items("undo", "1")
    assert items("list") == [before]
    assert slt("verify") == (0, "", "")


@pytest.mark.usefixtures("case")
def test_once_corrects_once(items):
    line = ("update", "1", "--opened", instant("08:30"), "--once", "key")
    (first,) = items(*line)
    history = items("show", "1")
    assert items(*line) == [first]
    assert items("show", "1") == history


@pytest.mark.usefixtures("case")
def test_the_same_opening_again_records_nothing(slt, items):
    history = items("show", "1")
    assert slt("update", "1", "--opened", instant("09:00")).code == 0
    assert items("show", "1") == history


def test_an_opening_of_a_clock_that_went_wrong_is_put_right_and_worked_on(slt, items):
    assert slt(*OPEN, now="2031-05-05T09:00:00+00:00").code == 0
    assert slt(*OPEN, *at("09:00")).code == 0
    assert slt("respond", "2", *at("09:10")).code == 0
    assert slt("respond", "1").code == 1
    assert slt("update", "1", "--opened", instant("09:00")).code == 0
    assert items("show", "1")[0]["due_at"] == instant("10:00")
    live(items, "09:10 respond", "09:20 followup")
    assert slt("note", "1", "Without a time").code == 0
    (first, second) = items("list")
    assert first["verdict"] == second["verdict"] == "met"
    assert slt("verify") == (0, "", "")
