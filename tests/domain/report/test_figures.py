"""The figures of a row: shares that are never rounded up, and lengths by nearest rank."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.plan import Objective
from slt_cli.domain.report.figures import Count, Figures, Tally, nearest_rank

NINETY_FIVE, NINETY = Objective(95_000), Objective(90_000)
OBJECTIVES = {"premium": NINETY_FIVE, "gold": NINETY_FIVE, "basic": NINETY, "free": None}


def figures_of(*tallies: Tally, of_cases: bool = True) -> Figures:
    count = Count()
    for tally in tallies:
        count.add(tally)
    return count.figures(lambda plan: OBJECTIVES.get(plan or ""), of_cases=of_cases)


def tally(
    outcome: Any = "met", clocks: int = 1, seconds: int | None = None, plan: str | None = "premium"
) -> Tally:
    lengths = () if seconds is None else (seconds,) * clocks
    return Tally((), 0, plan, outcome, clocks, lengths)


def test_clocks_are_counted_by_their_outcomes() -> None:
    words = ("met", "missed", "running", "superseded")
    words += ("cancelled", "unanswered", "retargeted", "void")
    figures = figures_of(*(tally(word, clocks) for clocks, word in enumerate(words, start=1)))
    assert [getattr(figures, word) for word in words] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert figures.decided == 3


@pytest.mark.parametrize(
    ("met", "missed", "percent", "is_reached"),
    [
        pytest.param(0, 0, None, None, id="nothing of nothing is no share"),
        pytest.param(0, 1, 0, False, id="nothing of one"),
        pytest.param(1, 0, 100, True, id="one of one"),
        pytest.param(19, 1, 95, True, id="exactly the objective"),
        pytest.param(9_499, 501, 94, False, id="94.99 % is not rounded up to the objective"),
        pytest.param(9_999_999, 1, 99, True, id="100 % only without a miss"),
        pytest.param(10**17 - 1, 10**15, 99, True, id="more clocks than a float can count"),
        pytest.param(95 * 10**15 - 1, 5 * 10**15 + 1, 94, False, id="one clock too few of 10**17"),
    ],
)
def test_a_share_is_never_rounded_up(
    met: int, missed: int, percent: int | None, is_reached: bool | None
) -> None:
    figures = figures_of(tally("met", met), tally("missed", missed))
    assert (figures.percent, figures.is_reached) == (percent, is_reached)


@given(met=st.integers(0, 10**6), missed=st.integers(0, 10**6))
def test_the_share_in_percent_agrees_with_the_fraction(met: int, missed: int) -> None:
    figures = figures_of(tally("met", met), tally("missed", missed))
    if figures.attainment is None or figures.percent is None:
        assert met + missed == 0
        assert figures.attainment is figures.percent is figures.is_reached is None
        return
    assert 0 <= figures.percent <= figures.attainment * 100 + 1e-9
    assert (figures.percent == 100) is (missed == 0)
    if figures.percent >= 95:
        assert figures.is_reached is True
    if figures.is_reached is True:
        assert figures.percent >= 95


@pytest.mark.parametrize(
    ("tallies", "expected"),
    [
        pytest.param([tally("met")], NINETY_FIVE, id="that of the plan"),
        pytest.param(
            [tally("met"), tally("missed", plan="gold")],
            NINETY_FIVE,
            id="two plans with the same one",
        ),
        pytest.param([tally("met"), tally("missed", plan="basic")], None, id="two different ones"),
        pytest.param([tally("met"), tally("met", plan="free")], None, id="a plan without one"),
        pytest.param([tally("met"), tally("met", plan=None)], None, id="a case without a plan"),
        pytest.param([tally("met"), tally("met", plan="gone")], None, id="a plan that is no more"),
        pytest.param([tally("running")], NINETY_FIVE, id="of what runs, if nothing was decided"),
        pytest.param(
            [tally("running"), tally("running", plan="basic")], None, id="of what runs: two"
        ),
        pytest.param(
            [tally("met"), tally("running", plan="basic")],
            NINETY_FIVE,
            id="what runs says nothing beside what was decided",
        ),
        pytest.param(
            [tally("met"), tally("cancelled", plan="basic"), tally("void", plan="free")],
            NINETY_FIVE,
            id="what is left out says nothing",
        ),
        pytest.param([tally("cancelled")], None, id="nothing decided, nothing running"),
        pytest.param([], None, id="nothing at all"),
    ],
)
def test_the_objective_is_the_one_that_all_plans_share(
    tallies: list[Tally], expected: Objective | None
) -> None:
    assert figures_of(*tallies).objective == expected


def test_lengths_are_those_of_met_and_missed_clocks() -> None:
    figures = figures_of(
        tally("met", seconds=60, clocks=5),
        tally("missed", seconds=7200, clocks=4),
        tally("missed", seconds=None),
        tally("cancelled", seconds=1),
        tally("unanswered", seconds=2),
        tally("retargeted", seconds=3),
        tally("void", seconds=4),
    )
    assert (figures.median_seconds, figures.p90_seconds) == (60, 7200)


@pytest.mark.parametrize(
    ("lengths", "median", "p90"),
    [
        pytest.param([], None, None, id="none"),
        pytest.param([7], 7, 7, id="one"),
        pytest.param([1, 2], 1, 2, id="two: the lower one is in the middle"),
        pytest.param([1, 2, 3], 2, 3, id="three"),
        pytest.param(range(1, 11), 5, 9, id="ten: the fifth and the ninth"),
        pytest.param(range(1, 12), 6, 10, id="eleven: the sixth and the tenth"),
        pytest.param([0, 0, 0], 0, 0, id="no time at all"),
        pytest.param([5] * 99 + [6], 5, 5, id="one slow one of a hundred"),
    ],
)
def test_the_nearest_rank(lengths: Any, median: int | None, p90: int | None) -> None:
    assert (nearest_rank(lengths, 50), nearest_rank(lengths, 90)) == (median, p90)


@given(lengths=st.lists(st.integers(0, 50), min_size=1), percent=st.sampled_from([50, 90]))
def test_the_nearest_rank_is_the_least_that_enough_lengths_do_not_exceed(
    lengths: list[int], percent: int
) -> None:
    def is_enough(length: int) -> bool:
        return sum(each <= length for each in lengths) * 100 >= percent * len(lengths)

    expected = min(filter(is_enough, lengths))
    assert nearest_rank(sorted(lengths), percent) == expected


def test_what_was_cut_out_is_counted_by_case() -> None:
    count = Count()
    for kind, seconds, number in (
        ("holds", 100, 1),
        ("holds", 20, 1),
        ("holds", 3, 2),
        ("closed", 7, 1),
    ):
        count.add_cut(kind, seconds, number)
    figures = count.figures(OBJECTIVES.get, of_cases=True)
    assert (figures.held_seconds, figures.held_cases, figures.closed_seconds) == (123, 2, 7)
    of_clocks = count.figures(OBJECTIVES.get, of_cases=False)
    assert of_clocks.held_seconds is of_clocks.held_cases is of_clocks.closed_seconds is None
