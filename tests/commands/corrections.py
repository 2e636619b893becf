"""Lives of cases with mistakes that are corrected, and their twins, in which they never happened.

A life is a list of steps, each a command line and the time at which it is given. The main store runs
all of them. The twin runs what still counts: not what was taken back, and with the openings right
from the start. Both stores then answer every question alike.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.conftest import Result

# Whether these record anything depends on what was there before.
UNSURE = ("update", "escalate")


@dataclass(frozen=True, eq=False)
class Step:
    """A command line, when it is given, and the step that it takes back, if it names one."""

    now: datetime
    words: tuple[str, ...]
    case: str = ""
    undoes: "Step | None" = None

    @property
    def verb(self) -> str:
        return self.words[0]

    @property
    def opened(self) -> str | None:
        """The opening that this step corrects a case to."""
        named = self.verb == "update" and "--opened" in self.words
        return self.words[self.words.index("--opened") + 1] if named else None

    @property
    def happened(self) -> datetime:
        """The instant that it records."""
        named = "--at" in self.words
        return instant(self.words[self.words.index("--at") + 1]) if named else self.now

    def __str__(self) -> str:
        target = "" if self.undoes is None else f"  # {' '.join(self.undoes.words)}"
        return f"{self.now:%a %d %H:%M:%S}  slt {' '.join(self.words)}{target}"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@dataclass
class Store:
    """A store of its own."""

    slt: Callable[..., Result]
    path: Path

    def run(self, now: datetime, *words: str) -> Result:
        return self.slt(*words, "--db", str(self.path), now=now.isoformat())

    def case(self, now: datetime, case: str) -> dict[str, Any]:
        result = self.run(now, "show", case, "--json")
        assert result.code == 0, result
        item: dict[str, Any] = json.loads(result.out)["items"][0]
        return item


@dataclass
class Recorder:
    """A store, and what each step recorded in it."""

    store: Store
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    events: dict[Step, dict[str, list[dict[str, Any]]]] = field(default_factory=dict)

    def run(self, step: Step, *more: str) -> Result:
        result = self.store.run(step.now, *step.words, *more)
        if result.code == 0 and (new := self._new(step)):
            self.events[step] = new
        return result

    def _new(self, step: Step) -> dict[str, list[dict[str, Any]]]:
        """Return the events that this step added, by case."""
        new = {}
        for case in [step.case] if step.case else list(self.cases):
            before = len(self.cases[case]["events"]) if case in self.cases else 0
            self.cases[case] = self.store.case(step.now, case)
            if added := self.cases[case]["events"][before:]:
                new[case] = added
        return new

    def changed(self, step: Step) -> set[str]:
        """Return the fields that a step changed."""
        added = self.events.get(step, {}).values()
        return {name for events in added for event in events for name in event["changes"]}


@dataclass
class Life(Recorder):
    """The main store: the steps that it was given, and those that still count."""

    steps: list[Step] = field(default_factory=list)
    counting: list[Step] = field(default_factory=list)
    refused: list[tuple[Step, list[Step]]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    beyond: set[Step] = field(default_factory=set)

    def live(self, step: Step) -> None:
        """Run a step, and keep what it did to what counts."""
        self.steps.append(step)
        target = step.undoes or (self.last(step.case) if step.verb == "undo" else None)
        if step.undoes is not None:
            if step.undoes not in self.events:
                return
            event = self.events[step.undoes][step.case][0]["id"]
            result = self.run(step, str(event))
        else:
            result = self.run(step)
        if result.code not in (0, 1):
            self.findings.append(f"exit {result.code}: {step}: {result.err}")
        if result.code != 0:
            self._refused(step, target)
        elif step.verb == "undo":
            self._took_back(step, target)
        elif step in self.events:
            self.counting.append(step)

    def on_case(self, case: str) -> list[Step]:
        """Return the steps that count for a case, its opening first."""
        return [step for step in self.counting if case in self.events[step]]

    def last(self, case: str) -> Step | None:
        """Return the last step that counts for a case, other than its opening."""
        return (self.on_case(case)[1:] or [None])[-1]

    def _refused(self, step: Step, target: Step | None) -> None:
        """Keep what would have remained: it has to break a rule."""
        if step.verb == "undo":
            if target in self.counting and target.verb != "open" and len(self.events[target]) == 1:
                rest = [kept for kept in self.counting if kept is not target]
                self.refused.append((step, rest))
        elif step.opened is not None and self.cases[step.case]["status"] != "void":
            self.refused.append((step, [*self.counting, step]))

    def _took_back(self, step: Step, target: Step | None) -> None:
        undone = {event["undoes"] for event in self.cases[step.case]["events"]}
        if target is None or not undone >= {e["id"] for e in self.events[target][step.case]}:
            self.findings.append(f"took back something else than the last: {step}")
        elif len(self.events[target]) > 1:
            self.beyond.add(target)
        elif target not in self.counting:
            self.findings.append(f"took back what was taken back before: {step}")
        else:
            self.counting.remove(target)


# --- the twin -------------------------------------------------------------------------------------

Pairs = list[tuple[Step, Step]]


def without_mistakes(counting: list[Step], main: Life) -> Pairs:
    """Return what still counts, each step with the twin's: there the openings were right at once."""
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
            here = [
                added[len(known) :] for known, added in zip(before, after, strict=True)
            ]
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
