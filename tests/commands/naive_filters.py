"""Filters written naively, over what `slt export` says of each case.

A case is a line of its JSON Lines, with its clocks and its history. Times are UTC with a Z, so they
compare as texts.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

Case = Mapping[str, Any]
Filters = tuple[tuple[str, str], ...]

REGIONS = {"usa": "usa", "North America": "usa", "EUROPE": "europe", "emea": "europe",
           "apac": "apac", "Asia": "apac"}  # fmt: skip
TEXTS = ("subject", "partner", "customer", "ref")


def number(case: Case) -> int:
    return int(case["id"].removeprefix("CASE-"))


def fits(case: Case, filters: Filters, me: str) -> bool:
    """Return whether a case fits all of the filters; those about time ask when it was opened."""
    return all(FITS[option](case, name(value, me, option)) for option, value in filters)


def name(value: str, me: str, option: str = "--owner") -> str:
    return me if option == "--owner" and value == "me" else value


def _has_words(case: Case, words: str) -> bool:
    texts = [case[field] for field in TEXTS if case[field]] + notes(case)
    return all(any(_is_in(word, text) for text in texts) for word in words.split())


FITS: dict[str, Callable[[Case, str], bool]] = {
    "--region": lambda case, value: case["region"] == REGIONS[value],
    "--priority": lambda case, value: case["priority"] == value.upper(),
    "--partner-type": lambda case, value: case["partner_type"] == value.casefold(),
    "--status": lambda case, value: case["status"] == value,
    "--partner": lambda case, value: _is(value, case["partner"]),
    "--customer": lambda case, value: _is(value, case["customer"]),
    "--owner": lambda case, value: _is(value, case["owner"] or "none"),
    "--tag": lambda case, value: any(_is(value, tag) for tag in case["tags"]),
    "--text": _has_words,
    "--clock": lambda case, value: any(clock["kind"] == value for clock in case["clocks"]),
    "--since": lambda case, value: case["opened_at"] >= first_instant(value),
    "--until": lambda case, value: case["opened_at"] < end_of(value),
}


def _is(wanted: str, text: str | None) -> bool:
    return text is not None and wanted.casefold() == text.casefold()


def _is_in(word: str, text: str) -> bool:
    return word.casefold() in text.casefold()


def notes(case: Case) -> list[str]:
    """Return the notes of the events that were not taken back."""
    undone = {event["undoes"] for event in case["events"]}
    return [
        event["note"] for event in case["events"] if event["note"] and event["id"] not in undone
    ]


# --- times ----------------------------------------------------------------------------------------


def first_instant(text: str) -> str:
    """Return when a month, a day or an instant begins."""
    return text + {7: "-01T00:00:00Z", 10: "T00:00:00Z"}.get(len(text), "")


def end_of(text: str) -> str:
    """Return the instant before which something was in the month or day, or before an instant."""
    start = datetime.fromisoformat(first_instant(text))
    match len(text):
        case 7:
            return written((start + timedelta(31)).replace(day=1))
        case 10:
            return written(start + timedelta(1))
    return text


def written(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"


# --- the commands ---------------------------------------------------------------------------------


def listed(cases: Iterable[Case], filters: Filters, me: str, *, closed_too: bool) -> list[Case]:
    """Return the cases of `list`, oldest first."""
    left_out = {"void"} if closed_too else {"void", "closed"}
    if "--status" in dict(filters):
        left_out = set()
    return [case for case in cases if case["status"] not in left_out and fits(case, filters, me)]


def running(cases: Iterable[Case]) -> set[tuple[Any, ...]]:
    """Return what identifies each running clock."""
    return {
        (case["id"], clock["kind"], clock["cycle"])
        for case in cases
        for clock in case["clocks"]
        if clock["verdict"] is None and clock["target_seconds"] is not None
    }


def has_a_clock(
    case: Case, clocks: Iterable[Mapping[str, Any]], kind: str | None, wanted: set[str]
) -> bool:
    """Return whether a case is on hold, or has a running clock in a state that is wanted.

    `clocks` are those of `slt due`, which says the state of each.
    """
    if "held" in wanted and case["held_since"] is not None:
        return True
    return any(
        clock["id"] == case["id"]
        and clock["state"] in wanted - {"held"}
        and kind in (None, clock["kind"])
        for clock in clocks
    )


ORDERS: dict[str, Callable[[Case], Any]] = {
    "number": number,
    "newest": lambda case: -number(case),
    "opened": lambda case: (case["opened_at"], number(case)),
    "priority": lambda case: (case["priority"], number(case)),
    "owner": lambda case: (case["owner"] is None, (case["owner"] or "").casefold(), number(case)),
    "customer": lambda case: (
        case["customer"] is None,
        (case["customer"] or "").casefold(),
        number(case),
    ),
}


def logged(
    cases: Iterable[Case],
    filters: Filters,
    me: str,
    now: str,
    *,
    who: str | None = None,
    limit: int | None = None,
) -> list[tuple[str, int]]:
    """Return the events of `log`, each as its case and its id; times ask when it was recorded."""
    times = dict(filters)
    until = end_of(times["--until"]) if "--until" in times else None
    before = datetime.fromisoformat(until or now) - timedelta(hours=24)
    since = first_instant(times["--since"]) if "--since" in times else written(before)
    rest = tuple(pair for pair in filters if pair[0] not in ("--since", "--until"))
    events = [
        (event["at"], event["recorded_at"], number(case), event["id"])
        for case in cases
        if fits(case, rest, me)
        for event in case["events"]
        if since <= event["recorded_at"] and (until is None or event["recorded_at"] < until)
        if who is None or _is(name(who, me), event["who"])
    ]
    newest = sorted(events, key=lambda event: event[1:])[-limit:] if limit else events
    return [(f"CASE-{case}", event) for _, _, case, event in sorted(newest)]
