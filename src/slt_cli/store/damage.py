"""How every engine reports a damaged store."""

from slt_cli.errors import StoreError

RESTORE_A_BACKUP = "restore a good backup with `slt restore`"
RESTORE_AND_KEEP = f"{RESTORE_A_BACKUP}; keep the damaged store until then"


class DamagedError(StoreError):
    """A store that cannot be read as it should: its fix names the check that shows all."""


def damaged(what: str, where: str = "the store") -> DamagedError:
    """Return the error for a damaged store: `what` is wrong, and `where`."""
    return DamagedError(
        f"{where} is damaged: {what}", f"{RESTORE_A_BACKUP}; `slt doctor` shows all that is wrong"
    )
