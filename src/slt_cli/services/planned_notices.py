"""Which notices a run of `slt notify` would send: those that are due, and those that wait."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from slt_cli.app import App
from slt_cli.domain.channels import Channel
from slt_cli.services.due_notice import DueNotice
from slt_cli.services.notice_reasons import told_or_dropped
from slt_cli.services.notices_due import notices_due
from slt_cli.store.outbox import Notice, NoticeKey
from slt_cli.views.planned_notices import PlannedNotice


def planned_notices(
    app: App, channels: Mapping[str, Channel], now: datetime
) -> Iterator[PlannedNotice]:
    """Yield the notices that would go out at an instant, or wait until later."""
    due = notices_due(app.store, app.policy, channels, now)
    replaced = {_of_clock(notice.key, each) for notice in due for each in notice.replaces}
    waiting = [
        notice
        for state in ("waiting", "retry")
        for notice in app.store.outbox().notices(state=state)
        if notice.key.channel in channels
        and _of_clock(notice.key, notice.key.moment) not in replaced
    ]
    recorded = [*waiting, *(_as_recorded(each, now) for each in due)]
    told, _ = told_or_dropped(app.store, app.policy, recorded, now)
    for notice, each in told.items():
        later = notice.next_at if notice.next_at and notice.next_at > now else None
        delayed, again = (None, later) if notice.attempts else (later, None)
        yield PlannedNotice(each, notice.key.channel, delayed, again)


def last_run(app: App, channels: Mapping[str, Channel]) -> datetime | None:
    """Return when the channels were last looked after; None if never."""
    runs = app.store.outbox().runs()
    return max((run.last_at for key, run in runs.items() if key in channels), default=None)


def _of_clock(key: NoticeKey, moment: str) -> tuple[object, ...]:
    return key.case, key.kind, key.cycle, key.channel, moment


def _as_recorded(due: DueNotice, now: datetime) -> Notice:
    """Return a notice as the outbox would have it."""
    return Notice(0, due.key, "waiting", now, next_at=due.delayed_until)
