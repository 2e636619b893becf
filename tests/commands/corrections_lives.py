"""Random lives with mistakes, and what is asked of each."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from difflib import ndiff
from pathlib import Path
from random import Random
from typing import Any

from tests.commands.corrections import Life, Step, Store, instant, written
from tests.commands.corrections_twin import Twin, answer, in_order, questions, without_mistakes
from tests.conftest import Result
from tests.store.engines import ENGINES

Run = Callable[..., Result]

MONDAYS = ("2026-10-19", "2026-10-26", "2026-11-23")  # two with a change of clocks near
PAUSES = (0, 1, 5, 20, 60, 60, 180, 480, 900, 1500)
KINDS = {
    "respond": 20, "respond --hold": 6, "followup": 12, "hold": 7, "note": 4,
    "mark workaround": 3, "mark diagnosis": 3, "escalate": 8, "escalate --late": 6, "update": 13,
    "update --opened": 9, "resolve": 6, "close": 5, "void": 5, "undo": 12,
    "undo EVENT": 16, "open": 4,
}  # fmt: skip
ON_VOID = {"undo": 12, "undo EVENT": 3, "respond": 1, "open": 1}
VALUES = {
    "--priority": ("S1", "S2", "S3"),
    "--region": ("usa", "europe", "apac"),
    "--partner-type": ("certified", "certified", "referral"),
    "--ref": ("R-1", "R-2", "R-3", ""),
    "--partner": ("Acme", ""),
    "--subject": ("No calls", "No tone"),
}


class Lives:
    """Makes stores for lives, draws lives, and looks for what is wrong."""

    def __init__(self, slt: Run, place: Path, engine: str = "sqlite") -> None:
        self.slt = slt
        self.place = place
        self.new_location = ENGINES[engine]
        self.stores = 0

    def store(self) -> Store:
        self.stores += 1
        directory = self.place / f"store-{self.stores}"
        directory.mkdir()
        return Store(self.slt, self.new_location(directory))

    def replay(self, steps: list[Step]) -> Life:
        life = Life(self.store())
        for step in steps:
            life.live(step)
        return life

    def draw(self, seed: int, length: int, later: Path | None = None) -> Life:
        """Live a random life; one seed always gives the same. `later` is a policy that comes."""
        rng = Random(seed)
        life = Life(self.store())
        now = datetime.fromisoformat(f"{rng.choice(MONDAYS)}T05:00:00+00:00")
        change = rng.randrange(3, length)
        for number in range(length):
            now = _later(rng, life, now)
            step = _opening(rng, life, now) if number < 2 else _step(rng, life, now)
            if later is not None and number >= change:
                step = replace(step, words=(*step.words, "--config", str(later)))
            life.live(step)
        return life

    # --- what is asked ---

    def findings(self, life: Life, looks: int, seed: int = 0) -> list[str]:
        """Return what is wrong with a life; a step that the twin's past changes is left out."""
        while True:
            while life.beyond:
                life = self.replay([step for step in life.steps if step not in life.beyond])
            twin = Twin(self.store())
            pairs = without_mistakes(life.counting, life)
            twin.live(pairs, life)
            if twin.refused:
                first, twin = twin.refused, Twin(self.store())
                twin.live(in_order(pairs), life)
                if twin.refused:
                    return [*life.findings, f"only the twin refuses: {first}"]
            if not twin.differing:
                break
            life = self.replay([step for step in life.steps if step not in twin.differing])
        found = list(life.findings)
        found += [f"refused without a reason: {step}" for step in self._needless(life)]
        return found + self._differences(life, twin, looks, seed)

    def _needless(self, life: Life) -> list[Step]:
        """Return the corrections that were refused although what remained breaks no rule."""
        needless = []
        for step, rest in life.refused:
            pairs = without_mistakes(rest, life)
            tries = [Twin(self.store()), Twin(self.store())]
            tries[0].live(pairs, life)
            tries[1].live(in_order(pairs), life)
            if not (tries[0].refused or tries[1].refused or tries[0].differing):
                needless.append(step)
        return needless

    def _differences(self, life: Life, twin: Twin, looks: int, seed: int) -> list[str]:
        now = life.steps[-1].now + timedelta(hours=1)
        moments = {
            instant(event["at"]) + timedelta(seconds=near)
            for case in life.cases.values()
            for event in case["events"]
            for near in (-1, 0, 1)
        }
        instants = sorted(Random(seed).sample(sorted(moments), min(looks, len(moments))))
        found = []
        for words in questions(list(life.cases), instants):
            here, there = (answer(store, now, words) for store in (life.store, twin.store))
            if here != there:
                found.append(f"differ: {' '.join(words)}: {_unlike(here, there)}")
        for name, recorder in (("main", life), ("twin", twin)):
            if (result := recorder.store.run(now, "verify")) != (0, "", ""):
                found.append(f"verify of the {name}: {result}")
        return found

    def shortest(self, steps: list[Step], looks: int, seed: int = 0) -> list[Step]:
        """Return the steps without all that the first finding does not need."""
        kind = _kind(self.findings(self.replay(steps), looks, seed))
        left = len(steps)
        while left:
            left -= 1
            fewer = steps[:left] + steps[left + 1 :]
            if steps[left].verb == "open":
                continue
            if _kind(self.findings(self.replay(fewer), looks, seed)) == kind:
                steps = fewer
        return steps


def _unlike(here: tuple[int, Any, str], there: tuple[int, Any, str]) -> str:
    """Say in which lines two answers differ, the first one's before the twin's."""
    lines = [json.dumps(each, indent=0, sort_keys=True).splitlines() for each in (here, there)]
    return "\n  ".join(["", *(line for line in ndiff(*lines) if line[0] in "-+")][:20])


def _kind(findings: list[str]) -> str:
    return findings[0].split(":")[0] if findings else ""


# --- one step -------------------------------------------------------------------------------------


def _later(rng: Random, life: Life, now: datetime) -> datetime:
    """The time of the next step: often the very due time of a clock, or a second later."""
    dues = sorted(
        instant(clock["due_at"])
        for case in life.cases.values()
        for clock in case["clocks"]
        if clock["due_at"] and clock["verdict"] is None and instant(clock["due_at"]) >= now
    )
    if dues and rng.random() < 0.3:
        return dues[0] + timedelta(seconds=rng.choice((0, 1, 60)))
    return now + timedelta(minutes=rng.choice(PAUSES))


def _opening(rng: Random, life: Life, now: datetime) -> Step:
    at = now - timedelta(minutes=rng.choice((0, 0, 10, 60)))
    ref = rng.choice(((), ("--ref", rng.choice(VALUES["--ref"][:3]))))
    words = ["open", "--priority", rng.choice(VALUES["--priority"]), "--at", written(at), *ref]
    words += ["--region", rng.choice(VALUES["--region"]), "--partner-type"]
    words += [rng.choice(("certified", *VALUES["--partner-type"])), "A case"]
    return Step(now, tuple(words), case=str(len(life.cases) + 1))


def _step(rng: Random, life: Life, now: datetime) -> Step:
    case = rng.choice(list(life.cases))
    kinds = _kinds(life.cases[case])
    verb, *option = rng.choices(list(kinds), list(kinds.values()))[0].split()
    if verb == "open":
        return _opening(rng, life, now)
    if verb == "undo":
        steps = life.on_case(case)[1:]
        if not option or not steps:
            return Step(now, ("undo", case, "--yes"), case)
        corrections = [step for step in steps if step.opened is not None]
        undoes = rng.choice(corrections if corrections and rng.random() < 0.4 else steps)
        return Step(now, ("undo", case, "--yes"), case, undoes)
    if option == ["--late"]:
        return Step(now, ("escalate", "--late"))
    if verb == "void":
        return Step(now, ("void", case, "--reason", "Twice"), case)
    if option == ["--opened"]:
        return Step(now, ("update", case, *_correction(rng, life, case, now)), case)
    if verb == "escalate":
        option = ["--level", rng.choice("1123")]
    if verb == "note":
        option = ["Seen"]
    if verb == "update":
        name = rng.choice(list(VALUES))
        option = [name, rng.choice(VALUES[name])]
    return Step(now, (verb, case, *option, *_at(rng, life, case, now)), case)


def _kinds(case: dict[str, Any]) -> dict[str, int]:
    """What may come next on a case, and how often; mostly what is not refused."""
    if case["status"] == "void":
        return ON_VOID
    ended = case["status"] in ("resolved", "closed")
    return {**KINDS, "reopen": 60 if ended else 1, "resume": 20 if case["held_since"] else 1}


def _correction(rng: Random, life: Life, case: str, now: datetime) -> list[str]:
    opened = instant(life.cases[case]["opened_at"])
    moments = [now, *(step.happened for step in life.on_case(case)[1:])]
    near = rng.choice((min(moments), *moments))
    choices = [opened - timedelta(minutes=rng.choice((1, 30, 600))), near]
    choices.append(near - timedelta(seconds=1))
    choices.append(opened + (near - opened) / 2)
    opening = min(rng.choice(choices), now).astimezone(UTC)
    more = rng.choice(([], [], ["--priority", rng.choice(VALUES["--priority"])]))
    return ["--opened", written(opening), *more]


def _at(rng: Random, life: Life, case: str, now: datetime) -> tuple[str, ...]:
    """No time, that of another event or of a due time, or any since the opening."""
    draw = rng.random()
    if draw < 0.5:
        return ()
    opened = instant(life.cases[case]["opened_at"])
    if draw < 0.6 and (first := life.on_case(case)[0].happened) > opened:
        now = first  # between the corrected opening and the one before
    elif draw < 0.8:
        known = [event["at"] for event in life.cases[case]["events"]]
        known += [clock["due_at"] for clock in life.cases[case]["clocks"] if clock["due_at"]]
        return "--at", min(rng.choice(known), written(now))
    return "--at", written(opened + rng.random() * max(now - opened, timedelta()))
