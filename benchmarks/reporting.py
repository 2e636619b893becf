"""Measure what `slt report` costs: over all cases, over one month of them, and of what was missed.

The stores are those of `finding.py`, with clocks of many different lengths, of which one in twenty
was missed, and a time on hold of every tenth case. Each command runs as a process of its own, in
turn with `slt list --limit 20`, so that changes in the speed of the machine affect both alike.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from finding import SLT, measure
from processes import Spent, medians, spent

RUNS = 3
LIST = ["list", "--limit", "20"]
REPORTS = {
    "all": [],
    "--by priority --by region": ["--by", "priority", "--by", "region"],
    "--by partner": ["--by", "partner"],
    "--by owner": ["--by", "owner"],
    "--by tag": ["--by", "tag"],
    "--by week": ["--by", "week"],
    "--by clock": ["--by", "clock"],
    "--trend month": ["--trend", "month"],
    "--by partner --trend month": ["--by", "partner", "--trend", "month"],
    "--misses --limit 20": ["--misses", "--limit", "20"],
}
OF_A_MONTH = {
    **{f"{name}, a month": line for name, line in REPORTS.items()},
    "--misses, a month": ["--misses"],
}


def more() -> Iterator[str]:
    """Yield the statements that add what reports count to the stores of `finding.py`."""
    yield """UPDATE clocks SET active_seconds = active_seconds + case_number * 7919 % 3600,
        verdict = CASE WHEN verdict = 'missed' AND case_number % 5 > 1 THEN 'met' ELSE verdict END
        WHERE active_seconds IS NOT NULL"""
    yield "UPDATE clocks SET missed_due_at = due_at WHERE case_number % 500 = 11"
    yield "UPDATE cases SET status = 'void' WHERE status = 'closed' AND number % 1000 = 13"
    yield """INSERT INTO holds (case_number, kind, started_at, ended_at)
        SELECT case_number, 'holds', started_at, stopped_at FROM clocks
        WHERE stopped_at > started_at AND case_number % 10 = 3 AND kind = 'response'"""


def a_month() -> Sequence[str]:
    """Return the options for the month before the last one."""
    month = (datetime.now(UTC).replace(day=1) - timedelta(32)).strftime("%Y-%m")
    return "--since", month, "--until", month


def lines() -> Mapping[str, Sequence[str]]:
    """Return the commands that are measured."""
    return {
        **{name: ["report", *options] for name, options in REPORTS.items()},
        **{name: ["report", *options, *a_month()] for name, options in OF_A_MONTH.items()},
    }


def compare(store: str, runs: int) -> None:
    """Run each report in turn with a list, and print what both took and their ratio."""
    print(f"  {'':34}{'list, ms':>10}{'report':>8}{'fastest':>9}{'CPU':>7}{'ratio':>8}{'MB':>6}")
    for name, line in lines().items():
        taken: list[list[Spent]] = [[], []]
        for _ in range(runs):
            for each, arguments in zip(taken, (LIST, line), strict=True):
                each.append(spent([*SLT, *arguments, "--db", store]))
        plain, report = map(medians, taken)
        fastest = min(each.wall for each in taken[1])
        print(
            f"  {name:34}{plain.wall * 1000:>10.0f}{report.wall * 1000:>8.0f}{fastest * 1000:>9.0f}"
            f"{report.cpu * 1000:>7.0f}{report.wall / plain.wall:>8.1f}{report.memory:>6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    measure(__doc__, compare, runs=RUNS, more=[*more()])
