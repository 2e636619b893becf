"""What runs in a thread: its result or error comes back, unless nobody waits any more."""

from threading import Event

import pytest

from slt_cli.store.postgres.interruptible import in_thread


def until_it_ends(ends) -> bool:
    return ends(60)


def test_a_result_comes_back():
    assert in_thread(lambda: 7, until_it_ends) == 7


def test_an_error_comes_back():
    with pytest.raises(ZeroDivisionError):
        in_thread(lambda: 1 // 0, until_it_ends)


def test_it_is_left_alone_when_nobody_waits_any_more():
    released = Event()
    with pytest.raises(TimeoutError):
        in_thread(lambda: released.wait(60), lambda ends: ends(0))
    released.set()
