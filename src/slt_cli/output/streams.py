"""The standard streams: which are a terminal, and output that nobody reads any more."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, TextIO


class Terminal(NamedTuple):
    """Which of the standard streams are a terminal."""

    stdin: bool = False
    stdout: bool = False
    stderr: bool = False


def terminal_of_process() -> Terminal:
    """Return which standard streams of this process are a terminal."""
    return Terminal(*map(_is_terminal, (sys.stdin, sys.stdout, sys.stderr)))


@contextmanager
def while_read() -> Iterator[None]:
    """Flush what the block prints; if the reader has closed the pipe, end the block quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_stdout()


def discard_stdout() -> None:
    """Redirect standard output to the null device, so that no later flush fails."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; Python has None for a stream that is closed."""
    return stream is not None and not stream.closed and stream.isatty()
