"""Types of the values in calendars."""

from datetime import date

from slt_cli.config import value_types
from slt_cli.config.display import brief
from slt_cli.config.value_types import ValueType
from slt_cli.domain.calendar.schedule import MonthDay

_LEAP_YEAR = 2000


def _month_day(value: object) -> MonthDay:
    month, _, number = value_types.text.parse(value).strip().partition("-")
    try:
        day = date(_LEAP_YEAR, int(month), int(number))
    except ValueError:
        raise ValueError(f"{brief(value)} is not a month and a day such as 12-25") from None
    return day.month, day.day


month_day = ValueType("month and day", _month_day, '"12-25"')
