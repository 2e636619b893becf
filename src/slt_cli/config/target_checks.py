"""Check what targets are counted on, and that a level's table of targets names every priority."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.display import toml
from slt_cli.config.files import Finding, KeyPath
from slt_cli.config.validation import Validator
from slt_cli.domain.calendar.business_days import BusinessDays
from slt_cli.domain.calendar.duration import compact_duration
from slt_cli.domain.plan import AROUND_THE_CLOCK, SUPPORT_HOURS

Parsed = Mapping[str, Any]
Given = tuple[KeyPath, object, str]
"""A length that a target has: its key, the parsed value, and what it is counted on."""


def check_lengths(parsed: Parsed, validator: Validator) -> Iterator[Finding]:
    """Yield business days that no clock has, and priorities without a target."""
    for path, length, clock in lengths(parsed):
        if isinstance(length, BusinessDays) and clock == AROUND_THE_CLOCK:
            yield _around_the_clock(path, length, parsed)
    priorities = parsed.get("priorities")
    for number, level in enumerate(parsed.get("escalation", {}).get("levels", ()), start=1):
        table = level.get("response")
        if isinstance(table, dict) and priorities is not None:
            here = ("escalation", "levels", str(number), "response")
            if validator.is_valid(here):
                yield from _by_priority(table, priorities, here)


def lengths(parsed: Parsed) -> Iterator[Given]:
    """Yield each length of a target or a level, as far as they could be parsed."""
    for key, plan in parsed.get("plans", {}).items():
        for priority, targets in plan.get("targets", {}).items():
            clock = targets.get("clock", "")
            for name, given in targets.items():
                if name != "clock":
                    yield _given(("plans", key, "targets", priority, name), given, clock)
    for number, level in enumerate(parsed.get("escalation", {}).get("levels", ()), start=1):
        path = ("escalation", "levels", str(number), "response")
        response, clock = level.get("response"), level.get("clock", "")
        if isinstance(response, dict):
            for priority, given in response.items():
                yield _given((*path, priority), given, clock)
        else:
            yield path, response, clock


def _given(path: KeyPath, given: object, clock: str) -> Given:
    """Return a length that is given alone, or in a table that may name another clock."""
    if isinstance(given, dict):
        return (*path, "within"), given.get("within"), given.get("clock") or clock
    return path, given, clock


def _around_the_clock(path: KeyPath, length: BusinessDays, parsed: Parsed) -> Finding:
    """Return the finding of business days on a clock without days, where its clock is given."""
    problem = "business days are not counted around the clock"
    hours = f'"{length.days}d" for {length.days * 24} hours'
    if path[0] == "escalation" and path[-1] == "within":
        fix = f"write clock = {toml(SUPPORT_HOURS)}, or {hours}"
        return ((*path[:-1], "clock"), problem, fix)
    if path[0] == "escalation":
        return ((*path[:3], "clock"), problem, f"write clock = {toml(SUPPORT_HOURS)}, or {hours}")
    *above, name = path
    if name == "within":
        plan, priority, target = path[1], path[3], path[4]
        if parsed["plans"][plan]["targets"][priority][target]["clock"]:
            return ((*above, "clock"), problem, f"write clock = {toml(SUPPORT_HOURS)}, or {hours}")
        *above, name = above
    counted = toml({"within": str(length), "clock": SUPPORT_HOURS})
    return ((*above, name), problem, f"write {name} = {counted}, or {hours}")


def _by_priority(table: Parsed, priorities: Parsed, path: KeyPath) -> Iterator[Finding]:
    missing = [key for key in priorities if key not in table]
    if missing:
        problem = f"has no target for {', '.join(missing)}: a table names every priority"
        given = {key: _written(table[key]) for key in priorities if key in table}
        whole = toml({**given, **dict.fromkeys(missing, "4h")})
        yield (path, problem, f"write response = {whole}, or one target for all")


def _written(given: int | BusinessDays | Parsed) -> str | dict[str, str]:
    if isinstance(given, Mapping):
        clock = {"clock": given["clock"]} if given["clock"] else {}
        return {"within": str(_written(given["within"])), **clock}
    return compact_duration(given) if isinstance(given, int) else str(given)
