"""Format values as TOML on one line, for faults and for files.

It is loaded at every start, so it does without `json` and without patterns to compile.
"""

import math
from datetime import date, datetime, time
from typing import Any

_LONGEST = 60
_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r",
}  # fmt: skip


def toml(value: Any) -> str:  # noqa: ANN401 - TOML data
    """Return a value as TOML on one line, tables inline."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{key_part(name)} = {toml(inner)}" for name, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml, value))}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    return repr(value)


def json_value(value: Any) -> Any:  # noqa: ANN401 - TOML data
    """Return a value for JSON: dates and times become text, at any depth."""
    if isinstance(value, dict):
        return {name: json_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def brief(value: Any) -> str:  # noqa: ANN401 - TOML data
    """Return a value as TOML, shortened to fit into a sentence."""
    if isinstance(value, dict) and value:
        names = ", ".join(map(key_part, value))
        return f"a table of {_cut(names)}"
    if isinstance(value, list) and value and isinstance(value[0], list | dict):
        return f"a list of {len(value)} {'tables' if isinstance(value[0], dict) else 'lists'}"
    return _cut(toml(value))


def key_part(name: str) -> str:
    """Return one part of a dotted key, in quotes if TOML needs them."""
    is_bare = name.isascii() and name.replace("-", "x").replace("_", "x").isalnum()
    return name if is_bare else toml(name)


def dotted(path: tuple[str, ...]) -> str:
    """Return a key as TOML writes it, its parts joined by dots."""
    return ".".join(map(key_part, path))


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return f"\\u{ord(character):04x}" if character < " " or character == "\x7f" else character


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
