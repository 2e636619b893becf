"""Whether notices reach people: that `slt notify` runs, and that channels take what it sends."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.notices import is_ahead, is_silent, named_channels, silent_channels
from slt_cli.domain.policy import Policy
from slt_cli.finding import Finding
from slt_cli.services.failures import lasting_failures
from slt_cli.store.outbox import ChannelRun, Notice
from slt_cli.store.protocols import Store

_CHECK = "notices"


def notice_troubles(policy: Policy, store: Store, now: datetime, present: datetime) -> list[str]:
    """Return what keeps notices from people, each as a short sentence; nothing without notices.

    `now` is the time that is asked about, `present` that of this machine's clock.
    """
    if not policy.notices:
        return []
    outbox = store.outbox()
    unsent = [*outbox.failing(), *outbox.notices(state="waiting")]
    found = notice_findings(policy, outbox.runs(), unsent, now, present)
    return [finding.found for finding in found if finding.state == "problem"]


def notice_findings(
    policy: Policy,
    runs: Mapping[str, ChannelRun],
    unsent: Sequence[Notice],
    now: datetime,
    present: datetime,
) -> Iterator[Finding]:
    """Yield when each channel that gets notices was looked after, and what could not be sent."""
    named = named_channels(policy.notices)
    last_runs = {channel: run.last_at for channel, run in runs.items()}
    silent = silent_channels(policy.notices, last_runs, policy.notify_every, now)
    for channel, at in silent.items():
        found = f"slt notify has not run for {channel}{f' since {format_utc(at)}' if at else ''}"
        yield Finding(_CHECK, "problem", found, _run_it(channel))
    for channel in named:
        if channel not in silent:
            yield _last_run(channel, last_runs[channel], present)
    if count := sum(notice.state == "failed" for notice in unsent):
        found = f"{count} notice{'' if count == 1 else 's'} could not be sent"
        fix = "`slt outbox --failed` shows why; --retry sends a notice after all, --drop does not"
        yield Finding(_CHECK, "problem", found, fix)
    gone = {
        channel: at
        for channel, at in last_runs.items()
        if channel not in named and is_silent(at, policy.notify_every, now)
    }
    yield from _left_behind(gone, unsent)
    for channel in sorted(lasting_failures(unsent, now).keys() - gone.keys()):
        fix = f"`slt notify --test {channel}` tries it; `slt outbox --failed` shows what waits"
        yield Finding(_CHECK, "problem", f"the channel {channel} fails", fix)


def _last_run(channel: str, at: datetime, present: datetime) -> Finding:
    """Return when a channel was looked after: a time to come would hide that it stopped."""
    found = f"slt notify ran for {channel} at {format_utc(at)}"
    if not is_ahead(at, present):
        return Finding(_CHECK, "ok", found)
    fix = f"set that clock, or this machine's if it is behind; then {_run_it(channel)}"
    return Finding(_CHECK, "problem", f"{found}, by a clock that is ahead", fix)


def _run_it(channel: str) -> str:
    return f"let cron run `slt notify` where [channels.{channel}] is configured"


def _left_behind(gone: Mapping[str, datetime], unsent: Sequence[Notice]) -> Iterator[Finding]:
    """Yield how much waits for each channel that was renamed or removed on every machine."""
    counts = Counter(notice.key.channel for notice in unsent if notice.state != "failed")
    for channel, at in gone.items():
        if count := counts[channel]:
            waits = "1 notice waits" if count == 1 else f"{count} notices wait"
            found = f"{waits} for {channel}, to which nobody has sent since {format_utc(at)}"
            fix = f"name {channel} in [[notices]] again, or `slt outbox --drop ID`"
            yield Finding(_CHECK, "problem", found, fix)
