"""The options of `slt report`, and what they give."""

import re
from collections.abc import Iterable, Iterator, Mapping
from shlex import quote
from typing import Annotated, Any

import typer

from slt_cli.completing import fitting
from slt_cli.domain.report.dates import UNITS, Unit
from slt_cli.domain.report.rows import BY, By
from slt_cli.errors import UnknownNameError, UsageError
from slt_cli.filters import Filters
from slt_cli.offered import Words
from slt_cli.options import word_of

OF_CASES = tuple(
    name for name in Filters._fields if name not in ("since", "until", "clock", "limit")
)
"""The options that choose cases."""

_TYPED = {field.replace("_", "-"): field for field in BY}


def complete_fields(incomplete: str) -> Words:
    """Return the fields that a report can be divided by."""
    return fitting(((field, "") for field in _TYPED), incomplete)


def complete_units(incomplete: str) -> Words:
    """Return the units of a trend."""
    return fitting(((unit, "") for unit in UNITS), incomplete)


DecidedSince = Annotated[
    str | None,
    typer.Option(
        "--since",
        metavar="TIME",
        help="Decided at or after TIME: 2026-10, last month, yesterday 14:00, 2026-11-20T17:30.",
    ),
]
DecidedUntil = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME",
        help="Decided before TIME; a day, week or month is included whole.",
    ),
]
DividedBy = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="FIELD",
        help=f"A row for each {', '.join(list(_TYPED)[:-1])} or {list(_TYPED)[-1]}; "
        "several, such as priority,region: for each combination.",
        autocompletion=complete_fields,
    ),
]
Trend = Annotated[
    str | None,
    typer.Option(
        "--trend",
        metavar="week|month",
        help="Also show the share of each week or month.",
        autocompletion=complete_units,
    ),
]


def fields_of(given: Iterable[str]) -> tuple[By, ...]:
    """Return the fields given with --by, each once; raises UnknownNameError, or UsageError."""
    words = [word for each in given for word in re.split(r"[,\s]+", each.strip())]
    if "" in words:
        raise UsageError("--by: a field is empty", "name one, or leave it out")
    return tuple(dict.fromkeys(map(_field, words)))


def unit_of(given: str) -> Unit:
    """Return the unit given with --trend; raises UnknownNameError."""
    return word_of("trend", given, UNITS)


def typed(given: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    """Yield the options of some names as they can be typed, from what was given for each."""
    for name in names:
        value = given[name]
        for each in value if isinstance(value, list | tuple) else [value]:
            if each is not None:
                yield f"--{name.replace('_', '-')} {quote(str(each))}"


def kind_typed(given: Mapping[str, Any], *, every_kind: bool) -> list[str]:
    """Return the option for the clocks of a report where it lists misses: those of one kind."""
    return ["--clock KIND"] if every_kind else list(typed(given, ["clock"]))


def _field(given: str) -> By:
    name = given.strip().casefold().replace("_", "-")
    field = _TYPED.get(name)
    if name == "plan":
        raise UsageError("--by: unknown field 'plan'", "a plan is for partner types: partner-type")
    if field is None:
        raise UnknownNameError("field", given, _TYPED)
    return field
