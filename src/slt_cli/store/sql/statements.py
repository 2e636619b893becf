"""The SQL that changes cases, made from the columns of each table."""

from collections.abc import Sequence

from slt_cli.domain.case import LARGEST_NUMBER
from slt_cli.store.changes import CLOCK_COLUMNS
from slt_cli.store.sql.event_rows import EVENT_COLUMNS
from slt_cli.store.sql.reading import HAS_KEY, HIGHEST_CASE
from slt_cli.store.sql.rows import (
    CASE_COLUMNS,
    POLICY_COLUMNS,
    SPAN_COLUMNS,
    TAG_COLUMNS,
    TEXT_COLUMNS,
)


def insert(table: str, columns: Sequence[str]) -> str:
    """Return the statement that adds a row to a table."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _upsert(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    rest = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in key)
    return f"{insert(table, columns)} ON CONFLICT ({', '.join(key)}) DO UPDATE SET {rest}"


INSERT_CASE = insert("cases", CASE_COLUMNS)
INSERT_CLOCK = insert("clocks", ("case_number", *CLOCK_COLUMNS))
INSERT_SPAN = insert("holds", ("case_number", *SPAN_COLUMNS))
INSERT_TAG = insert("tags", TAG_COLUMNS)
INSERT_TEXT = insert("texts", TEXT_COLUMNS)
INSERT_EVENT = insert("events", EVENT_COLUMNS)

UPDATE_CASE = (
    f"UPDATE cases SET {', '.join(f'{column} = ?' for column in CASE_COLUMNS)} "
    "WHERE number = ? AND rev = ?"
)
CHANGES = "SELECT id, changes FROM events WHERE case_number = ? ORDER BY id"
UPDATE_EVENT = "UPDATE events SET changes = ?, note = ? WHERE case_number = ? AND id = ?"
PUT_CLOCK = _upsert("clocks", ("case_number", *CLOCK_COLUMNS), ("case_number", "kind", "cycle"))
PUT_SPAN = _upsert("holds", ("case_number", *SPAN_COLUMNS), ("case_number", "kind", "started_at"))
DELETE_CLOCK = "DELETE FROM clocks WHERE case_number = ? AND kind = ? AND cycle = ?"
DELETE_TAG = "DELETE FROM tags WHERE folded = ? AND case_number = ?"
PUT_FACTS = "UPDATE texts SET facts = ? WHERE case_number = ?"
PUT_NOTES = "UPDATE texts SET notes = ? WHERE case_number = ?"
ADD_NOTE = """UPDATE texts SET notes = coalesce(notes || ?, '') || ? WHERE case_number = ?"""
DELETE_SPAN = "DELETE FROM holds WHERE case_number = ? AND kind = ? AND started_at = ?"

HIDE_ERRORS = """UPDATE notices SET last_error = ?
    WHERE last_error IS NOT NULL AND state <> 'dropped' AND number IN (
    SELECT n.number FROM notices n WHERE n.case_number = ?
    UNION SELECT o.number FROM notices n JOIN notices o ON o.message = n.message
    WHERE n.case_number = ?)"""
"""An error may repeat the texts of its message, so it is replaced in all notices of that.

Why a notice was dropped repeats none, and says whether it may be made again.
"""

REVISION = """SELECT string_agg(number || ':' || rev, ',') FROM cases
    WHERE status IN ('open', 'responded', 'resolved')"""
"""Every event raises the `rev` of its case, and only cases that have not ended have running clocks.

It looks at these alone, by an index: less than a millisecond where 1,000 of 100,000 cases are open.
"""
RECORDED_SINCE = "SELECT count(*) FROM events WHERE recorded_at >= ?"
"""An index alone answers it: the events of a day are counted in a millisecond or two."""
TAKE_NUMBER = f"""UPDATE counters SET value = value + 1
    WHERE name = 'case' AND value < {LARGEST_NUMBER} RETURNING value, {HIGHEST_CASE}"""
TAKE_POLICY_NUMBER = """UPDATE counters SET value = value + 1
    WHERE name = 'policy' RETURNING value, (SELECT max(number) FROM policies)"""
INSERT_POLICY = insert("policies", ("number", *POLICY_COLUMNS))
COUNT_TO = """UPDATE counters SET value = CASE WHEN value < ? THEN ? ELSE value END
    WHERE name = 'case'"""
WITH_KEY = f"SELECT case_number FROM events WHERE {HAS_KEY} ORDER BY kind <> 'opened' LIMIT 1"
