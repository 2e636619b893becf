"""Lines of an export with something in them that slt never wrote."""

import copy
import json
from collections.abc import Iterator
from random import Random
from typing import Any

NASTY = (
    *(None, True, False, 0, 1, -1, 2, 3, 7, 10**12, 2**63, 10**40, -(2**70), 0.5, 1e400, -0.0),
    *("", " ", "x", "0", "1", "\0", "a\0b", "\x1b[2J", "a\x1fb", "a\x1eb", "\ud800", "a\udfff"),
    *("\u202e", "opened", "undone", "voided", "void", "closed", "reopened", "met", "late"),
    *("S1", "S2", "S9", "usa", "nowhere", "certified", "recalculated", "hold", "24x7", "response"),
    *("{}", "[", '{"priority": "S2"}', '{"priority": 1}', "once:x", "support-hours", "escalation"),
    *("2026-11-20T14:00:00Z", "2026-11-20T14:00:00+02:00", "2026-11-20T14:00:00", "2999-01-01"),
    *("2999-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-20"),
    *("2026-11-20T14:00:00.5Z", "2026-11-20t14:00:00z", "1900-01-01T00:00:00Z"),
    *([], [[]], {}, [None], [{}], {"old": None, "new": None}, {"old": [], "new": []}, [[[[[[]]]]]]),
)  # fmt: skip

Path = tuple[str | int, ...]


def mangled(line: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Return a line with up to three values replaced, left out, doubled or exchanged."""
    made = copy.deepcopy(line)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        paths = list(_paths(made))
        path = rng.choice(paths)
        parent, key = _at(made, path[:-1]), path[-1]
        draw = rng.random()
        if draw < 0.6:
            parent[key] = copy.deepcopy(rng.choice(NASTY))
        elif draw < 0.7:
            del parent[key]
        elif draw < 0.85:
            parent[key] = copy.deepcopy(_at(made, rng.choice(paths)))
        elif isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[rng.randrange(len(parent))]))
        else:
            parent[rng.choice(("x", "rev", "uid", "number", "due_at", "level"))] = rng.choice(NASTY)
    return made


def as_text(line: dict[str, Any]) -> str:
    """Return a line as JSON."""
    return json.dumps(line) + "\n"


def _paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _paths(inner, (*path, index))


def _at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value
