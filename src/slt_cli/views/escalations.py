"""How escalated cases are shown: the level, whom to contact, and when the answer is due."""

from datetime import datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import Late
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Flex, Note, Sheet
from slt_cli.views.case import SCHEMA, case_item, when


def escalation_item(
    policy: Policy, case: Case, *, escalated: bool, dry_run: bool
) -> dict[str, Any]:
    """Return an escalated case as the JSON contract has it, with whom to contact and how."""
    route = policy.route_of(case)
    return {
        **case_item(policy, case),
        "raised": escalated,
        "dry_run": dry_run,
        "channel": route.channel,
        "contact": route.contact,
        "url": route.url or None,
    }


def escalation_sheet(
    policy: Policy, rows: list[Late], now: datetime, *, dry_run: bool
) -> Sheet[Late]:
    """Return the sheet that lists late cases, each with the level it was escalated to."""

    def answer_due(case: Case) -> str:
        escalation = case.clock(ESCALATION)
        return when(policy, case, escalation.due_at if escalation else None, now)

    def escalated(row: Late) -> str:
        return f"to level {row.case.level}" if row.escalated else "no: last level"

    def item(row: Late) -> dict[str, Any]:
        return escalation_item(policy, row.case, escalated=row.escalated, dry_run=dry_run)

    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=rows,
        item=item,
        columns=(
            Column("Case", lambda row: policy.case_id(row.case.number)),
            Column("Priority", lambda row: row.case.priority),
            Column("Escalated", escalated),
            Column("Answer due", lambda row: answer_due(row.case)),
            Column("Contact", lambda row: str(policy.route_of(row.case)), Flex.WRAPPED),
        ),
        key=lambda row: policy.case_id(row.case.number),
        empty="No case is late.",
        notes=(Note("Dry run", "nothing was recorded"),) if dry_run else (),
    )
