"""The issues of a text, joined from its clauses: what is wrong, with what, for whom, and when."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.classify.meaning import ClauseMeaning
from slt_cli.classify.summary import Summary

_WIDE = frozenset({"everyone", "site"})
_FAULTY = ("lost", "impaired")
_SCOPES = frozenset({"everyone", "site", "part", "one"})
_LINKED = frozenset({"main_number", "recurring"})
_COUNTS = frozenset({"number"})
_LINKED_WITHIN = 6
_NEAR = 8
"""How many clauses away a clause can still be about the same."""


class Issue(NamedTuple):
    """One thing that is wrong: the index of its clause, the function, and what limits it.

    `lost` is false if the function is only impaired.
    """

    clause: int
    function: str | None
    lost: bool
    signals: frozenset[str]


def find_issues(summary: Summary) -> tuple[Issue, ...]:
    """Return what is wrong in production now, in the order of the text."""
    return tuple(
        _issue(summary.meanings, index)
        for index, meaning in enumerate(summary.meanings)
        if meaning.state in _FAULTY and _is_present(summary, index)
    )


def _is_present(summary: Summary, index: int) -> bool:
    meanings, own = summary.meanings, summary.meanings[index]
    if "falls_short" in own.signals and own.function is None:
        return False
    if "planned" in own.signals and "still" not in own.signals:
        return False
    sentence_signals = _sentence_signals(meanings, index)
    if "not_production" in sentence_signals and "production" not in own.signals:
        return False
    continues_sentence = index > 0 and meanings[index - 1].sentence == own.sentence
    if own.is_condition and continues_sentence and not own.signals & {"why", "still"}:
        return False
    if _is_asked_about(own, sentence_signals):
        return False
    return not _is_over(own, sentence_signals, summary.signals)


def _is_asked_about(own: ClauseMeaning, sentence_signals: frozenset[str]) -> bool:
    """Return whether a clause asks what may happen, and is not a report with a question mark."""
    if "wish" in own.signals and not own.signals & _WIDE and "why" not in sentence_signals:
        return True
    return own.is_question and not sentence_signals & {*_WIDE, "why"}


def _is_over(
    own: ClauseMeaning, sentence_signals: frozenset[str], text_signals: frozenset[str]
) -> bool:
    if "recurring" in text_signals:
        return False
    if "over" in own.signals:
        return True
    if "still" in own.signals:
        return False
    is_past = "over" in sentence_signals or {"past_time", "past"} <= own.signals
    if "still" not in sentence_signals and is_past:
        return True
    return "over" in text_signals and bool(sentence_signals & {"past", "past_time"})


def _sentence_signals(meanings: Sequence[ClauseMeaning], index: int) -> frozenset[str]:
    """Return the signals of the nearer clauses of a clause's sentence."""
    sentence = meanings[index].sentence
    near = meanings[max(0, index - _NEAR) : index + _NEAR + 1]
    return frozenset[str]().union(*(each.signals for each in near if each.sentence == sentence))


def _issue(meanings: Sequence[ClauseMeaning], index: int) -> Issue:
    own = meanings[index]
    limits = _limits(meanings, index)
    if _is_object(meanings, index):
        return Issue(index, "major", own.state == "lost", limits)
    if own.function is not None:
        return Issue(index, own.function, own.state == "lost", limits)
    topic = _topic(meanings, index)
    if topic is None:
        agents = {"agents", "everyone"} <= _sentence_signals(meanings, index)
        return Issue(index, "access" if agents else None, own.state == "lost", limits)
    is_aside = topic.state == "impaired" and "still" not in own.signals
    return Issue(index, topic.function, own.state == "lost" and not is_aside, limits)


def _is_object(meanings: Sequence[ClauseMeaning], index: int) -> bool:
    """Return whether a clause names calls only as what a major function, named before, handles."""
    own, before = meanings[index], meanings[max(0, index - 2) : index]
    return (
        own.function in ("calling", "inbound", "outbound")
        and not own.states_outage
        and any(
            each.sentence == own.sentence and each.function == "major" and each.state is None
            for each in before
        )
    )


def _topic(meanings: Sequence[ClauseMeaning], index: int) -> ClauseMeaning | None:
    """Return the clause that names the function of a clause that names none."""
    own = meanings[index]
    before = [meanings[at] for at in range(index - 1, max(-1, index - _NEAR - 1), -1)]
    same = [each for each in before if each.sentence == own.sentence]
    after = [each for each in meanings[index + 1 : index + 4] if each.sentence == own.sentence]
    for meaning in same:
        if meaning.function is not None and meaning.state in _FAULTY:
            return meaning
    for distance, meaning in enumerate((*same, *after)):
        is_joined = distance == 0 and bool(same) and own.starts_with_conjunction
        if (meaning.state != "works" or is_joined) and meaning.function is not None:
            return meaning
    if {"agents", "everyone"} <= _sentence_signals(meanings, index):
        return None
    for meaning in before:
        is_earlier = meaning.sentence != own.sentence
        if is_earlier and meaning.function is not None and meaning.state != "works":
            return meaning
    return None


def _limits(meanings: Sequence[ClauseMeaning], index: int) -> frozenset[str]:
    """Return what limits an issue: said in its clause, else in its sentence, else next to it."""
    own = meanings[index]
    found = set(own.signals)
    near = [
        meanings[at]
        for distance in range(1, _LINKED_WITHIN + 1)
        for at in (index - distance, index + distance)
        if 0 <= at < len(meanings) and meanings[at].state != "works"
    ]
    same = [meaning for meaning in near if meaning.sentence == own.sentence]
    next_to_it = [meaning for meaning in near if abs(meaning.sentence - own.sentence) == 1]
    for meaning in same:
        found |= meaning.signals & _LINKED
    for limits in (_SCOPES, _COUNTS):
        for meaning in (*same, *next_to_it):
            if not found & _SCOPES:
                found |= meaning.signals & limits
    return frozenset(found)
