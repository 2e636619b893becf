"""The outbox in PostgreSQL: a run that has nothing to do takes one statement.

Each statement is a journey to the server. So a run records itself and asks all its questions at
once. The answers only tell that nothing is due: if something is, it is searched for once more, in
one view of the store.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from slt_cli.domain.instants import TOLERATED
from slt_cli.domain.notice_moments import EVENT_MOMENTS
from slt_cli.domain.notices import LATE_COMMITS
from slt_cli.errors import LostTransactionError
from slt_cli.store.changes import text
from slt_cli.store.outbox import Candidate, Look, NewEvent, NoticeKey
from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.postgres.explaining import NoRightError, SilentStoreError
from slt_cli.store.sql.connection import Read
from slt_cli.store.sql.outbox import SqlOutbox, read_made
from slt_cli.store.sql.outbox_queries import (
    LONGEST_TARGET,
    SELECT_MADE,
    SELECT_RUNS,
    SELECT_UNOWNED,
    SETTLED,
    places,
    select_candidates,
    select_held,
    select_new_events,
    select_ready,
)
from slt_cli.store.sql.queries import Query

_LATELY = timedelta(hours=1)
"""A run longer ago than this may have left out older events than are asked for at once."""

_EVENTS = ", ".join(f"'{kind}'" for kind in EVENT_MOMENTS)
_RUN = f"""UPDATE channels SET last_at = ?
    WHERE name IN (SELECT name FROM channels WHERE name IN ({{}}) ORDER BY name FOR UPDATE)
    AND last_at BETWEEN ? AND ? AND NOT EXISTS ({{}})
    AND NOT EXISTS (SELECT 1 FROM notices WHERE {SETTLED})
    AND NOT EXISTS (SELECT 1 FROM events e WHERE e.recorded_at >= channels.last_at
        AND e.kind IN ({_EVENTS}))
    RETURNING name"""
"""What was recorded since the last run has to be found before the next one is recorded.

Channels are locked in the order in which every run takes them: no two wait for each other.
"""

_MADE_OF_NEWS = f"{SELECT_MADE} (SELECT e.case_number FROM events e WHERE e.recorded_at >= ?)"


class PostgresOutbox(SqlOutbox):
    """What is asked of the outbox of a server."""

    def look(self, look: Look) -> SqlOutbox | None:
        """Record that channels are looked after now, and return an outbox that has the answers."""
        run, asked = _run(look), [*_questions(look)]
        answers = ", ".join(f"(SELECT json_agg(q) FROM ({each.sql}) q)" for each in asked)
        sql = f"""WITH ran AS ({run.sql}) SELECT json_build_array({answers})::text
            WHERE (SELECT count(*) FROM ran) = ?"""
        values = (*run.values, *(value for each in asked for value in each.values))
        try:
            rows = list(self._read(sql, (*values, len(look.channels))))
        except SilentStoreError:
            raise
        except (NoRightError, LostTransactionError):  # the search meets it too, and explains it
            return None
        if not rows:
            return None
        found = json.loads(rows[0][0], object_pairs_hook=_row)
        return _Answered(self._read, look, dict(zip(asked, found, strict=True)))


def _row(pairs: list[tuple[str, Any]]) -> list[Any]:
    return [value for _, value in pairs]  # several columns may have one name


def _run(look: Look) -> Query:
    ready = select_ready(look.channels, look.now)
    lately = text(look.now - _LATELY), text(look.now + TOLERATED)
    values = (text(look.now), *look.channels, *lately, *ready.values, text(look.prune_before))
    return Query(_RUN.format(places(look.channels), ready.sql), values, 0)


def _news_since(look: Look) -> datetime:
    """Return an instant after which all news is, for channels that were looked after lately."""
    return look.now - _LATELY - LATE_COMMITS


def _questions(look: Look) -> Iterator[Query]:
    yield Query(SELECT_RUNS, (), 0)
    if look.due_before is not None:
        yield Query(LONGEST_TARGET, (), 0)
        yield select_candidates(look.due_before, POSTGRES)
    yield select_new_events(_news_since(look), EVENT_MOMENTS, POSTGRES)
    yield Query(_MADE_OF_NEWS, (text(_news_since(look)),), 0)
    for sql, asked in ((select_held(POSTGRES), look.held), (SELECT_UNOWNED, look.unowned)):
        for since, *others in asked:
            yield Query(sql, (text(since), *others), 0)


class _Answered(SqlOutbox):
    """The answers to what was asked at once; anything else is asked now."""

    def __init__(self, read: Read, look: Look, answers: dict[Query, Any]) -> None:
        def answer(sql: str, values: tuple[Any, ...]) -> Iterable[Any]:
            question = Query(sql, values, 0)
            return answers[question] or () if question in answers else read(sql, values)

        super().__init__(answer, POSTGRES)
        self._look = look

    def candidates(self, due_before: datetime) -> Iterator[Candidate]:
        """Yield the running clocks that are due before an instant, and perhaps some others."""
        return super().candidates(max(due_before, self._look.due_before or due_before))

    def new_events(self, since: datetime, kinds: Collection[str]) -> list[NewEvent]:
        """Return the events of these kinds since an instant, and perhaps some earlier ones."""
        recorded = super().new_events(min(since, _news_since(self._look)), EVENT_MOMENTS)
        return [event for event in recorded if event.kind in kinds]

    def made(self, keys: Collection[NoticeKey]) -> set[NoticeKey]:
        """Return those of the keys for which a notice was made that stands."""
        if not all(key.moment in EVENT_MOMENTS for key in keys):
            return super().made(keys)
        rows = self._read(_MADE_OF_NEWS, (text(_news_since(self._look)),))
        return {*keys}.intersection(key for key, stands in read_made(rows).items() if stands)
