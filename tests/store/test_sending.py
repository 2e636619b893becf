"""How notices become messages that are claimed, sent, tried again or dropped, in every engine."""

from contextlib import closing
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from slt_cli.store.opening import open_store
from slt_cli.store.outbox import LEASE, Claimed, NewNotice
from slt_cli.store.protocols import Store
from slt_cli.store.repeating import in_transaction
from tests.store.outboxes import (
    KEY,
    NOW,
    add,
    all_of,
    case_with,
    changing,
    claim,
    claimed,
    claimed_in,
    new,
    states,
)
from tests.store.samples import after

SECOND = timedelta(seconds=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with two notices for the desk and one for the chat."""
    case_with(store)
    add(store, new(), new(moment="1h late"), new(channel="chat"))
    return store


def numbers(found: Claimed | None) -> list[int]:
    return [notice.number for notice in found.notices] if found else []


def test_all_that_waits_for_a_channel_is_one_message(filled):
    found = claimed(filled, "m1")
    assert (found.message, numbers(found), found.until) == ("m1", [1, 2], NOW + LEASE)
    assert {(each.state, each.message, each.leased_until) for each in found.notices} == {
        ("waiting", "m1", NOW + LEASE)
    }
    assert list(found.notices) == all_of(filled)[:2]
    assert filled.outbox().ready(["desk", "chat", "phone"], NOW) == {"chat"}


def test_what_comes_while_a_message_is_sent_is_in_the_next_one(filled):
    claimed(filled, "m1")
    add(filled, new(moment="2h late"))
    assert numbers(claimed(filled, "m2")) == [4]
    assert claim(filled, "m3") is None


def test_what_was_sent_stays_so(filled):
    found = claimed(filled)
    with changing(filled) as outbox:
        outbox.failed(found, "421 Try again later", NOW, NOW)
    found = claimed(filled)
    with changing(filled) as outbox:
        outbox.sent(found, NOW + SECOND)
        outbox.drop([1], "answered")
        outbox.retry(1)
        outbox.failed(found, "too late", NOW, None)
    first, second, _ = all_of(filled)
    assert first == found.notices[0]._replace(
        state="sent",
        attempts=2,
        last_error=None,
        next_at=None,
        leased_until=None,
        failing_since=None,
        sent_at=NOW + SECOND,
    )
    assert second[2:] == first[2:]
    assert claim(filled, now=NOW + LEASE) is None


@pytest.mark.parametrize(
    ("now", "found"),
    [
        pytest.param(NOW, [], id="claimed"),
        pytest.param(NOW + LEASE - SECOND, [], id="a second before the lease ends"),
        pytest.param(NOW + LEASE, [1, 2], id="when the lease ends"),
        pytest.param(NOW - SECOND, [], id="by a clock that is a second behind"),
        pytest.param(NOW - 60 * SECOND, [], id="by a clock that is a minute behind"),
        pytest.param(NOW - 61 * SECOND, [1, 2], id="by a clock that is too far behind"),
        pytest.param(after(hours=1), [1, 2], id="when the clock went an hour back"),
    ],
)
def test_a_message_whose_lease_counts_is_not_claimed(filled, now, found):
    claimed(filled, "m1")
    add(filled, new(moment="2h late"))
    again = claim(filled, "m2", now)
    assert numbers(again) == (found or [4])
    assert again is not None
    assert again.message == ("m1" if found else "m2")
    assert again.until == now + LEASE


def test_a_lease_that_was_lost_is_not_overwritten(filled):
    first = claimed(filled, "m1")
    second = claimed(filled, "m2", NOW + LEASE)
    assert numbers(second) == numbers(first)
    before = all_of(filled)
    with changing(filled) as outbox:
        outbox.sent(first, NOW + LEASE)
        outbox.failed(first, "timed out", NOW + LEASE, None)
    assert all_of(filled) == before
    with changing(filled) as outbox:
        outbox.sent(second, NOW + LEASE)
    assert states(filled) == ["sent", "sent", "waiting"]


def test_a_lease_that_ran_out_and_that_nobody_took_still_counts(filled):
    found = claimed(filled)
    with changing(filled) as outbox:
        outbox.sent(found, NOW + 2 * LEASE)
    assert states(filled) == ["sent", "sent", "waiting"]


def test_what_failed_is_tried_again_with_the_same_message(filled):
    with changing(filled) as outbox:
        outbox.failed(claimed_in(outbox), "421 Try again later", NOW, NOW + 5 * SECOND)
    failing = filled.outbox().failing()
    assert [(each.state, each.attempts, each.last_error) for each in failing] == [
        ("retry", 1, "421 Try again later")
    ] * 2
    assert claim(filled, "m2", NOW + 4 * SECOND) is None
    assert filled.outbox().ready(["desk"], NOW + 4 * SECOND) == set()
    assert filled.outbox().ready(["desk"], NOW + 5 * SECOND) == {"desk"}

    again = claimed(filled, "m2", NOW + 5 * SECOND)
    assert (again.message, numbers(again)) == ("m1", [1, 2])
    with changing(filled) as outbox:
        outbox.failed(again, "421 Again", NOW + 9 * SECOND, NOW + LEASE)
    assert {(each.attempts, each.failing_since) for each in filled.outbox().failing()} == {(2, NOW)}


def test_what_is_given_up_is_not_claimed_until_somebody_lets_it_be_tried(filled):
    with changing(filled) as outbox:
        outbox.failed(claimed_in(outbox), "410 Gone", NOW, None)
    assert states(filled) == ["failed", "failed", "waiting"]
    assert [each.number for each in filled.outbox().failing()] == [1, 2]
    assert claim(filled, "m2", NOW + 9 * LEASE) is None
    with changing(filled) as outbox:
        outbox.retry(2)
    again = claimed(filled, "m2")
    assert (again.message, numbers(again)) == ("m1", [1, 2])
    assert {(each.state, each.failing_since) for each in again.notices} == {("retry", None)}
    with changing(filled) as outbox:
        outbox.failed(again, "410 Gone", NOW + LEASE, None)
    assert {each.failing_since for each in filled.outbox().failing()} == {NOW + LEASE}


def test_a_dropped_notice_is_tried_in_another_message(filled):
    found = claimed(filled, "m1")
    with changing(filled) as outbox:
        outbox.drop([2], "answered")
        outbox.sent(found, NOW)
    assert states(filled) == ["sent", "dropped", "waiting"]
    with changing(filled) as outbox:
        outbox.retry(2)
    again = claimed(filled, "m2")
    assert (again.message, numbers(again)) == ("m2", [2])


def test_what_waits_for_the_end_of_quiet_hours_can_be_tried_at_once(store):
    case_with(store)
    add(store, NewNotice(KEY, not_before=NOW + SECOND))
    assert claim(store) is None
    assert numbers(claimed(store, "m1", NOW + SECOND)) == [1]
    add(store, NewNotice(KEY._replace(moment="75%"), not_before=NOW + 9 * LEASE))
    with changing(store) as outbox:
        outbox.retry(2)
    assert numbers(claimed(store, "m2", NOW + 2 * SECOND)) == [2]


def test_a_time_that_was_set_by_a_clock_that_was_ahead_does_not_count(store):
    case_with(store)
    add(store, NewNotice(KEY, not_before=NOW + 9 * LEASE), now=NOW + 5 * LEASE)
    found = claimed(store)
    with changing(store) as outbox:
        outbox.failed(found, "421 Again", NOW + 5 * LEASE, NOW + 9 * LEASE)
    assert claim(store, now=NOW + 5 * LEASE) is None
    again = claimed(store, now=NOW + LEASE)
    with changing(store) as outbox:
        outbox.failed(again, "421 Again", NOW + LEASE, NOW + 2 * LEASE)
    assert [each.failing_since for each in store.outbox().failing()] == [NOW + LEASE]
    assert claim(store, now=NOW + LEASE) is None


def test_a_message_that_is_being_sent_is_not_sent_twice_by_a_retry(filled):
    claimed(filled)
    with changing(filled) as outbox:
        outbox.retry(1)
    assert claim(filled, "m2") is None


def test_a_dropped_notice_says_why_and_is_left_out_of_its_message(filled):
    claimed(filled)
    with changing(filled) as outbox:
        outbox.drop([1, 99], "answered meanwhile")
        outbox.drop([1], "again")
    first = all_of(filled)[0]
    assert (first.state, first.last_error) == ("dropped", "answered meanwhile")
    assert (first.next_at, first.leased_until) == (None, None)
    assert numbers(claim(filled, "m2", NOW + LEASE)) == [2]


def test_a_higher_moment_replaces_those_that_nobody_is_sending(store):
    case_with(store)
    add(
        store,
        new(moment="75%"),
        new(moment="30m left"),
        new(moment="due"),
        new(moment="1h late"),
        new(moment="75%", channel="chat"),
        new(moment="75%", cycle=2),
        new(moment="75%", kind="update"),
        new(moment="75%", due_at=NOW),
    )
    with changing(store) as outbox:
        key = KEY._replace(moment="1h late")
        outbox.replace(key, ["75%", "due", "1h late"], "replaced by 1h late", NOW)
        outbox.replace(key, [], "nothing", NOW)
    assert states(store) == ["dropped", "waiting", "dropped", *["waiting"] * 4, "dropped"]
    assert all_of(store)[0].last_error == "replaced by 1h late"


@pytest.mark.parametrize(
    ("now", "state"),
    [
        pytest.param(NOW + SECOND, "waiting", id="being sent"),
        pytest.param(NOW - SECOND, "waiting", id="being sent, by a clock that is a second behind"),
        pytest.param(NOW + LEASE, "dropped", id="when the lease has ended"),
        pytest.param(after(hours=1), "dropped", id="when the clock went an hour back"),
    ],
)
def test_what_somebody_is_sending_is_not_replaced(filled, now, state):
    claimed(filled)
    with changing(filled) as outbox:
        outbox.replace(KEY._replace(moment="1h late"), ["due"], "replaced", now)
    assert states(filled)[0] == state


def together(location, work) -> list:
    """Run work on a store of its own in several threads at once, and return what each returned."""
    ready, done = Barrier(4), []

    def run(name: str) -> None:
        with closing(open_store(location)) as own:
            own.count("cases")
            ready.wait()
            done.append(in_transaction(own, lambda transaction: work(transaction.outbox(), name)))

    threads = [Thread(target=run, args=(f"w{index}",)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(threads)
    return done


def test_of_several_workers_one_claims_what_waits(location, store):
    case_with(store)
    add(store, *(new(due_at=NOW + each * SECOND) for each in range(50)))
    done = together(location, lambda outbox, name: outbox.claim("desk", name, NOW))
    assert sorted(map(numbers, done)) == [[], [], [], [*range(1, 51)]]


def test_several_workers_claim_each_message_once(location, store):
    case_with(store)
    for each in range(3):
        add(store, new(due_at=NOW + each * SECOND), new(due_at=NOW + each * SECOND, kind="update"))
        claimed(store, f"m{each}")
    again = NOW + LEASE
    done = together(location, lambda outbox, name: outbox.claim("desk", name, again))
    assert sorted(map(numbers, done)) == [[], [1, 2], [3, 4], [5, 6]]
    assert {found.message for found in done if found} == {"m0", "m1", "m2"}


def test_what_several_workers_make_is_made_once_without_gaps(location, store):
    case_with(store)

    def make(outbox, name: str) -> None:
        shared = [new(due_at=NOW + each * SECOND) for each in range(60)]
        outbox.add([*shared, new(channel=name)], NOW)
        outbox.ran(["desk", "chat"], NOW)

    together(location, make)
    assert [notice.number for notice in all_of(store)] == [*range(1, 65)]
    assert {notice.key.channel for notice in all_of(store)} == {"desk", "w0", "w1", "w2", "w3"}
