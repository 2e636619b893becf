"""A team on three hosts writes while its server is killed, and while one host is cut off."""

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from tests.domain.asking import policy_in
from tests.commands.naive_filters import number, written
from tests.commands.naive_report import Asked, report
from tests.faults.postgres.host_writer import BEGIN
from tests.faults.postgres.hosts import NOTICES, SHARED, TARGETS, Host, three_hosts
from tests.faults.postgres.replay import replayed
from tests.notices.receivers import Told
from tests.store.postgres.server import Server

FIRST = "the first case"
ROOT = Path(__file__).parents[3]
WRITER = [sys.executable, "-m", "tests.faults.postgres.host_writer"]

Item = dict[str, Any]


class Plan(NamedTuple):
    """How long they write, and when the server and a host are away, each from and for how long."""

    seconds: float
    kills: Sequence[tuple[float, float]]
    cut: tuple[float, float]


SHORT = Plan(7, [(2, 1)], (3.5, 2))
LONG = Plan(120, [(12, 0.3), (30, 2), (50, 20), (85, 0.3), (105, 4)], (40, 30))


class Written:
    """What twenty writers noted."""

    def __init__(self, said: list[str]) -> None:
        answers = [json.loads(each) for each in said]
        self.noted: list[Item] = [noted for each, _, _ in answers for noted in each]
        self.failed_runs = {run for _, runs, _ in answers for run in runs}
        self.faults = [fault for _, _, faults in answers for fault in faults]

    def of(self, *verbs: str) -> list[Item]:
        """Return the commands with one of the verbs."""
        return [each for each in self.noted if each["verb"] in verbs]


@contextmanager
def writers(hosts: list[Host], options: str, seed: int, seconds: float) -> Iterator[list[Any]]:
    """Start twenty writers, who wait for their beginning; none is left behind."""
    started = []
    for index in range(20):
        host = hosts[index % 3]
        me = f"{host.name}-{index // 3 + 1}"
        asked = {"me": me, "seed": seed, "ahead": host.ahead, "seconds": seconds}
        started.append(
            subprocess.Popen(
                [*WRITER, json.dumps({**asked, "directory": str(host.home)})],
                cwd=ROOT,
                env={**os.environ, **host.environment(options), "SLT_USER": me},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
    try:
        yield started
    finally:
        for each in started:
            each.kill()
            each.communicate()


def break_down(plan: Plan, began: float, server: Server, host: Host) -> list[Thread]:
    """Kill the server, and cut a host off, when the plan says so."""

    def kill() -> None:
        for at, away in plan.kills:
            time.sleep(max(0.0, began + at - time.time()))
            server.kill()
            time.sleep(away)
            server.start()

    def cut() -> None:
        at, away = plan.cut
        time.sleep(max(0.0, began + at - time.time()))
        host.cable.cut()
        time.sleep(away)
        host.cable.join()

    threads = [Thread(target=kill, daemon=True), Thread(target=cut, daemon=True)]
    for thread in threads:
        thread.start()
    return threads


@pytest.mark.parametrize(
    ("plan", "seed"),
    [
        pytest.param(SHORT, 1, id="a kill and a cut", marks=pytest.mark.exhaustive),
        pytest.param(LONG, 1, id="two minutes", marks=pytest.mark.endurance),
        pytest.param(LONG, 2, id="two other minutes", marks=pytest.mark.endurance),
    ],
)
def test_nothing_is_lost_and_nothing_is_there_twice(
    slt, items, server, team, directory, tmp_path, plan, seed
):
    policy = tmp_path / "team.toml"
    policy.write_text(TARGETS + NOTICES)
    assert slt("store", "policy", "set", str(policy)).code == 0
    kills = server.log.read_text().count("was not properly shut down")
    with three_hosts(directory, tmp_path) as hosts:
        options = team.rpartition("&")[2]
        with writers(hosts, options, seed, plan.seconds) as started:
            before = written(BEGIN - timedelta(seconds=5))
            for host in hosts:
                assert slt("notify", "--config", str(host.settings), now=before).code == 0
            assert slt("open", "-p", "S3", FIRST, now=written(BEGIN)).code == 0
            for each in started:
                assert each.stdout.readline() == "ready\n"
            began = time.time()
            for each in started:
                each.stdin.write(f"{began}\n")
                each.stdin.flush()
            threads = break_down(plan, began, server, hosts[0])
            said = [each.communicate(timeout=300)[0] for each in started]
            for thread in threads:
                thread.join(timeout=60)
        now = (BEGIN + timedelta(seconds=time.time() - began + 2)).replace(microsecond=0)
        told = Written(said)
        Path("/tmp/cr/told.json").write_text(json.dumps(told.noted))
    assert told.faults == []
    codes = Counter((each["verb"], each["code"]) for each in told.noted)
    print(len(told.noted), codes, sum(e["repeats"] for e in told.noted), sum(e["unsure"] for e in told.noted), len(told.failed_runs))
    print(Counter(e["refusal"][:60] for e in told.noted).most_common(40))
    assert server.log.read_text().count("was not properly shut down") == kills + len(plan.kills)
    assert slt("verify") == (0, "", "")
    cases = recorded(slt, written(now))
    Path("/tmp/cr/cases.json").write_text(json.dumps(cases))
    for wrong in (ids(cases), opened(told, cases), acknowledged(told, cases)):
        assert list(wrong) == []
    again = [replayed(case["id"], case["events"], now) for case in cases]
    for line in differences(cases, again):
        print(line)
    assert list(differences(cases, again)) == []
    assert list(running(items, again, written(now))) == []
    for by in ((), ("clock",), ("priority",), ("region", "owner")):
        asked = Asked(now, ZoneInfo("UTC"), by=by)
        line = ["report", *(f"--by={field}" for field in by)]
        got, wanted = items(*line, now=written(now)), report(again, asked, policy_in(TARGETS))
        assert [{name: row[name] for name in wanted[0]} for row in got] == wanted
    for host in hosts:
        later = written(now + timedelta(minutes=10))
        assert slt("notify", "--config", str(host.settings), now=later) == (0, "", "")
    Path("/tmp/cr/wrong.json").write_text(json.dumps([list(notices(told, hosts, again, items("outbox", now=later))), items("outbox", now=later), again], default=str))
    assert list(notices(told, hosts, again, items("outbox", now=later))) == []


def recorded(slt, now: str) -> list[Item]:
    """Return every case with its clocks and its events, by number."""
    lines = []
    for which in ((), ("--status", "void")):
        done = slt("export", "-", "-o", "jsonl", *which, now=now)
        assert (done.code, done.err) == (0, "")
        lines += [json.loads(line) for line in done.out.splitlines()]
    return sorted(lines, key=number)


def ids(cases: list[Item]) -> Iterator[str]:
    """Yield what is wrong with the ids of cases, and of the events of each."""
    if [number(case) for case in cases] != list(range(1, len(cases) + 1)):
        yield "there are gaps"
    for case in cases:
        if [event["id"] for event in case["events"]] != list(range(1, len(case["events"]) + 1)):
            yield f"{case['id']} has gaps in its events"


def opened(told: Written, cases: list[Item]) -> Iterator[str]:
    """Yield each case that was acknowledged and is not there once, or is there unasked."""
    by_subject = Counter(case["events"][0]["changes"]["subject"]["new"] for case in cases)
    subject_of = {case["id"]: case["events"][0]["changes"]["subject"]["new"] for case in cases}
    asked, keyed = {FIRST: (1, 1)}, {}
    for each in told.of("open", "referenced"):
        asked[each["text"]] = (len(set(each["cases"])), len(set(each["cases"])) or each["unsure"])
        if any(subject_of[case] != each["text"] for case in each["cases"]):
            yield f"{each} is not its subject"
    for each in told.of("keyed"):
        keyed.setdefault(each["key"], set()).update(each["cases"])
    for each in told.of("imported"):
        rows = Path(each["line"][1]).read_text().splitlines()[1:]
        subjects = [row.partition(",")[0] for row in rows]
        is_sure = each["code"] == 0
        for subject in subjects:
            asked[subject] = (int(is_sure), int(is_sure or each["unsure"] > 0))
    for key, its in keyed.items():
        count = sum(n for subject, n in by_subject.items() if subject.startswith(f"{key} of "))
        if len(its) > 1 or count != len(its):
            yield f"{key} gave {its}, and {count} cases are there"
    for subject, (least, most) in asked.items():
        if not least <= by_subject[subject] <= most:
            yield f"{subject} is there {by_subject[subject]} times, not {least} to {most}"
    unasked = [s for s in by_subject if s not in asked and " of " not in s]
    yield from unasked


CHANGES = {
    "respond": "responded", "hold": "held", "resume": "resumed", "followup": "followup",
    "note": "noted", "update": "updated", "escalate": "escalated", "late": "escalated",
    "resolve": "resolved", "close": "closed", "reopen": "reopened", "void": "voided",
    "take": "updated",
}  # fmt: skip


def acknowledged(told: Written, cases: list[Item]) -> Iterator[str]:
    """Yield each change that is not there as often as it was acknowledged."""
    there = Counter(
        (event["note"], event["kind"], case["id"]) for case in cases for event in case["events"]
    )
    asked: Counter[Any] = Counter()
    unsure: Counter[Any] = Counter()
    for each in told.of(*CHANGES):
        kind = CHANGES[each["verb"]]
        for case in each["cases"] if not each["key"] else set(each["cases"]):
            asked[each["text"], kind, case] += 1
        unsure[each["text"]] += each["unsure"]
    for what in asked.keys() | {key for key in there if key[0] and " did " in key[0]}:
        if there[what] != asked[what]:
            yield f"{what}: {there[what]} times, acknowledged {asked[what]}, unsure {unsure[what[0]]}"


STOPPED = (
    *("kind", "level", "started_at", "due_at", "verdict", "stopped_at"),
    *("active_seconds", "target_seconds", "target_clock"),
)
RUNNING = (
    *("id", "kind", "level", "started_at", "due_at", "state"),
    *("remaining_seconds", "target_seconds", "target_clock"),
)
FACTS = (
    *("subject", "ref", "customer", "owner", "priority", "region", "partner_type", "plan"),
    *("status", "level", "held_since", "responded_at", "resolved_at", "closed_at"),
)


def differences(cases: list[Item], again: list[Item]) -> Iterator[str]:
    """Yield each fact and each clock that is not as replayed."""
    for case, wanted in zip(cases, again, strict=True):
        for name in FACTS:
            if case[name] != wanted[name]:
                yield f"{case['id']} {name}: {case[name]}, replayed {wanted[name]}"
        for each in rows(case["clocks"], STOPPED) ^ rows(wanted["clocks"], STOPPED):
            yield f"{case['id']}: {each}"


def rows(found: list[Item], fields: Sequence[str]) -> set[tuple[Any, ...]]:
    """Return what each has of some fields."""
    return {tuple(each[field] for field in fields) for each in found}


def running(items, again: list[Item], now: str) -> Iterator[str]:
    """Yield each running clock that `due` has otherwise than it was replayed."""
    wanted = [
        {**clock, "id": case["id"]}
        for case in again
        for clock in case["clocks"]
        if clock["verdict"] is None
    ]
    got = items("due", "--clocks", now=now)
    assert len(got) == len(wanted)
    yield from map(str, rows(got, RUNNING) ^ rows(wanted, RUNNING))


def notices(
    told: Written, hosts: list[Host], again: list[Item], outbox: list[Item]
) -> Iterator[str]:
    """Yield each notice that was lost, or that is there twice although no run failed."""
    arrived = [(run, each) for host in hosts for run, tells in host.arrived for each in tells]
    times = Counter(each for _, each in arrived)
    unmarked = Counter(each for run, each in arrived if run in told.failed_runs)
    made = Counter(
        Told(each["case"], each["moment"], each["channel"])
        for each in outbox
        if each["state"] != "dropped"
    )
    yield from (f"{each} waits" for each in outbox if each["state"] not in ("sent", "dropped"))
    for case in again:
        for moment, (least, most) in expected(case).items():
            for channel in (SHARED, *(host.name for host in hosts)):
                one = Told(case["id"], moment, channel)
                if not least <= made[one] <= most:
                    yield f"{one} was made {made[one]} times, not {least} to {most}"
    for each in made.keys() | times.keys():
        if not made[each] <= times[each] <= made[each] + unmarked[each]:
            yield f"{each} arrived {times[each]} times, not {made[each]}"


def expected(case: Item) -> dict[str, tuple[int, int]]:
    """Return how often at least and at most a case has to be told of, by moment.

    What was taken back, or void for a while, is told or not: that depends on who came first.
    """
    undone = {event["undoes"] for event in case["events"]}
    raises = [event["id"] for event in case["events"] if event["kind"] == "escalated"]
    running = [clock["kind"] for clock in case["clocks"] if clock["verdict"] is None]
    most = {"opened": 1, "escalated": len(raises), "due": len(case["events"])}
    least = {"opened": 1, "escalated": len({*raises} - undone), "due": int("response" in running)}
    was_void = any(event["kind"] == "voided" for event in case["events"])
    return {moment: (0 if was_void else least[moment], most[moment]) for moment in most}
