"""The shipped vocabulary and the labelled descriptions, for the tests of classification."""

import json
from pathlib import Path

import pytest

from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.config import read_layers
from slt_cli.config.vocabulary import load_vocabulary

DATA = Path(__file__).parents[1] / "data" / "classify"


def labelled(name: str) -> list[dict[str, str]]:
    """Return the labelled descriptions of a set by its name."""
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """Return the vocabulary that ships."""
    return load_vocabulary(read_layers())
