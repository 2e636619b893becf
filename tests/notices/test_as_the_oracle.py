"""The product tells people what the oracle tells them, and drops and keeps back the same."""

from pathlib import Path

import pytest

from tests.notices.expected import SCENARIOS
from tests.notices.oracle import few_runs, simulate
from tests.notices.product import Product, told_lines
from tests.notices.scenario import Scenario, runs_of
from tests.store.engines import ENGINES

BY_NAME = [pytest.param(scenario, id=scenario.name) for scenario in SCENARIOS]


def compared(scenario: Scenario, engine: str, directory: Path, *, each_run: bool = False) -> None:
    """Live a scenario and compare what is told with what the oracle tells."""
    runs = runs_of(scenario) if each_run else few_runs(scenario)
    directory.mkdir()
    told = Product(scenario, ENGINES[engine](directory), directory).live(runs)
    assert told_lines(told) == told_lines(simulate(scenario, runs))


@pytest.mark.every_engine
@pytest.mark.parametrize("scenario", BY_NAME)
def test_the_table_is_lived_as_the_oracle_lives_it(tmp_path: Path, engine, scenario):
    compared(scenario, engine, tmp_path / "life")
