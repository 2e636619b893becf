"""A wait ends at once if nobody reads any more."""

import os
import sys
from collections.abc import Callable
from typing import TextIO

import pytest

from slt_cli.output.waiting import wait_while_read

Writing = Callable[[TextIO], None]


@pytest.fixture
def writing_to(monkeypatch: pytest.MonkeyPatch) -> Writing:
    """Return a function that lets standard output be a stream for the rest of the test."""
    return lambda stream: monkeypatch.setattr(sys, "stdout", stream)


def test_a_pipe_that_is_read_is_waited_for(writing_to: Writing):
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as stream, os.fdopen(reading):
        writing_to(stream)
        assert wait_while_read(0.01)


def test_a_closed_pipe_ends_it_before_its_time(writing_to: Writing):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        writing_to(stream)
        assert not wait_while_read(10)


def test_a_file_is_waited_for(writing_to: Writing, tmp_path):
    with (tmp_path / "log.txt").open("w") as file:
        writing_to(file)
        assert wait_while_read(0.01)
