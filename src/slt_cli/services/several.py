"""Several cases, each in a transaction of its own: what one refuses does not stop the others."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed
from slt_cli.domain.events import Event, EventKind
from slt_cli.domain.moments import Moment
from slt_cli.errors import (
    ConfigError,
    LostTransactionError,
    NoSuchCaseError,
    OutputError,
    SeveralCasesError,
    SltError,
    StoreError,
)
from slt_cli.services.change import Decide, Wanted, change_case, recorded_by
from slt_cli.store.naming import CaseName
from slt_cli.store.waiting import INTERRUPTED_SECONDS

_MOST_NAMED = 5

_FIX_OF_TEXT = (
    "give a text with --note (`slt hold`: --reason); what was recorded stays, and `slt undo` takes "
    "it back"
)

Act = Callable[[CaseName], Changed | None]
"""Records something on the case with a name; returns None if there is nothing to record."""

Show = Callable[[Sequence[Changed]], None]
"""Shows what was recorded; called before what kept other cases from it is raised."""


class _Turn(NamedTuple):
    """The turn of one case: its name, its number or why it has none, and how its errors name it.

    The number is the one before its transaction, in which a reference may name another case.
    """

    name: CaseName
    number: int | NoSuchCaseError
    label: str


def record_moment(
    app: App,
    given: Sequence[str],
    kind: EventKind,
    at: str | None,
    show: Show,
    *,
    note: str | None = None,
    once: str | None = None,
    detail: str | None = None,
) -> None:
    """Record one kind of moment on each case named, in the order given, and show the cases.

    A case that is named twice, in whatever way, has one turn.
    """

    def decide(_: Case, __: Sequence[Event], at: datetime) -> Wanted:
        return Wanted(Moment(kind, at, detail), note=note)

    record_on_each(app, given, decide, at, show, once=once)


def record_on_each(
    app: App, given: Sequence[str], decide: Decide, at: str | None, show: Show, *, once: str | None
) -> None:
    """Record what `decide` returns for each case named, as above; None records nothing."""
    instant = app.recorded_at(at)

    def act(name: CaseName) -> Changed:
        return change_case(app, name, decide, instant, once=once)

    _Several(app, act, show, app.recording_with(once).command).run(_named(app, given))


def each_number(
    app: App,
    numbers: Iterable[int],
    act: Act,
    show: Show,
    *,
    once: str | None = None,
    dry_run: bool,
) -> None:
    """Record something on each case that was found, and show it; a second run does what remains."""
    turns = [_Turn(number, number, f"{app.policy.case_id(number)}: ") for number in numbers]
    command = None if dry_run else app.recording_with(once).command
    _Several(app, act, show, command, repeats=True).run(turns)


def _named(app: App, given: Sequence[str]) -> Iterable[_Turn]:
    turns: dict[int | str, _Turn] = {}
    for name in given:
        label = f"{name}: " if len(given) > 1 else ""
        try:
            number = app.case_number(name)
        except NoSuchCaseError as error:
            if turns and " " in name.strip():
                error.fix = _FIX_OF_TEXT
            turns.setdefault(name, _Turn(name, error, ""))  # it names the case itself
        else:
            turns.setdefault(number, _Turn(name, number, label))
    return turns.values()


class _Several:
    """The turns of several cases, one after the other, until something concerns them all.

    Without a `command` nothing is recorded. With `repeats` the same command line does what remains.
    """

    def __init__(
        self, app: App, act: Act, show: Show, command: str | None, *, repeats: bool = False
    ) -> None:
        self._app = app
        self._act = act
        self._show = show
        self._command = command
        self._repeats = repeats
        self._changes: dict[int, Changed] = {}
        self._refused: list[SltError] = []
        self._unsure: int | None = None
        self._shown = False

    def run(self, turns: Iterable[_Turn]) -> None:
        """Record, show what was recorded, and raise what kept other cases from it.

        An interruption may come at any moment from the first turn until everything is shown.
        """
        waiting = deque(turns)
        try:
            while waiting:
                self._take(waiting[0])
                waiting.popleft()
            if self._changes or not self._refused:
                self._show_once()
        except (Exception, KeyboardInterrupt) as stop:
            error = self._stopped(stop, waiting)
            if error is stop:
                raise
            raise error from stop
        if self._refused:
            raise self._together()

    def _take(self, turn: _Turn) -> None:
        try:
            if isinstance(turn.number, NoSuchCaseError):
                raise turn.number
            changed = self._act(turn.name)
            if changed is not None:
                self._changes[changed.after.number] = changed
        except (StoreError, OutputError):
            raise
        except SltError as error:
            self._refuse(error, turn.label)

    def _refuse(self, error: SltError, label: str) -> None:
        """Keep an error; the faults of the configuration are one error."""
        if not isinstance(error, ConfigError):
            error.parts = (label, *error.parts)
            self._refused.append(error)
            return
        for index, known in enumerate(self._refused):
            if isinstance(known, ConfigError):
                self._refused[index] = ConfigError([*known.faults, *error.faults])
                return
        self._refused.append(error)

    def _show_once(self) -> None:
        self._shown = True
        self._show([*self._changes.values()])

    def _stopped(self, stop: BaseException, waiting: Sequence[_Turn]) -> BaseException:
        """Show what was recorded before a stop, unless it came later; return what to raise."""
        if self._command is None:
            return self._together(stop)
        if waiting and isinstance(stop, LostTransactionError) and stop.may_be_recorded:
            self._unsure = waiting[0].number if isinstance(waiting[0].number, int) else None
        elif waiting and not isinstance(stop, StoreError):  # such a transaction is undone
            self._look_up(waiting[0], self._command)
        stops = [stop]
        if self._changes and not self._shown:
            try:
                self._show_once()
            except (Exception, KeyboardInterrupt) as unshown:  # noqa: BLE001 - it is raised too
                stops.append(unshown)
        return self._together(*stops, recorded=self._told([turn.number for turn in waiting]))

    def _together(self, *stops: BaseException, recorded: str = "") -> BaseException:
        errors = (*self._refused, *stops)
        alone = len(errors) == 1 and not recorded
        return errors[0] if alone else SeveralCasesError(errors, recorded)

    def _look_up(self, turn: _Turn, command: str) -> None:
        """Find out if the case whose turn was stopped was recorded before it was."""
        number = turn.number
        if isinstance(number, NoSuchCaseError) or number in self._changes:
            return
        self._app.waiting.end_in(INTERRUPTED_SECONDS)
        try:
            changed = recorded_by(self._app, turn.name, command)
        except (Exception, KeyboardInterrupt):  # noqa: BLE001 - what stopped the turn is reported
            self._unsure = number
            return
        if changed is not None:
            self._changes[changed.after.number] = changed

    def _told(self, waiting: Sequence[int | NoSuchCaseError]) -> str:
        """Return which cases were recorded and which remain; nothing if none was recorded."""
        said = []
        if self._changes:
            were = "was" if len(self._changes) == 1 else "were"
            said.append(f"{self._listed([*self._changes])} {were} recorded")
        if self._unsure is not None:
            case = self._listed([self._unsure])
            said.append(f"{case} may be recorded: see `slt show {case}`")
        done = {*self._changes, self._unsure}
        remaining = [n for n in waiting if isinstance(n, int) and n not in done]
        if said and remaining:
            verb, them = ("remains", "it") if len(remaining) == 1 else ("remain", "them")
            again = "repeat the command" + ("" if self._repeats else f" for {them}")
            said.append(f"{self._listed(remaining)} {verb}: {again}")
        return "; ".join(said)

    def _listed(self, numbers: Sequence[int]) -> str:
        named = [self._app.policy.case_id(number) for number in numbers[:_MOST_NAMED]]
        if len(numbers) > _MOST_NAMED:
            named.append(f"{len(numbers) - _MOST_NAMED} more")
        *first, last = named
        return f"{', '.join(first)} and {last}" if first else last
