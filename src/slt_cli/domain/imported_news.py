"""What a row of a file knows more about a case that is known, and what it says otherwise."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slt_cli.domain.case import Case, FreeText
from slt_cli.domain.events import Event, EventKind
from slt_cli.domain.moments import FACTS, Moment
from slt_cli.domain.tags import with_tags, without_tags

CHANGEABLE = (
    *FACTS,
    "subject",
    *(field for field, kind in Case.__annotations__.items() if kind is FreeText and field != "ref"),
)
"""The facts of a case that a row may change: its reference says which case it is about."""

TIMES: tuple[tuple[str, EventKind], ...] = (
    ("opened_at", "opened"),
    ("responded_at", "responded"),
    ("resolved_at", "resolved"),
    ("closed_at", "closed"),
)
"""The times that a row may give, and what happened then."""

_AT_ONE_INSTANT: tuple[EventKind, ...] = (
    *("resumed", "reopened", "responded", "held", "resolved", "closed", "updated", "voided"),
)
"""The order of what a row brings at one instant: a new priority hides no late answer."""


_AFTER = ("responded_after_minutes", "responded_after_hours")
ROUNDED = timedelta(minutes=1)
"""How far an answer may be from what is recorded, if a row only says how long it took."""


class RowFacts(NamedTuple):
    """A row: its case, when it was last changed, and the names of the fields that it gives.

    A time in `case` may follow from others, such as a closing from the last change. Facts that are
    not in `given` are only defaults.
    """

    case: Case
    updated_at: datetime | None
    given: Collection[str]


class News(NamedTuple):
    """One thing that a row brings: its moment, which fields it is about, and texts that it sets."""

    moment: Moment
    fields: tuple[str, ...]
    texts: Mapping[str, Any] = {}


def news_in(known: Case, row: RowFacts, now: datetime) -> list[News]:
    """Return what a row may bring to a case as it is, in the order in which it happened.

    The history of the case may have it already, or something newer: see `confirmed`.
    """
    case = row.case
    if known.status == "void":
        return []
    if case.status == "void":
        at = _own_instant(row) or now
        return [News(Moment("voided", max(at, known.opened_at)), ("status",))]
    found = [*_answer(known, row), *_end(known, row), *_going_on(known, row)]
    found += _facts(known, row, now)
    return sorted(found, key=_order)


def ended_of(case: Case) -> datetime | None:
    """Return when the last end of a case was: closed after it was resolved, or resolved alone."""
    return case.closed_at or case.resolved_at


def is_same_time(ours: datetime, theirs: datetime) -> bool:
    """Return whether the time of a row is a recorded one; to the minute if it has no seconds.

    A spreadsheet writes none.
    """
    if ours == theirs:
        return True
    to_the_minute = ours.second == ours.microsecond == 0
    return to_the_minute and ours == theirs.replace(second=0, microsecond=0)


def contradicted(known: Case, row: RowFacts, counted: Sequence[Event] = ()) -> Iterator[str]:
    """Yield the times that a row gives and that the case has otherwise; `counted` are its events.

    An end before a reopening is one of its events, and contradicts nothing.
    """
    ends = [event for event in counted if event.kind in ("resolved", "closed")]
    for field, kind in TIMES:
        ours, theirs = getattr(row.case, field), getattr(known, field)
        if ours is None or theirs is None or is_same_time(ours, theirs):
            continue
        if any(event.kind == kind and is_same_time(ours, event.at) for event in ends):
            continue
        rounded = field == "responded_at" and any(name in row.given for name in _AFTER)
        if field in row.given or (rounded and abs(ours - theirs) > ROUNDED):
            yield field


def following(events: Sequence[Event], known: Sequence[Event]) -> Sequence[Event] | None:
    """Return the events of a row after those of a case; None if they do not begin with them."""
    began = [event._replace(id=None) for event in events[: len(known)]]
    same = began == [event._replace(id=None) for event in known]
    return events[len(known) :] if same else None


def _own_instant(row: RowFacts) -> datetime | None:
    return row.updated_at or ended_of(row.case)


def _order(news: News) -> tuple[datetime, int]:
    return news.moment.at, _AT_ONE_INSTANT.index(news.moment.kind)


def _answer(known: Case, row: RowFacts) -> Iterator[News]:
    at = row.case.responded_at
    if at is not None and known.responded_at is None:
        yield News(Moment("responded", at), ("responded_at",))


def _end(known: Case, row: RowFacts) -> Iterator[News]:
    case = row.case
    if case.resolved_at is not None and known.ended_at is None:
        yield News(Moment("resolved", case.resolved_at), ("resolved_at",))
    if case.closed_at is not None and known.closed_at is None:
        yield News(Moment("closed", case.closed_at), ("closed_at",))


def _going_on(known: Case, row: RowFacts) -> Iterator[News]:
    """Yield a reopening, a hold or its end, where a row is about a case that has not ended."""
    since = row.case.held_since
    held_since, ended_at = known.held_since, ended_of(known)
    if row.case.ended_at is not None:
        return
    if held_since is not None and any(held_since <= each.moment.at for each in _answer(known, row)):
        held_since = None  # the answer ends it
    said_at = row.updated_at if "status" in row.given else None
    if ended_at is not None:
        if said_at is not None and said_at > ended_at:
            yield News(Moment("reopened", said_at), ("status",))
            if since is not None:
                yield News(Moment("held", max(since, said_at)), ("held_since",))
    elif held_since is None:
        if since is not None:
            yield News(Moment("held", since), ("held_since",))
    elif since is None and said_at is not None and said_at > held_since:
        yield News(Moment("resumed", said_at), ("held_since",))


def _facts(known: Case, row: RowFacts, now: datetime) -> Iterator[News]:
    """Yield the facts that a row gives and that a case has otherwise, as one change."""
    given = {field: getattr(row.case, field) for field in CHANGEABLE if field in row.given}
    changed = {field: new for field, new in given.items() if new and new != getattr(known, field)}
    if without_tags(row.case.tags, known.tags):  # those of the case stay
        changed["tags"] = with_tags(known.tags, row.case.tags)
    if changed:
        yield changing(changed, row.updated_at or now)


def changing(changed: dict[str, Any], at: datetime) -> News:
    """Return the change of facts at an instant."""
    facts = {field: new for field, new in changed.items() if field in FACTS}
    texts = {field: new for field, new in changed.items() if field not in FACTS}
    return News(Moment("updated", at, facts=facts), tuple(changed), texts)
