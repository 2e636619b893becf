"""Check what targets are counted on, and that a level's table of targets names every priority."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.display import toml
from slt_cli.config.files import Finding, KeyPath
from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS, TARGET_CLOCKS
from slt_cli.errors import did_you_mean

Parsed = Mapping[str, Any]
Given = tuple[KeyPath, object, str]
"""A length that a target has: its key, the parsed value, and what it is counted on."""


def check_lengths(parsed: Parsed) -> Iterator[Finding]:
    """Yield unknown clocks, business days that no clock has, and priorities without a target."""
    valid = [*TARGET_CLOCKS, *parsed.get("schedules", {})]
    for path, clock in _clocks(parsed):
        if clock and clock not in valid:
            fix = f"{did_you_mean(clock, valid)}One of: {', '.join(valid)}"
            yield (path, f"unknown clock {clock!r}", fix)
    for path, length, clock in lengths(parsed):
        if isinstance(length, BusinessDays) and clock == AROUND_THE_CLOCK:
            hours = f'"{length.days}d" for {length.days * 24} hours'
            counted = toml({"within": str(length), "clock": SUPPORT_HOURS})
            fix = f"write {_name(path)} = {counted}, or {hours}"
            yield (path, "business days are not counted around the clock", fix)
    priorities = parsed.get("priorities")
    for number, level in enumerate(parsed.get("escalation", {}).get("levels", ()), start=1):
        table = level.get("response")
        if isinstance(table, dict) and priorities is not None:
            here = ("escalation", "levels", str(number), "response")
            yield from _by_priority(table, priorities, here)


def lengths(parsed: Parsed) -> Iterator[Given]:
    """Yield each length of a target or a level, as far as they could be parsed."""
    for key, plan in parsed.get("plans", {}).items():
        for priority, targets in plan.get("targets", {}).items():
            clock = targets.get("clock", "")
            for name, given in targets.items():
                here = ("plans", key, "targets", priority, name)
                if isinstance(given, dict):
                    counted_on = given.get("clock") or clock
                    yield (*here, "within"), given.get("within"), counted_on
                elif name != "clock":
                    yield here, given, clock
    for number, level in enumerate(parsed.get("escalation", {}).get("levels", ()), start=1):
        path = ("escalation", "levels", str(number), "response")
        response, clock = level.get("response"), level.get("clock", "")
        if isinstance(response, dict):
            for priority, given in response.items():
                yield (*path, priority), given, clock
        else:
            yield path, response, clock


def _name(path: KeyPath) -> str:
    return path[-2] if path[-1] == "within" else path[-1]


def _clocks(parsed: Parsed) -> Iterator[tuple[KeyPath, str]]:
    for key, plan in parsed.get("plans", {}).items():
        for priority, targets in plan.get("targets", {}).items():
            here = ("plans", key, "targets", priority)
            for name, given in targets.items():
                if name == "clock":
                    yield (*here, name), given
                elif isinstance(given, dict):
                    yield (*here, name, "clock"), given.get("clock", "")
    for number, level in enumerate(parsed.get("escalation", {}).get("levels", ()), start=1):
        yield ("escalation", "levels", str(number), "clock"), level.get("clock", "")


def _by_priority(table: Parsed, priorities: Parsed, path: KeyPath) -> Iterator[Finding]:
    for name in table:
        if name not in priorities:
            fix = f"{did_you_mean(name, priorities)}One of: {', '.join(priorities)}"
            yield ((*path, name), f"unknown priority {name!r}", fix)
    missing = [key for key in priorities if key not in table]
    if missing:
        problem = f"has no target for {', '.join(missing)}: a table names every priority"
        added = ", ".join(f'{key} = "4h"' for key in missing)
        yield (path, problem, f"add {added}, or write one target for all")
