"""The schema of the SQLite store, as numbered steps. A released step is never edited."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Any

from sqlite_utils import Database, Migrations

from slt_cli.store.sql.earlier_events import FLAT_FIELDS, EarlierClocks
from slt_cli.store.sqlite import own_schema

migrations = Migrations("slt")


@migrations()
def m001_cases_and_events(db: Database) -> None:
    """Create the cases and their events; a recorded event can be neither changed nor removed."""
    db.create_table(
        "cases",
        {
            "number": int,
            "subject": str,
            "partner_type": str,
            "priority": str,
            "region": str,
            "opened_at": str,
            "ref": str,
            "partner": str,
            "plan": str,
            "status": str,
            "due_at": str,
            "target_seconds": int,
            "target_clock": str,
            "responded_at": str,
            "closed_at": str,
            "verdict": str,
            "level": int,
            "escalated_at": str,
            "escalation_due_at": str,
            "escalation_seconds": int,
            "escalation_clock": str,
            "escalation_verdict": str,
            "rev": int,
        },
        pk="number",
        not_null={
            "subject",
            "partner_type",
            "priority",
            "region",
            "opened_at",
            "status",
            "level",
            "rev",
        },
        strict=True,
    )
    db.create_table(
        "events",
        {
            "id": int,
            "case_number": int,
            "kind": str,
            "at": str,
            "who": str,
            "changes": str,
            "note": str,
        },
        pk="id",
        foreign_keys=[("case_number", "cases", "number")],
        not_null={"case_number", "kind", "at", "who", "changes"},
        strict=True,
    )
    for statement in (
        "CREATE INDEX cases_ref ON cases(ref) WHERE ref IS NOT NULL",
        "CREATE INDEX cases_status ON cases(status, number)",
        """CREATE INDEX cases_response_running ON cases(due_at, number)
           WHERE verdict IS NULL AND due_at IS NOT NULL""",
        """CREATE INDEX cases_escalation_running ON cases(escalation_due_at, number)
           WHERE escalation_verdict IS NULL AND escalation_due_at IS NOT NULL""",
        "CREATE INDEX events_case ON events(case_number, id)",
        *own_schema.ON_EVENTS.values(),
    ):
        db.execute(statement)


@migrations()
def m002_indexes_for_lists(db: Database) -> None:
    """Index what long lists are sorted by, each status apart, and whose cases they are."""
    deciding = """coalesce(
        min(CASE WHEN verdict IS NULL THEN due_at END,
            CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END),
        CASE WHEN verdict IS NULL THEN due_at END,
        CASE WHEN escalation_verdict IS NULL THEN escalation_due_at END,
        due_at)"""
    for statement in (
        "CREATE INDEX cases_partner ON cases(partner, status, number)",
        "CREATE INDEX cases_opened ON cases(status, opened_at, number)",
        f"CREATE INDEX cases_due ON cases(status, {deciding} IS NULL, {deciding}, number)",
    ):
        db.execute(statement)


@migrations()
def m003_clocks_and_trusted_events(db: Database) -> None:
    """Put clocks into a table of their own, add ids, and add to events what a team needs.

    The fields of a case that were a clock's go; the events that changed them stay as they are.
    """
    for statement in _TABLES_OF_SCHEMA_3:
        db.execute(statement)
    db.conn.executemany(_INSERT_CLOCK_OF_SCHEMA_3, _clocks_of_schema_2(db.conn))
    for statement in _CASES_OF_SCHEMA_3:
        db.execute(statement)


@migrations()
def m004_policies(db: Database) -> None:
    """Create the team's policies: the newest counts, and one without a text clears the policy."""
    for statement in (
        """CREATE TABLE policies (
            number INTEGER PRIMARY KEY,
            text TEXT,
            set_at TEXT NOT NULL,
            who TEXT NOT NULL,
            zones TEXT
        ) STRICT""",
        "INSERT INTO counters VALUES ('policy', 0)",
        *own_schema.ON_POLICIES.values(),
    ):
        db.execute(statement)


@migrations()
def m005_late_clocks(db: Database) -> None:
    """Create the view `late_clocks`, which other programs may read: its columns stay."""
    db.execute(own_schema.LATE_CLOCKS)


@migrations()
def m006_names_tags_and_texts(db: Database) -> None:
    """Keep owner, customer and tags, and what cases are found by, in whatever case of letters."""
    db.conn.create_function("slt_folded", 1, str.casefold, deterministic=True)
    for statement in _FOUND_IN_SCHEMA_6:
        db.execute(statement)
    db.conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", _texts_of_schema_5(db.conn))


_FOUND_IN_SCHEMA_6 = (
    "DROP INDEX cases_partner",
    "ALTER TABLE cases ADD COLUMN customer TEXT",
    "ALTER TABLE cases ADD COLUMN owner TEXT",
    "ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cases ADD COLUMN partner_folded TEXT",
    "ALTER TABLE cases ADD COLUMN customer_folded TEXT",
    "ALTER TABLE cases ADD COLUMN owner_folded TEXT",
    "UPDATE cases SET partner_folded = slt_folded(partner) WHERE partner IS NOT NULL",
    """CREATE TABLE tags (
        folded TEXT NOT NULL,
        case_number INTEGER NOT NULL REFERENCES cases(number),
        PRIMARY KEY (folded, case_number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE texts (
        case_number INTEGER PRIMARY KEY REFERENCES cases(number),
        facts TEXT NOT NULL,
        notes TEXT
    ) STRICT""",
    "CREATE INDEX cases_partner ON cases(partner_folded, status, number)",
    """CREATE INDEX cases_customer ON cases(customer_folded, status, number)
       WHERE customer_folded IS NOT NULL""",
    "CREATE INDEX cases_owner ON cases(owner_folded, status, number)",
    """CREATE INDEX clocks_kind ON clocks(kind, case_number) WHERE kind <> 'response'""",
    "CREATE INDEX events_recorded ON events(recorded_at)",
)


def _texts_of_schema_5(connection: Connection) -> Iterator[tuple[int, str, str | None]]:
    """Yield what `--text` looks into for every case: its facts, and the notes that count."""
    facts = connection.execute("SELECT number, subject, partner, ref FROM cases ORDER BY number")
    events = connection.execute(
        "SELECT case_number, note, undoes FROM events ORDER BY case_number, id"
    )
    histories = groupby(events, key=itemgetter(0))
    ahead, rows = next(histories, (0, iter(())))
    for number, *texts in facts:
        while ahead and ahead < number:
            ahead, rows = next(histories, (0, iter(())))
        history = list(rows) if ahead == number else []
        undone = {undoes for _, _, undoes in history}
        counting = enumerate(history, start=1)
        notes = [
            note for id_, (_, note, undoes) in counting if undoes is None and id_ not in undone
        ]
        yield number, _folded_lines(texts), _folded_lines(notes) or None


def _folded_lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text.casefold() for text in texts if text)


_TABLES_OF_SCHEMA_3 = (
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

_INSERT_CLOCK_OF_SCHEMA_3 = """INSERT INTO clocks VALUES (
    :case_number, :kind, :cycle, :level, :started_at, :due_at, :target_seconds, :target_clock,
    :stopped_at, :verdict, :active_seconds, :promised_at, :counted_from, :stopped_by)"""

_CASES_OF_SCHEMA_3 = (
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


def _clocks_of_schema_2(connection: Connection) -> Iterator[dict[str, Any]]:
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
