"""What a row says of its times beside them: by its status, its last update and durations."""

import re
from datetime import datetime, timedelta
from functools import lru_cache

from slt_cli.domain.imported_news import ROUNDED
from slt_cli.exchange.given import Given, Problem
from slt_cli.exchange.times import Times

_CLOCK = re.compile(r"(\d{1,5}):(\d\d)(?::(\d\d))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,9}|,(?!\d{3}\Z)\d{1,9})?", re.ASCII)
"""A comma before three digits may separate thousands: such a number has two readings."""

_LONGEST = 10 * 366 * 24 * 3600
"""No answer took more than ten years: it cannot be a number of that unit."""

_MOST_LENGTHS, _MOST_CHARACTERS = 1024, 20


def completed(given: Given, times: Times, found: list[Problem], *, status_decides: bool) -> Times:
    """Return the times of a row with those that it does not have as times.

    Where the status decides, because it is another system's word, a time that does not fit it does
    not count. What ended or waits without a time did so at the last update.
    """
    if times.opened_at is None:
        return times
    status = given.status.strip().casefold()
    if status_decides:
        times = _only_times_of(status, times)
    times = _ended(status, times)
    if times.responded_at is None:
        times = _answered(given, times, found)
    if status == "held" and times.held_since is None and not times.ended_at:
        times = times._replace(held_since=_waiting_since(times))
    return times


def _only_times_of(status: str, times: Times) -> Times:
    """Return the times without those that a status leaves over."""
    if status in ("open", "responded", "held"):
        if not (times.ended_at or times.held_since):
            return times
        since = times.held_since if status == "held" else None
        return times._replace(resolved_at=None, closed_at=None, held_since=since)
    if status == "resolved":
        return times._replace(resolved_at=times.resolved_at or times.closed_at, closed_at=None)
    if status == "void":  # it ended by mistake: nothing was resolved
        updated_at = times.updated_at or times.ended_at
        return times._replace(resolved_at=None, closed_at=None, updated_at=updated_at)
    return times


def _ended(status: str, times: Times) -> Times:
    """Return the times with the last update as the end, if the status has one and the row none."""
    if status == "resolved" and times.ended_at is None:
        return times._replace(resolved_at=times.updated_at)
    if status == "closed" and times.closed_at is None:
        known = [time for time in (times.resolved_at, times.updated_at) if time is not None]
        return times._replace(closed_at=max(known, default=None))
    return times


def _waiting_since(times: Times) -> datetime | None:
    since = times.updated_at or times.opened_at
    return max(filter(None, (since, times.responded_at)), default=None)


def _answered(given: Given, times: Times, found: list[Problem]) -> Times:
    """Return the times with the first answer, where the row says how long it took."""
    for field, unit in (
        ("responded_after_minutes", timedelta(minutes=1)),
        ("responded_after_hours", timedelta(hours=1)),
    ):
        text = getattr(given, field).strip()
        if not text or times.opened_at is None:
            continue
        length = _length(text, unit) if len(text) <= _MOST_CHARACTERS else None
        if length is None:
            problem = f"{text!r} is not a length such as 22, 0.5 or 0:22:00"
            fix = "correct it, or leave its column out with --map COLUMN="
            found.append(Problem(field, problem, fix))
            continue
        at = times.opened_at + length
        ended = times.ended_at
        if ended is not None and timedelta(0) < at - ended <= ROUNDED:
            at = ended
        return times._replace(responded_at=at)
    return times


@lru_cache(_MOST_LENGTHS)
def _length(text: str, unit: timedelta) -> timedelta | None:
    """Return a length in whole seconds: h:mm:ss, or a number of a unit; None if it is neither."""
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if _NUMBER.fullmatch(text) is None:
        return None
    whole, _, part = text.replace(",", ".").partition(".")
    seconds = int(unit.total_seconds())
    length = int(whole) * seconds + int(part or 0) * seconds // 10 ** len(part)
    return timedelta(seconds=length) if length <= _LONGEST else None
