"""Weigh a description as a whole: what its clauses say, with weights fitted to labelled texts.

The weights are configuration (`[classify.weights]`); `benchmarks/classify.py --fit` computes them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

from slt_cli.domain.classify.reading import Finding
from slt_cli.domain.signals import CRITICAL, SEVERITIES

Weights = Mapping[str, tuple[float, float, float]]
"""For each feature how much it speaks for each severity, the most severe first."""

BIAS = "bias"
_LIMITS = (
    *("everyone", "site", "one", "part", "number", "others"),
    *("over", "planned", "past", "still", "wish", "holds"),
)


def features(findings: Sequence[Finding]) -> frozenset[str]:
    """Return what the clauses of a text say, without its words."""
    found: set[str] = set()
    for finding in findings:
        found.update(_clause_features(finding))
    faults = sum(finding.state in ("lost", "impaired") for finding in findings)
    said = sum(len(finding.mentions) for finding in findings)
    return frozenset(found | {f"faults {min(3, faults)}", f"length {min(4, said // 10)}"})


def _clause_features(finding: Finding) -> Iterable[str]:
    kind = "critical" if finding.function in CRITICAL else finding.function
    yield f"{finding.function} {finding.state}"
    yield f"{kind} {finding.state}"
    yield from finding.signals
    if finding.state in ("lost", "impaired"):
        yield from (f"{finding.state} {limit}" for limit in _LIMITS if limit in finding.signals)
    if finding.stated:
        yield "stated"
    if finding.question:
        yield f"question {finding.state}"


def weigh(found: Iterable[str], weights: Weights) -> tuple[float, ...]:
    """Return how likely each severity is, the most severe first; even where nothing is known."""
    known = [weights[feature] for feature in found if feature in weights]
    scale = math.sqrt(len(known)) or 1
    bias = weights.get(BIAS, (0.0,) * len(SEVERITIES))
    scores = [
        bias[place] + sum(weight[place] for weight in known) / scale
        for place in range(len(SEVERITIES))
    ]
    highest = max(scores)
    shares = [math.exp(score - highest) for score in scores]
    return tuple(share / sum(shares) for share in shares)
