"""The twin of a life: the store in which the mistakes never happened, and what both must answer.

The twin runs what still counts: not what was taken back, and with the openings right from the
start. Both stores then answer every question alike.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.commands.corrections import Life, Step, Store, instant, written

# Whether these record anything depends on what was there before.
UNSURE = ("update", "escalate")

Pairs = list[tuple[Step, Step]]


def without_mistakes(counting: list[Step], main: Life) -> Pairs:
    """Return what still counts, each step with the twin's: with the opening right at once."""
    openings = {step.case: step.opened for step in counting if step.opened is not None}
    pairs = []
    for step in counting:
        if step.verb == "open" and step.case in openings:
            pairs.append((step, _opened_at(step, openings[step.case])))
        elif step.opened is None:
            pairs.append((step, step))
        elif main.changed(step) & {"priority"}:
            rest = _without_opened(step.words)
            pairs.append((step, replace(step, words=rest)))
    return pairs


def _opened_at(step: Step, opened: str) -> Step:
    place = step.words.index("--at") + 1
    words = (*step.words[:place], opened, *step.words[place + 1 :])
    return replace(step, words=words, now=max(step.now, instant(opened)))


def _without_opened(words: tuple[str, ...]) -> tuple[str, ...]:
    place = words.index("--opened")
    return words[:place] + words[place + 2 :]


def in_order(pairs: Pairs) -> Pairs:
    """Return the steps as somebody records them who is never late."""
    end = max(step.now for _, step in pairs)
    exact = []
    for step, twin in pairs:
        at = () if "--at" in twin.words else ("--at", written(twin.now))
        exact.append((step, replace(twin, now=end, words=(*twin.words, *at))))
    openings = [pair for pair in exact if pair[1].verb == "open"]
    others = [pair for pair in exact if pair[1].verb != "open"]
    return openings + sorted(others, key=lambda pair: pair[1].happened)


def kind_and_level(event: dict[str, Any]) -> tuple[str, int | None]:
    return event["kind"], event["changes"].get("level", {}).get("new")


@dataclass
class Twin:
    """The store in which the mistakes never happened."""

    store: Store
    refused: str = ""
    differing: set[Step] = field(default_factory=set)

    def live(self, pairs: Pairs, main: Life) -> None:
        """Run the steps up to one that is refused; keep those that record something else here."""
        opened: list[str] = []
        for step, twin in pairs:
            unsure = ([twin.case] if twin.case else opened) if twin.verb in UNSURE else []
            before = [self._events(twin, case) for case in unsure]
            if (result := self.store.run(twin.now, *twin.words)).code != 0:
                self.refused = f"{twin}: {result.err}"
                return
            after = [self._events(twin, case) for case in unsure]
            opened += [twin.case] * (twin.verb == "open")
            here = [added[len(known) :] for known, added in zip(before, after, strict=True)]
            there = [
                [kind_and_level(event) for event in main.events[step].get(case, ())]
                for case in unsure
            ]
            if here != there:
                self.differing.add(step)

    def _events(self, twin: Step, case: str) -> list[tuple[str, int | None]]:
        return [kind_and_level(event) for event in self.store.case(twin.now, case)["events"]]


# --- what is compared -----------------------------------------------------------------------------


def questions(cases: list[str], instants: list[datetime]) -> Iterator[tuple[str, ...]]:
    """Yield the command lines that both stores must answer alike, now and as of some instants."""
    yield ("list", "--status", "void", "--json")
    yield from (("show", case, "--json") for case in cases)
    for number, at in enumerate([(), *(("--at", written(moment)) for moment in instants)]):
        yield ("list", "--all", "--json", *at)
        yield ("due", "--clocks", "--json", *at)
        yield ("show", cases[number % len(cases)], "--json", *at)


def answer(store: Store, now: datetime, words: tuple[str, ...]) -> tuple[int, Any, str]:
    """Return what a store answers, without the history."""
    code, out, err = store.run(now, *words)
    document = json.loads(out) if out else None
    for item in document["items"] if document else ():
        item.pop("events", None)
    return code, document, err
