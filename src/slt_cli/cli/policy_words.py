"""Put names of the configured policy into the examples of help, in place of the shipped ones."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from slt_cli.app import App
from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import default_file, read_sources
from slt_cli.config.layers import lay_over
from slt_cli.domain.policy import Policy
from slt_cli.errors import SltError


def in_words_of_policy(text: str, ctx: Any) -> str:  # noqa: ANN401 - Typer's own types
    """Return the text of a help with names that exist in the user's files.

    The team's policy is not read: help never waits for a store. With a faulty configuration the
    text stays as it is.
    """
    root = ctx.find_root()
    if not callable(root.obj):  # a command without its root, which alone makes applications
        return text
    with suppress(SltError):
        given = {"quiet": False, "config": None, "db": None, **root.params}  # none yet for `--help`
        unused = {"output": None, "as_json": False, "color": None, "times": None, "no_pager": False}
        app: App = root.obj({**given, **unused})
        own = load_policy(read_layers(app.config_file))
        shipped = load_policy(lay_over(read_sources(default_file())))
        words = dict(_renamed(shipped, own))
        text = re.sub(rf"\b{re.escape(shipped.case_prefix)}-(?=\d)", f"{own.case_prefix}-", text)
        if words:
            found = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
            text = re.sub(rf"(?<![\w/])(?:{found})(?![\w/])", lambda hit: words[hit[0]], text)
    return text


def _renamed(shipped: Policy, own: Policy) -> Iterator[tuple[str, str]]:
    """Yield each shipped name that no longer exists, with the one that takes its place."""
    yield from _pairs(shipped.priorities, own.priorities)
    yield from _pairs(shipped.regions, own.regions)
    yield from _pairs(shipped.partner_types, own.partner_types)
    yield from _pairs(*([f"plans.{key}" for key in each.plans] for each in (shipped, own)))


def _pairs(shipped: Iterable[str], own: Iterable[str]) -> Iterator[tuple[str, str]]:
    keys = list(own)
    for place, name in enumerate(shipped):
        if name not in keys and keys:
            yield name, keys[min(place, len(keys) - 1)]
