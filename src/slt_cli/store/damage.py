"""How every engine reports a damaged store."""

from collections.abc import Sized

from slt_cli.errors import StoreError

RESTORE_A_BACKUP = "restore a good backup with `slt restore`"
RESTORE_AND_KEEP = f"{RESTORE_A_BACKUP}; keep the damaged store until then"

COUNT_ANEW = (
    "copy the cases into a new store with `slt store copy`, which sets the counters right, or "
    "restore a good backup with `slt restore`"
)


class DamagedError(StoreError):
    """A store that cannot be read as it should: its fix names the check that shows all."""


def damaged(what: str, where: str = "the store") -> DamagedError:
    """Return the error for a damaged store: `what` is wrong, and `where`."""
    return DamagedError(
        f"{where} is damaged: {what}", f"{RESTORE_A_BACKUP}; `slt doctor` shows all that is wrong"
    )


def require_history(number: int, events: Sized) -> None:
    """Raise DamagedError for a case without events: its opening is one."""
    if not events:
        raise damaged(f"case {number} has no events")


def missing(what: str) -> str:
    """Return what is wrong with a store without the counter of `what`, such as "cases"."""
    return f"the counter of {what} is missing"


def behind(what: str, value: int, highest: int) -> str:
    """Return what is wrong with a counter below a number that is in use."""
    return f"the counter of {what} is at {value}, but number {highest} is in use"


def wrong_counters(what: str, where: str) -> StoreError:
    """Return the error for counters of which `what` is wrong."""
    return StoreError(f"{where} is damaged: {what}", COUNT_ANEW)
