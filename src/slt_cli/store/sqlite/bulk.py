"""Rows of many cases and their histories: what the cases of one kind have in common is made once.

A history depends on which facts a case has, and in which order they came; texts and instants only
fill it in. So the events of one case, encoded as any event is, are a form for all of its kind.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case
from slt_cli.domain.history import history
from slt_cli.store.sql.rows import INSTANTS, event_row

_place = Case._fields.index
_INSTANT_PLACES = tuple(map(_place, INSTANTS))
_ALIKE = (
    *("partner_type", "priority", "region", "plan", "status", "target_seconds", "target_clock"),
    *("verdict", "level", "escalation_seconds", "escalation_clock", "escalation_verdict"),
)
"""What cases of one kind have in common."""
_alike = itemgetter(*map(_place, _ALIKE))
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
    """Hold the events of a kind of case: their changes as one text, to be filled in.

    `facts` takes what fills it in from a case's row and its texts in quotes. `events` gives of each
    event its kind, the place in the row of its instant, and its note.
    """

    changes: str
    facts: Callable[[list[Any]], tuple[Any, ...]]
    events: tuple[tuple[str, int, str | None], ...]


def values_of(cases: Iterable[Case], who: str, note: str) -> tuple[list[Any], list[Any]]:
    """Return the values of the rows of cases, one row after the other, and of their events' rows.

    The rows are as case_row and event_row would make them.
    """
    case_values: list[Any] = []
    event_values: list[Any] = []
    for case in cases:
        row: list[Any] = list(case)
        for place in _INSTANT_PLACES:
            if row[place] is not None:
                row[place] = format_utc(row[place])
        form = _form(_alike(row), _known(case), note)
        texts = [quoted(case.subject), quoted(case.ref or ""), quoted(case.partner or "")]
        changes = (form.changes % form.facts(row + texts)).split(_BETWEEN_EVENTS)
        row[-1] = len(changes)
        case_values += row
        for (kind, at, its_note), its_changes in zip(form.events, changes, strict=True):
            event_values += (case.number, kind, row[at], who, its_changes, its_note)
    return case_values, event_values


def _known(case: Case) -> tuple[bool, ...]:
    """Return which facts that differ from case to case are known of one, and in what order."""
    escalated_at, responded_at = case.escalated_at, case.responded_at
    return (
        case.ref is not None,
        case.partner is not None,
        case.due_at is not None,
        responded_at is not None,
        case.closed_at is not None,
        escalated_at is not None,
        case.escalation_due_at is not None,
        bool(escalated_at and responded_at and responded_at < escalated_at),
    )


@lru_cache(_MOST_FORMS)
def _form(alike: tuple[Any, ...], known: tuple[bool, ...], note: str) -> Form:
    """Return the form of a kind of case, made of the events of the case that stands for it."""
    events = history(_example(alike, known), "", note)
    changes = _BETWEEN_EVENTS.join(event_row(event)[3] for event in events)
    places = {format_utc(instant): _place(field) for instant, field in _FIELDS.items()}
    for after_row, text in enumerate((_SUBJECT, _REF, _PARTNER), start=len(Case._fields)):
        places[quoted(text)] = after_row
    to_fill_in = re.compile("|".join(map(re.escape, places)))
    facts = itemgetter(*(places[found[0]] for found in to_fill_in.finditer(changes)))
    told = tuple((event.kind, _place(_FIELDS[event.at]), event.note) for event in events)
    return Form(to_fill_in.sub("%s", changes.replace("%", "%%")), facts, told)


def _example(alike: tuple[Any, ...], known: tuple[bool, ...]) -> Case:
    """Return the case that stands for all of its kind, with placeholders for what fills it in."""
    ref, partner, due, responded, closed, escalated, escalation_due, escalated_later = known
    escalated_at = _ESCALATED_LATER if escalated_later else _ESCALATED
    return Case(
        number=0,
        subject=_SUBJECT,
        opened_at=_OPENED,
        ref=_REF if ref else None,
        partner=_PARTNER if partner else None,
        due_at=_DUE if due else None,
        responded_at=_RESPONDED if responded else None,
        closed_at=_CLOSED if closed else None,
        escalated_at=escalated_at if escalated else None,
        escalation_due_at=_ESCALATION_DUE if escalation_due else None,
        **dict(zip(_ALIKE, alike, strict=True)),
    )
