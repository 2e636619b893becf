"""Look up public holidays, of a country or in a calendar file, and add them to a file's tables.

The libraries for this are an extra and are imported only here. The support clock never needs them:
it reads the dates that were written into a file.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from slt_cli.config.files import Table
from slt_cli.errors import SltError, UnknownNameError, UsageError, did_you_mean

MOST_YEARS = 50
_LARGEST_FILE = 8_000_000
_LONGEST_EVENT = 366
_REPEATS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")

Days = dict[date, str]
"""Names of holidays by date, in order of date."""


def parse_years(text: str) -> range:
    """Parse `2026` or `2026-2028`; raises UsageError for anything else."""
    first, dash, last = text.partition("-")
    parts = [first, last if dash else first]
    if all(len(part) == 4 and part.isascii() and part.isdecimal() for part in parts):
        years = range(int(parts[0]), int(parts[1]) + 1)
        if 0 < len(years) <= MOST_YEARS and years[0] >= 1900 and years[-1] <= 9900:
            return years
    fix = f"such as 2026 or 2026-2028, at most {MOST_YEARS} years"
    raise UsageError(f"--years: {text!r} is not a span of years", fix)


def public_holidays(country: str, subdivision: str | None, years: range) -> Days:
    """Return the public holidays of a country, and those of a subdivision if one is given."""
    try:
        import holidays  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing("holidays") from None
    countries = holidays.list_supported_countries()
    code = country.strip().upper()
    if code not in countries:
        hint = did_you_mean(code, countries) or "countries are ISO codes such as US, GB or SG"
        raise UsageError(
            f"the package `holidays` does not know the country {country!r}", hint.strip()
        )
    part = None if subdivision is None else _subdivision(subdivision, code, countries[code])
    found = holidays.country_holidays(code, subdiv=part, years=years)
    return {day: " ".join(found[day].split()) for day in sorted(found)}


def calendar_file(file: Path, years: range) -> Days:
    """Return the whole-day events of some years in an iCalendar file (RFC 5545)."""
    try:
        import recurring_ical_events  # noqa: PLC0415 - an extra
        from icalendar import Calendar  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing("icalendar") from None
    content = _content(file)
    first, beyond = date(years[0], 1, 1), date(years[-1] + 1, 1, 1)
    try:
        calendar = Calendar.from_ical(content)
        _refuse_frequent_repeats(calendar.walk("VEVENT"), file)
        events = recurring_ical_events.of(calendar).between(first, beyond)
        days = sorted(_days(events))
    except SltError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken file makes the libraries raise anything
        why = " ".join(str(error).split())[:120] or type(error).__name__
        fix = "export it again as iCalendar (.ics)"
        raise SltError(f"{file} is not a calendar that can be read: {why}", fix) from None
    named: Days = {}
    for day, name in days:
        if first <= day < beyond:
            named[day] = name if named.get(day, name) == name else f"{named[day]}; {name}"
    return named


def with_exceptions(own: Table, below: Table, region: str, days: Mapping[date, str]) -> Table:
    """Return a file's tables with days added to the exceptions of a region.

    A date that already has an exception keeps it. As a list is replaced whole, the exceptions of
    the files below are copied into a file that has none of its own.
    """
    has_own = "exceptions" in own.get("regions", {}).get(region, {})
    entries = exceptions_of(own if has_own else below, region)
    taken = {exception_date(entry) for entry in entries}
    added = [{"date": day, "name": name} for day, name in days.items() if day not in taken]
    if not added:
        return own
    table = own.get("regions", {}).get(region, {})
    regions = {**own.get("regions", {}), region: {**table, "exceptions": [*entries, *added]}}
    return {**own, "regions": regions}


def exceptions_of(tables: Table, region: str) -> list[Any]:
    """Return a region's exceptions as they are in the tables."""
    entries: list[Any] = tables.get("regions", {}).get(region, {}).get("exceptions", [])
    return entries


def exception_date(entry: Mapping[str, Any]) -> date | None:
    """Return the date of an exception, written with quotes or without; None if it is not a date."""
    day = entry.get("date")
    if isinstance(day, str):
        try:
            return date.fromisoformat(day)
        except ValueError:
            return None
    return day if isinstance(day, date) else None


def _subdivision(given: str, country: str, known: Iterable[str]) -> str:
    for code in known:
        if given.strip().casefold() == code.casefold():
            return code
    raise UnknownNameError(f"subdivision of {country}", given, known)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _LARGEST_FILE:
            fix = "export only the holidays: such a calendar is far smaller"
            raise SltError(f"{file} is too large for a calendar of holidays", fix)
        return file.read_bytes()
    except OSError as error:
        fix = "name an iCalendar file (.ics) with --from"
        raise SltError(f"{file} cannot be read: {error.strerror}", fix) from None


def _refuse_frequent_repeats(events: Iterable[Any], file: Path) -> None:
    for event in events:
        rules = event.get("RRULE") or []
        for rule in rules if isinstance(rules, list) else [rules]:
            if str(rule.get("FREQ", ["?"])[0]).upper() not in _REPEATS:
                fix = "holidays repeat yearly, monthly, weekly or daily"
                name = str(event.get("SUMMARY", "an event"))
                raise SltError(f"{file}: {name!r} repeats too often", fix)


def _days(events: Iterable[Any]) -> Iterator[tuple[date, str]]:
    for event in events:
        start, end = event.start, event.end
        if isinstance(start, datetime) or str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        name = " ".join(str(event.get("SUMMARY", "")).split()) or "Holiday"
        for day in range(min(max((end - start).days, 1), _LONGEST_EVENT)):
            yield start + timedelta(day), name


def _missing(package: str) -> SltError:
    fix = "pip install 'slt-cli[holidays]', or with pipx: pipx inject slt-cli holidays icalendar"
    return SltError(f"this needs the package `{package}`, which is not installed", fix)
