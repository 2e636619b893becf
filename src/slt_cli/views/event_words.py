"""What an event did, in the words of a case's history."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, assert_never

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.events import Change, Event
from slt_cli.domain.last_known import kept_in
from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.fields import DERIVED, ITEM
from slt_cli.views.lengths import describe_outcome

EventRow = tuple[Event, Mapping[str, Change]]
"""An event and what it changed, by the fields of the JSON contract."""


class Telling:
    """What an event's words depend on: the rules, the case as it is now, and whose times.

    `kinds` are those of the case's events by their ids. `in_log` is set where the events of many
    cases stand below each other: then what started is said with them, in times of a list.
    """

    def __init__(
        self,
        policy: Policy,
        case: Case,
        times: Times,
        kinds: Mapping[int | None, str],
        *,
        in_log: bool = False,
    ) -> None:
        self.policy, self.case, self.times = policy, case, times
        self.kinds, self.in_log = kinds, in_log

    def when(self, instant: datetime | None) -> str:
        """Return a time of the case in full, in a log as in a list; or `none`."""
        if self.in_log:
            zone = self.policy.zone_of(self.case)
            return self.times.listed(instant, zone, in_sentence=True) or "none"
        return self.times.of_case(instant, self.policy.zone_of(self.case)) or "none"

    def beside(self, instant: datetime, other: datetime) -> str:
        """Return a time that is read beside another, in the same zone as that one."""
        zone = self.policy.zone_of(self.case)
        return self.times.beside(instant, other, zone, in_list=self.in_log)

    def what(self, row: EventRow) -> Iterator[str]:
        """Yield what an event did, without the remark that was recorded with it."""
        event = row[0]
        match event.kind:
            case "opened":
                first = islice(self._moved(event), 1 if self.in_log else 0)
                yield ", ".join([*_given(event, "priority"), *first])
            case "responded" | "resolved" | "closed" | "voided":
                yield from self._ended(event)
                yield from self._resumed(event)
                yield from ("on hold",) if event.detail == "hold" else ()
            case "followup":
                goes_on = self._goes_on(event)
                yield from ("the partner wrote",) if not (self.in_log and goes_on) else ()
                yield from goes_on
            case "resumed" | "reopened":
                yield from self._goes_on(event)
            case "escalated":
                yield from self._escalated(event)
            case "marked":
                yield from _marked(event, list(self._ended(event)))
            case "updated":
                yield from self._updated(row)
            case "undone":
                yield " ".join(filter(None, (f"event {event.undoes}:", self._undone(event))))
            case "noted" | "held" | "redacted":
                yield from () if kept_in(event) or event.kind == "redacted" else _detail(event)
            case unknown:
                assert_never(unknown)

    def _ended(self, event: Event) -> Iterator[str]:
        """Yield how each clock ended that an event stopped or decided otherwise, response first."""
        old, new = _clocks(event)
        before = {clock.key: clock.verdict for clock in old}
        for clock in _response_first(new):
            was = before.get(clock.key)
            if clock.verdict is not None and clock.verdict != was:
                left = self.policy.left_at_stop(clock, self.case)
                told = describe_outcome(clock.verdict, left)
                yield f"{clock.name} {f'{was} -> ' if was else ''}{told}"

    def _goes_on(self, event: Event) -> list[str]:
        """Return how a hold ended, or which clocks started; in a log both, or which moved."""
        if self.in_log:
            return [*self._resumed(event), *(self._started(event) or self._moved(event))]
        return self._resumed(event) or self._started(event)

    def _started(self, event: Event) -> list[str]:
        """Return the clocks that an event started, or started again, with their due times."""
        old, new = _clocks(event)
        running = {clock.key for clock in old if clock.running}
        started = (clock for clock in new if clock.running and clock.key not in running)
        return [f"{clock.name} due {self.when(clock.due_at)}" for clock in started if clock.due_at]

    def _resumed(self, event: Event) -> list[str]:
        """Return how long the hold was that an event ended."""
        if "holds" not in event.changes:
            return []
        was_held = [span.started_at for span in event.changes["holds"].old if not span.ended_at]
        ended = [span for span in event.changes["holds"].new if span.started_at in was_held]
        return [self._length(span) for span in ended if span.ended_at]

    def _length(self, hold: Span) -> str:
        schedule = self.policy.schedule_of(self.case)
        if schedule is None or hold.ended_at is None or self.in_log:
            return "hold ended"
        seconds = schedule.elapsed(hold.started_at, hold.ended_at)
        return f"hold ended after {format_duration(seconds)} of support time"

    def _escalated(self, event: Event) -> Iterator[str]:
        old, new = _clocks(event)
        known = {clock.key for clock in old}
        for clock in new:
            if clock.kind == ESCALATION and clock.key not in known:
                due = f", answer due {self.when(clock.due_at)}" if clock.due_at else ""
                yield f"to {clock.name}{due}"
        yield from self._ended(event)

    def _updated(self, row: EventRow) -> Iterator[str]:
        event, changed = row
        for field, change in sorted(changed.items(), key=_place):
            if field == "opened_at" or (field not in DERIVED and field != "due_at"):
                was, now = (self._shown(field, value) for value in change)
                yield f"{field.removesuffix('_at').replace('_', ' ')} {was} -> {now}"
        yield from self._moved(event)
        yield from self._ended(event)

    def _moved(self, event: Event) -> Iterator[str]:
        """Yield each clock that an event moved or started, the response clock first."""
        old, new = _clocks(event)
        before = {clock.key: clock.due_at for clock in old}
        for clock in _response_first(new):
            was_due = before.get(clock.key)
            if clock.due_at != was_due:
                was = f"{self.when(was_due)} -> " if was_due else ""
                yield f"{clock.name} due {was}{self.when(clock.due_at)}"

    def _undone(self, event: Event) -> str:
        return self.kinds.get(event.undoes, "")

    def _shown(self, field: str, value: Any) -> str:  # noqa: ANN401 - whatever its type
        if field == "region" and value is not None:
            return self.policy.region_name(self.case._replace(region=value))
        if field == "partner_type" and value is not None:
            return self.policy.partner_type_name(self.case._replace(partner_type=value))
        if isinstance(value, datetime):
            return self.when(value)
        if isinstance(value, tuple):
            value = " ".join(value) or None
        return "none" if value is None else str(value)


def _detail(event: Event) -> Iterator[str]:
    if event.detail:
        yield event.detail


def _clocks(event: Event) -> tuple[tuple[Clock, ...], tuple[Clock, ...]]:
    """Return the clocks that an event replaced, and those that it put there."""
    old, new = event.changes.get("clocks", ((), ()))
    return old, new


def _response_first(clocks: Iterable[Clock]) -> list[Clock]:
    return sorted(clocks, key=lambda clock: (clock.kind != RESPONSE, clock.order))


def _given(event: Event, field: str) -> list[str]:
    return [str(event.changes[field].new)] if field in event.changes else []


def _marked(event: Event, ended: list[str]) -> list[str]:
    """Return the milestone, unless how its clock ended names it."""
    own = any(text.startswith(f"{event.detail} ") for text in ended)
    return ended if own or not event.detail else [event.detail, *ended]


def _place(changed: tuple[str, Change]) -> int:
    """Return where people read a field: the subject first, then as in a case's JSON."""
    field, _ = changed
    order = ("subject", *ITEM)
    return order.index(field) if field in order else len(order)
