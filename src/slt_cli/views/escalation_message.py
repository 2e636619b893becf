"""The message to send with an escalation: an e-mail, or a text to paste into a portal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import quote

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.events import Event
from slt_cli.domain.policy import Policy
from slt_cli.output.text import printable
from slt_cli.views.clocks import shown_clocks


def escalation_message(policy: Policy, case: Case, events: Sequence[Event]) -> str:
    """Return an RFC 5322 message for an e-mail level; for another level, the address and the text.

    The messages of one case refer to each other, so that a mail program shows them as one thread.
    """
    route = policy.route_of(case)
    body = "\n".join(_body(policy, case, events)) + "\n"
    if route.channel != "email":
        return f"{route}\n\n{_subject(policy, case)}\n\n{body}"
    from slt_cli.views.mail import mail  # noqa: PLC0415 - no other command loads `email`

    return mail(
        to=printable(route.contact),
        subject=_subject(policy, case),
        body=body,
        at=_escalated_at(case),
        message_id=_message_id(policy, case, case.level),
        earlier=[_message_id(policy, case, level) for level in range(case.level)],
    )


def escalation_url(policy: Policy, case: Case, events: Sequence[Event]) -> str:
    """Return the address that opens the mail program, the portal or the telephone."""
    route = policy.route_of(case)
    if route.channel == "email":
        body = "\r\n".join(_body(policy, case, events))
        subject = quote(_subject(policy, case))
        return f"mailto:{quote(route.contact, safe='@')}?subject={subject}&body={quote(body)}"
    if route.channel == "phone":
        return f"tel:{route.contact.replace(' ', '')}"
    return route.url


def _subject(policy: Policy, case: Case) -> str:
    ids = policy.case_id(case.number) + (f" / {printable(case.ref)}" if case.ref else "")
    subject = f": {printable(case.subject)}" if case.subject else ""
    name = policy.priority_of(case).name
    return f"[{ids}] {case.priority} {name}{subject} (escalation level {case.level})"


def _message_id(policy: Policy, case: Case, level: int) -> str:
    """Return the same id for the same case and level each time; the top domain is reserved."""
    opened = case.opened_at.strftime("%Y%m%dT%H%M%SZ")
    return f"<{policy.case_id(case.number)}.{opened}.{level}@slt.invalid>"


def _body(policy: Policy, case: Case, events: Sequence[Event]) -> Iterator[str]:
    def when(instant: datetime) -> str:
        return format_instant(instant, policy.region_of(case).zone, case.opened_at.year)

    yield f"Case:      {policy.case_id(case.number)}"
    if case.ref:
        yield f"Reference: {printable(case.ref)}"
    yield f"Subject:   {printable(case.subject)}"
    if case.partner:
        yield f"Partner:   {printable(case.partner)}"
    priority = policy.priority_of(case)
    yield f"Priority:  {case.priority} {priority.name}"
    yield f"Region:    {policy.region_of(case).name}"
    yield f"Opened:    {when(case.opened_at)}"
    yield ""
    for clock in shown_clocks(case):
        if clock.due_at is not None and clock.target is not None:
            late = clock.is_late(_escalated_at(case))
            yield _target_line(clock, when(clock.due_at), late=late)
    yield ""
    yield "What happened:"
    for event in events:
        sent = event.note if event.kind != "held" else None  # why a case waits stays inside
        remark = f": {printable(sent)}" if sent else ""
        yield f"- {when(event.at)}  {event.kind} by {printable(event.who)}{remark}"


def _escalated_at(case: Case) -> datetime:
    escalation = case.clock(ESCALATION)
    return escalation.started_at if escalation else case.opened_at


def _target_line(clock: Clock, due: str, *, late: bool) -> str:
    target = format_duration(clock.target.seconds) if clock.target else ""
    state = "late" if late else clock.verdict
    ended = f", {state}" if state else ""
    return f"Target {clock.name}: {target}, due {due}{ended}"
