"""The oracle and the table that was made by hand agree."""

from collections import Counter

import pytest

from tests.notices.expected import SCENARIOS
from tests.notices.oracle import few_runs, simulate
from tests.notices.scenario import happenings_of, instant_of, lines_of, runs_of

BY_NAME = [pytest.param(scenario, id=scenario.name) for scenario in SCENARIOS]


@pytest.mark.parametrize("scenario", BY_NAME)
def test_the_oracle_tells_what_the_table_says(scenario):
    told = simulate(scenario)
    assert told.sent_lines == sorted(lines_of(scenario.sent))
    assert told.dropped_lines == sorted(lines_of(scenario.dropped))


@pytest.mark.parametrize("scenario", BY_NAME)
def test_the_runs_that_matter_tell_the_same(scenario):
    few = few_runs(scenario)
    assert simulate(scenario, few) == simulate(scenario)
    assert set(few) <= set(runs_of(scenario))


def test_every_instant_of_the_table_has_its_weekday():
    for scenario in SCENARIOS:
        for line in (*lines_of(scenario.happenings), *lines_of(scenario.sent)):
            instant_of(" ".join(line.split()[:3]))


def test_a_wrong_weekday_is_refused():
    with pytest.raises(ValueError, match="is a Mon"):
        instant_of("Tue 2026-11-23 09:00")


@pytest.mark.parametrize("scenario", BY_NAME)
def test_cases_are_numbered_in_the_order_of_recording(scenario):
    opened = [one.case for one in happenings_of(scenario) if one.what == "opened"]
    assert opened == list(range(1, len(opened) + 1))


def test_no_name_is_given_twice():
    assert [name for name, n in Counter(one.name for one in SCENARIOS).items() if n > 1] == []
