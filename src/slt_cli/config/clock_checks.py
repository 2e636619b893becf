"""Check the rules of the clocks, and that every target is for a clock that is configured."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from slt_cli.config.files import Finding, Table
from slt_cli.config.layers import Layers
from slt_cli.config.references import KEYS_OF_TARGETS
from slt_cli.config.validation import Validator
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.errors import did_you_mean

Rules = Mapping[str, Mapping[str, Any]]

_STARTS = {RESPONSE: "opened", ESCALATION: "escalated"}
"""The clocks that the code relies on, and what it relies on that they start with."""

_MOST_SUGGESTED = 20
"""How many faults get a suggestion: each is compared with every clock."""


def check_targets(layers: Layers) -> Iterator[Finding]:
    """Yield the targets for clocks that are not configured, whatever their values are."""
    clocks = _inner(layers.tables, "clocks")
    known = [name for name, rule in clocks.items() if rule is not False and name != ESCALATION]
    valid = [RESPONSE, "clock", *(name for name in known if name != RESPONSE)]
    suggested = count()
    plans = _inner(layers.tables, "plans")
    for plan in plans:
        targets = _inner(plans[plan], "targets")
        for priority in targets:
            for name, value in _inner(targets, priority).items():
                path = ("plans", plan, "targets", priority, name)
                if name == ESCALATION:
                    fix = "write the target as `response` of each level, in escalation.levels"
                    yield (path, "a plan has no target for escalations: each level has one", fix)
                elif name not in valid and value is not False:  # which means no target
                    fix = "use the key of a clock that is configured"
                    if next(suggested) < _MOST_SUGGESTED:
                        fix = f"{did_you_mean(name, valid)}Keys here: {', '.join(valid)}"
                    if ("clocks", name) in layers.origins:
                        fix = f"the clock is left out: write `{name} = false` here in your own file"
                    yield (path, "unknown key, and there is no clock of this name", fix)


def check_clock_rules(rules: Rules, validator: Validator) -> Iterator[Finding]:
    """Yield what is wrong with the rules of clocks, as far as they could be parsed."""
    for key, starts in _STARTS.items():
        if key in rules:
            yield from _relied_on(key, starts, rules[key])
        elif validator.is_valid(("clocks", key)):
            line = f'{key} = {{ starts = "{starts}", stops = "answer" }}'
            fix = f"write {line} under [clocks], or remove this line"
            yield (("clocks", key), "is missing: slt relies on this clock", fix)
    for key, rule in rules.items():
        if key in KEYS_OF_TARGETS:
            problem = f"no clock can have the key {key!r}: it is a key of a plan's targets"
            yield (("clocks", key), problem, "give the clock another key")
        if rule.get("starts") == "opened" and rule.get("again"):
            problem = "the clock cannot start again: a case is opened only once"
            yield (("clocks", key, "again"), problem, "write again = false, or another `starts`")


def _relied_on(key: str, starts: str, rule: Mapping[str, Any]) -> Iterator[Finding]:
    own = "for another rule, define a clock of your own"
    if rule.get("starts", starts) != starts:
        problem = f'must be "{starts}" for this clock: slt relies on it'
        yield (("clocks", key, "starts"), problem, f'write starts = "{starts}"; {own}')
    if "answer" not in rule.get("stops", ("answer",)):
        problem = 'must include "answer" for this clock: slt relies on it'
        yield (("clocks", key, "stops"), problem, f'write stops = "answer"; {own}')
    if key == ESCALATION and not rule.get("again", True):
        problem = "must be true for this clock: it starts again at each level"
        yield (("clocks", key, "again"), problem, f"write again = true; {own}")


def _inner(table: object, name: str) -> Table:
    """Return a table in another one; an empty one if there is none."""
    inner = table.get(name) if isinstance(table, dict) else None
    return inner if isinstance(inner, dict) else {}
