"""How escalated cases are shown: the level, whom to contact, and when the answer is due."""

from datetime import datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.policy import Policy
from slt_cli.output import Column, Flex, Note, Sheet
from slt_cli.views.case import SCHEMA, case_item, when


def escalation_item(policy: Policy, case: Case, *, dry_run: bool) -> dict[str, Any]:
    """Return an escalated case as the JSON contract has it, with whom to contact and how."""
    route = policy.route_of(case)
    return {
        **case_item(policy, case),
        "raised": True,
        "dry_run": dry_run,
        "channel": route.channel,
        "contact": route.contact,
        "url": route.url or None,
    }


def escalation_sheet(
    policy: Policy, cases: list[Case], now: datetime, *, dry_run: bool
) -> Sheet[Case]:
    """Return the sheet that lists cases that were escalated, each with its level."""

    def answer_due(case: Case) -> str:
        escalation = case.clock(ESCALATION)
        return when(policy, case, escalation.due_at if escalation else None, now)

    def item(case: Case) -> dict[str, Any]:
        return escalation_item(policy, case, dry_run=dry_run)

    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=cases,
        item=item,
        columns=(
            Column("Case", lambda case: policy.case_id(case.number)),
            Column("Priority", lambda case: case.priority),
            Column("Escalated", lambda case: f"to level {case.level}"),
            Column("Answer due", answer_due),
            Column("Contact", lambda case: str(policy.route_of(case)), Flex.WRAPPED),
        ),
        key=lambda case: policy.case_id(case.number),
        empty="No case is late that can be escalated.",
        notes=(Note("Dry run", "nothing was recorded"),) if dry_run else (),
    )
