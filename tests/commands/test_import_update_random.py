"""What an import with --update records of random rows is what the rules say: see the oracle."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.commands.import_update_lives import Row, beginnings, live, random_row, written
from tests.commands.import_update_oracle import FACTS, Outcome, as_lived, what_it_brings
from tests.conftest import Result

pytestmark = [pytest.mark.every_engine, pytest.mark.exhaustive]

CASES = 200
MONDAY_EVENING = "2026-11-23T20:00:00Z"
WEDNESDAY = "2026-11-25T07:00:00Z"
LIFE = ("status", "responded_at", "held_since", "resolved_at", "closed_at")

_LIVES: dict[int, str] = {}


TYPE_FIX = "fix: --map-value partner_type:=NAME says what an empty one is"


class Desk:
    """A store with the cases of a random Tuesday, and the rows of another system about them."""

    def __init__(self, slt: Callable[..., Result], home: Path, *db: str) -> None:
        self.slt = slt
        self.home = home
        self.db = db

    def run(self, *line: str, now: str = WEDNESDAY) -> Result:
        return self.slt(*line, *self.db, now=now)

    def imported(self, text: str, *options: str, name: str = "a.csv", now: str = WEDNESDAY) -> str:
        (self.home / name).write_text(text)
        result = self.run("import", str(self.home / name), *options, now=now)
        told = result.err.splitlines()
        assert (result.code, told[1:]) in ((0, []), (0, [TYPE_FIX]))
        assert all(line.endswith("by defaults.partner_type") for line in told[:1])
        return result.out

    def exported(self) -> str:
        """Return the lines of all cases, the void ones last."""
        exports = [
            self.run("export", "-", "-o", "jsonl", *which) for which in ((), ("--status", "void"))
        ]
        assert [(result.code, result.err) for result in exports] == [(0, ""), (0, "")]
        return "".join(result.out for result in exports)

    def cases(self) -> dict[str, dict[str, Any]]:
        return {case["ref"]: case for case in map(json.loads, self.exported().splitlines())}


@pytest.fixture
def copy_of(slt, home: Path, another_store) -> Callable[..., Desk]:
    """Return a function that makes a store with the lives of a seed, which are lived only once."""

    def made(seed: int) -> Desk:
        if seed not in _LIVES:
            rng = Random(seed)
            first = Desk(slt, home, *another_store())
            first.imported(written(beginnings(rng, CASES)), now=MONDAY_EVENING)
            live(rng, first.run, CASES)
            _LIVES[seed] = first.exported()
        desk = Desk(slt, home, *another_store())
        desk.imported(_LIVES[seed], name="lives.jsonl")
        return desk

    return made


def random_rows(desk: Desk, seed: int) -> list[Row]:
    rng = Random(seed)
    rows = [random_row(rng, case) for case in desk.cases().values()]
    return rng.sample(rows, len(rows))


def compared(desk: Desk, rows: list[Row]) -> list[str]:
    """Import rows; return where slt differs from the rules."""
    before = desk.cases()
    assert len(before) == CASES
    answer = desk.imported(written(rows), "--update")
    after = desk.cases()
    found = []
    changed, left = 0, {}
    for row in rows:
        case = before[row["ref"]]
        outcome = what_it_brings(case, row, WEDNESDAY)
        wanted, got = by_the_rules(case, outcome), by_slt(case, after[row["ref"]])
        if wanted != got:
            found.append(told(case, row, wanted, got))
        changed += bool(outcome.events)
        if outcome.left:
            left[case["id"]] = outcome.left
    counts = number_after("Updated", answer), number_after("Differ", answer)
    if counts != (changed, len(left)):
        found.append(f"by the rules {changed} updated and {len(left)} differ; slt says\n{answer}")
    for case_id, fields in re.findall(r"(CASE-\d+) \((.*?)\)", answer):
        if set(fields.split(", ")) != left.get(case_id):
            found.append(f"{case_id}: by the rules {left.get(case_id)} differ, slt says {fields}")
    return found


@pytest.mark.parametrize(
    "seed",
    [1, *(pytest.param(seed, marks=pytest.mark.oracle) for seed in range(2, 50))],
)
def test_each_case_gets_what_its_row_brings_by_the_rules(copy_of, seed):
    desk = copy_of(seed)
    found = compared(desk, random_rows(desk, seed))
    if found:
        pytest.fail("\n\n".join([f"{len(found)} differences", *found[:5]]), pytrace=False)
    assert desk.run("verify") == (0, "", "")


def test_the_same_rows_again_change_nothing(copy_of):
    desk = copy_of(1)
    rows = random_rows(desk, 1)
    first = desk.imported(written(rows), "--update")
    before = desk.exported()
    again = desk.imported(written(rows[::-1]), "--update")
    assert desk.exported() == before
    assert number_after("Updated", again) == 0
    assert number_after("Differ", again) == number_after("Differ", first) > 0


def test_the_order_of_the_rows_does_not_matter(copy_of):
    here, there = copy_of(1), copy_of(1)
    rows = random_rows(here, 1)
    here.imported(written(rows), "--update")
    there.imported(written(rows[::-1]), "--update")
    assert without_commands(here) == without_commands(there)


def test_a_case_may_have_several_rows_in_any_order(copy_of):
    here, there = copy_of(1), copy_of(1)
    rows = [row for row in random_rows(here, 1) + random_rows(here, 2) if row["updated_at"]]
    here.imported(written(rows), "--update")
    there.imported(written(rows[::-1]), "--update")
    found, wanted = (
        {ref: {field: case[field] for field in (*LIFE, *FACTS)} for ref, case in cases.items()}
        for cases in (here.cases(), there.cases())
    )
    assert found == wanted


def without_commands(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return the cases without what tells one run from another."""
    cases = desk.cases()
    for case in cases.values():
        for event in case["events"]:
            del event["command"]
    return cases


def by_the_rules(before: Mapping[str, Any], outcome: Outcome) -> dict[str, Any]:
    life = as_lived(before, outcome.events)
    lived = {**life._asdict(), "status": life.status}
    if "voided" in {kind for kind, _ in outcome.events}:
        lived |= {"status": "void", "held_since": None}
    if before["status"] == "void":
        lived = {field: before[field] for field in LIFE}
    facts = {fact: outcome.facts.get(fact, before[fact]) for fact in FACTS}
    events = sorted([at, kind, "imported"] for kind, at in outcome.events)
    return {"events": events, **facts, **lived}


def by_slt(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    new = after["events"][len(before["events"]) :]
    assert after["events"][: len(before["events"])] == before["events"]
    events = sorted([event["at"], event["kind"], event["note"]] for event in new)
    return {"events": events, **{field: after[field] for field in (*FACTS, *LIFE)}}


def told(
    before: Mapping[str, Any], row: Mapping[str, Any], wanted: dict[str, Any], got: dict[str, Any]
) -> str:
    """Return a difference as somebody reads it: the life, the row, and what differs."""
    taken = {event["undoes"] for event in before["events"]}
    lines = [
        f"{event['at']} {event['kind']} {event['detail'] or ''} {event['note'] or ''}"
        + (" (taken back)" if event["id"] in taken else "")
        for event in before["events"]
    ]
    lines.append(f"row { ({name: value for name, value in row.items() if value}) }")
    lines += [
        f"  {name}: by the rules {value}, slt {got[name]}"
        for name, value in wanted.items()
        if value != got[name]
    ]
    return "\n".join(lines)


def number_after(label: str, answer: str) -> int:
    found = re.search(rf"^{label} +(\d+)", answer, re.MULTILINE)
    return int(found[1]) if found else 0
