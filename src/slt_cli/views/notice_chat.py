"""A message for a chat: a few lines for each case, and how Slack is given them as mrkdwn."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.case import GOING_ON
from slt_cli.views.lengths import describe_lateness, describe_left
from slt_cli.views.notice_facts import (
    contact_text,
    due_pieces,
    hotline_to_call,
    is_last_level,
    next_command,
    what_happened,
)
from slt_cli.views.support_notes import portal_of
from slt_cli.views.told_notices import (
    MOST_OF_TEXT,
    CaseNotices,
    ShownClock,
    brief,
    fitted,
    left_out_line,
    plain_length,
    shown_clock,
    shown_clocks,
)

_ROOM = 38_000
"""The most characters of cases: Slack takes 40,000 in all."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LOOK_ALIKES = {
    "*": "\N{ASTERISK OPERATOR}",
    "~": "\N{TILDE OPERATOR}",
    "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
}
"""Signs that look the same and format nothing."""

_ESCAPED = str.maketrans(_ENTITIES)
_REPLACED = str.maketrans({**_ENTITIES, **_LOOK_ALIKES})
_AT_EDGE_OF_WORD = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_MENTION = re.compile(r"(?<!\w)@(?=\w)")
_QUOTE = re.compile(r"\A\s*&gt;")


class ChatPart(NamedTuple):
    """A part of a line: plain text, bold, or something to type.

    `configured` is plain text that only the configuration has a say in: its addresses stay whole.
    """

    text: str
    style: Literal["plain", "configured", "bold", "code"] = "plain"


ChatLine = tuple[ChatPart, ...]


def slack_message(policy: Policy, told: Sequence[CaseNotices], times: Times) -> dict[str, Any]:
    """Return what Slack is given: every text is harmless in its markup, and none mentions."""

    def block(each: CaseNotices) -> str:
        return "\n".join(map(mrkdwn, chat_lines(policy, each, times)))

    def one_line(each: CaseNotices) -> str:
        return mrkdwn(first_line(policy, each, times))

    blocks, lines, left_out = fitted(told, block, one_line, lambda part: len(part) + 2, _ROOM)
    rest = [*lines, left_out_line(told, left_out)] if left_out else lines
    return {"text": "\n\n".join([*blocks, "\n".join(rest)] if rest else blocks)}


def mrkdwn(line: ChatLine) -> str:
    """Return a line in Slack's markup, which only formats what slt itself wants so."""
    return "".join(_in_mrkdwn(part) for part in line)


def _in_mrkdwn(part: ChatPart) -> str:
    match part.style:
        case "bold":
            return f"*{_harmless(part.text)}*"
        case "code":
            return f"`{_harmless(part.text)}`"
        case "configured":
            return part.text.translate(_ESCAPED)
        case "plain":
            return _harmless(part.text)


def _harmless(text: str) -> str:
    """Return a text that formats, quotes, links and mentions nothing in Slack and its like."""
    escaped = text.translate(_REPLACED).replace("](", "] (")
    escaped = _AT_EDGE_OF_WORD.sub("\N{FULLWIDTH LOW LINE}", escaped)
    escaped = _MENTION.sub("@\N{ZERO WIDTH SPACE}", escaped)
    return _QUOTE.sub("\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", escaped)


def chat_lines(policy: Policy, told: CaseNotices, times: Times) -> Iterator[ChatLine]:
    """Yield the lines of a case: state and lateness, subject, when it was due, and whom to call."""
    case = told.case
    yield first_line(policy, told, times)
    ref = f"(ref {brief(case.ref)})" if case.ref else ""
    if named := " ".join(filter(None, (brief(case.subject, MOST_OF_TEXT), ref))):
        yield (ChatPart(named),)
    for notice in told.notices:
        if not notice.moment.is_of_clock:
            fact = what_happened(policy, notice, times)
            yield (ChatPart(f"{fact.label} {' '.join(fact.pieces)}"),)
    for sentence in _due_sentences(policy, told, times):
        yield (ChatPart(sentence),)
    if (
        case.status in GOING_ON
        and case.level > 0
        and (with_whom := contact_text(policy, case, times))
    ):
        yield (ChatPart(f"Contact: {with_whom}", "configured"),)
    yield _how_to_act(policy, told, times)


def first_line(policy: Policy, told: CaseNotices, times: Times) -> ChatLine:
    """Return the line of a case that a phone shows: its state, id, priority and how late it is."""
    notice, case = told.worst, told.case
    shown = shown_clock(policy, notice, times.now)
    how = ""
    if notice.moment.kind in ("unowned", "held"):
        how = f"for {plain_length(notice.moment.amount)}"
    elif shown is not None:
        how = _how_late(shown) + (" at the last level" if is_last_level(told) else "")
    facts = (policy.case_id(case.number), case.priority, how, brief(case.partner))
    return ChatPart(notice.word, "bold"), ChatPart(f" {' · '.join(filter(None, facts))}")


def _how_late(shown: ShownClock) -> str:
    """Return how late a clock is, or in what time it is due: `update due in 55 min`."""
    name, (state, remaining) = shown.clock.name, shown.standing
    if remaining is None:
        return f"{name} {state}"
    if state == "late":
        return f"{name} {describe_lateness(remaining)}"
    left = describe_left(shown.standing)
    return f"{name} {left}" if shown.clock.paused else f"{name} due in {left.removesuffix(' left')}"


def _due_sentences(policy: Policy, told: CaseNotices, times: Times) -> Iterator[str]:
    """Yield when each clock is due, with what the first line does not say, and the owner."""
    clocks = shown_clocks(policy, told, times.now)
    is_said = len(clocks) == 1 and told.worst.moment.kind not in ("unowned", "held")
    sentences = []
    for shown in clocks:
        due, *left = due_pieces(policy, told.case, shown, times)
        if is_said:
            sentences.append(f"{due[:1].upper()}{due[1:]}".removesuffix(","))
        else:
            sentences.append(f"{shown.clock.name}: {' '.join([due, *left])}")
    if told.case.owner:
        owner = f"Owner: {brief(told.case.owner)}"
        sentences = [*sentences[:-1], ". ".join([*sentences[-1:], owner])]
    yield from sentences


def _how_to_act(policy: Policy, told: CaseNotices, times: Times) -> ChatLine:
    """Return whom to call, and the command that goes on from there."""
    case, command = told.case, next_command(policy, told)
    call = _whom_to_call(policy, case, times) if case.status in GOING_ON else ""
    if not call:
        return (ChatPart(command, "code"),)
    return ChatPart(f"{call}, or ", "configured"), ChatPart(command, "code")


def _whom_to_call(policy: Policy, case: Case, times: Times) -> str:
    status = hotline_to_call(policy, case, times)
    if status is not None:
        region = status.region
        where = "" if region.key == case.region else f"{region.name}, "
        return f"Call {region.hotline} ({where}{status.describe(times.now)})"
    partner_type = policy.partner_types.get(case.partner_type)
    portal = portal_of(policy, partner_type) if partner_type is not None else None
    return f"Go to {': '.join(filter(None, (portal.name, portal.url)))}" if portal else ""
