"""Look up the public holidays of a country.

The library for this is an extra and is imported only here. The support clock never needs it: it
reads the dates that were written into a file.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from slt_cli.config.calendar_days import Days
from slt_cli.config.missing_package import missing_package
from slt_cli.errors import UnknownNameError, UsageError, did_you_mean

MOST_YEARS = 50


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
    holidays = _package()
    code = _country(country, holidays)
    countries = holidays.list_supported_countries()
    part = None if subdivision is None else _subdivision(subdivision, code, countries[code])
    found = holidays.country_holidays(code, subdiv=part, years=years)
    return {day: " ".join(found[day].split()) for day in sorted(found)}


class Differing(NamedTuple):
    """The subdivisions of a country that do not have the same holidays as the whole country.

    `names` are their names by code, `subdivisions` is how many the country has. `first_only` are
    the holidays that only the first of them has.
    """

    names: Mapping[str, str]
    subdivisions: int
    first_only: tuple[str, ...]


def differing_subdivisions(country: str, years: range) -> Differing:
    """Return the subdivisions whose holidays are not those that the whole country has."""
    holidays = _package()
    code = _country(country, holidays)
    codes = holidays.list_supported_countries()[code]
    national = holidays.country_holidays(code, years=years)
    named = {alias: part for part, alias in reversed(national.subdivisions_aliases.items())}
    names: dict[str, str] = {}
    first_only: tuple[str, ...] = ()
    for part in codes:
        found = holidays.country_holidays(code, subdiv=part, years=years)
        if found.keys() == national.keys():
            continue
        if not names:
            added = dict.fromkeys(found[day] for day in sorted(found.keys() - national.keys()))
            first_only = tuple(added)
        names[part] = named.get(part, part)
    return Differing(names, len(codes), first_only)


def _package() -> Any:  # noqa: ANN401 - a module
    try:
        import holidays  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_package("holidays") from None
    return holidays


def _country(given: str, holidays: Any) -> str:  # noqa: ANN401 - a module
    countries = holidays.list_supported_countries()
    code = given.strip().upper()
    if code not in countries:
        hint = did_you_mean(code, countries) or "countries are ISO codes such as US, GB or SG"
        raise UsageError(
            f"the package `holidays` does not know the country {given!r}", hint.strip()
        )
    return code


def _subdivision(given: str, country: str, known: Iterable[str]) -> str:
    for code in known:
        if given.strip().casefold() == code.casefold():
            return code
    raise UnknownNameError(f"subdivision of {country}", given, known)
