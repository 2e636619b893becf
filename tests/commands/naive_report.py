"""Reports computed naively from what `slt export` and `slt show` say of each case.

A case is a line of `slt export -o jsonl`; as it was once, the item of `slt show --at` with the
holds and the history of that line. Nothing here knows how a report is built or stored.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.domain.policy import Policy
from tests.commands.naive_filters import Case, number

Clock = Mapping[str, Any]
Row = dict[str, Any]
Piece = tuple[datetime, datetime]

COUNTS = (
    *("met", "missed", "running", "superseded"),
    *("cancelled", "unanswered", "retargeted", "void"),
)
HELD = ("held_seconds", "held_cases", "closed_seconds")
SECOND = timedelta(seconds=1)


class Asked(NamedTuple):
    """What a report is asked for. `now` is the present instant, or that of --at."""

    now: datetime
    zone: ZoneInfo
    since: datetime | None = None
    until: datetime | None = None
    by: tuple[str, ...] = ()
    clock: str | None = None

    @property
    def end(self) -> datetime:
        """Return the last instant of the period that is not after now."""
        return self.now if self.until is None else min(self.now, self.until - SECOND)

    def has(self, at: datetime) -> bool:
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    @property
    def kind(self) -> str | None:
        """Return the one kind of clock that it is about; None for all."""
        return self.clock or (None if "clock" in self.by else "response")


class Counted(NamedTuple):
    """A clock in the column in which it counts, at the instant at which it does."""

    column: str
    at: datetime
    case: Case
    clock: Clock


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


# --- what counts, and when ------------------------------------------------------------------------


def counted(cases: Iterable[Case], asked: Asked) -> list[Counted]:
    """Return every clock that counts, in each column in which it does."""
    return [
        Counted(column, at, case, clock)
        for case in cases
        for clock in case["clocks"]
        if clock["target_seconds"] is not None and asked.kind in (None, clock["kind"])
        for column, at in _columns(case, clock, asked)
        if asked.has(at) or column == "running"
    ]


def _columns(case: Case, clock: Clock, asked: Asked) -> Iterator[tuple[str, datetime]]:
    due, stop = (clock[field] and instant(clock[field]) for field in ("due_at", "stopped_at"))
    if case["status"] == "void":
        yield "void", due if clock["verdict"] == "missed" else stop or due
        return
    late_once = clock.get("retargeted")
    if late_once:
        yield "retargeted", late_once
    match clock["verdict"]:
        case "missed":
            yield "missed", due
        case None if due is not None and asked.now > due:
            yield "missed", due
        case None:
            if asked.until is None or instant(clock["started_at"]) < asked.until:
                yield "running", asked.end
        case "met" if late_once:
            return
        case "met" if clock["kind"] == "response" and stopped_by(case, clock) in ENDS:
            yield "unanswered", stop
        case verdict:
            yield verdict, stop


ENDS = ("resolved", "closed")
STOPS = ("responded", "marked", *ENDS)


def that_count(case: Case, now: datetime) -> list[Mapping[str, Any]]:
    """Return the events up to an instant that were not taken back, in their order.

    The opening is the first, and always there: it may have been corrected to an earlier time.
    """
    undone = {event["undoes"] for event in case["events"]}
    return sorted(
        (
            event
            for event in case["events"]
            if event["id"] not in undone and event["kind"] != "undone"
            if event["kind"] == "opened" or instant(event["at"]) <= now
        ),
        key=lambda event: (event["kind"] != "opened", event["at"], event["id"]),
    )


def stopped_by(case: Case, clock: Clock) -> str:
    """Return the kind of the event that stopped a clock.

    Of several at its instant it is the first that stops clocks, unless a reopening continued them:
    it continues none that something else would have stopped.
    """
    stop = instant(clock["stopped_at"])
    kinds = [event["kind"] for event in that_count(case, stop) if instant(event["at"]) == stop]
    if len(kinds) == 1:
        return str(kinds[0])
    stops: list[str] = []
    for kind in kinds:
        if kind == "reopened" and {*ENDS}.issuperset(stops):
            stops = []
        elif kind in STOPS:
            stops.append(kind)
    assert stops, (case["id"], clock, kinds)
    return stops[0]


def mark_retargeted(case: Case, now: datetime, shown: Callable[[datetime], list[Clock]]) -> None:
    """Give each clock that was late when its target changed its due time of then.

    `shown` returns the clocks of the case as they were at an instant: those a second before a
    change are compared with those at it.
    """
    first: dict[Any, datetime] = {}
    for event in that_count(case, now):
        if event["kind"] not in ("updated", "reopened"):
            continue
        at = instant(event["at"])
        after = _by_identity(shown(at))
        for key, clock in _by_identity(shown(at - SECOND)).items():
            due = clock["due_at"] and instant(clock["due_at"])
            late = clock["verdict"] == "missed" or (
                clock["verdict"] is None and due is not None and at > due
            )
            if late and key not in first and _promise(clock) != _promise(after[key]):
                first[key] = due
    for key, clock in _by_identity(case["clocks"]).items():
        clock["retargeted"] = first.get(key)


def _promise(clock: Clock) -> tuple[Any, ...]:
    """Return what was promised; nothing once the target went away."""
    if clock["verdict"] == "cancelled":
        return ()
    return clock["due_at"], clock["target_seconds"], clock["target_clock"]


def _by_identity(clocks: Iterable[Any]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for clock in sorted(clocks, key=lambda clock: clock["cycle"]):
        same = 0
        while (key := (clock["kind"], clock["level"], clock["started_at"], same)) in found:
            same += 1
        found[key] = clock
    return found


# --- rows -----------------------------------------------------------------------------------------


def report(cases: Sequence[Case], asked: Asked, policy: Policy) -> list[Row]:
    """Return the rows of a report, in their order; the fields of `by` are its first ones."""
    found = counted(cases, asked)
    pieces = [] if "clock" in asked.by else list(_pieces(cases, asked, policy))
    keys = {key for each in found for key in _keys(each.case, each.clock, each.at, asked)}
    keys |= {key for _, case, (begin, _) in pieces for key in _keys(case, None, begin, asked)}
    rows = []
    for key in sorted(keys or ({()} if not asked.by else set()), key=_order(asked, policy)):
        mine = [each for each in found if key in _keys(each.case, each.clock, each.at, asked)]
        held = [piece for piece in pieces if key in _keys(piece[1], None, piece[2][0], asked)]
        names = {field.replace("-", "_"): name for field, name in zip(asked.by, key, strict=True)}
        rows.append({**names, **_figures(mine, policy), **_held(held, asked, policy)})
    return rows


def _keys(case: Case, clock: Clock | None, at: datetime, asked: Asked) -> list[tuple[Any, ...]]:
    """Return the rows in which something counts: several with several tags."""
    keys: list[tuple[Any, ...]] = [()]
    for field in asked.by:
        keys = [(*key, name) for key in keys for name in _names(field, case, clock, at, asked)]
    return keys


def _names(field: str, case: Case, clock: Clock | None, at: datetime, asked: Asked) -> list[Any]:
    day = asked.day(at)
    match field:
        case "week":
            return [(day - timedelta(day.weekday())).isoformat()]
        case "month":
            return [day.isoformat()[:7]]
        case "clock":
            assert clock is not None
            return [clock["kind"]]
        case "tag":
            return sorted({tag.casefold() for tag in case["tags"]}) or [None]
        case _:
            name = case[field.replace("-", "_")]
            return [name and name.casefold() if field in ("partner", "customer", "owner") else name]


def _order(asked: Asked, policy: Policy) -> Callable[[tuple[Any, ...]], list[Any]]:
    configured = {
        "priority": list(policy.priorities),
        "region": list(policy.regions),
        "partner-type": list(policy.partner_types),
        "clock": list(policy.clock_rules),
    }

    def order(key: tuple[Any, ...]) -> list[Any]:
        return [
            (name is None, configured[field].index(name) if field in configured else name or "")
            for field, name in zip(asked.by, key, strict=True)
        ]

    return order


def _figures(found: list[Counted], policy: Policy) -> Row:
    row: Row = {column: sum(each.column == column for each in found) for column in COUNTS}
    decided = [each for each in found if each.column in ("met", "missed")]
    seconds = sorted(
        each.clock["active_seconds"] for each in decided if each.clock["active_seconds"] is not None
    )
    row["attainment"] = row["met"] / len(decided) if decided else None
    row["objective"] = _objective(decided or [e for e in found if e.column == "running"], policy)
    row["median_seconds"] = nearest_rank(seconds, 50)
    row["p90_seconds"] = nearest_rank(seconds, 90)
    return row


def nearest_rank(values: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that so many percent of all do not exceed."""
    return next(
        (value for rank, value in enumerate(values, 1) if rank * 100 >= percent * len(values)), None
    )


def _objective(found: list[Counted], policy: Policy) -> float | None:
    plans = {each.case["plan"] for each in found}
    objectives = {policy.plans[plan].objective if plan else None for plan in plans}
    one = objectives.pop() if len(objectives) == 1 else None
    return one and one.fraction


# --- on hold, and between an end and a reopening --------------------------------------------------


def _pieces(
    cases: Iterable[Case], asked: Asked, policy: Policy
) -> Iterator[tuple[str, Case, Piece]]:
    """Return when cases were on hold or closed for a while, in the period, cut at midnight.

    Times in which there was no support are left out.
    """
    last = asked.now if asked.until is None else min(asked.now, asked.until)
    for case in cases:
        for field in ("holds", "closed") if case["status"] != "void" else ():
            for span in case[field]:
                begin = instant(span["started_at"])
                ended = instant(span["ended_at"]) if span.get("ended_at") else None
                if field == "closed" and (ended is None or ended > asked.now):
                    continue  # it was not reopened yet
                end = min(ended or last, last)
                begin = begin if asked.since is None else max(begin, asked.since)
                while begin < end:
                    next_day = asked.day(begin) + timedelta(1)
                    midnight = datetime.combine(next_day, time(), asked.zone).astimezone(UTC)
                    if _support(case, (begin, min(end, midnight)), policy):
                        yield field, case, (begin, min(end, midnight))
                    begin = midnight


def _support(case: Case, piece: Piece, policy: Policy) -> int:
    return policy.regions[case["region"]].schedule.elapsed(*piece)


def _held(pieces: list[tuple[str, Case, Piece]], asked: Asked, policy: Policy) -> Row:
    if "clock" in asked.by:
        return dict.fromkeys(HELD)
    sums, cases = {"holds": 0, "closed": 0}, set()
    for field, case, piece in pieces:
        sums[field] += _support(case, piece, policy)
        if field == "holds":
            cases.add(case["id"])
    return dict(zip(HELD, (sums["holds"], len(cases), sums["closed"]), strict=True))


# --- the trend and the misses ---------------------------------------------------------------------


def trend(cases: Sequence[Case], asked: Asked, step: str) -> dict[str, tuple[int, int]]:
    """Return how many were met and missed in each week or month in which any were."""
    found: dict[str, tuple[int, int]] = {}
    for each in counted(cases, asked):
        (name,) = _names(step, each.case, each.clock, each.at, asked)
        met, missed = found.get(name, (0, 0))
        found[name] = met + (each.column == "met"), missed + (each.column == "missed")
    return {name: both for name, both in found.items() if any(both)}


def misses(cases: Iterable[Case], asked: Asked, policy: Policy) -> list[Row]:
    """Return the missed clocks as `report --misses` has them, but for what `due` has of them."""
    missed = [each for each in counted(cases, asked) if each.column == "missed"]
    priorities = list(policy.priorities)
    missed.sort(
        key=lambda each: (each.at, priorities.index(each.case["priority"]), number(each.case))
    )
    return [
        {
            **{field: each.clock[field] for field in ("kind", "cycle", "level", "due_at")},
            "id": each.case["id"],
            "late_seconds": _late_seconds(each, asked, policy),
            "answered": _answered(each, policy),
            "last_event": that_count(each.case, asked.now)[-1]["id"],
        }
        for each in missed
    ]


def _answered(missed: Counted, policy: Policy) -> str:
    if missed.clock["verdict"] is None:
        return "not yet"
    by = stopped_by(missed.case, missed.clock)
    word = {"responded": "answer", "marked": "marked", "resolved": "resolved"}.get(by)
    return "late" if word in policy.clock_rules[missed.clock["kind"]].stops else "never"


def _late_seconds(missed: Counted, asked: Asked, policy: Policy) -> int:
    clock, schedule = missed.clock, policy.regions[missed.case["region"]].schedule
    if clock["target_clock"] == "24x7":
        schedule = schedule.around_the_clock()
    end = instant(clock["stopped_at"]) if clock["stopped_at"] else asked.now
    pauses = policy.clock_rules[clock["kind"]].pauses
    cut = [*missed.case["closed"], *(missed.case["holds"] if pauses else [])]
    total = schedule.elapsed(missed.at, end)
    for span in cut:
        begin = max(missed.at, instant(span["started_at"]))
        until = min(end, instant(span["ended_at"]) if span.get("ended_at") else end)
        total -= schedule.elapsed(begin, until) if begin < until else 0
    return total
