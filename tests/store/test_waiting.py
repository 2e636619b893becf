"""Waiting for a server: told once, at a terminal alone, and ended where somebody set an end."""

from collections.abc import Callable

import pytest

from slt_cli.store.waiting import Waiting

SENTENCE = "the server has not answered for 0 s; Ctrl-C ends the waiting"


def happens_at(look: int) -> Callable[[float], bool]:
    """Return what happens when it is looked at for the n-th time; it never waits."""
    looks = iter([False] * (look - 1) + [True])
    return lambda _: next(looks)


@pytest.fixture
def said() -> list[str]:
    return []


def test_what_happens_at_once_is_not_told(said):
    assert Waiting(said.append, told_after=0).until(happens_at(1), "the server")
    assert said == []


def test_a_long_wait_is_told_once(said):
    waiting = Waiting(said.append, told_after=0)
    assert waiting.until(happens_at(3), "the server")
    waiting.answered()
    assert waiting.until(happens_at(3), "another")
    assert said == [SENTENCE]


def test_attempts_without_an_answer_are_one_wait(said):
    waiting = Waiting(said.append, told_after=0.05)
    seconds: list[float] = []

    def is_refused(left: float) -> bool:
        seconds.append(left)
        return True

    while not (seconds and seconds[-1] == 0):
        waiting.until(is_refused, "the server")
    assert waiting.until(happens_at(2), "the server")
    assert said == ["the server has not answered for 0.05 s; Ctrl-C ends the waiting"]


def test_an_answer_begins_a_new_wait():
    waiting = Waiting(lambda _: None, told_after=60)
    given = [60.0]

    def look(left: float) -> bool:
        given.append(left)
        return True

    while given[-1] > 59.99:
        waiting.until(look, "the server")
    waiting.answered()
    waiting.until(look, "the server")
    assert given[-1] > given[-2]


def test_nobody_is_told_off_a_terminal():
    assert Waiting(told_after=0).until(happens_at(3), "the server")


def test_a_wait_has_an_end(said):
    waiting = Waiting(said.append)
    assert not waiting.until(lambda _: False, "the server", ends=0)
    assert said == []


def test_an_end_for_all_waiting_is_later_where_a_connection_is_made():
    waiting = Waiting()
    waiting.end_in(0, with_connecting=60)
    assert not waiting.until(lambda _: False, "the server")
    waiting.connects()
    assert waiting.until(happens_at(2), "the server")
    waiting.end_in(0)
    waiting.connects()
    assert not waiting.until(lambda _: False, "the server")


def test_attempts_that_fail_at_once_are_told_too(said):
    waiting = Waiting(said.append, told_after=0.05)
    waiting.tries("the server")
    assert said == []
    while not said:
        waiting.tries("the server")
    assert said == ["the server has not answered for 0.05 s; Ctrl-C ends the waiting"]


def test_an_end_for_all_waiting_silences_it(said):
    waiting = Waiting(said.append, told_after=0)
    waiting.end_in(0)
    assert not waiting.until(lambda _: False, "the server")
    waiting.end_in(60)
    assert waiting.until(happens_at(2), "the server")
    assert said == []
