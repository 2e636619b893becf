"""Build the frozen policy from validated tables."""

from collections.abc import Iterable
from typing import Any

from slt_cli.config.calendars import named_schedules, schedule_of
from slt_cli.config.entry_names import only_entries
from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.escalation import Level, Link
from slt_cli.domain.plan import AROUND_THE_CLOCK, PartnerType, Plan, Priority, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region

Parsed = dict[str, Any]


def build_policy(parsed: Parsed) -> Policy:
    """Return the policy in tables that were validated without a fault."""
    defaults, schedules = parsed["defaults"], named_schedules(parsed)
    policy = Policy(
        default_region=defaults["region"],
        default_partner_type=defaults["partner_type"],
        case_prefix=defaults["case_prefix"],
        warn=defaults["warn"],
        priorities={key: Priority(key, **table) for key, table in parsed["priorities"].items()},
        plans={key: _plan(key, table, parsed["clocks"]) for key, table in parsed["plans"].items()},
        partner_types={
            key: PartnerType(key, **table) for key, table in parsed["partner_types"].items()
        },
        regions={
            key: _region(key, table, parsed, schedules) for key, table in parsed["regions"].items()
        },
        levels=tuple(_levels(parsed["escalation"]["levels"])),
        links=tuple(
            Link(key, **table) for key, table in only_entries("links", parsed["links"]).items()
        ),
        clock_rules={
            key: ClockRule(key, **{**table, "name": table["name"] or key})
            for key, table in parsed["clocks"].items()
        },
        names_in_messages=defaults["names_in_messages"],
        case_link=parsed["links"]["case"],
        report_zone=Zone(zone) if (zone := defaults["report_timezone"]) else None,
        keep_outbox=_seconds(defaults["keep_outbox"]),
        notify_every=_seconds(defaults["notify_every"]),
    )
    if not (parsed["channels"] or parsed["notices"] or defaults["heartbeat"]):
        return policy
    from slt_cli.config.channels import with_notices  # noqa: PLC0415 - most have none

    return with_notices(policy, parsed)


def _seconds(given: int | str) -> int:
    """Return a length, which is still text if it is the default."""
    return parse_duration(given) if isinstance(given, str) else given


def _plan(key: str, table: Parsed, clocks: Iterable[str]) -> Plan:
    targets = {
        priority: {
            clock: _target(given[clock], given["clock"]) for clock in clocks if given.get(clock)
        }
        for priority, given in table["targets"].items()
    }
    return Plan(
        key=key,
        name=table["name"],
        applies_to=table["applies_to"],
        targets=targets,
        on_change=table["on_change"],
        objective=table["objective"] or None,
    )


def _target(given: int | BusinessDays | Parsed, counted_on: str) -> Target:
    """Return a target given as a length or as a table, which may name another clock."""
    if isinstance(given, dict):
        return _target(given["within"], given["clock"] or counted_on)
    return Target(given, counted_on) if isinstance(given, int) else Target(0, counted_on, given)


def _levels(tables: list[Parsed]) -> Iterable[Level]:
    for number, table in enumerate(tables, start=1):
        given, clock = table["response"], table["clock"]
        target = (
            {priority: _target(length, clock) for priority, length in given.items()}
            if isinstance(given, dict)
            else _target(given, clock)
        )
        yield Level(number, table["name"], table["channel"], table["contact"], table["url"], target)


def _region(
    key: str, table: Parsed, parsed: Parsed, schedules: "dict[str, Schedule | Parsed]"
) -> Region:
    zone = table["timezone"]
    named = {
        name: schedule
        if isinstance(schedule, Schedule)
        else schedule_of({**schedule, "timezone": zone}, parsed, {})
        for name, schedule in schedules.items()
    }
    schedule = schedule_of(table, parsed, named)
    return Region(
        key=key,
        name=table["name"],
        aliases=table["aliases"],
        timezone=zone.key,
        zone=Zone(zone, table["timezone_label"]),
        hotline=table["hotline"],
        schedule=schedule,
        hotline_schedule=_hotline_schedule(table, parsed, schedule),
    )


def _hotline_schedule(table: Parsed, parsed: Parsed, support: Schedule) -> Schedule | None:
    """Return the hours of a hotline that has its own; a region's exceptions count there, too."""
    if table["hotline_hours"] == AROUND_THE_CLOCK:
        return support.around_the_clock()
    return schedule_of(table, parsed, {}, "hotline_hours") if table["hotline_hours"] else None
