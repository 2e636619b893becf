"""Notices that the tests of the outbox record: of one case, one clock and one channel at first."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import EventKind
from slt_cli.store.outbox import Claimed, NewNotice, Notice, NoticeKey, OutboxWriting
from slt_cli.store.protocols import Store
from tests.store.samples import MONDAY, after, create, recording

DUE = after(hours=1)
NOW = after(hours=2)
KEY = NoticeKey(1, "response", 1, 0, DUE, "due", "desk")


def new(**fields: Any) -> NewNotice:
    """Return a notice to be recorded with these fields in its key."""
    return NewNotice(KEY._replace(**fields))


@contextmanager
def changing(store: Store) -> Iterator[OutboxWriting]:
    """Open a transaction that changes the outbox."""
    with store.writing() as transaction:
        yield transaction.outbox()


def add(store: Store, *notices: NewNotice, now: datetime = NOW) -> list[Notice]:
    """Record notices in a transaction of its own, and return all that there are."""
    with changing(store) as outbox:
        outbox.add(notices, now)
    return all_of(store)


def claim(
    store: Store, message: str = "m1", now: datetime = NOW, channel: str = "desk"
) -> Claimed | None:
    """Claim a message in a transaction of its own."""
    with changing(store) as outbox:
        return outbox.claim(channel, message, now)


def claimed(store: Store, message: str = "m1", now: datetime = NOW) -> Claimed:
    """Claim a message that is there."""
    found = claim(store, message, now)
    assert found is not None
    return found


def claimed_in(outbox: OutboxWriting) -> Claimed:
    """Claim a message that is there, in a transaction that is open."""
    found = outbox.claim("desk", "m1", NOW)
    assert found is not None
    return found


def all_of(store: Store) -> list[Notice]:
    """Return every notice."""
    return list(store.outbox().notices())


def states(store: Store) -> list[str]:
    """Return the state of every notice, in the order of their numbers."""
    return [notice.state for notice in all_of(store)]


def case_with(store: Store, **fields: Any) -> int:
    """Open a case with these fields, and return its number."""
    return create(store, opened_at=MONDAY, **fields).number


def happened(store: Store, number: int, kind: EventKind, at: datetime, **fields: Any) -> None:
    """Record an event that happened, and was recorded, at an instant."""
    with store.writing() as transaction:
        case = transaction.case(number)
        assert case is not None
        by = recording()._replace(at=at)
        transaction.record(case, event_between(case, case._replace(**fields), kind, at, by))
