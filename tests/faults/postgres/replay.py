"""Cases replayed from their events by the oracle of lives, which knows nothing of slt's store.

The oracle counts minute by minute; a second of these cases is one of its minutes.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from tests.commands.naive_filters import written
from tests.domain.oracle import life_oracle as oracle
from tests.domain.oracle.life_clock import Clock
from tests.domain.oracle.life_policy import in_order, to_instant, to_minute
from tests.domain.oracle.life_simulator import Life
from tests.faults.postgres.hosts import NOON

Event = Mapping[str, Any]
Item = dict[str, Any]

FACTS = ("priority", "region", "partner_type")
TOLD = ("subject", "ref", "customer", "owner", *FACTS)
"""What the changes of events say of a case, beside its clocks."""

_COMPARED = (
    *(*TOLD, "plan", "status", "level"),
    *("held_since", "responded_at", "resolved_at", "closed_at"),
)
_OF_CLOCKS = ("kind", "level", "started_at", "due_at", "target_seconds", "target_clock")
_STOPPED = (*_OF_CLOCKS, "verdict", "stopped_at", "active_seconds")
_RUNNING = (*_OF_CLOCKS, "id", "state", "remaining_seconds")

_ITS_NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
_ALWAYS = [[(0, 1440)]] * 7
_H, _E = oracle.SUPPORT_HOURS, oracle.AROUND_THE_CLOCK
_FIRST = {"response": (20, _H), "next": (15, _H), "update": (30, _H), "workaround": (50, _H)}

POLICY = oracle.Policy(
    regions={
        "usa": oracle.Region("UTC", _ALWAYS, {date(2026, 3, 3): ((0, 780), (840, 1440))}),
        "europe": oracle.Region("UTC", _ALWAYS),
        "apac": oracle.Region("UTC", _ALWAYS),
    },
    priorities=("S1", "S2", "S3"),
    targets={
        "certified": {
            "S1": {**_FIRST, "resolution": (90, _H)},
            "S2": {"response": (40, _E), "resolution": (150, _E)},
            "S3": {"response": (80, _H)},
        },
        "referral": None,
    },
    levels=(oracle.Level({"S1": 15, "S2": 30, "S3": 30}), oracle.Level(40, _E)),
    portal=frozenset({"referral"}),
)
"""What `hosts.TARGETS` says, with minutes for seconds."""


def _slow(at: str | datetime) -> datetime:
    """Return the oracle's instant for one of a case."""
    instant = datetime.fromisoformat(at) if isinstance(at, str) else at
    return _ITS_NOON + (instant - NOON) * 60


def _quick(at: datetime | int | None) -> str | None:
    """Return the instant of a case for the oracle's."""
    if at is None:
        return None
    instant = to_instant(at) if isinstance(at, int) else at
    return written(NOON + (instant - _ITS_NOON) / 60)


def replayed(name: str, events: list[Event], now: datetime) -> Item:
    """Return a case with its clocks as of now, from its events as `slt export` has them."""
    ordered = sorted(events, key=lambda event: event["id"])
    undone = {event["undoes"] for event in ordered}
    kept = [event for event in ordered if event["id"] not in undone and event["kind"] != "undone"]
    moments = [moment for event in kept for moment in _moments(event)]
    result = oracle.simulate(POLICY, moments, _slow(now))
    assert isinstance(result, oracle.Result), (name, result)
    life = Life(POLICY, moments, to_minute(_slow(now)))
    facts = dict.fromkeys(TOLD) | {
        name: change["new"]
        for event in ordered
        for name, change in event["changes"].items()
        if name in TOLD
    }
    clocks = [_clock(each) for each in result.clocks.values()]
    voided = next((event["at"] for event in kept if event["kind"] == "voided"), None)
    if voided:
        clocks = [_cancelled(clock, life, voided) for clock in clocks]
    _mark_retargeted(clocks, moments)
    return {
        **facts,
        "id": name,
        "status": "void" if voided else result.status,
        "plan": "partner" if facts["partner_type"] == "certified" else None,
        "partner": None,
        "tags": [],
        "level": result.level,
        "held_since": None if voided else _quick(result.held_since),
        "responded_at": _quick(result.responded_at),
        "resolved_at": _quick(result.resolved_at),
        "closed_at": _quick(result.closed_at),
        "clocks": clocks,
        "holds": _spans(life.held_minutes, life.held_since),
        "closed": _spans(life.ended_minutes, None),
        "events": events,
    }


def _moments(event: Event) -> Iterator[oracle.Moment]:
    """Yield the oracle's moment that an event recorded; some record none."""
    at, new = _slow(event["at"]), {name: each["new"] for name, each in event["changes"].items()}
    match event["kind"]:
        case "opened":
            yield oracle.Moment(at, "opened", {fact: new[fact] for fact in FACTS})
        case "responded":
            yield oracle.Moment(at, "answered", {"hold": True} if event["detail"] else {})
        case "escalated":
            late = {"late_for": event["detail"]} if event["detail"] else {}
            yield oracle.Moment(at, "raised", {"level": _level(event), **late})
        case "updated":
            told = json.loads(event["detail"]) if event["detail"] else new
            if facts := {fact: told[fact] for fact in FACTS if fact in told}:
                yield oracle.Moment(at, "changed", facts)
        case "followup" | "held" | "resumed" | "resolved" | "closed" | "reopened":
            yield oracle.Moment(at, event["kind"])
        case "noted" | "voided":
            return
        case kind:
            raise AssertionError(kind)


def _level(event: Event) -> int:
    """Return the level that a case was raised to."""
    came = event["changes"]["clocks"]["new"]
    return max(clock["level"] for clock in came if clock["started_at"] == event["at"])


def _clock(theirs: oracle.ClockResult) -> Item:
    """Return a clock as `slt show` has it."""
    return {
        "kind": theirs.kind, "level": theirs.level, "cycle": theirs.cycle,
        "started_at": _quick(theirs.started_at), "due_at": _quick(theirs.due_at),
        "state": theirs.state, "verdict": theirs.verdict, "stopped_at": _quick(theirs.stopped_at),
        "active_seconds": theirs.active if theirs.verdict else None,
        "remaining_seconds": theirs.remaining, "target_seconds": theirs.target,
        "target_clock": theirs.target_clock,
    }  # fmt: skip


def _cancelled(clock: Item, life: Life, voided: str) -> Item:
    """Return a clock of a case that was voided."""
    if clock["verdict"]:
        return clock
    at = max(voided, clock["started_at"])
    (its,) = (each for each in life.clocks if _is(each, clock))
    due, active, _ = life.measure(its, to_minute(_slow(at)))
    ended = {"verdict": "cancelled", "state": "cancelled", "stopped_at": at}
    return {**clock, **ended, "due_at": _quick(due), "active_seconds": active,
            "remaining_seconds": None}  # fmt: skip


def _is(its: Clock, clock: Item) -> bool:
    wanted = clock["kind"], clock["level"], clock["started_at"]
    return (its.kind, its.level, _quick(its.started)) == wanted


def _mark_retargeted(clocks: Iterable[Item], moments: list[oracle.Moment]) -> None:
    """Give each clock that was late when its target changed its due instant of then."""
    ordered = [moment for _, moment in in_order(moments)]
    late: dict[int, int] = {}
    for place, moment in enumerate(ordered):
        if moment.kind in ("changed", "reopened"):
            minute = to_minute(moment.at)
            before = Life(POLICY, ordered[:place], minute)
            after = Life(POLICY, ordered[: place + 1], minute)
            for number, clock in enumerate(before.clocks):
                due = _late_since(before, clock, minute)
                if due is not None and _promise(before, clock, minute) != _promise(
                    after, after.clocks[number], minute
                ):
                    late.setdefault(number, due)
    final = Life(POLICY, ordered, to_minute(ordered[-1].at))
    for clock in clocks:
        found = [late[n] for n, its in enumerate(final.clocks) if n in late and _is(its, clock)]
        due = _quick(found[0]) if found else None
        clock["retargeted"] = due and datetime.fromisoformat(due)


def _late_since(life: Life, clock: Clock, minute: int) -> int | None:
    """Return the due instant of a clock that is late, or was decided so."""
    if clock.target is None or clock.verdict not in (None, "missed"):
        return None
    due = clock.due if clock.verdict else life.measure(clock, minute).due
    return due if clock.verdict or (due is not None and minute > due) else None


def _promise(life: Life, clock: Clock, minute: int) -> tuple[Any, ...]:
    """Return what was promised; nothing once the target went away."""
    if clock.target is None or clock.verdict == "cancelled":
        return ()
    return (clock.due if clock.verdict else life.measure(clock, minute).due), clock.target


def _spans(minutes: set[int], since: int | None) -> list[Item]:
    """Return the spans of minutes without a gap, and the one that has not ended."""
    begins = sorted(minute for minute in minutes if minute - 1 not in minutes)
    ends = sorted(minute + 1 for minute in minutes if minute + 1 not in minutes)
    bounds = [*zip(begins, ends, strict=True), *([(since, None)] if since is not None else [])]
    return [{"started_at": _quick(begin), "ended_at": _quick(end)} for begin, end in bounds]


# --- what slt says, beside it ---------------------------------------------------------------------


def differences(cases: Sequence[Item], again: Sequence[Item]) -> Iterator[str]:
    """Yield each fact and clock of an exported case that was replayed otherwise."""
    for case, other in zip(cases, again, strict=True):
        for name in _COMPARED:
            if case[name] != other[name]:
                yield f"{case['id']} {name}: {case[name]}, replayed {other[name]}"
        for each in sorted(_rows(case["clocks"], _STOPPED) ^ _rows(other["clocks"], _STOPPED)):
            yield f"{case['id']}: {each}"


def differences_of_due(rows: Sequence[Item], again: Sequence[Item]) -> Iterator[str]:
    """Yield each running clock that `slt due --clocks` shows otherwise than it was replayed."""
    running = [
        {**clock, "id": case["id"]}
        for case in again
        for clock in case["clocks"]
        if clock["verdict"] is None
    ]
    if len(rows) != len(running):
        yield f"{len(rows)} clocks run, replayed {len(running)}"
    yield from map(str, _rows(rows, _RUNNING) ^ _rows(running, _RUNNING))


def _rows(found: Iterable[Item], fields: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(str(each[field]) for field in fields) for each in found}
