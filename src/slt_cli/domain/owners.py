"""Who a case is with: a name, or one of the two words that stand for one."""

from slt_cli.domain.texts import REDACTED, folded

ME = "me"
NOBODY = "none"


def stands_for_another(name: str) -> bool:
    """Return whether a name is a word that stands for an owner, so that it can be nobody's name."""
    return folded(name.strip()) in (ME, NOBODY)


def is_same_owner(one: str | None, other: str | None) -> bool:
    """Return whether two names are those of one owner, in upper or lower case."""
    return folded(one or "") == folded(other or "")


def present_owner(owner: str | None) -> str | None:
    """Return who works on a case; None where the owner was redacted, as nobody does then."""
    return None if owner == REDACTED else owner
