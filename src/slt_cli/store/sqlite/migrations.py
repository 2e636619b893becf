"""The schema of the SQLite store, as numbered steps. A released step is never edited."""

from sqlite_utils import Database, Migrations

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
        """CREATE TRIGGER events_not_updated BEFORE UPDATE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
        """CREATE TRIGGER events_not_replaced BEFORE INSERT ON events
           WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id)
           BEGIN SELECT RAISE(ABORT, 'events are never changed'); END""",
        """CREATE TRIGGER events_not_deleted BEFORE DELETE ON events
           BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END""",
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
