"""The configuration: the shipped defaults, the user's file and `--config`, as one frozen policy.

A name below is imported when it is first used: most commands need none of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slt_cli.config.display import dotted
    from slt_cli.config.layers import Layers, over_defaults, read_layers, read_with_shipped
    from slt_cli.config.local_time import (
        note_on_unknown_zone,
        reader_zone,
        require_local_time,
    )
    from slt_cli.config.policy import load_policy, parse_policy
    from slt_cli.config.schema import KEYS
    from slt_cli.config.shipped import shipped_policy
    from slt_cli.config.vocabulary import load_vocabulary

__all__ = [
    "KEYS",
    "Layers",
    "dotted",
    "load_policy",
    "load_vocabulary",
    "note_on_unknown_zone",
    "over_defaults",
    "parse_policy",
    "read_layers",
    "read_with_shipped",
    "reader_zone",
    "require_local_time",
    "shipped_policy",
]

_MODULES = {
    **dict.fromkeys(("Layers", "over_defaults", "read_layers", "read_with_shipped"), "layers"),
    **dict.fromkeys(("note_on_unknown_zone", "reader_zone", "require_local_time"), "local_time"),
    **dict.fromkeys(("load_policy", "parse_policy"), "policy"),
    "KEYS": "schema",
    "dotted": "display",
    "load_vocabulary": "vocabulary",
    "shipped_policy": "shipped",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - a function or a class
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
