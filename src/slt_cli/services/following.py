"""New events, each once, as they are recorded: by this process or any other, in any time zone."""

from collections.abc import Iterator
from datetime import timedelta

from slt_cli.app import App
from slt_cli.errors import StoreError
from slt_cli.services.log import LogQuestion, entries_of
from slt_cli.store.event_filter import EventFilter, EventKey
from slt_cli.store.filter import Filter
from slt_cli.views.log import LogEntry

PACE_SECONDS = 2.0

_SLACK = timedelta(days=1)
"""How far an event may lie behind when it comes: its command waited, or a clock is behind.

So what was recorded since then is compared, not what is newer than the newest that is known.
"""


class Following:
    """What was recorded as last seen; events are read again only if there are new ones."""

    def __init__(self, app: App, asked: LogQuestion) -> None:
        self._app, self._asked = app, asked
        self._since = app.clock() - _SLACK
        self._revision: str | None = None
        self._existed = False
        self._seen: set[EventKey] = set()

    def first(self) -> Iterator[LogEntry]:
        """Yield what is there already."""
        store = self._app.store
        self._revision = self._asked_for_revision()
        with store.reading():
            self._seen = set(self._recorded())
            yield from entries_of(store, store.events_recorded(*self._asked))

    def news(self) -> Iterator[LogEntry]:
        """Yield what is new since the last time.

        Raises StoreError if the store cannot be read; it is opened again the next time.
        """
        try:
            yield from self._news()
        except StoreError:
            self._revision = None
            self._app.store.close()
            raise

    def _news(self) -> Iterator[LogEntry]:
        store = self._app.store
        revision = self._asked_for_revision()
        if revision == self._revision:
            return
        self._revision = None  # until all of it is given
        wanted, cases = EventFilter(self._since, who=self._asked.events.who), self._asked.of_cases
        with store.reading():
            recorded = set(self._recorded())
            matching = store.events_recorded(wanted, cases)
            new = [key for key in matching if key not in self._seen]
            for key, entry in zip(new, entries_of(store, new), strict=True):
                self._seen.add(key)
                yield entry
        self._seen, self._revision = recorded, revision
        self._move_on()

    def _recorded(self) -> Iterator[EventKey]:
        return self._app.store.events_recorded(EventFilter(self._since), Filter())

    def _asked_for_revision(self) -> str:
        revision = self._app.store.recording_revision(self._since)
        if self._existed and not revision:
            raise StoreError(
                f"there is no store {self._app.location} any more",
                "put it back, or end with Ctrl-C and name the store with --db",
            )
        self._existed = bool(revision)
        return revision

    def _move_on(self) -> None:
        """Compare no more than two days; the next question then reads all that is compared."""
        now = self._app.clock()
        if now - self._since > 2 * _SLACK:
            self._since = now - _SLACK
            self._revision = None
