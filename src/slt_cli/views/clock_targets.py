"""How clocks are shown: what starts and stops each of them, and the target of each."""

from datetime import datetime
from typing import Any, assert_never

from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.escalation import has_no_levels
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Sheet
from slt_cli.views.targets import (
    ClockTarget,
    clock_targets,
    plain_target,
    rules_with_targets,
)

SCHEMA = "slt.clock-targets/1"


def clock_target_sheet(policy: Policy, now: datetime) -> Sheet[ClockTarget]:
    """Return the sheet with an item for each clock that has a target."""
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=[line for line in clock_targets(policy) if line.target],
        item=_clock_item,
        columns=(),
        key=lambda line: line.rule.key,
    )


def rule_sheet(policy: Policy, now: datetime) -> Sheet[ClockRule]:
    """Return the sheet that tells people what starts and stops each clock that may run."""
    rules = rules_with_targets(policy, list(policy.plans.values()))
    if not all(has_no_levels(policy.levels, each) for each in policy.partner_types.values()):
        rules.append(policy.clock_rules[ESCALATION])
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=rules,
        item=ClockRule._asdict,
        columns=(
            Column("Clock", lambda rule: rule.name),
            Column("Starts", _starts, "wrapped"),
            Column("Stops", _stops),
            Column("On hold", lambda rule: "stands still" if rule.pauses else "runs"),
        ),
        key=lambda rule: rule.key,
        empty="No clock can run: there is no target and no escalation level.",
    )


def _clock_item(line: ClockTarget) -> dict[str, Any]:
    row, rule, target = line
    return {
        "partner_type": row.partner_type.key,
        "plan": row.plan.key if row.plan else None,
        "priority": row.priority.key,
        "kind": rule.key,
        "name": rule.name,
        **plain_target(target),
        "starts": rule.starts,
        "stops": list(rule.stops),
        "again": rule.again,
        "pauses": rule.pauses,
    }


def _starts(rule: ClockRule) -> str:
    match rule.starts:
        case "opened":
            return "opened"
        case "answer":
            return "each answer" if rule.again else "first answer"
        case "message":
            return "partner's message not answered"
        case "escalated":
            return "escalated"
        case unknown:
            assert_never(unknown)


def _stops(rule: ClockRule) -> str:
    words = {
        "answer": "first answer" if rule.key == RESPONSE else "next answer",
        "marked": f"marked {rule.key}",
        "resolved": "resolved",
    }
    return " or ".join(words[stop] for stop in rule.stops)
