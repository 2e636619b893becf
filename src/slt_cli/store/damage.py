"""What is said of a store that contains what no store can contain: once, for every engine."""

from slt_cli.errors import StoreError

RESTORE_A_BACKUP = "restore a backup with `slt restore`"
RESTORE_A_SOUND_BACKUP = f"{RESTORE_A_BACKUP}, a sound one; keep the damaged store until then"


def damaged(what: str, store: object = None) -> StoreError:
    """Return the error for a damaged store: what is wrong with it, and where it is if known."""
    named = "the store" if store is None else f"the store {store}"
    return StoreError(
        f"{named} is damaged: {what}", f"{RESTORE_A_BACKUP}; `slt doctor` shows all that is wrong"
    )
