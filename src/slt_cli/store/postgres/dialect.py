"""The SQL that only PostgreSQL has."""

from collections.abc import Sequence

from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.rows import RECORD, UNIT

_NEWEST_EVENT = """
    SELECT max(CASE e.kind WHEN 'opened' THEN c.opened_at ELSE e.at END)
    FROM events e JOIN cases c ON c.number = e.case_number
    WHERE c.status <> 'void' AND e.kind <> 'undone' AND NOT EXISTS (
        SELECT 1 FROM events u WHERE u.case_number = e.case_number AND u.undoes = e.id)"""


_ITS_CASE = "CROSS JOIN LATERAL (SELECT * FROM cases WHERE number = {}.case_number OFFSET 0) c"
"""One look into the index for each: OFFSET keeps the planner from reading all cases for a join.

It takes what runs for a part of everything that is due as early, so it expects far too much.
"""


class _Postgres(Dialect):
    to_cases = _ITS_CASE
    by_running = ""
    by_open_holds = ""
    due_before = "k.due_at < ?"
    sorts_null_last = True
    merges = False
    newest_event = _NEWEST_EVENT
    # What is recorded on a case comes in its order, even if a clock was behind or a command waited.
    events_in_order = """max(recorded_at) OVER (PARTITION BY case_number ORDER BY id) NULLS FIRST,
        case_number, id"""
    event_id = "e.id"

    def joined(self, table: str, columns: Sequence[str]) -> str:
        values = f", '{UNIT}', ".join(f"{table}.{column}" for column in columns)
        return f"string_agg(concat({values}), '{RECORD}')"

    def has_part(self, column: str, word: str) -> tuple[str, str]:
        return f"strpos({column}, ?) > 0", word


POSTGRES = _Postgres()
