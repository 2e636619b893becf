"""The schema of the SQLite store, as numbered steps. A released step is never edited."""

from sqlite_utils import Database, Migrations

from slt_cli.store.sqlite import own_schema
from slt_cli.store.sqlite.schema_3 import (
    CASES_OF_SCHEMA_3,
    INSERT_CLOCK_OF_SCHEMA_3,
    TABLES_OF_SCHEMA_3,
    clocks_of_schema_2,
)
from slt_cli.store.sqlite.schema_6 import FOUND_IN_SCHEMA_6, texts_of_schema_5

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
    for statement in TABLES_OF_SCHEMA_3:
        db.execute(statement)
    db.conn.executemany(INSERT_CLOCK_OF_SCHEMA_3, clocks_of_schema_2(db.conn))
    for statement in CASES_OF_SCHEMA_3:
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
    """Keep owner, customer and tags, and names and texts as they are compared."""
    db.conn.create_function("slt_folded", 1, str.casefold, deterministic=True)
    for statement in FOUND_IN_SCHEMA_6:
        db.execute(statement)
    db.conn.executemany("INSERT INTO texts VALUES (?, ?, ?)", texts_of_schema_5(db.conn))


@migrations()
def m007_missed_before_a_change(db: Database) -> None:
    """Keep when a clock was due that was late when its target changed; index what reports count."""
    for statement in (
        "ALTER TABLE clocks ADD COLUMN missed_due_at TEXT",
        "CREATE INDEX clocks_stopped ON clocks(stopped_at) WHERE verdict IS NOT NULL",
        "CREATE INDEX clocks_missed ON clocks(due_at) WHERE verdict = 'missed'",
        """CREATE INDEX clocks_retargeted ON clocks(missed_due_at)
           WHERE missed_due_at IS NOT NULL""",
    ):
        db.execute(statement)


@migrations()
def m008_notices(db: Database) -> None:
    """Create the outbox: notices with how each was sent, and when channels were looked after."""
    for statement in (
        """CREATE TABLE notices (
            number INTEGER PRIMARY KEY,
            case_number INTEGER NOT NULL REFERENCES cases(number),
            kind TEXT NOT NULL,
            cycle INTEGER NOT NULL,
            event INTEGER NOT NULL,
            due_at TEXT NOT NULL,
            moment TEXT NOT NULL,
            channel TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at TEXT NOT NULL,
            message TEXT,
            attempts INTEGER NOT NULL,
            last_error TEXT,
            next_at TEXT,
            leased_until TEXT,
            failing_since TEXT,
            sent_at TEXT
        ) STRICT""",
        """CREATE TABLE channels (
            name TEXT PRIMARY KEY,
            first_at TEXT NOT NULL,
            last_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "INSERT INTO counters VALUES ('notice', 0)",
        own_schema.NOTICES_ONCE,
        "CREATE INDEX notices_state ON notices(state, channel)",
        "CREATE INDEX notices_created ON notices(created_at)",
        "CREATE INDEX notices_message ON notices(message) WHERE message IS NOT NULL",
        """CREATE INDEX clocks_target ON clocks(target_seconds)
           WHERE verdict IS NULL AND target_seconds > 0""",
    ):
        db.execute(statement)
