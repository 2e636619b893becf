"""Work ends at its limit, whatever it waits for, and sends nothing after it."""

import socket
from threading import Event

import pytest

from slt_cli.delivery.time_limit import TimeLimit


def test_what_ends_in_time_is_returned():
    assert TimeLimit[int](20).run(lambda: 7) == 7


def test_what_fails_in_time_is_raised():
    def fails():
        raise KeyError("why")

    with pytest.raises(KeyError, match="why"):
        TimeLimit[None](20).run(fails)


def test_what_cannot_be_interrupted_is_left_behind():
    """As a question for a host name that nobody answers: then nothing is connected to."""
    answered, ended = Event(), Event()
    tried = []
    limit = TimeLimit[None](0.05)

    def work():
        answered.wait(20)
        try:
            limit.use(None)
        except TimeoutError as error:
            tried.append(error)
        ended.set()

    with pytest.raises(TimeoutError):
        limit.run(work)
    answered.set()
    assert ended.wait(20)
    assert len(tried) == 1


def test_a_connection_is_shut_down_at_the_limit():
    ours, theirs = socket.socketpair()
    limit = TimeLimit[None](0.05)
    received = []
    ended = Event()

    def work():
        limit.use(ours)
        received.append(ours.recv(1))
        ended.set()

    with ours, theirs:
        with pytest.raises(TimeoutError):
            limit.run(work)
        assert ended.wait(20)
        assert received == [b""]
        with pytest.raises(BrokenPipeError):
            ours.sendall(b"late")
