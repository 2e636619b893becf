"""How long a server takes, and how far its clock is from this machine's, by a given clock."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import accumulate

import pytest

from slt_cli.app import system_clock
from slt_cli.store.location import location_of
from slt_cli.store.postgres.health import health_of
from slt_cli.store.postgres.timed import server_clock_finding, times_finding

POOLER = "use a pooler beside this machine, which stays connected: docs/team.md says how"
SET = "set the one that is wrong and keep it right, for example with NTP"
MINE = "this machine's clock"


def milliseconds(number: float) -> timedelta:
    return timedelta(milliseconds=number)


def ticking(*lengths: float) -> Callable[[], datetime]:
    """Return a clock that goes on by so many milliseconds from one look to the next."""
    began = system_clock()
    looks: Iterator[float] = accumulate(lengths, initial=0)
    return lambda: began + milliseconds(next(looks))


def found(url: str, clock: Callable[[], datetime]) -> dict[str, str]:
    """Return what the findings about a store say, the last of each check."""
    return {each.check: each.found for each in health_of(location_of(url), clock).findings}


def test_connecting_and_asking_are_timed_apart(new_store):
    times = found(new_store(), ticking(12, 500, 1))["speed"]

    assert times == "connected in 12 ms, asked in 1 ms"


@pytest.mark.parametrize(
    ("shift", "told"),
    [
        pytest.param(timedelta(seconds=90), "1 min ahead of", id="ahead"),
        pytest.param(timedelta(seconds=-90), "1 min behind", id="behind"),
    ],
)
def test_the_server_is_asked_for_its_clock(new_store, shift, told):
    clock = found(new_store(), lambda: system_clock() + shift)["server clock"]

    assert clock == f"this machine's clock is {told} the server's"


def test_half_of_the_time_to_ask_is_taken_off(new_store):
    """The server's answer is of now: of ten minutes by this clock, half came before it."""
    clock = found(new_store(), ticking(0, 0, 610_000))["server clock"]

    assert clock == "this machine's clock is 5 min ahead of the server's"


@pytest.mark.parametrize(
    ("asking", "state", "fix"),
    [(499, "ok", ""), (500, "warning", POOLER), (1234.4, "warning", POOLER)],
)
def test_from_half_a_second_on_a_pooler_helps(asking, state, fix):
    finding = times_finding(milliseconds(1500), milliseconds(asking))

    assert (finding.state, finding.fix) == (state, fix)
    assert finding.found.startswith(f"connected in 1,500 ms, asked in {asking:,.0f} ms")


def test_a_clock_that_was_set_back_gives_no_time_below_zero():
    finding = times_finding(milliseconds(-5000), milliseconds(-1))

    assert finding.found == "connected in 0 ms, asked in 0 ms"


@pytest.mark.parametrize(
    ("ahead", "state", "told", "fix"),
    [
        (milliseconds(0), "ok", f"{MINE} and the server's differ by 0 ms", ""),
        (milliseconds(-999), "ok", f"{MINE} and the server's differ by 999 ms", ""),
        (timedelta(seconds=1), "warning", f"{MINE} is 1 s behind the server's", SET),
        (timedelta(seconds=-9), "warning", f"{MINE} is 9 s ahead of the server's", SET),
        (timedelta(minutes=1), "problem", f"{MINE} is 1 min behind the server's", SET),
        (timedelta(hours=-2), "problem", f"{MINE} is 2 h ahead of the server's", SET),
    ],
)
def test_how_far_the_clocks_differ(ahead, state, told, fix):
    assert server_clock_finding(ahead) == ("server clock", state, told, fix)
