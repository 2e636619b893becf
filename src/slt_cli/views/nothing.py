"""What a terminal shows where there is nothing to list."""

from typing import TYPE_CHECKING

from slt_cli.domain.case import VALID
from slt_cli.store.filter import Filter

if TYPE_CHECKING:
    from slt_cli.store.protocols import Reading

_NO_CASES = 'No cases yet. Open one: slt open "All phones are down"'
_MOST_COUNTED = 1000


def nothing_due(store: "Reading") -> str:
    """Return what is said where no clock runs."""
    waiting = Filter(statuses=("open", "responded", "resolved"), limit=_MOST_COUNTED + 1)
    count = sum(1 for _ in store.cases(waiting))
    if count == 0:
        return _NO_CASES if is_empty(store) else "Nothing is due. No case is open."
    if count > _MOST_COUNTED:
        return f"Nothing is due. More than {_MOST_COUNTED:,} cases are open: slt list"
    cases = "1 case is" if count == 1 else f"{count:,} cases are"
    return f"Nothing is due. {cases} open without a running clock: slt list"


def nothing_listed(store: "Reading") -> str:
    """Return what is said where no case is open."""
    if is_empty(store):
        return _NO_CASES
    return "No case is open. Closed ones too: slt list --all"


def is_empty(store: "Reading") -> bool:
    """Return whether a store has no case but void ones."""
    return next(iter(store.cases(Filter(statuses=VALID, limit=1))), None) is None
