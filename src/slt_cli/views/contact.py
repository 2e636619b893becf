"""The contact of an escalated case, until when the answer is due, and the hotline."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, assert_never

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import Channel, is_at_last_level, route
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Line, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case import SCHEMA, TONES, case_item, linked_id
from slt_cli.views.lengths import describe_left
from slt_cli.views.support_notes import hotline_note


def contact_record(policy: Policy, case: Case, times: Times) -> Sheet[Case]:
    """Return the sheet that shows the contact of an escalated case, and when the answer is due."""
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=[case],
        item=lambda case: {**case_item(policy, case), **contact_fields(policy, case)},
        columns=(),
        key=lambda case: policy.case_id(case.number),
        lines=lambda case: _record(policy, case, times),
    ).with_answer_notes(without=("Case", "Status"))


def contact_fields(policy: Policy, case: Case) -> dict[str, Any]:
    """Return whom to contact and how, as the JSON contract has it."""
    reached = policy.route_of(case)
    contact, url = reached.contact or None, reached.url or None
    return {"channel": reached.channel, "contact": contact, "url": url}


def answer_due(policy: Policy, case: Case, times: Times) -> Iterator[Line]:
    """Yield until when the answer of a case's level is due, and what is left."""
    clock, zone = case.clock(ESCALATION), policy.zone_of(case)
    if clock is None:
        return
    standing = policy.standing(clock, case, times.now)
    left = describe_left(standing)
    if clock.due_at is None:
        yield line(left or standing.state, clock.name)
        return
    tone = TONES.get(standing.state, "")
    due = Cell(f"answer due {times.of_case(clock.due_at, zone)}", tone)
    aside = times.bracket(clock.due_at, zone)
    yield Line((due,), clock.name, aside=aside, tail=f" · {left}" if left else "")


def contact_lines(policy: Policy, case: Case) -> Iterator[Line]:
    """Yield the contact for the level of an escalated case, if the level is configured."""
    by_portal = policy.partner_type_of(case).escalation == "portal"
    if case.level > 0 and (by_portal or case.level <= len(policy.levels)):
        yield line(policy.route_of(case).brief, "Contact", indented=False)


def hotline_lines(policy: Policy, case: Case, now: datetime) -> Iterator[Line]:
    """Yield the hotline of a case's region; if it is closed, also one that is open now."""
    for note in hotline_note(policy, case, now):
        yield line(note.text, note.label, indented=False)


def _record(policy: Policy, case: Case, times: Times) -> Iterator[Line]:
    more = (f" · {each}" for each in (case.ref and f"ref {case.ref}", case.subject) if each)
    yield Line((linked_id(policy, case), Cell("".join(more))), "Case", indented=False)
    if ended_at := case.closed_at or case.resolved_at:
        since = times.of_case(ended_at, policy.zone_of(case))
        yield line(f"{case.status} since {since}", "Status", indented=False)
    yield _with(policy, case, times)
    yield line(policy.route_of(case).brief, "Contact", indented=False)
    yield line(_next_level(policy, case), "Next", indented=False)
    if case.region in policy.regions:
        yield from hotline_lines(policy, case, times.now)
    number, opens = case.number, _opens(policy.route_of(case).channel)
    write = f"Write it: slt message {number}   {opens}: slt message {number} --open"
    yield line(write, indented=False, hint=True)


def _with(policy: Policy, case: Case, times: Times) -> Line:
    """Return the level that a case is at, since when, and until when the answer is due."""
    clock = case.clock(ESCALATION)
    if clock is None:
        return line("support", "With", indented=False)
    last = 1 if policy.partner_type_of(case).escalation == "portal" else len(policy.levels)
    of = f" of {last}" if case.level <= last else ""
    since = times.of_case(clock.started_at, policy.zone_of(case))
    level = f"level {case.level}{of} since {since}"
    if clock.due_at is None:
        return line(level, "With", indented=False)
    due = times.with_yours(clock.due_at, policy.zone_of(case))
    left = describe_left(policy.standing(clock, case, times.now))
    until = f"{due} · {left}" if left else due
    return Line((Cell(f"{level}, answer due"),), "With", aside=until, indented=False)


def _next_level(policy: Policy, case: Case) -> str:
    """Return who is contacted at the level above a case's own."""
    if is_at_last_level(case, policy.levels, policy.partner_type_of(case)):
        return "none: this is the last level"
    above = policy.levels[case.level]
    reached = route(above, policy.partner_type_of(case), policy.links)
    return f"level {above.number}, {reached.brief}"


def _opens(channel: Channel) -> str:
    match channel:
        case "email":
            return "Open the mail program"
        case "portal":
            return "Open the portal"
        case "phone":
            return "Call"
        case unknown:
            assert_never(unknown)
