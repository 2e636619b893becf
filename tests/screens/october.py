"""A month of cases, and a year of them, that the screens of reports are pictures of.

Support in Europe is open from 8 to 18 in London, and a response is due after 1 h, 4 h or 6 h.
"""

from collections.abc import Iterator
from datetime import date, timedelta

HEADER = "opened_at,responded_at,priority,region,partner,owner,ref,subject"

_DAYS = [date(2026, 10, day) for day in range(1, 31) if date(2026, 10, day).weekday() < 5]
_CASES = (("S1", 9, 15), ("S2", 9, 80), ("S2", 10, 130), ("S3", 10, 190))
"""The priority, hour and minutes until the answer of the cases of each day."""

_LATE = {
    (1, 9): 85,
    (7, 10): 200,
    (8, 9): 290,
    (9, 9): 70,
    (15, 9): 200,
    (22, 10): 260,
    (29, 9): 95,
}
"""How many minutes the cases of a day and hour were late: the first ones of that hour."""

_SUBJECTS = ("Call recordings stop", "Fax does not send", "Phones ring once and then stop")


def month() -> Iterator[str]:
    """Yield the lines of a file with the cases of October 2026."""
    yield HEADER
    targets = {"S1": 60, "S2": 240, "S3": 360}
    for place, day in enumerate(_DAYS):
        late = {hour: minutes for (of_day, hour), minutes in _LATE.items() if of_day == day.day}
        for each, (priority, hour, usual) in enumerate(_CASES):
            minutes = usual + place % 7 * 5
            if hour in late:
                minutes = targets[priority] + late.pop(hour)
            number = place * len(_CASES) + each
            yield _line(day, hour, minutes, priority, number)


def year() -> Iterator[str]:
    """Yield the lines of a file with two cases a week, of which every third S2 was late."""
    yield HEADER
    for week in range(60):
        day = date(2025, 10, 6) + timedelta(weeks=week)
        yield _line(day, 9, 20, "S1", week * 2)
        yield _line(day, 9, 300 if week % 3 == 0 else 90, "S2", week * 2 + 1)


def _line(day: date, hour: int, minutes: int, priority: str, number: int) -> str:
    opened = f"{day} {hour:02}:00"
    hours, rest = divmod(hour * 60 + minutes, 60)
    partner, owner = f"Partner {'ABC'[number % 3]}", f"desk-{number % 2 + 1}"
    subject = _SUBJECTS[number % 3]
    facts = f"{priority},europe,{partner},{owner},{41200 + number},{subject}"
    return f"{opened},{day} {hours:02}:{rest:02},{facts}"


LATER = (
    ("2026-10-06T09:00Z", "open -p S1 -r europe --ref 50000 'Opened twice'"),
    ("2026-10-06T09:10Z", "void 50000 --reason 'opened twice'"),
    ("2026-10-07T09:00Z", "open -p S2 -r europe --ref 50001 --owner desk-1 'Solved by itself'"),
    ("2026-10-07T10:00Z", "close 50001"),
    ("2026-10-13T09:00Z", "open -p S1 -r europe --ref 50002 --owner desk-2 'One site is mute'"),
    ("2026-10-13T10:45Z", "update 50002 -p S3"),
    ("2026-10-13T11:00Z", "respond 50002"),
    ("2026-10-14T09:00Z", "open -p S2 -r europe --ref 50003 'Fax is slow'"),
    ("2026-10-14T10:00Z", "respond 50003 --hold"),
    ("2026-10-16T10:00Z", "resume 50003"),
    ("2026-10-16T11:00Z", "close 50003"),
    ("2026-10-19T09:00Z", "reopen 50003"),
    ("2026-11-25T15:00Z", "open -p S2 -r europe --ref 50004 'Fax is slow again'"),
    ("2026-11-25T14:20Z", "open -p S1 -r europe --ref 50005 'All phones are down at the new site'"),
)
"""What else happened, each at its instant."""
