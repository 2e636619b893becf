"""The SQL that changes cases, made from the columns of each table."""

from collections.abc import Sequence

from slt_cli.store.changes import CLOCK_COLUMNS
from slt_cli.store.sql.event_rows import EVENT_COLUMNS
from slt_cli.store.sql.policy_rows import POLICY_COLUMNS
from slt_cli.store.sql.rows import CASE_COLUMNS, SPAN_COLUMNS


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    rest = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    return f"{_insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}"


INSERT_CASE = _insert("cases", CASE_COLUMNS)
INSERT_CLOCK = _insert("clocks", ("case_number", *CLOCK_COLUMNS))
INSERT_SPAN = _insert("holds", ("case_number", *SPAN_COLUMNS))
INSERT_EVENT = _insert("events", EVENT_COLUMNS)

UPDATE_CASE = (
    f"UPDATE cases SET {', '.join(f'{column} = ?' for column in CASE_COLUMNS)} "
    "WHERE number = ? AND rev = ?"
)
PUT_CLOCK = _upsert("clocks", ("case_number", *CLOCK_COLUMNS), ("case_number", "kind", "cycle"))
PUT_SPAN = _upsert("holds", ("case_number", *SPAN_COLUMNS), ("case_number", "kind", "started_at"))
DELETE_CLOCK = "DELETE FROM clocks WHERE case_number = ? AND kind = ? AND cycle = ?"
DELETE_SPAN = "DELETE FROM holds WHERE case_number = ? AND kind = ? AND started_at = ?"

NEXT_NUMBER = "SELECT value + 1 FROM counters WHERE name = 'case'"
TAKE_NUMBER = "UPDATE counters SET value = value + 1 WHERE name = 'case' RETURNING value"
NEWEST_POLICY = f"SELECT {', '.join(POLICY_COLUMNS)} FROM policies ORDER BY number DESC LIMIT 1"
TAKE_POLICY_NUMBER = "UPDATE counters SET value = value + 1 WHERE name = 'policy' RETURNING value"
INSERT_POLICY = _insert("policies", ("number", *POLICY_COLUMNS))
COUNT_TO = "UPDATE counters SET value = max(value, ?) WHERE name = 'case'"
WITH_KEY = (
    "SELECT case_number FROM events "
    "WHERE command = ? AND command >= 'once:' AND command < 'once;' LIMIT 1"
)
