"""An oracle of notices: slow, obviously right, and written from the rules alone.

    for notice in simulate(scenario).sent: ...

`scenario.py` says what goes in and comes out. Time is counted minute by minute on wall clocks, and
at every run each case is told anew from what was recorded by then.

Where the rules leave a choice, it is said beside it with the word "Choice".
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.notices.cases import Case, Clock, case_of, clocks_of, counting_of
from tests.notices.scenario import (
    MINUTE,
    Channel,
    Happening,
    Rule,
    Scenario,
    happenings_of,
    minutes_of,
    runs_of,
    text_of,
    words_of,
)
from tests.notices.walking import is_within, walk

EVENTS = ("opened", "escalated")
STATES = ("unowned", "held")
# The later on the clock the higher; at the same place on it, in this order. Choice: 75 % of 4 h is
# below "1h left", and "last level late" above "due".
KINDS = ("share", "left", "due", "last level late", "late")
LOOK_BACK = timedelta(hours=2)
OLDEST_NEWS = timedelta(days=1)


class Notice(NamedTuple):
    """A notice, by its key; `event` tells two events of one kind apart."""

    case: int
    clock: str
    cycle: int
    event: int
    due: datetime
    moment: str
    channel: str

    @property
    def text(self) -> str:
        """Return the notice as scenarios write it."""
        clock = f"{self.clock}/{self.cycle} " if self.clock else ""
        return f"{self.case} {clock}{self.moment} {self.channel}"


class Told(NamedTuple):
    """What came of all notices, each with its run: made, sent, or dropped and why."""

    sent: list[tuple[datetime, Notice]]
    dropped: list[tuple[datetime, Notice, str]]
    made: list[tuple[datetime, Notice]]

    @property
    def sent_lines(self) -> list[str]:
        """Return the notices sent as scenarios write them, in order."""
        return sorted(f"{text_of(at)} {notice.text}" for at, notice in self.sent)

    @property
    def dropped_lines(self) -> list[str]:
        """Return the notices dropped as scenarios write them, in order."""
        return sorted(f"{notice.text}: {why}" for _, notice, why in self.dropped)


def kind_of(moment: str) -> str:
    """Return the kind of a moment: `share` for `75%`, `late` for `1h late`."""
    if moment.endswith("%"):
        return "share"
    if moment in (*EVENTS, "due", "last level late"):
        return moment
    first, last = moment.split()
    return first if first in STATES else last


def place_of(moment: str, target: int) -> int:
    """Return after how many minutes of a clock with this target a moment is reached.

    A length left that is longer than the target is before its start, and reached at once.
    """
    match kind_of(moment):
        case "share":
            minutes, rest = divmod(target * int(moment[:-1]), 100)
            if rest:
                raise ValueError(f"{moment} of {target} minutes is no whole minute")
            return minutes
        case "left":
            return target - minutes_of(moment.split(maxsplit=1)[0])
        case "late":
            return target + minutes_of(moment.split(maxsplit=1)[0])
        case _:
            return target


def rank_of(moment: str, target: int) -> tuple[int, int]:
    """Return what orders the moments of one clock: the highest is the last."""
    return place_of(moment, target), KINDS.index(kind_of(moment))


def is_reached(moment: str, clock: Clock, now: datetime) -> bool:
    """Return whether a clock has reached a moment of its own."""
    place = max(place_of(moment, clock.target), 0)
    at = walk(clock.week, clock.started, place, clock.cuts)
    if at is None:
        return False
    if kind_of(moment) == "last level late":
        return clock.is_last_level and now > at
    return now >= at


def is_taken(rule: Rule, case: Case) -> bool:
    """Return whether the filters of a rule take a case, except for those about its clocks."""
    owner = case.owner.casefold() if case.owner else "none"
    return all(
        not wanted or having in words_of(wanted)
        for wanted, having in (
            (rule.priorities, case.priority),
            (rule.regions, case.region),
            (rule.owners.casefold(), owner),
        )
    )


def moments_of(rules: tuple[Rule, ...], case: Case, channel: Channel, clock: str = "") -> set[str]:
    """Return the moments of which a channel is told, of a case and a clock; or of no clock."""
    return {
        moment
        for rule in rules
        if channel.key in words_of(rule.to) and is_taken(rule, case)
        if not clock or not rule.clocks or clock in words_of(rule.clocks)
        for moment in words_of(rule.at)
        if (kind_of(moment) in KINDS) == bool(clock)
    }


class Post:
    """The outbox of one scenario, and the runs that fill and empty it."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.happenings = happenings_of(scenario)
        self.told = Told([], [], [])
        self.noticed: set[Notice] = set()
        self.waiting: dict[Notice, datetime] = {}
        self.first_run: datetime | None = None
        self.last_run: datetime | None = None

    def run(self, now: datetime) -> None:
        """Do what one run of `notify` does."""
        known = [one for one in self.happenings if one.recorded_at <= now]
        self.first_run = self.first_run or now
        cases = {one.case: case_of(one.case, known) for one in known}
        for case in cases.values():
            for channel in self.scenario.channels:
                if not case.is_void:
                    self._tell_clocks(case, channel, now)
                    self._tell_states(case, channel, now)
                    self._tell_events(case, channel, now, known)
        self._send(cases, now, known)
        self.last_run = now

    def _tell_clocks(self, case: Case, channel: Channel, now: datetime) -> None:
        for clock in clocks_of(case, self.scenario.targets):
            moments = moments_of(self.scenario.rules, case, channel, clock.kind)
            reached = [one for one in moments if is_reached(one, clock, now)]
            if clock.is_paused or not reached:
                continue
            highest = max(reached, key=lambda one: rank_of(one, clock.target))
            new = Notice(
                case.number, clock.kind, clock.cycle, 0, clock.promised, highest, channel.key
            )
            same_due = {one for one in self.noticed if one[:5] == new[:5]}
            rank = rank_of(highest, clock.target)
            if all(
                rank_of(one.moment, clock.target) < rank
                for one in same_due
                if one.channel == channel.key
            ):
                self._replace(new, clock, now)
                self._make(new, case, channel, now)

    def _replace(self, new: Notice, clock: Clock, now: datetime) -> None:
        for old in list(self.waiting):
            is_same_clock = old[:3] == new[:3] and old.channel == new.channel
            if is_same_clock and rank_of(old.moment, clock.target) < rank_of(
                new.moment, clock.target
            ):
                self._drop(old, "replaced", now)

    def _tell_states(self, case: Case, channel: Channel, now: datetime) -> None:
        for state in STATES:
            since = case.state_since(state)
            lengths = {
                moment: minutes_of(moment.split()[-1])
                for moment in moments_of(self.scenario.rules, case, channel)
                if kind_of(moment) == state
            }
            if since is None:
                continue
            # Choice: as of a clock, only the longest one is told, and a shorter one never later.
            reached = [one for one in lengths if now >= since + lengths[one] * MINUTE]
            longest = max(reached, key=lengths.__getitem__, default=None)
            told = [
                minutes_of(one.moment.split()[-1])
                for one in self.noticed
                if (one.case, one.due, one.channel) == (case.number, since, channel.key)
                if kind_of(one.moment) == state
            ]
            if longest and lengths[longest] > max(told, default=0):
                new = Notice(case.number, "", 0, 0, since, longest, channel.key)
                self._make(new, case, channel, now)

    def _tell_events(
        self, case: Case, channel: Channel, now: datetime, known: list[Happening]
    ) -> None:
        # Choice: what is recorded at the instant of the first run is told by the next one.
        if self.first_run is None or self.last_run is None:
            return
        since = max(self.last_run - LOOK_BACK, self.first_run)
        moments = moments_of(self.scenario.rules, case, channel)
        for number, event in enumerate(known):
            is_news = event.recorded_at >= since
            is_fresh = event.recorded_at - event.at <= OLDEST_NEWS
            if event.case == case.number and event.what in moments and is_news and is_fresh:
                key = Notice(case.number, "", 0, number + 1, event.at, event.what, channel.key)
                self._make(key, case, channel, now)

    def _make(self, notice: Notice, case: Case, channel: Channel, now: datetime) -> None:
        if notice in self.noticed:
            return
        self.noticed.add(notice)
        self.told.made.append((now, notice))
        can_wait = kind_of(notice.moment) not in ("due", "last level late", "late")
        is_quiet = can_wait and case.priority not in words_of(channel.urgent)
        self.waiting[notice] = end_of_quiet(channel, now) if is_quiet else now

    def _send(self, cases: dict[int, Case], now: datetime, known: list[Happening]) -> None:
        for notice, not_before in list(self.waiting.items()):
            if now < not_before:
                continue
            why = why_not(notice, cases[notice.case], self.scenario, known)
            if why:
                self._drop(notice, why, now)
            else:
                del self.waiting[notice]
                self.told.sent.append((now, notice))

    def _drop(self, notice: Notice, why: str, now: datetime) -> None:
        del self.waiting[notice]
        self.told.dropped.append((now, notice, why))
        # It was never sent, so it is made again once its reason is there again: an event that was
        # taken back never is.
        if why != "taken back":
            self.noticed.remove(notice)


def why_not(notice: Notice, case: Case, scenario: Scenario, known: list[Happening]) -> str:
    """Return why a notice does not hold any more; empty if it does.

    Choice: filters are not asked again, and an event is told of a case that is closed by then.
    """
    kind = kind_of(notice.moment)
    if case.is_void:
        return "void"
    if kind in STATES:
        return "" if case.state_since(kind) == notice.due else "over"
    if kind in EVENTS:
        return "" if notice.event - 1 in counting_of(notice.case, known) else "taken back"
    for clock in clocks_of(case, scenario.targets):
        if (clock.kind, clock.cycle) == (notice.clock, notice.cycle):
            if clock.promised != notice.due:
                return "moved"
            return "held" if clock.is_paused else ""
    return "stopped"


@cache
def end_of_quiet(channel: Channel, now: datetime) -> datetime:
    """Return the first minute from now on that is not in a channel's quiet hours."""
    zone = ZoneInfo(channel.timezone)
    at = now
    while channel.quiet and is_within(channel.quiet, at.astimezone(zone)):
        at += MINUTE
    return at.astimezone(UTC)


def simulate(scenario: Scenario, runs: list[datetime] | None = None) -> Told:
    """Return what people are told in a scenario, at its own runs or at these."""
    post = Post(scenario)
    for now in runs_of(scenario) if runs is None else runs:
        post.run(now)
    return post.told


def few_runs(scenario: Scenario) -> list[datetime]:
    """Return the runs of a scenario that matter, for whom a run is dear: the same is told at them.

    They are the first and the last run, those that made, sent or dropped something or were the
    first to see a happening, and the one before each.
    """
    runs = runs_of(scenario)
    told = simulate(scenario)
    active = {at for at, _ in (*told.made, *told.sent)} | {at for at, _, _ in told.dropped}
    for happening in happenings_of(scenario):
        active.update([at for at in runs if at >= happening.recorded_at][:1])
    return sorted(set(_around(runs, active)))


def _around(runs: list[datetime], active: set[datetime]) -> Iterator[datetime]:
    yield runs[0]
    yield runs[-1]
    for number, at in enumerate(runs):
        if at in active:
            yield from (runs[max(number - 1, 0)], at)
