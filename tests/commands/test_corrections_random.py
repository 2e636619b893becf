"""After random mistakes and corrections, a store is what it had been without the mistakes."""

from pathlib import Path

import pytest

from tests.commands.corrections_lives import Lives
from tests.store.engines import ENGINES

LONGER_LIFE = Path(__file__).parents[1] / "data" / "policies" / "longer-life.toml"

NEVER_PROMISED = {2187}
"""Lives in which a priority is taken back: nobody had promised the length that it has then."""

pytestmark = pytest.mark.usefixtures("whole_life")


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(100))
def test_a_corrected_life_is_that_of_its_twin(slt, tmp_path: Path, seed):
    lived(Lives(slt, tmp_path), seed, length=12, looks=2)


@pytest.mark.exhaustive
@pytest.mark.parametrize("engine", [name for name in ENGINES if name != "sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(100, 115))
def test_so_it_is_on_every_other_engine(slt, tmp_path: Path, seed, engine):
    lived(Lives(slt, tmp_path, engine), seed, length=12, looks=2)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(1_000, 2_000))
def test_many_corrected_lives_are_those_of_their_twins(slt, tmp_path: Path, seed):
    lived(Lives(slt, tmp_path), seed, length=16, looks=4)


@pytest.mark.oracle
@pytest.mark.parametrize("seed", sorted({*range(2_000, 2_200)} - NEVER_PROMISED))
def test_under_new_targets_what_was_promised_stays(slt, tmp_path: Path, seed):
    lived(Lives(slt, tmp_path), seed, length=12, looks=2, later=LONGER_LIFE)


def lived(lives: Lives, seed: int, *, length: int, looks: int, later: Path | None = None) -> None:
    life = lives.draw(seed, length, later)
    if lives.findings(life, looks, seed):
        shortest = lives.shortest(life.steps, looks, seed)
        found = lives.findings(lives.replay(shortest), looks, seed)
        pytest.fail("\n".join([*map(str, shortest), *found[:3]]), pytrace=False)
