"""Random lives of cases on one Tuesday, and random rows of another system about them."""

from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any

from tests.conftest import Result

Row = dict[str, str | None]

COLUMNS = (
    *("ref", "opened_at", "priority", "partner_type", "subject", "partner", "status"),
    *("responded_at", "held_since", "resolved_at", "closed_at", "updated_at"),
)
VERBS = {
    "respond": 20, "respond --hold": 6, "hold": 16, "resume": 6, "followup": 5, "note Seen": 5,
    "resolve": 12, "close": 7, "reopen": 14, "undo": 14, "void --reason Twice": 2,
    "update --priority S1": 8, "update --priority S2": 8, "update --partner-type referral": 2,
    "update --subject Fax": 3, "update --partner Acme": 3, "update --partner Umbrella": 2,
}  # fmt: skip
ONE_CASE_A_TIME = ("undo", "update", "void", "note")
WITHOUT_A_TIME = ("undo", "void")
VALUES = {
    "priority": ("S1", "S2", "S3"),
    "partner_type": ("certified", "referral"),
    "subject": ("Fax", "Voicemail"),
    "partner": ("Acme", "Umbrella"),
}


def at(minute: int, day: int = 24) -> str:
    """Return the instant that is some minutes after midnight, on Tuesday."""
    return f"2026-11-{day}T{minute // 60:02}:{minute % 60:02}:00Z"


SLOTS = [at(minute) for minute in range(8 * 60, 21 * 60, 15)]


def written(rows: Iterable[Mapping[str, str | None]]) -> str:
    """Return a file with these rows."""
    lines = [",".join(row.get(column) or "" for column in COLUMNS) for row in rows]
    return "\n".join([",".join(COLUMNS), *lines, ""])


# --- the lives ------------------------------------------------------------------------------------


def beginnings(rng: Random, count: int) -> list[Row]:
    """Return the rows that an import makes the cases of: what happened to each on Monday."""
    rows = []
    for ref in range(1, count + 1):
        times = [at(9 * 60 + 5 * step, day=23) for step in range(6)]
        opened, responded, held, resolved, closed, updated = times
        row: Row = {"ref": f"R-{ref}", "opened_at": opened, "priority": rng.choice(("S1", "S2"))}
        row["subject"] = rng.choice((None, "Fax"))
        row["partner"] = rng.choice((None, None, "Acme"))
        row["responded_at"] = rng.choice((None, responded))
        row["status"] = "responded" if row["responded_at"] else "open"
        draw = rng.random()
        if draw < 0.2:
            row |= {"status": "held", "held_since": held}
        elif draw < 0.3:
            row |= {"status": "resolved", "resolved_at": resolved}
        elif draw < 0.35:
            row |= {"status": "closed", "resolved_at": resolved, "closed_at": closed}
        rows.append({**row, "updated_at": updated})
    return rows


def live(rng: Random, slt: Callable[..., Result], count: int) -> None:
    """Let something happen to some cases each hour of Tuesday; what a case refuses is left out."""
    for hour in range(8, 20):
        now = at(hour * 60)
        then = at(hour * 60 - 30)  # noted half an hour later
        lines: dict[tuple[str, str], list[str]] = {}
        for case in range(1, count + 1):
            if rng.random() < 0.25:
                line = rng.choices(list(VERBS), list(VERBS.values()))[0]
                lines.setdefault((line, rng.choice((now, now, now, then))), []).append(str(case))
        for (line, instant), cases in lines.items():
            verb, *rest = line.split()
            when = () if verb in WITHOUT_A_TIME else ("--at", instant)
            turns = [[case] for case in cases] if verb in ONE_CASE_A_TIME else [cases]
            for turn in turns:
                assert slt(verb, *turn, *rest, *when, now=now).code in (0, 1)


# --- the rows -------------------------------------------------------------------------------------


def random_row(rng: Random, case: Mapping[str, Any]) -> Row:
    """Return what another system may say of a case: its times are in order, and some known."""
    status = rng.choices(("open", "held", "resolved", "closed", "void"), (30, 25, 22, 18, 2))[0]
    row: Row = dict.fromkeys(COLUMNS)
    row |= {field: case[field] for field in ("ref", "opened_at", "priority")}
    row["status"] = status
    if status == "void":
        return {**row, "updated_at": rng.choice((None, rng.choice(SLOTS)))}
    needed = {
        "open": ["responded_at"],
        "held": ["responded_at", "held_since"],
        "resolved": ["responded_at", "resolved_at"],
        "closed": ["responded_at", "resolved_at", "closed_at"],
    }[status]
    row |= _times(rng, case, needed)
    if rng.random() < 0.5:
        row["responded_at"] = None
    if rng.random() < 0.5:
        row["held_since"] = None
    if status == "closed" and rng.random() < 0.5:
        row["resolved_at"] = None
    if rng.random() < 0.15:
        row["updated_at"] = None
    if status == "open" and row["responded_at"]:
        row["status"] = "responded"
    for fact, values in VALUES.items():
        draw = rng.random()
        if draw < 0.35:
            row[fact] = rng.choice(values)
        elif draw < 0.6:
            row[fact] = case[fact]
    return row


def _times(rng: Random, case: Mapping[str, Any], needed: list[str]) -> Row:
    """Return an instant for each field and the last change, some as the case has them."""
    until = rng.randint(8, len(SLOTS))
    drawn = sorted(rng.sample(SLOTS[:until], len(needed) + 1))
    times: Row = dict(zip([*needed, "updated_at"], drawn, strict=True))
    if rng.random() < 0.6:
        known = {**times, **{field: case[field] for field in needed if case[field]}}
        if (ordered := list(known.values())) == sorted(set(ordered)):
            times = known
    return times
