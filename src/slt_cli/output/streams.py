"""The standard streams: which are a terminal, and output that nobody reads any more."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TextIO


class Terminal:
    """Which of the standard streams are a terminal.

    `lines` is the height of that of standard output, 0 if it is unknown.
    """

    def __init__(
        self, *, stdin: bool = False, stdout: bool = False, stderr: bool = False, lines: int = 0
    ) -> None:
        self.stdin, self.stdout, self.stderr, self.lines = stdin, stdout, stderr, lines


def terminal_of_process() -> Terminal:
    """Return which standard streams of this process are a terminal."""
    stdin, stdout, stderr = map(is_terminal, (sys.stdin, sys.stdout, sys.stderr))
    lines = _height(sys.stdout) if stdout else 0
    return Terminal(stdin=stdin, stdout=stdout, stderr=stderr, lines=lines)


@contextmanager
def while_read() -> Iterator[None]:
    """Flush what the block prints; if the reader has closed the pipe, end the block quietly."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        discard_stdout()


def write_utf_8() -> None:
    """Let standard output be UTF-8 from now on, whatever the locale: for data, not for people."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors=sys.stdout.errors)


def discard_stdout() -> None:
    """Redirect standard output to the null device, so that no later flush fails."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether a stream is a terminal; Python has None for a stream that is closed."""
    return stream is not None and not stream.closed and stream.isatty()


def _height(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).lines
    except OSError:
        return 0
