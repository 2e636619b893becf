"""What a message tells about cases: its notices by case, the worst first, and their words."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.calendar.instant import Zone, format_clock, format_instant
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.notice_moments import NoticeMoment
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Standing
from slt_cli.output.text import printable
from slt_cli.output.times import Times

MOST_IN_FULL = 20
MOST_OF_TEXT = 200
"""The most characters of a subject or a reason: `slt show` has all of it."""
MOST_OF_NAME = 80
_CUT = "\N{HORIZONTAL ELLIPSIS}"
_URGENCY = ("LATE", "SOON", "ESCALATED", "UNOWNED", "HELD", "OPENED")
_DAY = 24 * 3600

Part = TypeVar("Part")


class ToldNotice(NamedTuple):
    """One notice with what its message tells: the case as it is now, its clock and how it stands.

    `since` is when the event happened or the state began; of a clock, when it is due. `note` is
    what was said with the event. Without a clock the leading one is shown.
    """

    case: Case
    clock: Clock | None
    moment: NoticeMoment
    standing: Standing | None
    since: datetime
    note: str | None = None

    @property
    def word(self) -> str:
        """Return the word in capitals that a message begins with: how a clock is, or what happened.

        Before the due time it is SOON, however much is left: this moment was chosen to be told of.
        """
        if not self.moment.is_of_clock:
            return self.moment.kind.upper()
        return "LATE" if self.standing is not None and self.standing.state == "late" else "SOON"


class CaseNotices(NamedTuple):
    """The notices of one case in a message, the worst first."""

    case: Case
    notices: tuple[ToldNotice, ...]

    @property
    def worst(self) -> ToldNotice:
        """Return the notice that stands for the case."""
        return self.notices[0]


class ShownClock(NamedTuple):
    """A running clock that a message shows, and its state."""

    clock: Clock
    standing: Standing


def by_case(policy: Policy, notices: Iterable[ToldNotice]) -> list[CaseNotices]:
    """Return notices by case, the worst case first: what is late, then soon due, then the rest.

    Among these the more severe priority comes first, then what is due first.
    """
    found: dict[int, list[ToldNotice]] = {}
    for notice in sorted(notices, key=partial(_worst_first, [*policy.priorities])):
        found.setdefault(notice.case.number, []).append(notice)
    return [CaseNotices(told[0].case, tuple(told)) for told in found.values()]


def _worst_first(priorities: Sequence[str], notice: ToldNotice) -> tuple[object, ...]:
    case = notice.case
    rank = priorities.index(case.priority) if case.priority in priorities else len(priorities)
    due = notice.clock.due_at if notice.clock is not None else None
    urgency = _URGENCY.index(notice.word)
    return urgency, rank, due or notice.since, case.priority, case.number, notice.moment


def shown_clock(policy: Policy, notice: ToldNotice, now: datetime) -> ShownClock | None:
    """Return the clock that is shown with a notice: its own, else the case's leading one.

    Only the notice's own clock is shown after it stopped; None if the case has none to show.
    """
    if notice.clock is not None:
        standing = notice.standing or policy.standing(notice.clock, notice.case, now)
        return ShownClock(notice.clock, standing)
    raised = notice.case.clock(ESCALATION) if notice.moment.kind == "escalated" else None
    is_awaited = raised is not None and raised.running
    clock = raised if is_awaited else notice.case.leading_clock
    if clock is None or not clock.running:
        return None
    return ShownClock(clock, policy.standing(clock, notice.case, now))


def shown_clocks(policy: Policy, told: CaseNotices, now: datetime) -> list[ShownClock]:
    """Return the clocks that are shown with the notices of a case, each once."""
    found = (shown_clock(policy, notice, now) for notice in told.notices)
    return list({shown.clock.key: shown for shown in found if shown is not None}.values())


def moment_words(moment: NoticeMoment) -> str:
    """Return a moment as people read it: `75 %`, `1 h late`, `held 3 d`."""
    match moment.kind:
        case "share":
            return f"{moment.amount} %"
        case "left" | "late":
            return f"{format_duration(moment.amount)} {moment.kind}"
        case "unowned" | "held":
            return f"{moment.kind} {plain_length(moment.amount)}"
        case _:
            return moment.kind


def plain_length(seconds: int) -> str:
    """Return a length of plain time, which may have days: `3 d`, `1 d 12 h`, `15 min`."""
    days, rest = divmod(seconds, _DAY)
    parts = [f"{days} d"] if days else []
    return " ".join([*parts, format_duration(rest)] if rest or not days else parts)


def in_full(instant: datetime, zone: Zone, times: Times) -> str:
    """Return a time in full in a region's zone, and in a bracket the reader's if it differs.

    The bracket has the hour alone where the day is the same: `Wed 25 Nov 14:40 GMT (15:40 CET)`.
    """
    year = times.now.year
    told = format_instant(instant, zone, year)
    if not times.differs(instant, zone):
        return told
    days = {instant.astimezone(each.info).date() for each in (zone, times.reader)}
    if len(days) == 1:
        return f"{told} ({format_clock(instant, times.reader)})"
    return f"{told} ({format_instant(instant, times.reader, year)})"


def brief(text: str | None, most: int = MOST_OF_NAME) -> str:
    """Return a text that people gave on one line, safe to show, cut where it is too long."""
    safe = printable((text or "")[: most + 1])
    return safe if len(safe) <= most else safe[: most - 1].rstrip() + _CUT


def fitted(
    told: Sequence[CaseNotices],
    whole: Callable[[CaseNotices], Part],
    in_brief: Callable[[CaseNotices], Part],
    size: Callable[[Part], int],
    room: int,
) -> tuple[list[Part], list[Part], int]:
    """Return the cases that fit in a room: at most 20 in full, then some in brief.

    The number is that of the cases which are left out.
    """
    wholes: list[Part] = []
    briefs: list[Part] = []
    for place, each in enumerate(told):
        if not briefs and place < MOST_IN_FULL and size(part := whole(each)) <= room:
            wholes.append(part)
        elif size(part := in_brief(each)) <= room:
            briefs.append(part)
        else:
            return wholes, briefs, len(told) - place
        room -= size(part)
    return wholes, briefs, 0


def left_out_line(told: Sequence[CaseNotices], left_out: int) -> str:
    """Return how many cases a message leaves out, and the command that shows them."""
    late = all(each.worst.word == "LATE" for each in told[-left_out:])
    cases = "1 more case" if left_out == 1 else f"{left_out:,} more cases"
    return f"and {cases}: {'slt due --late' if late else 'slt list'}"
