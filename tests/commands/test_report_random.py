"""Every report agrees with a naive one over `slt export`, in random stores on every engine."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.policy import Policy
from tests.commands.filter_lives import (
    CUSTOMERS,
    KINDS,
    NAMES,
    OWNERS,
    TAGS,
    Desk,
    exported,
    filters,
    options,
)
from tests.commands.naive_filters import Case, Filters, fits, written
from tests.commands.naive_report import (
    COUNTS,
    HELD,
    Asked,
    Clock,
    Row,
    instant,
    mark_retargeted,
    misses,
    report,
    trend,
)

pytestmark = [pytest.mark.every_engine, pytest.mark.exhaustive]

WHOLE_LIFE = Path(__file__).parents[1] / "data" / "policies" / "whole-life.toml"
MORE = """
[plans.partner]
objective = "95%"

[plans.plus]
name = "Plus"
applies_to = ["plus"]
objective = "66.7%"

[plans.plus.targets]
S1 = { response = "2h", resolution = "9h", clock = "24x7" }
S2 = { response = "3h", update = "5h" }
S3 = { response = "1h", clock = "24x7" }

[partner_types.plus]
name = "Plus partner"
hotline = true
escalation = "levels"
"""
ZONES = ("UTC", "Asia/Manila", "America/Los_Angeles", "Europe/London", "Asia/Kathmandu")
FIELDS = (
    *("priority", "region", "partner", "partner-type", "customer"),
    *("owner", "tag", "clock", "week", "month"),
)
ACTS = {
    "respond": 22, "respond --hold": 7, "followup": 9, "hold": 6, "resume": 3, "escalate": 14,
    "resolve": 6, "close": 6, "reopen": 9, "void": 2, "undo": 5, "update": 24, "mark": 3, "note": 2,
    "move": 2,
}  # fmt: skip
STEPS = (60, 601, 601, 2_000, 2_000, 4_000, 9_000, 30_000)
CASES, ACTS_EACH, QUESTIONS = 14, 6, 10
SEEDS = [0, 1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(2, 12))]


# --- the lives ------------------------------------------------------------------------------------


class Writer:
    """Records random lives; no two events are at one instant."""

    def __init__(self, rng: Random, desk: Desk) -> None:
        self.rng = rng
        self.desk = desk
        self.used: set[str] = set()

    def live(self) -> None:
        for case in range(1, CASES + 1):
            self.record("open", *self._opening())
            for _ in range(self.rng.randint(ACTS_EACH - 2, ACTS_EACH + 2)):
                self._act(str(self.rng.randint(max(1, case - 3), case)))

    def record(self, verb: str, *line: str, ago: int = 0) -> None:
        """Run a command that may be refused, some time after the one before it."""
        self.desk.now += timedelta(seconds=self.rng.choice(STEPS))
        at = self.desk.now - timedelta(seconds=ago)
        while written(at) in self.used:
            at -= timedelta(seconds=1)
        self.used.add(written(at))
        result = self.desk.run(verb, "-q", *line, "--at", written(at), me=self.rng.choice(OWNERS))
        assert result.code in (0, 1), (line, result)

    def _opening(self) -> list[str]:
        rng = self.rng
        kind = rng.choices(("certified", "plus", "referral"), (70, 20, 10))[0]
        line = ["-p", rng.choice(("S1", "S2", "S3")), "-r", rng.choice(("usa", "europe", "apac"))]
        line += ["--partner-type", kind, *self._names(0.7)]
        return [*line, *(f"--tag={tag}" for tag in rng.sample(TAGS, rng.choice((0, 1, 2)))), "Fax"]

    def _names(self, share: float) -> list[str]:
        pools = {"partner": NAMES[:4], "customer": CUSTOMERS[-7:-4], "owner": OWNERS[:5]}
        return [
            f"--{field}={self.rng.choice(pool)}"
            for field, pool in pools.items()
            if self.rng.random() < share
        ]

    def _act(self, case: str) -> None:
        rng = self.rng
        ago = rng.choice(STEPS) if rng.random() < 0.25 else 0
        verb, *more = rng.choices(list(ACTS), list(ACTS.values()))[0].split()
        match verb:
            case "undo":
                self.record(verb, "--yes", case)
            case "void":
                self.record(verb, case, "--reason=twice")
            case "note":
                self.record(verb, case, "It rings", ago=ago)
            case "mark":
                self.record(verb, case, rng.choice(("workaround", "diagnosis")), ago=ago)
            case "move":
                opened = self.desk.now - timedelta(seconds=rng.choice(STEPS) * 5 + 7)
                self.record("update", case, "--opened", written(opened))
            case "update":
                self.record(verb, case, *self._update(), ago=ago)
            case _:
                self.record(verb, *more, case, ago=ago)

    def _update(self) -> list[str]:
        rng = self.rng
        line = self._names(0.1)
        if rng.random() < 0.8:
            line.append(f"--priority={rng.choice(('S1', 'S2', 'S3', 'S3'))}")
        if rng.random() < 0.2:
            line.append(f"--region={rng.choice(('usa', 'europe', 'apac'))}")
        if rng.random() < 0.2:
            line.append(f"--partner-type={rng.choice(('certified', 'plus', 'referral'))}")
        return line or ["--subject=Fax"]


# --- the questions --------------------------------------------------------------------------------


class Asker:
    """Asks a store, and keeps each question whose answer is not that of the naive report."""

    def __init__(self, rng: Random, desk: Desk, policy: Policy, zone: str) -> None:
        self.rng = rng
        self.desk = desk
        self.policy = policy
        self.zone = ZoneInfo(zone)
        self.me = rng.choice(OWNERS)
        self.lines: list[Case] = [json.loads(line) for line in exported(desk)]
        self.shown: dict[tuple[str, datetime], list[Clock]] = {}
        self.cases = self._retargeted(self.lines, desk.now)
        self.moments = sorted({e["at"] for case in self.lines for e in case["events"]})
        self.then = self._due_before(desk.now)
        self.cases_then = self._retargeted(self._cases_of(self.then), self.then)
        self.found: list[str] = []
        self.decided = 0

    def _due_before(self, now: datetime) -> datetime:
        """Return the very instant at which some clock was due."""
        dues = sorted(
            clock["due_at"]
            for case in self.lines
            for clock in case["clocks"]
            if case["status"] != "void" and (clock["due_at"] or written(now)) < written(now)
        )
        return instant(dues[len(dues) * 2 // 3])

    def json(self, *line: str) -> list[Row]:
        result = self.desk.run(*line, "--json", me=self.me)
        assert (result.code, result.err) == (0, ""), (line, result)
        items: list[Row] = json.loads(result.out)["items"]
        return items

    def _clocks_of(self, case: Case, at: datetime) -> list[Clock]:
        """Return the clocks of a case as they were at an instant; none before it was opened."""
        if (case["id"], at) not in self.shown:
            clocks = []
            if case["status"] != "void" and at >= instant(case["opened_at"]):
                (item,) = self.json("show", case["id"], "--at", written(at))
                clocks = item["clocks"]
            self.shown[case["id"], at] = clocks
        return self.shown[case["id"], at]

    def _cases_of(self, then: datetime) -> list[Case]:
        """Return the cases as they were at an instant, with the holds and the history of now."""
        known = {case["id"]: case for case in self.lines}
        return [
            {
                **self.json("show", case["id"], "--at", written(then))[0],
                **_timeless(known[case["id"]]),
            }
            for case in self.json("list", "--all", "--at", written(then))
        ]

    def _retargeted(self, cases: list[Case], now: datetime) -> list[Case]:
        for case in cases:
            mark_retargeted(case, now, lambda at, case=case: self._clocks_of(case, at))
        return cases

    # --- a question ---

    def drawn(self) -> tuple[list[str], list[Case], Asked]:
        """Return a random command line, the cases that its filters choose, and what it asks for."""
        rng = self.rng
        as_of = rng.random() < 0.3
        cases, now = (self.cases_then, self.then) if as_of else (self.cases, self.desk.now)
        line = ["report", *(["--at", written(now)] if as_of else [])]
        chosen: Filters = ()
        if rng.random() < 0.4:
            apart = ("--since", "--until", "--clock", *(("--text",) if as_of else ()))
            chosen = tuple(pair for pair in filters(rng, self.lines) if pair[0] not in apart)
        since, until = self._period(line, now)
        clock = rng.choice(KINDS) if rng.random() < 0.5 else None
        by = tuple(rng.sample(FIELDS, rng.choice((0, 1, 1, 1, 2, 3))))
        line += [*options(chosen), *([f"--clock={clock}"] if clock else [])]
        line += [f"--by={field}" for field in by]
        fitting = [case for case in cases if fits(case, chosen, self.me)]
        return line, fitting, Asked(now, self.zone, since, until, by, clock)

    def _period(self, line: list[str], now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the bounds of a period, and write them on a line: instants, days or months."""
        while True:
            drawn = [self._bound() if self.rng.random() < 0.75 else None for _ in range(2)]
            since, until = (drawn[0] and drawn[0][1], drawn[1] and drawn[1][2])
            if (since is None or since <= now) and not (since and until and since >= until):
                words = zip(("--since", "--until"), drawn, strict=True)
                line += [f"{option}={bound[0]}" for option, bound in words if bound]
                return since, until

    def _bound(self) -> tuple[str, datetime, datetime]:
        """Return a time as it is written, and its first instant as a beginning and as an end."""
        known = [case[clock] for case in self.lines for clock in ("opened_at", "due_at")]
        near = instant(self.rng.choice([each for each in (*known, *self.moments) if each]))
        near += timedelta(seconds=self.rng.choice((-1, 0, 0, 1)))
        day = near.astimezone(self.zone).date()
        match self.rng.choice(("instant", "day", "month")):
            case "instant":
                return written(near), near, near
            case "day":
                first, after, name = day, day + timedelta(1), day.isoformat()
            case _:
                first, name = day.replace(day=1), day.isoformat()[:7]
                after = (first + timedelta(31)).replace(day=1)
        begin, end = (
            datetime(each.year, each.month, each.day, tzinfo=self.zone).astimezone(UTC)
            for each in (first, after)
        )
        return name, begin, end

    def compare(self, line: Sequence[str], got: object, wanted: object) -> None:
        if got != wanted:
            said = " ".join(map(repr, line))
            self.found.append(f"slt {said}  # me: {self.me}\n  slt: {got}\n  naive: {wanted}")

    def ask(self) -> None:
        line, cases, asked = self.drawn()
        wanted = report(cases, asked, self.policy)
        for row in wanted:
            self.decided += row["met"] + row["missed"]
        limit = self.rng.choice((None, None, None, 2))
        line += ["--limit=2"] if limit else []
        got = self.json(*line)
        self.compare(
            line, [_known(row, wanted[0]) for row in got] if wanted else got, wanted[:limit]
        )
        for row in got:
            bounds = [asked.since and written(asked.since), asked.until and written(asked.until)]
            about = [row["since"], row["until"], row["timezone"]]
            self.compare(line, about, [*bounds, self.zone.key])

    def ask_misses(self) -> None:
        line, cases, asked = self.drawn()
        line = [word for word in line if not word.startswith("--by")]
        asked = asked._replace(by=())
        wanted = misses(cases, asked, self.policy)
        got = self.json(*line, "--misses")
        if wanted:
            got = [_known({**row, "last_event": row["last_event"]["id"]}, wanted[0]) for row in got]
        self.compare([*line, "--misses"], _in_order(got), _in_order(wanted))

    def ask_trend(self) -> None:
        line, cases, asked = self.drawn()
        line = [word for word in line if not word.startswith("--by")]
        asked = asked._replace(by=())
        step = self.rng.choice(("week", "month"))
        (got,) = self.json(*line, f"--trend={step}")
        steps = [entry[step] for entry in got["trend"]]
        self.compare(line, steps, sorted(set(steps)))
        entries = {e[step]: (e["met"], e["missed"]) for e in got["trend"]}
        wanted = trend(cases, asked, step)
        self.compare(
            [*line, step], {name: both for name, both in entries.items() if any(both)}, wanted
        )
        shares = [entry["attainment"] for entry in got["trend"]]
        parts = [met / (met + missed) if met + missed else None for met, missed in entries.values()]
        self.compare([*line, step], shares, parts)
        if asked.since is not None:
            self.compare([*line, step], steps, _steps(asked, step))

    # --- what must hold, whatever the naive report says ---

    def require_sums(self) -> None:
        """Require of each --by that its rows add up to the report without it."""
        for field in FIELDS:
            line, cases, asked = self.drawn()
            line = [word for word in line if not word.startswith(("--by", "--clock"))]
            asked = asked._replace(by=(), clock=None)
            columns = [*COUNTS, *(HELD[::2] if field != "clock" else ())]
            rows = self.json(*line, f"--by={field}")
            kinds = [f"--clock={kind}" for kind in KINDS] if field == "clock" else [""]
            wholes = [self.json(*line, *([kind] if kind else []))[0] for kind in kinds]
            got = {column: sum(row[column] for row in rows) for column in columns}
            wanted = {column: sum(row[column] for row in wholes) for column in columns}
            if field == "tag":
                each = [report([case], asked, self.policy)[0] for case in cases]
                times = [max(1, len(case["tags"])) for case in cases]
                wanted = {
                    column: sum(row[column] * count for row, count in zip(each, times, strict=True))
                    for column in columns
                }
            self.compare([*line, field], got, wanted)

    def require_late(self) -> None:
        """Require that what is late is what is missed and runs, now and then."""
        for at in (self.desk.now, self.then, instant(self.moments[len(self.moments) // 3])):
            for kind in KINDS:
                line = [f"--clock={kind}", "--at", written(at)]
                late = self.json("due", "--late", "--clocks", *line)
                missed = self.json("report", "--misses", *line)
                running = [miss for miss in missed if miss["answered"] == "not yet"]
                by_due = [_late(clock) for clock in late]
                self.compare(line, sorted(map(_late, running)), sorted(by_due))


def _timeless(case: Case) -> Case:
    return {field: case[field] for field in ("holds", "closed", "events")}


def _known(row: Row, wanted: Row) -> Row:
    """Return the fields of a row that are asked about, with names in any case of letters."""
    names = {field: row[field] and row[field].casefold() for field in _NAMES & row.keys()}
    return {field: {**row, **names}[field] for field in wanted}


_NAMES = {"partner", "customer", "owner", "tag"}


def _in_order(rows: list[Row]) -> tuple[list[Any], list[str]]:
    """Return the order of misses, and all of them: clocks of one case may be due together."""
    order = [(row["due_at"], row["id"]) for row in rows]
    return order, sorted(str(sorted(row.items())) for row in rows)


def _late(clock: Mapping[str, Any]) -> tuple[Any, ...]:
    seconds = -clock["remaining_seconds"]
    return clock["id"], clock["kind"], clock["cycle"], clock["due_at"], seconds


def _steps(asked: Asked, step: str) -> list[str]:
    """Return every week or month of a period, up to now."""
    assert asked.since is not None
    day, found = asked.day(asked.since), []
    while day <= asked.day(asked.end):
        monday = day - timedelta(day.weekday())
        found.append(monday.isoformat() if step == "week" else day.isoformat()[:7])
        day += timedelta(1)
    return sorted(set(found))


@pytest.fixture
def zone_of(home, monkeypatch) -> Callable[[Random], str]:
    """Return a function that sets the configuration, with a drawn zone, which it returns."""

    def chosen(rng: Random) -> str:
        zone = rng.choice(ZONES)
        config = home / "reports.toml"
        text = f'defaults.report_timezone = "{zone}"\n{WHOLE_LIFE.read_text()}{MORE}'
        config.write_text(text)
        monkeypatch.setenv("SLT_CONFIG", str(config))
        return zone

    return chosen


@pytest.mark.parametrize("seed", SEEDS)
def test_every_report_is_as_a_naive_one(slt, seed, zone_of, home, another_store):
    rng = Random(seed)
    desk, zone = Desk(slt), zone_of(rng)
    Writer(rng, desk).live()
    if seed % 3 == 1:  # what an import wrote is reported as what commands wrote
        lives = home / "lives.jsonl"
        lives.write_text("\n".join(exported(desk)))
        desk.db = another_store()
        assert desk.run("import", str(lives)).code == 0
    dues = desk.run("due", "--not-late", "-o", "jsonl").out.splitlines()
    ahead = [due for line in dues if (due := json.loads(line)["due_at"])]
    desk.now = max([desk.now, *map(instant, ahead[:1])])  # what is exactly due is not late
    asker = Asker(rng, desk, load_policy(read_layers(home / "reports.toml")), zone)
    assert len(asker.lines) == CASES
    for _ in range(QUESTIONS):
        for ask in (asker.ask, asker.ask_misses, asker.ask_trend):
            ask()
    asker.require_sums()
    asker.require_late()
    if asker.found:
        pytest.fail("\n\n".join([f"{len(asker.found)} differ", *asker.found[:5]]), pytrace=False)
    assert asker.decided, "the questions test little"
