"""A corrected opening: the clocks that began with the case begin at another instant."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import counted_on, promised
from slt_cli.domain.events import Event, events_that_count, fold
from slt_cli.domain.life import Life
from slt_cli.domain.life_clock import LifeClock
from slt_cli.domain.moments import FACTS, Moment, Promise, Promised, promises_of
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy


class Opening(NamedTuple):
    """When a case was really opened, and what the correction promised its clocks in which region.

    `recorded` are all instants that were taken for the opening: clocks were promised their due
    times from each of them.
    """

    at: datetime
    promises: Mapping[Promised, Promise]
    region: str
    recorded: frozenset[datetime]


def only_corrects(event: Event) -> bool:
    """Return whether an event says when the case was opened, and nothing that happened later."""
    return "opened_at" in event.changes and not any(fact in event.changes for fact in FACTS)


def opening_of(events: Sequence[Event], corrected: datetime | None = None) -> Opening | None:
    """Return the opening of a case that was ever corrected, or is now; else None."""
    changed = [event for event in events if "opened_at" in event.changes]
    recorded = frozenset(event.changes["opened_at"].new for event in changed)
    if corrected is not None:
        return Opening(corrected, {}, "", recorded | {corrected})
    if len(changed) < 2:
        return None
    last = [event for event in events_that_count(events) if "opened_at" in event.changes][-1]
    moved = (
        last.changes["clocks"].new if last.kind == "updated" and "clocks" in last.changes else ()
    )
    region = fold(events[: last.id], 0, "").region
    return Opening(last.changes["opened_at"].new, promises_of(moved), region, recorded)


def moved_opening(base: Case, opening: Opening, policy: Policy) -> Case:
    """Return a case as it began, with the clocks that began with it moved to its opening.

    Lengths stay as they were promised; verdicts follow from the new due times.
    """
    life = Life(base._replace(opened_at=opening.at), policy)
    for clock in life.clocks:
        target = clock.target
        if target is not None and _begins(clock.rule) and clock.started_at == base.opened_at:
            _move(clock, target, opening, in_its_region=base.region == opening.region)
    return life.finished()


def moved_promises(moments: Iterable[Moment], opening: Opening, policy: Policy) -> list[Moment]:
    """Return moments with what they promised from an earlier opening promised from the present."""
    return [
        moment._replace(promises=dict(_promises(moment, opening, policy))) for moment in moments
    ]


def _begins(rule: ClockRule) -> bool:
    return rule.starts == "opened"


def _move(clock: LifeClock, target: Target, opening: Opening, *, in_its_region: bool) -> None:
    verdict, stopped_at, stopped_by = clock.verdict, clock.stopped_at, clock.stopped_by
    clock.started_at = clock.counted_from = opening.at
    clock.stopped_at = clock.verdict = None
    key = (clock.kind, clock.level, opening.at, opening.at)
    corrected, promised_at = opening.promises.get(key, (None, None))
    if in_its_region and corrected is not None and corrected.is_same(target):
        clock.take(corrected, promised_at)
    else:
        clock.promise(target, clock.schedule)
    if verdict is not None and stopped_at is not None and stopped_by is not None:
        in_time = "met" if verdict == "missed" else verdict
        clock.stop(stopped_at, stopped_by, in_time)
    elif verdict is not None:  # imported without the time at which it stopped
        clock.verdict, clock.due_at = verdict, clock.due()


def _promises(
    moment: Moment, opening: Opening, policy: Policy
) -> Iterable[tuple[Promised, Promise]]:
    for key, promise in moment.promises.items():
        kind, level, started_at, counted_from = key
        rule = policy.clock_rules.get(kind, ClockRule.unknown(kind))
        if not _begins(rule) or started_at not in opening.recorded or started_at == opening.at:
            yield key, promise
        elif counted_from != started_at:  # counted from a change: the opening does not matter
            yield (kind, level, opening.at, counted_from), promise
        else:
            moved = (kind, level, opening.at, opening.at)
            yield moved, _promise(promise, opening.promises.get(moved), moment, opening, policy)


def _promise(
    earlier: Promise,
    corrected: Promise | None,
    moment: Moment,
    opening: Opening,
    policy: Policy,
) -> Promise:
    """Return the same length from the opening: as the correction promised it, else computed."""
    target, promised_at = earlier
    region = (moment.terms or {}).get("region", "")
    if corrected is not None and corrected[0].is_same(target) and region == opening.region:
        return corrected
    if promised_at is None:
        return earlier
    configured = policy.regions.get(region)
    counted = counted_on(configured.schedule, target) if configured else None
    return (target, None) if counted is None else promised(target, counted, opening.at)
