"""Link the clauses of a text to matters: what is wrong, with which function, for whom, and when."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.classify.reading import Finding
from slt_cli.classify.whole import Whole

_WIDE = frozenset({"everyone", "site"})
_FAULTY = ("lost", "impaired")
_SCOPES = frozenset({"everyone", "site", "part", "one"})
_LINKED = frozenset({"main_number", "recurring"})
_COUNTS = frozenset({"number"})
_LINKED_WITHIN = 6
_NEAR = 8
"""How many clauses away one still speaks of the same."""


class Matter(NamedTuple):
    """Hold one thing that is wrong: its function, whether it is lost, and what limits it."""

    place: int
    function: str | None
    lost: bool
    signals: frozenset[str]


def find_matters(whole: Whole) -> tuple[Matter, ...]:
    """Return what is wrong now in production, in the order of the text."""
    return tuple(
        _matter(whole.findings, place)
        for place, finding in enumerate(whole.findings)
        if finding.state in _FAULTY and _is_present(whole, place)
    )


def _is_present(whole: Whole, place: int) -> bool:
    findings, own = whole.findings, whole.findings[place]
    if "falls_short" in own.signals and own.function is None:
        return False
    if "planned" in own.signals and "still" not in own.signals:
        return False
    same = _sentence_signals(findings, place)
    if "not_production" in same and "production" not in own.signals:
        return False
    goes_on = place > 0 and findings[place - 1].sentence == own.sentence
    if own.condition and goes_on and not own.signals & {"why", "still"}:
        return False
    if _is_asked_about(own, same):
        return False
    return not _is_over(own, same, whole.signals)


def _is_asked_about(own: Finding, same: frozenset[str]) -> bool:
    """Tell a question on what may happen from a report that ends in a question mark."""
    if "wish" in own.signals and not own.signals & _WIDE and "why" not in same:
        return True
    return own.question and not same & {*_WIDE, "why"}


def _is_over(own: Finding, same: frozenset[str], everywhere: frozenset[str]) -> bool:
    if "recurring" in everywhere:
        return False
    if "over" in own.signals:
        return True
    if "still" in own.signals:
        return False
    if "still" not in same and ("over" in same or {"past_time", "past"} <= own.signals):
        return True
    return "over" in everywhere and bool(same & {"past", "past_time"})


def _sentence_signals(findings: Sequence[Finding], place: int) -> frozenset[str]:
    """Return the signals of a clause's sentence, as far as it lies near."""
    own = findings[place].sentence
    near = findings[max(0, place - _NEAR) : place + _NEAR + 1]
    return frozenset[str]().union(*(f.signals for f in near if f.sentence == own))


def _matter(findings: Sequence[Finding], place: int) -> Matter:
    own = findings[place]
    linked = _linked(findings, place)
    if _is_object(findings, place):
        return Matter(place, "major", own.state == "lost", linked)
    if own.function is not None:
        return Matter(place, own.function, own.state == "lost", linked)
    topic = _topic(findings, place)
    if topic is None:
        agents = {"agents", "everyone"} <= _sentence_signals(findings, place)
        return Matter(place, "access" if agents else None, own.state == "lost", linked)
    aside = topic.state == "impaired" and "still" not in own.signals
    return Matter(place, topic.function, own.state == "lost" and not aside, linked)


def _is_object(findings: Sequence[Finding], place: int) -> bool:
    """Tell whether a clause names calls only as what a feature named before it deals with."""
    own, before = findings[place], findings[max(0, place - 2) : place]
    return (
        own.function in ("calling", "inbound", "outbound")
        and not own.stated
        and any(
            f.sentence == own.sentence and f.function == "major" and f.state is None for f in before
        )
    )


def _topic(findings: Sequence[Finding], place: int) -> Finding | None:
    """Return the clause that names the function which another one speaks of without naming it."""
    own = findings[place]
    before = range(place - 1, max(-1, place - 9), -1)
    same = [findings[index] for index in before if findings[index].sentence == own.sentence]
    after = [f for f in findings[place + 1 : place + 4] if f.sentence == own.sentence]
    for finding in same:
        if finding.function is not None and finding.state in _FAULTY:
            return finding
    for distance, finding in enumerate((*same, *after)):
        linked = finding.state != "works" or (distance == 0 and same and own.joined)
        if linked and finding.function is not None:
            return finding
    if {"agents", "everyone"} <= _sentence_signals(findings, place):
        return None
    earlier = [findings[index] for index in before if findings[index].sentence != own.sentence]
    for finding in earlier:
        if finding.function is not None and finding.state != "works":
            return finding
    return None


def _linked(findings: Sequence[Finding], place: int) -> frozenset[str]:
    """Return what limits a matter: said in its clause, else in its sentence, else next to it."""
    own = findings[place]
    found = set(own.signals)
    near = [
        findings[index]
        for distance in range(1, _LINKED_WITHIN + 1)
        for index in (place - distance, place + distance)
        if 0 <= index < len(findings) and findings[index].state != "works"
    ]
    same = [finding for finding in near if finding.sentence == own.sentence]
    next_to_it = [finding for finding in near if abs(finding.sentence - own.sentence) == 1]
    for finding in same:
        found |= finding.signals & _LINKED
    for limits in (_SCOPES, _COUNTS):
        for finding in (*same, *next_to_it):
            if not found & _SCOPES:
                found |= finding.signals & limits
    return frozenset(found)
