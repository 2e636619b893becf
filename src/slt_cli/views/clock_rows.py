"""Clocks with their cases: what is shown about them, and the fields of the JSON contract."""

from datetime import datetime
from typing import Any

from slt_cli.domain.calendar.instant import Zone, format_utc, utc_or_none
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE, Clock
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.domain.standing import Standing
from slt_cli.output import Tone
from slt_cli.views.case import TONES

SCHEMA = "slt.due/1"


class ClockRow:
    """A clock with its case, its state and its zone. Case number 0 means that there is no case.

    The region is None if it is no longer configured. `others` are the case's other running clocks.
    """

    def __init__(
        self,
        clock: Clock,
        case: Case,
        standing: Standing,
        zone: Zone,
        region: Region | None,
        others: int = 0,
    ) -> None:
        self.clock, self.case, self.standing = clock, case, standing
        self.zone, self.region, self.others = zone, region, others

    def beside(self, others: int) -> "ClockRow":
        """Return the row of a case with as many other running clocks."""
        return ClockRow(self.clock, self.case, self.standing, self.zone, self.region, others)


def no_clock(case: Case) -> Clock:
    """Return the clock to show for a case without a target: a response clock without a due time."""
    return Clock(RESPONSE, 1, 0, case.opened_at, None, None)


def shown_clocks(case: Case) -> list[Clock]:
    """Return the clocks of a case, first its response clock, even if the case has no target."""
    clocks = [clock for clock in case.clocks if clock.kind != RESPONSE]
    return [case.clock(RESPONSE) or no_clock(case), *clocks]


def clock_row(policy: Policy, case: Case, clock: Clock, now: datetime) -> ClockRow:
    """Return a case's clock with its state at `now`."""
    standing = policy.standing(clock, case, now)
    return ClockRow(clock, case, standing, policy.zone_of(case), policy.regions.get(case.region))


def tone_of(row: ClockRow) -> Tone:
    """Return the tone of a clock's state."""
    return TONES.get(row.standing.state, "")


def case_id_of(policy: Policy, row: ClockRow) -> str | None:
    """Return the id of the case of a clock; None if there is no case."""
    return policy.case_id(row.case.number) if row.case.number else None


def clock_item(policy: Policy, row: ClockRow) -> dict[str, Any]:
    """Return a clock as the JSON contract has it."""
    return {
        "id": case_id_of(policy, row),
        "subject": row.case.subject or None,
        "priority": row.case.priority,
        "region": row.case.region,
        "partner": row.case.partner,
        "kind": row.clock.kind,
        "level": row.clock.level,
        "started_at": format_utc(row.clock.started_at),
        "due_at": utc_or_none(row.clock.due_at),
        "state": row.standing.state,
        "remaining_seconds": row.standing.remaining,
        "timezone": row.region.timezone if row.region else None,
        "ref": row.case.ref,
        "owner": row.case.owner,
        **_more(row),
        "decides": row.clock == row.case.leading_clock,
    }


def case_clock_item(row: ClockRow) -> dict[str, Any]:
    """Return a clock of one case as the JSON contract has it, without the facts of the case."""
    clock = row.clock
    return {
        "kind": clock.kind,
        "level": clock.level,
        "started_at": format_utc(clock.started_at),
        "due_at": utc_or_none(clock.due_at),
        "state": row.standing.state,
        "remaining_seconds": row.standing.remaining,
        "timezone": row.region.timezone if row.region else None,
        **_more(row),
        "stopped_at": utc_or_none(clock.stopped_at),
        "verdict": clock.verdict,
        "active_seconds": clock.active_seconds,
        "missed_due_at": utc_or_none(clock.missed_due_at),
    }


def _more(row: ClockRow) -> dict[str, Any]:
    target = row.clock.target
    held_since = row.case.held_since if row.clock.paused else None
    return {
        "cycle": row.clock.cycle,
        "target": str(target) if target else None,
        "target_seconds": target.known_seconds if target else None,
        "target_clock": target.clock if target else None,
        "held_since": utc_or_none(held_since),
    }
