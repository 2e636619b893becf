"""Why a change was denied: the role may only read, lacks some right, or is not the owner."""

from contextlib import suppress
from shlex import quote

from slt_cli.errors import NOTHING_CHANGED, StoreError
from slt_cli.store.location import Location
from slt_cli.store.postgres.explaining import NoRightError
from slt_cli.store.postgres.grants import held_by, kind_of, missing, own_role, place_of
from slt_cli.store.roles import RoleKind
from slt_cli.store.sql.connection import Read


def as_owner(owner: str) -> str:
    """Return the fix for what only the owner of the tables may do."""
    return f"run this command as {owner}, the owner of the tables{NOTHING_CHANGED}"


def denial(location: Location, read: Read, denied: NoRightError) -> StoreError:
    """Return the error for a change that the server denied, after a look at the role's rights."""
    with suppress(StoreError):
        role = own_role(read)
        held = held_by(read, [role])[role]
        kind = kind_of(held)
        lacking = ", ".join(map(str, missing(held, RoleKind.AGENT)))
        fix = (
            "let the owner of the tables run "
            f"`slt store grant --agent {quote(role)} --apply`{NOTHING_CHANGED}"
        )
        if kind is RoleKind.READER:
            return StoreError(f"the role {role} may only read in {location}", fix)
        if lacking:
            return StoreError(f"the role {role} lacks rights in {location}: {lacking}", fix)
        return StoreError(
            f"only the owner of the tables may do this in {location}: {denied.said}",
            as_owner(place_of(read).owner),
        )
    return denied
