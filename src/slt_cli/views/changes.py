"""The answer of a command that changes cases: what was done, and what that changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.event_making import changes_between
from slt_cli.domain.events import Event
from slt_cli.domain.moments import FACTS
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import LIFE_FIELDS
from slt_cli.output import Line, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case import SCHEMA, case_item
from slt_cli.views.clock_changes import clock_lines, running_lines, unchanged_hint

_FOLLOWS = {*LIFE_FIELDS, "plan"} - set(FACTS)
"""The fields that follow from what happened: the clocks and the first line say what they do."""


def changes_sheet(policy: Policy, changes: Sequence[Changed], times: Times) -> Sheet[Changed]:
    """Return the sheet for what a command changed: a short answer for each case."""
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=changes,
        item=lambda changed: case_item(policy, changed.after),
        columns=(),
        key=lambda changed: policy.case_id(changed.after.number),
        lines=lambda changed: aligned(changed, _answer(policy, changed, times)),
    )


def taken_sheet(policy: Policy, changes: Sequence[Changed], times: Times) -> Sheet[Changed]:
    """Return the same for cases of which somebody became the owner, or is it already."""

    def lines(changed: Changed) -> Iterator[Line]:
        about = named(policy, changed.after)
        if changed.repeated:
            yield from _answer(policy, changed, times)
        elif changed.event is None:
            yield line(f"{about} is yours already", indented=False)
        elif changed.event.kind == "noted":
            yield line(f"{about} is yours already", indented=False)
            yield line("the note was recorded")
        else:
            yield line(f"Took {about}", indented=False)
            yield from change_lines(policy, changed, times)

    return changes_sheet(policy, changes, times).with_changes(
        lines=lambda changed: aligned(changed, lines(changed))
    )


def aligned(changed: Changed, lines: Iterator[Line]) -> Iterator[Line]:
    """Yield lines whose labels are as wide as the longest name of a clock of the case."""
    clocks = (*changed.before.clocks, *changed.after.clocks)
    width = max((len(clock.name) for clock in clocks), default=0)
    for each in lines:
        yield each._replace(label=each.label.ljust(width)) if each.label else each


def change_lines(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    """Yield a line for each fact and each clock that changed, and how many clocks did not."""
    yield from _fact_lines(policy, changed, times)
    yield from clock_lines(policy, changed, times)


def named(policy: Policy, case: Case, more: str = "", said: str | None = None) -> str:
    """Return a case with its subject, or with what is said of it instead; `more` follows its id."""
    name = f"{policy.case_id(case.number)}{more}"
    said = case.subject if said is None else said
    return f"{name}: {said}" if said else name


def repeated(policy: Policy, case: Case) -> Line:
    """Return what is said where an earlier run with the same key recorded a change."""
    return line(f"Recorded before: {named(policy, case)}", indented=False)


def note_line(event: Event, event_id: int) -> Line:
    """Return the text that was recorded with an event, and the id by which it is undone."""
    return line(f"event {event_id}: {event.note}")


def _answer(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    case, event = changed.after, changed.event
    if changed.repeated:
        yield repeated(policy, case)
        yield from running_lines(policy, case, times)
        return
    if event is None:
        yield line(f"Nothing to change in {named(policy, case)}", indented=False)
        return
    yield line(_headline(policy, changed, event), indented=False)
    if event.kind == "noted":
        yield note_line(event, changed.before.rev + 1)
        return
    yield from change_lines(policy, changed, times)
    if event.kind in ("responded", "followup") and case.ended_at is not None:
        yield line(
            f"{case.status}, so no clock starts: slt reopen {case.number} continues the case"
        )
    if event.kind == "voided":
        again = f"slt undo {case.number}"
        yield line(f"It is only in: slt list --status void   Take it back: {again}", hint=True)
    else:
        yield from unchanged_hint(policy, changed, times)


def _fact_lines(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    """Yield each fact that changed, old -> new."""
    before, after = changed.before, changed.after
    for field in changes_between(before, after):
        if field not in _FOLLOWS:
            old, new = (_fact(policy, case, field, times) for case in (before, after))
            yield line(f"{old} -> {new}", field.removesuffix("_at").replace("_", " "))


def _fact(policy: Policy, case: Case, field: str, times: Times) -> str:
    """Return a fact of a case as people read it."""
    match field:
        case "region":
            return policy.region_name(case)
        case "partner_type":
            return policy.partner_type_name(case)
        case _:
            value = getattr(case, field)
    if isinstance(value, datetime):
        return times.told(value, policy.zone_of(case))
    if isinstance(value, tuple):
        value = " ".join(value)
    return "none" if value in (None, "") else str(value)


def _headline(policy: Policy, changed: Changed, event: Event) -> str:
    """Return what was done, with the case."""
    case = changed.after
    about = named(policy, case)
    match event.kind:
        case "opened" | "updated" | "escalated" | "noted" | "resolved" | "closed" | "reopened":
            return f"{event.kind.capitalize()} {about}"
        case "responded":
            on_hold = ", on hold" if event.detail == "hold" else ""
            return f"Responded {named(policy, case, on_hold)}"
        case "followup":
            return f"Recorded a message in {about}"
        case "marked":
            return f"Marked {event.detail} of {about}"
        case "held":
            return f"Held {named(policy, case, said=event.note)}"
        case "resumed":
            return f"Resumed {named(policy, case, said=_on_hold_for(policy, changed))}"
        case "undone":
            return f"Undid an event of {about}"
        case "voided":
            return f"Voided {about}"
        case "redacted":
            return f"Redacted {policy.case_id(case.number)}"
        case unknown:
            assert_never(unknown)


def _on_hold_for(policy: Policy, changed: Changed) -> str | None:
    """Return how long the hold lasted that a change ended, in support time; None if unknown."""
    schedule = policy.schedule_of(changed.after)
    ended = [hold for hold in changed.after.holds if hold not in changed.before.holds]
    if schedule is None or not ended or ended[-1].ended_at is None:
        return None
    seconds = schedule.elapsed(ended[-1].started_at, ended[-1].ended_at)
    return f"on hold for {format_duration(seconds)}" if seconds else "on hold for no support time"
