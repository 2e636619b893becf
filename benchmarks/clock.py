"""Compare the speed of the support clock with that of other engines, in one run on one machine.

Every engine answers for an office in London, open from Monday to Friday, 08:00-18:00. Only
exchange_calendars answers for the London exchange, with the hours and holidays of that, because it
knows nothing but exchanges. Each engine gets the same question, a datetime in UTC; converting it to
the engine's own form is part of the measured time. All engines answer in turn, in rounds: a ratio
is the median over the rounds of what an engine and slt took in the same round. Engines that are not
installed are named and left out.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from itertools import cycle, islice
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.domain.calendar.hours import parse_intervals
from slt_cli.domain.calendar.schedule import ExceptionalDay, Schedule

FIRST = datetime(2020, 1, 1, tzinfo=UTC)
DAYS = 7 * 365
OPENS, CLOSES = time(8), time(18)
SECONDS_PER_MEASUREMENT = 0.15
ROUNDS = 7


class Question(NamedTuple):
    """A case opened at `start` that is due after `hours`, at `end`; both instants are in UTC."""

    start: datetime
    hours: int
    end: datetime


class Engine(NamedTuple):
    """The two functions of an engine: a due time in UTC, and the support time in a span."""

    due: Callable[[datetime, int], object] | None
    elapsed: Callable[[datetime, datetime], object]


def ours(holidays: Sequence[date]) -> Engine:
    week = (parse_intervals(["08:00-18:00"]),) * 5 + ((),) * 2
    closed = {day: ExceptionalDay("Holiday") for day in holidays}
    clock = Schedule(ZoneInfo("Europe/London"), week, closed)
    return Engine(lambda start, hours: clock.due(start, hours * 3600), clock.elapsed)


def businesstimedelta(holidays: Sequence[date]) -> Engine:
    import pytz
    from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule

    zone = pytz.timezone("Europe/London")
    hours = WorkDayRule(OPENS, CLOSES, [0, 1, 2, 3, 4], tz=zone)
    rules = Rules([hours, HolidayRule(set(holidays), tz=zone)] if holidays else [hours])
    return Engine(
        lambda start, length: start + BusinessTimeDelta(rules, hours=length), rules.difference
    )


def business_duration(holidays: Sequence[date]) -> Engine:
    import pandas as pd  # business-duration imports it in each call
    from business_duration import businessDuration

    zone, closed = ZoneInfo("Europe/London"), list(holidays)

    def local(instant: datetime) -> datetime:
        return pd.Timestamp(instant).astimezone(zone).replace(tzinfo=None)

    def elapsed(start: datetime, end: datetime) -> object:
        return businessDuration(local(start), local(end), OPENS, CLOSES, holidaylist=closed)

    return Engine(None, elapsed)


def pandas(holidays: Sequence[date]) -> Engine:
    import pandas as pd
    from pandas.tseries.offsets import CustomBusinessHour

    zone = ZoneInfo("Europe/London")
    hour = CustomBusinessHour(start=OPENS, end=CLOSES, holidays=list(holidays))

    def local(instant: datetime) -> pd.Timestamp:
        return pd.Timestamp(instant).tz_convert(zone).tz_localize(None)

    return Engine(
        lambda start, length: (local(start) + hour * length).tz_localize(zone).tz_convert(UTC),
        lambda start, end: len(pd.date_range(local(start), local(end), freq=hour)),
    )


def exchange_calendars(holidays: Sequence[date]) -> Engine:  # noqa: ARG001 - it brings its own
    import exchange_calendars as xcals
    import pandas as pd

    calendar = xcals.get_calendar("XLON", start="2019-12-01", end="2028-12-31")

    def trading(instant: datetime) -> pd.Timestamp:
        minute = pd.Timestamp(instant).floor("min")
        return calendar.minute_to_trading_minute(minute, "next")

    return Engine(
        lambda start, length: calendar.minute_offset(trading(start), length * 60),
        lambda start, end: calendar.minutes_distance(trading(start), trading(end)),
    )


def opening_hours_py(holidays: Sequence[date]) -> Engine:
    from opening_hours import OpeningHours

    zone = ZoneInfo("Europe/London")
    closed = [f"{day:%Y %b %d} off" for day in holidays]
    hours = OpeningHours("; ".join(["Mo-Fr 08:00-18:00", *closed]), timezone=zone)

    def open_spans(*between: datetime) -> Iterator[tuple[datetime, timedelta]]:
        for opens, closes, state, _ in hours.intervals(*(at.astimezone(zone) for at in between)):
            if str(state) == "open":
                yield opens, closes.astimezone(UTC) - opens.astimezone(UTC)

    def due(start: datetime, length: int) -> datetime:
        allowance = timedelta(hours=length)
        for opens, span in open_spans(start):
            if span >= allowance:
                return opens.astimezone(UTC) + allowance
            allowance -= span
        raise OverflowError

    return Engine(
        due, lambda start, end: sum((span for _, span in open_spans(start, end)), timedelta())
    )


ENGINES: dict[str, Callable[[Sequence[date]], Engine]] = {
    "slt": ours,
    "businesstimedelta": businesstimedelta,
    "business-duration": business_duration,
    "pandas": pandas,
    "exchange_calendars": exchange_calendars,
    "opening-hours-py": opening_hours_py,
}

IMPORTS = {
    "slt": [],
    "businesstimedelta": ["pytz", "businesstimedelta"],
    "business-duration": ["pandas", "business_duration"],
    "pandas": ["pandas"],
    "exchange_calendars": ["pandas", "exchange_calendars"],
    "opening-hours-py": ["opening_hours"],
}
"""The imports of each engine, so that a new process can do them before the time is taken."""


def installed_engines() -> list[str]:
    names = []
    for name, build in ENGINES.items():
        try:
            build([])
        except ImportError as error:
            print(f"{name} is missing: install the package {name} ({error})")
        else:
            names.append(name)
    return names


def questions(least: int, most: int) -> list[Question]:
    """Return a thousand questions about seven years, for targets of `least` to `most` hours."""
    rng = Random(f"{least}-{most}")
    asked = []
    for _ in range(1000):
        start = FIRST + timedelta(days=rng.randrange(DAYS), minutes=rng.randrange(8 * 60, 17 * 60))
        hours = rng.randint(least, most)
        asked.append(Question(start, hours, start + timedelta(hours=hours)))
    return asked


def until_due(asked: Sequence[Question], holidays: Sequence[date]) -> list[Question]:
    """Return the questions with the due time as their end."""
    due = ours(holidays).due
    return [each._replace(end=due(each.start, each.hours)) for each in asked]


def answers(ask: Callable[[Any, Any], object], stream: Iterator[tuple[Any, Any]]) -> float:
    """Return the answers per second."""
    count, batch, spent = 0, 1, 0.0
    while spent < SECONDS_PER_MEASUREMENT:
        asked = list(islice(stream, batch))
        started = perf_counter()
        for first, second in asked:
            ask(first, second)
        spent += perf_counter() - started
        count += batch
        batch = min(batch * 2, 1000)
    return count / spent


def rates(
    asks: dict[str, Callable[[Any, Any], object]], arguments: Sequence[tuple[Any, Any]]
) -> dict[str, list[float]]:
    """Return the answers per second of each engine in each round, after one that warms up."""
    streams = {name: cycle(arguments) for name in asks}
    taken: dict[str, list[float]] = {name: [] for name in asks}
    for _ in range(ROUNDS + 1):
        for name, ask in asks.items():
            taken[name].append(answers(ask, streams[name]))
    return {name: some[1:] for name, some in taken.items()}


def show(title: str, taken: dict[str, list[float]], unit: str, *, more_is_better: bool) -> None:
    """Print the median of each engine, and the median of its ratios to slt."""
    print(f"\n{title}")
    for name, figures in taken.items():
        pairs = list(zip(taken["slt"], figures, strict=True))
        ratio = median(ours / theirs if more_is_better else theirs / ours for ours, theirs in pairs)
        figure = median(figures)
        print(f"  {name:<20}{figure:>14,.{0 if figure > 99 else 3}f} {unit}{ratio:>12,.1f}")


def throughput(names: Sequence[str]) -> None:
    rng = Random(250)
    dated = sorted({FIRST.date() + timedelta(days=day) for day in rng.sample(range(9 * 365), 250)})
    for least, most, holidays, title in (
        (1, 6, [], "1 to 6 hours"),
        (100, 2000, [], "100 to 2,000 hours"),
        (1, 6, dated, "1 to 6 hours, 250 holidays"),
        (100, 2000, dated, "100 to 2,000 hours, 250 holidays"),
    ):
        asked = until_due(questions(least, most), holidays)
        engines = {name: ENGINES[name](holidays) for name in names}
        due = rates(
            {name: engine.due for name, engine in engines.items() if engine.due is not None},
            [(each.start, each.hours) for each in asked],
        )
        elapsed = rates(
            {name: engine.elapsed for name, engine in engines.items()},
            [(each.start, each.end) for each in asked],
        )
        show(f"due, {title}", due, "answers/s, slt is faster by", more_is_better=True)
        show(f"elapsed, {title}", elapsed, "answers/s, slt is faster by", more_is_better=True)


def in_fresh_processes(names: Sequence[str], count: int, title: str) -> None:
    """Time the first answers of new processes, after the imports, with the making of the engine."""
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(ROUNDS):
        for name in names:
            command = [sys.executable, __file__, name, str(count)]
            run = subprocess.run(command, capture_output=True, text=True, check=True)
            taken[name].append(float(run.stdout))
    show(title, taken, "ms, times slt", more_is_better=False)


def first_answers(name: str, count: int) -> float:
    """Return the milliseconds from the end of the imports to the last of `count` answers."""
    asked = questions(1, 6)[:count]
    for module in IMPORTS[name]:
        import_module(module)
    started = perf_counter()
    engine = ENGINES[name]([])
    for question in asked:
        if engine.due is None:
            engine.elapsed(question.start, question.end)
        else:
            engine.due(question.start, question.hours)
    return (perf_counter() - started) * 1000


def main() -> None:
    if sys.argv[1:]:
        print(first_answers(sys.argv[1], int(sys.argv[2])))
        return
    names = installed_engines()
    print(f"Python {sys.version.split()[0]}, medians of {ROUNDS} rounds")
    throughput(names)
    runs = f"fresh process, median of {ROUNDS}; business-duration: elapsed"
    in_fresh_processes(names, 1000, f"first use: a thousand due times over seven years, {runs}")
    in_fresh_processes(names, 1, f"cold: one due time, {runs}")


if __name__ == "__main__":
    main()
