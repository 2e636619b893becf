"""Run in a thread what would keep an interruption, such as libpq while it copies rows."""

from _thread import allocate_lock, start_new_thread
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def in_thread(
    work: Callable[[], T],
    until: Callable[[Callable[[float], bool]], bool],
    stop: Callable[[], None] | None = None,
) -> T:
    """Return what `work` returns or raises in a thread of its own.

    `until` waits for its end, in steps. Raises TimeoutError if that gives up. Then, and if it is
    interrupted, `stop` makes the work end; without it the thread goes on alone.
    """
    ended = allocate_lock()
    ended.acquire()
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append((True, work()))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            outcome.append((False, error))
        finally:
            ended.release()

    start_new_thread(run, ())
    is_over = False
    try:
        is_over = until(lambda seconds: ended.acquire(timeout=seconds))
    finally:
        if not is_over and stop is not None:
            stop()
            ended.acquire()
    if not is_over:
        raise TimeoutError
    ((is_done, result),) = outcome
    if not is_done:
        raise result
    returned: T = result
    return returned
