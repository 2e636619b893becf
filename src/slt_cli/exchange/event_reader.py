"""The events in a line of JSON: what slt would not have written is refused with a sentence."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slt_cli.domain.events import COLLECTIONS, Change, Event
from slt_cli.domain.last_known import KEEPS
from slt_cli.domain.moments import FACTS as LIFE_FACTS
from slt_cli.domain.moments import RECALCULATED, SHARED
from slt_cli.domain.redacted_refs import is_trace
from slt_cli.domain.tags import words_in
from slt_cli.domain.texts import unstorable
from slt_cli.exchange.event_values import (
    FACTS,
    KINDS,
    NOT_YET,
    clock_problem,
    is_count,
    is_key,
    is_text,
    read_instant,
    span_problem,
)
from slt_cli.output.text import is_blank
from slt_cli.store.changes import INSTANTS, UNREADABLE, read_change

_FIELDS = frozenset(Event._fields)
_PAIR = {"old", "new"}
_REQUIRED = ("kind", "at", "who", "changes")


class BadEventError(Exception):
    """What is wrong with an event: the parts of a sentence, with the instants that are in it."""

    def __init__(self, *parts: str | datetime) -> None:
        super().__init__(*parts)
        self.parts = parts


class EventReader:
    """Turn values of JSON into events. Only due times may be after `latest`."""

    def __init__(self, latest: datetime) -> None:
        self._latest = latest

    def read(self, item: object, place: int) -> Event:
        """Return the event in a value, which has this place; raises BadEventError."""
        if not isinstance(item, dict):
            raise BadEventError("it is not an object")
        if not item.keys() <= _FIELDS:
            raise BadEventError(f"{sorted(item.keys() - _FIELDS)[0]!r:.40} is not known")
        for field in _REQUIRED:
            if item.get(field) is None:
                raise BadEventError(f"{field} is missing")
        if item.get("id", place) != place:
            raise BadEventError(f"its id is {shown(item['id'])}")
        _require_values(item)
        recorded_at = item.get("recorded_at")
        values = {
            "at": self._past("at", item["at"]),
            "recorded_at": None if recorded_at is None else self._past("recorded_at", recorded_at),
            "changes": self._changes(item["changes"]),
            "id": place,
        }
        if item["kind"] in KEEPS and item.get("detail") not in (None, "hold"):
            self._past("detail", item["detail"])
        return Event(**{**item, **values})

    def _changes(self, given: object) -> Mapping[str, Change]:
        if not isinstance(given, dict):
            raise BadEventError("its changes are not an object")
        changes = {}
        for field, change in given.items():
            if not isinstance(change, dict) or change.keys() != _PAIR:
                raise BadEventError(f"{field!r:.40} has no old and new value")
            changes[field] = self._change(field, change["old"], change["new"])
        return changes

    def _change(self, field: str, old: Any, new: Any) -> Change:  # noqa: ANN401 - values of JSON
        is_value = FACTS.get(field)
        if is_value is not None:
            if is_value(new) and (old is None or is_value(old)):
                return Change(old, new)
            _require_storable(field, old, new)
            raise BadEventError(f"{field}: no case can have {shown(new)} after {shown(old)}")
        if field in INSTANTS:
            return Change(
                None if old is None else self._past(field, old),
                None if new is None and field != "opened_at" else self._past(field, new),
            )
        if field in COLLECTIONS:
            return self._parts(field, old, new)
        raise BadEventError(f"{field!r:.40} is not a field that an event changes")

    def _parts(self, field: str, old: Any, new: Any) -> Change:  # noqa: ANN401 - values of JSON
        try:
            if isinstance(old, str) or isinstance(new, str):  # its letters are no values
                raise TypeError
            change = read_change(field, (old, new), read_instant)
        except UNREADABLE as error:
            why = str(error) if type(error) is ValueError else "it is not a list of them"
            raise BadEventError(f"{field}: {why}") from None
        if field == "tags":
            return _tags(change)
        problem_of: Any = clock_problem if field == "clocks" else span_problem
        for part in (*change.old, *change.new):
            if problem := problem_of(part, self._latest):
                parts = (problem,) if isinstance(problem, str) else problem
                raise BadEventError(f"{field}: ", *parts)
        return change

    def _past(self, field: str, given: object) -> datetime:
        try:
            instant = read_instant(given)
        except (TypeError, ValueError):
            raise BadEventError(f"{field}: {shown(given)} is not an instant in UTC") from None
        if instant > self._latest:
            raise BadEventError(f"{field}: ", instant, NOT_YET)
        return instant


def _tags(change: Change) -> Change:
    """Return a change of tags; raises BadEventError for what is not a tag."""
    for tag in (*change.old, *change.new):
        if not is_text(tag) or words_in(tag) != [tag] or is_blank(tag):
            _require_storable("tags", tag)
            raise BadEventError(f"tags: {shown(tag)} is not a tag")
    return change


def shown(value: object) -> str:
    """Return a value of JSON as a message shows it."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return "nothing" if value is None else f"{value!r:.40}"


def _require_storable(field: str, *values: object) -> None:
    """Refuse texts that cannot be stored."""
    for value in values:
        part = unstorable(value) if isinstance(value, str) else None
        if part is not None:
            raise BadEventError(f"{field}: {shown(value)} contains {part}")


def _require_values(item: Mapping[str, Any]) -> None:
    """Refuse values of an event that it cannot have, but its instants and its changes."""
    kind = item["kind"]
    if not is_key(kind) or kind not in KINDS:
        raise BadEventError(f"{shown(kind)} is not a kind of event")
    for field in ("who", "note", "command"):
        value = item.get(field)
        if value is not None and not is_text(value):
            _require_storable(field, value)
            raise BadEventError(f"{field}: {shown(value)} is not a text")
    known = [item.get(field) is not None for field in ("recorded_at", "command", "sequence")]
    if any(known) and not all(known):
        raise BadEventError("recorded_at, command and sequence are given together, or none of them")
    if known[-1] and not is_count(item["sequence"], 0):
        raise BadEventError(f"sequence: {shown(item['sequence'])} is not a number")
    if (kind == "undone") != (item.get("undoes") is not None):
        raise BadEventError("undoes is given for an undo, and for nothing else")
    detail = item.get("detail")
    if not _is_detail(kind, detail):
        raise BadEventError(f"detail: {shown(detail)} is not known for this kind of event")


def _is_detail(kind: str, detail: object) -> bool:
    """Return whether the detail of an event is one that its kind can have."""
    match kind:
        case "opened" | "held" | "resolved" | "closed":
            return detail is None or _is_instant(detail)
        case "updated":
            return detail is None or detail == RECALCULATED or _is_facts(detail)
        case "responded":
            return detail is None or detail == "hold" or _is_instant(detail)
        case "noted":
            return detail is None or detail == SHARED
        case "marked":
            return is_key(detail)
        case "escalated":
            return detail is None or is_key(detail)
        case "redacted":
            return detail is None or is_trace(detail)
        case _:
            return detail is None


def _is_instant(detail: object) -> bool:
    try:
        read_instant(detail)
    except (TypeError, ValueError):
        return False
    return True


def _is_facts(detail: object) -> bool:
    """Return whether a detail has new facts of a case, written as slt writes them."""
    try:
        facts = json.loads(detail)  # type: ignore[arg-type]  # TypeError is expected
        written = json.dumps(facts)
    except (TypeError, ValueError, RecursionError):
        return False
    is_known = isinstance(facts, dict) and facts.keys() <= set(LIFE_FACTS)
    return is_known and written == detail and all(map(is_key, facts.values()))
