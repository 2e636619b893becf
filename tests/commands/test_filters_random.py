"""Every filter agrees with a naive one over `slt export`, in random stores of many scripts."""

import json
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest

from tests.commands.filter_lives import (
    BEGIN,
    OWNERS,
    Desk,
    exported,
    filters,
    identity,
    live,
    options,
    spelled,
)
from tests.commands.naive_filters import (
    ORDERS,
    Case,
    Filters,
    end_of,
    first_instant,
    fits,
    has_a_clock,
    listed,
    logged,
    number,
    running,
    written,
)

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("whole_life")]

CASES, ACTS, QUESTIONS = 24, 3, 40
SEEDS = [0, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(1, 12))]

Items = list[dict[str, Any]]


class Asker:
    """Asks a store, and keeps each question whose answer is not that of the naive filters."""

    def __init__(self, rng: Random, desk: Desk) -> None:
        self.rng = rng
        self.desk = desk
        self.me = rng.choice(OWNERS)
        self.cases: list[Case] = [json.loads(line) for line in exported(desk)]
        self.clocks = self.json("due")
        self.then = written(desk.now - rng.random() * (desk.now - BEGIN))
        lists = [
            self.json("list", which, "--at", self.then) for which in ("--all", "--status=void")
        ]
        self.cases_then: list[Case] = sorted((case for each in lists for case in each), key=number)
        self.found: list[str] = []
        self.hits = 0

    def answer(self, *line: str) -> str:
        result = self.desk.run(*line, me=self.me)
        assert (result.code, result.err) == (0, ""), (line, result)
        return result.out

    def lines(self, *line: str) -> Items:
        return [json.loads(each) for each in self.answer(*line, "-o", "jsonl").splitlines()]

    def json(self, *line: str) -> Items:
        items: Items = json.loads(self.answer(*line, "--json"))["items"]
        return items

    def drawn(self, *without: str) -> Filters:
        """Return filters whose times are in order, without some of the options."""
        while True:
            drawn = tuple(pair for pair in filters(self.rng, self.cases) if pair[0] not in without)
            times = dict(drawn)
            if not {"--since", "--until"} <= times.keys():
                return drawn
            if first_instant(times["--since"]) <= end_of(times["--until"]):
                return drawn

    def compare(self, line: Sequence[str], got: Sequence[Any], wanted: Sequence[Any]) -> None:
        self.hits += bool(wanted)
        if list(got) != list(wanted):
            said = " ".join(map(repr, line))
            self.found.append(f"slt {said}  # me: {self.me}\n  slt: {got}\n  naive: {wanted}")

    # --- a question for each command ---

    def ask_list(self) -> None:
        drawn = self.drawn()
        line = ["list", *options(drawn)]
        closed_too = self.rng.random() < 0.6 and "--status" not in dict(drawn)
        line += ["--all"] if closed_too else []
        cases = listed(self.cases, drawn, self.me, closed_too=closed_too)
        if self.rng.random() < 0.3:
            wanted = set(self.rng.sample(("late", "soon", "held"), self.rng.choice((1, 1, 2))))
            line += [f"--{state}" for state in sorted(wanted)]
            kind = dict(drawn).get("--clock")
            cases = [case for case in cases if has_a_clock(case, self.clocks, kind, wanted)]
        order = self.rng.choice(("number", "number", *ORDERS))
        line += [] if order == "number" else ["--sort", order]
        cases.sort(key=ORDERS[order])
        if self.rng.random() < 0.3:
            limit = self.rng.randint(1, 4)
            line += ["--limit", str(limit)]
            cases = cases[:limit]
        self.compare(line, self.answer(*line, "-q").split(), [case["id"] for case in cases])

    def ask_list_of_then(self) -> None:
        drawn = self.drawn("--text", "--clock")
        line = ["list", "--all", "--at", self.then, *options(drawn)]
        cases = listed(self.cases_then, drawn, self.me, closed_too=True)
        self.compare(line, self.answer(*line, "-q").split(), [case["id"] for case in cases])

    def ask_due(self) -> None:
        drawn = self.drawn()
        line = ["due", *options(drawn)]
        kind = dict(drawn).get("--clock")
        rest = tuple(pair for pair in drawn if pair[0] != "--clock")
        ids = {case["id"] for case in self.cases if fits(case, rest, self.me)}
        states = {clock["state"] for clock in self.clocks}
        if self.rng.random() < 0.3:
            states = {self.rng.choice(("late", "soon", "held"))}
            line += [f"--{state}" for state in states]
        clocks = [
            identity(clock)
            for clock in self.clocks
            if clock["id"] in ids and clock["state"] in states and kind in (None, clock["kind"])
        ]
        if self.rng.random() < 0.3:
            line += ["--limit", "3"]
            clocks = clocks[:3]
        self.compare(line, [identity(clock) for clock in self.json(*line)], clocks)

    def ask_export(self) -> None:
        drawn = self.drawn()
        line = ["export", "-", *options(drawn)]
        cases = listed(self.cases, drawn, self.me, closed_too=True)
        self.compare(line, self.lines(*line), cases)

    def ask_log(self) -> None:
        drawn = self.drawn()
        line = ["log", *options(drawn)]
        who = limit = None
        if self.rng.random() < 0.4:
            who = self.rng.choice(("me", spelled(self.rng, self.rng.choice(OWNERS))))
            line.append(f"--who={who}")
        if self.rng.random() < 0.3:
            limit = self.rng.randint(1, 9)
            line += ["--limit", str(limit)]
        wanted = logged(self.cases, drawn, self.me, written(self.desk.now), who=who, limit=limit)
        self.compare(line, [_event(item) for item in self.json(*line)], wanted)


def _event(item: Mapping[str, Any]) -> tuple[str, int]:
    return item["case"], item["id"]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_filter_finds_what_a_naive_one_finds(slt, seed, another_store, home):
    rng = Random(seed)
    desk = Desk(slt)
    live(rng, desk, CASES, ACTS)
    if seed % 2:  # what an import wrote is found as what commands wrote
        lives = home / "lives.jsonl"
        lives.write_text("\n".join(exported(desk)))
        desk.db = another_store()
        assert desk.run("import", str(lives)).code == 0
    asker = Asker(rng, desk)
    assert len(asker.cases) == CASES
    assert set(map(identity, asker.clocks)) == running(asker.cases)
    commands = (asker.ask_list, asker.ask_due, asker.ask_export, asker.ask_log)
    for _ in range(QUESTIONS // 5):
        for ask in (*commands, asker.ask_list_of_then):
            ask()
    if asker.found:
        head = f"{len(asker.found)} of {QUESTIONS} answers differ"
        pytest.fail("\n\n".join([head, *asker.found[:5]]), pytrace=False)
    assert asker.hits > QUESTIONS // 5, "most questions found nothing: they test little"
