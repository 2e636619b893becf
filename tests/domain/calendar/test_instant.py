"""Instants: what people may write, and how they are shown in a zone and in UTC."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.instant import (
    Zone,
    format_clock,
    format_day,
    format_instant,
    format_utc,
    parse_iso,
    parse_utc,
    sentence,
)
from tests.domain.given import moment

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
USA = Zone(LOS_ANGELES)
EUROPE = Zone(ZoneInfo("Europe/London"))
APAC = Zone(ZoneInfo("Asia/Singapore"), "SGT")
NOW = datetime(2026, 11, 20, 17, 30, 59, 999_999, tzinfo=LOS_ANGELES)
EPOCH = moment("1970-01-01T00:00Z")
NAIVE = datetime(2026, 11, 20, 17, 30)  # noqa: DTZ001 - what must not enter
WHOLE_SECONDS = st.integers(
    int(moment("1900-01-01T00:00Z").timestamp()), int(moment("9899-12-31T00:00Z").timestamp())
).map(lambda seconds: EPOCH + timedelta(seconds=seconds))


def parse(text):
    return parse_iso(text, lambda naive: naive.replace(tzinfo=LOS_ANGELES))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        pytest.param("2026-11-20T17:30-08:00", "2026-11-21T01:30Z", id="with an offset"),
        pytest.param("2026-11-20T17:30:05Z", "2026-11-20T17:30:05Z", id="with Z"),
        pytest.param("2026-11-20T17:30", "2026-11-21T01:30Z", id="without offset it is local"),
        pytest.param("2026-07-20T17:30", "2026-07-21T00:30Z", id="local in summer time"),
        pytest.param("2026-11-20 17:30", "2026-11-21T01:30Z", id="with a space for the T"),
        pytest.param("2026-11-20t17:30", "2026-11-21T01:30Z", id="with a small t"),
        pytest.param("2026-11-20T17:30:05.9Z", "2026-11-20T17:30:05Z", id="fractions are cut off"),
        pytest.param("2026-11-20T17:30:05z", "2026-11-20T17:30:05Z", id="with a small z"),
        pytest.param("2026-11-20T9:30", "2026-11-20T17:30Z", id="an hour of one digit"),
        pytest.param("2026-11-20t9:30:05z", "2026-11-20T09:30:05Z", id="with small letters"),
        pytest.param("2026-11-20T17:30+5", "2026-11-20T12:30Z", id="an offset of one digit"),
        pytest.param("2026-11-20T9:30-0800", "2026-11-20T17:30Z", id="no colon in the offset"),
        pytest.param("2026-11-20 17:30 +05:30", "2026-11-20T12:00Z", id="a blank before it"),
        pytest.param("2026-11-20 17:30:05 UTC", "2026-11-20T17:30:05Z", id="UTC by name"),
        pytest.param("2026-11-20T17:30\u221208:00", "2026-11-21T01:30Z", id="a minus sign"),
        pytest.param("2026-11-20T17:30+14:00", "2026-11-20T03:30Z", id="the easternmost offset"),
        pytest.param("2026-11-20", "2026-11-20T08:00Z", id="a day begins"),
        pytest.param("20261120", "2026-11-20T08:00Z", id="a day without hyphens"),
        pytest.param("20261120T1730", "2026-11-21T01:30Z", id="no hyphens and colons"),
        pytest.param("20261120 173005Z", "2026-11-20T17:30:05Z", id="no T either"),
        pytest.param("2026-W47-5", "2026-11-20T08:00Z", id="a day of a week"),
        pytest.param("2026-W47-5T17:30", "2026-11-21T01:30Z", id="with a time"),
        pytest.param("2026W475T17:30Z", "2026-11-20T17:30Z", id="a week without hyphens"),
    ],
)
def test_reads_iso_8601(text, instant):
    parsed = parse(text)
    assert parsed == moment(instant)
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("tomorrow", id="a word"),
        pytest.param("17:30", id="a time of day"),
        pytest.param("15:05:00z", id="a time of day with a small z"),
        pytest.param("2025-11-24z", id="a zone and no time"),
        pytest.param("2025-11-24T8", id="an hour of one digit without minutes"),
        pytest.param("2025-11-24T8:60z", id="a sixtieth minute"),
        pytest.param("2025-11-24-08:00", id="an offset west, and no time"),
        pytest.param("2025-11-24+02:00", id="an offset east, and no time"),
        pytest.param("2025-11-24x08:00", id="a letter before the time"),
        pytest.param("2025-11-24\n08:00", id="a line break before the time"),
        pytest.param("1900010100000", id="a number"),
        pytest.param("20261120x1730", id="a letter before the time, no hyphens"),
        pytest.param("2026W475-1730", id="a hyphen before the time, in a week"),
        pytest.param("2026-11-20T17:30:60Z", id="a sixtieth second"),
        pytest.param("2026-11-31T17:30", id="a day that does not exist"),
        pytest.param("2026-11-20T17:30+05:30:15", id="an offset with seconds"),
        pytest.param("2026-11-20T17:30 CET", id="an abbreviation"),
        pytest.param("2026-11-20T24:00", id="a twenty-fourth hour"),
        pytest.param("20261120T240000Z", id="a twenty-fourth hour, no hyphens"),
        pytest.param("2026-324T17:30", id="a day of the year"),
    ],
)
def test_refuses_what_is_not_iso_8601(text):
    with pytest.raises(ValueError, match=r"is not a time such as .*-08:00"):
        parse(text)


@pytest.mark.parametrize("offset", ["+23:59", "+14:01", "-12:01", "+15", "-2359", "+25:00"])
@pytest.mark.parametrize("clock", ["17:30", "9:30"])
def test_refuses_offsets_that_no_place_has(offset, clock):
    with pytest.raises(ValueError, match=r"an offset goes from -12:00 to \+14:00, not to "):
        parse(f"2026-11-20T{clock}{offset}")


@pytest.mark.parametrize("text", ["1899-12-31T23:59Z", "9901-01-01T00:00Z", "0001-01-01T00:00Z"])
def test_refuses_years_without_a_calendar(text):
    with pytest.raises(ValueError, match="outside the years 1900 to 9900"):
        parse(text)


MINUTE = moment("2026-11-23T13:00Z")


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        pytest.param(["it was ", MINUTE, "."], "it was Mon 23 Nov 05:00 PST.", id="to the minute"),
        pytest.param(
            [MINUTE, " is before ", MINUTE + timedelta(seconds=1)],
            "Mon 23 Nov 05:00:00 PST is before Mon 23 Nov 05:00:01 PST",
            id="to the second where two would look the same",
        ),
        pytest.param(
            [MINUTE, " is not before ", MINUTE],
            "Mon 23 Nov 05:00 PST is not before Mon 23 Nov 05:00 PST",
            id="the same instant twice",
        ),
        pytest.param(["{} %s"], "{} %s", id="without an instant"),
    ],
)
def test_a_sentence_has_its_instants_in_a_zone(parts, text):
    assert sentence(parts, USA, 2026) == text


@pytest.mark.parametrize(
    ("instant", "zone", "text"),
    [
        pytest.param("2026-11-23T13:00Z", USA, "Mon 23 Nov 05:00 PST", id="winter in the USA"),
        pytest.param("2026-07-01T12:00Z", USA, "Wed 1 Jul 05:00 PDT", id="summer in the USA"),
        pytest.param("2026-11-23T08:00Z", EUROPE, "Mon 23 Nov 08:00 GMT", id="winter in Europe"),
        pytest.param("2026-07-01T07:00Z", EUROPE, "Wed 1 Jul 08:00 BST", id="summer in Europe"),
        pytest.param("2026-11-22T16:00Z", APAC, "Mon 23 Nov 00:00 SGT", id="already Monday"),
        pytest.param("2027-01-01T08:00Z", USA, "Fri 1 Jan 2027 00:00 PST", id="another year"),
        pytest.param("2027-01-01T07:59Z", USA, "Thu 31 Dec 23:59 PST", id="the year is local"),
    ],
)
def test_shows_weekday_day_time_and_zone(instant, zone, text):
    assert format_instant(moment(instant), zone, 2026) == text


@pytest.mark.parametrize(
    ("year", "text"), [(2026, "Mon 23 Nov"), (2027, "Mon 23 Nov 2026")], ids=["this", "another"]
)
def test_shows_a_date_with_its_year_if_it_is_another(year, text):
    assert format_day(date(2026, 11, 23), year) == text


@pytest.mark.parametrize(
    ("zone", "abbreviation"),
    [
        pytest.param(APAC, "SGT", id="a label stands in for an offset"),
        pytest.param(Zone(APAC.info), "+08", id="the offset without a label"),
        pytest.param(Zone(ZoneInfo("Etc/GMT+8"), "PST"), "PST", id="a fixed zone with a label"),
        pytest.param(Zone(LOS_ANGELES, "Pacific"), "PDT", id="an abbreviation beats the label"),
        pytest.param(Zone(UTC), "UTC", id="UTC"),
        pytest.param(Zone(ZoneInfo("Etc/GMT")), "GMT", id="GMT"),
        pytest.param(Zone(timezone(timedelta(hours=-3), "UTC")), "-03:00", id="UTC that is not"),
        pytest.param(Zone(timezone(timedelta(hours=2), "gmt")), "+02:00", id="gmt that is not"),
        pytest.param(Zone(ZoneInfo("Etc/GMT+8"), "UTC"), "-08:00", id="a label UTC that is not"),
    ],
)
def test_abbreviates_a_zone(zone, abbreviation):
    assert zone.abbreviation(moment("2026-07-01T12:00Z")) == abbreviation


def test_a_clock_never_shows_a_time_that_has_not_come():
    assert format_clock(moment("2026-11-23T09:59:59Z"), APAC) == "17:59 SGT"


def test_utc_text_has_a_z_and_whole_seconds():
    assert format_utc(NOW) == "2026-11-21T01:30:59Z"


@pytest.mark.parametrize(
    "show",
    [
        pytest.param(format_utc, id="in UTC"),
        pytest.param(lambda instant: format_clock(instant, USA), id="as a time of day"),
        pytest.param(lambda instant: format_instant(instant, USA, 2026), id="with its day"),
    ],
)
def test_a_naive_time_is_never_shown(show):
    with pytest.raises((TypeError, ValueError)):
        show(NAIVE)


@given(WHOLE_SECONDS)
def test_utc_text_reads_back(instant):
    assert parse_utc(format_utc(instant)) == instant
    assert parse(format_utc(instant)) == instant


@given(WHOLE_SECONDS, WHOLE_SECONDS)
def test_utc_text_sorts_as_the_instants_do(one, other):
    assert (format_utc(one) < format_utc(other)) == (one < other)


@given(WHOLE_SECONDS, st.sampled_from([USA, EUROPE, APAC]))
def test_utc_text_depends_on_the_instant_alone(instant, zone):
    assert format_utc(instant.astimezone(zone.info)) == format_utc(instant)
