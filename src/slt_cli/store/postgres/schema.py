"""The schema of the PostgreSQL store, as numbered steps. A released step is never edited.

Instants are ISO 8601 texts as in SQLite, and texts are compared byte by byte, so both engines sort
alike. Nothing here is PostgreSQL's alone: no sequence, no trigger. An event's id counts the events
of its case. The columns of the view `late_clocks`, which other programs may read, stay.
"""

from collections.abc import Callable, Mapping

from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.filling import fill_schema_6

TABLES = (
    *("store", "counters", "policies", "cases", "clocks", "holds", "events", "tags", "texts"),
    *("notices", "channels"),
)
"""The tables of a store, in the order in which they refer to each other."""

OLDEST_SERVER = 13

Step = str | Callable[[Session], None]
"""A statement, or what computes with the rows that are there."""

Steps = Mapping[int, tuple[Step, ...]]
"""What brings a store to each version of the schema."""

STEPS: Steps = {
    4: (
        """CREATE TABLE store (
            id text COLLATE "C" NOT NULL PRIMARY KEY,
            schema_version bigint NOT NULL
        )""",
        """CREATE TABLE counters (
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            value bigint NOT NULL
        )""",
        """INSERT INTO counters (name, value) VALUES ('case', 0), ('policy', 0)""",
        """CREATE TABLE policies (
            number bigint NOT NULL PRIMARY KEY,
            text text COLLATE "C",
            set_at text COLLATE "C" NOT NULL,
            who text COLLATE "C" NOT NULL,
            zones text COLLATE "C"
        )""",
        """CREATE TABLE cases (
            number bigint NOT NULL PRIMARY KEY,
            subject text COLLATE "C" NOT NULL,
            partner_type text COLLATE "C" NOT NULL,
            priority text COLLATE "C" NOT NULL,
            region text COLLATE "C" NOT NULL,
            opened_at text COLLATE "C" NOT NULL,
            ref text COLLATE "C",
            partner text COLLATE "C",
            plan text COLLATE "C",
            status text COLLATE "C" NOT NULL,
            responded_at text COLLATE "C",
            resolved_at text COLLATE "C",
            closed_at text COLLATE "C",
            rev bigint NOT NULL,
            uid text COLLATE "C" NOT NULL,
            leads_due_at text COLLATE "C"
        )""",
        """CREATE TABLE clocks (
            case_number bigint NOT NULL REFERENCES cases (number),
            kind text COLLATE "C" NOT NULL,
            cycle bigint NOT NULL,
            level bigint NOT NULL,
            started_at text COLLATE "C" NOT NULL,
            due_at text COLLATE "C",
            target_seconds bigint,
            target_clock text COLLATE "C",
            stopped_at text COLLATE "C",
            verdict text COLLATE "C",
            active_seconds bigint,
            promised_at text COLLATE "C",
            counted_from text COLLATE "C",
            stopped_by text COLLATE "C",
            PRIMARY KEY (case_number, kind, cycle)
        )""",
        """CREATE TABLE holds (
            case_number bigint NOT NULL REFERENCES cases (number),
            kind text COLLATE "C" NOT NULL,
            started_at text COLLATE "C" NOT NULL,
            ended_at text COLLATE "C",
            PRIMARY KEY (case_number, kind, started_at)
        )""",
        """CREATE TABLE events (
            case_number bigint NOT NULL REFERENCES cases (number),
            id bigint NOT NULL,
            kind text COLLATE "C" NOT NULL,
            at text COLLATE "C" NOT NULL,
            who text COLLATE "C" NOT NULL,
            changes text COLLATE "C" NOT NULL,
            note text COLLATE "C",
            recorded_at text COLLATE "C",
            command text COLLATE "C",
            sequence bigint,
            detail text COLLATE "C",
            undoes bigint,
            PRIMARY KEY (case_number, id)
        )""",
        "CREATE INDEX cases_ref ON cases (ref) WHERE ref IS NOT NULL",
        "CREATE INDEX cases_status ON cases (status, number)",
        "CREATE INDEX cases_partner ON cases (partner, status, number)",
        "CREATE INDEX cases_opened ON cases (status, opened_at, number)",
        "CREATE INDEX cases_due ON cases (status, leads_due_at, number)",
        """CREATE INDEX clocks_running ON clocks (due_at, case_number, level, kind, cycle)
           WHERE verdict IS NULL""",
        "CREATE INDEX holds_open ON holds (case_number) WHERE ended_at IS NULL",
        "CREATE UNIQUE INDEX events_once ON events (case_number, command, sequence)",
        "CREATE INDEX events_command ON events (command)",
        "CREATE INDEX events_recorded ON events (recorded_at DESC NULLS LAST)",
    ),
    5: (
        """CREATE VIEW late_clocks AS
            SELECT c.number, c.subject, c.priority, c.region, k.kind, k.level, k.due_at
            FROM clocks k JOIN cases c ON c.number = k.case_number
            WHERE k.verdict IS NULL AND k.target_seconds IS NOT NULL
            AND k.due_at < to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')""",
    ),
    6: (
        """ALTER TABLE cases
            ADD COLUMN customer text COLLATE "C",
            ADD COLUMN owner text COLLATE "C",
            ADD COLUMN partner_folded text COLLATE "C",
            ADD COLUMN customer_folded text COLLATE "C",
            ADD COLUMN owner_folded text COLLATE "C",
            ADD COLUMN tags text COLLATE "C" NOT NULL DEFAULT ''""",
        """CREATE TABLE tags (
            folded text COLLATE "C" NOT NULL,
            case_number bigint NOT NULL REFERENCES cases (number),
            PRIMARY KEY (folded, case_number)
        )""",
        """CREATE TABLE texts (
            case_number bigint NOT NULL PRIMARY KEY REFERENCES cases (number),
            facts text COLLATE "C" NOT NULL,
            notes text COLLATE "C"
        )""",
        fill_schema_6,
        "CREATE INDEX cases_chosen ON cases (status, number, region, priority, opened_at)",
        "DROP INDEX cases_partner",
        "CREATE INDEX cases_partner ON cases (partner_folded, status, number)",
        "CREATE INDEX cases_customer ON cases (customer_folded, status, number)",
        "CREATE INDEX cases_owner ON cases (owner_folded, status, number)",
        "CREATE INDEX clocks_kind ON clocks (kind, case_number) WHERE kind <> 'response'",
        "CREATE INDEX events_redacted ON events (case_number) WHERE kind = 'redacted'",
    ),
    7: (
        """ALTER TABLE clocks ADD COLUMN missed_due_at text COLLATE "C" """,
        "CREATE INDEX clocks_stopped ON clocks (stopped_at) WHERE verdict IS NOT NULL",
        "CREATE INDEX clocks_missed ON clocks (due_at) WHERE verdict = 'missed'",
        """CREATE INDEX clocks_retargeted ON clocks (missed_due_at)
            WHERE missed_due_at IS NOT NULL""",
    ),
    8: (
        """CREATE TABLE notices (
            number bigint NOT NULL PRIMARY KEY,
            case_number bigint NOT NULL REFERENCES cases (number),
            kind text COLLATE "C" NOT NULL,
            cycle bigint NOT NULL,
            event bigint NOT NULL,
            due_at text COLLATE "C" NOT NULL,
            moment text COLLATE "C" NOT NULL,
            channel text COLLATE "C" NOT NULL,
            state text COLLATE "C" NOT NULL,
            created_at text COLLATE "C" NOT NULL,
            message text COLLATE "C",
            attempts bigint NOT NULL,
            last_error text COLLATE "C",
            next_at text COLLATE "C",
            leased_until text COLLATE "C",
            failing_since text COLLATE "C",
            sent_at text COLLATE "C"
        )""",
        """CREATE TABLE channels (
            name text COLLATE "C" NOT NULL PRIMARY KEY,
            first_at text COLLATE "C" NOT NULL,
            last_at text COLLATE "C" NOT NULL
        )""",
        """INSERT INTO counters (name, value) VALUES ('notice', 0)""",
        """CREATE UNIQUE INDEX notices_once
            ON notices (case_number, kind, cycle, event, due_at, moment, channel)""",
        "CREATE INDEX notices_state ON notices (state, channel)",
        "CREATE INDEX notices_created ON notices (created_at)",
        "CREATE INDEX notices_message ON notices (message) WHERE message IS NOT NULL",
        """CREATE INDEX clocks_target ON clocks (target_seconds)
            WHERE verdict IS NULL AND target_seconds > 0""",
    ),
}
