"""The signals that a description is read for: functions, their states, scope, time and requests."""

from typing import Literal

Severity = Literal["down", "impaired", "minor"]
SEVERITIES: tuple[Severity, ...] = ("down", "impaired", "minor")

FunctionState = Literal["lost", "impaired", "works"]

CRITICAL = ("emergency", "access", "routing", "inbound", "outbound", "calling", "system")
"""The critical functions; if a clause names several, the first one in this order counts."""

FUNCTIONS = (*CRITICAL, "major", "minor")

OUTAGES = {"silent": "calling", "shut_out": "access"}
"""The signals that alone say that a critical function is lost, and which one."""

SIGNALS = {
    "harmless": "said to be no trouble",
    "emergency": "emergency calls (critical)",
    "access": "access to the calling application (critical)",
    "routing": "menu, queues or routing (critical)",
    "inbound": "receiving calls (critical)",
    "outbound": "placing calls (critical)",
    "calling": "calling (critical)",
    "system": "the system as a whole (critical)",
    "major": "a major function",
    "minor": "a minor issue",
    "silent": "callers are not served (critical)",
    "shut_out": "people cannot log in or get no work (critical)",
    "lost": "it does not work",
    "impaired": "it works badly or partly",
    "works": "it works",
    "able": "what it should do",
    "negation": "negation",
    "everyone": "everyone is affected",
    "one": "one person or device is affected",
    "site": "a whole site is affected",
    "part": "a part is affected",
    "number": "several are affected",
    "main_number": "the main number",
    "over": "it is over",
    "still": "it is still happening",
    "past": "in the past tense",
    "past_time": "at a time in the past",
    "recurring": "it keeps coming back",
    "planned": "planned, feared or supposed",
    "not_production": "not in production",
    "production": "in production",
    "why": "asks for the reason",
    "wish": "asks for something",
    "others": "others are not affected",
    "agents": "the agents",
    "vague": "does not say who is affected",
    "request": "a question, an order or a request",
    "holds": "a workaround",
    "falls_short": "no sufficient workaround",
    "outside": "a stopgap outside the product",
    "sole": "the business depends on this alone",
}
"""Every signal that has a list of phrases, with its meaning as a reason states it."""

_LAYERS = (
    frozenset({"everyone", "site", "one", "part", "number", "main_number", "vague"}),
    frozenset({"over", "still", "past", "past_time", "recurring", "planned"})
    | {"not_production", "production"},
    frozenset({"request", "wish"}),
    frozenset({"why"}),
    frozenset({"agents", "others"}),
    frozenset({"holds", "falls_short", "outside"}),
)
LAYER = {signal: layer for layer, signals in enumerate(_LAYERS) for signal in signals}
"""The layer of a signal; all signals that are not listed share one layer.

Phrases on different layers may share words.
"""
