"""Types of the values of a provider's rules: lengths, clocks, shares, hotlines, yearly dates."""

from datetime import date
from typing import Any

from slt_cli.config import contact_formats, value_types
from slt_cli.config.display import brief
from slt_cli.config.value_types import ValueType
from slt_cli.domain.calendar.business_days import BusinessDays, parse_business_days
from slt_cli.domain.calendar.schedule import MonthDay
from slt_cli.domain.plan import Objective
from slt_cli.domain.policy import REF

_MOST_DECIMALS = 3
_LEAP_YEAR = 2000


def _length(value: object) -> int | BusinessDays:
    days = parse_business_days(value) if isinstance(value, str) else None
    if days is not None:
        return days
    if isinstance(value, str) and "bd" in value.lower():
        raise ValueError(f"{brief(value)} is not a length such as 2bd, 1bd-end or 4h")
    try:
        seconds: int = value_types.duration.parse(value)
    except ValueError as error:
        raise ValueError(str(error).replace("1h30m or 2d", "1h30m, 2d or 2bd")) from None
    return seconds


def _length_or_false(value: object) -> int | BusinessDays | None:
    return None if value is False else _length(value)


def _objective(value: object) -> Objective:
    share, sign, rest = value_types.text.parse(value).strip().partition("%")
    whole, _, decimals = share.strip().partition(".")
    digits = whole + decimals
    if not sign or rest or not (whole and digits.isdecimal() and digits.isascii()):
        raise ValueError(f"{brief(value)} is not a percentage such as 95%")
    if len(decimals) > _MOST_DECIMALS or len(whole) > _MOST_DECIMALS:
        raise ValueError(f"{brief(value)} has more than {_MOST_DECIMALS} digits beside its point")
    thousandths = int(whole + decimals.ljust(_MOST_DECIMALS, "0"))
    if not 0 < thousandths <= 100_000:
        raise ValueError(f"{brief(value)} must be above 0% and at most 100%")
    return Objective(thousandths)


def _all_hours(value: Any) -> str:  # noqa: ANN401 - TOML data
    if value != "24x7":
        raise ValueError(f'must be "24x7", or a table of hours, not {brief(value)}')
    return "24x7"


def _phone_or_false(value: object) -> str:
    number: str = "" if value is False else value_types.phone.parse(value)
    return number


def _month_day(value: object) -> MonthDay:
    month, _, number = value_types.text.parse(value).strip().partition("-")
    try:
        day = date(_LEAP_YEAR, int(month), int(number))
    except ValueError:
        raise ValueError(f"{brief(value)} is not a month and a day such as 12-25") from None
    return day.month, day.day


def _case_url(value: object) -> str:
    url: str = value_types.text.parse(value)
    if REF not in url:
        raise ValueError(f"{brief(value)} has no {REF}, which stands for the reference of a case")
    if not contact_formats.is_url(url.replace(REF, "1")) or REF in contact_formats.host_of(url):
        raise ValueError(f"{brief(value)} is not an address such as https://example.com/{REF}")
    return url


length = ValueType("duration or business days", _length, '"4h"')
length_or_false = ValueType("duration, business days or false", _length_or_false, '"4h"')
clock = ValueType("clock", value_types.name.parse, '"support-hours"')
objective = ValueType("percentage", _objective, '"95%"')
phone_or_false = ValueType("phone number or false", _phone_or_false, value_types.phone.example)
all_hours = ValueType('"24x7"', _all_hours, '"24x7"')
case_url = ValueType("address with {ref}", _case_url, '"https://example.com/cases/{ref}"')
month_day = ValueType("month and day", _month_day, '"12-25"')
