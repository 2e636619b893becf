"""The SQL that only SQLite has."""

from collections.abc import Sequence

from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.rows import RECORD, UNIT

_NEWEST_EVENT = """
    SELECT max(CASE e.kind WHEN 'opened' THEN c.opened_at ELSE e.at END)
    FROM events e JOIN cases c ON c.number = e.case_number
    WHERE c.status <> 'void' AND e.kind <> 'undone' AND NOT EXISTS (
        SELECT 1 FROM events u
        WHERE u.case_number = e.case_number AND u.undoes IS NOT NULL AND u.undoes = (
            SELECT count(*) FROM events p WHERE p.case_number = e.case_number AND p.id <= e.id))"""


_LONGEST = 10_000
"""The most letters of a word for GLOB: it takes patterns of 50,000 bytes."""


class _Sqlite(Dialect):
    to_cases = "CROSS JOIN cases c ON c.number = {}.case_number"
    # Few clocks are running, so their index comes first, whatever the order.
    by_running = "INDEXED BY clocks_running"
    by_open_holds = "INDEXED BY holds_open"
    due_before = "(k.due_at IS NULL) = 0 AND k.due_at < ?"
    sorts_null_last = False
    merges = True
    newest_event = _NEWEST_EVENT
    events_in_order = "id"
    event_id = """(SELECT count(*) FROM events p
        WHERE p.case_number = e.case_number AND p.id <= e.id)"""

    def joined(self, table: str, columns: Sequence[str]) -> str:
        form = UNIT.join(["%s"] * len(columns))
        values = ", ".join(f"{table}.{column}" for column in columns)
        return f"group_concat(printf('{form}', {values}), '{RECORD}')"

    def has_part(self, column: str, word: str) -> tuple[str, str]:
        # GLOB for all that is no pattern: instr takes twice as long, a second for a million.
        if len(word) > _LONGEST or not {*word}.isdisjoint("*?["):
            return f"instr({column}, ?) > 0", word
        return f"{column} GLOB ?", f"*{word}*"


SQLITE = _Sqlite()
