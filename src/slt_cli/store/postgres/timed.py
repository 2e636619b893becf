"""How long a server takes to answer, and how its clock differs from this machine's.

Both are measured with a clock that is given.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.finding import Finding
from slt_cli.store.postgres.database_error import TimedOutError
from slt_cli.store.postgres.driver import Session
from slt_cli.store.sql.connection import Read
from slt_cli.store.waiting import Waiting

_SLOW = timedelta(milliseconds=500)
_WARNED, _WRONG = timedelta(seconds=1), timedelta(minutes=1)

_ASK = """SELECT clock_timestamp(), pg_is_in_recovery(),
    current_setting('transaction_read_only') = 'on', current_user::text, o.owner, o.is_own,
    has_table_privilege(to_regclass('events'), 'SELECT')
    FROM (VALUES (1)) one(n) LEFT JOIN (
        SELECT pg_get_userbyid(relowner)::text AS owner, pg_has_role(relowner, 'USAGE') AS is_own
        FROM pg_class WHERE oid = to_regclass('store')) o ON true"""


class Connecting:
    """Connect to a server, and keep how long that took, once it is done.

    After a server did not answer in time, that is raised again at once.
    """

    def __init__(self, clock: Callable[[], datetime], waiting: Waiting | None = None) -> None:
        self._clock = clock
        self._waiting = waiting
        self.took = timedelta()
        self.is_done = False
        self._session: Session | None = None
        self._timed_out: TimedOutError | None = None

    def __call__(self, url: str) -> Session:
        """Return the connection; raises DatabaseError."""
        if self._session is not None:
            self._timed_out = self._timed_out or self._session.timed_out
        if self._timed_out is not None:
            raise self._timed_out
        began = self._clock()
        try:
            self._session = Session(url, self._waiting)
        except TimedOutError as error:
            self._timed_out = error
            raise
        self.took, self.is_done = self._clock() - began, True
        return self._session


class Login(NamedTuple):
    """The role of a connection, and the owner of the tables, None if the role sees none of them.

    `may_everything` tells that the role has the rights of the owner.
    """

    role: str
    owner: str | None
    may_everything: bool
    may_read_events: bool


class Answered(NamedTuple):
    """What a server answered to one question, and how long that took.

    `at` is its time, `ahead` how far that is ahead of this machine's in the middle of the question.
    """

    at: datetime
    is_replica: bool
    is_read_only: bool
    login: Login
    took: timedelta
    ahead: timedelta


def answered(read: Read, clock: Callable[[], datetime]) -> Answered:
    """Ask a server for its time, what it is and who asks."""
    began = clock()
    ((at, is_replica, is_read_only, role, owner, is_own, reads),) = read(_ASK, ())
    took = clock() - began
    login = Login(role, owner, may_everything=bool(is_own), may_read_events=bool(reads))
    ahead = at - (began + took / 2)
    return Answered(at.astimezone(UTC), is_replica, is_read_only, login, took, ahead)


def times_finding(connecting: timedelta, asking: timedelta) -> Finding:
    """Return how long the server took to connect to, and to ask."""
    found = f"connected in {_milliseconds(connecting)}, asked in {_milliseconds(asking)}"
    if asking < _SLOW:
        return Finding("speed", "ok", found)
    fix = "use a pooler beside this machine, which stays connected: docs/team.md says how"
    return Finding("speed", "warning", f"{found}, and each command asks a few times", fix)


def server_clock_finding(ahead: timedelta) -> Finding:
    """Return how far the server's clock is ahead of this machine's, or behind it."""
    apart = abs(ahead)
    if apart < _WARNED:
        found = f"this machine's clock and the server's differ by {_milliseconds(apart)}"
        return Finding("server clock", "ok", found)
    which = "ahead of" if ahead < timedelta() else "behind"
    by = format_duration(int(apart.total_seconds()))
    return Finding(
        "server clock",
        "problem" if apart >= _WRONG else "warning",
        f"this machine's clock is {by} {which} the server's",
        "set the one that is wrong and keep it right, for example with NTP",
    )


def use_finding(answer: Answered) -> Finding:
    """Return whether the server takes changes, or is a replica that only reads."""
    if answer.is_replica:
        found = "a replica: good for what only reads, such as `slt report` or `slt due`"
        return Finding("server", "ok", f"{found}; changes need the primary")
    if answer.is_read_only:
        fix = "let the server's owner reset default_transaction_read_only, or name another server"
        return Finding("server", "warning", "the primary, but set to read only: no changes", fix)
    return Finding("server", "ok", "the primary: it takes changes")


def _milliseconds(length: timedelta) -> str:
    return f"{max(length, timedelta()) / timedelta(milliseconds=1):,.0f} ms"
