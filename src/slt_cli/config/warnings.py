"""Warn of what is valid in a configuration and still rarely meant."""

from collections.abc import Iterator

from slt_cli.config.display import toml
from slt_cli.config.files import Finding, Layers
from slt_cli.config.located_faults import located
from slt_cli.config.needs import missing_in
from slt_cli.config.zone_names import fixed_zone
from slt_cli.domain.policy import Policy
from slt_cli.errors import Fault

_SHORTEST_NUMBER = 7


def config_warnings(policy: Policy, layers: Layers) -> list[Fault]:
    """Return what is hardly meant in the files of a policy, each with its line and its fix."""
    return located([*_zones(policy), *_numbers(policy), *_plans(policy, layers)], layers)


def _zones(policy: Policy) -> Iterator[Finding]:
    for key, region in policy.regions.items():
        if (zones := fixed_zone(region.timezone)) is not None:
            with_summer, fixed = map(toml, zones)
            problem = f"{toml(region.timezone)} has no summer time: it is the same all year round"
            fix = f"write timezone = {with_summer}, or {fixed} if it is to be fixed"
            yield (("regions", key, "timezone"), problem, fix)


def _numbers(policy: Policy) -> Iterator[Finding]:
    for key, region in policy.regions.items():
        yield from _number(("regions", key, "hotline"), region.hotline)
    for level in policy.levels:
        if level.channel == "phone":
            path = ("escalation", "levels", str(level.number), "contact")
            yield from _number(path, level.contact)


def _number(path: tuple[str, ...], number: str) -> Iterator[Finding]:
    digits = sum(character.isdigit() for character in (number or "+").partition("x")[0])
    if number and not number.startswith("+") and digits < _SHORTEST_NUMBER:
        problem = f"{toml(number)} has no country code: it can hardly be called from outside"
        fix = f"write the whole number, such as {path[-1]} = {toml(f'+44 20 7946 {number}')}"
        yield (path, problem, fix)


def _plans(policy: Policy, layers: Layers) -> Iterator[Finding]:
    if not any(plan.applies_to and any(plan.targets.values()) for plan in policy.plans.values()):
        fix = "write a [plans.NAME] with its targets, if any answer is promised"
        path = ("plans",) if policy.plans else missing_in("plans", layers)
        yield (path, "no partner type has a target: nothing is ever due", fix)
