"""Run a transaction again that a store lost: its server was restarted, or two had to wait."""

import os
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from slt_cli.errors import LostTransactionError, UnreachableError
from slt_cli.store.protocols import Store, Writing

T = TypeVar("T")

PATIENCE_SECONDS = 15.0
"""How long a store that was reached once, and is gone, is waited for."""


def in_transaction(store: Store, work: Callable[[Writing], T]) -> T:
    """Return what `work` returns, run in one transaction: recorded completely or not at all.

    `work` may run several times, and a run before may have been recorded although its answer was
    lost: so it first looks for what its own command recorded.
    """

    def run() -> T:
        with store.writing() as transaction:
            return work(transaction)

    return _repeated(run, None)


def after_loss(lost: LostTransactionError, ask: Callable[[], T]) -> T:
    """Return what `ask` returns after a transaction was lost, when the store answers again.

    Raises the loss if it does not answer in time.
    """
    return _repeated(ask, lost)


def _repeated(run: Callable[[], T], lost: LostTransactionError | None) -> T:
    """Run until the store neither loses the run nor, after a loss, is out of reach."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return run()
        except LostTransactionError as error:
            if lost is None or not lost.may_be_recorded:
                lost = error
        except UnreachableError:
            if lost is None:
                raise
        if monotonic() >= deadline:
            raise lost
        sleep((20 + os.urandom(1)[0] / 4) / 1000)  # apart from others that wait
