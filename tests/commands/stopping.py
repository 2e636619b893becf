"""A store that stops a command in the turn of one case, at a moment that a test chooses."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from slt_cli.app import App, Options
from slt_cli.domain.events import Event
from slt_cli.errors import StoreError
from slt_cli.store.protocols import Store, Writing
from tests.apps import app_with

Moment = Literal["before", "within", "after"]
"""When a transaction is stopped: before it begins, before its end, or when it is recorded."""

Raise = Callable[[], None]


class Stopping:
    """A store in which the n-th transaction is stopped; all else is as in the store it wraps."""

    def __init__(
        self, store: Store, number: int, moment: Moment, stop: Raise, reads: int | None
    ) -> None:
        self._store = store
        self._left = number
        self._moment = moment
        self._stop = stop
        self._reads = reads

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def events(self, number: int) -> list[Event]:
        """Return a case's events; once stopped, only so often as was chosen."""
        if self._left <= 0 and self._reads is not None:
            if self._reads == 0:
                raise StoreError("the store is gone")
            self._reads -= 1
        return self._store.events(number)

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """Open a transaction, and stop it if it is its turn."""
        self._left -= 1
        self._stop_at("before")
        with self._store.writing() as transaction:
            yield transaction
            self._stop_at("within")
        self._stop_at("after")

    def _stop_at(self, moment: Moment) -> None:
        if self._left == 0 and moment == self._moment:
            self._stop()


def raising(error: BaseException) -> Raise:
    """Return what raises an error."""

    def stop() -> None:
        raise error

    return stop


def wrapped_interruption() -> RuntimeError:
    """Return what Python 3.11 makes of an interruption in the body of a class."""
    error = RuntimeError("Error calling __set_name__ on '_proto_member' instance 'TABLE'")
    error.__cause__ = error.__context__ = KeyboardInterrupt()
    return error


def stopping(
    number: int, moment: Moment, stop: Raise, now: str | None = None, reads: int | None = None
) -> Callable[[Options], App]:
    """Return what makes an application whose n-th transaction is stopped.

    With `reads`, no more histories than that can be read from then on; from the start if n is 0.
    """
    new_app = app_with(now=now)

    def made(options: Options) -> App:
        app = new_app(options)
        app.store = Stopping(  # type: ignore[assignment]
            app.store, number, moment, stop, reads
        )
        return app

    return made
