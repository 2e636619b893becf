"""What PostgreSQL plans for each question about the outbox of a store with many cases."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

import pytest

from slt_cli.store.outbox import Look
from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.outbox import PostgresOutbox
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
from tests.store.sql.filling import LATE_BEFORE, statements

NOW = datetime.fromisoformat(LATE_BEFORE)
FILL = """INSERT INTO notices (number, case_number, kind, cycle, event, due_at, moment, channel,
        state, created_at, message, attempts, sent_at)
    SELECT number, number, 'response', 1, 0, opened_at, 'due', 'desk',
        CASE WHEN number % 1000 = 7 THEN 'retry' ELSE 'sent' END, opened_at, 'm' || number, 1,
        opened_at
    FROM cases WHERE number % 2 = 1"""
"""Half of the cases have a notice, and a few of those are to be tried again."""

LARGE = {"cases", "clocks", "events", "notices"}
NEAREST = f"'{LATE_BEFORE}'"
ASKED = {
    "candidates": select_candidates(NOW, POSTGRES).sql,
    "the longest target": LONGEST_TARGET,
    "new events": select_new_events(NOW, ["opened", "escalated"], POSTGRES).sql,
    "unowned": SELECT_UNOWNED,
    "held": select_held(POSTGRES),
    "ready": select_ready(["desk", "chat"], NOW).sql,
    "failing": SELECT_FAILING,
    "those of a week": select_notices(NOW, None).sql,
    "the next message": changes.NEXT_MESSAGE.replace("channel = ?", "channel = 'desk'"),
    "claiming a message": changes.CLAIM_MESSAGE,
    "claiming what waits": changes.CLAIM_NEW.replace("channel = ?", "channel = 'desk'"),
    "sent": changes.SENT,
    "failed": changes.FAILED,
    "retry": changes.RETRY.replace("number = ?", "number = 7"),
    "replace": changes.REPLACE.format("?, ?")
    .replace("number = ?", "number = 7")
    .replace("cycle = ?", "cycle = 1")
    .replace("event = ?", "event = 0"),
    "made again": changes.MAKE_AGAIN.replace("number = ?", "number = 7")
    .replace("cycle = ?", "cycle = 1")
    .replace("event = ?", "event = 0"),
    "drop": changes.DROP.format("7, 9"),
    "drop by a person": changes.DROP_BY.replace("number = ?", "number = 7"),
    "prune": changes.PRUNE.replace("?", "'2020-01-01T00:00:00Z'"),
    "those of some cases": f"{SELECT_NOTICES} WHERE case_number IN (7, 9)",
    "redact": HIDE_ERRORS.replace("number = ?", "number = 7"),
}
"""Every question that `slt notify` asks each minute, or a person; the values are an instant's."""


@pytest.fixture(scope="module")
def session(new_store: Callable[[], str]) -> Iterator[Session]:
    """Connect to a store with 30,000 cases, as a team's database has analysed it."""
    with closing(Session(new_store())) as opened:
        for statement in (*statements(30_000, counted=True), FILL):
            opened.execute(statement)
        opened.execute("VACUUM ANALYZE cases, clocks, holds, events, notices")
        opened.execute("SET jit = off")
        yield opened


@pytest.mark.parametrize("sql", ASKED.values(), ids=ASKED)
def test_no_large_table_is_read_to_its_end(session, sql):
    assert scanned(session.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('?', NEAREST)}")) == set()


def test_nor_by_one_look_at_everything(session):
    asked = []

    def read(sql: str, values: tuple[Any, ...]) -> Iterable[Any]:
        asked.append((f"EXPLAIN (FORMAT JSON) {sql}", values))
        return ()

    of_state = (NOW, "9d", "desk")
    look = Look(("desk", "chat"), NOW, NOW - timedelta(days=900), NOW, (of_state,), (of_state,))
    assert PostgresOutbox(read, POSTGRES).look(look) is None
    ((explain, values),) = asked
    assert scanned(session.execute(explain, values)) == set()


def scanned(explained: Iterable[Any]) -> set[str]:
    """Return the large tables that are read to their end."""
    ((found,),) = explained
    waiting = [(found if isinstance(found, list) else json.loads(found))[0]["Plan"]]
    read = set()
    while waiting:
        step = waiting.pop()
        waiting += step.get("Plans", [])
        if step["Node Type"] == "Seq Scan":
            read.add(step["Relation Name"])
    return read & LARGE
