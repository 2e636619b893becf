"""Find the whole-day events of an iCalendar file, and account for all others."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.config.calendar_file import BadEventError, Event, Property, read_calendar
from slt_cli.config.calendar_moments import Moment, moment, moments
from slt_cli.config.calendar_repeats import NeverError, repeats
from slt_cli.config.calendar_spans import Span, SpanReader, is_marked
from slt_cli.config.calendar_work import Work
from slt_cli.errors import Fault, SltError
from slt_cli.output.text import blanked

Days = dict[date, str]
"""Names of holidays by date, in order of date."""

LONGEST_EVENT = 366
_ESCAPED = re.compile(r"\\(.)")
_MOST_NEVER = 10
_MOST_FAULTS = 50
_MOST_NAMES = 3


class LeftOut(StrEnum):
    """Why an event is not taken, or not all of its days."""

    TIMED = "not of whole days"
    UNKNOWN_ZONE = "marked all-day, but its zone is unknown"
    CANCELLED = "cancelled"
    TOO_LONG = "longer than a year"
    OUTSIDE = "without a day in"
    PARTLY_OUTSIDE = "partly outside of"
    TWICE = "listed twice"


class CalendarDays(NamedTuple):
    """What was found in a calendar file.

    `left_out` has the names of events by why they are left out. `continuing` are the names of
    events that repeat after the years. `others` is the number of to-dos and journal entries.
    `faults` are those of the first bad events, `bad` is the number of all bad ones.
    """

    days: Days
    left_out: Mapping[LeftOut, list[str]]
    continuing: list[str]
    others: int
    faults: list[Fault]
    bad: int


def calendar_days(
    file: Path,
    years: range,
    zones: Sequence[ZoneInfo] = (),
    clock: Callable[[], float] = monotonic,
) -> CalendarDays:
    """Return the whole-day events of some years in a calendar file.

    A UTC time is a midnight if it is one in the calendar's own zone or in one of `zones`. Raises
    SltError for a file that is no calendar, or that asks for too much work; `clock` measures it.
    """
    content = read_calendar(file)
    finder = _Finder(file, years, zones, content.events, Work(file, clock))
    for event in content.events:
        finder.take(event)
    named = {day: _joined(list(names)) for day, names in sorted(finder.days.items())}
    faults = sorted(finder.faults, key=lambda fault: fault.line or 0)
    left_out = {why: finder.left_out[why] for why in LeftOut if finder.left_out[why]}
    return CalendarDays(
        named, left_out, finder.continuing, content.others, faults[:_MOST_FAULTS], len(faults)
    )


class _Finder:
    """Takes the events one after the other."""

    def __init__(
        self,
        file: Path,
        years: range,
        zones: Sequence[ZoneInfo],
        events: Sequence[Event],
        work: Work,
    ) -> None:
        self.days: dict[date, dict[str, None]] = defaultdict(dict)
        self.left_out: dict[LeftOut, list[str]] = defaultdict(list)
        self.continuing: list[str] = []
        self.faults: list[Fault] = []
        self._file = file
        self._first, self._beyond = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
        self._spans = SpanReader(zones)
        self._never = 0
        self._work = work
        self._replaced: dict[str, list[Moment]] = defaultdict(list)
        for event in events:
            if (of := event.one("RECURRENCE-ID")) is not None and event.text("UID"):
                with suppress(BadEventError):  # it is reported with its event
                    self._replaced[event.text("UID")].append(moment(of, "RECURRENCE-ID"))

    def take(self, event: Event) -> None:
        """Take the days of an event, or the reason why not."""
        try:
            if event.error is not None:
                raise event.error
            name = _name(event)
            found = self._found(event)
            if isinstance(found, LeftOut):
                self.left_out[found].append(name)
            else:
                self._add(name, found, self._starts(event, name, found))
        except BadEventError as error:
            self._bad(event, error)
        except OverflowError:
            fix = "correct its dates, or leave it out"
            self._bad(event, BadEventError(event.line, "", "its dates are out of range", fix))

    def _found(self, event: Event) -> Span | LeftOut:
        span = self._spans.span(event)
        if event.text("STATUS").upper() == "CANCELLED" or event.header.method == "CANCEL":
            return LeftOut.CANCELLED
        if span is None:
            return LeftOut.UNKNOWN_ZONE if is_marked(event) else LeftOut.TIMED
        return span if span.days <= LONGEST_EVENT else LeftOut.TOO_LONG

    def _starts(self, event: Event, name: str, span: Span) -> list[date]:
        """Return the dates on which an event starts, in the years or shortly before."""
        if (replaces := event.one("RECURRENCE-ID")) is not None:
            _check_replacing(replaces)
        elif event.properties.keys() & {"RRULE", "RDATE", "EXRULE"}:
            return self._repeated(event, name, span)
        return [span.start]

    def _repeated(self, event: Event, name: str, span: Span) -> list[date]:
        kept = event.properties
        if unknown := event.one("EXRULE"):
            raise BadEventError(unknown.line, "EXRULE", "is not known", "write EXDATE instead")
        first = self._first - timedelta(span.days - 1)
        starts = {span.start}  # it counts even where its rule does not have it
        continues = False
        for rule in kept.get("RRULE", ()):
            more = repeats(rule, span.start, first, self._beyond, span.day, self._work)
            starts.update(more.dates)
            continues |= more.continue_after
        for added in kept.get("RDATE", ()):
            if "/" in added.value:
                fix = "write its start alone, or an event of its own"
                raise BadEventError(added.line, "RDATE", "a period cannot be used", fix)
            starts.update(map(span.day, moments(added, "RDATE")))
        for removed in kept.get("EXDATE", ()):
            starts.difference_update(map(span.day, moments(removed, "EXDATE")))
        replacing = self._replaced.get(event.text("UID"), ())
        self._work.dates(len(replacing))
        for replaced in replacing:
            starts.discard(span.day(replaced))
        if continues:
            self.continuing.append(name)
        return sorted(starts)

    def _add(self, name: str, span: Span, starts: list[date]) -> None:
        self._work.dates(len(starts) * span.days)
        days = {start + timedelta(offset) for start in starts for offset in range(span.days)}
        inside = sorted(day for day in days if self._first <= day < self._beyond)
        new = [day for day in inside if name not in self.days.get(day, ())]
        for day in new:
            self.days[day][name] = None
        if not inside:
            self.left_out[LeftOut.OUTSIDE].append(name)
        elif len(starts) == 1 and len(inside) < len(days):
            self.left_out[LeftOut.PARTLY_OUTSIDE].append(name)
        if len(new) < len(inside):
            self.left_out[LeftOut.TWICE].append(name)

    def _bad(self, event: Event, error: BadEventError) -> None:
        name = _name(event)
        problem = f"{error.problem} (event {name[:60]!r})" if event.properties else error.problem
        self.faults.append(Fault(str(self._file), error.key, problem, error.fix, error.line))
        if isinstance(error, NeverError):
            self._never += 1
            if self._never > _MOST_NEVER:
                problem = f"{self._file} has over {_MOST_NEVER} events that never happen"
                raise SltError(problem, "correct their rules, or leave them out")


def _check_replacing(of: Property) -> None:
    moment(of, "RECURRENCE-ID")
    if "THISANDFUTURE" in of.parameters.upper():
        fix = "write an event that ends, and one that begins on that day"
        problem = "RANGE=THISANDFUTURE cannot be used"
        raise BadEventError(of.line, "RECURRENCE-ID", problem, fix)


def _name(event: Event) -> str:
    text = event.text("SUMMARY")
    if "\\" in text:
        text = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], text)
    return " ".join(blanked(text).split()) or "Holiday"


def _joined(names: list[str]) -> str:
    if len(names) <= _MOST_NAMES:
        return "; ".join(names)
    return f"{'; '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} others"
