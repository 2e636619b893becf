"""Load the vocabulary of `slt classify`: the shipped words, with the user's own laid over them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slt_cli.classify.signals import SEVERITIES, Severity
from slt_cli.classify.vocabulary import Lists, Vocabulary, groups_named
from slt_cli.classify.weights import Weights
from slt_cli.config.files import VOCABULARY_FILE, VOCABULARY_TABLE, Finding, weights_file
from slt_cli.config.layers import Layers, read_with_shipped
from slt_cli.config.validation import Validator, refuse_faults
from slt_cli.errors import did_you_mean


def load_vocabulary(layers: Layers) -> Vocabulary:
    """Return the vocabulary in the files; raises ConfigError with every fault."""
    merged = read_with_shipped(layers, VOCABULARY_FILE, VOCABULARY_TABLE)
    validator = Validator()
    parsed = validator.parse(merged.tables, VOCABULARY_TABLE).get(VOCABULARY_TABLE, {})
    refuse_faults([*validator.findings, *_unknown_groups(parsed)], merged)
    phrases = {
        signal: (*phrases, *parsed["add"][signal]) for signal, phrases in parsed["phrases"].items()
    }
    lists = Lists(phrases, parsed["groups"], parsed["marks"])
    priorities = _priorities(parsed["priorities"], [*layers.tables.get("priorities", ())])
    return Vocabulary(lists, priorities, Weights(weights_file().read_text("utf-8")))


def _priorities(given: Mapping[Severity, str], keys: Sequence[str]) -> dict[Severity, str]:
    """Return the priority of each severity: by default the first, the second and the last."""
    defaults = [*keys[:1], *(keys[1:2] or keys[:1]), *keys[-1:]] or [""] * len(SEVERITIES)
    return {
        severity: given[severity] or default
        for severity, default in zip(SEVERITIES, defaults, strict=True)
    }


def _unknown_groups(parsed: dict[str, Any]) -> Iterable[Finding]:
    groups = parsed.get("groups", {})
    for table in ("phrases", "add"):
        for signal, phrases in parsed.get(table, {}).items():
            for name in groups_named(phrases):
                if name not in groups:
                    path = (VOCABULARY_TABLE, table, signal)
                    fix = f"{did_you_mean(name, groups)}Define it in [classify.groups]"
                    yield (path, f"unknown group <{name}>", fix)
