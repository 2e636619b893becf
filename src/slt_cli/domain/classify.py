"""Suggest a priority for what a partner wrote, with the words that the suggestion rests on.

The definitions decide: a critical function down is the most severe, a major function impaired comes
next, a minor matter last. Where the text does not say, the more severe neighbour is preferred: an
outage taken for a minor issue is the worst error.
"""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Severity = Literal["down", "impaired", "minor"]
SEVERITIES: tuple[Severity, ...] = ("down", "impaired", "minor")
Confidence = Literal["high", "medium", "low"]

SIGNALS = {
    "critical": "a critical function",
    "major": "a major function",
    "minor": "a minor matter, a question or an order",
    "everyone": "everyone is concerned",
    "one": "one person or device is concerned",
    "lost": "it does not work at all",
    "impaired": "it works badly or partly",
    "works": "it works, or works again",
}
"""What each list of the vocabulary stands for, as a reason shows it."""


class Vocabulary(NamedTuple):
    """Hold the words and phrases of each signal, and the priority that stands for each severity."""

    phrases: Mapping[str, tuple[str, ...]]
    priorities: Mapping[Severity, str]


class Suggestion(NamedTuple):
    """Hold a suggested priority, how sure it is, and the reasons that quote the text."""

    priority: str
    confidence: Confidence
    reasons: tuple[str, ...]


def classify(text: str, vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that a description suggests, never a verdict."""
    found = {signal: _quotes(text, phrases) for signal, phrases in vocabulary.phrases.items()}
    severity, confidence = _judge({signal for signal, quotes in found.items() if quotes})
    reasons = tuple(
        f"{meaning}: {', '.join(repr(quote) for quote in found[signal])}"
        for signal, meaning in SIGNALS.items()
        if found.get(signal)
    )
    if confidence == "low":
        reasons += ("the text does not settle what is broken and for whom",)
    return Suggestion(vocabulary.priorities[severity], confidence, reasons)


def _judge(signals: set[str]) -> tuple[Severity, Confidence]:
    if "lost" in signals and {"critical", "everyone"} <= signals:
        return "down", "medium"
    if "one" in signals and not signals & {"everyone"}:
        return "minor", "medium"
    if "lost" in signals and "critical" in signals and "works" not in signals:
        return "down", "low"
    if signals & {"lost", "impaired"} and signals & {"major", "critical", "everyone"}:
        return "impaired", "medium" if "major" in signals else "low"
    if "minor" in signals:
        return "minor", "medium"
    return "impaired", "low"


def _quotes(text: str, phrases: tuple[str, ...]) -> list[str]:
    """Return the phrases found, as the text writes them, each once; a `*` ends a word's stem."""
    if not phrases:
        return []
    patterns = (
        re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for phrase in phrases
    )
    found = re.finditer(rf"\b(?:{'|'.join(patterns)})\b", text, re.IGNORECASE)
    return list(dict.fromkeys(" ".join(match[0].split()) for match in found))[:5]
