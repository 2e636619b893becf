"""What a text says as a whole, gathered once: what works, for whom, and what is asked."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from slt_cli.classify.reading import Finding
from slt_cli.classify.signals import CRITICAL
from slt_cli.classify.states import denied

_CLEARED_BY = {
    "calling": ("calling", "inbound", "outbound", "routing", "system"),
    "inbound": ("inbound", "routing", "system"),
    "outbound": ("outbound",),
    "routing": ("routing", "system"),
    "access": ("access", "system"),
    "system": ("system",),
    "emergency": ("emergency",),
}
"""Which critical functions work where one is said to work."""

_CLEARS_NOTHING = frozenset({"over", "planned", "part", "one", "minor", "others"})


class Cleared(NamedTuple):
    """Hold where a function is said to work: the first sentence and the last clause."""

    first_sentence: int
    last_place: int


class Whole(NamedTuple):
    """Hold what counts wherever in the text it is said."""

    findings: Sequence[Finding]
    signals: frozenset[str]
    cleared: Mapping[str, Cleared]
    others_work: frozenset[int]
    holds: bool
    asked: bool


def gather(findings: Sequence[Finding]) -> Whole:
    """Return what a text says as a whole."""
    signals: set[str] = set()
    cleared: dict[str, Cleared] = {}
    others: set[int] = set()
    for place, finding in enumerate(findings):
        signals |= finding.signals
        if finding.state != "works":
            continue
        if "others" in finding.signals:
            others.add(finding.sentence)
        if not finding.signals & _CLEARS_NOTHING:
            for name in finding.functions:
                for function in _CLEARED_BY.get(name, ()):
                    first = cleared.get(function, Cleared(finding.sentence, place)).first_sentence
                    cleared[function] = Cleared(first, place)
    return Whole(
        findings,
        frozenset(signals),
        cleared,
        frozenset(others),
        any(map(_offers_way_out, findings)),
        "wish" in signals or any(finding.question for finding in findings),
    )


def _offers_way_out(finding: Finding) -> bool:
    return (
        "holds" in finding.signals
        and finding.state in (None, "works")
        and not any(m.signal == "holds" and denied(finding.mentions, m) for m in finding.mentions)
    )


def is_cleared(whole: Whole, function: str | None, place: int, *, consequence: bool) -> bool:
    """Tell whether the text says of a function that it works, elsewhere than in what led here.

    What works earlier in the same sentence is what fails in the rest of it. A consequence of a
    feature's failure is cleared by any critical function that works.
    """
    if consequence and any(name in whole.cleared for name in CRITICAL):
        return True
    where = whole.cleared.get(function or "")
    if where is None:
        return False
    return where.last_place > place or where.first_sentence < whole.findings[place].sentence
