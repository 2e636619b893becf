"""What every engine says about a damaged store."""

from slt_cli.errors import StoreError

RESTORE_A_BACKUP = "restore a backup with `slt restore`"
RESTORE_A_SOUND_BACKUP = (
    "restore a sound backup with `slt restore`; keep the damaged store until then"
)


def damaged(what: str, store: object = None) -> StoreError:
    """Return the error for a damaged store: `what` is wrong, and where the store is, if known."""
    named = "the store" if store is None else f"the store {store}"
    return StoreError(
        f"{named} is damaged: {what}", f"{RESTORE_A_BACKUP}; `slt doctor` shows all that is wrong"
    )
