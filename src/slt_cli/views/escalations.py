"""How escalated cases are shown: the level, whom to contact, and when the answer is due."""

from datetime import datetime
from functools import partial
from typing import Any, assert_never

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import is_at_last_level, route
from slt_cli.domain.policy import Policy
from slt_cli.errors import SltError
from slt_cli.output import Column, Flex, Note, Sheet
from slt_cli.views.case import SCHEMA, case_item, case_record, when
from slt_cli.views.left import describe_left
from slt_cli.views.support_notes import contact_note, hotline_note


def escalation_item(policy: Policy, case: Case, *, dry_run: bool) -> dict[str, Any]:
    """Return an escalated case as the JSON contract has it, with whom to contact and how."""
    raised = {"raised": True, "dry_run": dry_run}
    return {**case_item(policy, case), **raised, **_contact(policy, case)}


def escalated_case(policy: Policy, case: Case, now: datetime, *, dry_run: bool) -> Sheet[Case]:
    """Return the sheet that shows a case that was escalated, and whom to contact or to call."""
    notes = [*contact_note(policy, case), *hotline_note(policy, case, now)]
    if dry_run:
        notes.insert(0, Note("Dry run", "nothing was recorded"))
    item = partial(escalation_item, policy, dry_run=dry_run)
    return case_record(policy, case, now, notes)._replace(item=item)


def contact_record(policy: Policy, case: Case, now: datetime) -> Sheet[Case]:
    """Return the sheet that shows the contact of an escalated case, and when the answer is due."""
    notes = hotline_note(policy, case, now) if case.region in policy.regions else ()
    return Sheet(
        schema=SCHEMA,
        as_of=now,
        rows=[case],
        item=lambda case: {**case_item(policy, case), **_contact(policy, case)},
        columns=(
            Column("Case", lambda case: _named(policy, case)),
            Column("Status", lambda case: _ended(policy, case, now)),
            Column("With", lambda case: _level(policy, case, now)),
            Column("Contact", lambda case: str(policy.route_of(case))),
            Column("Next", lambda case: _next_level(policy, case)),
        ),
        key=lambda case: policy.case_id(case.number),
        notes=tuple(notes),
        record=True,
    )


def require_email(policy: Policy, case: Case, *, dry_run: bool) -> None:
    """Raise SltError if the level that a case was escalated to is not reached by e-mail."""
    reached, name = policy.route_of(case), policy.case_id(case.number)
    match reached.channel:
        case "email":
            return
        case "portal":
            through, use = "through a portal", f"paste into {reached.contact}"
        case "phone":
            through, use = "by phone", "read on the phone"
        case unknown:
            assert_never(unknown)
    verb, first = ("would be", f"`slt escalate {name}`, then ") if dry_run else ("is now", "")
    raise SltError(
        f"{name} {verb} at level {case.level}, which is reached {through}, not by e-mail",
        f"{first}`slt message {name}` writes the text to {use}",
    )


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


def _contact(policy: Policy, case: Case) -> dict[str, Any]:
    reached = policy.route_of(case)
    contact, url = reached.contact or None, reached.url or None
    return {"channel": reached.channel, "contact": contact, "url": url}


def _named(policy: Policy, case: Case) -> str:
    ref = f"ref {case.ref}" if case.ref else ""
    return " · ".join(filter(None, (policy.case_id(case.number), ref, case.subject)))


def _ended(policy: Policy, case: Case, now: datetime) -> str:
    """Return since when a case is resolved or closed; an empty text for any other case."""
    since = case.closed_at or case.resolved_at
    return f"{case.status} since {when(policy, case, since, now)}" if since else ""


def _level(policy: Policy, case: Case, now: datetime) -> str:
    """Return the level that a case is at, since when, and until when the answer is due."""
    clock = case.clock(ESCALATION)
    if clock is None:
        return ""
    last = 1 if policy.partner_type_of(case).escalation == "portal" else len(policy.levels)
    of = f" of {last}" if case.level <= last else ""
    level = f"level {case.level}{of} since {when(policy, case, clock.started_at, now)}"
    if clock.due_at is None:
        return level
    due = f"{level}, answer due {when(policy, case, clock.due_at, now)}"
    return f"{due} · {describe_left(policy.standing(clock, case, now))}"


def _next_level(policy: Policy, case: Case) -> str:
    """Return who is contacted at the level above a case's own."""
    if is_at_last_level(case, policy.levels, policy.partner_type_of(case)):
        return "none: this is the last level"
    above = policy.levels[case.level]
    return f"level {above.number}, {route(above, policy.partner_type_of(case), policy.links)}"
