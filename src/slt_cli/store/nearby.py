"""The case that was probably meant by an id or a reference that no case has."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.domain.references import names_no_case
from slt_cli.store.protocols import Store, Writing

_DIGITS = "0123456789"
_LEAST_LIKENESS = 0.6
_SHORTEST_REFERENCE = 3
_LONGEST = 16
"""Of a longer text nothing is suggested, so that a few hundred keys are looked up at most."""


def near_case(store: Store | Writing, policy: Policy, given: str) -> Case | None:
    """Return the case whose number or reference is one slip away from the text; None if none is.

    Only what a slip can make of the text is looked up, by the indexes of the store. A void case is
    never suggested, nor one that has exactly this id: somebody opened it a moment ago.
    """
    text = given.strip()
    if len(text) > _LONGEST or not (text.isascii() and text.isprintable()):
        return None
    digits = _digits_of_id(text, policy.case_prefix)
    numbers = {int(slip) for slip in (digits, *_slips(digits)) if slip and slip[0] != "0"}
    refs: set[str] = set()
    if len(text) >= _SHORTEST_REFERENCE:
        refs = {slip.strip() for slip in (text.upper(), text.lower(), *_slips(text, _DIGITS + "-"))}

    def nearness(case: Case) -> tuple[float, bool, int]:
        number = str(case.number)
        ref = "" if case.ref is None or names_no_case(case.ref) else case.ref
        likeness = max(_likeness(digits, number), _likeness(text, ref))
        return likeness, _doubled(digits, number), case.number

    given_number = policy.case_number(text)
    found = store.cases_among(numbers, refs)
    cases = (case for case in found if case.status != "void" and case.number != given_number)
    nearest = max(cases, key=nearness, default=None)
    if nearest is None or nearness(nearest)[0] < _LEAST_LIKENESS:
        return None
    return nearest


def _digits_of_id(text: str, prefix: str) -> str:
    """Return the digits at the end of what looks like an id; nothing if it does not."""
    head = text.rstrip(_DIGITS)
    like_prefix = _likeness(head.rstrip("-_ #"), prefix)
    return text[len(head) :] if not head or like_prefix >= _LEAST_LIKENESS else ""


def _slips(text: str, letters: str = _DIGITS) -> Iterator[str]:
    """Yield the text with one letter left out, added, changed, or swapped with the next one."""
    for place in range(len(text) + 1):
        before, after = text[:place], text[place:]
        if after:
            yield before + after[1:]
            yield before + after[1::-1] + after[2:]
            yield from (before + letter + after[1:] for letter in letters)
        yield from (before + letter + after for letter in letters)


def _likeness(given: str, known: str) -> float:
    """Return how alike two texts are, from 0 to 1; an empty one is like nothing."""
    if not (given and known):
        return 0.0
    return SequenceMatcher(None, given.casefold(), known.casefold()).ratio()


def _doubled(given: str, known: str) -> bool:
    """Return whether a digit was typed once that comes twice."""
    return any(
        known[place] == known[place - 1] and known[:place] + known[place + 1 :] == given
        for place in range(1, len(known))
    )
