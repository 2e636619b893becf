"""What an event changed, as JSON has it, and targets: by the names of their columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from types import NoneType
from typing import Any, get_args

from slt_cli.domain.calendar.business_days import BusinessDays, parse_business_days
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.events import COLLECTIONS, Change
from slt_cli.domain.plan import Target

Instant = Callable[[Any], datetime]
"""Returns the instant that a text is; raises ValueError for any other value."""

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What is raised for JSON that is not a change."""

CLOCK_COLUMNS = tuple(
    column
    for field in Clock._fields
    for column in (("target_seconds", "target_clock") if field == "target" else (field,))
)
INSTANTS = frozenset(field for field in Case._fields if field.endswith("_at"))


def kinds(hint: Any) -> tuple[type, ...]:  # noqa: ANN401 - a type as it is annotated
    """Return what is stored for values of a type: text, unless they are numbers."""
    hint = hint.__origin__ if hasattr(hint, "__metadata__") else hint  # Annotated
    options = get_args(hint) or (hint,)
    return (int if int in options else str, *([NoneType] if NoneType in options else []))


_TARGET = CLOCK_COLUMNS.index("target_seconds")
_CLOCK_INSTANTS = [
    index
    for index, name in enumerate(CLOCK_COLUMNS)
    if name.endswith("_at") or name == "counted_from"
]
_OF_CLOCK, _OF_SPAN = frozenset(CLOCK_COLUMNS), frozenset(Span._fields)
_CLOCK_HINTS = {
    **Clock.__annotations__,
    "target_seconds": int | None,
    "target_clock": str | None,
}
_CLOCK_KINDS = [kinds(_CLOCK_HINTS[name]) for name in CLOCK_COLUMNS]

_MOST_CLOCKS = 1024
_OF = " of "
"""Between the business days of a target and what they are counted on: `2bd of support-hours`.

The seconds of such a target are those from the start of the clock: no store needs one more column.
"""

_MOST_TEXTS = 2**14  # a case and its events have the same few instants; imports add many cases

text = lru_cache(_MOST_TEXTS)(format_utc)


def plain_change(change: Change) -> Sequence[Any]:
    """Return the old and the new value of a field as JSON has them, but an instant as it is."""
    if isinstance(change.new, tuple):
        return [[_plain(part) for part in parts] for parts in change]
    return change


def read_change(field: str, pair: Sequence[Any], instant: Instant) -> Change:
    """Return the change of a field from JSON; raises one of UNREADABLE."""
    old, new = pair
    if field == "tags":
        return Change(_all(old, _read_tag, instant), _all(new, _read_tag, instant))
    if field == "clocks":
        return Change(_all(old, read_clock, instant), _all(new, read_clock, instant))
    if field in COLLECTIONS:
        return Change(_all(old, _read_span, instant), _all(new, _read_span, instant))
    if field in INSTANTS:
        return Change(*(None if value is None else instant(value) for value in pair))
    if field not in Case._fields:
        raise KeyError(field)
    return Change(old, new)


def plain_clock(clock: Clock) -> dict[str, Any]:
    """Return a clock's values by the names of their columns."""
    return dict(zip(CLOCK_COLUMNS, clock_row(clock), strict=True))


def plain_span(span: Span) -> dict[str, Any]:
    """Return a span's values by the names of its fields."""
    return dict(zip(Span._fields, span_row(span), strict=True))


def read_clock(part: Mapping[str, Any], instant: Instant) -> Clock:
    """Return the clock that values by the names of columns are; raises one of UNREADABLE."""
    _require_known(part, _OF_CLOCK)
    values = [part.get(column) for column in CLOCK_COLUMNS]
    if not all(map(isinstance, values, _CLOCK_KINDS)):
        raise ValueError("a clock has a value that no clock can have")
    for index in _CLOCK_INSTANTS:
        if values[index] is not None:
            values[index] = instant(values[index])
    seconds, counted_on = values[_TARGET : _TARGET + 2]
    values[_TARGET : _TARGET + 2] = [None if seconds is None else read_target(seconds, counted_on)]
    return Clock._make(values)


def clock_row(clock: Clock) -> list[Any]:
    """Return a clock's values in the order of CLOCK_COLUMNS."""
    values: list[Any] = list(clock)
    values[_TARGET : _TARGET + 1] = target_row(clock.target)
    return with_texts(values, _CLOCK_INSTANTS)


def span_row(span: Span) -> list[Any]:
    """Return a span's values in the order of its fields."""
    return [None if instant is None else text(instant) for instant in span]


def with_texts(values: list[Any], instants: Sequence[int]) -> list[Any]:
    """Return values with those at the indexes of instants as texts."""
    for index in instants:
        if values[index] is not None:
            values[index] = text(values[index])
    return values


def _plain(part: Clock | Span | str) -> dict[str, Any] | str:
    """Return the values of a clock or span that are known, by their columns; a tag as it is."""
    if isinstance(part, str):
        return part
    if isinstance(part, Clock):
        values = zip(CLOCK_COLUMNS, clock_row(part), strict=True)
    else:
        values = zip(Span._fields, span_row(part), strict=True)
    return {name: value for name, value in values if value is not None}


def _read_tag(part: str, _: Instant) -> str:
    if not isinstance(part, str):
        raise TypeError(f"{part!r:.40} is not a tag")
    return part


def _read_span(part: Mapping[str, Any], instant: Instant) -> Span:
    _require_known(part, _OF_SPAN)
    ended_at = part.get("ended_at")
    return Span(instant(part["started_at"]), None if ended_at is None else instant(ended_at))


def _all(
    parts: Iterable[Any], read: Callable[[Any, Instant], Any], instant: Instant
) -> tuple[Any, ...]:
    return tuple([read(part, instant) for part in parts])


def _require_known(part: Mapping[str, Any], columns: frozenset[str]) -> None:
    if not part.keys() <= columns:
        raise ValueError(f"{sorted(part.keys() - columns)[0]!r:.40} is not known")


def target_row(target: Target | None) -> tuple[int | None, str | None]:
    """Return a target's seconds and what they are counted on, as texts for columns."""
    if target is None:
        return None, None
    if target.days is None:
        return target.seconds, target.clock
    return target.seconds, f"{target.days}{_OF}{target.clock}"


def read_target(seconds: int, counted_on: str | None) -> Target:
    """Return the target in a row; raises ValueError for one that no clock can have."""
    if counted_on is None:
        raise ValueError("a target is counted on nothing")
    return Target(seconds, *_clock(counted_on))


@lru_cache(_MOST_CLOCKS)
def _clock(counted_on: str) -> tuple[str, BusinessDays | None]:
    length, _, clock = counted_on.partition(_OF)
    days = parse_business_days(length) if clock else None
    return (counted_on, None) if days is None else (clock, days)
