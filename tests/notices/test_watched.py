"""`slt due --nagios` says what keeps notices from people, before what is late."""

import pytest

from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

DAY = "2026-11-23"


@pytest.fixture
def watched(slt):
    """Return a function that returns the exit code and the text before the running clocks."""

    def ask(time: str, day: str = DAY) -> tuple[int, str]:
        result = slt("due", "--nagios", now=f"{day}T{time}-08:00")
        assert result.err == ""
        return result.code, result.out.partition("; nearest")[0].partition(" |")[0]

    return ask


@pytest.fixture
def case(slt, desk: Desk, configure) -> None:
    """Open a case that is due at 13:00, with a notice for it."""
    configure(desk.channel("desk"), notices("due"))
    slt("open", "-p", "S2", "-r", "usa", "x", now=f"{DAY}T09:00-08:00")


@pytest.mark.usefixtures("case")
def test_without_notices_nothing_is_said_of_them(watched, configure):
    configure("")
    assert watched("09:01") == (0, "SLT OK - 0 late, 0 soon, 1 running")


@pytest.mark.usefixtures("case")
def test_notices_that_never_ran_are_critical(watched):
    told = "SLT CRITICAL - slt notify has not run for desk; 0 late, 0 soon, 1 running"
    assert watched("09:01") == (2, told)


@pytest.mark.usefixtures("case")
def test_three_intervals_without_a_run_are_critical(slt, watched):
    slt("notify", now=f"{DAY}T09:00-08:00")
    assert watched("09:03") == (0, "SLT OK - 0 late, 0 soon, 1 running")
    silent = "slt notify has not run for desk since 2026-11-23T17:00:00Z"
    told = f"SLT CRITICAL - {silent}; 0 late, 0 soon, 1 running"
    assert watched("09:04") == (2, told)


@pytest.mark.usefixtures("case")
def test_what_is_given_up_is_critical_until_it_is_dropped(slt, watched, desk: Desk):
    desk.refuse()
    for time in ("13:00", "13:01", "13:06", "13:21"):
        slt("notify", now=f"{DAY}T{time}-08:00")
    slt("notify", now="2026-11-24T13:00-08:00")
    slt("close", "1", now="2026-11-24T13:00-08:00")
    told = "SLT CRITICAL - 1 notice could not be sent; 0 late, 0 soon, 0 running"
    assert watched("13:00", "2026-11-24") == (2, told)
    slt("outbox", "--drop", "1", now="2026-11-24T13:01-08:00")
    assert watched("13:01", "2026-11-24") == (0, "SLT OK - 0 late, 0 soon, 0 running")


@pytest.mark.usefixtures("case")
def test_a_channel_that_fails_for_long_is_critical(slt, watched, desk: Desk):
    desk.refuse()
    for time in ("13:00", "13:01", "13:06", "13:16"):
        slt("notify", now=f"{DAY}T{time}-08:00")
    told = "SLT CRITICAL - the channel desk fails; 1 late, 0 soon, 1 running"
    assert watched("13:16") == (2, told)
