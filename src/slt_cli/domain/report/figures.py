"""The figures of a report: how many clocks were met and missed, and how long they took."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from slt_cli.domain.plan import Objective
from slt_cli.domain.report.outcomes import DECIDED, Outcome

_MEDIAN, _P90 = 50, 90


class Figures(NamedTuple):
    """The figures of a row of a report; durations are seconds of active time.

    What belongs to cases and not to clocks is None where the row is about one kind of clock of
    several: the support time on hold, the number of cases with it, and the support time between an
    end and a reopening.
    """

    met: int
    missed: int
    objective: Objective | None
    median_seconds: int | None
    p90_seconds: int | None
    running: int
    superseded: int
    cancelled: int
    unanswered: int
    retargeted: int
    void: int
    held_seconds: int | None
    held_cases: int | None
    closed_seconds: int | None

    @property
    def decided(self) -> int:
        """Return how many clocks were met or missed."""
        return self.met + self.missed

    @property
    def attainment(self) -> float | None:
        """Return the share of met clocks as a fraction; None for none of none."""
        return self.met / self.decided if self.decided else None

    @property
    def percent(self) -> int | None:
        """Return the share of met clocks in whole percent, rounded down; None for none of none."""
        return self.met * 100 // self.decided if self.decided else None

    @property
    def is_reached(self) -> bool | None:
        """Return whether the objective is reached; None without one, or without a share."""
        if self.objective is None or not self.decided:
            return None
        return self.met * 100_000 >= self.objective.thousandths * self.decided


class Tally(NamedTuple):
    """How many clocks count alike, as the same outcome, and the active seconds that are known.

    `facts` are the values of each field that the report is divided by: a case with several tags has
    several. `part` is the index of the part of the period, `plan` the key of the cases' plan.
    """

    facts: tuple[tuple[str | None, ...], ...]
    part: int
    plan: str | None
    outcome: Outcome
    clocks: int = 1
    lengths: Sequence[int] = ()


class Count:
    """The clocks and the held cases of one row, while they are counted."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._lengths: list[int] = []
        self._plans: dict[bool, set[str | None]] = {True: set(), False: set()}
        self._seconds: Counter[str] = Counter()
        self._held_cases: set[int] = set()

    def add(self, tally: Tally) -> None:
        """Count clocks."""
        self._outcomes[tally.outcome] += tally.clocks
        is_decided = tally.outcome in DECIDED
        if is_decided:
            self._lengths.extend(tally.lengths)
        if is_decided or tally.outcome == "running":
            self._plans[is_decided].add(tally.plan)

    def add_cut(self, kind: str, seconds: int, number: int) -> None:
        """Count support time of a case that was cut out: `holds`, or `closed`."""
        self._seconds[kind] += seconds
        if kind == "holds":
            self._held_cases.add(number)

    def figures(
        self, objective_of: Callable[[str | None], Objective | None], *, of_cases: bool
    ) -> Figures:
        """Return what was counted; `of_cases` says whether the row is about whole cases."""
        counts = self._outcomes
        plans = self._plans[True] or self._plans[False]
        lengths = sorted(self._lengths)
        return Figures(
            met=counts["met"],
            missed=counts["missed"],
            objective=_only(map(objective_of, plans)),
            median_seconds=nearest_rank(lengths, _MEDIAN),
            p90_seconds=nearest_rank(lengths, _P90),
            running=counts["running"],
            superseded=counts["superseded"],
            cancelled=counts["cancelled"],
            unanswered=counts["unanswered"],
            retargeted=counts["retargeted"],
            void=counts["void"],
            held_seconds=self._seconds["holds"] if of_cases else None,
            held_cases=len(self._held_cases) if of_cases else None,
            closed_seconds=self._seconds["closed"] if of_cases else None,
        )


def nearest_rank(lengths: Sequence[int], percent: int) -> int | None:
    """Return the length at a percentile, by nearest rank; None without any.

    `lengths` are in their order.
    """
    return lengths[-(-percent * len(lengths) // 100) - 1] if lengths else None


def _only(objectives: Iterable[Objective | None]) -> Objective | None:
    """Return the objective that all plans share; None if they differ."""
    different = set(objectives)
    return different.pop() if len(different) == 1 else None
