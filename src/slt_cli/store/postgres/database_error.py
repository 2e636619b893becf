"""What a PostgreSQL server or libpq reports, whatever the driver."""

DENIED = "42501"
"""The SQLSTATE for a right that is lacking."""


NO_TABLE = "42P01"
"""The SQLSTATE for a table that is not there, or in a schema that the role may not use."""


class DatabaseError(Exception):
    """What the server or libpq reported: its SQLSTATE, if it has one, and one sentence.

    `lost` tells that the connection is gone, so that nobody knows how the statement ended, and
    `silent` for how many seconds it had no answer, if slt has given it up for that.
    """

    def __init__(
        self, state: str, message: str, *, lost: bool = False, silent: float = 0.0
    ) -> None:
        super().__init__(message)
        self.state = state
        self.message = message
        self.lost = lost
        self.silent = silent


class TimedOutError(DatabaseError):
    """A server that did not answer in time; another question would take as long."""


def first_line(error: BaseException) -> str:
    """Return the first line of what an error says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else "no reason was given"


class InvalidUrlError(DatabaseError):
    """A URL that libpq does not understand; what it says may repeat a password."""
