"""The error of a store whose content cannot be right."""

from slt_cli.errors import StoreError


def damaged(what: str, where: str = "the store") -> StoreError:
    """Return the error that says that a store is damaged, and how."""
    return StoreError(
        f"{where} is damaged: {what}", "`slt restore` a backup; `slt doctor` tells more"
    )
