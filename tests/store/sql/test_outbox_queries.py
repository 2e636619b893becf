"""Each question about the outbox is answered by an index: what SQLite plans for it is read."""

import sqlite3
from datetime import UTC, datetime

import pytest

from slt_cli.store.sql import outbox_changes as changes
from slt_cli.store.sql.outbox_queries import (
    LONGEST_TARGET,
    SELECT_FAILING,
    SELECT_NOTICES,
    SELECT_UNOWNED,
    select_candidates,
    select_held,
    select_new_events,
    select_notices,
    select_ready,
)
from slt_cli.store.sql.statements import HIDE_ERRORS
from slt_cli.store.sqlite.dialect import SQLITE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
INDEXES = {
    "candidates": (
        select_candidates(NOW, SQLITE).sql,
        {"k clocks_running", "c PRIMARY KEY", "notices notices_once"},
    ),
    "the longest target": (LONGEST_TARGET, {"clocks clocks_target"}),
    "new events": (
        select_new_events(NOW, ["opened", "escalated"], SQLITE).sql,
        {"e events_recorded", "c PRIMARY KEY", "p events_once"},
    ),
    "unowned": (SELECT_UNOWNED, {"c cases_opened", "n notices_once", "e events_once"}),
    "held": (select_held(SQLITE), {"h holds_open", "c PRIMARY KEY", "n notices_once"}),
    "ready": (select_ready(["a", "b"], NOW).sql, {"notices notices_state"}),
    "failing": (SELECT_FAILING, {"notices notices_state"}),
    "those of a week": (select_notices(NOW, None).sql, {"notices notices_created"}),
    "one": (f"{SELECT_NOTICES} WHERE number = ?", {"notices PRIMARY KEY"}),
    "the next message": (changes.NEXT_MESSAGE, {"notices notices_state"}),
    "claiming a message": (changes.CLAIM_MESSAGE, {"notices notices_message"}),
    "claiming what waits": (changes.CLAIM_NEW, {"notices notices_state"}),
    "sent": (changes.SENT, {"notices notices_message"}),
    "failed": (changes.FAILED, {"notices notices_message"}),
    "drop by a person": (changes.DROP_BY, {"notices PRIMARY KEY"}),
    "made again": (changes.MAKE_AGAIN, {"notices notices_once"}),
    "drop": (changes.DROP.format("?, ?"), {"notices PRIMARY KEY"}),
    "retry": (changes.RETRY, {"notices PRIMARY KEY", "notices notices_message", "n PRIMARY KEY"}),
    "replace": (changes.REPLACE.format("?, ?"), {"notices notices_once"}),
    "prune": (changes.PRUNE, {"notices notices_created", "c PRIMARY KEY"}),
    "redact": (
        HIDE_ERRORS,
        {"notices PRIMARY KEY", "n notices_once", "o notices_message"},
    ),
}
"""Every statement, with the tables that it reads and the index by which it does."""


def read_by(connection: sqlite3.Connection, sql: str) -> set[str]:
    """Return how a statement reads each table, or part of one."""
    steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", _values(sql))]
    found = set()
    for step in steps:
        if step.startswith(("SEARCH ", "SCAN ")):
            verb, table, *_ = step.split()
            index = step.partition(" INDEX ")[2].split(" ")[0] if " INDEX " in step else verb
            found.add(f"{table} {'PRIMARY KEY' if 'PRIMARY KEY' in step else index}")
    return found


def _values(sql: str) -> tuple[str, ...]:
    return ("2026-11-23T10:00:00Z",) * sql.count("?")


@pytest.mark.parametrize(("sql", "indexes"), INDEXES.values(), ids=INDEXES)
def test_an_index_leads_to_the_rows(connection, sql, indexes):
    assert read_by(connection, sql) == indexes


def test_candidates_come_in_the_order_of_their_index(connection):
    sql = select_candidates(NOW, SQLITE).sql
    steps = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", _values(sql))]
    assert [step for step in steps if "TEMP B-TREE" in step] == []
