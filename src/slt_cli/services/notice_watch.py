"""Whether notices reach people: that `slt notify` runs, and that channels take what it sends."""

from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.notices import silent_channels
from slt_cli.domain.policy import Policy
from slt_cli.services.failures import lasting_failures
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
    return troubles + [f"the channel {channel} fails" for channel in lasting_failures(failing, now)]
