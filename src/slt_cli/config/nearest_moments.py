"""Find the moments of notices that a refused text may have meant."""

import re
from difflib import get_close_matches

from slt_cli.config.nearest_times import durations

_WORDS = {
    "late": "due", "overdue": "due", "breached": "due", "missed": "due", "0": "due", "0%": "due",
    "100%": "due", "open": "opened", "new": "opened", "created": "opened",
    "escalation": "escalated", "escalate": "escalated", "last level": "last level late",
    "left": "30m left", "unowned": "unowned 15m", "unassigned": "unowned 15m", "held": "held 3d",
    "hold": "held 3d", "on hold": "held 3d", "due": "due", "opened": "opened",
    "escalated": "escalated", "last level late": "last level late",
}  # fmt: skip
_FORMS = {
    "{} late": (
        r"(?:due )?\+ ?(\w.*)", r"(?:over)?due (?:by |for |since )?(\w.*)",
        r"(\w.*) after(?: due)?",
        r"late (?:by |for |since )?(\w.*)", r"(\w.*) (?:too )?(?:late|over\w+)",
    ),
    "{} left": (
        r"(?:due )?[-\N{MINUS SIGN}] ?(\w.*)", r"(\w.*) (?:left|before|before due|to go|remaining)",
        r"(?:left|remaining|before|in|due in) (\w.*)",
    ),
    "unowned {}": (
        r"(?:unowned|unassigned|no owner|without owner)(?: for)? (\w.*)", r"(\w.*) unowned",
    ),
    "held {}": (
        r"(?:held|hold|on hold|waiting|paused)(?: for)? (\w.*)", r"(\w.*) (?:on hold|held)",
    ),
}  # fmt: skip
_LONGEST = 60


def moments(given: str) -> list[str]:
    """Return the moments that a text may have meant: `due+1h` is `1h late`."""
    if len(given) > _LONGEST:
        return []
    text = re.sub(r"([+-])", r" \1 ", given.lower().replace("_", " "))
    text = re.sub(r"\s+", " ", text).strip()
    if text in _WORDS:
        return [_WORDS[text]]
    if found := re.match(r"(\d{1,3})\s*(?:%|percent\b|per cent\b|pct\b|$)", text):
        return [f"{found[1]}%"]
    read = [
        written.format(length)
        for written, forms in _FORMS.items()
        for form in forms
        if (found := re.fullmatch(form, text))
        for length in durations(found[1])
    ]
    return read or [_WORDS[word] for word in get_close_matches(text, _WORDS, n=1)]
