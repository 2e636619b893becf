"""Build the frozen policy from validated tables."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import parse_duration
from slt_cli.domain.calendar.hours import week_of
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import ExceptionalDay, MonthDay, Schedule
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.escalation import Level, Link
from slt_cli.domain.plan import AROUND_THE_CLOCK, PartnerType, Plan, Priority, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region

Parsed = dict[str, Any]
_Exceptions = tuple[dict[date, ExceptionalDay], dict[MonthDay, ExceptionalDay]]
"""The exceptions of single dates, and those of every year."""


def build_policy(parsed: Parsed) -> Policy:
    """Return the policy in tables that were validated without a fault."""
    defaults, schedules = parsed["defaults"], _named_schedules(parsed)
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
            Link(key, **table) for key, table in parsed["links"].items() if isinstance(table, dict)
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
        else _schedule_of({**schedule, "timezone": zone}, parsed, {})
        for name, schedule in schedules.items()
    }
    schedule = _schedule_of(table, parsed, named)
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
    return _schedule_of(table, parsed, {}, "hotline_hours") if table["hotline_hours"] else None


def _schedule_of(
    table: Parsed, parsed: Parsed, named: Mapping[str, Schedule], hours: str = "hours"
) -> Schedule:
    """Return the schedule of a region, or another one of it whose hours have another key."""
    dated, yearly = _exceptions_of(table, parsed["holidays"])
    support = f"support of {table['name']}" if "name" in table else "support"
    return Schedule(table["timezone"], week_of(table[hours]), dated, yearly, named, support)


def _named_schedules(parsed: Parsed) -> "dict[str, Schedule | Parsed]":
    """Return each schedule by its key; one without a zone of its own as its table."""
    return {
        key: _schedule_of(table, parsed, {}) if table["timezone"] else table
        for key, table in parsed["schedules"].items()
    }


def _exceptions_of(table: Parsed, shared: Mapping[str, list[Parsed]]) -> _Exceptions:
    """Return the exceptions of a table and of the shared lists that it names.

    Its own come before those of a list, and those of a list before those of the next one. Within a
    list a single date comes before a span of dates, and a span before a date of every year.
    """
    dated: dict[date, ExceptionalDay] = {}
    yearly: dict[MonthDay, ExceptionalDay] = {}
    for entries in (table["exceptions"], *(shared[name] for name in table["holidays"])):
        before = set(yearly)
        for day, exceptional in _dated(entries):
            if (day.month, day.day) not in before:
                dated.setdefault(day, exceptional)
        for entry in entries:
            if entry["yearly"]:
                yearly.setdefault(entry["yearly"], _exceptional(entry))
    return dated, yearly


def _dated(entries: Iterable[Parsed]) -> Iterator[tuple[date, ExceptionalDay]]:
    """Yield the single dates of a list, and after them the dates of its spans."""
    spans = []
    for entry in entries:
        if entry["date"]:
            yield entry["date"], _exceptional(entry)
        elif entry["from"]:
            spans.append(entry)
    for entry in spans:
        exceptional = _exceptional(entry)
        for day in range(entry["from"].toordinal(), entry["to"].toordinal() + 1):
            yield date.fromordinal(day), exceptional


def _exceptional(entry: Parsed) -> ExceptionalDay:
    return ExceptionalDay(entry["name"], entry["hours"])
