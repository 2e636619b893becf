"""What a refused value may have meant: only what its key takes, and nothing where it is unclear."""

from datetime import date, datetime, time

import pytest

from slt_cli.config import policy_types, value_types
from slt_cli.config.contact_formats import email_in, phone_in
from slt_cli.config.nearest_values import fix_of, nearest
from slt_cli.config.value_types import ValueType
from slt_cli.config.zone_names import known_zones

STOPS = value_types.choices("answer", "marked", "resolved")
COUNTED = value_types.choice("support-hours", "24x7")

READINGS: list[tuple[ValueType, object, list[object]]] = [
    (value_types.duration, 60, ["60m", "60h"]),
    (value_types.duration, "90", ["90m", "90h"]),
    (value_types.duration, "1,5h", ["1h30m"]),
    (value_types.duration, "1h30", ["1h30m"]),
    (value_types.duration, "1 week", ["7d"]),
    (value_types.duration, "an hour", ["1h"]),
    (value_types.duration, "two hours and 5 minutes", ["2h5m"]),
    (value_types.duration, "4 business hours", ["4h"]),
    (value_types.duration, "30m1h", ["1h30m"]),
    (value_types.duration, "PT4H", ["4h"]),
    (value_types.duration, "-1h", ["1h"]),
    (value_types.duration, "20 years 1", []),
    (value_types.duration, ["4h"], ["4h"]),
    (value_types.duration, "0m", []),
    (value_types.duration, "often", []),
    (value_types.duration, "1 fortnight", []),
    (value_types.duration, True, []),
    (value_types.duration, {"hours": 1}, []),
    (policy_types.length, "next business day", ["1bd"]),
    (policy_types.length, "2 bd end", ["2bd-end"]),
    (policy_types.length, "2 business days end", ["2bd-end"]),
    (policy_types.length, "end of next business day", ["1bd-end"]),
    (policy_types.length, "1bdend", ["1bd-end"]),
    (policy_types.length, "0bd", ["1bd"]),
    (policy_types.length, "1.5bd", ["2bd"]),
    (policy_types.length, "eod", ["1bd-end"]),
    (policy_types.month_day, "02-30", ["02-29", "03-01"]),
    (policy_types.month_day, "25/12", ["12-25"]),
    (policy_types.month_day, date(2026, 12, 25), ["12-25"]),
    (policy_types.month_day, "13-13", []),
    (value_types.hours, "9-1", ["09:00-13:00"]),
    (value_types.hours, "9am-5am", ["09:00-05:00"]),
    (value_types.hours, "22-6", ["22:00-06:00"]),
    (value_types.warn, "0%", ["1%"]),
    (value_types.warn, 25, ["25%"]),
    (value_types.warn, "25 percent", ["25%"]),
    (value_types.zone, "berlin", ["Europe/Berlin"]),
    (value_types.zone, "Sao Paulo", ["America/Sao_Paulo"]),
    (value_types.zone, "EUROPE/LONDON", ["Europe/London"]),
    (value_types.zone, "Asia/Berlin", ["Europe/Berlin"]),
    (value_types.zone, "Singapur", ["Asia/Singapore"]),
    (value_types.zone, "UTC+14:15", []),
    (value_types.zone, "UTC+13", []),
    (value_types.zone, "Mars", []),
    (value_types.hours, "9-17", ["09:00-17:00"]),
    (value_types.hours, "9am – 5.30 pm", ["09:00-17:30"]),  # noqa: RUF001 - as people write it
    (value_types.hours, "12am-12pm", ["00:00-12:00"]),
    (value_types.hours, False, ["closed"]),
    (value_types.hours, "never", ["closed"]),
    (value_types.hours, ["8-12", "13-17"], [["08:00-12:00", "13:00-17:00"]]),
    (value_types.hours, ["08:00-20:00", "18:00-10:00"], ["08:00-08:00"]),
    (value_types.hours, "morning", []),
    (value_types.hours, time(9), []),
    (value_types.day, "2026/12/25", [date(2026, 12, 25)]),
    (value_types.day, "12/25/2026", [date(2026, 12, 25)]),
    (value_types.day, "25 Dec 2026", [date(2026, 12, 25)]),
    (value_types.day, datetime(2026, 12, 25), [date(2026, 12, 25)]),  # noqa: DTZ001 - as in TOML
    (value_types.day, "11/12/2026", [date(2026, 12, 11), date(2026, 11, 12)]),
    (value_types.day, "2026-02-30", []),
    (value_types.day, "Christmas", []),
    (value_types.flag, "yes", [True]),
    (value_types.flag, "off", [False]),
    (value_types.flag, 1, [True]),
    (value_types.flag, "maybe", []),
    (value_types.names, "us, america", [["us", "america"]]),
    (value_types.names, [1], [["1"]]),
    (value_types.names, ["a", " "], [["a"]]),
    (value_types.name, "a\u200bb", ["ab"]),
    (value_types.name, 5, ["5"]),
    (value_types.text, " ", []),
    (COUNTED, "business hours", ["support-hours"]),
    (COUNTED, "Support Hours", ["support-hours"]),
    (STOPS, ["solved", "marked"], [["resolved", "marked"]]),
    (STOPS, [], []),
    (value_types.phone, "tel:+44 20 7946 0000", ["+44 20 7946 0000"]),
    (value_types.phone, "(+44) 20 7946 0000", ["+44 20 7946 0000"]),
    (value_types.phone, "call +44 20 7946 0000 now", ["+44 20 7946 0000"]),
    (value_types.phone, "call us", []),
    (value_types.url, "www.example.com", ["https://www.example.com"]),
    (value_types.url, "http:/example.com", ["https://example.com"]),
    (value_types.url, "javascript:alert(1)", []),
    (value_types.phone, "+1 1", []),
    (policy_types.phone_or_false, "+1 25", []),
    (policy_types.month_day, "25 x 12", ["12-25"]),
    (value_types.prefix, "A-B", ["A_B"]),
    (value_types.prefix, "2026", []),
]


@pytest.mark.parametrize(
    ("value_type", "given", "readings"),
    READINGS,
    ids=[f"{value_type.name[:15]} {given!r}" for value_type, given, _ in READINGS],
)
def test_readings(value_type: ValueType, given: object, readings: list[object]) -> None:
    assert nearest(value_type, given) == readings
    assert all(map(value_type.takes, readings))


def test_the_zones_are_searched_for_once() -> None:
    assert known_zones() is known_zones()


def test_a_fix_has_the_example_where_nothing_can_be_read() -> None:
    assert fix_of(value_types.duration, "often", '"4h"') == '"4h"'
    assert fix_of(value_types.duration, 60, '"4h"') == '"60m" or "60h"'
    assert fix_of(value_types.zone, "x", '"UTC"') == '"UTC", or the zone of another city'


@pytest.mark.parametrize(
    ("text", "address", "number"),
    [
        ("Bob <bob@example.com>", "bob@example.com", ""),
        ("mailto:a@example.com?subject=x", "a@example.com", ""),
        ("+44 20 7946 0000", "", "+44 20 7946 0000"),
        ("the desk", "", ""),
    ],
)
def test_contacts_in_a_text(text: str, address: str, number: str) -> None:
    assert (email_in(text), phone_in(text)) == (address, number)
