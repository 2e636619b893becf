"""Wait for a server: a person at a terminal gets a note, once, and the waiting may have an end."""

from collections.abc import Callable
from math import inf
from time import monotonic

from slt_cli.errors import UnreachableError

PATIENCE_SECONDS = 15.0
"""How long others that change the same are waited for, and a store that was lost."""

TakeNote = Callable[[str, str], None]
"""Takes a sentence that a user should know, and how to fix what it says."""

CONNECTING_SECONDS = 10.0
"""How long connecting may take, whatever the number of addresses."""

WATCHED_CONNECTING_SECONDS = 4.0
"""The same where a person waits for it."""

ANSWER_SECONDS = PATIENCE_SECONDS + 10
"""How long a server may be silent when it was asked something: it ends a wait for a lock itself."""

WORK_SECONDS = 600.0
"""The same for work on a whole store, which may take a server long before it has an answer."""

INTERRUPTED_SECONDS = 2.0
"""How long an interrupted command waits for a commit, and then asks what it has recorded."""

_AT_ONCE = 3600.0
"""How long is waited before the time is looked at again; no system call takes an endless time."""


class NotLetInError(UnreachableError):
    """A server that is waited for in vain: somebody has to correct a password, or a name."""


class Waiting:
    """How long a server is waited for, and what prints the note that it does not answer."""

    def __init__(
        self,
        tell: Callable[[str], None] | None = None,
        *,
        connecting_seconds: float = CONNECTING_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        told_after: float = 4.0,
    ) -> None:
        self.connecting_seconds = connecting_seconds
        self.answer_seconds = answer_seconds
        self._tell = tell
        self._told_after = told_after
        self._since: float | None = None
        self._ends = self._ends_with_connecting = inf

    def end_in(self, seconds: float, with_connecting: float = 0.0) -> None:
        """End all waiting after this time, without a note.

        `with_connecting` is the time in all, if longer, where a connection has to be made again.
        """
        now = monotonic()
        self._ends = now + seconds
        self._ends_with_connecting = now + max(seconds, with_connecting)
        self._tell = None

    def connects(self) -> None:
        """Let all waiting end as late as it may where a connection is made."""
        self._ends = self._ends_with_connecting

    def answered(self) -> None:
        """Count from the next question on."""
        self._since = None

    def until(self, happens: Callable[[float], bool], server: str, ends: float = inf) -> bool:
        """Return whether something happened before the end.

        `happens` waits for it, at most as many seconds as it is given, and returns the same.
        `ends` is a reading of the monotonic clock, after which this wait is over.
        """
        since = self._begun()
        ends = min(ends, self._ends)
        while True:
            now = monotonic()
            told = inf if self._tell is None else since + self._told_after
            if happens(max(0.0, min(ends, told, now + _AT_ONCE) - now)):
                return True
            self._tell_if_late(since, server)
            if monotonic() >= ends:
                return False

    def tries(self, server: str) -> None:
        """Count a new attempt, which may fail at once, to the wait that it belongs to."""
        self._tell_if_late(self._begun(), server)

    def _begun(self) -> float:
        if self._since is None:
            self._since = monotonic()
        return self._since

    def _tell_if_late(self, since: float, server: str) -> None:
        if self._tell is not None and monotonic() > since + self._told_after:
            tell, self._tell = self._tell, None
            seconds = f"{self._told_after:g} s"
            tell(f"{server} has not answered for {seconds}; Ctrl-C ends the waiting")
