"""What a row's clock is promised: the due time that the row gives, else that of the target."""

from datetime import datetime

from slt_cli.domain.clocks import counted_on, promised
from slt_cli.domain.plan import Target
from slt_cli.domain.region import Region


def promise_of(
    target: Target, start: datetime, region: Region, due_at: datetime | None
) -> tuple[Target, datetime | None]:
    """Return a target counted from a start, and when it is due; `due_at` is what the row gives.

    Raises ScheduleError if support stays closed for longer than the horizon.
    """
    counted = counted_on(region.schedule, target)
    if counted is None or (due_at is not None and target.days is None):
        return target, due_at
    known, computed = promised(target, counted, start)
    return known, due_at or computed
