"""Completion for shells: what may stand where somebody pressed the tab key, or silence."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

import typer
from typer.core import TyperGroup

from slt_cli.app import App
from slt_cli.domain.case import STATUSES
from slt_cli.options import app_for
from slt_cli.output import Color, Format
from slt_cli.output.text import printable
from slt_cli.store import ORDERS, Filter

COMPLETION_VARIABLE = "_SLT_COMPLETE"
_AT_MOST = 200

Words = list[tuple[str, str]]
"""Words that fit, each with what a shell may show beside it."""


def complete(program: TyperGroup, words: Sequence[str]) -> None:
    """Print what may stand for the last word, a line each; any fault is an empty answer.

    What a shell may show beside a word follows a tab. A `=` by itself is bash's own splitting.
    """
    from typer._click import shell_completion as typers  # noqa: PLC0415 - no command needs it

    *before, last = [word for word in words if word != "="] or [""]
    with suppress(Exception):
        ctx = typers._resolve_context(program, {}, "slt", before)  # noqa: SLF001 - Typer has no other
        asked, incomplete = typers._resolve_incomplete(ctx, before, last)  # noqa: SLF001
        found = asked.shell_complete(ctx, incomplete)
        lines = [f"{item.value}\t{printable(item.help or '')}".rstrip("\t") for item in found]
        sys.stdout.writelines(f"{line}\n" for line in lines)
        sys.stdout.flush()


def complete_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of cases that are not closed, the newest first, with their subjects."""
    app = _app(ctx)
    wanted = Filter(statuses=("open", "responded"), order="newest", limit=_AT_MOST)
    cases = app.store.cases(wanted)
    found = [(app.policy.case_id(case.number), case.subject) for case in cases]
    return _fitting(iter(found), incomplete)


def complete_regions(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys of the regions with their names."""
    regions = _app(ctx).policy.regions.values()
    return _fitting(((region.key, region.name) for region in regions), incomplete)


def complete_priorities(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys of the priorities with their names."""
    priorities = _app(ctx).policy.priorities.values()
    return _fitting(((priority.key, priority.name) for priority in priorities), incomplete)


def complete_partner_types(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys of the partner types with their names."""
    kinds = _app(ctx).policy.partner_types.values()
    return _fitting(((kind.key, kind.name) for kind in kinds), incomplete)


def complete_statuses(incomplete: str) -> Words:
    """Return the states of a case."""
    return _fitting(((status, "") for status in STATUSES), incomplete)


def complete_orders(incomplete: str) -> Words:
    """Return the orders of a list."""
    return _fitting(((order, "") for order in ORDERS), incomplete)


def complete_formats(incomplete: str) -> Words:
    """Return the output formats."""
    return _fitting(((form.value, "") for form in Format), incomplete)


def complete_colors(incomplete: str) -> Words:
    """Return the values of --color."""
    return _fitting(((color.value, "") for color in Color), incomplete)


def _fitting(words: Iterator[tuple[str, str]], incomplete: str) -> Words:
    return [(word, shown) for word, shown in words if word.startswith(incomplete)]


def _app(ctx: typer.Context) -> App:
    """Return the application for the options that stand on the line so far."""
    here = {name: value for name, value in ctx.params.items() if value}
    given = {**ctx.find_root().params, **here}
    names = ("output", "as_json", "config", "db", "quiet", "color")
    return app_for({name: given.get(name) for name in names} | {"output": None, "color": None})
