"""How the targets are shown: a table for each plan, or a line for each target."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.plan import (
    SUPPORT_HOURS,
    PartnerType,
    Plan,
    Priority,
    Target,
)
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Line, Note, Sheet, line
from slt_cli.views.lengths import (
    brief_length,
    describe_clock,
    describe_length,
    describe_target,
    length_in_column,
)

_NO_LEVEL = "no level is configured"


class TargetRow(NamedTuple):
    """What one partner type is promised for one priority; without a plan it is nothing."""

    partner_type: PartnerType
    priority: Priority
    plan: Plan | None

    def target(self, clock: str) -> Target | None:
        """Return the target of a clock; None if there is none."""
        return self.plan.target(self.priority.key, clock) if self.plan else None


class ClockTarget(NamedTuple):
    """The target of one clock for a partner type and a priority; None where it has none at all."""

    row: TargetRow
    rule: ClockRule
    target: Target | None


def target_sheet(policy: Policy, now: datetime) -> Sheet[TargetRow]:
    """Return the sheet with an item for each partner type and priority."""
    return Sheet(
        schema="slt.targets/1",
        as_of=now,
        rows=target_rows(policy),
        item=lambda row: _item(policy, row),
        columns=(),
        key=lambda row: row.priority.key,
        notes=tuple(_notes(policy)),
    )


def target_lines(policy: Policy, now: datetime) -> Sheet[ClockTarget]:
    """Return the sheet with a line for each partner type, priority and clock."""
    return Sheet(
        schema="slt.targets/1",
        as_of=now,
        rows=clock_targets(policy),
        item=lambda line: _item(policy, line.row),
        columns=(
            Column("Partner type", lambda line: line.row.partner_type.name),
            Column("Priority", lambda line: f"{line.row.priority.key} {line.row.priority.name}"),
            Column("Clock", lambda line: line.rule.name),
            Column("Target", lambda line: describe_target(line.target) if line.target else "none"),
        ),
        key=lambda line: line.row.priority.key,
        notes=tuple(_notes(policy)),
    )


def plan_tables(policy: Policy, now: datetime) -> Iterator[tuple[str, Sheet[TargetRow]]]:
    """Yield each partner type that has targets: a heading, and a row for each priority."""
    for partner_type in policy.partner_types.values():
        plan = policy.plan_for(partner_type)
        rules = rules_with_targets(policy, [plan] if plan else [])
        if plan is None or not rules:
            continue
        objective = f", objective {plan.objective}" if plan.objective else ""
        rows = [row for row in target_rows(policy) if row.partner_type == partner_type]
        columns = (_column(rule) for rule in rules)
        sheet = target_sheet(policy, now).with_changes(
            rows=rows,
            columns=(
                Column(
                    "Priority",
                    lambda row: f"{row.priority.key} {row.priority.name}",
                    brief=lambda row: row.priority.key,
                    brief_gives_way=2,
                ),
                *columns,
            ),
            notes=(),
        )
        yield f'{partner_type.name}: plan "{plan.name}"{objective}', sheet


def closing_lines(policy: Policy) -> Iterator[Line | str]:
    """Yield what people read below the tables of the plans."""
    by_phone = any(priority.by_phone for priority in policy.priorities.values())
    if any(rules_with_targets(policy, [plan]) for plan in policy.plans.values()):
        phone = " * to be reported by phone." if by_phone else ""
        yield f"Support time of the case's region.{phone}"
    yield ""
    for partner_type in policy.partner_types.values():
        plan = policy.plan_for(partner_type)
        if plan is None or not rules_with_targets(policy, [plan]):
            yield f"{partner_type.name}: no targets"
    first, *others = _escalation(policy)
    yield f"Escalation: {first}"
    for other in others:
        yield line(other, " " * len("Escalation"), indented=False)
    yield "What starts and stops a clock: slt targets --clocks"


def target_rows(policy: Policy) -> list[TargetRow]:
    """Return each partner type with each priority."""
    return [
        TargetRow(partner_type, priority, policy.plan_for(partner_type))
        for partner_type in policy.partner_types.values()
        for priority in policy.priorities.values()
    ]


def plain_target(target: Target | None) -> dict[str, Any]:
    """Return a target as JSON has it."""
    return {
        "target": str(target) if target else None,
        "target_seconds": target.known_seconds if target else None,
        "target_clock": target.clock if target else None,
    }


def rules_with_targets(policy: Policy, plans: list[Plan]) -> list[ClockRule]:
    """Return the rules of the clocks for which one of some plans has a target."""
    return [
        rule
        for rule in policy.clock_rules.values()
        if any(plan.target(key, rule.key) for plan in plans for key in policy.priorities)
    ]


def clock_targets(policy: Policy) -> Iterator[ClockTarget]:
    """Yield each target, and for a priority without any a line that says so."""
    for row in target_rows(policy):
        targets = [
            ClockTarget(row, rule, row.target(rule.key)) for rule in policy.clock_rules.values()
        ]
        known = [line for line in targets if line.target]
        yield from known or [ClockTarget(row, policy.clock_rules[RESPONSE], None)]


def _column(rule: ClockRule) -> Column[TargetRow]:
    """Return the column of a clock; business days are shortened where it is too wide."""

    def told(row: TargetRow, length: Callable[[Target], str]) -> str:
        target = row.target(rule.key)
        if target is None:
            return ""
        mark = " *" if row.priority.by_phone and rule.key == RESPONSE else ""
        return f"{length(target)}{mark}"

    return Column(
        rule.name,
        lambda row: told(row, length_in_column),
        brief=lambda row: told(row, brief_length),
        brief_gives_way=1,
    )


def _escalation(policy: Policy) -> Iterator[str]:
    """Yield by when each level answers; levels with the same target are named together."""
    within: dict[str, list[str]] = {}
    for level in policy.levels:
        targets = {key: level.target_for(key) for key in policy.priorities}
        within.setdefault(_by_priority(targets), []).append(str(level.number))
    if not within:
        yield _NO_LEVEL
    each = " each" if len(policy.levels) > 1 and len(within) == 1 else ""
    for text, numbers in within.items():
        yield f"level {', '.join(numbers)}: an answer within {text}{each}"


def _by_priority(targets: dict[str, Target]) -> str:
    """Return the targets of a level; a clock that all of them have is named once."""
    if len({target.clock for target in targets.values()}) > 1:
        return ", ".join(f"{length_in_column(target)} for {key}" for key, target in targets.items())
    first = next(iter(targets.values()))
    clock = "" if first.clock == SUPPORT_HOURS else describe_clock(first)
    if len(set(targets.values())) == 1:
        return f"{describe_length(first)} {clock}".rstrip()
    told = [f"{describe_length(target)} for {key}" for key, target in targets.items()]
    return ", ".join([*told, *filter(None, [clock])])


def _notes(policy: Policy) -> Iterator[Note]:
    for priority in policy.priorities.values():
        phone = " To be reported by phone." if priority.by_phone else ""
        yield Note(f"{priority.key} {priority.name}", f"{priority.definition}{phone}")
    for partner_type in policy.partner_types.values():
        if partner_type.note:
            yield Note(partner_type.name, partner_type.note)
    if not policy.levels:
        yield Note("Escalation", _NO_LEVEL)


def _item(policy: Policy, row: TargetRow) -> dict[str, Any]:
    response = row.target(RESPONSE)
    objective = row.plan.objective if row.plan else None
    return {
        "partner_type": row.partner_type.key,
        "plan": row.plan.key if row.plan else None,
        "priority": row.priority.key,
        "name": row.priority.name,
        "definition": row.priority.definition,
        "response_seconds": response.known_seconds if response else None,
        "clock": response.clock if response else None,
        "channel": row.priority.channel or None,
        "objective": objective.fraction if objective else None,
        "targets": [
            {"kind": key, **plain_target(target)}
            for key in policy.clock_rules
            if (target := row.target(key))
        ],
    }
