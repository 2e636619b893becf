"""The standard streams: which of them are a terminal."""

import io
import sys

import pytest

from slt_cli.output.streams import Terminal, terminal_of_process

ALL = Terminal(stdin=True, stdout=True, stderr=True)


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self):
        return True


def closed() -> Screen:
    """Return a terminal that was closed."""
    screen = Screen()
    screen.close()
    return screen


@pytest.mark.parametrize(
    ("streams", "terminal"),
    [
        pytest.param([Screen(), Screen(), Screen()], ALL, id="all"),
        pytest.param(
            [Screen(), io.StringIO(), Screen()], Terminal(stdin=True, stderr=True), id="pipe"
        ),
        pytest.param([None, Screen(), None], Terminal(stdout=True), id="none there"),
        pytest.param([closed(), closed(), closed()], Terminal(), id="closed"),
    ],
)
def test_which_streams_are_a_terminal(monkeypatch, streams, terminal):
    with monkeypatch.context() as patch:
        for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
            patch.setattr(sys, name, stream)
        found = terminal_of_process()
    assert vars(found) == vars(terminal)
