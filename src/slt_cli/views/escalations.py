"""How cases that were escalated are shown: the level, whom to contact, and until when."""

from collections.abc import Iterator, Sequence
from typing import Any, assert_never

from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.policy import Policy
from slt_cli.errors import SltError
from slt_cli.output import Line, Note, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case import case_item
from slt_cli.views.case_list import number_of
from slt_cli.views.changes import changes_sheet, named, repeated
from slt_cli.views.clock_changes import clock_lines
from slt_cli.views.contact import answer_due, contact_fields, contact_lines, hotline_lines
from slt_cli.views.lengths import describe_left


def escalation_item(policy: Policy, case: Case, *, dry_run: bool) -> dict[str, Any]:
    """Return an escalated case as the JSON contract has it, with whom to contact and how."""
    raised = {"raised": True, "dry_run": dry_run}
    return {**case_item(policy, case), **raised, **contact_fields(policy, case)}


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


def escalations_sheet(
    policy: Policy, changes: Sequence[Changed], times: Times, *, dry_run: bool
) -> Sheet[Changed]:
    """Return the sheet for cases that were escalated: a short answer for each."""

    def footer(rows: Sequence[Changed]) -> Iterator[str]:
        if not dry_run:
            which = "the message" if len(rows) == 1 else "the first message"
            first = rows[0].after.number
            count = sum(not changed.repeated for changed in rows)
            told = f"{number_of(count, 'case')} escalated. " if count > 1 else ""
            yield f"{told}Write {which}: slt message {first}"

    return (
        changes_sheet(policy, changes, times)
        .with_changes(
            item=lambda changed: escalation_item(policy, changed.after, dry_run=dry_run),
            lines=lambda changed: _escalated(policy, changed, times, dry_run=dry_run),
            empty="No case is late that can be escalated.",
            notes=(Note("Dry run", "nothing was recorded"),) if dry_run else (),
            footer=footer,
        )
        .with_answer_notes()
    )


def _escalated(policy: Policy, changed: Changed, times: Times, *, dry_run: bool) -> Iterator[Line]:
    before, after = changed.before, changed.after
    if changed.repeated:
        yield repeated(policy, after)
    else:
        verb = "Would escalate" if dry_run else "Escalated"
        said = named(policy, after, f" to level {after.level}")
        yield line(f"{verb} {said}", indented=False)
        yield line(_facts(policy, before, times))
        yield from _left_levels(policy, changed, times)
    yield from answer_due(policy, after, times)
    for each in (*contact_lines(policy, after), *hotline_lines(policy, after, times.now)):
        yield each._replace(indented=True)


def _facts(policy: Policy, case: Case, times: Times) -> str:
    """Return what one needs to know of a case when it is escalated, on one line."""
    ref = f"ref {case.ref}" if case.ref else ""
    return " · ".join(
        filter(None, (ref, case.priority, case.partner, _reason(policy, case, times)))
    )


def _reason(policy: Policy, case: Case, times: Times) -> str:
    """Return how the clock stands that leads to an escalation: `response late by 2 h`."""
    clock = case.escalating_clock
    standing = policy.standing(clock, case, times.now)
    left = describe_left(standing)
    if clock is None:
        return left
    in_time = standing.remaining is not None and standing.state != "late"
    return f"{clock.name}, {left}" if in_time else f"{clock.name} {left}"


def _left_levels(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    """Yield how the clock of a level ended that the case has left."""
    for each in clock_lines(policy, changed, times):
        if each.label != f"level {changed.after.level}":
            yield each
