"""Lives of cases with mistakes that are corrected.

A life is a list of steps, each a command line and the time at which it is given. The main store
runs all of them; what still counts is kept, for a twin in which the mistakes never happened.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slt_cli.store.location import Location
from tests.conftest import Result


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
    location: Location

    def run(self, now: datetime, *words: str) -> Result:
        return self.slt(*words, "--db", self.location.name, now=now.isoformat())

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
