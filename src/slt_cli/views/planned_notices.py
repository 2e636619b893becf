"""How `slt notify --dry-run` shows the notices that would go out now, and those that wait."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.calendar.instant import utc_or_none
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import linked_id
from slt_cli.views.case_list import number_of
from slt_cli.views.clock_rows import ClockRow, tone_of
from slt_cli.views.lengths import left_column
from slt_cli.views.notice_items import notice_item, notice_row
from slt_cli.views.told_notices import ToldNotice, moment_words

SCHEMA = "slt.notify/1"


class PlannedNotice(NamedTuple):
    """A notice that would go out to a channel: at once, or later.

    Quiet hours of the channel delay it, or it could not be sent and is tried again.
    """

    notice: ToldNotice
    channel: str
    delayed_until: datetime | None = None
    tried_again_at: datetime | None = None

    @property
    def goes_now(self) -> bool:
        """Return whether it would go out at once."""
        return self.delayed_until is None and self.tried_again_at is None


def planned_sheet(
    policy: Policy, planned: Iterable[PlannedNotice], times: Times, last_run: datetime | None
) -> Sheet[PlannedNotice]:
    """Return the sheet of a dry run; `last_run` is when notices were last looked after."""

    def row_of(each: PlannedNotice) -> ClockRow:
        return notice_row(policy, each.notice, times.now)

    def state(each: PlannedNotice) -> Cell:
        row = row_of(each)
        return Cell(row.standing.state, tone_of(row))

    def left(each: PlannedNotice) -> Cell:
        row = row_of(each)
        return Cell(left_column(row.standing), tone_of(row))

    ran = f"Last run of slt notify: {_told(last_run, times) or 'never'}"
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=planned,
        item=lambda each: planned_item(policy, each, times.now),
        columns=(
            Column("Case", lambda each: linked_id(policy, each.notice.case)),
            Column("Pri", lambda e: e.notice.case.priority, gives_way=1, plain_header="Priority"),
            Column("State", state),
            Column("Left", left, right=True),
            Column("Clock", lambda each: row_of(each).clock.name, gives_way=2),
            Column("Moment", lambda each: moment_words(each.notice.moment), gives_way=3),
            Column("Channel", lambda each: each.channel, gives_way=4),
            Column("Subject", lambda e: e.notice.case.subject, "shortened", 5, least=12),
        ),
        key=lambda each: policy.case_id(each.notice.case.number),
        empty=f"No notice would go out. {ran}",
        footer=lambda rows: _summary(rows, times, ran),
    )


def planned_item(policy: Policy, planned: PlannedNotice, now: datetime) -> dict[str, Any]:
    """Return a notice of a dry run as the JSON contract has it."""
    return {
        **notice_item(policy, planned.notice, now),
        "channel": planned.channel,
        "delayed_until": utc_or_none(planned.delayed_until),
        "tried_again_at": utc_or_none(planned.tried_again_at),
    }


def _summary(planned: Sequence[PlannedNotice], times: Times, ran: str) -> Iterator[str]:
    now = Counter(each.channel for each in planned if each.goes_now)
    told = f"{number_of(now.total(), 'notice')} in {number_of(len(now), 'message')} would go out"
    to = ", ".join(f"{channel} {count:,}" for channel, count in now.items())
    yield f"{told}{f': {to}' if to else ''}. Nothing was sent."
    again = _later(((each.channel, each.tried_again_at) for each in planned), "at", times)
    if again:
        yield f"To be tried again: {again}."
    delayed = _later(((each.channel, each.delayed_until) for each in planned), "until", times)
    yield f"Delayed by quiet hours: {delayed or 'none'}. {ran}"


def _later(planned: Iterable[tuple[str, datetime | None]], preposition: str, times: Times) -> str:
    """Return how many notices each channel gets later, and when."""
    waiting = Counter((channel, at) for channel, at in planned if at is not None)
    return ", ".join(
        f"{channel} {count:,} {preposition} {_told(at, times)}"
        for (channel, at), count in waiting.items()
    )


def _told(instant: datetime | None, times: Times) -> str:
    return "" if instant is None else times.told(instant, times.reader)
