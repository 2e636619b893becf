"""The program and the oracle live the same life: what each makes of it, side by side."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slt_cli.domain.calendar.active import active_seconds
from slt_cli.domain.calendar.hours import Interval
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import STOPS, ClockRule
from slt_cli.domain.clocks import ESCALATION, Clock, counted_on
from slt_cli.domain.escalation import Level, Link
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, fold
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import case_as_of, record
from slt_cli.domain.region import Region
from slt_cli.domain.standing import Warn
from slt_cli.errors import RefusedError
from tests.domain.oracle import life_oracle as oracle

MINUTE, DAY = 60, 24 * 60
PORTAL = Link("portal", "Portal", "https://portal.example", "")
KINDS: Mapping[str, Any] = {"answered": "responded", "raised": "escalated", "changed": "updated"}
"""The program's words for moments, where they are not the oracle's."""


# --- The oracle's policy and moments, in the program's types --------------------------------------


def policy_of(theirs: oracle.Policy) -> Policy:
    """Return the program's policy that says what the oracle's says."""
    first = next(iter(theirs.targets))
    return Policy(
        next(iter(theirs.regions)),
        first,
        "CASE",
        Warn(percent=theirs.warn),
        {key: Priority(key, key, "") for key in theirs.priorities},
        {key: plan for key in theirs.targets if (plan := _plan(theirs, key)) is not None},
        {key: _partner_type(theirs, key) for key in theirs.targets},
        {key: _region(key, region) for key, region in theirs.regions.items()},
        tuple(_level(number, level) for number, level in enumerate(theirs.levels, start=1)),
        (PORTAL,),
        {key: _rule(key, rule) for key, rule in theirs.rules.items()},
    )


def _plan(theirs: oracle.Policy, key: str) -> Plan | None:
    priorities = theirs.targets[key]
    if priorities is None:
        return None
    targets: Any = {
        priority: {
            kind: Target(minutes * MINUTE, clock) for kind, (minutes, clock) in kinds.items()
        }
        for priority, kinds in priorities.items()
    }
    on_change: Any = theirs.on_change
    return Plan(key, key, (key,), targets, on_change)


def _partner_type(theirs: oracle.Policy, key: str) -> PartnerType:
    if key in theirs.portal:
        return PartnerType(
            key, key, (), hotline=True, escalation="portal", portal=PORTAL.key, note=""
        )
    return PartnerType(key, key, (), hotline=True, escalation="levels", portal="", note="")


def _region(key: str, theirs: oracle.Region) -> Region:
    zone = ZoneInfo(theirs.zone)
    hours = tuple(_intervals(day) for day in theirs.hours)
    days = {day: ExceptionalDay("other", _intervals(its)) for day, its in theirs.exceptions.items()}
    return Region(key, key, (), theirs.zone, Zone(zone), "+1", Schedule(zone, hours, days))


def _intervals(day: Sequence[tuple[int, int]]) -> tuple[Interval, ...]:
    return tuple(
        Interval(opens * MINUTE, (closes if closes > opens else closes + DAY) * MINUTE)
        for opens, closes in day
    )


def _level(number: int, theirs: oracle.Level) -> Level:
    target: Target | dict[str, Target]
    if isinstance(theirs.minutes, int):
        target = Target(theirs.minutes * MINUTE, theirs.clock)
    else:
        target = {
            priority: Target(minutes * MINUTE, theirs.clock)
            for priority, minutes in theirs.minutes.items()
        }
    return Level(number, f"Level {number}", "email", "level@provider.example", "", target)


def _rule(key: str, theirs: oracle.Rule) -> ClockRule:
    """Return the program's rule. That an end answers an escalation is no rule there."""
    starts: Any = "escalated" if theirs["starts"] == "raised" else theirs["starts"]
    words = ("answer",) if key == ESCALATION else STOPS
    stops: Any = tuple(word for word in theirs["stops"] if word in words)
    return ClockRule(key, key, starts, stops, theirs["again"], theirs["pauses"])


def moment_of(theirs: oracle.Moment, case: Case) -> Moment:
    """Return the program's moment; a raise without a level is to the next one of the case."""
    data = theirs.data
    kind = KINDS.get(theirs.kind, theirs.kind)
    if theirs.kind == "changed":
        return Moment(kind, theirs.at, facts=data)
    if theirs.kind == "raised":
        level = data.get("level", case.level + 1)
        return Moment(kind, theirs.at, data.get("late_for"), level)
    held = "hold" if data.get("hold") else None
    return Moment(kind, theirs.at, data.get("name", held))


# --- A life in the program ------------------------------------------------------------------------


class Lived:
    """A case of the program while the moments of a life are recorded on it."""

    def __init__(self, policy: Policy, opening: oracle.Moment) -> None:
        facts = opening.data
        case = open_case(
            policy,
            subject="",
            priority=policy.priorities[facts["priority"]],
            region=policy.regions[facts["region"]],
            partner_type=policy.partner_types[facts["partner_type"]],
            opened_at=opening.at,
        )
        event = event_between(None, case, "opened", opening.at, self._recording(opening, 0))
        self.policy = policy
        self.events: list[Event] = [event]
        self.case = fold(self.events, 0, "")

    def record(self, theirs: oracle.Moment) -> Case:
        """Record a moment and return the case as it was decided; raises RefusedError."""
        moment = moment_of(theirs, self.case)
        after = record(self.case, self.events, moment, self.policy)
        recording = self._recording(theirs, len(self.events))
        detail = detail_of(moment)
        event = event_between(self.case, after, moment.kind, moment.at, recording, detail=detail)
        self.events.append(event)
        self.case = fold(self.events, 0, "")
        return after

    def at(self, now: datetime) -> Case:
        """Return the case as it was at an instant; it must have been opened."""
        case = case_as_of(self.case, self.events, now, self.policy)
        assert case is not None
        return case

    @staticmethod
    def _recording(theirs: oracle.Moment, number: int) -> Recording:
        return Recording("tester", theirs.at, f"command {number}")


# --- Side by side ---------------------------------------------------------------------------------


def differences_of(seed: int) -> list[str]:
    """Return where the program and the oracle differ in one random life; empty if nowhere."""
    theirs, moments, nows = oracle.random_life(seed)
    opening, *others = moments
    lived, kept, found = Lived(policy_of(theirs), opening), [opening], []
    for moment in others:
        refused = oracle.refusal(theirs, [*kept, moment]) is not None
        try:
            after = lived.record(moment)
        except RefusedError as error:
            if not refused:
                return [f"life {seed}: {moment} was refused: {error.message}"]
            continue
        if refused:
            return [f"life {seed}: {moment} was not refused"]
        kept.append(moment)
        if after._replace(rev=lived.case.rev) != lived.case:
            found.append(f"life {seed}: {moment}: its events do not add up to the case")
    for now in nows:
        result = oracle.simulate(theirs, kept, now)
        assert isinstance(result, oracle.Result)
        found += [f"life {seed} at {now}: {each}" for each in _at(result, lived, now)]
    return found


def _at(theirs: oracle.Result, lived: Lived, now: datetime) -> Iterator[str]:
    case = lived.at(now)
    for field in ("status", "responded_at", "resolved_at", "closed_at", "held_since", "level"):
        if getattr(theirs, field) != getattr(case, field):
            yield f"{field} is {getattr(case, field)}, not {getattr(theirs, field)}"
    ours = {_key(clock): clock for clock in case.clocks}
    if ours.keys() != theirs.clocks.keys():
        yield f"the clocks are {sorted(ours)}, not {sorted(theirs.clocks)}"
        return
    for key, clock in theirs.clocks.items():
        wanted, got = _of_oracle(clock), _of_program(ours[key], case, lived.policy, now)
        for field, value in wanted.items():
            if got[field] != value:
                yield f"{field} of {key} is {got[field]}, not {value}"
    yield from _leading(theirs, case)


def _key(clock: Clock) -> oracle.Key:
    """Return what the oracle tells clocks apart by: levels of an escalation have no cycle."""
    return clock.kind, 1 if clock.kind == ESCALATION else clock.cycle, clock.level


def _of_oracle(clock: oracle.ClockResult) -> dict[str, Any]:
    left = None if clock.remaining is None else clock.remaining * MINUTE
    return {
        "started": clock.started_at, "due": clock.due_at, "state": clock.state,
        "verdict": clock.verdict, "stopped": clock.stopped_at, "active": clock.active * MINUTE,
        "left": left, "target": (clock.target * MINUTE, clock.target_clock),
    }  # fmt: skip


def _of_program(clock: Clock, case: Case, policy: Policy, now: datetime) -> dict[str, Any]:
    standing, active = policy.standing(clock, case, now), clock.active_seconds
    schedule = policy.schedule_of(case)
    assert clock.target is not None
    assert schedule is not None
    if clock.verdict is None:
        counted = counted_on(schedule, clock.target)
        active = active_seconds(counted, clock.started_at, now, policy.spans_of(case, clock))
    return {
        "started": clock.started_at, "due": clock.due_at, "state": standing.state,
        "verdict": clock.verdict, "stopped": clock.stopped_at, "active": active,
        "left": standing.remaining, "target": (clock.target.seconds, clock.target.clock),
    }  # fmt: skip


def _leading(theirs: oracle.Result, case: Case) -> Iterator[str]:
    lead, ours = theirs.leading(), case.leading_clock
    if lead is not None and (ours is None or _rank(ours) != _rank(lead)):
        yield f"{ours} leads, not {lead}"


def _rank(clock: Clock | oracle.ClockResult) -> tuple[datetime | None, datetime]:
    return clock.due_at, clock.started_at
