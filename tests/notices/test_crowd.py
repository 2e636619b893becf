"""Many workers send the notices of one store at once: each arrives, and once."""

import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from time import sleep

import pytest

from slt_cli.app import system_clock
from slt_cli.store.outbox import LEASE
from tests.delivery.servers import web_server
from tests.faults.processes import Kennel, ended, kennel
from tests.notices.crowd import RULES, Load, counts, crowd, outbox, told
from tests.notices.receivers import RUN, Receivers

pytestmark = [pytest.mark.every_engine, pytest.mark.exhaustive]

ALL_WELL = (0, "", "")


@pytest.fixture
def receivers(tmp_path: Path, configure) -> Iterator[Receivers]:
    """Return what the channels of the configuration lead to."""
    with web_server() as site:
        receiving = Receivers(tmp_path, site)
        configure(RULES, receiving.channels)
        yield receiving


@pytest.mark.parametrize(
    ("workers", "cases", "seconds"),
    [
        pytest.param(4, 10, 3, id="4 workers, 40 notices"),
        pytest.param(8, 50, 30, id="8 workers, 200 notices", marks=pytest.mark.endurance),
    ],
)
def test_each_notice_arrives_once(slt, receivers, tmp_path, workers, cases, seconds):
    load = Load(slt, cases, seconds)

    def work(_: int, over: Path) -> None:
        while not over.exists():
            assert ended("notify") == ALL_WELL

    def until_all_is_due() -> None:
        load.open_cases()
        sleep(seconds)

    slt("store", "init")
    assert slt("notify") == ALL_WELL
    crowd(workers, work, tmp_path / "over", until_all_is_due)
    later = (system_clock() + LEASE / 2).isoformat()
    assert slt("notify", now=later) == ALL_WELL

    assert counts(load, receivers) == (len(load.notices), 0, 0)
    keys = [each.key for each in receivers.arrivals if each.key]
    assert len(set(keys)) == len(keys)
    assert Counter((each.state, each.attempts) for each in outbox()) == {
        ("sent", 1): len(load.notices)
    }


@pytest.mark.parametrize(
    ("workers", "cases", "seconds", "seed"),
    [
        pytest.param(3, 10, 3, 1, id="3 workers, 40 notices"),
        pytest.param(8, 50, 60, 2, id="8 workers, 200 notices", marks=pytest.mark.endurance),
    ],
)
def test_workers_that_are_killed_lose_nothing(
    slt, receivers, tmp_path, workers, cases, seconds, seed
):
    load = Load(slt, cases, seconds)
    killed: set[str] = set()

    def until_all_is_due() -> None:
        load.open_cases()
        sleep(seconds)

    slt("store", "init")
    assert slt("notify") == ALL_WELL
    with ExitStack() as stack:
        kennels = []
        for number in range(workers):
            directory = tmp_path / f"worker{number}"
            directory.mkdir()
            kennels.append(stack.enter_context(kennel(directory)))
        for each in kennels:
            each.run("targets")  # it has imported everything now

        def work(worker: int, over: Path) -> None:
            chance = random.Random(f"{seed} {worker}")
            while not over.exists():
                run = f"{worker}-{len(killed)}-{chance.random()}"
                if _is_killed(kennels[worker], run, chance.uniform(0, 0.2)):
                    killed.add(run)

        crowd(workers, work, tmp_path / "over", until_all_is_due)

    unmarked = {each.message for each in outbox() if each.message and each.state != "sent"}
    held_by_killed = {told(each) for each in outbox() if each.message in unmarked}
    later = (system_clock() + 2 * LEASE).isoformat()
    assert slt("notify", now=later) == ALL_WELL

    found = counts(load, receivers)
    sys.stdout.write(f"{len(killed)} killed, unmarked {len(unmarked)}, {found}\n")
    assert found.lost == 0
    times = Counter(notice for each in receivers.arrivals for notice in each.notices)
    assert {notice for notice, count in times.items() if count > 1} <= held_by_killed
    assert max(times.values()) <= 2
    assert {each.state for each in outbox()} == {"sent"}


def _is_killed(worker: Kennel, run: str, after: float) -> bool:
    """Run one worker that is killed after some time; return whether it still ran then."""
    done, _ = worker.run("notify", signal=signal.SIGKILL, after=after, environment={RUN: run})
    assert done.code in (0, -signal.SIGKILL), done
    return done.code != 0
