"""Waiting for what another process does."""

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

LIMIT = 120
"""The seconds after which something hangs, on however busy a machine."""


def wait_until(look: Callable[[], T]) -> T:
    """Return what is seen as soon as it is anything."""
    until = time.monotonic() + LIMIT
    while not (seen := look()):
        assert time.monotonic() < until
        time.sleep(0.02)
    return seen


def wait_for_socket(path: Path, log: Path) -> None:
    """Return once something listens on a socket; its log is shown if nothing does."""
    for _ in range(500):
        with suppress(OSError), socket.socket(socket.AF_UNIX) as tried:
            tried.connect(str(path))
            return
        time.sleep(0.02)
    raise AssertionError(log.read_text())


def is_gone(sql: Callable[..., Any]) -> bool:
    """Return whether the server has ended all sessions of slt."""
    return sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'slt'") == [(0,)]
