"""The facts of a row that nothing is computed from: its free texts, its owner and its tags."""

from typing import Any

from slt_cli.domain.owners import ME, NOBODY
from slt_cli.domain.tags import with_tags, words_in
from slt_cli.domain.texts import folded
from slt_cli.exchange.given import TEXTS, Given, Problem
from slt_cli.output.text import is_blank

_NO_OWNER = ("-", NOBODY)
"""What systems write where nobody works on a case."""


def free_facts(given: Given, found: list[Problem]) -> dict[str, Any]:
    """Return the free texts and the tags of a row; an owner that cannot be one is a problem."""
    texts = (text.strip() or None for text in given.texts)
    facts: dict[str, Any] = dict(zip(TEXTS, texts, strict=True))
    if (owner := facts["owner"]) is not None and folded(owner) in (ME, *_NO_OWNER):
        facts["owner"] = None
        if folded(owner) == ME:
            problem = f"{owner!r} cannot be a name: as an owner it stands for another one"
            found.append(Problem("owner", problem, "--map owner= leaves the column out"))
    tags = (word for word in words_in(given.tags) if not is_blank(word))
    return {**facts, "tags": with_tags((), tags)}
