"""A target as a store keeps it: its seconds, and what they are counted on.

Business days are kept with what they are counted on, as `2bd of support-hours`; their seconds are
those from the start of the clock. So no store needs a column for them.
"""

from functools import lru_cache

from slt_cli.domain.calendar.business_days import BusinessDays, parse_business_days
from slt_cli.domain.plan import Target

_MOST_CLOCKS = 1024
_OF = " of "


def target_row(target: Target | None) -> tuple[int | None, str | None]:
    """Return a target's seconds and what they are counted on, as texts for columns."""
    if target is None:
        return None, None
    if target.days is None:
        return target.seconds, target.clock
    return target.seconds, f"{target.days}{_OF}{target.clock}"


def read_target(seconds: int, counted_on: str | None) -> Target:
    """Return the target in a row; raises ValueError for one that no clock can have."""
    if counted_on is None:
        raise ValueError("a target is counted on nothing")
    return Target(seconds, *_clock(counted_on))


@lru_cache(_MOST_CLOCKS)
def _clock(counted_on: str) -> tuple[str, BusinessDays | None]:
    length, _, clock = counted_on.partition(_OF)
    days = parse_business_days(length) if clock else None
    return (counted_on, None) if days is None else (clock, days)
