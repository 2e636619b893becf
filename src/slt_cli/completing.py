"""What completes options and arguments: words that fit, each with what a shell shows beside it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import typer

from slt_cli import config
from slt_cli.app import App
from slt_cli.config.files import IMPORTS_FILE, IMPORTS_TABLE, KeyPath
from slt_cli.domain.case import STATUSES
from slt_cli.domain.events import events_that_count
from slt_cli.domain.owners import ME, NOBODY
from slt_cli.domain.texts import REDACTED, folded
from slt_cli.offered import Words
from slt_cli.output import COLORS, FORMATS
from slt_cli.output.times import WHOSE
from slt_cli.store.filter import ORDERS, Filter

if TYPE_CHECKING:
    from slt_cli.store.protocols import NamedBy

_MOST_CASES = 200
_MOST_EVENTS = 2000
_LATELY = timedelta(days=30)


def complete_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of cases that are neither resolved nor closed, the newest first."""
    return _cases(ctx, incomplete, Filter(statuses=("open", "responded")))


def complete_held_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of cases on hold, the newest first."""
    return _cases(ctx, incomplete, Filter(held=True))


def complete_ended_cases(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of resolved and closed cases, the newest first."""
    return _cases(ctx, incomplete, Filter(statuses=("resolved", "closed")))


def complete_owners(ctx: typer.Context, incomplete: str) -> Words:
    """Return me, none and the owners of cases."""
    for_others = fitting(iter(((ME, "you"), (NOBODY, "nobody"))), incomplete)
    return for_others + _names(ctx, incomplete, "owner")


def complete_partners(ctx: typer.Context, incomplete: str) -> Words:
    """Return the partners that cases have."""
    return _names(ctx, incomplete, "partner")


def complete_customers(ctx: typer.Context, incomplete: str) -> Words:
    """Return the customers that cases have."""
    return _names(ctx, incomplete, "customer")


def complete_tags(ctx: typer.Context, incomplete: str) -> Words:
    """Return the tags of the newest cases, each once, in whatever case its letters are."""
    known: dict[str, str] = {}
    for case in _app(ctx).store.cases(Filter(order="newest", limit=_MOST_CASES)):
        for tag in case.tags:
            if tag != REDACTED:
                known.setdefault(folded(tag), tag)
    return fitting(((known[key], "") for key in sorted(known)), incomplete)


def complete_tags_of_case(ctx: typer.Context, incomplete: str) -> Words:
    """Return the tags of the case on the line."""
    app = _app(ctx)
    case = app.store.case(app.case_number(str(ctx.params.get("case"))))
    return fitting(((tag, "") for tag in (case.tags if case else ())), incomplete)


def complete_events(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of the events of the case on the line that can be taken back."""
    app = _app(ctx)
    events = app.store.events(app.case_number(str(ctx.params.get("case"))))
    counting = [event for event in events_that_count(events)[1:] if event.kind != "redacted"]
    return fitting(((str(event.id), event.kind) for event in reversed(counting)), incomplete)


def complete_milestones(ctx: typer.Context, incomplete: str) -> Words:
    """Return the milestones that can be marked, with their names."""
    milestones = _app(ctx).policy.milestones.values()
    return fitting(((rule.key, rule.name) for rule in milestones), incomplete)


def complete_clocks(ctx: typer.Context, incomplete: str) -> Words:
    """Return the kinds of clocks, with their names."""
    rules = _app(ctx).policy.clock_rules.values()
    return fitting(((rule.key, rule.name) for rule in rules), incomplete)


def complete_people(ctx: typer.Context, incomplete: str) -> Words:
    """Return the names under which events were recorded lately, after `me`."""
    from slt_cli.store.event_filter import EventFilter  # noqa: PLC0415 - only for `slt log`

    app = _app(ctx)
    lately = EventFilter(since=app.now - _LATELY, limit=_MOST_EVENTS)
    found = {key.who for key in app.store.events_recorded(lately, Filter())}
    return fitting(((name, "") for name in (ME, *sorted(found))), incomplete)


def complete_regions(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the regions."""
    regions = _app(ctx).policy.regions.values()
    return fitting(((region.key, region.name) for region in regions), incomplete)


def complete_systems(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the systems whose exports can be imported."""
    tables = config.read_with_shipped(_app(ctx).layers, IMPORTS_FILE, IMPORTS_TABLE).tables
    systems = tables[IMPORTS_TABLE].items()
    return fitting(((key, system.get("name", "")) for key, system in systems), incomplete)


def complete_shared_lists(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys of the holiday lists that regions share."""
    lists = _app(ctx).layers.tables.get("holidays", {})
    return fitting(((f"holidays.{name}", "") for name in lists), incomplete)


def complete_keys(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and tables of the configuration in force, and the keys that are not set."""
    known = [key.path for key in config.KEYS if "*" not in key.path and "[]" not in key.path]
    found = sorted({*_keys(_app(ctx).layers.tables), *known})
    return fitting(((key, "") for key in found), incomplete)


def complete_own_keys(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and tables in the file that a change of the configuration changes."""
    topmost = _app(ctx).own_files[-1:]
    return fitting(((key, "") for file in topmost for key in _keys(file.tables)), incomplete)


def complete_priorities(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the priorities."""
    priorities = _app(ctx).policy.priorities.values()
    return fitting(((priority.key, priority.name) for priority in priorities), incomplete)


def complete_channels(ctx: typer.Context, incomplete: str) -> Words:
    """Return the channels of this machine, each with its kind."""
    channels = _app(ctx).policy.channels.values()
    return fitting(((each.key, type(each.by).__name__.lower()) for each in channels), incomplete)


def complete_unsent_notices(ctx: typer.Context, incomplete: str) -> Words:
    """Return the ids of the notices that were not sent, the newest first."""
    app = _app(ctx)
    kept = [each for each in app.store.outbox().notices() if each.state != "sent"]
    shown = (
        (each.id, f"{app.policy.case_id(each.key.case)} {each.key.moment} {each.key.channel}")
        for each in reversed(kept[-_MOST_CASES:])
    )
    return fitting(shown, incomplete)


def complete_partner_types(ctx: typer.Context, incomplete: str) -> Words:
    """Return the keys and names of the partner types."""
    kinds = _app(ctx).policy.partner_types.values()
    return fitting(((kind.key, kind.name) for kind in kinds), incomplete)


def complete_statuses(_: typer.Context, incomplete: str) -> Words:
    """Return the statuses of a case."""
    return fitting(((status, "") for status in STATUSES), incomplete)


def complete_orders(_: typer.Context, incomplete: str) -> Words:
    """Return the orders in which cases can be listed."""
    return fitting(((order, "") for order in ORDERS), incomplete)


def complete_formats(_: typer.Context, incomplete: str) -> Words:
    """Return the output formats."""
    return fitting(((form, "") for form in FORMATS), incomplete)


def complete_colors(_: typer.Context, incomplete: str) -> Words:
    """Return the values of --color."""
    return fitting(((when, "") for when in COLORS), incomplete)


def complete_times(_: typer.Context, incomplete: str) -> Words:
    """Return the values of --times."""
    return fitting(((whose, "") for whose in WHOSE), incomplete)


def complete_programs(_: typer.Context, incomplete: str) -> Words:
    """Return the values of --for."""
    return fitting(iter((("excel", "and other spreadsheets"),)), incomplete)


def _keys(value: Any, path: KeyPath = ()) -> Iterator[str]:  # noqa: ANN401 - TOML data
    """Yield the keys of a table and of the tables in it; entries of a list count from 1."""
    if isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        value = {str(number): entry for number, entry in enumerate(value, start=1)}
    if path:
        yield config.dotted(path)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _keys(inner, (*path, name))


def _cases(ctx: typer.Context, incomplete: str, wanted: Filter) -> Words:
    """Return the ids of cases with their subjects."""
    app = _app(ctx)
    cases = app.store.cases(wanted._replace(order="newest", limit=_MOST_CASES))
    return fitting(((app.policy.case_id(case.number), case.subject) for case in cases), incomplete)


def _names(ctx: typer.Context, incomplete: str, field: "NamedBy") -> Words:
    """Return the names in a field of the store that fit, in the order of their letters."""
    found = _app(ctx).store.names(field, incomplete)
    return fitting(((name, "") for name in found if name != REDACTED), incomplete)


def fitting(words: Iterator[tuple[str, str]], incomplete: str) -> Words:
    """Return the words that begin with what is there, each with its description."""
    return [(word, shown) for word, shown in words if word.startswith(incomplete)]


def _app(ctx: typer.Context) -> App:
    """Return the application for the options that are on the line so far."""
    here = {name: value for name, value in ctx.params.items() if value}
    root = ctx.find_root()
    unused = {"output": None, "as_json": True, "color": None, "times": None}
    app: App = root.obj({**root.params, **here, **unused})
    app.do_without_store()  # in JSON, as no note is to be seen
    return app
