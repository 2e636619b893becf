"""A machine whose clock is wrong for a while: nothing is told twice, and nothing is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.notices.crowd import die_while_sending
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
WRONG_FROM, WRONG_UNTIL, END = 60, 80, 85
ALL_DAY = """
[plans.partner.targets]
S1 = { response = "1h", clock = "24x7" }
"""
ALL_WELL = (0, "", "")
JUMPS = [
    pytest.param(timedelta(hours=-1), id="an hour back"),
    pytest.param(timedelta(hours=1), id="an hour forward"),
    pytest.param(timedelta(days=-1), id="a day back"),
    pytest.param(timedelta(days=1), id="a day forward"),
    pytest.param(timedelta(hours=14), id="forward into quiet hours"),
]


@pytest.fixture
def until(slt) -> Callable[..., None]:
    """Return a function that runs `slt notify` each minute, by a clock that is wrong by `ahead`."""
    slt("store", "init", now=shown(0))

    def run(first: int, end: int, ahead: timedelta = timedelta()) -> None:
        for minute in range(first, end):
            assert slt("notify", now=shown(minute, ahead)) == ALL_WELL

    return run


def shown(minute: int, ahead: timedelta = timedelta()) -> str:
    """Return what a clock shows so many minutes after the start, if it is wrong by `ahead`."""
    return (START + timedelta(minutes=minute) + ahead).isoformat()


def case_due_at(slt, minute: int, at: str) -> None:
    """Open an S1 case that is due so many minutes after the start."""
    line = ("open", "-p", "S1", "-r", "usa", "-q", "x", "--at", shown(minute - 60))
    assert slt(*line, now=at).code == 0


@pytest.mark.parametrize("ahead", JUMPS)
def test_what_is_due_is_told_once(slt, until, desk: Desk, configure, ahead):
    configure(ALL_DAY, desk.channel("desk"), notices("due"))
    for due in (30, 59, 60, 70, 79, 80, 82):
        case_due_at(slt, due, shown(22))
    until(25, WRONG_FROM)
    until(WRONG_FROM, WRONG_UNTIL, ahead)
    until(WRONG_UNTIL, END)
    told = sorted(line for message in desk.told for line in message)
    assert told == [f"CASE-{number} due" for number in range(1, 8)]


@pytest.mark.parametrize("ahead", JUMPS)
def test_events_are_told_once(slt, until, desk: Desk, configure, ahead):
    configure(desk.channel("desk"), notices("opened"))
    until(50, 55)
    slt("open", "-p", "S3", "-r", "usa", "before", now=shown(55))
    until(55, WRONG_FROM)
    slt("open", "-p", "S3", "-r", "usa", "just before", now=shown(WRONG_FROM))
    until(WRONG_FROM, 70, ahead)
    slt("open", "-p", "S3", "-r", "usa", "by the wrong clock", now=shown(70, ahead))
    until(70, WRONG_UNTIL, ahead)
    slt("open", "-p", "S3", "-r", "usa", "just after", now=shown(WRONG_UNTIL))
    until(WRONG_UNTIL, END)
    told = sorted(line for message in desk.told for line in message)
    assert told == [f"CASE-{number} opened" for number in range(1, 5)]


@pytest.mark.parametrize("ahead", JUMPS)
def test_a_clock_that_is_wrong_at_the_first_run(slt, until, desk: Desk, configure, ahead):
    configure(desk.channel("desk"), notices("opened"))
    slt("open", "-p", "S3", "-r", "usa", "first", now=shown(WRONG_FROM - 1, ahead))
    until(WRONG_FROM, WRONG_UNTIL, ahead)
    slt("open", "-p", "S3", "-r", "usa", "just after", now=shown(WRONG_UNTIL))
    until(WRONG_UNTIL + 1, END)
    slt("open", "-p", "S3", "-r", "usa", "later", now=shown(END))
    until(END + 1, END + 3)
    told = [line for message in desk.told for line in message]
    assert {"CASE-2 opened", "CASE-3 opened"} <= {*told}
    assert len({*told}) == len(told)


@pytest.mark.parametrize("ahead", JUMPS)
@pytest.mark.parametrize("minute", [59, 79], ids=["before it is wrong", "while it is wrong"])
def test_a_worker_that_was_killed(slt, until, desk: Desk, configure, ahead, minute):
    configure(ALL_DAY, desk.channel("desk"), notices("opened"))
    until(57, 58)
    wrong = ahead if minute > WRONG_FROM else timedelta()
    slt("open", "-p", "S3", "-r", "usa", "x", now=shown(minute, wrong))
    die_while_sending(shown(minute, wrong))
    until(minute + 1, WRONG_UNTIL, ahead)
    until(WRONG_UNTIL, END)
    assert desk.told == [["CASE-1 opened"]]


@pytest.mark.parametrize("ahead", JUMPS)
def test_a_channel_that_failed_while_the_clock_was_wrong(slt, until, desk, configure, ahead):
    quiet = ('quiet = "22:00-07:00"', 'timezone = "Etc/UTC"', "urgent = []")
    configure(ALL_DAY, desk.channel("desk", *quiet), notices("opened"))
    until(57, 58)
    desk.refuse()
    slt("open", "-p", "S3", "-r", "usa", "x", now=shown(79, ahead))
    until(79, WRONG_UNTIL, ahead)
    desk.accept()
    until(WRONG_UNTIL, END)
    assert desk.told == [["CASE-1 opened"]]
