"""Decide by the definitions: the worst matter that is present, then what the whole text limits."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.domain.classify.matters import Matter, find_matters
from slt_cli.domain.classify.reading import Finding, denied
from slt_cli.domain.classify.vocabulary import CRITICAL, Severity

_CLEARED_BY = {
    "calling": frozenset({"calling", "inbound", "outbound", "routing", "system"}),
    "inbound": frozenset({"inbound", "routing", "system"}),
    "outbound": frozenset({"outbound"}),
    "routing": frozenset({"routing", "system"}),
    "access": frozenset({"access", "system"}),
    "system": frozenset({"system"}),
    "emergency": frozenset({"emergency"}),
}


_DOES_NOT_CLEAR = frozenset({"over", "planned", "part", "one", "minor", "others"})


class Verdict(NamedTuple):
    """Hold the severity, the matter that decided, and how firmly the text supports it."""

    severity: Severity
    matter: Matter | None
    rule: str
    sure: int


def decide(findings: Sequence[Finding]) -> Verdict:
    """Return the severity of the worst matter present."""
    signals = frozenset().union(*(finding.signals for finding in findings)) if findings else frozenset()
    matters = find_matters(findings)
    verdicts = [_judge(matter, findings, signals) for matter in matters]
    order: tuple[Severity, ...] = ("down", "impaired", "minor")
    known = [v for v in verdicts if v.matter and v.matter.function is not None]
    for severity in order:
        found = [v for v in (known or verdicts) if v.severity == severity]
        if found:
            return max(found, key=lambda v: v.sure)
    if _unsettled(findings, signals):
        return Verdict("impaired", None, "unclear", 0)
    if matters_over(findings):
        return Verdict("minor", None, "over", 2)
    if signals & {"request", "wish"} or any(finding.question for finding in findings):
        return Verdict("minor", None, "request", 2)
    if signals & {"minor", "harmless", "not_production", "planned", "holds"}:
        return Verdict("minor", None, "nothing wrong", 1)
    if signals & {"works"}:
        return Verdict("minor", None, "nothing wrong", 0)
    if signals & {"major"} and not signals & {"negation", *CRITICAL}:
        return Verdict("minor", None, "nothing wrong", 0)
    return Verdict("impaired", None, "unclear", 0)


def _unsettled(findings: Sequence[Finding], signals: frozenset[str]) -> bool:
    """Tell whether something critical is denied in words that the rules do not understand."""
    asked = "wish" in signals or any(finding.question for finding in findings)
    denied = [
        finding
        for finding in findings
        if "negation" in finding.signals
        and finding.state is None
        and not finding.question
        and not finding.signals & {"wish", "not_production", "planned", "over"}
    ]
    critical = {f.sentence for f in findings if f.functions & set(CRITICAL)}
    return bool(critical) and any(not asked or f.sentence in critical for f in denied)


def matters_over(findings: Sequence[Finding]) -> bool:
    return any("over" in f.signals for f in findings)


def _cleared(findings: Sequence[Finding], matter: Matter) -> bool:
    """Tell whether the text says of the same function that it works.

    What is said to work earlier in the same sentence is what fails in the rest of it.
    """
    sentence = findings[matter.place].sentence
    around = {name for f in findings if f.sentence == sentence for name in f.functions}
    consequence = "silent" in matter.signals and "major" in around
    for place, finding in enumerate(findings):
        if finding.state != "works" or finding.signals & _DOES_NOT_CLEAR:
            continue
        if consequence and finding.functions & set(CRITICAL):
            return True
        if finding.sentence == findings[matter.place].sentence and place < matter.place:
            continue
        if any(matter.function in _CLEARED_BY.get(name, ()) for name in finding.functions):
            return True
    return False


def _works_for_others(findings: Sequence[Finding], matter: Matter) -> bool:
    sentence = findings[matter.place].sentence
    return any(
        finding.state == "works"
        and "others" in finding.signals
        and abs(finding.sentence - sentence) <= 1
        for finding in findings
    )


def _holds(findings: Sequence[Finding]) -> bool:
    return any(
        "holds" in finding.signals
        and finding.state in (None, "works")
        and not any(m.signal == "holds" and denied(finding.mentions, m) for m in finding.mentions)
        for finding in findings
    )


def _judge(matter: Matter, findings: Sequence[Finding], signals: frozenset[str]) -> Verdict:
    own = matter.signals
    wide = bool(own & {"everyone", "site", "main_number"})
    single = "one" in own and not wide and "part" not in own
    if matter.function == "minor":
        return Verdict("minor", matter, "minor", 2)
    if matter.function in CRITICAL and matter.lost and not _cleared(findings, matter):
        if single:
            return Verdict("minor", matter, "one", 2)
        if (
            "recurring" in own
            or (signals >= {"recurring", "over"})
            or ("number" in own and not wide)
            or ("part" in own and "site" not in own)
            or ("site" not in own and _works_for_others(findings, matter))
        ):
            return Verdict("impaired", matter, "part", 2)
        return Verdict("down", matter, "critical lost", 2 + wide)
    if single:
        return Verdict("minor", matter, "one", 2)
    if "sole" in signals and matter.lost and matter.function == "major" and "part" not in own:
        return Verdict("down", matter, "sole", 2)
    if _holds(findings) and not signals & {"falls_short", "outside"}:
        return Verdict("minor", matter, "workaround", 2)
    if matter.function is None:
        return Verdict("impaired", matter, "unknown function", 1)
    return Verdict("impaired", matter, "impaired", 2)
