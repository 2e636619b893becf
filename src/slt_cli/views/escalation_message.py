"""The message for the contact of an escalated case: an e-mail, or a text to paste or to read.

It contains the facts of the case, why it was escalated, and the notes that may be sent out: what
else was said about the case stays inside.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.events import Event
from slt_cli.domain.moments import SHARED, moment_of
from slt_cli.domain.policy import Policy
from slt_cli.output.text import printable
from slt_cli.views.case import describe_priority
from slt_cli.views.case_clocks import promised_length, promised_priorities
from slt_cli.views.clock_rows import shown_clocks
from slt_cli.views.lengths import describe_length


def escalation_message(
    policy: Policy, case: Case, events: Iterable[Event], *, to_read: bool = False
) -> str:
    """Return an RFC 5322 message for an e-mail level; for another level, the address and the text.

    `events` are those that count. The messages of one case refer to each other, so that a mail
    program shows them as one thread. `to_read` asks for a mail as a person reads it.
    """
    route = policy.route_of(case)
    known = list(events)
    told = list(filter(_is_told, known))
    body = "\n".join(_body(policy, case, known)) + "\n"
    if route.channel != "email":
        return f"{route}\n\n{_subject(policy, case)}\n\n{body}"
    if to_read:
        return f"To: {printable(route.contact)}\nSubject: {_subject(policy, case)}\n\n{body}"
    from slt_cli.delivery.mail_format import mail  # noqa: PLC0415 - no other command loads `email`

    *earlier, own = _thread(policy, case, told)
    return mail(
        to=printable(route.contact),
        subject=_subject(policy, case),
        body=body,
        at=max([_escalated_at(case), *(event.at for event in told[-1:])]),
        message_id=own,
        earlier=earlier,
    )


def escalation_url(policy: Policy, case: Case, events: Iterable[Event]) -> str:
    """Return the address that opens the mail program, the portal or the telephone."""
    route = policy.route_of(case)
    if route.channel == "email":
        body = "\r\n".join(_body(policy, case, list(events)))
        subject = quote(_subject(policy, case))
        return f"mailto:{quote(route.contact, safe='@')}?subject={subject}&body={quote(body)}"
    if route.channel == "phone":
        return f"tel:{route.contact.replace(' ', '')}"
    return route.url


def _subject(policy: Policy, case: Case) -> str:
    ids = policy.case_id(case.number) + (f" / {printable(case.ref)}" if case.ref else "")
    subject = f": {printable(case.subject)}" if case.subject else ""
    priority = describe_priority(policy, case)
    return f"[{ids}] {priority}{subject} (escalation level {case.level})"


def _thread(policy: Policy, case: Case, told: Sequence[Event]) -> list[str]:
    """Return the ids of a case's messages: the root, each escalation's first, and the present one.

    A message has the id of its escalation, and of what is newer in it: the same whenever the same
    is written, another one if there is more to say. The top domain is reserved.
    """
    name = f"{policy.case_id(case.number)}.{case.uid[:8]}"
    raised = [event for event in told if event.kind == "escalated"]
    ids = [f"{name}.0", *(f"{name}.{moment_of(e).level}.{e.id}" for e in raised)]
    if told and told[-1].kind != "escalated":
        ids[-1] = f"{ids[-1]}.{told[-1].id}"
    return [f"<{each}@slt.invalid>" for each in ids]


def _body(policy: Policy, case: Case, events: Sequence[Event]) -> Iterator[str]:
    def when(instant: datetime) -> str:
        return format_instant(instant, policy.zone_of(case), case.opened_at.year)

    yield from _facts(policy, case)
    instants = {"Opened": case.opened_at, "Resolved": case.resolved_at, "Closed": case.closed_at}
    for label, instant in instants.items():
        if instant is not None:
            yield f"{label + ':':<10} {when(instant)}"
    yield ""
    promised_for = promised_priorities(events)
    for clock in shown_clocks(case):
        if clock.due_at is not None and clock.target is not None:
            late = clock.is_late(_escalated_at(case))
            length = promised_length(policy, case, clock, promised_for, describe_length)
            yield _target_line(clock, length, when(clock.due_at), late=late)
    yield ""
    yield "What happened:"
    for event in filter(_is_told, events):
        at = case.opened_at if event.kind == "opened" else event.at  # it may be corrected
        first, *others = _told(policy, event)
        yield f"- {when(at)}  {first}"
        yield from (f"  {line}" for line in others)


def _facts(policy: Policy, case: Case) -> Iterator[str]:
    yield f"Case:      {policy.case_id(case.number)}"
    if case.ref:
        yield f"Reference: {printable(case.ref)}"
    if case.subject:
        yield f"Subject:   {printable(case.subject)}"
    if case.partner:
        yield f"Partner:   {printable(case.partner)}"
    if case.customer:
        yield f"Customer:  {printable(case.customer)}"
    yield f"Priority:  {describe_priority(policy, case)}"
    yield f"Region:    {policy.region_name(case)}"


def _is_told(event: Event) -> bool:
    """Return whether a message contains an event."""
    is_shared = event.kind != "noted" or event.detail == SHARED
    return is_shared and event.kind not in ("updated", "redacted")


def _told(policy: Policy, event: Event) -> list[str]:
    """Return the lines of what an event may tell the provider."""
    what: str = event.kind
    if event.kind == "marked":
        what = f"marked {event.detail}"
    elif event.kind == "escalated" and (level := moment_of(event).level):
        what = f"escalated to level {level}"
    who = f" by {printable(event.who)}" if policy.names_in_messages else ""
    if event.kind not in ("escalated", "noted") or not event.note:
        return [f"{what}{who}"]
    first, *others = event.note.splitlines() or [""]
    return [f"{what}{who}: {printable(first)}", *map(printable, others)]


def _escalated_at(case: Case) -> datetime:
    escalation = case.clock(ESCALATION)
    return escalation.started_at if escalation else case.opened_at


def _target_line(clock: Clock, target: str, due: str, *, late: bool) -> str:
    state = "late" if late else clock.verdict
    ended = f", {state}" if state else ""
    return f"Target {clock.name}: {target}, due {due}{ended}"
