"""A team on three hosts writes while its server is killed, and while one host is cut off.

Afterwards ids are consecutive, nothing that was acknowledged is lost, nothing is there twice, and
clocks and reports are those of a replay that knows nothing of the store.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.commands.naive_filters import number, written
from tests.commands.naive_report import Asked, report
from tests.domain.asking import policy_in
from tests.faults.postgres.host_writer import BEGIN
from tests.faults.postgres.hosts import NOTICES, TARGETS, Host, three_hosts
from tests.faults.postgres.replay import differences, differences_of_due, replayed
from tests.faults.postgres.told import (
    Answers,
    changed_otherwise,
    gaps,
    opened_otherwise,
    sent_otherwise,
)
from tests.faults.postgres.waits import LIMIT
from tests.store.postgres.server import Server

Item = dict[str, Any]

FIRST = "the first case"
ROOT = Path(__file__).parents[3]
WRITERS = 20
LATER = timedelta(minutes=10)
"""After so long what a failed run of notify had claimed may be sent again."""


class Plan(NamedTuple):
    """How long all write, and from when and for how long the server and one host are away."""

    seconds: float
    kills: Sequence[tuple[float, float]]
    cut: tuple[float, float]


SHORT = Plan(7, [(2, 1)], (3.5, 2))
LONG = Plan(120, [(12, 0.3), (30, 2), (50, 20), (85, 0.3), (105, 4)], (40, 30))


@contextmanager
def writers(hosts: Sequence[Host], options: str, seed: int, seconds: float) -> Iterator[list[Any]]:
    """Start writers, who wait for the beginning; none is left behind."""
    started = []
    try:
        for index in range(WRITERS):
            host = hosts[index % len(hosts)]
            me = f"{host.name}-{index // len(hosts) + 1}"
            asked = {"me": me, "seed": seed, "ahead": host.ahead, "seconds": seconds}
            started.append(
                subprocess.Popen(
                    [
                        *[sys.executable, "-m", "tests.faults.postgres.host_writer"],
                        json.dumps({**asked, "directory": str(host.home)}),
                    ],
                    cwd=ROOT,
                    env={**os.environ, **host.environment(options), "SLT_USER": me},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        yield started
    finally:
        for each in started:
            each.kill()
            each.communicate()


def answers_of(started: Sequence[Any], plan: Plan, server: Server, host: Host) -> list[str]:
    """Let all begin, take the server and a host away as planned, and return what all noted."""
    for each in started:
        assert each.stdout.readline() == "ready\n"
    began = time.time()
    for each in started:
        each.stdin.write(f"{began}\n")
        each.stdin.flush()
    plans = [(plan.kills, server.kill, server.start), ([plan.cut], host.cable.cut, host.cable.join)]
    threads = [Thread(target=take_away, args=(began, *each), daemon=True) for each in plans]
    for thread in threads:
        thread.start()
    said = [each.communicate(timeout=plan.seconds + LIMIT)[0] for each in started]
    for thread in threads:
        thread.join(timeout=LIMIT)
        assert not thread.is_alive()
    return said


def take_away(
    began: float,
    times: Sequence[tuple[float, float]],
    take: Callable[[], None],
    give_back: Callable[[], None],
) -> None:
    """Take something away at each time after the beginning, and give it back some seconds later."""
    for at, away in times:
        time.sleep(max(0.0, began + at - time.time()))
        take()
        time.sleep(away)
        give_back()


def exported(slt) -> list[Item]:
    """Return every case with its clocks and its events, by number."""
    lines: list[str] = []
    for which in ((), ("--status", "void")):
        done = slt("export", "-", "-o", "jsonl", *which)
        assert (done.code, done.err) == (0, "")
        lines += done.out.splitlines()
    return sorted(map(json.loads, lines), key=number)


def require_the_same_reports(items, again: list[Item], now: datetime) -> None:
    """Fail unless each report is the naive one over the cases that were replayed."""
    for by in ((), ("clock",), ("priority",), ("region", "owner")):
        asked = Asked(now, ZoneInfo("UTC"), by=by)
        wanted = report(again, asked, policy_in(TARGETS))
        got = items("report", *(f"--by={field}" for field in by), now=written(now))
        assert [{name: row[name] for name in wanted[0]} for row in got] == wanted


@pytest.mark.parametrize(
    ("plan", "seed"),
    [
        pytest.param(SHORT, 1, id="7 seconds, seed 1", marks=pytest.mark.exhaustive),
        pytest.param(LONG, 1, id="2 minutes, seed 1", marks=pytest.mark.endurance),
        pytest.param(LONG, 2, id="2 minutes, seed 2", marks=pytest.mark.endurance),
    ],
)
def test_a_team_loses_nothing_and_has_nothing_twice(
    slt, items, server, team, directory, tmp_path, plan, seed
):
    policy = tmp_path / "team.toml"
    policy.write_text(TARGETS + NOTICES)
    assert slt("store", "policy", "set", str(policy)).code == 0
    kills = server.log.read_text().count("was not properly shut down")
    with three_hosts(directory, tmp_path) as hosts:
        with writers(hosts, team.rpartition("&")[2], seed, plan.seconds) as started:
            assert slt("open", "-p", "S3", FIRST, now=written(BEGIN)).code == 0
            for host in hosts:
                line = ("notify", "--config", str(host.settings))
                assert slt(*line, now=written(BEGIN - timedelta(seconds=5))) == (0, "", "")
            answers = Answers(answers_of(started, plan, server, hosts[0]))
        kills = server.log.read_text().count("was not properly shut down") - kills
        cases = exported(slt)
        moments = [
            datetime.fromisoformat(event["at"]) for case in cases for event in case["events"]
        ]
        now = max(moments) + timedelta(seconds=1)
        assert (answers.faults, kills) == ([], len(plan.kills))
        assert slt("verify") == (0, "", "")
        assert [*gaps(cases)] == []
        assert [*opened_otherwise(answers, FIRST, cases)] == []
        assert [*changed_otherwise(answers, cases)] == []

        again = [replayed(case["id"], case["events"], now) for case in cases]
        assert [*differences(cases, again)] == []
        assert [*differences_of_due(items("due", "--clocks", now=written(now)), again)] == []
        require_the_same_reports(items, again, now)

        later = written(now + LATER)
        for host in hosts:
            assert slt("notify", "--config", str(host.settings), now=later) == (0, "", "")
        assert [*sent_otherwise(answers, hosts, again, items("outbox", now=later))] == []
    done = f"{answers.numbers}, {len(cases)} cases, {len(moments)} events"
    sys.stdout.write(f"seed {seed}: {kills} kills, {done}\n")
