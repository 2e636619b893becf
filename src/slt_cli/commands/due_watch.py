"""`slt due --watch`: what is due, redrawn every two seconds until somebody leaves it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from signal import SIGINT, SIGTSTP

from slt_cli.app import App
from slt_cli.domain.case import CaseClock
from slt_cli.errors import LostTransactionError, StoreError, UnreachableError, UsageError
from slt_cli.output.frame import Frame
from slt_cli.output.keyboard import STDIN, SignalledError, Wake, end_by
from slt_cli.output.live import Screen, live_screen
from slt_cli.services.due import DueQuestion, rows_at, running_clocks
from slt_cli.store.waiting import WATCHED_CONNECTING_SECONDS, NotLetInError
from slt_cli.views.case_list import nothing_due
from slt_cli.views.clocks import NOTHING_MATCHES
from slt_cli.views.watch import Trouble, unread_frame, watch_frame

PACE_SECONDS = 2.0
_PATIENCE_SECONDS = 1.0
"""A store that is busy for longer is asked again at the next redrawing; meanwhile `q` works."""
_SILENCE_SECONDS = 2.0
"""How long one frame waits for a server, for all questions together."""

OpenScreen = Callable[[], AbstractContextManager[Screen]]


Ask = Callable[[], DueQuestion]
"""Returns what is asked, once the store can be read: the names in it are those of its policy."""


def watch_due(app: App, ask: Ask, *, every_clock: bool) -> None:
    """Show what is asked for on a terminal until `q` or Ctrl-C; another signal ends the process."""
    _require_terminal(app)
    keys = STDIN if app.terminal.stdin else None
    open_screen = partial(live_screen, app.environment, color=app.look.color, keys=keys)
    watched = Watched(app, ask, every_clock=every_clock)
    watched.look(app.now)
    app.times()  # a note on the zone is printed before the screen is opened, not into it
    try:
        while watch(watched, app.clock, open_screen) is Wake.STOPPED:
            end_by(SIGTSTP)  # until it is continued
    except SignalledError as signalled:
        if signalled.number != SIGINT:
            end_by(signalled.number)


def watch(watched: "Watched", clock: Callable[[], datetime], open_screen: OpenScreen) -> Wake:
    """Show frames, one at each tick and resize; return why it is over: QUIT or STOPPED."""
    with open_screen() as screen:
        while True:
            screen.show(watched.frame(clock()))
            wake = screen.wait(PACE_SECONDS)
            if wake in (Wake.QUIT, Wake.STOPPED):
                return wake


class Watched:
    """The running clocks as last read; they are read again only if the store has changed."""

    def __init__(self, app: App, ask: Ask, *, every_clock: bool) -> None:
        self._app, self._ask, self._every_clock = app, ask, every_clock
        self._asked: DueQuestion | None = None
        self._is_fresh = False
        self._revision: str | None = None
        self._existed = self._had_cases = False
        self._running: list[CaseClock] = []
        self._trouble: Trouble | None = None
        self._empty = ""
        app.store.patience_seconds = _PATIENCE_SECONDS

    def frame(self, now: datetime) -> Frame:
        """Return what there is to show at an instant; a store that cannot be read is part of it."""
        app = self._app
        if not self._is_fresh:
            self.look(now)
        self._is_fresh = False
        if self._asked is None:
            return unread_frame(app.times(now), self._trouble)
        rows = rows_at(app.policy, self._running, self._asked, now, every_clock=self._every_clock)
        return watch_frame(app.policy, rows, app.times(now), self._empty, self._trouble)

    def look(self, now: datetime) -> None:
        """Read the running clocks for the next frame, or keep why they cannot be read.

        Raises StoreError as long as none was read, unless the store may answer later.
        """
        app = self._app
        self._is_fresh = True
        app.waiting.end_in(_SILENCE_SECONDS, WATCHED_CONNECTING_SECONDS)
        try:
            self._read()
            self._trouble = None
        except StoreError as error:
            app.store.close()
            if self._asked is None and not _may_come_back(error):
                raise
            self._revision = None
            since = now if self._trouble is None else self._trouble.since
            self._trouble = Trouble(since, error.message)

    def _read(self) -> None:
        store, asked = self._app.store, self._asked or self._ask()
        revision = store.revision()
        if revision == self._revision:
            return
        if self._existed and not revision:
            raise StoreError(f"there is no store {self._app.location} any more")
        has_cases = store.next_number() > 1
        if self._had_cases and not has_cases:  # a file that was emptied: no command does that
            raise StoreError(f"there are no cases in the store {self._app.location} any more")
        self._running = running_clocks(store, asked.wanted)
        everything = asked.is_about_everything and not self._running
        self._empty = nothing_due(store) if everything else NOTHING_MATCHES
        self._existed, self._had_cases = bool(revision), has_cases
        self._revision, self._asked = revision, asked


def _may_come_back(error: StoreError) -> bool:
    is_away = isinstance(error, (UnreachableError, LostTransactionError))
    return is_away and not isinstance(error, NotLetInError)


def _require_terminal(app: App) -> None:
    fix = "`slt due` shows the same once"
    if not app.terminal.stdout:
        raise UsageError("--watch needs a terminal", fix)
    if app.environment.get("TERM") in ("dumb", "unknown"):
        raise UsageError("--watch needs a terminal that can redraw its screen", fix)
    if app.environment.get("ACCESSIBLE"):
        raise UsageError(
            "--watch redraws its screen, and ACCESSIBLE asks for one that is not redrawn", fix
        )
