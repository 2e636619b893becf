"""Options and arguments that several commands take, each declared once."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.domain.case import STATUSES, Status
from slt_cli.errors import UnknownNameError
from slt_cli.output import Color, Format
from slt_cli.store.protocols import ORDERS, Filter, Order

COMPLETION_VARIABLE = "_SLT_COMPLETE"
"""The environment variable in which a completion script names its shell."""

_MOST_CASES = 200

Words = list[tuple[str, str]]
"""Words that complete a line, each with a description that a shell may show."""


def complete_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of cases that are neither resolved nor closed, the newest first."""
    return _cases(ctx, incomplete, Filter(statuses=("open", "responded")))


def complete_held_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of cases on hold, the newest first."""
    return _cases(ctx, incomplete, Filter(held=True))


def complete_ended_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of resolved and closed cases, the newest first."""
    return _cases(ctx, incomplete, Filter(statuses=("resolved", "closed")))


def complete_milestones(ctx: typer.Context, incomplete: str) -> Words:
    """Return the milestones that can be marked, with their names."""
    rules = _app(ctx).policy.clock_rules.values()
    marked = ((rule.key, rule.name) for rule in rules if "marked" in rule.stops)
    return _fitting(marked, incomplete)


def complete_regions(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the regions."""
    regions = _app(ctx).policy.regions.values()
    return _fitting(((region.key, region.name) for region in regions), incomplete)


def complete_priorities(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the priorities."""
    priorities = _app(ctx).policy.priorities.values()
    return _fitting(((priority.key, priority.name) for priority in priorities), incomplete)


def complete_partner_types(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the partner types."""
    kinds = _app(ctx).policy.partner_types.values()
    return _fitting(((kind.key, kind.name) for kind in kinds), incomplete)


def complete_statuses(incomplete: str) -> Words:
    """Return the statuses of a case."""
    return _fitting(((status, "") for status in STATUSES), incomplete)


def complete_orders(incomplete: str) -> Words:
    """Return the orders in which cases can be listed."""
    return _fitting(((order, "") for order in ORDERS), incomplete)


def complete_formats(incomplete: str) -> Words:
    """Return the output formats."""
    return _fitting(((form.value, "") for form in Format), incomplete)


def complete_colors(incomplete: str) -> Words:
    """Return the values of --color."""
    return _fitting(((color.value, "") for color in Color), incomplete)


def _cases(ctx: typer.Context, incomplete: str, wanted: Filter) -> Words:
    """Return the ids of cases with their subjects."""
    app = _app(ctx)
    cases = app.store.cases(wanted._replace(order="newest", limit=_MOST_CASES))
    return _fitting(((app.policy.case_id(case.number), case.subject) for case in cases), incomplete)


def _fitting(words: Iterator[tuple[str, str]], incomplete: str) -> Words:
    return [(word, shown) for word, shown in words if word.startswith(incomplete)]


def _app(ctx: typer.Context) -> App:
    """Return the application for the options that are on the line so far."""
    here = {name: value for name, value in ctx.params.items() if value}
    root = ctx.find_root()
    app: App = root.obj({**root.params, **here, "output": None, "color": None})
    return app


At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="This time instead of now: ISO 8601, HH:MM (today), -90m or +2h.",
    ),
]
CaseId = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="CASE-42, 42, or the provider's own case number.",
        autocompletion=complete_cases,
    ),
]
CaseIds = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="CASE-42, 42, or the provider's own case number; one or several.",
        autocompletion=complete_cases,
    ),
]
HeldCases = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="Cases on hold: CASE-42, 42, or the provider's own case number.",
        autocompletion=complete_held_cases,
    ),
]
EndedCases = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="Resolved or closed cases: CASE-42, 42, or the provider's own case number.",
        autocompletion=complete_ended_cases,
    ),
]
Once = Annotated[
    str | None,
    typer.Option(
        "--once", metavar="KEY", help="Record nothing if a command with this key has recorded."
    ),
]
Note = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Text to record in the history.")
]
Partner = Annotated[
    str | None, typer.Option("--partner", metavar="NAME", help="Name of the partner.")
]
PartnerTypeName = Annotated[
    str | None,
    typer.Option(
        "--partner-type",
        metavar="T",
        help="certified or referral, as configured.",
        autocompletion=complete_partner_types,
    ),
]
PriorityName = Annotated[
    str | None,
    typer.Option(
        "--priority",
        "-p",
        metavar="P",
        help="S1, S2 or S3, as configured.",
        autocompletion=complete_priorities,
    ),
]
RegionName = Annotated[
    str | None,
    typer.Option(
        "--region",
        "-r",
        metavar="R",
        help="usa, europe or apac, or an alias.",
        autocompletion=complete_regions,
    ),
]
StatusName = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="S",
        help="open, responded, resolved or closed.",
        autocompletion=complete_statuses,
    ),
]
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="Show at most N.")
]

Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="ORDER",
        help="number, newest, opened, due or priority.",
        autocompletion=complete_orders,
    ),
]


def app_of(ctx: typer.Context) -> App:
    """Return the application of the running command."""
    app = ctx.obj
    assert isinstance(app, App)  # noqa: S101 - for the type alone
    return app


def filter_of(
    app: App,
    region: str | None,
    priority: str | None,
    partner: str | None,
    *,
    statuses: tuple[Status, ...] = (),
    limit: int | None = None,
    order: Order | None = None,
) -> Filter:
    """Return the filter for the given options; raises UnknownNameError."""
    return Filter(
        region=None if region is None else app.policy.region(region).key,
        priority=None if priority is None else app.policy.priority(priority).key,
        partner=given_text(partner),
        statuses=statuses,
        limit=limit,
        order=order,
        ranking=tuple(app.policy.priorities),
    )


def given_text(text: str | None) -> str | None:
    """Return a text without blanks around it; None if nothing is left."""
    return (text or "").strip() or None


def given_texts(texts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the free texts given with options, by field; an empty text removes the value."""
    return {field: given_text(text) for field, text in texts.items() if text is not None}


def order_of(given: str) -> Order:
    """Return the order with a name, in upper or lower case; raises UnknownNameError."""
    for order in ORDERS:
        if given.strip().casefold() == order:
            return order
    raise UnknownNameError("order", given, ORDERS)


def status_of(given: str) -> Status:
    """Return the status with a name, in upper or lower case; raises UnknownNameError."""
    for status in STATUSES:
        if given.strip().casefold() == status:
            return status
    raise UnknownNameError("status", given, STATUSES)
