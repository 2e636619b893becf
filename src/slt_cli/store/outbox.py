"""The outbox: notices with how each was sent, and when each channel was last looked after."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

NoticeState = Literal["waiting", "sent", "retry", "failed", "dropped"]
NOTICE_STATES: tuple[NoticeState, ...] = ("waiting", "sent", "retry", "failed", "dropped")

LEASE = timedelta(minutes=2)
"""How long a message that is being sent is left to the process that claimed it."""

TAKEN_BACK = "it was taken back"
"""Why the notice of an event was dropped: an undo is never taken back, so it stays dropped."""
BY_PERSON = "dropped by "
"""How the reason begins if a person dropped a notice: it stays dropped."""


class NoticeKey(NamedTuple):
    """What makes a notice the only one of its kind; no part of it is ever unknown.

    `kind` and `cycle` are those of a clock: empty and 0 for an event or a state. `event` is the id
    of an event within its case, else 0. `due_at` is the clock's due time without holds, else when
    the event happened or the state began.
    """

    case: int
    kind: str
    cycle: int
    event: int
    due_at: datetime
    moment: str
    channel: str


class NewNotice(NamedTuple):
    """A notice to be recorded. `not_before` is the end of quiet hours; None is at once."""

    key: NoticeKey
    not_before: datetime | None = None


class Notice(NamedTuple):
    """A notice as recorded. `message` is the id of the message it is in, once that was claimed.

    `next_at` is when it may be tried, None for at once or never. `failing_since` is when it could
    first not be sent.
    """

    number: int
    key: NoticeKey
    state: NoticeState
    created_at: datetime
    message: str | None = None
    attempts: int = 0
    last_error: str | None = None
    next_at: datetime | None = None
    leased_until: datetime | None = None
    failing_since: datetime | None = None
    sent_at: datetime | None = None

    @property
    def id(self) -> str:
        """Return its id as people and scripts write it: `7c1`."""
        return f"{self.number:x}"


class Candidate(NamedTuple):
    """A running clock that may have reached a moment, and the notices that it has: few columns.

    `due_without_holds` is the due time in its key. `noticed` has each channel and moment for which
    a notice with this due time stands.
    """

    case: int
    priority: str
    region: str
    owner: str | None
    kind: str
    cycle: int
    due_at: datetime
    due_without_holds: datetime
    target_seconds: int
    target_clock: str
    noticed: frozenset[tuple[str, str]]


class NewEvent(NamedTuple):
    """An event of which people may be told: its case, its id within the case, and when."""

    case: int
    event: int
    kind: str
    at: datetime
    recorded_at: datetime


class ChannelRun(NamedTuple):
    """When a channel was looked after for the first time and the last time."""

    first_at: datetime
    last_at: datetime


class Claimed(NamedTuple):
    """A message that is this process's to send until `until`, and its notices."""

    message: str
    notices: tuple[Notice, ...]
    until: datetime


class Look(NamedTuple):
    """What is asked at once to find out whether a run for some channels has anything to do.

    `due_before` bounds the clocks that are asked for, None leaves them out. `held` and `unowned`
    are the arguments of each such question. What is older than `prune_before` may be removed.
    """

    channels: tuple[str, ...]
    now: datetime
    prune_before: datetime
    due_before: datetime | None
    held: tuple[tuple[datetime, str, str], ...]
    unowned: tuple[tuple[datetime, str, str], ...]


class OutboxReading(Protocol):
    """Reading the outbox, and what may have to go into it.

    A notice stands unless slt dropped it, as its reason was gone: then it was never sent, and is
    made again once its reason is there again.
    """

    def look(self, look: Look) -> "OutboxReading | None":
        """Record that channels are looked after now, and return an outbox that has the answers.

        None without a gain: where a question is no journey to a server, or where it is plain that
        there is something to do, such as a message to send or a case that was opened since the
        last run.
        """

    def longest_target(self) -> int:
        """Return the seconds of the longest target among running clocks, 0 without any."""

    def candidates(self, due_before: datetime) -> Iterator[Candidate]:
        """Yield the running clocks, not paused, that are due at or before an instant."""

    def new_events(self, since: datetime, kinds: Collection[str]) -> list[NewEvent]:
        """Return the events of these kinds that were recorded since an instant, of valid cases."""

    def unowned(self, since: datetime, moment: str, channel: str) -> list[int]:
        """Return the numbers of open cases without an owner that were opened at or before `since`.

        Left out are those that have a notice of this moment for the channel which stands and is
        newer than their last event.
        """

    def held(self, since: datetime, moment: str, channel: str) -> list[int]:
        """Return the numbers of the cases that are on hold since `since` or longer.

        Left out are those that have a notice of this moment for this hold and the channel, which
        stands.
        """

    def made(self, keys: Collection[NoticeKey]) -> set[NoticeKey]:
        """Return those of the keys for which a notice was made that stands."""

    def runs(self) -> dict[str, ChannelRun]:
        """Return when each channel was looked after, by its key."""

    def notice(self, number: int) -> Notice | None:
        """Return the notice with a number."""

    def notices(
        self, since: datetime | None = None, state: NoticeState | None = None
    ) -> Iterator[Notice]:
        """Yield notices in the order of their numbers: created since an instant, in a state."""

    def failing(self) -> list[Notice]:
        """Return the notices that failed, and those that are to be tried again."""

    def ready(self, channels: Collection[str], now: datetime) -> set[str]:
        """Return those of the channels for which something can be claimed now."""


class OutboxWriting(Protocol):
    """Changing the outbox within a transaction."""

    def add(self, notices: Iterable[NewNotice], now: datetime) -> None:
        """Record each notice that was not made before, with a number from the counter `notice`.

        One that was made but does not stand waits again under its number, for a new message.
        """

    def replace(self, key: NoticeKey, moments: Collection[str], why: str, now: datetime) -> None:
        """Drop a clock's other notices of these moments that are not sent yet.

        They have the channel of the key, and any due time. Those that somebody is sending now stay.
        """

    def ran(self, channels: Collection[str], now: datetime) -> None:
        """Record that channels are looked after now."""

    def claim(self, channel: str, message: str, now: datetime) -> Claimed | None:
        """Claim one message of a channel until `now` plus LEASE; None if there is nothing to send.

        First a message that was claimed before and is to be tried (again), whole; else all waiting
        notices become the new `message`. A lease that ends more than a minute after `now` plus
        LEASE is none: the clock went back.
        """

    def drop(self, numbers: Collection[int], why: str) -> None:
        """Drop notices that are not sent: their state is `dropped`, and `why` their last error."""

    def drop_by(self, who: str, number: int, now: datetime) -> None:
        """Drop a notice because a person wants that, so that it stays dropped.

        One that was sent stays, and one that somebody is sending now.
        """

    def sent(self, claimed: Claimed, now: datetime) -> None:
        """Record that a message was sent, and one more attempt."""

    def failed(self, claimed: Claimed, error: str, now: datetime, next_at: datetime | None) -> None:
        """Record one more attempt that failed. Without `next_at` the message is given up.

        It is failing since `now`, unless it was already.
        """

    def retry(self, number: int) -> None:
        """Let a notice that is not sent be tried at once, with its whole message."""

    def free(self, channel: str) -> None:
        """Let the messages of a channel that failed before be tried at once."""

    def prune(self, before: datetime) -> None:
        """Remove settled notices that were created before an instant, of cases that have ended."""
