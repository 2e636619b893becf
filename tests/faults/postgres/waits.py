"""Waiting for what another process does."""

import time
from collections.abc import Callable
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


def is_gone(sql: Callable[..., Any]) -> bool:
    """Return whether the server has ended all sessions of slt."""
    return sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'slt'") == [(0,)]
