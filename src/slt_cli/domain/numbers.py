"""The numbers of cases, which are counted from 1: an id has one, whatever is before it."""

from slt_cli.errors import RefusedError

MOST_DIGITS = 18
"""The digits of the largest number of a case: every store can count so far."""

LARGEST_NUMBER = 10**MOST_DIGITS - 1


def require_number(number: int) -> int:
    """Return the number of the next case; refused if it is larger than any case may have."""
    if number > LARGEST_NUMBER:
        raise RefusedError(
            f"no case can be added: the number of the last one is {LARGEST_NUMBER} or more, "
            "and ids end there",
            "use a new store, or a backup from before that case was added",
        )
    return number
