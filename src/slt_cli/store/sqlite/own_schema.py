"""Whether a store consists of what slt made: nothing else may act on what is written.

A trigger, or a constraint of a table, could leave out or change what a command reports as recorded.
SQLite itself refuses a store in which the kind or the name of a statement is not what it says.
"""

import sqlite3

from slt_cli.store.sql import SCHEMA_VERSION

ON_EVENTS = {
    "events_not_updated": """CREATE TRIGGER events_not_updated BEFORE UPDATE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    "events_not_replaced": """CREATE TRIGGER events_not_replaced BEFORE INSERT ON events
           WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
           BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
    "events_not_deleted": """CREATE TRIGGER events_not_deleted BEFORE DELETE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
}

EVENTS_ONCE = "CREATE UNIQUE INDEX events_once ON events(case_number, command, sequence)"
NOTICES_ONCE = """CREATE UNIQUE INDEX notices_once
        ON notices(case_number, kind, cycle, event, due_at, moment, channel)"""

ON_POLICIES = {
    "policies_not_updated": """CREATE TRIGGER policies_not_updated BEFORE UPDATE ON policies
        BEGIN SELECT RAISE(ABORT, 'policies are only added'); END""",
    "policies_not_deleted": """CREATE TRIGGER policies_not_deleted BEFORE DELETE ON policies
        BEGIN SELECT RAISE(ABORT, 'policies are only added'); END""",
}

LATE_CLOCKS = """CREATE VIEW late_clocks AS
        SELECT c.number, c.subject, c.priority, c.region, k.kind, k.level, k.due_at
        FROM clocks k INDEXED BY clocks_running CROSS JOIN cases c ON c.number = k.case_number
        WHERE k.verdict IS NULL AND k.target_seconds IS NOT NULL
        AND (k.due_at IS NULL) = 0 AND k.due_at < strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"""

GUARDS = {
    **ON_EVENTS,
    "events_once": EVENTS_ONCE,
    **ON_POLICIES,
    "notices_once": NOTICES_ONCE,
}
"""What the history and the outbox depend on, as a store of the present schema has it."""

REMADE = {
    "cases_ref": "CREATE INDEX cases_ref ON cases(ref) WHERE ref IS NOT NULL",
    "cases_status": """CREATE INDEX cases_status
        ON cases(status, number, region, priority, opened_at)""",
    "cases_partner": "CREATE INDEX cases_partner ON cases(partner_folded, status, number)",
    "cases_customer": "CREATE INDEX cases_customer ON cases(customer_folded, status, number)",
    "cases_owner": "CREATE INDEX cases_owner ON cases(owner_folded, status, number)",
    "cases_opened": "CREATE INDEX cases_opened ON cases(status, opened_at, number)",
    "cases_due": """CREATE INDEX cases_due
        ON cases(status, leads_due_at IS NULL, leads_due_at, number)""",
    "clocks_running": """CREATE INDEX clocks_running
        ON clocks(due_at IS NULL, due_at, case_number, level, kind, cycle) WHERE verdict IS NULL""",
    "clocks_kind": """CREATE INDEX clocks_kind ON clocks(kind, case_number)
        WHERE kind <> 'response'""",
    "clocks_stopped": "CREATE INDEX clocks_stopped ON clocks(stopped_at) WHERE verdict IS NOT NULL",
    "clocks_missed": "CREATE INDEX clocks_missed ON clocks(due_at) WHERE verdict = 'missed'",
    "clocks_retargeted": """CREATE INDEX clocks_retargeted ON clocks(missed_due_at)
        WHERE missed_due_at IS NOT NULL""",
    "clocks_target": """CREATE INDEX clocks_target ON clocks(target_seconds)
           WHERE verdict IS NULL AND target_seconds > 0""",
    "events_recorded": "CREATE INDEX events_recorded ON events(recorded_at)",
    "events_redacted": """CREATE INDEX events_redacted ON events(case_number)
        WHERE kind = 'redacted'""",
    "holds_open": "CREATE INDEX holds_open ON holds(case_number) WHERE ended_at IS NULL",
    "events_with_key": """CREATE INDEX events_with_key ON events(command)
        WHERE command >= 'once:' AND command < 'once;'""",
    "notices_state": "CREATE INDEX notices_state ON notices(state, channel)",
    "notices_created": "CREATE INDEX notices_created ON notices(created_at)",
    "notices_message": """CREATE INDEX notices_message ON notices(message)
        WHERE message IS NOT NULL""",
    "late_clocks": LATE_CLOCKS,
}
"""What only finds or shows, as a store of the present schema has it: it is made again if lost."""

_TABLES = frozenset(
    {
        *("store", "counters", "policies", "cases", "clocks", "holds", "events", "tags", "texts"),
        *("notices", "channels"),
    }
)
_OF_MIGRATIONS = "_sqlite_migrations"  # sqlite_utils makes it, and may make it otherwise some day
_BETWEEN_WORDS = str.maketrans(dict.fromkeys('()[],;"`', " "))
_ACTING = frozenset(
    {"AS", "CHECK", "COLLATE", "CONFLICT", "CONSTRAINT", "GENERATED", "ON", "UNIQUE", "VIRTUAL"}
)
"""The words without which a table only keeps what is written into it; slt's tables have none."""

_FIRST_WITH_PLAIN_INDEXES = 3


def not_own(connection: sqlite3.Connection, version: int) -> tuple[list[str], list[str]]:
    """Return what may act on what is written, or is missing, and what others added beside it.

    `version` is that of the schema; of an earlier one what is missing is not known.
    """
    missing = set(_TABLES | GUARDS.keys())
    wrong, added = [], []
    for kind_name, name, table, sql in connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    ):
        kind = kind_name.lower()
        of_migrations = table == _OF_MIGRATIONS and kind != "trigger"
        is_guard = _normal(sql) in _GUARDS
        acts = not (is_guard or of_migrations) and _acts(kind, name, sql, version)
        if acts:
            wrong.append(f"the {kind} {name!r} is not one that slt makes")
        lowered = name.lower()  # SQLite takes names in any case for one
        if acts or is_guard or kind == _kind_of(lowered):
            missing.discard(lowered)
        elif not (of_migrations or name.startswith("sqlite_stat")):
            added.append(f"the {kind} {name!r}")
            missing |= {lowered} & REMADE.keys()  # it cannot be made: its name is taken
    if version == SCHEMA_VERSION:
        wrong += [f"{name!r} is missing" for name in sorted(missing)]
    return wrong, added


def lost(connection: sqlite3.Connection, version: int) -> dict[str, str]:
    """Return what is missing and loses nothing that is recorded: its name, and what makes it.

    `version` is that of the schema; of an earlier one what is missing is not known.
    """
    if version != SCHEMA_VERSION:
        return {}
    present = {name.lower() for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    return {name: sql for name, sql in REMADE.items() if name not in present}


def _acts(kind: str, name: str, sql: str, version: int) -> bool:
    """Return whether what a statement makes may act on what is written into the store."""
    words = sql.translate(_BETWEEN_WORDS).upper().split()
    match kind:
        case "table" if name.lower() in _TABLES:
            return not _ACTING.isdisjoint(words)
        case "table":
            return "VIRTUAL" in words[:2]
        case "index":
            is_plain = sql.count("(") == 1 or version < _FIRST_WITH_PLAIN_INDEXES
            return "UNIQUE" in words[:2] or not is_plain
        case "view":
            return name.lower() in _NAMES
        case _:
            return True


def _kind_of(name: str) -> str:
    """Return the kind of what slt itself makes with a name, if that is not a guard."""
    return (
        "table" if name in _TABLES else "index" if name in REMADE.keys() - {"late_clocks"} else ""
    )


def _normal(sql: str) -> str:
    return " ".join(sql.split())


_GUARDS = frozenset(map(_normal, (*GUARDS.values(), LATE_CLOCKS)))
_NAMES = _TABLES | GUARDS.keys() | REMADE.keys()
