"""The zone after a time that somebody typed, by its abbreviation as slt shows it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice

from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.instant import Zone, format_instant, offset_text
from slt_cli.domain.calendar.wallclock import shown_at, wall_time

Wall = Callable[[datetime], datetime]
"""Returns the naive time that was typed, from the present time in its zone."""

_SAMPLES = (0, *range(-6, 7))
_MONTH = timedelta(30)
_SECOND = timedelta(seconds=1)


def instant_in(word: str, wall: Wall, zones: Sequence[Zone], now: datetime) -> datetime:
    """Return the instant at which a zone shows a time, by the abbreviation in use there then.

    Raises UnreadableTimeError, whose fixes are texts that follow a time of day.
    """
    found: dict[datetime, Zone] = {}
    for zone in zones:
        for instant in islice(_shown(word, wall(_in(zone, now)), zone), 1):
            found[instant] = zone
    if not found:
        raise _not_in_use(word, wall, zones, now)
    if len(found) > 1:
        offsets = sorted(offset_text(at.astimezone(zone.info)) for at, zone in found.items())
        problem = f"{word} means {' and '.join(offsets)} in the regions"
        raise UnreadableTimeError(problem, *offsets)
    return next(iter(found))


def _shown(word: str, naive: datetime, zone: Zone) -> Iterator[datetime]:
    """Yield the instants at which a zone shows a time with an abbreviation.

    A time that it skips is counted with the abbreviation of before the change, or of after it.
    """
    instant, seen = wall_time(naive, zone.info)
    if seen == "never":
        yield from (shown for name, shown in _counted_on(naive, instant, zone) if _is(word, name))
        return
    for fold in (0, 1):
        instant = shown_at(naive.replace(fold=fold), zone.info)
        local = instant.astimezone(zone.info)
        if local.replace(tzinfo=None, fold=0) == naive and _is(word, zone.abbreviation_of(local)):
            yield instant


def _counted_on(naive: datetime, change: datetime, zone: Zone) -> Iterator[tuple[str, datetime]]:
    """Yield the two abbreviations around a change, each with the instant of a time in it."""
    for instant in (change - _SECOND, change):
        local = instant.astimezone(zone.info)
        name = zone.abbreviation_of(local)
        if name != zone.label:
            yield name, instant + (naive - local.replace(tzinfo=None))


def _not_in_use(word: str, wall: Wall, zones: Sequence[Zone], now: datetime) -> UnreadableTimeError:
    for zone in zones:
        naive = wall(_in(zone, now))
        if not any(_is(word, name) for name in _names(zone, naive)):
            continue
        instant, seen = wall_time(naive, zone.info)
        if seen == "twice" and _is(word, zone.label):
            both = (shown_at(naive.replace(fold=fold), zone.info) for fold in (0, 1))
            return UnreadableTimeError(
                f"{word} has {naive:%H:%M} twice on that day: the clocks go back",
                *(offset_text(each.astimezone(zone.info)) for each in both),
            )
        if seen == "never":
            change = format_instant(instant, zone, naive.year)
            return UnreadableTimeError(
                f"{word} has no {naive:%H:%M} on that day: the clocks go forward to {change}",
                *(offset_text(each.astimezone(zone.info)) for each in (instant - _SECOND, instant)),
            )
        used = zone.abbreviation(instant)
        return UnreadableTimeError(f"{word} is not in use at that time: it is {used} then", used)
    known = dict.fromkeys(name for zone in zones for name in _names(zone, wall(_in(zone, now))))
    listed = ", ".join(known)
    return UnreadableTimeError(f"{word!r} is not one of the known zones: {listed}", "", "UTC")


def _names(zone: Zone, naive: datetime) -> Iterable[str]:
    """Return the abbreviations that a zone has in the year around a time."""
    middle = naive.replace(tzinfo=UTC)
    return dict.fromkeys(zone.abbreviation(middle + _MONTH * month) for month in _SAMPLES)


def _in(zone: Zone, now: datetime) -> datetime:
    return now.astimezone(zone.info)


def _is(word: str, name: str) -> bool:
    return word.casefold() == " ".join(name.split()).casefold()
