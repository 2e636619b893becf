"""The signals that a description is read for: what it is about, its state, scope, time and form."""

from typing import Literal

Severity = Literal["down", "impaired", "minor"]
SEVERITIES: tuple[Severity, ...] = ("down", "impaired", "minor")

FUNCTIONS = ("critical", "major", "minor")
"""The signals that say what a text is about; the others say for whom, when and in which form."""

SIGNALS = {
    "critical": "a critical function",
    "major": "a major function",
    "minor": "a minor matter",
    "lost": "it does not work",
    "impaired": "it works badly or partly",
    "everyone": "everyone is affected",
    "site": "a whole site is affected",
    "part": "a part is affected",
    "vague": "does not say who is affected",
    "one": "one person or device is affected",
    "over": "it is over",
    "recurring": "it keeps coming back",
    "planned": "planned, feared or supposed",
    "not_production": "not in production",
    "request": "a question, an order or a request",
    "holds": "a workaround",
    "falls_short": "no sufficient workaround",
}
"""Every signal that has a list of phrases, with its meaning."""
