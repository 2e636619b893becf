"""The moments of a case's life: what its clocks follow from."""

import json
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.events import Event, EventKind, fold
from slt_cli.domain.plan import Target

FACTS = ("priority", "region", "partner_type")
"""The facts of a case that its targets and its hours depend on."""

RECALCULATED = "recalculated"
"""The detail of an update that only gives clocks what the configuration promises now."""

SHARED = "shared"
"""The detail of a note that messages may contain."""

Promised = tuple[str, int, datetime, datetime]
"""Which clock was promised something: its kind, level and start, and from when it was counted."""

Promise = tuple[Target, datetime | None]
"""What a clock was promised: its target, and its due time without holds."""


class Moment(NamedTuple):
    """One thing that happened: when, what, and what its kind alone does not say.

    `detail` is the milestone that was marked, `hold` for an answer that also waits for the partner,
    RECALCULATED, or the kind of the clock whose lateness escalated the case. `facts` are those of
    FACTS that changed. `promises` are what the event gave to the clocks that it started or changed;
    a moment that is not recorded yet has none. They are kept while the facts are those under which
    they were given: `terms`, or any where that is None. `event` is the id of what recorded it.
    """

    kind: EventKind
    at: datetime
    detail: str | None = None
    level: int = 0
    facts: Mapping[str, str] = {}
    promises: Mapping[Promised, Promise] = {}
    terms: Mapping[str, str] | None = None
    event: int | None = None

    @property
    def recorded(self) -> bool:
        """Return whether an event recorded it."""
        return self.event is not None


def detail_of(moment: Moment) -> str | None:
    """Return what an event keeps of a moment beside its kind, its instant and its changes.

    A late entry of another priority may change nothing in the end, and yet it happened.
    """
    return json.dumps(dict(moment.facts)) if moment.facts else moment.detail


def moment_of(event: Event) -> Moment:
    """Return the moment that an event recorded."""
    changes = event.changes
    came: Iterable[Clock] = changes["clocks"].new if "clocks" in changes else ()
    raised = [clock for clock in came if clock.kind == ESCALATION and clock.started_at == event.at]
    facts: dict[str, Any] = {field: changes[field].new for field in FACTS if field in changes}
    names_facts = event.kind == "updated" and event.detail not in (None, RECALCULATED)
    return Moment(
        kind=event.kind,
        at=event.at,
        detail=None if names_facts else event.detail,
        level=max((clock.level for clock in raised), default=0),
        facts=json.loads(event.detail or "{}") if names_facts else facts,
        promises=promises_of(clock for clock in came if _is_promised(clock, event)),
        event=event.id,
    )


def promises_of(clocks: Iterable[Clock]) -> dict[Promised, Promise]:
    """Return what clocks were promised."""
    return {
        _promised(clock): (clock.target, clock.promised_at)
        for clock in clocks
        if clock.target is not None
    }


def _is_promised(clock: Clock, event: Event) -> bool:
    """Return whether an event promised what it set a clock to.

    A change promises nothing to a clock that it cancels, nor a corrected opening to one that had
    stopped before.
    """
    if event.kind not in ("updated", "reopened") or clock.verdict is None:
        return True
    if "opened_at" in event.changes:
        return clock.stopped_at is not None and clock.stopped_at > event.at
    return clock.verdict != "cancelled" or clock.stopped_at != event.at


def _promised(clock: Clock) -> Promised:
    return clock.kind, clock.level, clock.started_at, clock.counted_from or clock.started_at


def _instant(moment: Moment) -> datetime:
    return moment.at


def in_order(moments: Iterable[Moment]) -> list[Moment]:
    """Return moments in the order of their instants; at one instant, as they were recorded."""
    return sorted(moments, key=_instant)


def moments_since(case: Case, events: Sequence[Event], began: int) -> list[Moment]:
    """Return the moments that events recorded, each with the facts that it was recorded under.

    `case` is the case after the first events, as many as `began`; a moment that was taken back is
    left out, as are the voiding and a redaction of the case. What an event changed is how the
    clocks are after all that was known when it was recorded: where a later moment had changed
    targets, that says nothing of the event's own moment, so its promises are left out.
    """
    known: list[Moment] = []
    changes: list[Moment] = []
    newest: datetime | None = None
    for index, event in enumerate(events[began:], start=began):
        if event.kind == "undone":
            known = [moment for moment in known if moment.event != event.undoes]
            changes = [moment for moment in changes if moment.event != event.undoes]
            newest = max((each.at for each in known if _retargets(each)), default=None)
        elif event.kind not in ("voided", "redacted"):
            moment = moment_of(event)
            if event.kind == "updated" and _retargets(moment):
                moment = _with_unchanged(moment, events[: index + 1])
            if moment.facts:
                insort(changes, moment, key=_instant)
            known.append(_with_terms(case, changes, newest, moment))
            if _retargets(moment):
                newest = max(newest or moment.at, moment.at)
    return known


def _with_unchanged(moment: Moment, events: Iterable[Event]) -> Moment:
    """Return a moment with the promises of the clocks, too, to which it promised the same again."""
    running = promises_of(fold(events, 0, "").running_clocks)
    return moment._replace(promises={**running, **moment.promises})


def _retargets(moment: Moment) -> bool:
    """Return whether a moment may give running clocks another target."""
    return bool(moment.facts) or moment.detail == RECALCULATED or moment.kind == "reopened"


def _with_terms(
    case: Case, changes: Iterable[Moment], newest: datetime | None, moment: Moment
) -> Moment:
    """Return a moment with the facts that were known of its instant, and what it promised then."""
    facts = {fact: getattr(case, fact) for fact in FACTS}
    for change in changes:
        if change.at <= moment.at:
            facts |= change.facts
    promises = {} if newest is not None and newest > moment.at else moment.promises
    return moment._replace(terms=facts, promises=promises)
