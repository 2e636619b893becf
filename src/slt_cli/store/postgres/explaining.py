"""What PostgreSQL reports about a store, as one sentence with a fix."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from slt_cli.errors import (
    LostTransactionError,
    RefusedError,
    StoreError,
    UnreachableError,
)
from slt_cli.store.damage import damaged
from slt_cli.store.location import Location
from slt_cli.store.postgres.connecting import AGAIN, PASSING, reason
from slt_cli.store.postgres.database_error import DENIED, NO_TABLE, DatabaseError, InvalidUrlError
from slt_cli.store.postgres.row_counts import NOT_ALL_ROWS
from slt_cli.store.waiting import NotLetInError

_REPEATABLE = ("40001", "40P01")
"""Serialization failure and deadlock: the server undid the transaction for another one."""
_GIVES_WAY = "conflict with recovery"
_NOT_SUPPORTED = "0A000"
"""Among others: a rule that replaces a statement whose rows are counted."""
_MOST_NAMED = 5
AS_SLT_MADE_IT = (
    "let the owner of the database correct it, or copy the cases into a new store with "
    "`slt store copy`"
)
_GOING_AWAY = ("57P01", "57P02", "57P03")
"""The server is shut down, restarts after a crash, or is not ready yet."""


class SilentStoreError(LostTransactionError):
    """A server that has been silent for long; another question would take as long."""


class NoRightError(StoreError):
    """A right is missing, and nobody asked yet which; `said` is the server's sentence."""

    def __init__(self, location: Location, said: str) -> None:
        super().__init__(
            f"your user may not do this in {location}: {said}",
            "let the owner of the tables run `slt store grant` for you; `slt doctor` shows how",
        )
        self.said = said


@contextmanager
def explained(location: Location) -> Iterator[None]:
    """Turn what the server reports in the block, or cannot keep, into an error with a fix."""
    try:
        with reported(location):
            yield
    except UnicodeEncodeError:
        raise RefusedError(
            "a text contains bytes that are not UTF-8 and cannot be stored", "type it again"
        ) from None


@contextmanager
def reported(location: Location) -> Iterator[None]:
    """Turn what the server reports in the block into an error with a sentence and a fix."""
    try:
        yield
    except DatabaseError as error:
        raise explanation(location, error) from None


def explanation(
    location: Location, error: DatabaseError, *, committing: bool = False
) -> StoreError:
    """Return the error for what the server reported about a store that was reached.

    `committing` tells that the transaction was being committed.
    """
    state = error.state
    if state in _REPEATABLE and _GIVES_WAY in error.message:
        return LostTransactionError(
            f"{location} ended this, as a replica has to follow its primary",
            "try again, or ask who runs the server for a longer max_standby_streaming_delay",
        )
    if error.lost or state in _GOING_AWAY:
        said = f"the connection to {location} was lost"
        if error.silent:
            said = f"{location} did not answer for {error.silent:g} s"
        if committing:
            return _unknown(f"{said} while this was recorded, and nobody can tell whether it was")
        return (SilentStoreError if error.silent else LostTransactionError)(said, AGAIN)
    if state in _REPEATABLE:
        return LostTransactionError(
            f"{location} is busy: others change the same cases all the time", AGAIN
        )
    if state == NOT_ALL_ROWS or (state == _NOT_SUPPORTED and "RETURNING" in error.message):
        return _left_out(location)
    return _explanation(location, state, error.message)


def not_as_made(location: Location, wrong: Sequence[str]) -> StoreError:
    """Return the error for a database in which something may change what is recorded."""
    return StoreError(
        f"{location} is not as slt made it, and what is recorded in it may be lost or changed: "
        f"{'; '.join(wrong[:_MOST_NAMED])}",
        AS_SLT_MADE_IT,
    )


def interrupted(location: Location) -> LostTransactionError:
    """Return the error for an interruption while a transaction was being committed."""
    return _unknown(f"{location} did not answer before the interruption")


def _unknown(sentence: str) -> LostTransactionError:
    fix = "look with `slt list` or `slt show` when the server answers again, before you repeat it"
    return LostTransactionError(sentence, fix, may_be_recorded=True)


def unreachable(location: Location, error: DatabaseError) -> StoreError:
    """Return the error for a server that could not be connected to."""
    said = error.message
    if isinstance(error, InvalidUrlError):
        why = "" if location.has_password else f": {said}"  # which may repeat the password
        return StoreError(f"{location} is not a valid URL{why}", _WRITE_URL)
    if error.silent:  # on a connection before this one
        return explanation(location, error)
    sentence, fix = reason(location, said)
    kind = UnreachableError if sentence in PASSING else NotLetInError
    return kind(f"{location} {sentence}: {said}", fix)


_WRITE_URL = (
    "postgresql://user@host/database, with every other character of a name written as % and its "
    "code, such as %40 for @; a password belongs in ~/.pgpass"
)

_NOT_A_STORE = (NO_TABLE, "42703", "3F000")


def no_schema(location: Location) -> StoreError:
    """Return the error for a database without the tables of slt."""
    return StoreError(
        f"{location} is not a store of slt yet: it has none of its tables",
        f"`{_on(location)} store init` makes them, run by the role that will own them; or correct "
        "the name of the database",
    )


def _on(location: Location) -> str:
    """Return how slt is called for a store: a password is in SLT_DB, and stays there."""
    if location.has_password:
        return "slt"
    url = str(location).replace("'", "%27")
    return f"slt --db '{url}'"


def on_new_database(location: Location) -> str:
    """Return how slt is called for a database `new` on the same server, without a password."""
    address, _, query = str(location).replace("'", "%27").partition("?")
    scheme, _, rest = address.partition("://")
    server = rest.partition("/")[0]
    kept = [part for part in query.split("&") if not part.startswith(("dbname=", "options="))]
    url = "?".join(filter(None, (f"{scheme}://{server}/new", "&".join(kept))))
    return f"slt --db '{url}'"


def _left_out(location: Location) -> StoreError:
    return StoreError(
        f"{location} did not keep all that was written into it: others made a trigger, a rule or a "
        "policy in it",
        "`slt doctor` names it; nothing was recorded",
    )


def _explanation(location: Location, state: str, message: str) -> StoreError:
    match state:
        case "25006":
            return StoreError(
                f"{location} can only be read: it is a replica, or set read-only",
                "name the primary server with SLT_DB, or --db",
            )
        case denied if denied == DENIED:
            return NoRightError(location, message)
        case "54000":  # a limit of the server: an index takes no row of more than 2,704 bytes
            return StoreError(
                f"a name, a tag or a reference is too long for {location}: {message}",
                "give a shorter one: up to 400 letters always fit",
            )
        case "53100":
            return StoreError(f"the disk of {location} is full", "free some space and try again")
        case "55P03":
            return StoreError(
                f"{location} is busy: another transaction holds what this needs", AGAIN
            )
        case "57014":
            return StoreError(
                f"{location} cancelled this: somebody asked for it, or it took too long",
                "try again, or ask who runs the server about its statement_timeout",
            )
        case "53200" | "53300":
            return StoreError(f"{location} has too much to do: {message}", AGAIN)
        case _ if state in _NOT_A_STORE:
            return no_schema(location)
        case "XX001" | "XX002" | "23505" | "23503" | "22021":
            return damaged(message, f"the store {location}")
        case _:
            return StoreError(
                f"{location} cannot be used: {message}",
                "see the server's log, or ask who runs the server",
            )
