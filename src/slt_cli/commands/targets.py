"""`slt targets`: the response target of each priority for each partner type."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Note, Sheet
from slt_cli.parameters import app_of
from slt_cli.views.case import describe_target


class TargetRow(NamedTuple):
    """The response target of one priority for one partner type; None if it has none."""

    partner_type: PartnerType
    priority: Priority
    plan: Plan | None
    target: Target | None


def targets_command(
    ctx: typer.Context,
    clocks: Annotated[
        bool, typer.Option("--clocks", help="Show the target of every clock, and what stops it.")
    ] = False,
) -> None:
    """Show the targets for the first response, or with --clocks those of every clock.

    \b
    slt targets
    slt targets --clocks
    slt targets --json
    """
    app = app_of(ctx)
    app.do_without_store()
    policy = app.policy
    if clocks:
        app.show(_clock_sheet(policy, app.now))
        return
    app.show(
        Sheet(
            schema="slt.targets/1",
            as_of=app.now,
            rows=_rows(policy),
            item=_item,
            columns=(
                Column("Partner type", lambda row: row.partner_type.name),
                Column("Priority", lambda row: f"{row.priority.key} {row.priority.name}"),
                Column("Target", lambda row: describe_target(row.target) if row.target else "none"),
            ),
            key=lambda row: row.priority.key,
            notes=tuple(_notes(policy)),
        )
    )


def _rows(policy: Policy) -> list[TargetRow]:
    return [
        TargetRow(
            partner_type, priority, plan, plan.target(priority.key, RESPONSE) if plan else None
        )
        for partner_type in policy.partner_types.values()
        for plan in [policy.plan_for(partner_type)]
        for priority in policy.priorities.values()
    ]


def _notes(policy: Policy) -> Iterator[Note]:
    for priority in policy.priorities.values():
        yield Note(f"{priority.key} {priority.name}", priority.definition)
    for partner_type in policy.partner_types.values():
        if partner_type.note:
            yield Note(partner_type.name, partner_type.note)


def _item(row: TargetRow) -> dict[str, Any]:
    return {
        "partner_type": row.partner_type.key,
        "plan": row.plan.key if row.plan else None,
        "priority": row.priority.key,
        "name": row.priority.name,
        "definition": row.priority.definition,
        "response_seconds": row.target.seconds if row.target else None,
        "clock": row.target.clock if row.target else None,
    }


class ClockTarget(NamedTuple):
    """The target of one clock for a partner type and a priority."""

    partner_type: PartnerType
    priority: Priority
    plan: Plan
    rule: ClockRule
    target: Target


def _clock_targets(policy: Policy) -> Iterator[ClockTarget]:
    for partner_type in policy.partner_types.values():
        plan = policy.plan_for(partner_type)
        for priority in policy.priorities.values() if plan else ():
            for rule in policy.clock_rules.values():
                target = plan.target(priority.key, rule.key) if plan else None
                if plan is not None and target is not None:
                    yield ClockTarget(partner_type, priority, plan, rule, target)


def _clock_sheet(policy: Policy, now: datetime) -> Sheet[ClockTarget]:
    def item(row: ClockTarget) -> dict[str, Any]:
        return {
            "partner_type": row.partner_type.key,
            "plan": row.plan.key,
            "priority": row.priority.key,
            "kind": row.rule.key,
            "name": row.rule.name,
            "target_seconds": row.target.seconds,
            "target_clock": row.target.clock,
            "starts": row.rule.starts,
            "stops": list(row.rule.stops),
            "again": row.rule.again,
            "pauses": row.rule.pauses,
        }

    return Sheet(
        schema="slt.clock-targets/1",
        as_of=now,
        rows=_clock_targets(policy),
        item=item,
        columns=(
            Column("Partner type", lambda row: row.partner_type.name, gives_way=2),
            Column("Priority", lambda row: row.priority.key),
            Column("Clock", lambda row: row.rule.name),
            Column("Target", lambda row: describe_target(row.target)),
            Column("Starts", lambda row: row.rule.starts, gives_way=1),
            Column("Stops", lambda row: ", ".join(row.rule.stops), gives_way=1),
            Column("On hold", lambda row: "pauses" if row.rule.pauses else "runs on", gives_way=1),
        ),
        key=lambda row: row.rule.key,
        empty="No partner type has a plan with targets.",
    )
