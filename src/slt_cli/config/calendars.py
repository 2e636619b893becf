"""Build the schedules of a region from validated tables."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from slt_cli.domain.calendar.hours import week_of
from slt_cli.domain.calendar.schedule import ExceptionalDay, MonthDay, Schedule

Parsed = dict[str, Any]
Exceptions = tuple[dict[date, ExceptionalDay], dict[MonthDay, ExceptionalDay]]
"""The exceptions of single dates, and those of every year."""


def schedule_of(
    table: Parsed, parsed: Parsed, named: Mapping[str, Schedule], hours: str = "hours"
) -> Schedule:
    """Return the schedule of a region, or another one of it whose hours have another key."""
    dated, yearly = exceptions_of(table, parsed["holidays"])
    support = f"support of {table['name']}" if "name" in table else "support"
    return Schedule(table["timezone"], week_of(table[hours]), dated, yearly, named, support)


def named_schedules(parsed: Parsed) -> "dict[str, Schedule | Parsed]":
    """Return each schedule by its key; one without a zone of its own as its table."""
    return {
        key: schedule_of(table, parsed, {}) if table["timezone"] else table
        for key, table in parsed["schedules"].items()
    }


def exceptions_of(table: Parsed, shared: Mapping[str, list[Parsed]]) -> Exceptions:
    """Return the exceptions of a table and of the shared lists that it names.

    Its own come before those of a list, and those of a list before those of the next one. Within a
    list a single date comes before a span of dates, and a span before a date of every year.
    """
    dated: dict[date, ExceptionalDay] = {}
    yearly: dict[MonthDay, ExceptionalDay] = {}
    for entries in (table["exceptions"], *(shared[name] for name in table["holidays"])):
        before = set(yearly)
        for day, exceptional in _dated(entries):
            if (day.month, day.day) not in before:
                dated.setdefault(day, exceptional)
        for entry in entries:
            if entry["yearly"]:
                yearly.setdefault(entry["yearly"], _exceptional(entry))
    return dated, yearly


def _dated(entries: Iterable[Parsed]) -> Iterator[tuple[date, ExceptionalDay]]:
    """Yield the single dates of a list, and after them the dates of its spans."""
    spans = []
    for entry in entries:
        if entry["date"]:
            yield entry["date"], _exceptional(entry)
        elif entry["from"]:
            spans.append(entry)
    for entry in spans:
        exceptional = _exceptional(entry)
        for day in range(entry["from"].toordinal(), entry["to"].toordinal() + 1):
            yield date.fromordinal(day), exceptional


def _exceptional(entry: Parsed) -> ExceptionalDay:
    return ExceptionalDay(entry["name"], entry["hours"])
