"""What an import with --update has to record of a known case, worked out from the rules alone.

Instants are texts of one form, `2026-11-24T09:00:00Z`, so that they can be compared as they are.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

FACTS = ("priority", "region", "partner_type", "subject", "partner")
TARGET_FACTS = ("priority", "region", "partner_type")
FIELD_OF = {
    "responded": "responded_at",
    "held": "held_since",
    "resumed": "held_since",
    "resolved": "resolved_at",
    "closed": "closed_at",
    "reopened": "status",
}
"""The field in which a case differs from a row whose news of this kind is left."""

Event = tuple[str, str]
"""What a row brings: its kind and its instant."""


class Outcome(NamedTuple):
    """What a row brings, the facts that its `updated` event changes, and the fields left."""

    events: list[Event]
    facts: dict[str, str]
    left: set[str]


class Life(NamedTuple):
    """A case as its moments make it."""

    responded_at: str | None = None
    held_since: str | None = None
    resolved_at: str | None = None
    closed_at: str | None = None

    @property
    def ended_at(self) -> str | None:
        """The newest end of the case."""
        return self.closed_at or self.resolved_at

    @property
    def status(self) -> str:
        if self.ended_at:
            return "closed" if self.closed_at else "resolved"
        return "responded" if self.responded_at else "open"


class ImpossibleError(Exception):
    """The rules of a life refuse a moment."""


def what_it_brings(case: Mapping[str, Any], row: Mapping[str, str | None], now: str) -> Outcome:
    """Return what a row brings to a case that is known, given as `slt show --json` has it.

    `row` has the fields of a case, those that the file does not give as None, and `updated_at`.
    """
    news = _News(case, row)
    if case["status"] == "void":
        return Outcome([], {}, set() if row["status"] == "void" else {"status"})
    if row["opened_at"] != case["opened_at"]:
        news.left.add("opened_at")
    if row["status"] == "void":
        news.brings("voided", row["updated_at"] or row["closed_at"] or row["resolved_at"] or now)
        return Outcome(news.events, {}, news.left)
    news.moments()
    return Outcome(news.events, news.facts(now), news.left)


class _News:
    """What a row brings to a case, as far as the rules have been followed."""

    def __init__(self, case: Mapping[str, Any], row: Mapping[str, str | None]) -> None:
        taken = {event["undoes"] for event in case["events"]}
        counting = [e for e in case["events"] if e["kind"] != "undone" and e["id"] not in taken]
        self.case = case
        self.row = row
        self.known = counting
        self.undone = [event for event in case["events"] if event["id"] in taken]
        self.events: list[Event] = []
        self.left: set[str] = set()

    # --- what the case is with what the row has brought so far ---

    def lived(self, *more: Event) -> Life:
        """Return the life of the case with what the row has brought, and more."""
        old = [(e["at"], e["kind"], e["detail"] == "hold", True) for e in self.known]
        new = [(at, kind, False, False) for kind, at in (*self.events, *more)]
        life = Life()
        for at, kind, holds, recorded in sorted([*old, *new], key=lambda moment: moment[0]):
            life = _after(life, kind, at, holds=holds, recorded=recorded)
        return life

    def brings(self, kind: str, at: str) -> None:
        """Take a moment as news unless it is known, was taken back or cannot have happened."""
        if any((event["kind"], event["at"]) == (kind, at) for event in self.known):
            return
        if self.was_taken_back(kind, at) or not self.is_possible(kind, at):
            self.left.add(FIELD_OF.get(kind, "status"))
        else:
            self.events.append((kind, at))

    def was_taken_back(self, kind: str, at: str) -> bool:
        return any((event["kind"], event["at"]) == (kind, at) for event in self.undone)

    def is_possible(self, kind: str, at: str) -> bool:
        """Return whether a moment can have happened, with all that is known to come after it."""
        try:
            self.lived((kind, at))
        except ImpossibleError:
            return False
        return bool(at >= self.case["opened_at"])

    def newer_than(self, instant: str) -> bool:
        """Return whether the history of the case knows a moment after an instant."""
        return any(event["at"] > instant for event in self.known if _is_moment(event))

    # --- the rules, in the order of the instants ---

    def moments(self) -> None:
        """Rules 1 to 5: an answer, a hold, an end, and going on."""
        row = self.row
        updated_at = row["updated_at"]
        ends = row["status"] in ("resolved", "closed")
        steps = []
        if not ends and updated_at:
            steps.append((updated_at, self.reopened))
        if row["responded_at"]:
            steps.append((row["responded_at"], self.responded))
        if row["status"] == "held":
            since = _hold_of(row)  # a case that has ended waits from its reopening on
            steps.append(
                (max(since, updated_at or "") if self.lived().ended_at else since, self.held)
            )
        if ends and row["resolved_at"]:
            steps.append((row["resolved_at"], self.resolved))
        if row["status"] == "closed":
            steps.append((row["closed_at"], self.closed))
        for at, step in sorted(steps, key=lambda step: step[0]):
            step(at)
        if row["status"] != "held" and not ends and updated_at:
            self.resumed(updated_at)
        if not ends and not updated_at:
            self.unsaid()

    def unsaid(self) -> None:
        """Leave an end, or a hold, of the case that goes on in the row: it does not say when."""
        life = self.lived()
        if life.ended_at:
            self.left.add("status")
        elif life.held_since and self.row["status"] != "held":
            self.left.add("held_since")

    def responded(self, at: str) -> None:
        known = self.lived().responded_at
        if known is None:
            self.brings("responded", at)
        elif known != at:
            self.left.add("responded_at")

    def held(self, at: str) -> None:
        life = self.lived()
        if life.held_since is None and life.ended_at is None and not self.newer_than(at):
            self.brings("held", at)

    def resolved(self, at: str) -> None:
        life = self.lived()
        if life.ended_at is None:
            self.brings("resolved", at)
        elif life.resolved_at not in (None, at):
            self.left.add("resolved_at")

    def closed(self, at: str) -> None:
        known = self.lived().closed_at
        if known is None:
            self.brings("closed", at)
        elif known != at:
            self.left.add("closed_at")

    def resumed(self, at: str) -> None:
        held_since = self.lived().held_since
        if held_since is not None and at > held_since:
            self.brings("resumed", at)

    def reopened(self, at: str) -> None:
        ended_at = self.lived().ended_at
        if ended_at is not None and at > ended_at:
            self.brings("reopened", at)

    def facts(self, now: str) -> dict[str, str]:
        """Rule 7: the facts that the row knows better; they are one event."""
        changed = {}
        for fact in FACTS:
            value = self.row.get(fact)
            if not value or value == self.case[fact]:
                continue
            undone = [e["changes"][fact]["new"] for e in self.undone if fact in e["changes"]]
            if value in undone or self.is_old(fact):
                self.left.add(fact)
            else:
                changed[fact] = value
        if changed:
            self.events.append(("updated", self.row["updated_at"] or now))
        return changed

    def is_old(self, fact: str) -> bool:
        """Return whether the case has a fact that is newer than the row's, or a person's."""
        changes = [e for e in self.known if e["kind"] == "updated" and fact in e["changes"]]
        last = max([self.known[0], *changes], key=lambda event: event["at"])
        if self.row["updated_at"]:
            return self.row["updated_at"] <= last["at"]
        return last["note"] != "imported"


def _hold_of(row: Mapping[str, str | None]) -> str:
    """Return since when a row's case waits: never before its first answer."""
    since = row["held_since"] or row["updated_at"] or row["opened_at"] or ""
    return max(since, row["responded_at"] or "")


def _is_moment(event: Mapping[str, Any]) -> bool:
    """Return whether an event is a moment of a life: a note is none, nor is another subject."""
    if event["kind"] == "updated":
        return any(fact in event["changes"] for fact in TARGET_FACTS)
    return event["kind"] != "noted"


def _after(life: Life, kind: str, at: str, *, holds: bool, recorded: bool) -> Life:
    """Return a life after one more moment; raise ImpossibleError where it is refused."""
    match kind:
        case "responded":
            _possible(life.closed_at is None and not (holds and life.ended_at))
            return life._replace(
                responded_at=life.responded_at or at,
                held_since=(life.held_since or at) if holds else None,
            )
        case "followup":
            _possible(life.closed_at is None)
            return life._replace(held_since=None)
        case "held":
            _possible(life.ended_at is None and life.held_since is None)
            return life._replace(held_since=at)
        case "resumed":
            _possible(recorded or life.held_since is not None)
            return life._replace(held_since=None)
        case "resolved":
            _possible(life.ended_at is None)
            return life._replace(resolved_at=at, held_since=None)
        case "closed":
            _possible(life.closed_at is None)
            return life._replace(closed_at=at, held_since=None)
        case "reopened":
            _possible(life.ended_at is not None)
            return life._replace(resolved_at=None, closed_at=None)
        case "opened" | "noted" | "updated" | "voided":
            return life
    raise AssertionError(kind)


def _possible(condition: bool) -> None:
    if not condition:
        raise ImpossibleError


def as_lived(case: Mapping[str, Any], brought: Iterable[Event]) -> Life:
    """Return the life of a case with what a row brought."""
    news = _News(case, {})
    news.events.extend(brought)
    return news.lived()
