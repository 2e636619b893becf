"""How a case differs from what its events add up to, value by value."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.events import COLLECTIONS
from slt_cli.store.changes import target_row
from slt_cli.store.checking import Difference
from slt_cli.views.fields import flat_fields

IN_CONTRACT: dict[str, AbstractSet[str]] = {
    RESPONSE: {"due_at", "target_seconds", "target_clock", "verdict"},
    ESCALATION: {"level", "started_at", "due_at", "target_seconds", "target_clock", "verdict"},
}
"""The values of the latest clock of each kind that are fields of the JSON contract."""

_NO_CASE = Case(0, "", "", "", "", datetime.min.replace(tzinfo=UTC))

Values = tuple[str, Any, Any]
"""A value's name, what is stored, and what the events give."""


def flat_differences(found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield differences with those of clocks and spans value by value.

    A field of the JSON contract is named as there. Any other value of a clock is named like
    `clocks.escalation.1.stopped_at`, one of a span like `holds.2026-11-20T10:00:00Z.ended_at`.
    """
    for difference in found:
        number, field, stored, rebuilt = difference
        if field == "tags" or field not in COLLECTIONS:
            yield difference
            continue
        values = _of_clocks if field == "clocks" else _of_spans
        for name, before, after in values(field, stored, rebuilt):
            yield Difference(number, name, before, after)


def _of_clocks(
    field: str, stored: tuple[Clock, ...], rebuilt: tuple[Clock, ...]
) -> Iterator[Values]:
    before, after = _NO_CASE._replace(clocks=stored), _NO_CASE._replace(clocks=rebuilt)
    old, new = flat_fields(before), flat_fields(after)
    yield from ((name, old[name], new[name]) for name in new if old[name] != new[name])
    for kind, cycle in sorted({clock.key for clock in (*stored, *rebuilt)}):
        pair = before.cycle(kind, cycle), after.cycle(kind, cycle)
        is_latest = pair == (before.clock(kind), after.clock(kind))
        told = IN_CONTRACT.get(kind, frozenset()) if is_latest else frozenset()
        yield from _of_pair(f"{field}.{kind}.{cycle}", *pair, told)


def _of_spans(field: str, stored: tuple[Span, ...], rebuilt: tuple[Span, ...]) -> Iterator[Values]:
    before, after = ({span.key: span for span in spans} for spans in (stored, rebuilt))
    for key in sorted({*before, *after}):
        yield from _of_pair(f"{field}.{format_utc(key)}", before.get(key), after.get(key))


def _of_pair(
    name: str,
    stored: Clock | Span | None,
    rebuilt: Clock | Span | None,
    told: AbstractSet[str] = frozenset(),
) -> Iterator[Values]:
    """Yield what differs between two of one key, but for the values already told."""
    if stored is None or rebuilt is None:
        yield name, _presence(stored), _presence(rebuilt)
        return
    old, new = _values(stored), _values(rebuilt)
    for value in old:
        if old[value] != new[value] and value not in told:
            yield f"{name}.{value}", old[value], new[value]


def _presence(part: Clock | Span | None) -> str:
    return "missing" if part is None else "present"


def _values(part: Clock | Span) -> dict[str, Any]:
    values = part._asdict()
    if isinstance(part, Clock):
        target = values.pop("target")
        values["target_seconds"], values["target_clock"] = target_row(target)
    return values
