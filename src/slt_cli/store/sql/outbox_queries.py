"""The SQL that reads the outbox: an index leads to the rows of each question."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from slt_cli.domain.instants import TOLERATED
from slt_cli.store.changes import text
from slt_cli.store.outbox import BY_PERSON, LEASE, TAKEN_BACK, NoticeState
from slt_cli.store.sql.conditions import IS_HELD, RUNS, Term
from slt_cli.store.sql.content import KEY_COLUMNS, NOTICE_COLUMNS
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.queries import Query

SELECT_NOTICES = f"SELECT {', '.join(NOTICE_COLUMNS)} FROM notices"
LONGEST_TARGET = """SELECT max(target_seconds) FROM clocks
    WHERE verdict IS NULL AND target_seconds > 0"""
"""It asks for what its index has, which no other statement does: they keep their own index."""
SELECT_FAILING = f"{SELECT_NOTICES} WHERE state IN ('failed', 'retry') ORDER BY number"
SELECT_RUNS = "SELECT name, first_at, last_at FROM channels ORDER BY name"

UNSENT = "state IN ('waiting', 'retry')"
SETTLED = """created_at < ? AND state NOT IN ('waiting', 'retry')
    AND (SELECT c.status FROM cases c WHERE c.number = notices.case_number)
        IN ('resolved', 'closed', 'void')"""
"""It was created before an instant, is not to be sent, and its case has ended."""
FREE = "(leased_until IS NULL OR leased_until <= ? OR leased_until > ?)"
"""Nobody is sending it; a lease that is too long is of a clock that went back.

It is not too long if it is of a worker whose clock is a little ahead of this one.
"""
CLAIMABLE = f"""{UNSENT}
    AND (next_at IS NULL OR next_at <= ? OR coalesce(failing_since, created_at) > ?) AND {FREE}"""
"""Its time has come; a time that was set in what is now the future is of a clock that went back."""

STANDS = f"""(state <> 'dropped' OR last_error = '{TAKEN_BACK}'
    OR substr(last_error, 1, {len(BY_PERSON)}) = '{BY_PERSON}')"""
"""What slt dropped otherwise was never sent, and may be made again."""
SELECT_MADE = f"SELECT {', '.join((*KEY_COLUMNS, STANDS))} FROM notices WHERE case_number IN"

_SECOND = timedelta(seconds=1)
_WITHOUT_HOLDS = "coalesce(k.promised_at, k.due_at)"


def select_candidates(due_before: datetime, dialect: Dialect) -> Query:
    """Return the statement for the running clocks that are due at or before an instant."""
    noticed = f"""SELECT {dialect.joined("notices", ("channel", "moment"))} FROM notices
        WHERE notices.case_number = k.case_number AND notices.kind = k.kind
        AND notices.cycle = k.cycle AND notices.event = 0 AND notices.due_at = {_WITHOUT_HOLDS}
        AND {STANDS}"""
    sql = f"""
        SELECT k.case_number, c.priority, c.region, c.owner, k.kind, k.cycle, k.due_at,
            {_WITHOUT_HOLDS}, k.target_seconds, k.target_clock, ({noticed})
        FROM clocks k {dialect.by_running} {dialect.to_cases.format("k")}
        WHERE {RUNS} AND k.target_seconds IS NOT NULL AND {dialect.due_before}
        ORDER BY k.due_at, k.case_number, k.level, k.kind, k.cycle"""
    return Query(sql, (text(due_before + _SECOND),), 0)


def select_new_events(since: datetime, kinds: Collection[str], dialect: Dialect) -> Query:
    """Return the statement for the events of some kinds that were recorded since an instant."""
    sql = f"""
        SELECT e.case_number, {dialect.event_id}, e.kind, e.at, e.recorded_at
        FROM events e {dialect.to_cases.format("e")}
        WHERE e.recorded_at >= ? AND e.kind IN ({places(kinds)}) AND c.status <> 'void'"""
    return Query(sql, (text(since), *kinds), 0)


SELECT_UNOWNED = f"""
    SELECT c.number FROM cases c
    WHERE c.status IN ('open', 'responded') AND c.opened_at <= ? AND c.owner_folded IS NULL
    AND coalesce((
            SELECT max(n.created_at) FROM notices n
            WHERE n.case_number = c.number AND n.moment = ? AND n.channel = ? AND {STANDS}), '')
        <= (SELECT max(coalesce(e.recorded_at, e.at)) FROM events e WHERE e.case_number = c.number)
    ORDER BY c.number"""


def select_held(dialect: Dialect) -> str:
    """Return the statement for the cases on hold since an instant that lack a notice."""
    return f"""
        SELECT h.case_number
        FROM holds h {dialect.by_open_holds} {dialect.to_cases.format("h")}
        WHERE {IS_HELD} AND h.started_at <= ? AND c.status <> 'void'
        AND NOT EXISTS (
            SELECT 1 FROM notices n WHERE n.case_number = h.case_number AND n.moment = ?
            AND n.channel = ? AND n.due_at = h.started_at AND {STANDS})
        ORDER BY h.case_number"""


def select_notices(since: datetime | None, state: NoticeState | None) -> Query:
    """Return the statement for notices created since an instant, in a state."""
    terms: list[Term] = []
    if since is not None:
        terms.append(("created_at >= ?", (text(since),)))
    if state is not None:
        terms.append(("state = ?", (state,)))
    condition = " AND ".join(each for each, _ in terms) or "TRUE"
    values = tuple(value for _, given in terms for value in given)
    by = "number + 0"  # else SQLite reads all in their order, where few are wanted
    return Query(f"{SELECT_NOTICES} WHERE {condition} ORDER BY {by}", values, 0)


def select_ready(channels: Collection[str], now: datetime) -> Query:
    """Return the statement for the channels for which something can be claimed."""
    sql = f"""SELECT DISTINCT channel FROM notices
        WHERE channel IN ({places(channels)}) AND {CLAIMABLE}"""
    return Query(sql, (*channels, *claimable_at(now)), 0)


def claimable_at(now: datetime) -> tuple[str, str, str, str]:
    """Return the values in CLAIMABLE; the last two are those in FREE."""
    return text(now), text(now + TOLERATED), text(now), text(now + LEASE + TOLERATED)


def places(values: Collection[Any]) -> str:
    """Return a placeholder for each value."""
    return ", ".join("?" * len(values))
