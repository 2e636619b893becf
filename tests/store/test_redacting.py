"""A redaction in the store: every engine has the redacted case with its events, or the old one."""

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.event_making import event_between
from slt_cli.domain.redacted_refs import trace_of
from slt_cli.domain.redaction import redaction_of
from slt_cli.domain.texts import REDACTED
from slt_cli.errors import StoreError
from slt_cli.store.checking import differences
from slt_cli.store.location import Location
from slt_cli.store.protocols import Store
from tests.store.engines import connection_to
from tests.store.outboxes import NOW, add, all_of, changing, new
from tests.store.samples import after, change, create, recording, refolded

SALT = bytes(range(16))
FACTS = {"ref": "EXT-9", "partner": "Acme", "customer": "Beta", "owner": "nora", "tags": ("vip",)}
WORDS = ("phones", "ext-9", "acme", "beta", "nora", "vip", "they called", "moved")


@pytest.fixture
def case(store: Store) -> Case:
    """Return a case with every text, changed twice; another case stays beside it."""
    case = create(store, **FACTS)
    create(store, subject="Another", ref="EXT-10")
    case = change(store, case, "noted", "They called")
    return change(store, case, "updated", "Moved", partner="Acme 2", tags=("fax", "vip"))


def redact(store: Store, case: Case, *, stopped: bool = False) -> Case:
    """Redact a case in a transaction of its own, which may be stopped at its end."""
    with store.writing() as transaction:
        events = transaction.events(case.number)
        redaction = redaction_of(case, events, "Asked for")
        assert redaction is not None
        redacted = redaction.case
        event = event_between(
            redacted,
            redacted,
            "redacted",
            after(hours=2),
            recording(),
            "Asked for",
            detail=trace_of(case, events, SALT),
        )
        done = transaction.redact(case, redacted, redaction.events, event)
        if stopped:
            raise ZeroDivisionError
        return done


def rows_of(location: Location, *tables: str) -> Iterable[Any]:
    """Return all rows of tables, as another tool reads them."""
    with closing(connection_to(location)) as connection:
        cursor = connection.cursor()
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            found += cursor.fetchall()
        return found


def test_the_case_that_is_returned_is_the_one_in_the_store(store, case):
    redacted = redact(store, case)
    assert redacted == store.case(case.number) == refolded(store, redacted)
    assert (redacted.rev, redacted.subject, redacted.tags) == (case.rev + 1, REDACTED, (REDACTED,))
    assert [event.note for event in store.events(1)] == [None, REDACTED, REDACTED, "Asked for"]
    assert list(differences(store)) == []


def test_no_row_has_a_text_of_it(store, case, location):
    redact(store, case)
    tables = ("cases", "events", "clocks", "holds", "tags", "texts", "notices")
    rows = [row for row in rows_of(location, *tables) if "EXT-10" not in str(row)]
    told = json.dumps(rows, default=str).casefold()
    assert [word for word in WORDS if word in told.replace("another", "")] == []


def test_the_other_case_stays_as_it_is(store, case):
    other = store.case(2), store.events(2)
    redact(store, case)
    assert (store.case(2), store.events(2)) == other
    assert [found.number for found in store.cases_by_ref("EXT-10")] == [2]


def test_a_transaction_that_is_undone_changes_nothing(store, case):
    before = store.case(1), store.events(1)
    with pytest.raises(ZeroDivisionError):
        redact(store, case, stopped=True)
    assert (store.case(1), store.events(1)) == before
    redact(store, case)
    assert list(differences(store)) == []


def test_a_case_that_was_changed_meanwhile_is_refused(store, case):
    changed = change(store, case, "updated", "More", priority="S2")
    with pytest.raises(StoreError, match="changed by somebody else"):
        redact(store, case)
    assert store.case(1) == changed


def test_a_redacted_reference_is_none(store, case):
    redact(store, case)
    other = store.case(2)
    redact(store, other)
    assert store.cases_by_ref(REDACTED) == []
    assert store.cases_among((), (REDACTED,)) == []
    assert list(store.repeated_refs()) == []


def test_a_reference_that_was_redacted_is_known_by_its_trace(store, case):
    assert store.redacted_refs() == []
    redact(store, case)
    ((number, opened_at, trace),) = store.redacted_refs()
    assert (number, opened_at) == (1, datetime(2026, 11, 23, 10, tzinfo=UTC))
    assert trace == trace_of(case, [], SALT)
    assert FACTS["ref"] not in trace


def test_what_a_channel_answered_is_redacted_in_all_notices_of_its_messages(store, case):
    add(store, new(), new(case=2), new(case=2, channel="chat"))
    with changing(store) as outbox:
        for channel in ("desk", "chat"):
            found = outbox.claim(channel, channel, NOW)
            outbox.failed(found, "550 'Phones are down' refused", NOW, None)

    redact(store, case)

    told = [notice.last_error for notice in all_of(store)]
    assert told == [REDACTED, REDACTED, "550 'Phones are down' refused"]


def test_why_a_notice_was_dropped_stays_known(store, case):
    add(store, new(), new(channel="chat"))
    with changing(store) as outbox:
        outbox.claim("chat", "m1", NOW)
        outbox.drop([2], "answered")
        outbox.drop_by("ada", 1, NOW)

    redact(store, case)

    assert [notice.last_error for notice in all_of(store)] == ["dropped by ada", "answered"]
