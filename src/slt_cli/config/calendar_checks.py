"""Check opening hours and their exceptions, schedules, and shared lists of holidays."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from slt_cli.config.display import dotted
from slt_cli.config.files import Finding, KeyPath
from slt_cli.config.validation import Validator
from slt_cli.domain.calendar.hours import Interval, parse_days
from slt_cli.domain.plan import TARGET_CLOCKS

Parsed = Mapping[str, Any]
Hours = Mapping[str, tuple[Interval, ...]]

_DATES = ("date", "from", "to", "yearly")
_LONGEST_SPAN = 3660


def check_calendars(parsed: Parsed, validator: Validator) -> Iterator[Finding]:
    """Yield what is wrong with hours and exceptions, as far as they could be parsed."""
    for key, region in parsed.get("regions", {}).items():
        yield from _hours(region, ("regions", key), "hours", validator)
        if isinstance(region.get("hotline_hours"), dict):
            yield from _hours(region, ("regions", key), "hotline_hours", validator)
    for key, schedule in parsed.get("schedules", {}).items():
        yield from _hours(schedule, ("schedules", key), "hours", validator)
        if key in TARGET_CLOCKS:
            problem = f"no schedule can have the key {key!r}: a clock has this name already"
            yield (("schedules", key), problem, "give the schedule another key")
    for table in ("regions", "schedules"):
        for key, entry in parsed.get(table, {}).items():
            yield from _exceptions(entry.get("exceptions", ()), (table, key, "exceptions"))
    for key, entries in parsed.get("holidays", {}).items():
        yield from _exceptions(entries, ("holidays", key))


def _hours(table: Parsed, path: KeyPath, leaf: str, validator: Validator) -> Iterator[Finding]:
    here = (*path, leaf)
    hours: Hours = table.get(leaf, {})
    empty = validator.is_valid(here)
    named: set[int] = set()
    for days in hours:
        try:
            numbers = parse_days(days)
        except ValueError as error:
            empty = False
            yield ((*here, days), str(error), "days are mon tue wed thu fri sat sun")
            continue
        if not named.isdisjoint(numbers):
            fix = "give each day only once: mon-thu and fri, not mon-fri and fri"
            yield ((*here, days), "one of its days already has hours", fix)
        named.update(numbers)
    if empty and not any(hours.values()):
        fix = f'write under [{dotted(here)}]: {next(iter(hours), "mon-fri")} = "08:00-18:00"'
        yield (here, "the week has no opening hours", fix)


def _exceptions(entries: Sequence[Parsed], path: KeyPath) -> Iterator[Finding]:
    """Yield entries without one kind of date, and those whose dates another entry has."""
    seen: set[object] = set()
    spans: list[tuple[date, date, int]] = []
    for number, entry in enumerate(entries, start=1):
        here = (*path, str(number))
        if not all(key in entry for key in _DATES):  # one is faulty
            continue
        given = [key for key in _DATES if entry[key]]
        if given == ["from", "to"]:
            yield from _span(entry, here)
            spans.append((entry["from"], entry["to"], number))
        elif len(given) == 1 and given[0] in ("date", "yearly"):
            day = entry[given[0]]
            if day in seen:
                problem = f"{_shown(day)} is in the list twice"
                yield ((*here, given[0]), problem, "keep one entry for each date")
            seen.add(day)
        else:
            yield _misdated(given, entry, here)
    for (_, until, _), (begins, _, number) in pairwise(sorted(spans)):
        if begins <= until:
            problem = f"{begins} is in the list twice: another entry is up to {until}"
            yield ((*path, str(number), "from"), problem, "keep one entry for each date")


def _span(entry: Parsed, here: KeyPath) -> Iterator[Finding]:
    first, last = entry["from"], entry["to"]
    if last < first:
        problem = f"is before `from`, {first}"
        yield ((*here, "to"), problem, f"write to = {first}, and from = {last}")
    elif (last - first).days >= _LONGEST_SPAN:
        yield ((*here, "to"), "is more than ten years after `from`", "check both dates")


def _misdated(given: list[str], entry: Parsed, here: KeyPath) -> Finding:
    if not given:
        fix = 'add date = 2026-12-25, or from and to, or yearly = "12-25"'
        return ((*here, "date"), "is missing", fix)
    if len(given) == 1:  # `from` or `to` alone
        other = "to" if given == ["from"] else "from"
        fix = f"add {other} = {entry[given[0]]}, or write date = {entry[given[0]]} for one day"
        return ((*here, other), "is missing", fix)
    problem = f"has {' and '.join(given)}: an entry has date, from and to, or yearly"
    return (here, problem, "make an entry for each")


def _shown(day: object) -> str:
    return f"{day[0]:02}-{day[1]:02}" if isinstance(day, tuple) else str(day)
