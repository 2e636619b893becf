"""Who a case is with: a name, or one of the two words that stand for one."""

from slt_cli.errors import RefusedError

ME = "me"
NOBODY = "none"


def stands_for_another(name: str) -> bool:
    """Return whether a name is a word that stands for an owner, so that it can be nobody's name."""
    return name.strip().casefold() in (ME, NOBODY)


def owner_of(given: str, me: str) -> str | None:
    """Return the owner that is meant; None for `none` and for an empty text.

    Raises RefusedError if it is me and my name is one of the words that stand for an owner.
    """
    word = given.strip()
    if word.casefold() == NOBODY:
        return None
    return own_name(me) if word.casefold() == ME else word or None


def own_name(me: str) -> str:
    """Return my name as that of an owner; raises RefusedError if it cannot be one."""
    if stands_for_another(me):
        raise RefusedError(
            f"your name is {me!r}, which cannot be an owner's: it stands for another name",
            "give another one in SLT_USER or in defaults.me",
        )
    return me


def is_same_owner(one: str | None, other: str | None) -> bool:
    """Return whether two names are those of one owner, in upper or lower case."""
    return (one or "").casefold() == (other or "").casefold()
