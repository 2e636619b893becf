"""The product tells people what the oracle tells them, and drops and keeps back the same."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from tests.notices.expected import SCENARIOS
from tests.notices.oracle import few_runs, simulate
from tests.notices.product import Product, told_lines
from tests.notices.random_lives import scenarios
from tests.notices.scenario import Scenario, runs_of
from tests.store.engines import ENGINES

BY_NAME = [pytest.param(scenario, id=scenario.name) for scenario in SCENARIOS]
LONG = settings(suppress_health_check=[*HealthCheck])


def compared(scenario: Scenario, engine: str, directory: Path, *, each_run: bool = False) -> None:
    """Run a scenario and compare what is sent with what the oracle sends."""
    runs = runs_of(scenario) if each_run else few_runs(scenario)
    told = Product(scenario, ENGINES[engine](directory), directory).live(runs)
    assert told_lines(told) == told_lines(simulate(scenario, runs))


@pytest.mark.exhaustive
@pytest.mark.every_engine
@pytest.mark.parametrize("scenario", BY_NAME)
def test_the_table_is_lived_as_the_oracle_lives_it(tmp_path: Path, engine, scenario):
    compared(scenario, engine, tmp_path)


@pytest.mark.oracle
@pytest.mark.every_engine
@pytest.mark.parametrize("scenario", BY_NAME)
def test_the_table_is_lived_so_at_every_minute(tmp_path: Path, engine, scenario):
    compared(scenario, engine, tmp_path, each_run=True)


def compared_anew(scenario: Scenario, engine: str) -> None:
    """Compare a scenario in a directory of its own, as one test lives many."""
    with TemporaryDirectory() as directory:
        compared(scenario, engine, Path(directory))


@pytest.mark.exhaustive
@pytest.mark.every_engine
@settings(LONG, max_examples=20)
@given(scenario=scenarios())
def test_a_random_life_is_as_the_oracle_lives_it(engine, scenario):
    compared_anew(scenario, engine)


@pytest.mark.oracle
@pytest.mark.every_engine
@settings(LONG, max_examples=300)
@given(scenario=scenarios())
def test_many_random_lives_are_as_the_oracle_lives_them(engine, scenario):
    compared_anew(scenario, engine)
