"""A ledger says nothing untrue, for every kind of week around changes of the zone.

Each line is compared with what a clock on the wall shows minute by minute. Set SLT_TEST_SEED to ask
other questions; a failure prints the seed it ran with.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

import pytest

from slt_cli.domain.calendar.ledger import LedgerEntry, explain
from slt_cli.domain.calendar.schedule import Schedule
from tests.domain.calendar.clock_oracle import MINUTE, Hours, Oracle, Wall
from tests.domain.calendar.test_schedule_oracle import (
    SEED,
    ZONES,
    Case,
    jumped_minutes,
    program_schedule,
    random_cases,
    random_exceptions,
    random_wall,
    random_week,
)

pytestmark = pytest.mark.exhaustive

LEDGERS_PER_ZONE = 200


class Known(NamedTuple):
    """What is known of a window without the program: its wall clock, its hours, when it is open."""

    wall: Wall
    week: Sequence[Hours]
    exceptions: Mapping[date, Hours]
    oracle: Oracle

    def hours(self, day: date) -> Hours:
        return self.exceptions.get(day, self.week[day.weekday()])

    def second_of(self, instant: datetime) -> int:
        return int((instant - self.wall.first).total_seconds())

    def open_minutes(self, day: date, start: int, end: int) -> list[int]:
        """The open minutes that show a date, of those that are at least partly in [start, end)."""
        minutes = range(start // 60, -(-end // 60))
        return [
            minute
            for minute in minutes
            if self.wall.shown[minute].date() == day and self.oracle.is_open_minute[minute]
        ]

    def closings(self, day: date) -> list[int]:
        """The minutes at which the hours that start on a date end, without those skipped."""
        midnight, wall = datetime.combine(day, time()), self.wall
        spans = (
            [midnight + timedelta(seconds=second) for second in interval]
            for interval in self.hours(day)
        )
        ends = ((wall.first_minute(opens), wall.last_minute(closes)) for opens, closes in spans)
        return [closes for opens, closes in ends if opens < closes]

    def is_shown(self, day: date) -> bool:
        """Whether some minute shows a time within the hours that start on a date."""
        midnight = datetime.combine(day, time())
        return any(
            midnight + minute * MINUTE in self.wall.minutes_showing
            for opens, closes in self.hours(day)
            for minute in range(opens // 60, closes // 60)
        )


def untrue(known: Known, case: Case, due: int, entries: Sequence[LedgerEntry]) -> list[str]:
    """Return what is wrong with the lines of a ledger."""
    wrong, total, at = [], 0, case.start
    covered = set()
    for entry in entries:
        if entry.starts_at is not None and entry.ends_at is not None:
            begins, ends = known.second_of(entry.starts_at), known.second_of(entry.ends_at)
            if not at <= begins < ends <= due or entry.adds != ends - begins:
                wrong.append(f"{entry} is out of order")
            if known.oracle.elapsed(begins, ends) != ends - begins:
                wrong.append(f"{entry} is not open")
            total, at = total + entry.adds, ends
            covered |= {known.wall.shown[second // 60].date() for second in range(begins, ends, 60)}
            covered.add(known.wall.shown[(ends - 1) // 60].date())
        elif reason := untrue_reason(known, case, due, entry):
            wrong.append(f"{entry}: {reason}")
        if entry.total != total:
            wrong.append(f"{entry} does not add up to {total}")
    told = covered | {entry.day for entry in entries}
    shown = {known.wall.shown[minute].date() for minute in range(case.start // 60, due // 60)}
    shown = {day for day in shown if day >= known.wall.shown[case.start // 60].date()}
    if total != case.allowance or at != due or not shown <= told:
        wrong.append(f"{total=}, {at=}, {due=}, not told: {shown - told}")
    return wrong


def untrue_reason(known: Known, case: Case, due: int, entry: LedgerEntry) -> str:
    """Return why the reason of a day on which nothing counted is untrue; empty if it is true."""
    hours, is_special = known.hours(entry.day), entry.day in known.exceptions
    open_then = known.open_minutes(entry.day, case.start, due)
    match entry.reason:
        case "closed-weekday":
            return "it has hours" if hours or is_special or open_then else ""
        case "holiday":
            return "" if is_special and not hours else "it is no holiday"
        case "outside-hours":
            closed = known.closings(entry.day)
            return "" if closed and max(closed) * 60 <= case.start else "it had not closed"
        case "clock-change":
            return "a clock shows its hours" if known.is_shown(entry.day) or not hours else ""
        case _:
            return "nothing else can be said of a day"


def ledgers(rng: Random, zone: str) -> list[tuple[Known, Case, Schedule]]:
    """Return questions for one window of a zone, with some weeks."""
    wall = random_wall(rng, zone)
    jumped = jumped_minutes(wall)
    questions = []
    for _ in range(6):
        week, exceptions = random_week(rng, jumped), random_exceptions(rng, wall, jumped)
        known = Known(wall, week, exceptions, Oracle(wall, week, exceptions))
        schedule = program_schedule(ZONES[zone], week, exceptions)
        cases = random_cases(rng, wall, known.oracle, 8)
        questions += [(known, case, schedule) for case in cases if case.allowance]
    return questions


@pytest.mark.parametrize("zone", ZONES)
def test_no_line_of_a_ledger_is_untrue(zone: str):
    rng = Random(f"{SEED} {zone}")
    compared = 0
    while compared < LEDGERS_PER_ZONE:
        for known, case, schedule in ledgers(rng, zone):
            start = known.wall.first + timedelta(seconds=case.start)
            entries = list(explain(schedule, start, case.allowance))
            due = known.oracle.due(case.start, case.allowance)
            setting = f"SLT_TEST_SEED={SEED} {zone} {start} {case.allowance=}"
            wrong = untrue(known, case, due, entries)
            assert wrong == [], f"{setting} {known.week=} {known.exceptions=}"
            compared += 1


def test_the_ledgers_have_lines_of_every_reason():
    seen: Counter[str] = Counter()
    for zone in ZONES:
        for known, case, schedule in ledgers(Random(f"{SEED} {zone}"), zone):
            start = known.wall.first + timedelta(seconds=case.start)
            seen.update(entry.reason for entry in explain(schedule, start, case.allowance))
    reasons = ("counted", "closed-weekday", "holiday", "outside-hours", "clock-change")
    assert min(seen[reason] for reason in reasons) > 0, seen
