"""Run a transaction again that a store lost: its server was restarted, or two had to wait."""

import os
from collections.abc import Callable
from time import monotonic, sleep
from typing import TypeVar

from slt_cli.errors import LostTransactionError, StoreError, UnreachableError
from slt_cli.store.protocols import Store, Writing

T = TypeVar("T")


def in_transaction(store: Store, work: Callable[[Writing], T]) -> T:
    """Return what `work` returns, run in one transaction: recorded completely or not at all.

    `work` may run several times, and a run before may have been recorded although its answer was
    lost: so it first looks for what its own command recorded.
    """

    def run() -> T:
        with store.writing() as transaction:
            return work(transaction)

    return _repeated(store, run, None)


def after_loss(store: Store, lost: LostTransactionError, ask: Callable[[], T]) -> T:
    """Return what `ask` returns after a transaction was lost, when the store answers again.

    Raises the loss if it does not answer in time.
    """
    return _repeated(store, ask, lost)


def _repeated(store: Store, run: Callable[[], T], lost: LostTransactionError | None) -> T:
    """Run until the store neither loses the run nor, after a loss, is out of reach.

    While an earlier run may be recorded, that is said of whatever else the store reports.
    """
    deadline = monotonic() + store.patience_seconds
    while True:
        try:
            return run()
        except LostTransactionError as error:
            if lost is None or not lost.may_be_recorded:
                lost = error
        except UnreachableError:
            if lost is None:
                raise
        except StoreError:
            if lost is None or not lost.may_be_recorded:
                raise
            raise lost from None
        if monotonic() >= deadline:
            raise lost
        sleep((20 + os.urandom(1)[0] / 4) / 1000)  # apart from others that wait
