"""From a line of JSON with a history to its case: what its events add up to, if all agrees."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.events import COLLECTIONS, Event, apply, events_that_count, fold
from slt_cli.domain.instants import TOLERATED
from slt_cli.domain.life import Life
from slt_cli.domain.moments import in_order, moments_since
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import beginning
from slt_cli.domain.redaction import redaction_of
from slt_cli.domain.tags import with_tags
from slt_cli.errors import SltError, UnknownNameError
from slt_cli.exchange.event_reader import BadEventError, EventReader, shown
from slt_cli.exchange.given import (
    ABSENT,
    HISTORY,
    READ,
    BadRowError,
    Problem,
    Recorded,
    cell_text,
)
from slt_cli.exchange.lines import collections_of
from slt_cli.exchange.times import Tell
from slt_cli.views.fields import flat_item

FIX = "correct it, or --map events= leaves the history out"

NumberOf = Callable[[str, list[Problem]], int]
"""Returns the number in an id, 0 with a problem if it is not an id."""

_OPENING = tuple(
    field for field in Case._fields if field not in Case._field_defaults and field != "number"
)


class HistoryReader:
    """Turn rows with a history into their cases: exactly what their events add up to."""

    def __init__(self, policy: Policy, now: datetime, number_of: NumberOf, tell: Tell) -> None:
        self._policy = policy
        self._tell = tell
        rules = {ESCALATION: policy.clock_rules[ESCALATION]}
        self._bare = policy._replace(clock_rules=rules)  # what is refused depends on no other clock
        self._reader = EventReader(now + TOLERATED)
        self._number_of = number_of

    def case(self, row: Recorded) -> tuple[Case, list[Event]]:
        """Return the case in a row, number 0 if it has no id, and its events.

        Raises BadRowError with what is wrong with the events; else with every name that is not in
        the configuration, and every field that is not what the events add up to.
        """
        try:
            events = self._events(row.history[0])
            case = _added_up(events)
        except BadEventError as error:
            raise BadRowError([Problem("events", self._tell(error.parts), FIX)]) from None
        found = [*self._unknown_names(case), *_disagreeing(case, row)]
        number = self._number(row, found)
        if not found:
            found += self._impossible(events)
        if found:
            raise BadRowError(found)
        return case._replace(number=number), events

    def _events(self, given: object) -> list[Event]:
        if not isinstance(given, list) or not given:
            what = "an empty list" if given == [] else shown(given)
            raise BadEventError(f"{what} is not a list of events")
        events = []
        for place, item in enumerate(given, start=1):
            try:
                events.append(self._reader.read(item, place))
            except BadEventError as error:
                raise BadEventError(f"event {place}: ", *error.parts) from None
        for problem in _misplaced(events):
            raise BadEventError(problem)
        return events

    def _number(self, row: Recorded, found: list[Problem]) -> int:
        given = row.values[READ.index("id")]
        text = "" if given is ABSENT else cell_text(given)
        if text is None:
            found.append(Problem("id", f"{shown(given)} is not an id", "--map id= leaves it out"))
        return self._number_of(text, found) if text else 0

    def _unknown_names(self, case: Case) -> Iterator[Problem]:
        for field, known in (
            ("partner_type", self._policy.partner_types),
            ("priority", self._policy.priorities),
            ("region", self._policy.regions),
        ):
            name = getattr(case, field)
            if name not in known:
                error = UnknownNameError(field.replace("_", " "), name, known)
                yield Problem(field, error.message, error.fix)

    def _impossible(self, events: Sequence[Event]) -> Iterator[Problem]:
        """Yield why a history cannot have happened, if it cannot: `--at` lets it happen again."""
        began = len(beginning(events))
        if began == len(events):
            return
        base = fold((e for e in events_that_count(events) if (e.id or 0) <= began), 0, "")
        raised = tuple(clock for clock in base.clocks if clock.kind == ESCALATION)
        life = Life(base._replace(clocks=raised), self._bare)
        try:
            for moment in in_order(moments_since(base, events, began)):
                life.happen(moment)
        except SltError as error:
            yield Problem("events", self._tell(("they cannot have happened: ", *error.parts)), FIX)
        life.clocks.clear()  # they refer to their life, and an import looks for no cycles


def _misplaced(events: Sequence[Event]) -> Iterator[str]:
    """Yield what is wrong with the order of events, and with what they take back."""
    commands: set[tuple[str, int | None]] = set()
    possible: set[int] = set()
    for place, event in enumerate(events, start=1):
        if (event.kind == "opened") != (place == 1):
            yield f"event {place}: the first event, and no other, opens the case"
        if event.command is not None:
            key = event.command, event.sequence
            if key in commands:
                yield f"event {place}: its command and sequence are those of another event"
            commands.add(key)
        if event.kind == "undone":
            if type(event.undoes) is not int or event.undoes not in possible:
                yield f"event {place}: it cannot take back event {shown(event.undoes)}"
            possible.discard(event.undoes or 0)
        elif event.kind == "redacted":
            continue
        elif event.command is None or event.command != events[0].command:
            possible.add(place)


def _added_up(events: Sequence[Event]) -> Case:
    """Return what events add up to; raises BadEventError if one does not follow."""
    missing = [field for field in _OPENING if field not in events[0].changes]
    if missing:
        raise BadEventError(f"event 1: it has no {missing[0]}")
    case = None
    for event in events:
        if event.command is not None:  # earlier releases did not always write what was before
            _require_follows(case, event)
        case = apply(case, event)
        if len(with_tags((), case.tags)) < len(case.tags):
            raise BadEventError(f"event {event.id}: it gives the case a tag that it has")
    assert case is not None  # noqa: S101 - for the type alone: there are events
    is_void = any(event.kind == "voided" for event in events_that_count(events))
    if is_void != (case.status == "void"):
        raise BadEventError(f"the status is {case.status}, but they say otherwise")
    _require_redacted(events)
    return case


def _require_redacted(events: Sequence[Event]) -> None:
    """Refuse a redaction that changes anything itself, or before which a text is left."""
    redactions = [place for place, event in enumerate(events) if event.kind == "redacted"]
    if any(events[place].changes for place in redactions):
        raise BadEventError("a redaction changes more than texts")
    if redactions:
        before = events[: redactions[-1]]
        if redaction_of(fold(before, 0, ""), before, reason="") is not None:
            raise BadEventError(f"event {len(before) + 1}: texts are left that it redacts")


def _require_follows(before: Case | None, event: Event) -> None:
    for field, change in event.changes.items():
        if field in COLLECTIONS:
            values: Any = () if before is None else getattr(before, field)
            follows = all(old in values for old in change.old)
        else:
            follows = change.old == (None if before is None else getattr(before, field))
        if not follows:
            raise BadEventError(f"event {event.id}: {field} was not like that before")


def _disagreeing(case: Case, row: Recorded) -> Iterator[Problem]:
    """Yield each field of a row that is not what the events add up to."""
    flat = flat_item(case)
    for field, given in zip(READ, row.values, strict=True):
        if field not in flat or given is ABSENT:
            continue
        text = cell_text(given)
        if given != flat[field] and (text is None or text != cell_text(flat[field])):
            told = f"the events add up to {_shown(flat[field])}"
            yield Problem(field, f"it is {_shown(given)}, but {told}", FIX)
    parts = collections_of(case)
    for field, given in zip(HISTORY[1:], row.history[1:], strict=True):
        if given is not ABSENT and not _are_these(given, parts[field]):
            yield Problem(field, "they are not what the events add up to", FIX)


def _are_these(given: object, parts: Sequence[dict[str, Any]]) -> bool:
    """Return whether a row has these clocks or spans: a file of an earlier slt has fewer fields."""
    if not isinstance(given, list) or len(given) != len(parts):
        return False
    return all(
        isinstance(one, dict) and {**dict.fromkeys(part), **one} == part
        for one, part in zip(given, parts, strict=True)
    )


def _shown(value: object) -> str:
    """Return a value of a field as a message shows it: of tags, their words."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return shown(" ".join(cast("list[str]", value)))
    return shown(value)
