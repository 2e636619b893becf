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


@pytest.mark.parametrize(
    ("until", "error"),
    [
        pytest.param(lambda ends: ends(0), TimeoutError, id="nobody waits any more"),
        pytest.param(lambda _: 1 // 0, ZeroDivisionError, id="the waiting is interrupted"),
    ],
)
def test_it_is_stopped_and_has_ended(until, error):
    released, ended = Event(), Event()

    def work() -> None:
        released.wait(60)
        ended.set()

    with pytest.raises(error):
        in_thread(work, until, released.set)
    assert ended.is_set()
