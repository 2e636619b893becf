"""Changing the outbox of any SQL store within a transaction.

Two workers may claim at once: the second one finds what the first has claimed no longer
claimable, as it waits for the rows and looks at them again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from slt_cli.store.batches import in_batches
from slt_cli.store.changes import text
from slt_cli.store.damage import behind, missing, wrong_counters
from slt_cli.store.outbox import BY_PERSON, LEASE, Claimed, NewNotice, NoticeKey
from slt_cli.store.sql.connection import Connection
from slt_cli.store.sql.content import (
    CHANNEL_COLUMNS,
    KEY_COLUMNS,
    NOTICE_COLUMNS,
    SET_COUNTER,
)
from slt_cli.store.sql.outbox import key_row, made_among, row_notice
from slt_cli.store.sql.outbox_queries import CLAIMABLE, FREE, SETTLED, UNSENT, claimable_at, places
from slt_cli.store.sql.statements import insert

Write = Callable[[str, Sequence[Any]], None]

LAST_NUMBER = """UPDATE counters SET value = value
    WHERE name = 'notice' RETURNING value, (SELECT max(number) FROM notices)"""
"""It locks the counter, so that others add nothing until the transaction ends."""

INSERT_NOTICE = insert("notices", NOTICE_COLUMNS)
MAKE_AGAIN = f"""UPDATE notices SET state = 'waiting', created_at = ?, message = NULL, attempts = 0,
    last_error = NULL, next_at = ?, leased_until = NULL, failing_since = NULL
    WHERE {" AND ".join(f"{column} = ?" for column in KEY_COLUMNS)} AND state = 'dropped'"""
PUT_CHANNEL = f"""{insert("channels", CHANNEL_COLUMNS)}
    ON CONFLICT (name) DO UPDATE SET last_at = excluded.last_at"""

REPLACE = f"""UPDATE notices SET state = 'dropped', last_error = ?, next_at = NULL
    WHERE case_number = ? AND kind = ? AND cycle = ? AND channel = ? AND moment IN ({{}})
    AND {UNSENT} AND {FREE}"""

_CLAIMED = ", ".join(NOTICE_COLUMNS)
NEXT_MESSAGE = f"""SELECT message FROM notices
    WHERE channel = ? AND message IS NOT NULL AND {CLAIMABLE} ORDER BY number LIMIT 1"""
CLAIM_MESSAGE = f"""UPDATE notices SET leased_until = ?
    WHERE message = ? AND {CLAIMABLE} RETURNING {_CLAIMED}"""
CLAIM_NEW = f"""UPDATE notices SET leased_until = ?, message = ?
    WHERE channel = ? AND message IS NULL AND {CLAIMABLE} RETURNING {_CLAIMED}"""

DROP = """UPDATE notices SET state = 'dropped', last_error = ?, next_at = NULL, leased_until = NULL
    WHERE number IN ({}) AND state IN ('waiting', 'retry', 'failed')"""
DROP_BY = f"""UPDATE notices
    SET state = 'dropped', last_error = ?, next_at = NULL, leased_until = NULL
    WHERE number = ? AND state <> 'sent' AND {FREE}"""
_STILL_CLAIMED = f"message = ? AND leased_until = ? AND {UNSENT}"
SENT = f"""UPDATE notices SET state = 'sent', sent_at = ?, attempts = attempts + 1,
    last_error = NULL, next_at = NULL, leased_until = NULL, failing_since = NULL
    WHERE {_STILL_CLAIMED}"""
FAILED = f"""UPDATE notices SET state = ?, last_error = ?, attempts = attempts + 1, next_at = ?,
    leased_until = NULL,
    failing_since = CASE WHEN failing_since <= ? THEN failing_since ELSE ? END
    WHERE {_STILL_CLAIMED}"""

RETRY = """UPDATE notices SET next_at = NULL,
    failing_since = CASE state WHEN 'failed' THEN NULL ELSE failing_since END,
    state = CASE state WHEN 'failed' THEN 'retry' ELSE state END
    WHERE state IN ('waiting', 'retry', 'failed') AND (number = ? OR message = (
        SELECT n.message FROM notices n
        WHERE n.number = ? AND n.state IN ('waiting', 'retry', 'failed')))"""
RETRY_DROPPED = """UPDATE notices SET state = 'waiting', message = NULL, attempts = 0,
    last_error = NULL, failing_since = NULL WHERE number = ? AND state = 'dropped'"""
"""Its message may have been sent without it, so it goes into another one."""

FREE_CHANNEL = "UPDATE notices SET next_at = NULL WHERE channel = ? AND state = 'retry'"

PRUNE = f"DELETE FROM notices WHERE {SETTLED}"


class SqlOutboxChanges:
    """Change the outbox by a connection, in the store that errors call `where`.

    `write` runs a statement of which nothing is read.
    """

    def __init__(self, connection: Connection, where: str, write: Write) -> None:
        self._connection = connection
        self._where = where
        self._write = write

    def add(self, notices: Iterable[NewNotice], now: datetime) -> None:
        """Record each notice that was not made before, with a number from the counter `notice`.

        One that was made but does not stand waits again under its number, for a new message.
        """
        wanted: dict[NoticeKey, NewNotice] = {}
        for notice in notices:
            wanted.setdefault(notice.key, notice)
        if not wanted:
            return
        last = self._last_number()
        made = made_among(self._connection.execute, wanted)
        new = [notice for key, notice in wanted.items() if key not in made]
        if new:
            rows = (_new_row(number, each, now) for number, each in enumerate(new, start=last + 1))
            self._connection.executemany(INSERT_NOTICE, rows)
            self._write(SET_COUNTER, (last + len(new), "notice"))
        for key, stands in made.items():
            if not stands:
                not_before = wanted[key].not_before
                next_at = not_before and text(not_before)
                self._write(MAKE_AGAIN, (text(now), next_at, *key_row(key)))

    def replace(self, key: NoticeKey, moments: Collection[str], why: str, now: datetime) -> None:
        """Drop a clock's other notices of these moments that are not sent yet.

        They have the channel of the key, and any due time. Those that somebody is sending now stay.
        """
        if lower := [moment for moment in moments if moment != key.moment]:
            sql = REPLACE.format(places(lower))
            clock = key.case, key.kind, key.cycle, key.channel
            _, _, *free = claimable_at(now)
            self._write(sql, (why, *clock, *lower, *free))

    def ran(self, channels: Collection[str], now: datetime) -> None:
        """Record that channels are looked after now."""
        for channel in sorted(channels):  # in one order, so that two never wait for each other
            self._write(PUT_CHANNEL, (channel, text(now), text(now)))

    def claim(self, channel: str, message: str, now: datetime) -> Claimed | None:
        """Claim one message of a channel until `now` plus LEASE; None if there is nothing to send.

        First a message that was claimed before and is to be tried (again), whole; else all waiting
        notices become the new `message`. A lease that ends more than a minute after `now` plus
        LEASE is none: the clock went back.
        """
        until, at = text(now + LEASE), claimable_at(now)
        while row := self._connection.execute(NEXT_MESSAGE, (channel, *at)).fetchone():
            if claimed := self._claimed(CLAIM_MESSAGE, (until, row[0], *at), row[0], now):
                return claimed
        return self._claimed(CLAIM_NEW, (until, message, channel, *at), message, now)

    def drop(self, numbers: Collection[int], why: str) -> None:
        """Drop notices that are not sent: their state is `dropped`, and `why` their last error."""
        for some in in_batches(sorted(numbers)):
            sql = DROP.format(places(some))
            self._write(sql, (why, *some))

    def drop_by(self, who: str, number: int, now: datetime) -> None:
        """Drop a notice because a person wants that, so that it stays dropped.

        One that was sent stays, and one that somebody is sending now.
        """
        _, _, *free = claimable_at(now)
        self._write(DROP_BY, (f"{BY_PERSON}{who}", number, *free))

    def sent(self, claimed: Claimed, now: datetime) -> None:
        """Record that a message was sent, and one more attempt; nothing if the lease was lost."""
        self._write(SENT, (text(now), claimed.message, text(claimed.until)))

    def failed(self, claimed: Claimed, error: str, now: datetime, next_at: datetime | None) -> None:
        """Record one more attempt that failed. Without `next_at` the message is given up.

        It is failing since `now`, unless it was before. Nothing is recorded if the lease was lost.
        """
        state, again = ("failed", None) if next_at is None else ("retry", text(next_at))
        values = (state, error, again, text(now), text(now), claimed.message, text(claimed.until))
        self._write(FAILED, values)

    def retry(self, number: int) -> None:
        """Let a notice that is not sent be tried at once, with its whole message.

        One that was given up is failing again from its next failure on.
        """
        self._write(RETRY, (number, number))
        self._write(RETRY_DROPPED, (number,))

    def free(self, channel: str) -> None:
        """Let the messages of a channel that failed before be tried at once."""
        self._write(FREE_CHANNEL, (channel,))

    def prune(self, before: datetime) -> None:
        """Remove settled notices that were created before an instant, of cases that have ended."""
        self._write(PRUNE, (text(before),))

    def _last_number(self) -> int:
        """Return the number that was given last; nobody else gives one until the end."""
        row = self._connection.execute(LAST_NUMBER).fetchone()
        if row is None:
            raise wrong_counters(missing("notices"), self._where)
        last, highest = row
        if highest is not None and highest > last:
            raise wrong_counters(behind("notices", last, highest), self._where)
        return int(last)

    def _claimed(
        self, sql: str, values: tuple[Any, ...], message: str, now: datetime
    ) -> Claimed | None:
        notices = sorted(map(row_notice, self._connection.execute(sql, values)))
        return Claimed(message, tuple(notices), now + LEASE) if notices else None


def _new_row(number: int, notice: NewNotice, now: datetime) -> list[Any]:
    """Return the row of a new notice in the order of NOTICE_COLUMNS."""
    next_at = notice.not_before and text(notice.not_before)
    nothing = [None] * 3
    return [number, *key_row(notice.key), "waiting", text(now), None, 0, None, next_at, *nothing]
