"""`slt outbox` lists notices, and lets one be sent again or not at all."""

import pytest

from tests.notices.crowd import die_while_sending
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

OPEN = ("open", "-p", "S2", "-r", "usa", "x")


def at(time: str, day: int = 23) -> str:
    """Return a time in Los Angeles; the 23rd is a Monday."""
    return f"2026-11-{day}T{time}-08:00"


@pytest.fixture
def states(items):
    """Return a function that returns the state of each notice by its id."""

    def ask(*options: str, now: str) -> dict[str, str]:
        return {each["id"]: each["state"] for each in items("outbox", *options, now=now)}

    return ask


@pytest.fixture(autouse=True)
def _two_that_fail(slt, desk: Desk, configure) -> None:
    """Let two cases be due at 13:00, of which a desk that refuses everything is told."""
    configure(desk.channel("desk"), notices("due"))
    for _ in range(2):
        slt(*OPEN, now=at("09:00"))
    desk.refuse()
    slt("notify", now=at("13:00"))


def test_a_notice_has_a_key_and_what_became_of_it(items):
    first, second = items("outbox", now=at("13:01"))
    assert first == {
        "id": "1",
        "key": "CASE-1/response/1/due/2026-11-23T21:00:00Z/desk",
        "case": "CASE-1",
        "channel": "desk",
        "moment": "due",
        "due_at": "2026-11-23T21:00:00Z",
        "state": "retry",
        "attempts": 1,
        "last_error": "the command ended with exit code 1",
        "created_at": "2026-11-23T21:00:00Z",
        "sent_at": None,
    }
    assert second["key"] == "CASE-2/response/1/due/2026-11-23T21:00:00Z/desk"


def test_one_that_is_tried_again_goes_with_its_message_at_once(slt, states, desk: Desk):
    desk.accept()
    slt("notify", now=at("13:00"))
    assert desk.told == []
    assert slt("outbox", "--retry", "2", "-q", now=at("13:00")) == (0, "2\n", "")
    slt("notify", now=at("13:00"))
    assert desk.told == [["CASE-1 due", "CASE-2 due"]]
    assert states(now=at("13:01")) == {"1": "sent", "2": "sent"}


def test_one_that_is_dropped_is_not_sent(slt, items, states, desk: Desk):
    (dropped,) = items("outbox", "--drop", "1", now=at("13:00"))
    assert (dropped["state"], dropped["last_error"]) == ("dropped", "dropped by tester")
    assert items("outbox", "--drop", "1", now=at("13:00")) == [dropped]
    desk.accept()
    slt("notify", now=at("13:01"))
    assert desk.told == [["CASE-2 due"]]
    assert states(now=at("13:02")) == {"1": "dropped", "2": "sent"}


def test_one_that_is_being_sent_is_not_dropped(slt, states, desk: Desk):
    desk.accept()
    die_while_sending(at("13:01"))
    code, out, err = slt("outbox", "--drop", "1", now=at("13:02"))
    assert (code, out) == (1, "")
    assert err.startswith("slt: error: notice 1 is being sent just now, so it was not dropped\n")
    assert states(now=at("13:02")) == {"1": "retry", "2": "retry"}
    assert slt("outbox", "--drop", "1", "-q", now=at("13:04")).code == 0
    slt("notify", now=at("13:05"))
    assert desk.told == [["CASE-2 due"]]


def test_what_failed_is_shown_until_it_is_sent(slt, states, desk: Desk):
    assert states("--failed", now=at("13:01")) == {"1": "retry", "2": "retry"}
    slt("outbox", "--drop", "1", now=at("13:00"))
    for time in ("13:01", "13:06", "13:21"):
        slt("notify", now=at(time))
    slt("notify", now=at("13:00", day=24))
    assert states("--failed", now=at("13:00", day=30)) == {"2": "failed"}
    desk.accept()
    slt("outbox", "--retry", "2", now=at("13:01", day=24))
    slt("notify", now=at("13:02", day=24))
    assert states("--failed", now=at("13:03", day=24)) == {}


def test_it_goes_back_a_week_unless_a_time_is_named(states):
    both = {"1": "retry", "2": "retry"}
    assert states(now=at("13:00", day=30)) == both
    assert states(now=at("13:01", day=30)) == {}
    assert states("--since", "2026-11-23", now=at("13:01", day=30)) == both
    assert states("--since", "2026-11-24", now=at("13:01", day=30)) == {}


def test_on_a_terminal_an_empty_outbox_says_so(slt):
    shown = slt("outbox", on_terminal=True, now=at("13:01", day=30))
    assert shown == (0, "The outbox has no notice of the last 7 days.\n", "")
