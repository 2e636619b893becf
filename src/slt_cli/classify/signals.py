"""The signals that a description is read by: functions, states, scope, time, and what is asked."""

from typing import Literal

Severity = Literal["down", "impaired", "minor"]
SEVERITIES: tuple[Severity, ...] = ("down", "impaired", "minor")

State = Literal["lost", "impaired", "works"]

CRITICAL = ("emergency", "access", "routing", "inbound", "outbound", "calling", "system")
"""The critical functions; where a clause names two of them, the first one in this order counts."""

FUNCTIONS = (*CRITICAL, "major", "minor")

STATEMENTS = {"silent": "calling", "shut_out": "access"}
"""Whole statements that a critical function is gone, and which one."""

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
    "minor": "a minor matter",
    "silent": "callers are not served (critical)",
    "shut_out": "people cannot get in or are offered nothing (critical)",
    "lost": "it does not work",
    "impaired": "it works badly or partly",
    "works": "it works",
    "able": "what it should do",
    "negation": "negation",
    "everyone": "everyone is concerned",
    "one": "one person or device is concerned",
    "site": "a whole site is concerned",
    "part": "a part is concerned",
    "number": "several are concerned",
    "main_number": "the number that everybody calls",
    "over": "it is over",
    "still": "it is still so",
    "past": "told in the past",
    "past_time": "at a time that has passed",
    "recurring": "it comes back",
    "planned": "planned, feared or supposed",
    "not_production": "not production",
    "production": "production",
    "why": "asks why it is so",
    "wish": "asks for something",
    "others": "others are not concerned",
    "agents": "the agents",
    "vague": "no word on whom it concerns",
    "request": "a question, an order or a request",
    "holds": "a workaround",
    "falls_short": "no workaround that is enough",
    "outside": "a stopgap outside the product",
    "sole": "the operation rests on this alone",
}
"""Every signal that has a list of phrases, and what it means, as a reason says it."""

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
"""Phrases of signals on different layers may share words; those on none of these share a layer."""
