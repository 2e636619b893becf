"""Whose clock is wrong, as far as the newest events show it: each has the time of its writer.

The events of a case have an order that no clock decides. A command that waits for others keeps
the time at which it began, so less than a minute between two of them proves nothing.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.instants import TOLERATED
from slt_cli.errors import SltError
from slt_cli.finding import Finding, Outcome
from slt_cli.store.changes import text
from slt_cli.store.sql.connection import Read
from slt_cli.store.sql.rows import read_instant, read_number

CHECK = "clocks of writers"
NEWEST = 1000
"""The number of events that are looked at."""

NO_SHARED_CLOCK = datetime.max.replace(tzinfo=UTC)
"""Stands for the time of a server where there is none."""

_MOST_NAMED = 5
_LEAST = timedelta(seconds=1)
_FIX = "set that clock and keep it right, for example with NTP; if it is right by now, do nothing"

_OUT_OF_ORDER = f"""WITH newest AS (
        SELECT case_number, id, who, recorded_at FROM events WHERE recorded_at IS NOT NULL
        ORDER BY recorded_at DESC NULLS LAST LIMIT {NEWEST}),
    in_turn AS (
        SELECT case_number, who, recorded_at, lag(who) OVER turns AS earlier_who,
            lag(recorded_at) OVER turns AS earlier
        FROM newest WINDOW turns AS (PARTITION BY case_number ORDER BY id))
    SELECT case_number, who, recorded_at, earlier_who, earlier FROM in_turn
    WHERE earlier > recorded_at OR recorded_at > ?"""


class Ahead(NamedTuple):
    """A clock that was ahead of another one, by how much at least, and the case that shows it.

    `other` is who recorded next on the case, empty where it was ahead of the server's. `at` is
    when, by the clock that was ahead.
    """

    by: timedelta
    who: str
    other: str
    case: int
    at: datetime


def writer_findings(read: Read, now: datetime) -> list[Finding]:
    """Return a finding for each clock that was ahead of another, the furthest first, or of `now`.

    `now` is the time by the server's clock, or NO_SHARED_CLOCK.
    """
    try:
        found = sorted(clocks_ahead(read, now), reverse=True)
    except SltError:  # the history reports it
        return []
    return [_finding(each) for each in found[:_MOST_NAMED]]


def clocks_ahead(read: Read, now: datetime) -> list[Ahead]:
    """Return the clocks that were ahead: for each writer, or two of them, what shows it best.

    A writer who is ahead of `now` is compared with nobody else.
    """
    furthest: dict[tuple[str, str], Ahead] = {}
    for each in _all_ahead(read, now):
        pair = each.who, each.other
        furthest[pair] = max(each, furthest.get(pair, each))
    return [each for each in furthest.values() if not each.other or (each.who, "") not in furthest]


def _all_ahead(read: Read, now: datetime) -> Iterator[Ahead]:
    for case, who, recorded_at, earlier_who, earlier in read(_OUT_OF_ORDER, (text(now),)):
        number, at = read_number(case), read_instant(recorded_at)
        if at - now >= _LEAST:
            yield Ahead(at - now, str(who), "", number, at)
        if earlier is None:
            continue
        before = read_instant(earlier)
        if before - at >= TOLERATED:
            yield Ahead(before - at, str(earlier_who), str(who), number, before)


def _finding(ahead: Ahead) -> Finding:
    by, at = format_duration(int(ahead.by.total_seconds())), format_utc(ahead.at)
    if not ahead.other:
        state: Outcome = "problem" if ahead.by >= TOLERATED else "warning"
        found = f"{ahead.who} recorded case {ahead.case} at {at}: at least {by} ahead of the server"
        return Finding(CHECK, state, found, _FIX)
    found = (
        f"{ahead.who} recorded case {ahead.case} at {at}, at least {by} ahead of {ahead.other}, "
        "who recorded it next: one of the two clocks was wrong"
    )
    return Finding(CHECK, "warning", found, _FIX)
