"""Which case a text names: by its id, or by the provider's own number."""

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.errors import NoSuchCaseError, did_you_mean
from slt_cli.store.protocols import Filter, Store

_SUGGESTED_FROM = 500


def named_case(store: Store, policy: Policy, given: str) -> Case:
    """Return the case with an id, or with the provider's own number.

    A void case is found by its reference only if no other case has it. Raises NoSuchCaseError if
    there is no such case, or more than one.
    """
    number = policy.case_number(given)
    numbered = None if number is None else store.case(number)
    if numbered is not None:
        return numbered  # a bare number is the number of a case first
    found = store.cases_by_ref(given.strip())
    matching = [case for case in found if case.status != "void"] or found
    if len(matching) > 1:
        ids = " or ".join(policy.case_id(number) for number in sorted(c.number for c in matching))
        raise NoSuchCaseError(given, f"more than one case matches; name {ids}")
    if not matching:
        newest = store.cases(Filter(order="newest", limit=_SUGGESTED_FROM))
        near = did_you_mean(given, (policy.case_id(case.number) for case in newest))
        raise NoSuchCaseError(given, f"{near}`slt list --all` shows every case but void ones")
    return matching[0]
