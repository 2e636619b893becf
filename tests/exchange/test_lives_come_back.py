"""Random lives that are exported and imported come back as they were, and go on alike."""

import pytest

from tests.exchange.lives import brought_back

LIVES = 100


@pytest.mark.exhaustive
@pytest.mark.parametrize("first", range(0, LIVES, 20))
def test_a_life_comes_back(first, tmp_path):
    assert [d for seed in range(first, first + 20) for d in brought_back(seed, tmp_path)] == []


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(LIVES, LIVES + 1000, 50))
def test_a_thousand_lives_come_back(first, tmp_path):
    assert [d for seed in range(first, first + 50) for d in brought_back(seed, tmp_path)] == []
