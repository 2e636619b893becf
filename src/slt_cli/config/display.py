"""A value as TOML writes it on one line: what faults show and what is written into a file."""

import json
import math
import re
from datetime import date, datetime, time
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST = 60


def toml(value: Any) -> str:  # noqa: ANN401 - TOML data
    """Return a value as TOML writes it, tables inline."""
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
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return repr(value)


def json_value(value: Any) -> Any:  # noqa: ANN401 - TOML data
    """Return a value as JSON has it: dates and times as text, wherever they stand in it."""
    if isinstance(value, dict):
        return {name: json_value(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [json_value(inner) for inner in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def brief(value: Any) -> str:  # noqa: ANN401 - TOML data
    """Return a value as TOML writes it, cut where it is too long for a sentence."""
    if isinstance(value, dict) and value:
        names = ", ".join(map(key_part, value))
        return f"a table of {_cut(names)}"
    if isinstance(value, list) and value and isinstance(value[0], list | dict):
        return f"a list of {len(value)} {'tables' if isinstance(value[0], dict) else 'lists'}"
    return _cut(toml(value))


def key_part(name: str) -> str:
    """Return one part of a dotted key, in quotes where TOML needs them."""
    return name if _BARE.fullmatch(name) else toml(name)


def dotted(path: tuple[str, ...]) -> str:
    """Return a key as TOML writes it, its parts joined by dots."""
    return ".".join(map(key_part, path))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
