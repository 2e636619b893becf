"""The subject and the plain text of a message, for mail and for whatever shows text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from slt_cli.domain.channels import Channel
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.notice_moments import NoticeMoment
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Standing
from slt_cli.output.times import Times
from slt_cli.views.lengths import describe_left, kind_of_time
from slt_cli.views.notice_facts import Fact, notice_facts
from slt_cli.views.told_notices import (
    MOST_OF_TEXT,
    CaseNotices,
    ToldNotice,
    brief,
    fitted,
    in_full,
    left_out_line,
    moment_words,
    plain_length,
    shown_clock,
    shown_clocks,
)

_LONGEST_SUBJECT = 78 - len("Subject: ")
_WIDTH = 78
_LABEL = 10
_INDENT = "  "
_ROOM = 40_000
"""The most characters of cases in one message."""

_OF_CASES = {
    "OPENED": ("was opened", "were opened"),
    "ESCALATED": ("was escalated", "were escalated"),
    "UNOWNED": ("has no owner", "have no owner"),
    "HELD": ("is on hold", "are on hold"),
}
_OF_CLOCKS = {"LATE": "late", "SOON": "due soon"}


def notice_subject(policy: Policy, told: Sequence[CaseNotices], now: datetime) -> str:
    """Return the subject of a message: the worst case first, and how many others there are."""
    more = f" (+{len(told) - 1:,} more)" if len(told) > 1 else ""
    return headline(policy, told[0].worst, now, _LONGEST_SUBJECT - len(more)) + more


def headline(policy: Policy, notice: ToldNotice, now: datetime, most: int = MOST_OF_TEXT) -> str:
    """Return a notice on one line; its subject is cut at the end of a word."""
    case = notice.case
    head = f"{notice.word}: {policy.case_id(case.number)} {case.priority}"
    shown = shown_clock(policy, notice, now)
    if notice.moment.kind in ("unowned", "held"):
        head += f", for {plain_length(notice.moment.amount)}"
    elif shown is not None:
        how = describe_left(shown.standing)
        if notice.moment.kind == "last level late":
            how = "late at the last level"
        elif notice.moment.kind == "late":
            how = _how_late(notice.moment, shown.standing)
        head += f" {', '.join(filter(None, (shown.clock.name, how)))}"
    subject = _cut_at_word(brief(case.subject, MOST_OF_TEXT), most - len(head) - len(": "))
    return f"{head}: {subject}" if subject else head


def _how_late(moment: NoticeMoment, standing: Standing) -> str:
    """Return how late a clock is: the moment, or more whole hours than that."""
    hours = -(standing.remaining or 0) // 3600
    return f"{hours} h late" if hours * 3600 > moment.amount else moment_words(moment)


def _cut_at_word(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    cut, blank, _ = text[: max(most, 0) + 1].rpartition(" ")
    return cut.rstrip() if blank else text[: max(most, 0)]


def notice_text(
    policy: Policy, told: Sequence[CaseNotices], channel: Channel, times: Times, host: str
) -> str:
    """Return the text of a message: a block for each case, and what it is as of."""

    def block(each: CaseNotices) -> list[str]:
        return list(_block(policy, each, times))

    def one_line(each: CaseNotices) -> list[str]:
        return [headline(policy, each.worst, times.now)]

    blocks, lines, left_out = fitted(told, block, one_line, _size, _ROOM)
    text = [summary(policy, told)]
    for each in blocks:
        text += ["", *each]
    if lines or left_out:
        text.append("")
    text += [line for each in lines for line in each]
    text += [left_out_line(told, left_out)] if left_out else []
    return "\n".join([*text, "", *_footer(policy, told, channel, times, host)]) + "\n"


def _size(lines: Sequence[str]) -> int:
    return sum(len(line) + 1 for line in lines) + 1


def summary(policy: Policy, told: Sequence[CaseNotices]) -> str:
    """Return in one sentence how much is late, soon due, opened, and so on."""
    notices = [notice for each in told for notice in each.notices]
    of_clocks = Counter(notice.word for notice in notices if notice.moment.is_of_clock)
    of_cases = Counter(notice.word for notice in notices if not notice.moment.is_of_clock)
    noun = _noun(policy, notices)
    parts: list[str] = []
    for word, count in of_clocks.items():
        number = f"{count:,}" if parts else f"{count:,} {noun}{'' if count == 1 else 's'}"
        parts.append(f"{number} {'is' if count == 1 else 'are'} {_OF_CLOCKS[word]}")
    for word, count in of_cases.items():
        one, several = _OF_CASES[word]
        parts.append(f"{count:,} case {one}" if count == 1 else f"{count:,} cases {several}")
    return f"{', '.join(parts)}."


def _noun(policy: Policy, notices: Sequence[ToldNotice]) -> str:
    """Return what is late or due: an answer, or a clock where something else stops one."""
    kinds = {n.clock.kind for n in notices if n.moment.is_of_clock and n.clock is not None}
    rules = (policy.clock_rules.get(kind, ClockRule.unknown(kind)) for kind in kinds)
    return "answer" if all("answer" in rule.stops for rule in rules) else "clock"


def _block(policy: Policy, told: CaseNotices, times: Times) -> Iterator[str]:
    case = told.case
    facts = (
        policy.case_id(case.number),
        f"ref {brief(case.ref)}" if case.ref else "",
        case.priority,
        brief(case.partner),
        policy.region_name(case),
    )
    yield " · ".join(filter(None, facts))
    if case.subject:
        yield brief(case.subject, MOST_OF_TEXT)
    for fact in notice_facts(policy, told, times):
        yield from _fact_lines(fact)


def _fact_lines(fact: Fact) -> Iterator[str]:
    """Yield a fact on as many lines as it needs: a piece is never broken."""
    label = f"{_INDENT}{fact.label:<{_LABEL}}{_INDENT}"
    line = ""
    for piece in fact.pieces:
        longer = f"{line}{fact.gap}{piece}" if line else piece
        if line and len(label) + len(longer) > _WIDTH:
            yield label + line
            label, longer = " " * len(label), piece
        line = longer
    yield label + line


def _footer(
    policy: Policy, told: Sequence[CaseNotices], channel: Channel, times: Times, host: str
) -> Iterator[str]:
    as_of = f"As of {in_full(times.now, policy.zone_of(told[0].case), times)}."
    clocks = [shown.clock for each in told for shown in shown_clocks(policy, each, times.now)]
    time = kind_of_time(clock.target for clock in clocks)
    yield f"{as_of} Left and late are {time}." if clocks else as_of
    moments = dict.fromkeys(f'"{moment_words(n.moment)}"' for t in told for n in t.notices)
    yield f"{sent_by(host)}: [[notices]] {_listed(list(moments))}, channel {channel.key}."


def sent_by(host: str) -> str:
    """Return which machine sent a message."""
    return f"Sent by slt on {brief(host)}" if host else "Sent by slt"


def _listed(words: Sequence[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
