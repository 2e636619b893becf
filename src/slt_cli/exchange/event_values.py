"""Which values the facts, clocks and spans in an event may have."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from types import NoneType
from typing import Any, TypeGuard, get_args, get_type_hints

from slt_cli.domain.calendar.instant import format_utc, parse_iso
from slt_cli.domain.case import STATUSES, Case
from slt_cli.domain.clocks import ESCALATION, Clock, Span, Verdict
from slt_cli.domain.events import COLLECTIONS, IDENTITY, EventKind
from slt_cli.domain.owners import stands_for_another
from slt_cli.domain.texts import unstorable
from slt_cli.errors import Sentence
from slt_cli.store.changes import INSTANTS

NOT_YET = " has not come yet"

KINDS = frozenset(get_args(EventKind))
_VERDICTS = frozenset(get_args(Verdict))
_NAMES = ("partner_type", "priority", "region", "plan")
_LONGEST_NAME = 60
_MOST = 10**9
_MOST_ACTIVE = 10**12
_MOST_INSTANTS = 2**14

IsValue = Callable[[object], bool]


def is_text(value: object) -> TypeGuard[str]:
    """Return whether a value is a text that can be stored."""
    return isinstance(value, str) and unstorable(value) is None


def is_key(value: object) -> bool:
    """Return whether a value is a name that a configuration can have."""
    return isinstance(value, str) and _is_key(value)


def _is_owner(value: object) -> bool:
    """Return whether a value is a name that an owner can have."""
    return is_text(value) and value == value.strip() != "" and not stands_for_another(value)


def is_count(value: object, least: int, most: int = _MOST) -> bool:
    """Return whether a value is a whole number within bounds."""
    return type(value) is int and least <= value <= most


@lru_cache(_MOST_INSTANTS)
def read_instant(given: object) -> datetime:
    """Return the instant that a text is, which must be written as slt writes it."""
    try:
        instant = parse_iso(given, _without_zone)  # type: ignore[arg-type]  # TypeError is expected
        if format_utc(instant) == given:
            return instant
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(f"{given!r:.40} is not an instant such as 2026-11-20T14:00:00Z")


def clock_problem(clock: Clock, latest: datetime) -> Sentence:
    """Return what is wrong with a clock; an empty text if nothing is."""
    kind, cycle, level, started_at, _, target, stopped_at, *_ = clock
    raised = kind == ESCALATION
    if not is_key(kind) or not is_count(cycle, 1):
        return "a clock has no kind and cycle"
    if not is_count(level, int(raised), _MOST * raised):
        return f"the level of a clock is {level!r:.40}"
    if target is not None and not (
        is_count(target.seconds, 0 if target.days else 1) and is_key(target.clock)
    ):
        return "a clock has a target that no plan has"
    if clock.verdict is not None and clock.verdict not in _VERDICTS:
        return f"{clock.verdict!r:.40} is not a verdict"
    if clock.stopped_by is not None and clock.stopped_by not in KINDS:
        return f"a clock was stopped by {clock.stopped_by!r:.40}"
    if clock.active_seconds is not None and not is_count(clock.active_seconds, 0, _MOST_ACTIVE):
        return "a clock has active seconds that cannot be"
    return _future(latest, started_at, stopped_at, clock.counted_from, clock.missed_due_at)


def span_problem(span: Span, latest: datetime) -> Sentence:
    """Return what is wrong with a span; an empty text if nothing is."""
    if span.ended_at is not None and span.ended_at <= span.started_at:
        return span.ended_at, " is not after ", span.started_at
    return _future(latest, *span)


def _without_zone(naive: datetime) -> datetime:
    raise ValueError(f"{naive} has no zone")


def _future(latest: datetime, *instants: datetime | None) -> Sentence:
    for instant in instants:
        if instant is not None and instant > latest:
            return instant, NOT_YET
    return ""


@lru_cache(_MOST_INSTANTS)
def _is_key(value: str) -> bool:
    return value.isprintable() and value == value.strip() != "" and len(value) <= _LONGEST_NAME


def _is_value(field: str, hint: Any) -> IsValue:  # noqa: ANN401 - a type as it is annotated
    """Return the function that says whether a field may have a value."""
    is_known: IsValue = is_key if field in _NAMES else is_text
    if field == "owner":
        is_known = _is_owner
    if field == "status":
        is_known = STATUSES.__contains__
    if NoneType in get_args(hint):
        return lambda value: value is None or is_known(value)
    return is_known


FACTS: Mapping[str, IsValue] = {
    field: _is_value(field, hint)
    for field, hint in get_type_hints(Case).items()
    if field in Case._fields and field not in (*IDENTITY, *COLLECTIONS, *INSTANTS)
}
"""The facts of a case but instants, each with the function that says whether it has a value."""
