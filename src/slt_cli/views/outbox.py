"""How the outbox is listed: what was sent, what waits, and what could not be sent."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import format_utc, utc_or_none
from slt_cli.domain.notice_moments import parse_moment
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Line, Sheet, line
from slt_cli.output.times import Times
from slt_cli.store.outbox import Notice, NoticeKey, NoticeState
from slt_cli.views.case_list import number_of
from slt_cli.views.told_notices import moment_words

SCHEMA = "slt.outbox/1"
DAYS = 7
"""The days that the list goes back."""

_COUNTED: dict[NoticeState, str] = {
    "sent": "sent",
    "failed": "failed",
    "retry": "to be tried again",
    "waiting": "waiting",
    "dropped": "dropped",
}


def outbox_sheet(
    policy: Policy, notices: Iterable[Notice], times: Times, since: datetime | None = None
) -> Sheet[Notice]:
    """Return the sheet that lists notices: those since an instant, or of the last days.

    Its times are the reader's, as none is of a case.
    """
    span = f"since {times.yours(since)}" if since else f"of the last {DAYS} days"
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=notices,
        item=lambda notice: outbox_item(policy, notice),
        columns=(
            Column("Id", lambda notice: notice.id),
            Column("Case", lambda notice: policy.case_id(notice.key.case)),
            Column("Moment", lambda notice: _moment_words(notice.key), gives_way=2),
            Column("Channel", lambda notice: notice.key.channel),
            Column("State", _state),
            Column(times.heading("When"), lambda n: times.listed(_when(n), times.reader)),
            Column("Tries", lambda notice: str(notice.attempts), gives_way=3, right=True),
            Column("Error", lambda n: n.last_error or "", "shortened", gives_way=1, least=12),
        ),
        key=lambda notice: notice.id,
        empty=f"The outbox has no notice {span}.",
        footer=lambda listed: _summary(listed, span),
    )


def failed_sheet(policy: Policy, notices: Iterable[Notice], times: Times) -> Sheet[Notice]:
    """Return the sheet of notices that could not be sent: a record for each, its error whole."""

    def hint(notice: Notice) -> str:
        return _to_try_again(notice) if notice.state in ("failed", "retry") else ""

    nothing = "No notice failed, and none is to be tried again."
    return _records(policy, notices, times, hint).with_changes(empty=nothing)


def changed_sheet(policy: Policy, notice: Notice, times: Times) -> Sheet[Notice]:
    """Return the sheet of a notice that is to be sent after all, or not to be sent."""

    def hint(notice: Notice) -> str:
        if notice.state == "dropped":
            return ""
        if notice.key.channel in policy.channels:
            return "The next `slt notify` sends it."
        return f"Only a machine that has the channel {notice.key.channel} sends it."

    return _records(policy, [notice], times, hint)


def _records(
    policy: Policy, notices: Iterable[Notice], times: Times, hint: Callable[[Notice], str]
) -> Sheet[Notice]:
    """Return the sheet with a record for each notice, and a hint below it."""
    listed = outbox_sheet(policy, notices, times)

    def record(notice: Notice) -> Iterator[Line]:
        yield from listed.facts(notice)
        if said := hint(notice):
            yield line(said, indented=False, hint=True)

    return listed.with_changes(lines=record, detail=lambda _: (), footer=None)


def outbox_item(policy: Policy, notice: Notice) -> dict[str, Any]:
    """Return a notice as the JSON contract has it; only a clock is due."""
    key = notice.key
    return {
        "id": notice.id,
        "key": key_text(policy, key),
        "case": policy.case_id(key.case),
        "channel": key.channel,
        "moment": key.moment,
        "due_at": format_utc(key.due_at) if key.kind else None,
        "state": notice.state,
        "attempts": notice.attempts,
        "last_error": notice.last_error,
        "created_at": format_utc(notice.created_at),
        "sent_at": utc_or_none(notice.sent_at),
    }


def key_text(policy: Policy, key: NoticeKey) -> str:
    """Return what makes a notice the only one of its kind as one text.

    It is `CASE-411/response/1/75%/2026-11-25T14:40:00Z/desk` for a clock, `CASE-411/opened/1/desk`
    for an event, and `CASE-411/held 3d/2026-11-24T17:40:00Z/desk` for a state.
    """
    due_at = format_utc(key.due_at)
    if key.kind:
        parts: tuple[str, ...] = (key.kind, str(key.cycle), key.moment, due_at)
    elif key.event:
        parts = (key.moment, str(key.event))
    else:
        parts = (key.moment, due_at)
    return "/".join((policy.case_id(key.case), *parts, key.channel))


def _moment_words(key: NoticeKey) -> str:
    return moment_words(parse_moment(key.moment))


def _state(notice: Notice) -> Cell:
    return Cell(notice.state, "late" if notice.state == "failed" else "")


def _when(notice: Notice) -> datetime:
    """Return when a notice was sent or will be tried, else since when it fails or is there."""
    return notice.sent_at or notice.next_at or notice.failing_since or notice.created_at


def _summary(notices: Sequence[Notice], span: str) -> Iterator[str]:
    states = Counter(notice.state for notice in notices)
    told = ", ".join(f"{states[state]:,} {_COUNTED[state]}" for state in _COUNTED if states[state])
    messages = {notice.message for notice in notices if notice.message is not None}
    noun = "message" if len(messages) == len(notices) else "notice"
    yield f"{number_of(len(notices), noun)} {span}: {told}."
    failed = next((notice for notice in notices if notice.state == "failed"), None)
    if failed is not None:
        yield _to_try_again(failed, "a failed one")


def _to_try_again(notice: Notice, which: str = "it") -> str:
    retry = f"Try {which} again: slt outbox --retry {notice.id}"
    return f"{retry}    Drop it: --drop {notice.id}"
