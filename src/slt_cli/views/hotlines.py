"""How hotlines are shown: their numbers, and until when they are open or closed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from slt_cli.domain.calendar.instant import DAYS, format_day, format_instant, utc_or_none
from slt_cli.domain.calendar.timetable import HORIZON_YEARS
from slt_cli.domain.hotline import HotlineStatus, closed_days
from slt_cli.output import Cell, Column, Note, Sheet, Tone
from slt_cli.output.times import Times

_DAYS_AHEAD = timedelta(days=3)
"""How far ahead a holiday is worth a line."""


def hotline_sheet(
    rows: list[HotlineStatus], times: Times, notes: tuple[Note, ...] = ()
) -> Sheet[HotlineStatus]:
    """Return the sheet with the hotline of each region; one without a number is none."""
    shown = _columns_on_screen(times) if times.on_screen else _columns_elsewhere(times)
    return Sheet(
        schema="slt.hotline/1",
        as_of=times.now,
        rows=rows,
        item=lambda row: _item(row, times.now),
        columns=(
            Column("Region", lambda row: row.region.name),
            Column("Hotline", lambda row: row.region.hotline or "none"),
            *shown,
        ),
        key=lambda row: row.region.key,
        empty="No hotline is open at this time.",
        notes=(*notes, *_problems(rows)),
        footer=lambda rows: _holidays(rows, times),
    )


def _columns_on_screen(times: Times) -> tuple[Column[HotlineStatus], ...]:
    def alike(rows: Sequence[HotlineStatus]) -> bool:
        return not times.any_differs((row.changes_at, row.region.zone) for row in rows)

    yours = Column[HotlineStatus](
        "Your time",
        lambda row: times.yours_listed(row.changes_at),
        gives_way=1,
        right=True,
        needless=alike,
    )
    return (
        Column("State", lambda row: Cell(_state(row), _tone(row))),
        Column("Until", lambda row: _until(row, times)),
        *([yours] if times.has_yours else []),
        Column("Now there", lambda row: _now_there(row, times.now), gives_way=2),
    )


def _columns_elsewhere(times: Times) -> tuple[Column[HotlineStatus], ...]:
    now = times.now
    return (
        Column("Now there", lambda row: format_instant(now, row.region.zone, now.year)),
        Column("State", lambda row: row.describe(now) if row.region.hotline else _state(row)),
    )


def _state(row: HotlineStatus) -> str:
    return row.state if row.region.hotline else "no hotline"


def _tone(row: HotlineStatus) -> Tone:
    return "ok" if row.open else ""


def _until(row: HotlineStatus, times: Times) -> str:
    """Return until when a hotline is open or closed."""
    if not row.region.hotline:
        return ""
    if row.problem is not None:
        return f"for more than {HORIZON_YEARS} years"
    if row.changes_at is None:
        return "around the clock"
    return times.of_case(row.changes_at, row.region.zone)


def _problems(rows: Iterable[HotlineStatus]) -> Iterator[Note]:
    """Yield what is wrong with the hours of a region, and how to fix it."""
    for row in rows:
        if row.problem is not None:
            yield Note(row.region.name, f"{row.problem.message}; {row.problem.fix}")


def _now_there(row: HotlineStatus, now: datetime) -> str:
    local = now.astimezone(row.region.zone.info)
    return f"{DAYS[local.weekday()]} {local.hour:02}:{local.minute:02}"


def _holidays(rows: Iterable[HotlineStatus], times: Times) -> Iterator[str]:
    """Yield the holidays of the next days, each with when its hotline opens again."""
    now = times.now
    for row in rows:
        for day, name, opens_at in closed_days(row.region, now, now + _DAYS_AHEAD):
            closed = f"{row.region.name} is closed on {format_day(day, now.year)}: {name}"
            yield f"{closed}. Open again {times.of_case(opens_at, row.region.zone)}."


def _item(row: HotlineStatus, now: datetime) -> dict[str, Any]:
    region = row.region
    return {
        "region": region.key,
        "name": region.name,
        "hotline": region.hotline or None,
        "timezone": region.timezone,
        "hours": region.hotline_hours if region.hotline else None,
        "local_time": now.astimezone(region.zone.info).isoformat(timespec="seconds"),
        "open": row.open if region.hotline else None,
        "closes_at": utc_or_none(row.closes_at),
        "opens_at": utc_or_none(row.opens_at),
    }
