"""Warn of what is valid in a configuration and still rarely meant."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from slt_cli.classify.dead_words import dead_in_choice, dead_in_phrase
from slt_cli.config.build import build_policy
from slt_cli.config.display import dotted, key_part, toml
from slt_cli.config.files import VOCABULARY_TABLE, Finding, KeyPath
from slt_cli.config.layers import Layers
from slt_cli.config.located_faults import located
from slt_cli.config.needs import missing_in
from slt_cli.config.target_checks import lengths
from slt_cli.config.zone_names import fixed_zone
from slt_cli.domain.calendar.duration import compact_duration
from slt_cli.domain.calendar.timetable import HORIZON_YEARS
from slt_cli.domain.plan import AROUND_THE_CLOCK
from slt_cli.domain.policy import Policy
from slt_cli.errors import Fault

DAYS_AHEAD = 60

_DAY = 86400
_IN_DAYS = re.compile(r"\d\s*d", re.IGNORECASE)
_SHORTEST_NUMBER = 7


def config_warnings(layers: Layers, parsed: dict[str, Any], now: datetime) -> list[Fault]:
    """Return what is rarely meant in the files of a policy, each with its line and its fix.

    `parsed` is the configuration without a fault.
    """
    policy = build_policy(parsed)
    findings = [
        *_zones(parsed),
        *_numbers(policy),
        *_plans(policy, layers),
        *_days_of_support(layers, parsed, policy),
        *_no_holidays_ahead(parsed, policy, now),
        *_no_number_to_call(policy),
        *_long_closures(parsed, policy, now),
        *_dead_words(layers),
    ]
    return located(findings, layers)


def _zones(parsed: dict[str, Any]) -> Iterator[Finding]:
    named: list[tuple[KeyPath, ZoneInfo | None]] = [
        ((table, key, "timezone"), entry["timezone"])
        for table in ("regions", "schedules", "channels")
        for key, entry in parsed[table].items()
    ]
    named.append((("defaults", "report_timezone"), parsed["defaults"]["report_timezone"]))
    for path, zone in named:
        name = zone.key if zone else ""
        if name and (zones := fixed_zone(name)) is not None:
            with_summer, fixed = map(toml, zones)
            problem = f"{toml(name)} has no summer time: it is the same all year round"
            fix = f"write {path[-1]} = {with_summer}, or {fixed} if it is to be fixed"
            yield (path, problem, fix)


def _numbers(policy: Policy) -> Iterator[Finding]:
    for key, region in policy.regions.items():
        yield from _number(("regions", key, "hotline"), region.hotline)
    for level in policy.levels:
        if level.channel == "phone":
            path = ("escalation", "levels", str(level.number), "contact")
            yield from _number(path, level.contact)


def _number(path: tuple[str, ...], number: str) -> Iterator[Finding]:
    digits = "".join(filter(str.isdigit, (number or "").partition("x")[0]))
    if digits and not number.startswith("+") and not digits.startswith("00"):
        whole = (
            f"+44 20 7946 {number}"
            if len(digits) < _SHORTEST_NUMBER
            else f"+44 {number.removeprefix('0')}"
        )
        problem = f"{toml(number)} has no country code: it can hardly be called from outside"
        fix = f"write the whole number, such as {path[-1]} = {toml(whole)}"
        yield (path, problem, fix)


def _plans(policy: Policy, layers: Layers) -> Iterator[Finding]:
    if not any(plan.applies_to and any(plan.targets.values()) for plan in policy.plans.values()):
        fix = "write a [plans.NAME] with its targets, if any answer is promised"
        path = ("plans",) if policy.plans else missing_in("plans", layers)
        yield (path, "no partner type has a target: nothing is ever due", fix)


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
    return all(
        region.schedule.named.get(clock, region.schedule).is_always_open
        for region in policy.regions.values()
    )


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
        return f"add the next ones: `slt config holidays --into {dotted(path)} --country ...`"
    return f"add the next ones: `slt config holidays {key_part(region)} --country ...`"


def _ahead(days: int) -> str:
    if days <= 0:
        return "is past" if days else "is today"
    return f"is {days} day{'s' * (days != 1)} ahead"


def _no_holidays_ahead(parsed: dict[str, Any], policy: Policy, now: datetime) -> Iterator[Finding]:
    """Yield the lists whose last date is near or past, each with all regions that it is true of."""
    found: dict[tuple[KeyPath, str, str], list[str]] = {}
    for key, region in policy.regions.items():
        if not region.schedule.exceptions:
            continue
        last = date.fromordinal(max(region.schedule.exceptions))
        ahead = (last - now.astimezone(region.zone.info).date()).days
        if ahead < DAYS_AHEAD:
            when = _ahead(ahead)
            path, fix = _list_with(parsed, key, last), _next_holidays(parsed, key, last)
            found.setdefault((path, f"{last}, {when}", fix), []).append(region.name)
    for (path, when, fix), names in found.items():
        whose = f"region{'s' * (len(names) > 1)} {', '.join(names)}"
        yield path, f"the last dated holiday of the {whose}, {when}", fix


def _no_number_to_call(policy: Policy) -> Iterator[Finding]:
    if any(region.hotline for region in policy.regions.values()):
        return
    for key, priority in policy.priorities.items():
        if priority.by_phone:
            problem = "is to be reported by phone, but no region has a hotline"
            yield ("priorities", key, "channel"), problem, "add a hotline to a region"


def _long_closures(parsed: dict[str, Any], policy: Policy, now: datetime) -> Iterator[Finding]:
    """Yield the regions that are closed for longer than anybody can count on."""
    for key, region in policy.regions.items():
        for schedule in dict.fromkeys((region.schedule, region.answered)):
            closed_from = schedule.long_closure(now)
            if closed_from is not None:
                day = closed_from.astimezone(region.zone.info).date()
                problem = f"closed for more than {HORIZON_YEARS} years from {day}: nothing is due"
                yield _list_with(parsed, key, day), problem, "check the dates, or remove the region"
                break


def _dead_words(layers: Layers) -> Iterator[Finding]:
    """Yield the words of the user's own phrases and groups that `slt classify` can never find."""
    fix = "change or remove it; the top of classify.toml, beside default.toml, says what matches"
    own = layers.tables.get(VOCABULARY_TABLE, {})
    for table in ("phrases", "add", "groups"):
        for name, texts in own.get(table, {}).items():
            is_group = table == "groups"
            dead = [dead_in_choice(texts)] if is_group else map(dead_in_phrase, texts)
            for word, why in chain.from_iterable(dead):
                yield (VOCABULARY_TABLE, table, name), f"{toml(word)} can never match: {why}", fix
