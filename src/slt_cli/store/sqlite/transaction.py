"""Changes of cases within one transaction of SQLite."""

from collections.abc import Sequence

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.store.sql.transaction import Transaction

_GUARD = "events_not_updated"


class SqliteTransaction(Transaction):
    """Change cases within one transaction; a trigger guards the events."""

    def redact(self, before: Case, after: Case, events: Sequence[Event], redaction: Event) -> Case:
        """Replace the texts of a case and of all its events, without the guard meanwhile.

        What is replaced is overwritten in the file, too, not only left as free space.
        """
        sql = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?"
        ((guard,),) = self._connection.execute(sql, (_GUARD,))
        self._connection.execute("PRAGMA secure_delete = ON")
        self._connection.execute(f"DROP TRIGGER {_GUARD}")
        case = super().redact(before, after, events, redaction)
        self._connection.execute(guard)
        return case
