"""What brings a store from schema 2 to 3, as it was released: it is never edited."""

import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

from slt_cli.store.sql.earlier_events import FLAT_FIELDS, EarlierClocks
from slt_cli.store.sqlite import own_schema

TABLES_OF_SCHEMA_3 = (
    """CREATE TABLE store (id TEXT NOT NULL PRIMARY KEY) STRICT""",
    """INSERT INTO store VALUES (lower(hex(randomblob(16))))""",
    """CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value INTEGER NOT NULL) STRICT""",
    """INSERT INTO counters SELECT 'case', coalesce(max(number), 0) FROM cases""",
    """CREATE TABLE clocks (
        case_number INTEGER NOT NULL REFERENCES cases(number),
        kind TEXT NOT NULL,
        cycle INTEGER NOT NULL,
        level INTEGER NOT NULL,
        started_at TEXT NOT NULL,
        due_at TEXT,
        target_seconds INTEGER,
        target_clock TEXT,
        stopped_at TEXT,
        verdict TEXT,
        active_seconds INTEGER,
        promised_at TEXT,
        counted_from TEXT,
        stopped_by TEXT,
        PRIMARY KEY (case_number, kind, cycle)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE holds (
        case_number INTEGER NOT NULL REFERENCES cases(number),
        kind TEXT NOT NULL,
        started_at TEXT NOT NULL,
        ended_at TEXT,
        PRIMARY KEY (case_number, kind, started_at)
    ) STRICT, WITHOUT ROWID""",
    """ALTER TABLE events ADD COLUMN recorded_at TEXT""",
    """ALTER TABLE events ADD COLUMN command TEXT""",
    """ALTER TABLE events ADD COLUMN sequence INTEGER""",
    """ALTER TABLE events ADD COLUMN detail TEXT""",
    """ALTER TABLE events ADD COLUMN undoes INTEGER""",
    own_schema.EVENTS_ONCE,
    """CREATE INDEX events_with_key ON events(command)
       WHERE command >= 'once:' AND command < 'once;'""",
)

INSERT_CLOCK_OF_SCHEMA_3 = """INSERT INTO clocks VALUES (
    :case_number, :kind, :cycle, :level, :started_at, :due_at, :target_seconds, :target_clock,
    :stopped_at, :verdict, :active_seconds, :promised_at, :counted_from, :stopped_by)"""

CASES_OF_SCHEMA_3 = (
    "DROP INDEX cases_response_running",
    "DROP INDEX cases_escalation_running",
    "DROP INDEX cases_due",
    "DROP INDEX events_case",
    "ALTER TABLE cases ADD COLUMN uid TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cases ADD COLUMN leads_due_at TEXT",
    "ALTER TABLE cases ADD COLUMN resolved_at TEXT",
    """UPDATE cases SET uid = lower(hex(randomblob(16))), leads_due_at = coalesce(
        min(CASE WHEN verdict IS NULL THEN due_at END,
            CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END),
        CASE WHEN verdict IS NULL THEN due_at END,
        CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END,
        due_at)""",
    *(f"ALTER TABLE cases DROP COLUMN {field}" for field in FLAT_FIELDS),
    "CREATE INDEX cases_due ON cases(status, leads_due_at IS NULL, leads_due_at, number)",
    """CREATE INDEX clocks_running
       ON clocks(due_at IS NULL, due_at, case_number, level, kind, cycle) WHERE verdict IS NULL""",
    """CREATE INDEX holds_open ON holds(case_number) WHERE ended_at IS NULL""",
)


def clocks_of_schema_2(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield a row for every clock that a case has or had, as its row and its events give them."""
    rows = connection.execute(
        f"SELECT number, opened_at, {', '.join(FLAT_FIELDS)} FROM cases ORDER BY number"
    )
    events = connection.execute(
        "SELECT case_number, kind, at, changes FROM events ORDER BY case_number, id"
    )
    histories = groupby(events, key=itemgetter(0))
    ahead = next(histories, None)
    names = [column for column, *_ in rows.description]
    for values in rows:
        case = dict(zip(names, values, strict=True))
        earlier = EarlierClocks()
        while ahead is not None and ahead[0] <= case["number"]:
            for number, kind, at, changes in ahead[1]:
                if number == case["number"]:
                    earlier.take(kind, at, json.loads(changes))
            ahead = next(histories, None)
        earlier.agree_with(case)
        for clock in earlier.rows:
            yield {"case_number": case["number"], **clock}
