"""Random lives, against an oracle that was written from the rules alone."""

import pytest

from tests.domain.life_comparison import differences_of

LIVES = 200


@pytest.mark.exhaustive
@pytest.mark.parametrize("first", range(0, LIVES, 20))
def test_a_random_life_is_as_the_oracle_lives_it(first):
    assert [found for seed in range(first, first + 20) for found in differences_of(seed)] == []


@pytest.mark.oracle
@pytest.mark.parametrize("first", range(LIVES, 10_000, 100))
def test_ten_thousand_lives_are_as_the_oracle_lives_them(first):
    assert [found for seed in range(first, first + 100) for found in differences_of(seed)] == []
