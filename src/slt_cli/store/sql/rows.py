"""Cases, clocks, spans and the team's policies as database rows: instants are UTC text.

The columns are the fields of the types, so a new field needs no line here. A case is read in one
row: its clocks are joined to one text, and so are its spans.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from slt_cli.domain.calendar.instant import EARLIEST, parse_utc
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.events import Event, events_that_count, numbered
from slt_cli.domain.owners import present_owner
from slt_cli.domain.texts import folded
from slt_cli.store.changes import INSTANTS, kinds, read_target, text, with_texts
from slt_cli.store.damage import damaged
from slt_cli.store.filter import searched_facts
from slt_cli.store.team_policy import TeamPolicy

UNIT, RECORD = "\x1f", "\x1e"
"""The separators of joined values and of joined rows: no value contains them."""
BLANK = " "
"""The separator of tags: none contains it."""

SPANS = ("holds", "closed")
CASE_FIELDS = tuple(field for field in Case._fields if field not in ("clocks", *SPANS))
NAMES = ("partner", "customer", "owner")
"""The names that cases are found by, in upper or lower case."""

CASE_COLUMNS = (*CASE_FIELDS, "leads_due_at", *(f"{name}_folded" for name in NAMES))
"""The columns of `cases`: the fields, and what lists are sorted and filtered by.

That is when the leading clock is due, and the names as they are compared.
"""

SPAN_COLUMNS = ("kind", *Span._fields)
"""The columns of `holds`; the kind is the field of the case."""

TAG_COLUMNS = ("folded", "case_number")
"""The columns of `tags`, by which the cases with a tag are found."""

TEXT_COLUMNS = ("case_number", "facts", "notes")
"""The columns of `texts`, in which parts of texts are found."""

POLICY_COLUMNS = TeamPolicy._fields
POLICIES_SINCE = f"SELECT {', '.join(POLICY_COLUMNS)} FROM policies WHERE set_at >= ?"
NEWEST_POLICY = f"SELECT {', '.join(POLICY_COLUMNS)} FROM policies ORDER BY number DESC LIMIT 1"
"""The newest policy counts; one without a text clears it."""

_TAGS = CASE_FIELDS.index("tags")
_KINDS = [kinds(Case.__annotations__[field]) for field in CASE_FIELDS]
_KINDS[_TAGS] = (str,)
_INSTANT_INDEXES = [index for index, field in enumerate(CASE_FIELDS) if field in INSTANTS]
_facts = itemgetter(*map(Case._fields.index, CASE_FIELDS))


def case_row(case: Case) -> list[Any]:
    """Return a case's values in the order of CASE_COLUMNS."""
    leading = case.leading_clock
    due_at = leading.due_at if leading else None
    values = with_texts(list(_facts(case)), _INSTANT_INDEXES)
    values[_TAGS] = BLANK.join(case.tags)
    names = (case.partner, case.customer, present_owner(case.owner))
    return [*values, due_at and text(due_at), *(name and folded(name) for name in names)]


def tag_rows(case: Case) -> Iterator[tuple[str, int]]:
    """Yield the rows of a case in `tags`."""
    return ((folded(tag), case.number) for tag in case.tags)


def text_row(case: Case, events: Iterable[Event]) -> tuple[int, str, str | None]:
    """Return the row of a case in `texts`; `events` are all that it has, in their order."""
    return case.number, facts_text(case), notes_text(events)


def notes_text(events: Iterable[Event]) -> str | None:
    """Return the notes of the events that count, as they are compared; None without any."""
    recorded = list(events)
    if not any(event.note for event in recorded):
        return None
    return _lines(event.note for event in events_that_count(numbered(recorded))) or None


def facts_text(case: Case) -> str:
    """Return the facts of a case that `--text` looks into, as they are compared, line by line."""
    return _lines(searched_facts(case))


def _lines(texts: Iterable[str | None]) -> str:
    """Return texts as they are compared, each in a line of its own."""
    return "\n".join(folded(text) for text in texts if text)


def row_case(row: Sequence[Any]) -> Case:
    """Return the case in a row of CASE_FIELDS, then its clocks and its spans as joined texts.

    Raises StoreError for a damaged value.
    """
    *values, clocks, spans = row
    if not all(map(isinstance, values, _KINDS)):
        raise damaged(f"case {values[0]!r} has a value that no case can have")
    for index in _INSTANT_INDEXES:
        if values[index] is not None:
            values[index] = read_instant(values[index])
    values[_TAGS] = tuple(values[_TAGS].split(BLANK)) if values[_TAGS] else ()
    holds, closed = _spans(spans) if spans else ((), ())
    return Case._make([*values, _clocks(clocks) if clocks else (), holds, closed])


def row_span(row: Iterable[Any]) -> Span:
    """Return the span in a row of its fields; raises StoreError for a damaged value."""
    started_at, ended_at = row
    return Span(read_instant(started_at), read_instant(ended_at) if ended_at else None)


def read_instant(given: str) -> datetime:
    """Return the instant in a row; raises StoreError if it is not one."""
    try:
        if (instant := parse_utc(given)).year >= EARLIEST:
            return instant
    except (TypeError, ValueError):
        pass
    raise damaged(f"{given!r} is not an instant")


def read_number(given: object) -> int:
    """Return the number of a case in a row; raises StoreError if it is not one."""
    if not isinstance(given, int):
        raise damaged(f"{given!r:.60} is not the number of a case")
    return given


def _clocks(joined: str) -> tuple[Clock, ...]:
    """Return the clocks in rows that are joined, in the order of their starts."""
    if RECORD not in joined:
        return (_clock(joined),)
    return tuple(sorted(map(_clock, joined.split(RECORD)), key=lambda clock: clock.order))


def _clock(joined: str) -> Clock:
    """Return the clock in a joined row of CLOCK_COLUMNS; raises StoreError for a damaged value."""
    try:
        kind, cycle, level, started, due, seconds, counted_on, *others = joined.split(UNIT)
        stopped, verdict, active, promised, counted_from, stopped_by, missed_due = others
        return Clock(
            kind,
            int(cycle),
            int(level),
            read_instant(started),
            read_instant(due) if due else None,
            read_target(int(seconds), counted_on) if seconds else None,
            read_instant(stopped) if stopped else None,
            verdict or None,  # type: ignore[arg-type]
            int(active) if active else None,
            read_instant(promised) if promised else None,
            read_instant(counted_from) if counted_from else None,
            stopped_by or None,
            read_instant(missed_due) if missed_due else None,
        )
    except ValueError:
        raise damaged(f"{joined!r:.60} is not a clock") from None


def _spans(joined: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the holds and the closed times in rows that are joined, in the order of time."""
    rows = [row.split(UNIT) for row in joined.split(RECORD)]
    holds, closed = (
        tuple(sorted(row_span(values) for kind, *values in rows if kind == field))
        for field in ("holds", "closed")
    )
    return holds, closed


def policy_row(policy: TeamPolicy) -> tuple[Any, ...]:
    """Return the values of POLICY_COLUMNS."""
    return policy._replace(set_at=text(policy.set_at))  # type: ignore[arg-type]


def row_policy(rows: Iterable[Any]) -> TeamPolicy | None:
    """Return the policy in the newest row, None without one; raises StoreError if it is damaged."""
    for given in rows:
        policy = TeamPolicy._make(given)
        if not all(isinstance(value, str | None) for value in policy):
            raise damaged("the team's policy has a value that none can have")
        is_set = policy.text is not None
        return policy._replace(set_at=read_instant(str(policy.set_at))) if is_set else None
    return None
