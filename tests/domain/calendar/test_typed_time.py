"""Times as people type them: a table of readings and refusals, and what slt prints reads back."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar import UnreadableTimeError
from slt_cli.domain.calendar.instant import Zone, format_instant, format_short
from slt_cli.domain.calendar.typed_day import Direction
from slt_cli.domain.calendar.typed_time import Setting, read_time
from slt_cli.domain.calendar.wallclock import wall_time
from slt_cli.errors import UsageError
from tests.domain.given import moment

TABLE = tomllib.loads(
    (Path(__file__).parents[2] / "data" / "typed_times.toml").read_text(encoding="utf-8")
)["moments"]
REGIONS = (
    Zone(ZoneInfo("America/Los_Angeles")),
    Zone(ZoneInfo("Europe/London")),
    Zone(ZoneInfo("Asia/Singapore"), "SGT"),
)
DIRECTIONS = {
    "reads": tuple(Direction),
    "asks": (Direction.NEXT,),
    "records": (Direction.LAST,),
}
EXAMPLES = 3


def setting(now: datetime, zone: Zone, direction: Direction, *others: Zone) -> Setting:
    return Setting(
        now,
        direction,
        lambda: zone,
        lambda naive: wall_time(naive, zone.info)[0],
        lambda: (*REGIONS, *others),
    )


def setting_of(table: dict[str, Any], direction: Direction) -> Setting:
    now = datetime.fromisoformat(table["now"]).astimezone(UTC)
    return setting(now, Zone(ZoneInfo(table["zone"])), direction)


def readings() -> Iterator[Any]:
    for table in TABLE:
        for kind, directions in DIRECTIONS.items():
            for text, instant in table.get(kind, {}).items():
                for direction in directions:
                    name = f"{table['name']}, {direction.name}: {text}"
                    yield pytest.param(text, setting_of(table, direction), instant, id=name)


def refusals() -> Iterator[Any]:
    for table in TABLE:
        for text, (problem, *instead) in table.get("refused", {}).items():
            name = f"{table['name']}: {text}"
            yield pytest.param(text, setting_of(table, Direction.NEXT), problem, instead, id=name)


@pytest.mark.parametrize(("text", "at", "instant"), [*readings()])
def test_reads(text, at, instant):
    assert read_time(text, at) == datetime.fromisoformat(instant)


@pytest.mark.parametrize(("text", "at", "problem", "instead"), [*refusals()])
def test_refuses_and_offers_what_can_be_typed(text, at, problem, instead):
    with pytest.raises(UnreadableTimeError) as caught:
        read_time(text, at)
    assert str(caught.value) == problem
    if instead:
        assert list(caught.value.instead) == instead
    else:
        assert len(caught.value.instead) == EXAMPLES
    for fix in caught.value.instead:
        assert read_time(fix, at).tzinfo is UTC


def test_the_table_has_many_rows():
    texts = [
        text for table in TABLE for kind in (*DIRECTIONS, "refused") for text in table.get(kind, ())
    ]
    assert len(texts) >= 150


def test_the_examples_for_what_records_have_passed():
    at = setting_of(TABLE[0], Direction.LAST)
    with pytest.raises(UnreadableTimeError) as caught:
        read_time("soon", at)
    assert len(caught.value.instead) == EXAMPLES
    assert all(read_time(fix, at) <= at.now for fix in caught.value.instead)


IST = (Zone(ZoneInfo("Asia/Kolkata")), Zone(ZoneInfo("Europe/Dublin")))


def test_a_skipped_time_with_a_label_is_refused_with_the_offsets_around_the_change():
    brazil = Zone(ZoneInfo("America/Sao_Paulo"), "BRT")
    at = setting(moment("2018-11-05T12:00Z"), REGIONS[0], Direction.NEXT, brazil)
    with pytest.raises(UnreadableTimeError, match="BRT has no 00:30 on that day") as caught:
        read_time("2018-11-04 00:30 BRT", at)
    assert caught.value.instead == ("2018-11-04 00:30 -03:00", "2018-11-04 00:30 -02:00")


def test_an_abbreviation_of_two_regions_is_refused_with_both_offsets():
    at = setting(moment("2026-07-01T12:00Z"), REGIONS[0], Direction.NEXT, *IST)
    with pytest.raises(UnreadableTimeError, match=r"IST means \+01:00 and \+05:30") as caught:
        read_time("today 9:00 IST", at)
    assert caught.value.instead == ("today 9:00 +01:00", "today 9:00 +05:30")


def test_it_is_read_at_a_time_at_which_one_of_them_has_it():
    at = setting(moment("2026-01-15T12:00Z"), REGIONS[0], Direction.NEXT, *IST)
    assert read_time("today 9:00 IST", at) == moment("2026-01-15T03:30Z")


CHILE = Zone(ZoneInfo("America/Santiago"), "CLT")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        pytest.param("2024-04-06 22:59 CLT", "2024-04-07T01:59Z", id="before it"),
        pytest.param("2024-04-06 23:30 -03:00", "2024-04-07T02:30Z", id="the first"),
        pytest.param("2024-04-06 23:30 -04:00", "2024-04-07T03:30Z", id="the second"),
        pytest.param("2024-04-07 00:00 CLT", "2024-04-07T04:00Z", id="after it"),
    ],
)
def test_a_label_of_two_offsets_is_read_but_in_the_hour_seen_twice(text, instant):
    at = setting(moment("2024-04-05T12:00Z"), REGIONS[0], Direction.NEXT, CHILE)
    assert read_time(text, at) == moment(instant)


def test_an_hour_seen_twice_under_one_label_is_refused_with_both_offsets():
    at = setting(moment("2024-04-05T12:00Z"), REGIONS[0], Direction.NEXT, CHILE)
    with pytest.raises(UnreadableTimeError, match="CLT has 23:30 twice on that day") as raised:
        read_time("2024-04-06 23:30 CLT", at)
    assert raised.value.instead == ("2024-04-06 23:30 -03:00", "2024-04-06 23:30 -04:00")


def test_a_label_may_have_several_words():
    tokyo = Zone(ZoneInfo("Asia/Tokyo"))
    kathmandu = Zone(ZoneInfo("Asia/Kathmandu"), "Nepal  time")
    at = setting(moment("2026-01-15T12:00Z"), tokyo, Direction.NEXT, kathmandu)
    assert read_time("15 Jan 09:00 nepal time", at) == moment("2026-01-15T03:15Z")


def unknown() -> Any:
    raise UsageError("TZ is unknown")


NOWHERE = Setting(
    moment("2026-01-15T12:00Z"), Direction.NEXT, unknown, lambda _: unknown(), lambda: REGIONS
)


@pytest.mark.parametrize("text", ["now", "-90m", "9:00 PST", "9:00Z", "2026-01-15 9:00 +0100"])
def test_what_names_its_zone_needs_no_local_time(text):
    assert read_time(text, NOWHERE).tzinfo is UTC


@pytest.mark.parametrize("text", ["17:30", "fri 9:00", "2026-01-15T09:00", "20260115T0900"])
def test_what_names_no_zone_needs_it(text):
    with pytest.raises(UsageError, match="TZ is unknown"):
        read_time(text, NOWHERE)


@pytest.mark.parametrize("text", ["17:30", "-90m", "2026-01-15T09:00Z", "fri 9:00 +02"])
def test_the_regions_are_asked_for_an_abbreviation_alone(text):
    at = setting(moment("2026-01-15T12:00Z"), REGIONS[0], Direction.NEXT)
    assert read_time(text, at._replace(region_zones=unknown)).tzinfo is UTC


# --- What slt prints reads back -------------------------------------------------------------------

OTHERS = (
    Zone(ZoneInfo("Europe/Madrid")),
    Zone(ZoneInfo("Australia/Lord_Howe")),
    Zone(ZoneInfo("America/Sao_Paulo")),
    Zone(ZoneInfo("Etc/GMT+8"), "PST8"),
    CHILE,
    Zone(ZoneInfo("Antarctica/Troll"), "TROLL"),
    Zone(UTC),
)
FORMATS: tuple[Callable[[datetime, Zone, datetime], str], ...] = (
    lambda instant, zone, now: format_instant(instant, zone, now.year),
    lambda instant, zone, now: format_instant(instant, zone, now.year, seconds=True),
)
"""How slt prints an instant in a zone, at a present time."""

INSTANTS = st.integers(
    int(moment("1985-01-01T00:00Z").timestamp()), int(moment("2050-12-31T00:00Z").timestamp())
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
CHANGES = st.sampled_from(
    [
        moment(text)
        for text in (
            *("2026-03-08T10:00Z", "2026-11-01T09:00Z", "2026-03-29T01:00Z", "2026-10-25T01:00Z"),
            *("2024-04-07T03:00Z", "2024-09-08T04:00Z"),
            *("2026-04-04T15:00Z", "2026-10-03T15:30Z", "2026-12-31T23:59Z", "2027-01-01T00:00Z"),
        )
    ]
)
NEAR_CHANGES = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    CHANGES,
    st.integers(-86400, 86400),
)


@given(
    st.one_of(INSTANTS, NEAR_CHANGES),
    st.one_of(INSTANTS, NEAR_CHANGES),
    st.sampled_from((*REGIONS, *OTHERS)),
    st.sampled_from((*REGIONS, *OTHERS)),
    st.sampled_from(Direction),
    st.sampled_from(FORMATS),
)
def test_every_time_that_slt_prints_is_read_back(instant, now, zone, user, direction, shown):
    text = shown(instant, zone, now)
    read = read_time(text, setting(now, user, direction, *OTHERS))
    assert read.replace(second=0) == instant.replace(second=0)
    assert shown(read, zone, now) == text


@given(
    st.one_of(INSTANTS, NEAR_CHANGES),
    st.integers(-300 * 24 * 60, 300 * 24 * 60),
    st.sampled_from((*REGIONS, *OTHERS)),
)
def test_a_short_time_is_read_back_in_the_zone_of_its_heading(now, minutes, zone):
    instant = now + timedelta(minutes=minutes)
    text = format_short(instant, zone, now)
    direction = Direction.NEXT if instant >= now else Direction.LAST
    if ":" not in text:  # the day of another year, which a table shortens
        return
    with_zone = f"{text} {zone.abbreviation(instant)}"
    read = read_time(with_zone, setting(now, zone, direction, *OTHERS))
    assert read.replace(second=0) == instant.replace(second=0)


def fixes(text: str, at: Setting) -> tuple[str, ...]:
    """Return the fixes of a text; it is its own fix if it is read."""
    try:
        read_time(text, at)
    except UnreadableTimeError as error:
        return error.instead
    return (text,)


PIECES = st.sampled_from(
    [
        *("25", "Nov", "2026", "fri", "today", "-90m", "9:00", ":", "17:30", "pm", "12am", "noon"),
        *("midnight", "+02:00", "Z", "PST", "ago", "in", "next", "11/12/2026", "2026-11-24", "at"),
        *("2026-11-24T", "00", "31", "0", "T", ".", ",", "W48", "20261124", "UTC", "é", "٣", "-"),
    ]
)
TEXTS = st.one_of(st.text(max_size=40), *(st.lists(PIECES).map(sep.join) for sep in ("", " ")))


@given(TEXTS, st.sampled_from(Direction))
def test_any_text_is_read_or_refused_with_fixes_that_are_read(text, direction):
    at = setting(moment("2026-11-25T16:10Z"), REGIONS[0], direction)
    instants = [read_time(fix, at) for fix in fixes(text, at)]
    assert instants
    assert all(1900 <= instant.year <= 9900 for instant in instants)
