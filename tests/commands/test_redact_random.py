"""Redacted in the middle of a random life, a case is what it is without: but for its texts."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.commands.corrections import Recorder, Step
from tests.commands.corrections_lives import Lives
from tests.store.engines import ENGINES

pytestmark = pytest.mark.usefixtures("whole_life")

TEXTS = frozenset(("subject", "partner", "customer", "ref", "owner", "tags", "rev"))
HIDDEN = TEXTS | {"events", "note"}


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(40))
def test_a_redacted_life_is_that_of_its_twin(slt, tmp_path: Path, seed):
    compared(Lives(slt, tmp_path), seed, length=12)


@pytest.mark.exhaustive
@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(100, 106))
def test_so_it_is_on_every_other_engine(slt, tmp_path: Path, seed, engine):
    compared(Lives(slt, tmp_path, engine), seed, length=12)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(1_000, 1_500))
def test_many_redacted_lives_are_those_of_their_twins(slt, tmp_path: Path, seed):
    compared(Lives(slt, tmp_path), seed, length=18)


def compared(lives: Lives, seed: int, length: int) -> None:
    """Live a random life twice, once with redactions, and compare all but the texts."""
    steps = [_without_ref(step) for step in lives.draw(seed, length).steps]
    rng = Random(seed)
    places = set(rng.choices(range(1, length), k=2))
    main, twin = Recorder(lives.store()), Recorder(lives.store())
    for place, step in enumerate(steps):
        share = rng.random()
        assert _live(main, step, share) == _live(twin, step, share), step
        if place in places:
            _redact(main, step.now)
    now = steps[-1].now + timedelta(hours=1)
    for words in _questions(main, rng, now):
        assert _answer(main, now, words) == _answer(twin, now, words), words
    assert main.store.run(now, "verify") == (0, "", "")


def _without_ref(step: Step) -> Step:
    """Return a step that gives no reference: those of a redacted case are free for others."""
    if "--ref" not in step.words:
        return step
    place = step.words.index("--ref")
    rest = step.words[:place] + step.words[place + 2 :]
    return replace(step, words=rest if step.verb == "open" else (*rest, "--priority", "S2"))


def _live(store: Recorder, step: Step, share: float) -> int:
    """Run a step and return the exit code; what is taken back is one of those that say more."""
    if step.verb != "undo":
        return store.run(step).code
    events = store.cases[step.case]["events"]
    taken = {event["undoes"] for event in events}
    left = [event for event in events[1:] if _counts(event) and event["id"] not in taken]
    return store.run(step, str(left[int(share * len(left))]["id"])).code if left else 0


def _redact(store: Recorder, now: datetime) -> None:
    for case in store.cases:
        done = store.store.run(now, "redact", case, "--reason", "Asked for", "--yes")
        assert (done.code, done.err) == (0, "")
        texts = json.dumps(store.store.case(now, case))
        assert not any(word in texts for word in ("Acme", "A case", "No calls", "No tone", "Seen"))


def _questions(store: Recorder, rng: Random, now: datetime) -> list[tuple[str, ...]]:
    events = [event for case in store.cases for event in store.store.case(now, case)["events"]]
    instants = rng.sample(sorted({event["at"] for event in events}), 2)
    wheres = ((), *(("--at", instant) for instant in instants))
    shows = [("show", case) for case in store.cases]
    return [
        (*line, *where, "--json")
        for where in wheres
        for line in (("due", "--clocks"), ("list", "--all"), *shows)
    ]


def _answer(store: Recorder, now: datetime, words: tuple[str, ...]) -> tuple[int, Any]:
    """Return an answer without its texts; of histories what happened when, the texts apart."""
    done = store.store.run(now, *words)
    if done.code:
        return done.code, None
    items = json.loads(done.out)["items"]
    for item in items:
        taken = {event["undoes"] for event in item.get("events", ())}
        item["told"] = [
            {**_event(event), "taken": event["id"] in taken}
            for event in item.get("events", ())
            if _counts(event)
        ]
    return 0, [{k: v for k, v in item.items() if k not in HIDDEN} for item in items]


def _counts(event: dict[str, Any]) -> bool:
    """Return whether an event changed more than texts, or is none of a change."""
    plain = event["changes"].keys() - TEXTS
    return event["kind"] not in ("redacted", "undone") and (event["kind"] != "updated" or plain)


def _event(event: dict[str, Any]) -> dict[str, Any]:
    changes = {name: value for name, value in event["changes"].items() if name not in TEXTS}
    kept = {name: event[name] for name in ("kind", "at", "who", "recorded_at", "detail")}
    return {**kept, "changes": changes}
