"""A notice that was dropped unsent comes back with its reason, unless a person dropped it."""

import pytest

from tests.notices.crowd import outbox
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

S2 = ("-p", "S2", "-r", "usa", "Recordings are missing")
"""Opened at 9:00 in the USA it is due at 13:00, and 75 % are over at 12:00."""
FIX = """
[clocks.fix]
starts = "opened"
stops = "resolved"
pauses = true
[plans.partner.targets.S2]
response = "4h"
fix = "4h"
"""
VOID = ("void", "1", "--reason", "twice")


def at(time: str) -> str:
    """Return a time on a Monday in Los Angeles."""
    return f"2026-11-23T{time}-08:00"


@pytest.fixture
def live(slt):
    """Return a function that runs each command at its time; all have to be well."""

    def run(*lines: tuple[str, ...]) -> None:
        for time, *words in lines:
            done = slt(*words, now=at(time))
            assert (done.code, done.err) == (0, ""), (time, words, done)

    return run


@pytest.mark.parametrize(
    ("rules", "taken", "back", "why"),
    [
        pytest.param(
            notices("due", clocks=["response"]),
            ("respond", "1"),
            ("undo", "1"),
            "the clock was stopped: missed",
            id="answered, and that taken back",
        ),
        pytest.param(
            notices("due", clocks=["fix"]),
            ("hold", "1", "--at", at("12:59")),
            ("undo", "1"),
            "the case is on hold",
            id="on hold before it was due, and that taken back",
        ),
        pytest.param(
            notices("due", clocks=["response"]),
            VOID,
            ("undo", "1"),
            "the case is void",
            id="void, and that taken back",
        ),
        pytest.param(
            notices("due", clocks=["response"]),
            ("update", "1", "--priority", "S3"),
            ("update", "1", "--priority", "S2"),
            "the due time is another one now",
            id="another priority, and the first one again",
        ),
        pytest.param(
            notices("due", clocks=["fix"]),
            ("resolve", "1"),
            ("reopen", "1"),
            "the clock was stopped: missed",
            id="resolved and reopened, which continues the clock",
        ),
        pytest.param(
            notices("unowned 15m"),
            ("update", "1", "--owner", "desk-1"),
            ("undo", "1"),
            "the case has an owner",
            id="taken, and that taken back",
        ),
    ],
)
def test_a_notice_comes_back_with_its_reason(live, desk: Desk, configure, rules, taken, back, why):
    configure(desk.channel("desk"), rules, FIX)
    live(("09:00", "open", *S2))
    desk.refuse()
    live(("13:01", "notify"))
    assert [each.state for each in outbox()] == ["retry"]
    live(("13:02", *taken), ("13:05", "notify"))
    assert [(each.state, each.last_error) for each in outbox()] == [("dropped", why)]
    desk.accept()
    live(("13:05", "notify"))
    assert desk.messages == []
    live(("13:06", *back), ("13:07", "notify"), ("13:08", "notify"))
    (told,) = desk.told
    assert len(told) == 1
    assert [(each.id, each.state, each.attempts) for each in outbox()] == [("1", "sent", 1)]
    live(("13:09", *taken), ("13:10", "notify"), ("13:11", *back), ("13:12", "notify"))
    assert desk.told == [told]


def test_the_end_of_a_hold_that_is_taken_back(live, desk: Desk, configure):
    configure(desk.channel("desk"), notices("held 1h"))
    live(("09:00", "open", *S2), ("10:00", "hold", "1"))
    desk.refuse()
    live(("11:00", "notify"), ("11:01", "resume", "1"), ("11:02", "notify"))
    assert [each.last_error for each in outbox()] == ["the hold has ended"]
    desk.accept()
    live(("11:03", "notify"), ("11:04", "undo", "1"), ("11:05", "notify"), ("11:06", "notify"))
    assert desk.told == [["CASE-1 held 1h"]]


def test_a_level_that_is_taken_back(live, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", clocks=["escalation"]))
    live(("08:00", "open", *S2), ("08:30", "escalate", "1"))
    desk.refuse()
    live(("12:00", "notify"), ("12:01", "escalate", "1"), ("12:02", "notify"))
    assert [each.state for each in outbox()] == ["dropped"]
    desk.accept()
    live(("12:03", "notify"), ("12:04", "undo", "1"), ("12:05", "notify"), ("12:06", "notify"))
    assert desk.told == [["CASE-1 75%"]]


def test_an_opening_that_was_void_for_a_while(live, desk: Desk, configure):
    configure(desk.channel("desk"), notices("opened"))
    live(("09:00", "open", *S2), ("09:01", "notify"), ("09:02", "open", *S2))
    desk.refuse()
    live(("09:03", "notify"), ("09:04", "void", "2", "--reason", "twice"), ("09:05", "notify"))
    assert [each.last_error for each in outbox()] == ["the case is void"]
    desk.accept()
    live(("09:06", "notify"), ("09:07", "undo", "2"), ("09:08", "notify"), ("09:09", "notify"))
    assert desk.told == [["CASE-2 opened"]]


@pytest.mark.parametrize(
    "dropped_at", [pytest.param("13:02", id="while it waits"), pytest.param("13:08", id="later")]
)
def test_what_a_person_dropped_stays_dropped(live, desk: Desk, configure, dropped_at: str):
    configure(desk.channel("desk"), notices("75%", "due", clocks=["response"]))
    live(("09:00", "open", *S2))
    desk.refuse()
    lines = [
        ("13:01", "notify"),
        (dropped_at, "outbox", "--drop", "1"),
        ("13:06", "respond", "1"),
        ("13:07", "notify"),
        ("13:09", "redact", "1", "--reason", "asked", "--yes"),
        ("13:10", "undo", "1", "2"),
    ]
    live(*sorted(lines))
    desk.accept()
    live(("13:11", "notify"), ("13:12", "notify"))
    assert desk.messages == []
    assert [each.last_error for each in outbox()] == ["dropped by tester"]


def test_what_a_person_dropped_is_sent_when_somebody_says_so(live, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    live(("09:00", "open", *S2))
    desk.refuse()
    live(("13:01", "notify"), ("13:02", "outbox", "--drop", "1"))
    desk.accept()
    live(("13:03", "outbox", "--retry", "1"), ("13:04", "notify"))
    assert desk.told == [["CASE-1 due"]]


def test_a_lower_moment_does_not_come_back_after_a_higher_one(live, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", "due"))
    live(("09:00", "open", *S2))
    desk.refuse()
    live(("12:30", "notify"))
    desk.accept()
    live(("13:00", "notify"), ("13:01", "respond", "1"), ("13:02", "notify"))
    live(("13:03", "undo", "1"), ("13:04", "notify"), ("13:05", "notify"))
    assert desk.told == [["CASE-1 due"]]
    assert [each.last_error for each in outbox()] == ["replaced by due", None]


def test_a_lower_moment_comes_back_if_the_higher_one_was_not_sent_either(
    live, desk: Desk, configure
):
    configure(desk.channel("desk"), notices("75%", "due", clocks=["fix"]), FIX)
    live(("09:00", "open", *S2))
    desk.refuse()
    live(("12:30", "notify"), ("13:00", "notify"), ("13:01", "hold", "1", "--at", at("12:40")))
    live(("13:06", "notify"))
    assert [each.last_error for each in outbox()] == ["replaced by due", "the case is on hold"]
    desk.accept()
    live(("13:10", "resume", "1"), ("13:11", "notify"), ("13:29", "notify"), ("13:30", "notify"))
    assert desk.told == [["CASE-1 75%"], ["CASE-1 due"]]


def test_a_dry_run_shows_what_comes_back(live, items, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    live(("09:00", "open", *S2))
    desk.refuse()
    live(("13:01", "notify"), ("13:02", "respond", "1"), ("13:03", "notify"))
    assert items("notify", "--dry-run", now=at("13:04")) == []
    live(("13:05", "undo", "1"))
    planned = items("notify", "--dry-run", now=at("13:06"))
    assert [(each["id"], each["moment"]) for each in planned] == [("CASE-1", "due")]
    assert [each.state for each in outbox()] == ["dropped"]


def test_what_comes_back_waits_for_the_end_of_quiet_hours(live, desk: Desk, configure):
    quiet = ('quiet = "11:00-13:00"', 'timezone = "America/Los_Angeles"')
    configure(desk.channel("desk", *quiet), notices("75%"))
    live(("09:00", "open", *S2), ("12:00", "notify"), ("12:01", "respond", "1"))
    live(("13:00", "notify"))
    configure(desk.channel("desk", 'quiet = "13:00-14:00"', quiet[1]), notices("75%"))
    live(("13:01", "undo", "1"), ("13:02", "notify"), ("13:59", "notify"))
    assert desk.messages == []
    live(("14:00", "notify"))
    assert desk.told == [["CASE-1 75%"]]
