"""Which case a text names: by its id, or by the provider's own number."""

from typing import TYPE_CHECKING

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.errors import NoSuchCaseError

if TYPE_CHECKING:
    from slt_cli.store.protocols import Store, Writing

CaseName = int | str
"""What names a case: its number, or a text, which may be an id or the provider's own number."""

_LONGEST_SUBJECT = 50
_MOST_NAMED = 5


def case_to_change(transaction: "Writing", policy: Policy, name: CaseName) -> Case:
    """Return the case that a name names in the transaction that is to change it.

    Nobody else changes it until the transaction ends. Raises NoSuchCaseError as `named_case` does.
    """
    number = _number(policy, name)
    while True:
        found = named_case(transaction, policy, name)
        if found.number == number:
            return found
        case = transaction.case(found.number)
        if case == found:  # else somebody changed it after it was found by its reference
            return case


def named_case(store: "Store | Writing", policy: Policy, name: CaseName) -> Case:
    """Return the case with an id, or with the provider's own number.

    A void case is found by its reference only if no other case has it. Raises NoSuchCaseError if
    there is no such case, or more than one.
    """
    number = _number(policy, name)
    numbered = None if number is None else store.case(number)
    if numbered is not None:
        return numbered  # a bare number is the number of a case first
    given = policy.case_id(name) if isinstance(name, int) else name
    found = [] if isinstance(name, int) else store.cases_by_ref(given.strip())
    matching = [case for case in found if case.status != "void"] or found
    if len(matching) > 1:
        problem = f"several cases have the reference {given.strip()!r}"
        raise NoSuchCaseError(given, _one_of(policy, matching), problem)
    if not matching:
        case = repr(given) if number is None else policy.case_id(number)
        raise NoSuchCaseError(case, _fix(store, policy, given))
    return matching[0]


def _one_of(policy: Policy, cases: list[Case]) -> str:
    ids = [policy.case_id(number) for number in sorted(case.number for case in cases)]
    more = f", or one of {len(ids) - _MOST_NAMED:,} more" if len(ids) > _MOST_NAMED else ""
    return f"name {' or '.join(ids[:_MOST_NAMED])}{more}"


def _number(policy: Policy, name: CaseName) -> int | None:
    return name if isinstance(name, int) else policy.case_number(name)


def _fix(store: "Store | Writing", policy: Policy, given: str) -> str:
    """Return how to find the case that was meant: the nearest one, or where all cases are."""
    from slt_cli.store.nearby import near_case  # noqa: PLC0415 - only for an error

    if (near := near_case(store, policy, given)) is not None:
        subject = near.subject or ""
        if len(subject) > _LONGEST_SUBJECT:
            subject = f"{subject[: _LONGEST_SUBJECT - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
        return f"did you mean {policy.case_id(near.number)}{subject and f' ({subject})'}?"
    if store.next_number() == 1:
        return 'no cases yet; open one: slt open "All phones are down"'
    return "see the cases with: slt list --all"
