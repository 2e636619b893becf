"""Which notices are due: found by indexed questions, then decided from the whole cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.channels import Channel
from slt_cli.domain.notice_moments import EVENT_MOMENTS, NoticeMoment
from slt_cli.domain.notices import (
    OLDEST_NEWS,
    delayed_until,
    due_before,
    has_reached,
    least_seconds_left,
    may_have_reached,
    moments_of,
    moments_of_clocks,
    news_since,
    unowned_since,
    wanted_moments,
)
from slt_cli.domain.policy import Policy
from slt_cli.services.due_notice import DueNotice
from slt_cli.store.batches import with_numbers
from slt_cli.store.outbox import Candidate, NewEvent, NoticeKey, OutboxReading
from slt_cli.store.protocols import Store


def notices_due(
    store: Store,
    policy: Policy,
    channels: Mapping[str, Channel],
    now: datetime,
    outbox: OutboxReading | None = None,
) -> list[DueNotice]:
    """Return the notices for some channels that are due and were not made before.

    An `outbox` answers in place of the store's.
    """
    search = _Search(store, policy, channels, now, outbox or store.outbox())
    with store.reading():
        return [*search.of_clocks(), *search.of_events(), *search.of_states()]


class _Ranked(NamedTuple):
    """A moment among those of a clock that a channel gets, and whether a rule takes the case."""

    moment: NoticeMoment
    text: str
    is_wanted: bool


class _Search:
    """One look for what is due."""

    def __init__(
        self,
        store: Store,
        policy: Policy,
        channels: Mapping[str, Channel],
        now: datetime,
        outbox: OutboxReading,
    ) -> None:
        self._store, self._outbox = store, outbox
        self._policy, self._channels, self._now = policy, channels, now
        self._moments = moments_of(policy.notices, channels)
        self._known_ranks: dict[tuple[object, ...], list[_Ranked]] = {}

    def of_clocks(self) -> Iterator[DueNotice]:
        """Yield for each clock and channel the last of the moments that the clock has reached."""
        if not any(moment.is_of_clock for moment in self._moments):
            return
        regions = self._policy.regions.values()
        latest = due_before(self._moments, self._outbox.longest_target(), regions, self._now)
        if latest is None:
            return
        found = {
            candidate: possible
            for candidate in self._outbox.candidates(latest)
            if (possible := self._possible(candidate))
        }
        cases = self._cases(candidate.case for candidate in found)
        for candidate, by_channel in found.items():
            for channel, moments in by_channel.items():
                if due := self._reached(candidate, cases[candidate.case], channel, moments):
                    yield due

    def _possible(self, candidate: Candidate) -> dict[str, list[NoticeMoment]]:
        """Return the moments for each channel that a clock may have reached, the last one first.

        Left out are those that come before one of which a notice was made.
        """
        possible = {}
        for channel in self._channels:
            moments = []
            for ranked in self._ranked(candidate, channel):
                if (channel, ranked.text) in candidate.noticed:
                    break
                if ranked.is_wanted:
                    moments.append(ranked.moment)
            if moments and (reached := self._may_be_reached(candidate, moments)):
                possible[channel] = reached
        return possible

    def _may_be_reached(
        self, candidate: Candidate, moments: Sequence[NoticeMoment]
    ) -> list[NoticeMoment]:
        seconds, due_at = candidate.target_seconds, candidate.due_at
        region = self._policy.regions.get(candidate.region)
        schedule = None if region is None else region.schedule
        left = least_seconds_left(schedule, seconds, candidate.target_clock, due_at, self._now)
        return [
            moment
            for moment in moments
            if may_have_reached(moment, seconds, left, due_at, self._now)
        ]

    def _ranked(self, candidate: Candidate, channel: str) -> list[_Ranked]:
        """Return the moments of clocks that a channel gets, the last one of such a clock first."""
        chosen = candidate.priority, candidate.region, candidate.owner
        key = channel, *chosen, candidate.kind, candidate.target_seconds
        if (known := self._known_ranks.get(key)) is not None:
            return known
        rules, seconds = self._policy.notices, candidate.target_seconds
        wanted = {*wanted_moments(rules, channel, candidate, candidate.kind)}
        ranked = moments_of_clocks(rules, channel, seconds)
        found = [_Ranked(moment, str(moment), moment in wanted) for moment in ranked]
        self._known_ranks[key] = found
        return found

    def _reached(
        self, candidate: Candidate, case: Case, channel: str, moments: Sequence[NoticeMoment]
    ) -> DueNotice | None:
        clock = case.cycle(candidate.kind, candidate.cycle)
        for moment in moments:
            if clock is not None and has_reached(moment, clock, case, self._policy, self._now):
                due, text = candidate.due_without_holds, str(moment)
                key = NoticeKey(case.number, clock.kind, clock.cycle, 0, due, text, channel)
                texts = [ranked.text for ranked in self._ranked(candidate, channel)]
                lower = tuple(texts[texts.index(text) + 1 :])
                return self._due(key, moment, case)._replace(replaces=lower)
        return None

    def of_events(self) -> Iterator[DueNotice]:
        """Yield the notices of events that were recorded since each channel's last run."""
        kinds = {moment.kind for moment in self._moments if moment.kind in EVENT_MOMENTS}
        since = {
            channel: news_since(run.first_at, run.last_at, self._now)
            for channel, run in self._outbox.runs().items()
            if channel in self._channels
        }
        if not kinds or not since:
            return
        recorded = self._outbox.new_events(min(since.values()), kinds)
        news = [event for event in recorded if event.recorded_at - event.at <= OLDEST_NEWS]
        wanted = {
            _key_of(event, channel)
            for event in news
            for channel, earliest in since.items()
            if event.recorded_at >= earliest
        }
        new = sorted(wanted - self._outbox.made(wanted))
        cases = self._cases(key.case for key in new)
        for key in new:
            for moment in self._of_kind(key.channel, cases[key.case], key.moment):
                yield self._due(key, moment, cases[key.case])

    def of_states(self) -> Iterator[DueNotice]:
        """Yield the notices of cases that have had no owner, or have been on hold, for too long."""
        for channel in self._channels:
            for moment in sorted(moments_of(self._policy.notices, {channel})):
                if moment.kind == "held":
                    yield from self._held(moment, channel)
                elif moment.kind == "unowned":
                    yield from self._unowned(moment, channel)

    def _held(self, moment: NoticeMoment, channel: str) -> Iterator[DueNotice]:
        numbers = self._outbox.held(self._before(moment), str(moment), channel)
        found: list[DueNotice] = []
        for case in self._cases(numbers).values():
            if (since := case.held_since) is not None:
                found += self._of_state(moment, channel, case, since, 0)
        yield from self._not_made(found)

    def _unowned(self, moment: NoticeMoment, channel: str) -> Iterator[DueNotice]:
        before = self._before(moment)
        numbers = self._outbox.unowned(before, str(moment), channel)
        histories = self._store.histories(numbers) if numbers else {}
        found: list[DueNotice] = []
        for case in self._cases(numbers).values():
            event = unowned_since(case, histories[case.number])
            if event is not None and event.at <= before:
                found += self._of_state(moment, channel, case, event.at, event.id or 0)
        yield from self._not_made(found)

    def _before(self, moment: NoticeMoment) -> datetime:
        return self._now - timedelta(seconds=moment.amount)

    def _of_state(
        self, moment: NoticeMoment, channel: str, case: Case, since: datetime, event: int
    ) -> Iterator[DueNotice]:
        """Yield the notice of the moment if it is the last one that a state has reached."""
        lasting = self._of_kind(channel, case, moment.kind)
        reached = [each for each in lasting if since <= self._before(each)]
        if max(reached, default=None) == moment:
            key = NoticeKey(case.number, "", 0, event, since, str(moment), channel)
            yield self._due(key, moment, case)

    def _of_kind(self, channel: str, case: Case, kind: str) -> set[NoticeMoment]:
        wanted = wanted_moments(self._policy.notices, channel, case, None)
        return {moment for moment in wanted if moment.kind == kind}

    def _not_made(self, found: Sequence[DueNotice]) -> Iterator[DueNotice]:
        """Yield those of which neither the moment nor a longer one of the same state was told."""
        as_long = {
            due.key: {
                due.key._replace(moment=str(moment))
                for moment in self._moments
                if moment.kind == due.moment.kind and moment >= due.moment
            }
            for due in found
        }
        made = self._outbox.made(set[NoticeKey]().union(*as_long.values()))
        return (due for due in found if made.isdisjoint(as_long[due.key]))

    def _due(self, key: NoticeKey, moment: NoticeMoment, case: Case) -> DueNotice:
        channel = self._channels[key.channel]
        until = delayed_until(channel, moment, case.priority, self._now)
        return DueNotice(key, moment, case, until)

    def _cases(self, numbers: Iterable[int]) -> dict[int, Case]:
        wanted = dict.fromkeys(numbers)
        return {case.number: case for case in with_numbers(self._store, wanted)}


def _key_of(event: NewEvent, channel: str) -> NoticeKey:
    return NoticeKey(event.case, "", 0, event.event, event.at, event.kind, channel)
