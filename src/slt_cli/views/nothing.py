"""What a terminal shows where there is nothing to list."""

from slt_cli.domain.case import VALID
from slt_cli.domain.policy import Policy
from slt_cli.store.protocols import Filter, Reading

_MOST_COUNTED = 1000


def no_cases(policy: Policy) -> str:
    """Return what is said of a store without cases."""
    first = next(iter(policy.priorities))
    return f'No cases yet. Open one: slt open --priority {first} "All phones are down"'


def nothing_due(policy: Policy, store: Reading) -> str:
    """Return what is said where no clock runs."""
    waiting = Filter(statuses=("open", "responded", "resolved"), limit=_MOST_COUNTED + 1)
    count = sum(1 for _ in store.cases(waiting))
    if count == 0:
        return no_cases(policy) if is_empty(store) else "Nothing is due. No case is open."
    if count > _MOST_COUNTED:
        return f"Nothing is due. More than {_MOST_COUNTED:,} cases are open: slt list"
    cases = "1 case is" if count == 1 else f"{count:,} cases are"
    return f"Nothing is due. {cases} open without a running clock: slt list"


def nothing_listed(policy: Policy, store: Reading) -> str:
    """Return what is said where no case is open."""
    if is_empty(store):
        return no_cases(policy)
    return "No case is open. Closed ones too: slt list --all"


def is_empty(store: Reading) -> bool:
    """Return whether a store has no case but void ones."""
    return next(iter(store.cases(Filter(statuses=VALID, limit=1))), None) is None
