"""Rows of many cases and their histories: what the cases of one kind have in common is made once.

A history depends on which facts a case has, and in which order they came; texts and instants only
fill it in. So the events of one case, encoded as any event is, are a form for all of its kind.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.history import history
from slt_cli.domain.instant import format_utc
from slt_cli.store.rows import INSTANTS, event_row

Rows = list[tuple[Any, ...]]

_INSTANT_PLACES = tuple(place for place, field in enumerate(Case._fields) if field in INSTANTS)
_SUBJECT, _REF, _PARTNER = "\0subject", "\0ref", "\0partner"
_OPENED, _ESCALATED, _RESPONDED, _ESCALATED_LATER, _CLOSED, _DUE, _ESCALATION_DUE = (
    datetime(1, 1, day, tzinfo=UTC) for day in range(1, 8)
)
_FIELDS = {
    _OPENED: "opened_at",
    _ESCALATED: "escalated_at",
    _RESPONDED: "responded_at",
    _ESCALATED_LATER: "escalated_at",
    _CLOSED: "closed_at",
    _DUE: "due_at",
    _ESCALATION_DUE: "escalation_due_at",
}
_BETWEEN_EVENTS = "\0"  # which JSON never contains
_MOST_FORMS = 4096


class Form(NamedTuple):
    """Hold the events of a kind of case: their changes as one format string over a case's row.

    `events` gives of each its kind, the place in the row of its instant, and its note.
    """

    changes: str
    events: tuple[tuple[str, int, str | None], ...]


def rows_of(cases: Iterable[Case], who: str, note: str) -> tuple[Rows, Rows]:
    """Return the rows of cases and of their events, as case_row and event_row would make them."""
    case_rows: Rows = []
    event_rows: Rows = []
    for case in cases:
        form = _form(_kind(case), note)
        row: list[Any] = list(case)
        for place in _INSTANT_PLACES:
            if row[place] is not None:
                row[place] = format_utc(row[place])
        texts = quoted(case.subject), quoted(case.ref or ""), quoted(case.partner or "")
        changes = form.changes.format(*row, *texts).split(_BETWEEN_EVENTS)
        row[-1] = len(changes)
        case_rows.append(tuple(row))
        number = case.number
        for (kind, at, its_note), its_changes in zip(form.events, changes, strict=True):
            event_rows.append((number, kind, row[at], who, its_changes, its_note))
    return case_rows, event_rows


@lru_cache(_MOST_FORMS)
def _form(kind: Case, note: str) -> Form:
    """Return the form of a kind of case, made of the events of the case that stands for it."""
    place = Case._fields.index
    events = history(kind, "", note)
    changes = _BETWEEN_EVENTS.join(event_row(event)[3] for event in events)
    changes = changes.replace("{", "{{").replace("}", "}}")
    for instant, field in _FIELDS.items():
        changes = changes.replace(format_utc(instant), f"{{{place(field)}}}")
    for after_row, text in enumerate((_SUBJECT, _REF, _PARTNER), start=len(Case._fields)):
        changes = changes.replace(quoted(text), f"{{{after_row}}}")
    told = tuple((event.kind, place(_FIELDS[event.at]), event.note) for event in events)
    return Form(changes, told)


def _kind(case: Case) -> Case:
    """Return the case that stands for all of its kind, with placeholders for what fills it in."""
    escalated_at = None
    if case.escalated_at is not None:
        answered = case.responded_at is not None and case.responded_at < case.escalated_at
        escalated_at = _ESCALATED_LATER if answered else _ESCALATED
    return Case(
        0,
        _SUBJECT,
        case.partner_type,
        case.priority,
        case.region,
        _OPENED,
        case.ref and _REF,
        case.partner and _PARTNER,
        case.plan,
        case.status,
        case.due_at and _DUE,
        case.target_seconds,
        case.target_clock,
        case.responded_at and _RESPONDED,
        case.closed_at and _CLOSED,
        case.verdict,
        case.level,
        escalated_at,
        case.escalation_due_at and _ESCALATION_DUE,
        case.escalation_seconds,
        case.escalation_clock,
        case.escalation_verdict,
    )
