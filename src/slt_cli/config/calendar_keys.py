"""The keys of exceptions from opening hours, of shared lists of holidays, and of schedules."""

from slt_cli.config import policy_types, value_types
from slt_cli.config.key import REQUIRED, Key


def exception_keys(table: str) -> tuple[Key, ...]:
    """Return the keys of each entry of a list of exceptions."""
    return (
        Key(f"{table}[].date", value_types.day, "", "date with other opening hours"),
        Key(f"{table}[].from", value_types.day, "", "first of several such dates"),
        Key(f"{table}[].to", value_types.day, "", "last of these dates"),
        Key(
            f"{table}[].yearly",
            policy_types.month_day,
            "",
            "month and day of such a date in every year",
        ),
        Key(
            f"{table}[].name",
            value_types.name,
            REQUIRED,
            "name of the holiday",
            '"Christmas Day"',
        ),
        Key(
            f"{table}[].hours",
            value_types.hours,
            (),
            "opening hours on that date; without them it is closed",
        ),
    )


SHARED_LISTS = Key(
    "regions.*.holidays",
    value_types.names,
    (),
    "lists under `holidays` whose dates count here, too",
    '["us"]',
)

HOLIDAY_KEYS = exception_keys("holidays.*")

SCHEDULE_KEYS = (
    Key(
        "schedules.*.timezone",
        value_types.zone,
        "",
        "IANA time zone of its hours, if not that of the region",
    ),
    Key(
        "schedules.*.hours.*",
        value_types.hours,
        REQUIRED,
        "opening hours of a day or of several days",
    ),
    Key(
        "schedules.*.holidays",
        value_types.names,
        (),
        "lists under `holidays` whose dates count here, too",
        '["us"]',
    ),
    *exception_keys("schedules.*.exceptions"),
)
