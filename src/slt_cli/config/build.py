"""Build the frozen policy from validated tables."""

from collections.abc import Iterable
from typing import Any

from slt_cli.domain.calendar.hours import week_of
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.escalation import Level, Link
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target, TargetClock
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region

Parsed = dict[str, Any]


def build_policy(parsed: Parsed) -> Policy:
    """Return the policy in tables that were validated without a fault."""
    defaults = parsed["defaults"]
    return Policy(
        default_region=defaults["region"],
        default_partner_type=defaults["partner_type"],
        case_prefix=defaults["case_prefix"],
        warn=defaults["warn"],
        priorities={key: Priority(key, **table) for key, table in parsed["priorities"].items()},
        plans={key: _plan(key, table, parsed["clocks"]) for key, table in parsed["plans"].items()},
        partner_types={
            key: PartnerType(key, **table) for key, table in parsed["partner_types"].items()
        },
        regions={key: _region(key, table) for key, table in parsed["regions"].items()},
        levels=tuple(_levels(parsed["escalation"]["levels"])),
        links=tuple(Link(key, **table) for key, table in parsed["links"].items()),
        clock_rules={
            key: ClockRule(key, **{**table, "name": table["name"] or key})
            for key, table in parsed["clocks"].items()
        },
        names_in_messages=defaults["names_in_messages"],
    )


def _plan(key: str, table: Parsed, clocks: Iterable[str]) -> Plan:
    targets = {
        priority: {
            clock: _target(given[clock], given["clock"]) for clock in clocks if given.get(clock)
        }
        for priority, given in table["targets"].items()
    }
    return Plan(key, table["name"], table["applies_to"], targets, table["on_change"])


def _target(given: int | Parsed, counted_on: TargetClock) -> Target:
    """Return a target given as seconds or as a table, which may name another clock."""
    if isinstance(given, int):
        return Target(given, counted_on)
    return Target(given["within"], given["clock"] or counted_on)


def _levels(tables: list[Parsed]) -> Iterable[Level]:
    for number, table in enumerate(tables, start=1):
        target = Target(table["response"], table["clock"])
        yield Level(number, table["name"], table["channel"], table["contact"], table["url"], target)


def _region(key: str, table: Parsed) -> Region:
    zone = table["timezone"]
    exceptions = {
        exception["date"]: ExceptionalDay(exception["name"], exception["hours"])
        for exception in table["exceptions"]
    }
    return Region(
        key=key,
        name=table["name"],
        aliases=table["aliases"],
        timezone=zone.key,
        zone=Zone(zone, table["timezone_label"]),
        hotline=table["hotline"],
        schedule=Schedule(zone, week_of(table["hours"]), exceptions),
    )
