"""Reading the outbox of any SQL store: notices, channels, and what notices are made of."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from slt_cli.domain.owners import present_owner
from slt_cli.store.batches import in_batches
from slt_cli.store.changes import read_target, text
from slt_cli.store.damage import damaged
from slt_cli.store.outbox import (
    NOTICE_STATES,
    Candidate,
    ChannelRun,
    Look,
    NewEvent,
    Notice,
    NoticeKey,
    NoticeState,
)
from slt_cli.store.sql.connection import Read
from slt_cli.store.sql.content import KEY_COLUMNS
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sql.outbox_queries import (
    LONGEST_TARGET,
    SELECT_FAILING,
    SELECT_MADE,
    SELECT_NOTICES,
    SELECT_RUNS,
    SELECT_UNOWNED,
    places,
    select_candidates,
    select_held,
    select_new_events,
    select_notices,
    select_ready,
)
from slt_cli.store.sql.rows import RECORD, UNIT, read_instant, read_number


class SqlOutbox:
    """What is asked of the outbox; `read` runs a statement with its values."""

    def __init__(self, read: Read, dialect: Dialect) -> None:
        self._read = read
        self._dialect = dialect

    def look(self, look: Look) -> "SqlOutbox | None":
        """Return None: a question to a file is no journey."""
        del look
        return None

    def longest_target(self) -> int:
        """Return the seconds of the longest target among running clocks, 0 without any."""
        return next((seconds or 0 for (seconds,) in self._read(LONGEST_TARGET, ())), 0)

    def candidates(self, due_before: datetime) -> Iterator[Candidate]:
        """Yield the running clocks, not paused, that are due at or before an instant."""
        query = select_candidates(due_before, self._dialect)
        return map(_candidate, self._read(query.sql, query.values))

    def new_events(self, since: datetime, kinds: Collection[str]) -> list[NewEvent]:
        """Return the events of these kinds that were recorded since an instant, of valid cases."""
        if not kinds:
            return []
        query = select_new_events(since, kinds, self._dialect)
        return sorted(
            NewEvent(read_number(case), event, kind, read_instant(at), read_instant(recorded_at))
            for case, event, kind, at, recorded_at in self._read(query.sql, query.values)
        )

    def unowned(self, since: datetime, moment: str, channel: str) -> list[int]:
        """Return the numbers of open cases without an owner that were opened at or before `since`.

        Left out are those that have a notice of this moment for the channel which stands and is
        newer than their last event.
        """
        rows = self._read(SELECT_UNOWNED, (text(since), moment, channel))
        return [read_number(number) for (number,) in rows]

    def held(self, since: datetime, moment: str, channel: str) -> list[int]:
        """Return the numbers of the cases that are on hold since `since` or longer.

        Left out are those that have a notice of this moment for this hold and the channel, which
        stands.
        """
        rows = self._read(select_held(self._dialect), (text(since), moment, channel))
        return [read_number(number) for (number,) in rows]

    def made(self, keys: Collection[NoticeKey]) -> set[NoticeKey]:
        """Return those of the keys for which a notice was made that stands."""
        return {key for key, stands in made_among(self._read, keys).items() if stands}

    def runs(self) -> dict[str, ChannelRun]:
        """Return when each channel was looked after, by its key."""
        rows = self._read(SELECT_RUNS, ())
        return {
            name: ChannelRun(read_instant(first_at), read_instant(last_at))
            for name, first_at, last_at in rows
        }

    def notice(self, number: int) -> Notice | None:
        """Return the notice with a number."""
        return next(
            map(row_notice, self._read(f"{SELECT_NOTICES} WHERE number = ?", (number,))), None
        )

    def notices(
        self, since: datetime | None = None, state: NoticeState | None = None
    ) -> Iterator[Notice]:
        """Yield notices in the order of their numbers: created since an instant, in a state."""
        query = select_notices(since, state)
        return map(row_notice, self._read(query.sql, query.values))

    def failing(self) -> list[Notice]:
        """Return the notices that failed, and those that are to be tried again."""
        return list(map(row_notice, self._read(SELECT_FAILING, ())))

    def ready(self, channels: Collection[str], now: datetime) -> set[str]:
        """Return those of the channels for which something can be claimed now."""
        if not channels:
            return set()
        query = select_ready(channels, now)
        return {channel for (channel,) in self._read(query.sql, query.values)}


def made_among(read: Read, keys: Iterable[NoticeKey]) -> dict[NoticeKey, bool]:
    """Return whether the notice stands of each key for which one was made.

    All notices of the cases are read: a case has few.
    """
    wanted = set(keys)
    made: dict[NoticeKey, bool] = {}
    for cases in in_batches(sorted({key.case for key in wanted})):
        found = read_made(read(f"{SELECT_MADE} ({places(cases)})", tuple(cases)))
        made |= {key: stands for key, stands in found.items() if key in wanted}
    return made


def read_made(rows: Iterable[Any]) -> dict[NoticeKey, bool]:
    """Return whether the notice stands of each key in rows of SELECT_MADE."""
    return {_key(row): bool(stands) for *row, stands in rows}


def key_row(key: NoticeKey) -> list[Any]:
    """Return a key's values in the order of KEY_COLUMNS."""
    return [text(value) if isinstance(value, datetime) else value for value in key]


def row_notice(row: Sequence[Any]) -> Notice:
    """Return the notice in a row of NOTICE_COLUMNS; raises StoreError for a damaged value."""
    number, *others = row
    width = len(KEY_COLUMNS)
    state, created_at, message, attempts, last_error, *instants = others[width:]
    if state not in NOTICE_STATES:
        raise damaged(f"notice {number} has the state {state!r:.60}")
    return Notice(
        number,
        _key(others[:width]),
        state,
        read_instant(created_at),
        message,
        attempts,
        last_error,
        *(None if instant is None else read_instant(instant) for instant in instants),
    )


def _key(row: Sequence[Any]) -> NoticeKey:
    case, kind, cycle, event, due_at, moment, channel = row
    return NoticeKey(read_number(case), kind, cycle, event, read_instant(due_at), moment, channel)


def _candidate(row: Sequence[Any]) -> Candidate:
    case, priority, region, owner, kind, cycle, due_at, without_holds, *target, noticed = row
    try:
        seconds, clock, _ = read_target(*target)
    except ValueError:
        raise damaged(f"a clock of case {case!r} has a target that no clock can have") from None
    return Candidate(
        read_number(case),
        priority,
        region,
        present_owner(owner),
        kind,
        cycle,
        read_instant(due_at),
        read_instant(without_holds),
        seconds,
        clock,
        frozenset(_pair(each) for each in (noticed or "").split(RECORD) if each),
    )


def _pair(joined: str) -> tuple[str, str]:
    channel, moment = joined.split(UNIT)
    return channel, moment
