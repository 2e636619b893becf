"""`slt targets`: the response target of each priority for each partner type."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer

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


def targets_command(ctx: typer.Context) -> None:
    """Show the targets for the first response.

    \b
    slt targets
    slt targets --json
    """
    app = app_of(ctx)
    policy = app.policy
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
