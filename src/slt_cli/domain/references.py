"""The provider's own case numbers: each belongs to one case that is not void."""

from collections.abc import Callable, Iterable

from slt_cli.domain.case import Case
from slt_cli.domain.texts import REDACTED
from slt_cli.errors import RefusedError


def names_no_case(ref: str | None) -> bool:
    """Return whether a case has no reference, or one that was redacted: no case is found by it."""
    return ref is None or ref == REDACTED


def needs_free_reference(before: Case | None, after: Case) -> bool:
    """Return whether a change gives a case a reference that no other case may have.

    What an older store has twice stays until somebody changes it.
    """
    if names_no_case(after.ref) or after.status == "void":
        return False
    return before is None or before.status == "void" or before.ref != after.ref


def require_free_reference(
    case: Case, holders: Iterable[Case], case_id: Callable[[int], str]
) -> None:
    """Refuse a reference that another case has; `holders` are all cases that have it."""
    for other in sorted(holders, key=lambda holder: holder.number):
        if other.number != case.number and other.status != "void":
            raise RefusedError(
                f"the reference {case.ref} belongs to {case_id(other.number)}",
                reason="reference taken",
            )
