"""Whether notices reach people: that `slt notify` runs, and that channels take what it sends."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.notices import is_silent, silent_channels
from slt_cli.domain.policy import Policy
from slt_cli.services.failures import lasting_failures
from slt_cli.store.outbox import Notice, OutboxReading
from slt_cli.store.protocols import Store


def notice_troubles(policy: Policy, store: Store, now: datetime) -> list[str]:
    """Return what keeps notices from people, each as a short sentence; nothing without notices."""
    if not policy.notices:
        return []
    outbox = store.outbox()
    runs = {channel: run.last_at for channel, run in outbox.runs().items()}
    silent = silent_channels(policy.notices, runs, policy.notify_every, now)
    troubles = [
        f"slt notify has not run for {channel}{f' since {format_utc(at)}' if at else ''}"
        for channel, at in silent.items()
    ]
    failing = outbox.failing()
    if given_up := [notice.id for notice in failing if notice.state == "failed"]:
        count = len(given_up)
        troubles.append(f"{count} notice{'' if count == 1 else 's'} could not be sent")
    named = {channel for rule in policy.notices for channel in rule.to}
    gone = {
        channel: at
        for channel, at in runs.items()
        if channel not in named and is_silent(at, policy.notify_every, now)
    }
    fails = [channel for channel in lasting_failures(failing, now) if channel not in gone]
    troubles += [f"the channel {channel} fails" for channel in fails]
    return [*troubles, *_left_behind(outbox, failing, gone)]


def _left_behind(
    outbox: OutboxReading, failing: Sequence[Notice], gone: Mapping[str, datetime]
) -> Iterator[str]:
    """Yield how much waits for each channel that was renamed or removed everywhere."""
    if not gone:
        return
    retried = (notice for notice in failing if notice.state == "retry")
    unsent = chain(outbox.notices(state="waiting"), retried)
    counts = Counter(notice.key.channel for notice in unsent)
    for channel, at in gone.items():
        if count := counts[channel]:
            waits = "1 notice waits" if count == 1 else f"{count} notices wait"
            yield f"{waits} for {channel}, to which nobody has sent since {format_utc(at)}"
