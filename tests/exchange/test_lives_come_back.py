"""Random lives that are exported and imported come back as they were, and go on alike."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from slt_cli.store.opening import open_store
from tests.exchange.lives import brought_back
from tests.store.engines import ENGINES

LIVES = 100
SQLITE = ("sqlite", "sqlite")
OTHERS = [(a, b) for a in ENGINES for b in ENGINES if (a, b) != SQLITE]
SHARES = [
    *(pytest.param(range(first, first + 20), SQLITE) for first in range(0, LIVES, 20)),
    *(pytest.param(range(10), engines) for engines in OTHERS),
]
"""Seeds of lives, and the engines of the store that they are in and of that of their copies."""


def differing(seeds: Iterable[int], directory: Path, engines: tuple[str, str]) -> Iterator[str]:
    """Yield where lives in stores of one engine differ from their copies in those of another."""
    for seed in seeds:
        places = [directory / f"{seed}-{place}" for place in ("there", "elsewhere")]
        for place in places:
            place.mkdir()
        there, elsewhere = (
            open_store(ENGINES[name](place)) for name, place in zip(engines, places, strict=True)
        )
        yield from brought_back(seed, there, elsewhere)


@pytest.mark.exhaustive
@pytest.mark.parametrize(("seeds", "engines"), SHARES)
def test_a_life_comes_back(seeds, engines, tmp_path):
    assert list(differing(seeds, tmp_path, engines)) == []


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(LIVES, LIVES + 1000, 50))
def test_a_thousand_lives_come_back(first, tmp_path):
    assert list(differing(range(first, first + 50), tmp_path, SQLITE)) == []
