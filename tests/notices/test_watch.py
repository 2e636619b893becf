"""`slt due --nagios` is critical when notices do not reach people."""

import pytest

from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

S2 = ("-p", "S2", "-r", "usa", "Recordings are missing")
RUNNING = "0 late, 0 soon, 1 running"


def at(time: str, day: int = 23) -> str:
    """Return a time on a Monday in Los Angeles, or on another day."""
    return f"2026-11-{day}T{time}-08:00"


@pytest.fixture
def status(slt):
    """Return a function that returns the exit code and what comes before the nearest due time."""

    def ask(now: str) -> tuple[int, str]:
        code, out, _ = slt("due", "--nagios", now=now)
        return code, out.partition(" - ")[2].partition("; nearest")[0].partition(" |")[0]

    return ask


@pytest.fixture(autouse=True)
def told(slt, desk: Desk, configure) -> None:
    """Open a case of which the desk is told, before any run."""
    configure(desk.channel("desk"), notices("opened", "2h late"))
    slt("open", *S2, now=at("08:58"))


def test_before_the_first_run(status):
    assert status(at("09:00")) == (2, f"slt notify has not run for desk; {RUNNING}")


def test_after_three_intervals_without_a_run(slt, status):
    slt("notify", now=at("09:00"))
    assert status(at("09:03")) == (0, RUNNING)
    dead = "slt notify has not run for desk since 2026-11-23T17:00:00Z"
    assert status(at("09:03:01")) == (2, f"{dead}; {RUNNING}")


def test_after_a_quarter_of_an_hour_of_failures(slt, desk: Desk, status):
    slt("notify", now=at("08:59"))
    desk.refuse()
    slt("open", *S2, now=at("09:00"))
    running = RUNNING.replace("1", "2")
    for time in ("09:00", "09:01", "09:06", "09:15"):
        slt("notify", now=at(time))
    assert status(at("09:15")) == (0, running)
    assert status(at("09:15:01")) == (2, f"the channel desk fails; {running}")


def test_until_somebody_decides_on_what_was_given_up(slt, desk: Desk, status):
    slt("notify", now=at("08:59"))
    desk.refuse()
    slt("open", *S2, now=at("09:00"))
    for now in (at("09:00"), at("09:00", day=24)):
        slt("notify", now=now)
    code, line = status(at("09:00", day=24))
    assert (code, line.partition(";")[0]) == (2, "1 notice could not be sent")
    slt("outbox", "--drop", "1", now=at("09:01", day=24))
    assert "could not be sent" not in status(at("09:01", day=24))[1]


def test_nothing_is_watched_without_notices(configure, status):
    configure()
    assert status(at("09:00")) == (0, RUNNING)
