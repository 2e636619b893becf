"""When notices arise: the moments that are wanted, those that a clock has reached, and retries."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.channels import Channel, NoticeRule
from slt_cli.domain.clocks import Clock, counted_on, is_late
from slt_cli.domain.escalation import is_at_last_level
from slt_cli.domain.events import Event, events_that_count
from slt_cli.domain.instants import TOLERATED
from slt_cli.domain.notice_moments import NoticeMoment
from slt_cli.domain.owners import NOBODY, present_owner
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.domain.texts import folded
from slt_cli.errors import ScheduleError

OLDEST_NEWS = timedelta(days=1)
"""An event that was recorded longer than this after it happened is history, and no news."""

LATE_COMMITS = timedelta(hours=2)
"""How far back events are looked for again: a command may have waited, or a clock be behind."""

_EARLIEST_RUN = datetime.min.replace(tzinfo=UTC) + LATE_COMMITS

GIVEN_UP_AFTER = timedelta(hours=24)
"""How long after its first failure a message is tried again."""

LASTING_FAILURE = timedelta(minutes=15)
"""A channel that fails for longer than this needs a person."""

MISSED_INTERVALS = 3
"""After how many intervals without a run notices are taken to be dead."""

_TRIED_AGAIN_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))


class Chosen(Protocol):
    """What filters of notices ask for: a case, or a row about one."""

    @property
    def priority(self) -> str:
        """Return the key of its priority."""

    @property
    def region(self) -> str:
        """Return the key of its region."""

    @property
    def owner(self) -> str | None:
        """Return who works on it."""


def wanted_moments(
    rules: Iterable[NoticeRule], channel: str, chosen: Chosen, kind: str | None
) -> Iterator[NoticeMoment]:
    """Yield the moments of a case that a channel gets: a kind of clock's, or the others."""
    for rule in rules:
        if channel in rule.to and _takes(rule, chosen, kind):
            for moment in rule.moments:
                if moment.is_of_clock == (kind is not None):
                    yield moment


def _takes(rule: NoticeRule, chosen: Chosen, kind: str | None) -> bool:
    if kind is not None and rule.clocks and kind not in rule.clocks:
        return False
    if rule.priorities and chosen.priority not in rule.priorities:
        return False
    if rule.regions and chosen.region not in rule.regions:
        return False
    if not rule.owners:
        return True
    owner = present_owner(chosen.owner)
    return folded(NOBODY if owner is None else owner) in map(folded, rule.owners)


def moments_of(rules: Iterable[NoticeRule], channels: Collection[str]) -> set[NoticeMoment]:
    """Return every moment that one of the channels gets."""
    told = [rule for rule in rules if not set(rule.to).isdisjoint(channels)]
    return {moment for rule in told for moment in rule.moments}


def moments_of_clocks(
    rules: Iterable[NoticeRule], channel: str, target_seconds: int
) -> list[NoticeMoment]:
    """Return the moments of clocks that a channel gets of any case, the last one first.

    That order decides what replaces what: whichever rule took the case then or takes it now.
    """
    of_clocks = [moment for moment in moments_of(rules, {channel}) if moment.is_of_clock]
    return sorted(of_clocks, key=lambda moment: moment.rank(target_seconds), reverse=True)


def named_channels(rules: Iterable[NoticeRule]) -> list[str]:
    """Return the channels that rules name, each once."""
    return list(dict.fromkeys(channel for rule in rules for channel in rule.to))


def due_before(
    moments: Iterable[NoticeMoment], longest_target: int, regions: Iterable[Region], now: datetime
) -> datetime | None:
    """Return a time before which every clock is due that can have reached one of the moments.

    None where no clock has a moment. `longest_target` is in seconds.
    """
    lengths = [moment.seconds_left(longest_target) for moment in moments if moment.is_of_clock]
    if not lengths:
        return None
    latest, longest = now, max(0, *lengths)
    for region in regions:
        support = region.schedule
        for schedule in (support, support.around_the_clock(), *support.named.values()):
            try:
                latest = max(latest, schedule.due(now, longest + 1))
            except ScheduleError:  # nothing is due on what stays closed
                continue
    return latest


def least_seconds_left(
    schedule: Schedule | None,
    target_seconds: int,
    target_clock: str,
    due_at: datetime,
    now: datetime,
) -> int | None:
    """Return the least that may be left of a target, negative after it is due: holds are ignored.

    None where its schedule is no longer configured.
    """
    target = Target(target_seconds, target_clock)
    counted = None if schedule is None else counted_on(schedule, target)
    if counted is None:
        return None
    if now <= due_at:
        return counted.elapsed(now, due_at)
    return -counted.elapsed(due_at, now)


def may_have_reached(
    moment: NoticeMoment, target_seconds: int, left: int | None, due_at: datetime, now: datetime
) -> bool:
    """Return whether a clock may have reached a moment, before its case is read."""
    if moment.is_due and now < due_at:
        return False
    if moment.kind in ("due", "last level late"):
        return True
    return now >= due_at if left is None else left <= moment.seconds_left(target_seconds)


def has_reached(
    moment: NoticeMoment, clock: Clock, case: Case, policy: Policy, now: datetime
) -> bool:
    """Return whether a running clock of a case has reached a moment; a paused one has none."""
    if clock.due_at is None or clock.target is None or not clock.running:
        return False
    if moment.kind == "due":
        return now >= clock.due_at
    late = is_late(clock.due_at, now)
    if moment.kind == "last level late":
        return late and clock == case.escalating_clock and _is_at_last_level(case, policy)
    if late and moment.kind != "late":
        return True
    left = policy.standing(clock, case, now).remaining
    return left is not None and left <= moment.seconds_left(clock.target.seconds)


def _is_at_last_level(case: Case, policy: Policy) -> bool:
    partner_type = policy.partner_types.get(case.partner_type)
    return partner_type is None or is_at_last_level(case, policy.levels, partner_type)


def news_since(first_run: datetime, last_run: datetime, now: datetime) -> datetime:
    """Return since when events are news: a while before the last run, but not before the first.

    A first run that is still to come does not count: it was of a clock that was wrong.
    """
    since = max(min(last_run, now), _EARLIEST_RUN) - LATE_COMMITS
    return since if is_ahead(first_run, now) else max(first_run, since)


def is_ahead(run: datetime, now: datetime) -> bool:
    """Return whether a run is still to come, by more than clocks of hosts may differ."""
    return run > now + TOLERATED


def unowned_since(case: Case, events: Sequence[Event]) -> Event | None:
    """Return the event since which a case that is worked on has no owner; None if it has one."""
    if case.owner is not None or case.status not in ("open", "responded"):
        return None
    counting = events_that_count(events)
    if not counting:
        return None
    return next((event for event in reversed(counting) if "owner" in event.changes), counting[0])


def delayed_until(
    channel: Channel, moment: NoticeMoment, priority: str, now: datetime
) -> datetime | None:
    """Return when the quiet hours of a channel end that delay a notice; None if none do."""
    quiet = channel.quiet
    if quiet is None or moment.is_due or priority in channel.urgent or not quiet.is_open(now):
        return None
    return quiet.next_change(now)


def next_try(
    attempts: int, failing_since: datetime, now: datetime, retry_after: int | None = None
) -> datetime | None:
    """Return when a message is tried again after this many attempts, the last of them just now.

    None gives it up: after a day, but not before it was tried a few times, as the machine may have
    been off, or its clock ahead. `retry_after` is how many seconds the other side asks for.
    """
    if now >= failing_since + GIVEN_UP_AFTER and attempts > len(_TRIED_AGAIN_AFTER):
        return None
    wait = _TRIED_AGAIN_AFTER[min(attempts, len(_TRIED_AGAIN_AFTER)) - 1]
    asked = timedelta(seconds=retry_after or 0)
    return now + min(max(wait, asked), GIVEN_UP_AFTER)


def silent_channels(
    rules: Iterable[NoticeRule],
    last_runs: Mapping[str, datetime],
    notify_every: int,
    now: datetime,
) -> dict[str, datetime | None]:
    """Return the channels that nobody looks after, each with its last run, None for never."""
    runs = {channel: last_runs.get(channel) for channel in named_channels(rules)}
    return {
        channel: at
        for channel, at in runs.items()
        if at is None or is_silent(at, notify_every, now)
    }


def is_silent(last_run: datetime, notify_every: int, now: datetime) -> bool:
    """Return whether nobody looks after a channel that was looked after last at an instant."""
    return last_run < now - MISSED_INTERVALS * timedelta(seconds=notify_every)
