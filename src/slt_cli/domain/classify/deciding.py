"""Decide by the definitions: the worst matter that is present, then what the whole text limits."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.domain.classify.matters import Matter, find_matters
from slt_cli.domain.classify.reading import Finding
from slt_cli.domain.classify.vocabulary import CRITICAL, Severity

_CLEARED_BY = {
    "calling": frozenset({"calling", "inbound", "outbound", "routing"}),
    "inbound": frozenset({"inbound", "routing"}),
    "outbound": frozenset({"outbound"}),
    "routing": frozenset({"routing"}),
    "access": frozenset({"access"}),
    "emergency": frozenset({"emergency"}),
}


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
    cleared = _cleared(findings, matters)
    verdicts = [_judge(matter, findings, signals, cleared) for matter in matters]
    order: tuple[Severity, ...] = ("down", "impaired", "minor")
    known = [v for v in verdicts if v.matter and v.matter.function is not None]
    for severity in order:
        found = [v for v in (known or verdicts) if v.severity == severity]
        if found:
            return max(found, key=lambda v: v.sure)
    if matters_over(findings):
        return Verdict("minor", None, "over", 2)
    if "request" in signals:
        return Verdict("minor", None, "request", 2)
    if signals & {"minor", "harmless", "not_production", "planned"}:
        return Verdict("minor", None, "nothing wrong", 1)
    if signals & {"works"}:
        return Verdict("minor", None, "nothing wrong", 0)
    return Verdict("impaired", None, "unclear", 0)


def matters_over(findings: Sequence[Finding]) -> bool:
    return any("over" in f.signals for f in findings)


def _cleared(findings: Sequence[Finding], matters: Sequence[Matter]) -> frozenset[str]:
    cleared: set[str] = set()
    for finding in findings:
        if finding.state != "works" or finding.signals & {"over", "planned", "part", "one", "minor"}:
            continue
        for function in finding.functions:
            cleared |= _CLEARED_BY.get(function, frozenset())
    return frozenset(cleared)


def _judge(
    matter: Matter,
    findings: Sequence[Finding],
    signals: frozenset[str],
    cleared: frozenset[str],
) -> Verdict:
    own = matter.signals
    wide = bool(own & {"everyone", "site", "main_number"})
    single = "one" in own and not wide and "part" not in own
    if matter.function == "minor":
        return Verdict("minor", matter, "minor", 2)
    if matter.function in CRITICAL and matter.lost and matter.function not in cleared:
        if single:
            return Verdict("minor", matter, "one", 2)
        if "recurring" in own or ("number" in own and not wide) or ("part" in own and "site" not in own):
            return Verdict("impaired", matter, "part", 2)
        return Verdict("down", matter, "critical lost", 2 + wide)
    if single:
        return Verdict("minor", matter, "one", 2)
    if "sole" in signals and matter.lost and matter.function == "major" and "part" not in own:
        return Verdict("down", matter, "sole", 2)
    if "holds" in signals and not signals & {"falls_short", "outside"}:
        return Verdict("minor", matter, "workaround", 2)
    if matter.function is None:
        return Verdict("impaired", matter, "unknown function", 1)
    return Verdict("impaired", matter, "impaired", 2)
