"""The one way to change a case: read it, let the domain decide, and record the event."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.clocks import counted_on, promised
from slt_cli.domain.event_making import event_between, key_command
from slt_cli.domain.events import Event, events_that_count, fold
from slt_cli.domain.instants import present_for
from slt_cli.domain.last_known import NOTE as IMPORTED
from slt_cli.domain.life_refusals import require_valid
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.opening import only_corrects
from slt_cli.domain.recording import record
from slt_cli.domain.references import needs_free_reference, require_free_reference
from slt_cli.errors import RefusedError, ScheduleError
from slt_cli.store.damage import require_history
from slt_cli.store.naming import CaseName, case_to_change, named_case
from slt_cli.store.protocols import Store, Writing
from slt_cli.store.repeating import in_transaction


class Wanted(NamedTuple):
    """What is to be recorded: a moment, other fields that it changes, and a note."""

    moment: Moment
    fields: Mapping[str, Any] = {}
    note: str | None = None


Decide = Callable[[Case, Sequence[Event], datetime], Wanted | None]
"""Returns what to record for a case with its events, as of an instant; None to record nothing."""


def record_opening(app: App, case: Case, once: str | None = None) -> Changed:
    """Record a new case and return it with the number that the store gives it.

    With a key that opened a case before nothing is recorded: that case is returned. A key with
    which something else was recorded is refused: the case would be missing, and nobody told.
    """
    recording = app.recording_with(once)
    event = event_between(None, case, "opened", case.opened_at, recording)
    may_be_there = once is not None

    def work(transaction: Writing) -> Changed:
        nonlocal may_be_there
        known = transaction.case_with(recording.command) if may_be_there else None
        if known is not None:
            _require_opened_with(app, transaction, known, recording.command)
            return Changed(known, known, repeated=once is not None)
        may_be_there = True
        require_reference(app, transaction, None, case)
        created = transaction.create(event)
        return Changed(created, created)

    return in_transaction(app.store, work)


def _require_opened_with(app: App, transaction: Writing, case: Case, command: str) -> None:
    opening = transaction.events(case.number)[0]
    if opening.command != command or opening.note == IMPORTED:
        name = app.policy.case_id(case.number)
        raise RefusedError(
            f"no case was opened: another command has recorded with this key, on {name}",
            "give each command a key of its own: --once KEY",
        )


def change_case(
    app: App,
    name: CaseName,
    decide: Decide,
    at: datetime | None,
    *,
    opened_at: datetime | None = None,
    once: str | None = None,
    dry_run: bool = False,
) -> Changed:
    """Record what `decide` returns for a case, and a corrected opening, in one transaction.

    Without `at` it happens now, or with the case's newest event if that is a little ahead. An
    update or a note that changes nothing and says nothing is not recorded; nor is what was recorded
    with the same key before, nor a dry run, which returns what would be recorded. Raises
    NoSuchCaseError.
    """
    if dry_run:
        case = named_case(app.store, app.policy, name)
        events = app.store.events(case.number)
        if (done := recorded_with_key(case, events, once)) is not None:
            return done
        changed = _changed(app, case, events, decide, at, opened_at, once)
        require_reference(app, app.store, case, changed.after)
        _note_what_has_no_due(app, changed)
        return changed

    def work(transaction: Writing) -> Changed:
        case = case_to_change(transaction, app.policy, name)
        events = transaction.events(case.number)
        if (done := recorded_before(app, case, events, once)) is not None:
            return done
        changed = _changed(app, case, events, decide, at, opened_at, once)
        require_reference(app, transaction, case, changed.after)
        if changed.event is None:
            return changed
        return changed._replace(after=transaction.record(case, changed.event))

    changed = in_transaction(app.store, work)
    _note_what_has_no_due(app, changed)
    return changed


def _note_what_has_no_due(app: App, changed: Changed) -> None:
    """Note each clock that was started while support stays closed, and so has no due time."""
    after = changed.after
    schedule = app.policy.schedule_of(after)
    if schedule is None:
        return
    known = {(clock.kind, clock.cycle) for clock in changed.before.clocks}
    for clock in after.clocks:
        is_new = (clock.kind, clock.cycle) not in known and clock.verdict is None
        if not is_new or clock.promised_at or clock.target is None:
            continue
        try:
            if counted := counted_on(schedule, clock.target):
                promised(clock.target, counted, clock.started_at)
        except ScheduleError as error:
            name = f"{app.policy.case_id(after.number)}: {clock.name}"
            fix = f"{error.fix}, then `slt recalc --apply` sets it"
            app.note(f"{name} has no due time: {error.message}", fix)


def recorded_by(app: App, name: CaseName, command: str) -> Changed | None:
    """Return what a command has recorded on a case, as its events have it; None if nothing."""
    app.store.close()  # ends a transaction that an interruption left open
    number = named_case(app.store, app.policy, name).number if isinstance(name, str) else name
    events = app.store.events(number)
    return _change_by(command, number, "", events_that_count(events)[1:], events)


def recorded_before(
    app: App, case: Case, events: Sequence[Event], once: str | None
) -> Changed | None:
    """Return what this command has recorded on a case already; None if nothing.

    Without a key, this very run has recorded it and the answer was lost.
    """
    if once is not None:
        return recorded_with_key(case, events, once)
    return _change_by(app.recording.command, case.number, case.uid, events[1:], events)


def recorded_with_key(case: Case, events: Sequence[Event], once: str | None) -> Changed | None:
    """Return a case as `repeated` if an earlier run recorded on it with a key; None if not."""
    if once is None or all(event.command != key_command(once) for event in events):
        return None
    return Changed(case, case, repeated=True)


def cases_with_key(app: App, once: str | None) -> dict[int, datetime]:
    """Return the cases on which an earlier run with a key recorded, and when."""
    return {} if once is None else app.store.recorded_with(key_command(once))


def _change_by(
    command: str, number: int, uid: str, among: Sequence[Event], events: Sequence[Event]
) -> Changed | None:
    for event in among:
        if event.command == command:
            before = fold(events[: (event.id or 1) - 1], number, uid)
            return Changed(before, fold(events[: event.id], number, uid), event)
    return None


def require_reference(app: App, store: Store | Writing, before: Case | None, after: Case) -> None:
    """Refuse a change that gives a case the reference of another one."""
    if after.ref is not None and needs_free_reference(before, after):
        require_free_reference(after, store.cases_among((), (after.ref,)), app.policy.case_id)


def _now_beside(app: App, newest: datetime) -> datetime:
    """Return now, read again if an event is newer: others record while this waits for a lock."""
    return app.now if newest <= app.now else app.clock()


def _newest(opened_at: datetime, events: Sequence[Event]) -> datetime:
    """Return when the last thing happened to a case: what was taken back did not."""
    counting = events_that_count(events)
    return max([opened_at, *(e.at for e in counting[1:] if not only_corrects(e))])


def _second_meant(app: App, at: datetime, opening: datetime) -> str:
    """Return the fix for a local time that is seen twice, the first one before the opening."""
    if second := app.given_times.spelled_second(at, opening):
        return f'the second {second.split()[1][:-6]} is --at "{second}"'
    return ""


def _changed(
    app: App,
    before: Case,
    events: Sequence[Event],
    decide: Decide,
    at: datetime | None,
    opened_at: datetime | None,
    once: str | None,
) -> Changed:
    require_history(before.number, events)
    require_valid(before)
    opening = opened_at or before.opened_at
    newest = _newest(opening, events)
    instant = at or present_for(_now_beside(app, newest), newest, opening)
    wanted = decide(before, events, instant)
    if wanted is None:
        return Changed(before, before)
    moment, fields, note = wanted
    try:
        after = record(before, events, moment, app.policy, opened_at)._replace(**fields)
    except RefusedError as error:
        if at and error.reason == "before the opening":
            error.fix = _second_meant(app, at, opening)
        raise
    if after == before and not note and moment.kind in ("updated", "noted"):
        return Changed(before, before)
    event = event_between(
        before,
        after,
        moment.kind,
        moment.at,
        app.recording_with(once),
        note or None,
        detail=detail_of(moment),
    )
    return Changed(before, after, event)
