"""The times in a row: they must be in order, and only due times may be in the future."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import product
from operator import attrgetter
from shlex import quote
from typing import NamedTuple

from slt_cli.domain.calendar.written_dates import DateFormats, UnreadableDateError
from slt_cli.exchange.given import Given, Problem

Localize = Callable[[datetime], datetime]
"""Returns the instant of a naive time; with a fold the second one, if it is shown twice."""

Note = Callable[[str, str, datetime], None]
"""Is called with a field, its text, and the naive time as it was read, with its fold."""

Tell = Callable[[Sequence[str | datetime]], str]
"""Returns the parts of a sentence as one text, each instant as its reader is to see it."""

_IN_ORDER = (
    ("responded_at", "opened_at"),
    ("closed_at", "opened_at"),
    ("closed_at", "responded_at"),
    ("due_at", "opened_at"),
    ("escalated_at", "opened_at"),
    ("closed_at", "escalated_at"),
    ("escalation_due_at", "escalated_at"),
    ("resolved_at", "opened_at"),
    ("closed_at", "resolved_at"),
    ("held_since", "opened_at"),
    ("resolved_at", "held_since"),
    ("closed_at", "held_since"),
)
"""Pairs of times of which the first is never before the second."""


_ISO = (
    "write ISO 8601, such as 2026-11-20T17:30:00-08:00, or say how dates are written with "
    "--date-format"
)


class LocalTimes(NamedTuple):
    """How the times of a row are written, and what makes naive ones aware and gets each of them."""

    localize: Localize
    dates: DateFormats
    note: Note | None = None


class Times(NamedTuple):
    """The instants in a row; None for those that are not given."""

    opened_at: datetime | None
    responded_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    escalated_at: datetime | None
    escalation_due_at: datetime | None
    resolved_at: datetime | None
    held_since: datetime | None
    updated_at: datetime | None

    @property
    def ended_at(self) -> datetime | None:
        """Return when the case was resolved or closed, whichever was first."""
        return self.resolved_at or self.closed_at

    def answered(self, since: datetime | None) -> datetime | None:
        """Return when a clock that started at an instant was stopped: by response or end.

        An answer after the case was resolved decides nothing.
        """
        ended = self.ended_at
        if self.responded_at and since and self.responded_at >= since:
            return min(self.responded_at, ended) if ended else self.responded_at
        return ended


Complete = Callable[[Times], Times]
"""Returns the times of a row with what else the row says of them."""

_texts = attrgetter(*Times._fields)


def times_of(
    given: Given,
    now: datetime,
    local: LocalTimes,
    complete: Complete,
    found: list[Problem],
    tell: Tell,
) -> Times:
    """Return the times in a row; one that cannot be read is None and a problem.

    A local time that is shown twice means the first, or the second if only that keeps the row in
    order. `complete` adds what else the row says of them. Out of order, or after `now`, is a
    problem too, if the time of the opening is known. Only due times may be after `now`.
    """
    times, naive = _read(given, local, found)
    if naive:
        times, naive = _in_order(times, naive, local.localize)
    if local.note is not None:
        for field, time in naive.items():
            local.note(field, getattr(given, field), time)
    times = complete(times)
    opened_at, responded_at, closed_at, due_at, escalated_at, escalation_due_at, *others = times
    if opened_at is None:
        if not given.opened_at:
            found.append(
                Problem("opened_at", "is missing", "every case needs the time when it was opened")
            )
        return times
    response = responded_at or opened_at
    if (
        not opened_at <= response <= (closed_at or response) <= now
        or escalated_at
        or escalation_due_at
        or any(others)
        or (due_at and due_at < opened_at)
    ):
        _report_future(times, now, found, tell)
        _report_disorder(times, found, tell)
    return times


def _read(
    given: Given, local: LocalTimes, found: list[Problem]
) -> tuple[Times, dict[str, datetime]]:
    """Return the times in a row, and the naive ones; one that cannot be read is a problem."""
    instants: list[datetime | None] = []
    naive: dict[str, datetime] = {}
    read, localize = local.dates.read, local.localize

    def localized(time: datetime) -> datetime:
        naive[Times._fields[len(instants)]] = time
        return localize(time)

    for text in _texts(given):
        try:
            instants.append(read(text, localized) if text else None)
        except (ValueError, OverflowError) as error:
            fix = _fix_of(error) if isinstance(error, UnreadableDateError) else _ISO
            found.append(Problem(Times._fields[len(instants)], str(error), fix))
            instants.append(None)
    return Times._make(instants), naive


def _fix_of(error: UnreadableDateError) -> str:
    return error.advice + " or ".join(f"--date-format {quote(form)}" for form in error.formats)


def _in_order(
    times: Times, naive: dict[str, datetime], localize: Localize
) -> tuple[Times, dict[str, datetime]]:
    """Return times in order, if one reading of the naive ones has them so, and that reading.

    The readings differ where clocks went back and a time was shown twice; the first comes first.
    """
    if not _is_in_order(times) or _is_updated_before(times):
        later = {field: time.replace(fold=1) for field, time in naive.items()}
        twice = [field for field in naive if localize(later[field]) != getattr(times, field)]
        first: tuple[Times, dict[str, datetime]] | None = None
        for chosen in product(*((naive[field], later[field]) for field in twice)):
            read = dict(zip(twice, chosen, strict=True))
            tried = times._replace(**{field: localize(read[field]) for field in twice})
            if _is_in_order(tried):
                first = first or (tried, {**naive, **read})
                if not _is_updated_before(tried):
                    return tried, {**naive, **read}
        return first or (times, naive)
    return times, naive


def _is_in_order(times: Times) -> bool:
    return not any(_out_of_order(times))


def _is_updated_before(times: Times) -> bool:
    """Return whether the last update is before the opening: an error only where it counts."""
    opened_at, updated_at = times.opened_at, times.updated_at
    return bool(opened_at and updated_at and updated_at < opened_at)


def _out_of_order(times: Times) -> Iterator[tuple[str, str]]:
    """Yield the pairs of _IN_ORDER that are given and whose first is before the second."""
    given = {
        field: time for field, time in zip(Times._fields, times, strict=True) if time is not None
    }
    for later, earlier in _IN_ORDER:
        if later in given and earlier in given and given[later] < given[earlier]:
            yield later, earlier


def _report_future(times: Times, now: datetime, found: list[Problem], tell: Tell) -> None:
    for field, instant in zip(Times._fields, times, strict=True):
        if instant is not None and instant > now and not field.endswith("due_at"):
            problem = tell((instant, " has not come yet: it is ", now))
            found.append(Problem(field, problem, "import only what has happened"))


def _report_disorder(times: Times, found: list[Problem], tell: Tell) -> None:
    for later, earlier in _out_of_order(times):
        after, before = getattr(times, later), getattr(times, earlier)
        problem = tell((after, f" is before {earlier}, ", before))
        found.append(
            Problem(later, problem, f"correct one of them, or --map {later}= leaves it out")
        )
