"""Ask a policy when a clock is due, after the moments of a case that are written as data."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from slt_cli.config import load_policy
from slt_cli.config.files import Source, default_file, parsed, read_sources
from slt_cli.config.layers import lay_over
from slt_cli.domain.calendar.wallclock import first_and_last, utc_instant
from slt_cli.domain.clocks import Clock
from slt_cli.domain.life import live
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.moments import FACTS, Moment
from slt_cli.domain.policy import Policy
from tests.domain.given import moment

KINDS = {
    "answer": "responded",
    "followup": "followup",
    "hold": "held",
    "resume": "resumed",
    "raise": "escalated",
    "change": "updated",
}


def policy_in(text: str) -> Policy:
    """Return the policy in the text of a file, laid over the shipped one as any other file."""
    own: Source = parsed(Path("own.toml"), text.encode())
    return load_policy(lay_over([*read_sources(default_file()), own]))


def asked(policy: Policy, ask: Mapping[str, Any]) -> Clock | None:
    """Return the last clock of the kind that is asked; None if there is none.

    `ask` has `clock`, `priority`, `opened` (or `opened_typed`, a local time of the region), and may
    have `region`, `partner_type` and `events`.
    """
    region = policy.region(ask.get("region", policy.default_region))
    case = open_case(
        policy,
        subject="Asked",
        priority=policy.priority(ask["priority"]),
        region=region,
        partner_type=policy.partner_type(ask.get("partner_type", policy.default_partner_type)),
        opened_at=moment(ask["opened"])
        if "opened" in ask
        else typed(ask["opened_typed"], region.zone.info),
    )
    for happened in moments(ask.get("events", ())):
        case = live(case, [happened], policy)
    found = [clock for clock in case.clocks if clock.kind == ask["clock"]]
    return max(found, key=lambda clock: clock.order, default=None)


def typed(text: str, zone: Any) -> datetime:
    """Return the first instant with a local time; where it does not exist, that of the change."""
    local = datetime.fromisoformat(text)
    second = local.hour * 3600 + local.minute * 60
    return utc_instant(first_and_last(zone, local.toordinal(), second)[0]).astimezone(UTC)


def moments(events: Any) -> Iterator[Moment]:
    """Yield the moments of a case; each escalation is to the next level."""
    level = 0
    for event in events:
        level += event["what"] == "raise"
        facts = {fact: event[fact] for fact in FACTS if fact in event}
        yield Moment(KINDS[event["what"]], moment(event["at"]), level=level, facts=facts)
