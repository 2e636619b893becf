"""The vocabulary of `slt classify`: the shipped words, with the user's own laid over and added."""

from collections.abc import Iterable
from typing import Any

from slt_cli.config.files import VOCABULARY_TABLE, Layers, read_vocabulary_layers
from slt_cli.config.keys import check, fault
from slt_cli.domain.classify import Lists, Vocabulary
from slt_cli.domain.classify.vocabulary import groups_named
from slt_cli.errors import ConfigError, Fault, did_you_mean


def load_vocabulary(layers: Layers) -> Vocabulary:
    """Return the vocabulary that the files describe; raises ConfigError with every fault."""
    merged = read_vocabulary_layers(layers)
    parsed = check(merged, VOCABULARY_TABLE)[VOCABULARY_TABLE]
    if faults := list(_unknown_groups(parsed, merged)):
        raise ConfigError(faults)
    phrases = {
        signal: (*phrases, *parsed["add"][signal]) for signal, phrases in parsed["phrases"].items()
    }
    lists = Lists(
        phrases, parsed["groups"], parsed["spellings"], parsed["marks"], parsed["weights"]
    )
    return Vocabulary(lists, parsed["priorities"])


def _unknown_groups(parsed: dict[str, Any], layers: Layers) -> Iterable[Fault]:
    groups = parsed["groups"]
    for table in ("phrases", "add"):
        for signal, phrases in parsed[table].items():
            for name in groups_named(phrases):
                if name not in groups:
                    path = (VOCABULARY_TABLE, table, signal)
                    fix = f"{did_you_mean(name, groups)}Name it in [classify.groups]"
                    yield fault(layers, path, f"unknown group <{name}>", fix)
