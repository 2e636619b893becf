"""What a configuration without faults should be checked for: it is valid, and rarely meant so."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from slt_cli.config.build import build_policy
from slt_cli.config.display import dotted
from slt_cli.config.files import Finding, KeyPath, Layers
from slt_cli.config.located_faults import config_error
from slt_cli.config.target_checks import lengths
from slt_cli.domain.calendar.duration import compact_duration
from slt_cli.domain.plan import AROUND_THE_CLOCK
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.errors import Fault

DAYS_AHEAD = 60

_DAY = 86400
_IN_DAYS = re.compile(r"\d\s*d", re.IGNORECASE)


def advice_on(layers: Layers, parsed: dict[str, Any], now: datetime) -> list[Fault]:
    """Return what should be checked in a configuration, each with what to write.

    `parsed` is the configuration without a fault.
    """
    policy = build_policy(parsed)
    findings = [
        *_days_of_support(layers, parsed, policy),
        *_no_holidays_ahead(parsed, policy, now),
        *_no_number_to_call(policy),
    ]
    return list(config_error(findings, layers).faults) if findings else []


def _days_of_support(layers: Layers, parsed: dict[str, Any], policy: Policy) -> Iterator[Finding]:
    """Yield lengths in days that are counted on hours: a day of them is 24 open hours."""
    for path, length, clock in lengths(parsed):
        if not isinstance(length, int) or clock == AROUND_THE_CLOCK:
            continue
        given = _value(layers.tables, path)
        if _IN_DAYS.search(str(given)) and not _is_always_open(policy, clock):
            hours = length // 3600
            problem = f'"{given}" is {hours} hours of support time, not days on the calendar'
            days = max(1, length // _DAY)
            fix = (
                f'write "{compact_duration(length)}" if that is meant, or "{days}bd" for '
                f"{days} business {'day' if days == 1 else 'days'}"
            )
            yield path, problem, fix


def _is_always_open(policy: Policy, clock: str) -> bool:
    schedules = [region.schedule.named.get(clock, region.schedule) for region in _regions(policy)]
    return all(schedule.is_always_open for schedule in schedules)


def _regions(policy: Policy) -> list[Region]:
    return list(policy.regions.values())


def _value(tables: Any, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    for name in path:
        tables = tables[int(name) - 1] if isinstance(tables, list) else tables[name]
    return tables


def _list_with(parsed: dict[str, Any], region: str, day: date) -> KeyPath:
    """Return the key of the list that has a dated holiday of a region."""
    table = parsed["regions"][region]
    own: KeyPath = ("regions", region, "exceptions")
    lists = {own: table["exceptions"]}
    lists |= {("holidays", name): parsed["holidays"][name] for name in table["holidays"]}
    return next(
        (
            path
            for path, entries in lists.items()
            if any(day in (entry["date"], entry["to"]) for entry in entries)
        ),
        own,
    )


def _next_holidays(parsed: dict[str, Any], region: str, day: date) -> str:
    path = _list_with(parsed, region, day)
    if path[0] == "holidays":
        return f"add the next ones under [[{dotted(path)}]]"
    return f"add the next ones: `slt config holidays {region}`"


def _no_holidays_ahead(parsed: dict[str, Any], policy: Policy, now: datetime) -> Iterator[Finding]:
    for key, region in policy.regions.items():
        if not region.schedule.exceptions:
            continue
        last = date.fromordinal(max(region.schedule.exceptions))
        today = now.astimezone(region.zone.info).date()
        ahead = (last - today).days
        if ahead < DAYS_AHEAD:
            when = "is past" if ahead < 0 else f"is {ahead} day{'s' * (ahead != 1)} ahead"
            problem = f"the last dated holiday of the region {region.name}, {last}, {when}"
            yield _list_with(parsed, key, last), problem, _next_holidays(parsed, key, last)


def _no_number_to_call(policy: Policy) -> Iterator[Finding]:
    if any(region.hotline for region in policy.regions.values()):
        return
    for key, priority in policy.priorities.items():
        if priority.by_phone:
            problem = "is to be reported by phone, but no region has a hotline"
            yield ("priorities", key, "channel"), problem, "add a hotline to a region"
