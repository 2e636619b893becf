"""What a text says as a whole, gathered once: what works, for whom, and what it asks."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from slt_cli.classify.function_state import is_negated
from slt_cli.classify.meaning import ClauseMeaning
from slt_cli.classify.signals import CRITICAL

_WORKS_WITH = {
    "calling": ("calling", "inbound", "outbound", "routing", "system"),
    "inbound": ("inbound", "routing", "system"),
    "outbound": ("outbound",),
    "routing": ("routing", "system"),
    "access": ("access", "system"),
    "system": ("system",),
    "emergency": ("emergency",),
}
"""Which critical functions work if one is said to work."""

_PROVES_NOTHING = frozenset({"over", "planned", "part", "one", "minor", "others"})


class SaidToWork(NamedTuple):
    """Where a text says that a function works: the first sentence and the last clause."""

    first_sentence: int
    last_clause: int


class Summary(NamedTuple):
    """What counts for the whole text, no matter where it is said.

    `working` has the functions that are said to work, `others_work_in` the sentences in which
    others are said to be unaffected.
    """

    meanings: Sequence[ClauseMeaning]
    signals: frozenset[str]
    working: Mapping[str, SaidToWork]
    others_work_in: frozenset[int]
    has_workaround: bool
    asks: bool


def summarize(meanings: Sequence[ClauseMeaning]) -> Summary:
    """Return what a text says as a whole."""
    signals: set[str] = set()
    working: dict[str, SaidToWork] = {}
    others_work_in: set[int] = set()
    for index, meaning in enumerate(meanings):
        signals |= meaning.signals
        if meaning.state != "works":
            continue
        if "others" in meaning.signals:
            others_work_in.add(meaning.sentence)
        if not meaning.signals & _PROVES_NOTHING:
            here = SaidToWork(meaning.sentence, index)
            for name in meaning.functions:
                for function in _WORKS_WITH.get(name, ()):
                    earlier = working.get(function, here)
                    working[function] = earlier._replace(last_clause=index)
    return Summary(
        meanings=meanings,
        signals=frozenset(signals),
        working=working,
        others_work_in=frozenset(others_work_in),
        has_workaround=any(map(_offers_workaround, meanings)),
        asks="wish" in signals or any(meaning.is_question for meaning in meanings),
    )


def _offers_workaround(meaning: ClauseMeaning) -> bool:
    return (
        "holds" in meaning.signals
        and meaning.state in (None, "works")
        and not any(
            mention.signal == "holds" and is_negated(mention, meaning.mentions)
            for mention in meaning.mentions
        )
    )


def is_said_to_work(
    summary: Summary, function: str | None, clause: int, *, is_consequence: bool
) -> bool:
    """Return whether a sentence before a clause, or a clause after it, says that a function works.

    What works earlier in the same sentence is what fails in the rest of it. If the loss is only a
    consequence of the failure of a major function, any critical function that works is enough.
    """
    if is_consequence and any(name in summary.working for name in CRITICAL):
        return True
    said = summary.working.get(function or "")
    if said is None:
        return False
    return said.last_clause > clause or said.first_sentence < summary.meanings[clause].sentence
