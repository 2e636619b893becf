"""Wait for a server: a person at a terminal gets a note, once, and the waiting may have an end."""

from collections.abc import Callable
from math import inf
from time import monotonic

CONNECTING_SECONDS = 10.0
"""How long connecting may take, whatever the number of addresses."""

WATCHED_CONNECTING_SECONDS = 4.0
"""The same where a person waits for it."""

INTERRUPTED_SECONDS = 2.0
"""How long an interrupted command waits for a commit, and then asks what it has recorded."""

_AT_ONCE = 3600.0
"""How long is waited before the time is looked at again; no system call takes an endless time."""


class Waiting:
    """How long a server is waited for, and what prints the note that it does not answer."""

    def __init__(
        self,
        tell: Callable[[str], None] | None = None,
        *,
        connecting_seconds: float = CONNECTING_SECONDS,
        told_after: float = 4.0,
    ) -> None:
        self.connecting_seconds = connecting_seconds
        self._tell = tell
        self._told_after = told_after
        self._since: float | None = None
        self._ends = inf

    def end_in(self, seconds: float) -> None:
        """End all waiting after this time, without a note."""
        self._ends = monotonic() + seconds
        self._tell = None

    def answered(self) -> None:
        """Count from the next question on."""
        self._since = None

    def until(self, happens: Callable[[float], bool], server: str, ends: float = inf) -> bool:
        """Return whether something happened before the end.

        `happens` waits for it, at most as many seconds as it is given, and returns the same.
        `ends` is a reading of the monotonic clock, after which this wait is over.
        """
        now = monotonic()
        if self._since is None:
            self._since = now
        ends = min(ends, self._ends)
        while True:
            told = inf if self._tell is None else self._since + self._told_after
            if happens(max(0.0, min(ends, told, now + _AT_ONCE) - now)):
                return True
            now = monotonic()
            if now >= ends:
                return False
            if self._tell is not None and now >= told:
                tell, self._tell = self._tell, None
                seconds = f"{self._told_after:g} s"
                tell(f"{server} has not answered for {seconds}; Ctrl-C ends the waiting")
