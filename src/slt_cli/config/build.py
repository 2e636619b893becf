"""From checked tables to the frozen policy; here one part's references to another are verified."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from slt_cli.config.files import KeyPath, Layers
from slt_cli.config.keys import fault
from slt_cli.domain.escalation import Level, Link
from slt_cli.domain.hours import Interval, parse_days
from slt_cli.domain.instant import Zone
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.domain.schedule import ExceptionalDay, Schedule
from slt_cli.errors import ConfigError, Fault, did_you_mean

Parsed = dict[str, Any]


def build_policy(parsed: Parsed, layers: Layers) -> Policy:
    """Return the policy in checked tables; raises ConfigError with all faults between parts."""
    faults = list(_broken_references(parsed, layers))
    regions = {
        key: region
        for key, table in parsed["regions"].items()
        if (region := _region(key, table, layers, faults)) is not None
    }
    if faults:
        raise ConfigError(faults)
    defaults = parsed["defaults"]
    return Policy(
        default_region=defaults["region"],
        default_partner_type=defaults["partner_type"],
        case_prefix=defaults["case_prefix"],
        warn=defaults["warn"],
        priorities={key: Priority(key, **table) for key, table in parsed["priorities"].items()},
        plans={key: _plan(key, table) for key, table in parsed["plans"].items()},
        partner_types={
            key: PartnerType(key, **table) for key, table in parsed["partner_types"].items()
        },
        regions=regions,
        levels=tuple(_levels(parsed["escalation"]["levels"])),
        links=tuple(Link(key, **table) for key, table in parsed["links"].items()),
    )


def _plan(key: str, table: Parsed) -> Plan:
    targets = {
        priority: Target(target["response"], target["clock"])
        for priority, target in table["targets"].items()
    }
    return Plan(key, table["name"], table["applies_to"], targets)


def _levels(tables: list[Parsed]) -> Iterable[Level]:
    for number, table in enumerate(tables, start=1):
        target = Target(table["response"], table["clock"])
        yield Level(number, table["name"], table["channel"], table["contact"], table["url"], target)


def _region(key: str, table: Parsed, layers: Layers, faults: list[Fault]) -> Region | None:
    path = ("regions", key)
    week = _week(table["hours"], path, layers, faults)
    exceptions = _exceptions(table["exceptions"], path, layers, faults)
    if not any(week):
        problem, fix = "the week has no opening hours", 'open a day: mon-fri = "08:00-18:00"'
        faults.append(fault(layers, (*path, "hours"), problem, fix))
        return None
    zone = table["timezone"]
    return Region(
        key=key,
        name=table["name"],
        aliases=table["aliases"],
        timezone=zone.key,
        zone=Zone(zone, table["timezone_label"]),
        hotline=table["hotline"],
        schedule=Schedule(zone, week, exceptions),
    )


def _week(
    hours: Parsed, path: KeyPath, layers: Layers, faults: list[Fault]
) -> tuple[tuple[Interval, ...], ...]:
    week: list[tuple[Interval, ...] | None] = [None] * 7
    for days, intervals in hours.items():
        here = (*path, "hours", days)
        try:
            numbers = parse_days(days)
        except ValueError as error:
            faults.append(fault(layers, here, str(error), "days are mon tue wed thu fri sat sun"))
            continue
        if any(week[number] is not None for number in numbers):
            fix = "name every day once"
            faults.append(fault(layers, here, "a day in it has hours already", fix))
        for number in numbers:
            week[number] = intervals
    return tuple(intervals or () for intervals in week)


def _exceptions(
    tables: list[Parsed], path: KeyPath, layers: Layers, faults: list[Fault]
) -> dict[date, ExceptionalDay]:
    exceptions: dict[date, ExceptionalDay] = {}
    for place, table in enumerate(tables, start=1):
        if table["date"] in exceptions:
            here = (*path, "exceptions", str(place), "date")
            problem = f"{table['date']} stands in the list twice"
            faults.append(fault(layers, here, problem, "keep one entry for a date"))
        exceptions[table["date"]] = ExceptionalDay(table["name"], table["hours"])
    return exceptions


def _broken_references(parsed: Parsed, layers: Layers) -> Iterable[Fault]:
    for path, kind, name, known in _references(parsed):
        if name not in known:
            yield _unknown(layers, path, kind, name, known)
    yield from _broken_portals(parsed["partner_types"], parsed["links"], layers)
    if not parsed["escalation"]["levels"]:
        fix = "add at least one [[escalation.levels]]"
        yield fault(layers, ("escalation", "levels"), "the escalation path is empty", fix)


def _references(parsed: Parsed) -> Iterable[tuple[KeyPath, str, str, Parsed]]:
    """Yield each name that stands for another entry: where, what it is, and the entries."""
    defaults, partner_types = parsed["defaults"], parsed["partner_types"]
    yield ("defaults", "region"), "region", defaults["region"], parsed["regions"]
    yield ("defaults", "partner_type"), "partner type", defaults["partner_type"], partner_types
    for key, plan in parsed["plans"].items():
        for name in plan["applies_to"]:
            yield ("plans", key, "applies_to"), "partner type", name, partner_types
        for name in plan["targets"]:
            yield ("plans", key, "targets", name), "priority", name, parsed["priorities"]
    for severity, name in parsed["classify"]["priorities"].items():
        yield ("classify", "priorities", severity), "priority", name, parsed["priorities"]


def _broken_portals(partner_types: Parsed, links: Parsed, layers: Layers) -> Iterable[Fault]:
    for key, partner_type in partner_types.items():
        path = ("partner_types", key, "portal")
        portal = partner_type["portal"]
        if portal and portal not in links:
            yield _unknown(layers, path, "link", portal, links)
        elif not portal and partner_type["escalation"] == "portal":
            file = str(layers.origin((*path[:2], "escalation")))
            fix = f"name the link to escalate through; one of: {', '.join(links)}"
            yield Fault(file, ".".join(path), "is missing", fix)


def _unknown(layers: Layers, path: KeyPath, kind: str, name: str, known: Parsed) -> Fault:
    fix = f"{did_you_mean(name, known)}One of: {', '.join(known) or 'none is configured'}"
    return fault(layers, path, f"unknown {kind} {name!r}", fix)
