"""Sentences below the holidays that were found: what is left out, and what else there is."""

from collections.abc import Iterator, Sequence

from slt_cli.config.calendar_days import CalendarDays, LeftOut
from slt_cli.config.holidays import Differing
from slt_cli.output import Note

LEFT_OUT = "Left out"
_MOST_NAMES = 3
_LONGEST_NAME = 40


def calendar_notes(found: CalendarDays, years: range) -> Iterator[Note]:
    """Yield what is left out of a calendar file, counted and named."""
    span = _span(years)
    parts = []
    for reason, names in found.left_out.items():
        of_years = reason in (LeftOut.OUTSIDE, LeftOut.PARTLY_OUTSIDE)
        parts.append(_counted(f"{reason} {span}" if of_years else reason, names))
    if found.bad:
        parts.append(f"{found.bad} bad")
    if found.others:
        parts.append(f"{found.others} to-do or journal")
    if parts:
        yield Note(LEFT_OUT, "; ".join(parts))
    if found.continuing:
        counted = _counted(f"repeat after {years[-1]}", found.continuing)
        yield Note("Later", f"{counted}; add later years with --years")


def subdivision_notes(country: str, found: Differing) -> Iterator[Note]:
    """Yield that subdivisions of a country have other holidays, naming a few."""
    if not found.names:
        return
    (first, *_), code = found.names, country.strip().upper()
    named = [part if part == name else f"{part} ({name})" for part, name in found.names.items()]
    own = f"; {first} adds {_listed(found.first_only)}" if found.first_only else ""
    yield Note(
        "Subdivisions",
        f"{len(named)} of {found.subdivisions} in {code} have other holidays: {_listed(named)}{own}"
        f"; name yours with --subdivision, such as --subdivision {first}",
    )


def user_note(name: str, regions: Sequence[str], example: str, lists: Sequence[str]) -> Note:
    """Return which regions use a shared list, or how to make one use it.

    `example` is a region that does not use it, and `lists` are those that it uses.
    """
    if regions:
        return Note("Used by", ", ".join(regions))
    value = ", ".join(f'"{each}"' for each in (*lists, name))
    return Note(
        "Used by",
        f"no region yet; write holidays = [{value}] below [regions.{example}], or run:"
        f" slt config set regions.{example}.holidays '[{value}]'",
    )


def _counted(what: str, names: Sequence[str]) -> str:
    return f"{len(names)} {what} ({_listed(list(dict.fromkeys(names)), len(names))})"


def _listed(names: Sequence[str], total: int | None = None) -> str:
    """Return the first names and how many others there are."""
    shown = [
        name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 3]}..."
        for name in names[:_MOST_NAMES]
    ]
    others = (len(names) if total is None else total) - len(shown)
    return ", ".join(shown) + (f" and {others} more" if others else "")


def _span(years: range) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
