"""What a message says about one case: what is due, whom to contact, and what to type."""

from collections.abc import Iterator
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import has_no_levels, is_at_last_level
from slt_cli.domain.hotline import HotlineStatus, hotline_status, open_hotline
from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.case import GOING_ON, level_contact
from slt_cli.views.lengths import describe_left
from slt_cli.views.support_notes import hotline_note
from slt_cli.views.told_notices import (
    MOST_OF_TEXT,
    CaseNotices,
    ShownClock,
    ToldNotice,
    brief,
    in_full,
    shown_clocks,
)


class Fact(NamedTuple):
    """A fact with its label; a line may only be broken between its pieces."""

    label: str
    pieces: tuple[str, ...]
    gap: str = " "


def notice_facts(policy: Policy, told: CaseNotices, times: Times) -> Iterator[Fact]:
    """Yield what a message says about a case; what it does not have is left out."""
    for notice in told.notices:
        if not notice.moment.is_of_clock:
            yield what_happened(policy, notice, times)
    for shown in shown_clocks(policy, told, times.now):
        yield Fact(shown.clock.name, due_pieces(policy, told.case, shown, times))
    if is_last_level(told):
        yield Fact("Last level", ("there is no level above it",))
    if told.case.status in GOING_ON:
        yield from _hotlines(policy, told.case, times)
        if contact := contact_text(policy, told.case, times):
            yield Fact("Contact", _before_address(contact))
    if told.case.owner:
        yield Fact("Owner", (brief(told.case.owner),))
    yield Fact("Act", tuple(commands(policy, told)), gap="    ")


def is_last_level(told: CaseNotices) -> bool:
    """Return whether a case is late and nobody is above its level."""
    return any(notice.moment.kind == "last level late" for notice in told.notices)


def what_happened(policy: Policy, notice: ToldNotice, times: Times) -> Fact:
    """Return what happened or how things are, and since when, with what was said about it."""
    since = in_full(notice.since, policy.zone_of(notice.case), times)
    said = brief(notice.note, MOST_OF_TEXT)
    level = notice.clock.level if notice.clock is not None else notice.case.level
    label, when = {
        "opened": ("Opened", since),
        "escalated": ("Escalated", f"to level {level}, {since}"),
        "held": ("On hold", f"since {since}"),
        "unowned": ("No owner", f"since {since}"),
    }[notice.moment.kind]
    return Fact(label, (f"{when}:", said) if said else (when,))


def due_pieces(policy: Policy, case: Case, shown: ShownClock, times: Times) -> tuple[str, ...]:
    """Return when a clock is due or was due, and what is left or how late it is."""
    left = describe_left(shown.standing)
    if shown.clock.due_at is None:
        on_hold = "on hold" if shown.clock.paused else "no due time"
        return (f"{on_hold}, {left}" if shown.standing.remaining is not None else on_hold,)
    is_late = shown.standing.state == "late"
    due = in_full(shown.clock.due_at, policy.zone_of(case), times)
    told = f"{'was due' if is_late else 'due'} {due}"
    return (f"{told},", left) if left else (told,)


def contact_text(policy: Policy, case: Case, times: Times) -> str:
    """Return the contact of a case's level, or of the first one; empty where there is none."""
    partner_type = policy.partner_types.get(case.partner_type)
    if partner_type is None or has_no_levels(policy.levels, partner_type):
        return ""
    route, raised = policy.route_of(case), case.clock(ESCALATION)
    if raised is None:
        first = f"first level {policy.levels[0].number}," if route.whom else "only through"
        return f"not escalated; {first} {route.brief}"
    since = f"{raised.name} since {in_full(raised.started_at, policy.zone_of(case), times)}"
    return level_contact(policy, case, since)


def hotline_to_call(policy: Policy, case: Case, times: Times) -> HotlineStatus | None:
    """Return the hotline to call about a case: an open one, else that of its region.

    None if its partner has no hotline, or no region has one.
    """
    partner_type = policy.partner_types.get(case.partner_type)
    own = policy.regions.get(case.region)
    if own is None or partner_type is None or not partner_type.hotline:
        return None
    reachable = open_hotline(own, policy.regions.values(), times.now)
    if reachable is not None or not own.hotline:
        return reachable
    return hotline_status(own, times.now)


def commands(policy: Policy, told: CaseNotices) -> list[str]:
    """Return the commands that answer a case's notices."""
    case, number = told.case, told.case.number
    if case.status not in GOING_ON:
        return [f"slt show {number}"]
    found = list(dict.fromkeys(_answer(policy, notice) for notice in told.notices))
    if _tells_of_a_level(told):
        found.append(f"slt message {number}")
    elif _may_escalate(policy, case):
        found.append(f"slt escalate {number}")
    if case.held_since is not None:
        return [*found, f"slt resume {number}"]
    return [*found, f"slt hold {number}"] if case.owner else [f"slt take {number}", *found]


def next_command(policy: Policy, told: CaseNotices) -> str:
    """Return the one command that goes on from a case's notices, if nobody answers a call."""
    case, number = told.case, told.case.number
    if case.status not in GOING_ON:
        return f"slt show {number}"
    if _tells_of_a_level(told):
        return f"slt message {number}"
    match told.worst.moment.kind:
        case "unowned":
            return f"slt take {number}"
        case "held":
            return f"slt resume {number}"
        case _:
            escalates = _may_escalate(policy, case)
            return f"slt escalate {number}" if escalates else _answer(policy, told.worst)


def _tells_of_a_level(told: CaseNotices) -> bool:
    """Return whether a case has just reached a level: the next one is for when that fails."""
    return any(notice.moment.kind == "escalated" for notice in told.notices)


def _may_escalate(policy: Policy, case: Case) -> bool:
    """Return whether there is a level above a case's own."""
    partner_type = policy.partner_types.get(case.partner_type)
    if partner_type is None or case.status not in GOING_ON:
        return False
    return not is_at_last_level(case, policy.levels, partner_type)


def _answer(policy: Policy, notice: ToldNotice) -> str:
    """Return the command that stops the clock of a notice."""
    number = notice.case.number
    if notice.clock is None:
        return f"slt respond {number}"
    kind = notice.clock.kind
    stops = policy.clock_rules.get(kind, ClockRule.unknown(kind)).stops
    if "answer" in stops:
        return f"slt respond {number}"
    return f"slt mark {number} {kind}" if "marked" in stops else f"slt resolve {number}"


def _hotlines(policy: Policy, case: Case, times: Times) -> Iterator[Fact]:
    partner_type = policy.partner_types.get(case.partner_type)
    if case.region not in policy.regions or partner_type is None:
        return
    if partner_type.hotline and not any(region.hotline for region in policy.regions.values()):
        return
    for note in hotline_note(policy, case, times.now):
        yield Fact(note.label, _before_address(note.text))


def _before_address(text: str) -> tuple[str, ...]:
    """Return a text in pieces: an address at its end is one of its own."""
    before, _, address = text.rpartition(": ")
    return (f"{before}:", address) if before and " " not in address else (text,)
