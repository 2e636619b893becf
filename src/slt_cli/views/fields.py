"""The fields of a case as the JSON contract has them: flat, those of its clocks among them.

This is the one place that makes `due_at`, `verdict`, `level` and their like from the clocks.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.events import COLLECTIONS, IDENTITY, Change, Event, apply
from slt_cli.output import Words

ITEM = (
    *("ref", "subject", "partner", "partner_type", "plan", "priority", "region", "status"),
    *("opened_at", "due_at", "responded_at", "closed_at", "verdict", "level", "escalated_at"),
    *("escalation_due_at", "escalation_verdict", "resolved_at", "held_since"),
    *("owner", "customer", "tags"),
)
"""The fields of a case in JSON, CSV and exports, after its id. To add a field, add its name."""

DERIVED = frozenset(
    {
        *("plan", "status", "opened_at", "target_seconds", "target_clock", "responded_at"),
        *("closed_at", "verdict", "escalated_at", "escalation_due_at", "escalation_seconds"),
        *("escalation_clock", "escalation_verdict", "resolved_at", "held_since"),
    }
)
"""The fields whose changes follow from the kind of event or from other fields."""

_FACTS = tuple(field for field in Case._fields if field not in {*IDENTITY, *COLLECTIONS} - {"tags"})
_ENDS = ("responded_at", "closed_at")
_LAST = ("resolved_at",)


def flat_fields(case: Case) -> dict[str, Any]:
    """Return every field of a case in the order in which events give their changes."""
    facts = {field: getattr(case, field) for field in _FACTS}
    ends = {field: facts.pop(field) for field in _ENDS}
    last = {field: facts.pop(field) for field in _LAST}
    response, escalation = case.clock(RESPONSE), case.clock(ESCALATION)
    target = response.target if response else None
    level_target = escalation.target if escalation else None
    return {
        **facts,
        "due_at": response.due_at if response else None,
        "target_seconds": target.known_seconds if target else None,
        "target_clock": target.clock if target else None,
        **ends,
        "verdict": response.verdict if response else None,
        "level": case.level,
        "escalated_at": escalation.started_at if escalation else None,
        "escalation_due_at": escalation.due_at if escalation else None,
        "escalation_seconds": level_target.known_seconds if level_target else None,
        "escalation_clock": level_target.clock if level_target else None,
        "escalation_verdict": escalation.verdict if escalation else None,
        **last,
        "held_since": case.held_since,
    }


def flat_values(case: Case) -> dict[str, Any]:
    """Return the values of a case that the JSON contract has, without its id."""
    fields = flat_fields(case) | {"subject": case.subject or None}
    return {field: fields[field] for field in ITEM}


def flat_item(case: Case) -> dict[str, Any]:
    """Return a case as the JSON contract has it, without its id."""
    return {field: plain_value(value) for field, value in flat_values(case).items()}


def plain_value(value: Any) -> Any:  # noqa: ANN401 - a field's value, whatever its type
    """Return a field's value as JSON has it."""
    if isinstance(value, tuple):
        return Words(value)
    return format_utc(value) if isinstance(value, datetime) else value


def flat_changes(events: list[Event]) -> Iterator[tuple[Event, dict[str, Change]]]:
    """Yield each event of a case with what it changed, by the fields of the JSON contract."""
    before: Case | None = None
    for event in events:
        after = apply(before, event)
        yield event, _changes(before, after, event)
        before = after


def _changes(before: Case | None, after: Case, event: Event) -> dict[str, Change]:
    nothing = dict.fromkeys(flat_fields(after)) | {"tags": ()}
    old = nothing if before is None else flat_fields(before)
    if before is not None and event.kind == "escalated":
        old["escalation_verdict"] = _previous_verdict(before, after)
    new = flat_fields(after)
    redacted = {field for field, change in event.changes.items() if change.old == change.new}
    return {
        field: Change(old[field], new[field])
        for field in new
        if old[field] != new[field] or field in redacted
    }


def _previous_verdict(before: Case, after: Case) -> str | None:
    """Return the verdict of the level that a case had before an escalation."""
    previous = before.clock(ESCALATION)
    stopped = None if previous is None else after.cycle(*previous.key)
    return None if stopped is None else stopped.verdict
