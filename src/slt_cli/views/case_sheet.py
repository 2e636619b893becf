"""How `slt show` shows a case: its facts, what is due next, and whom to contact."""

from collections.abc import Iterator

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.escalation import has_no_levels
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Note, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import (
    GOING_ON,
    SCHEMA,
    TONES,
    case_item,
    describe_partner,
    level_contact,
    no_target,
    priority_to_report,
)
from slt_cli.views.lengths import describe_left


def case_sheet(policy: Policy, case: Case, times: Times) -> Sheet[Case]:
    """Return the sheet that shows one case: who, what, since when, and what to do next."""
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=[case],
        item=lambda case: case_item(policy, case),
        columns=(
            Column("Case", lambda case: _named(policy, case)),
            Column("Subject", lambda case: case.subject),
            Column("Partner", lambda case: describe_partner(policy, case)),
            Column("Customer", lambda case: case.customer or ""),
            Column("Priority", lambda case: priority_to_report(policy, case)),
            Column("Region", lambda case: _region(policy, case, times)),
            Column("Status", lambda case: _status(policy, case, times)),
            Column("Tags", lambda case: " ".join(case.tags)),
            Column("Opened", lambda case: times.of_case(case.opened_at, policy.zone_of(case))),
            Column("Next due", lambda case: _next_due(policy, case, times)),
            Column("Contact", lambda case: _contact(policy, case, times)),
        ),
        key=lambda case: policy.case_id(case.number),
        notes=tuple(_hotlines(policy, case, times)),
        record=True,
    )


def _named(policy: Policy, case: Case) -> str:
    name = policy.case_id(case.number)
    return f"{name} · ref {case.ref}" if case.ref else name


def _region(policy: Policy, case: Case, times: Times) -> str:
    """Return the region with the time there now; its key alone if it is no longer configured."""
    region = policy.regions.get(case.region)
    if region is None:
        return case.region
    return f"{region.name} · {format_instant(times.now, region.zone, times.now.year)} there"


def _status(policy: Policy, case: Case, times: Times) -> str:
    told: list[str] = [case.status]
    if case.held_since is not None:
        told.append(f"on hold since {times.of_case(case.held_since, policy.zone_of(case))}")
    if case.owner:
        told.append(f"owner {case.owner}")
    return " · ".join(told)


def _next_due(policy: Policy, case: Case, times: Times) -> Cell:
    """Return the clock that is due first, with what is left of it, or why there is none."""
    zone, clock = policy.zone_of(case), case.leading_clock
    if clock is None or clock.due_at is None or not clock.running:
        return Cell(_none_due(policy, case, times))
    standing = policy.standing(clock, case, times.now)
    due = f"{clock.name}, {times.of_case(clock.due_at, zone)}"
    told = " · ".join(filter(None, (due, describe_left(standing))))
    return Cell(told, TONES.get(standing.state, ""))


def _none_due(policy: Policy, case: Case, times: Times) -> str:
    """Return why nothing is due: the case is over, on hold, answered, or has no target."""
    zone = policy.zone_of(case)
    since = {
        "open": None,
        "responded": case.responded_at,
        "resolved": case.resolved_at,
        "closed": case.closed_at,
        "void": None,
    }[case.status]
    if any(clock.paused for clock in case.running_clocks):
        return f"none: on hold since {times.of_case(case.held_since, zone)}"
    if case.status == "open":
        return no_target(policy, case) if case.leading_clock is None else "none"
    return f"none: {case.status} {times.of_case(since, zone)}".rstrip()


def _contact(policy: Policy, case: Case, times: Times) -> str:
    """Return the contact of a case, or the first one there is; empty where the case is over."""
    partner_type = policy.partner_types.get(case.partner_type)
    if case.status not in GOING_ON or partner_type is None:
        return ""
    if has_no_levels(policy.levels, partner_type):
        return "nobody: no escalation level is configured"
    route, raised = policy.route_of(case), case.clock(ESCALATION)
    if raised is None:
        first = f"first level {policy.levels[0].number}, {route.whom}" if route.whom else ""
        return f"not escalated; {first or f'only through {route.contact}'}: slt contacts"
    since = f"{raised.name} since {times.of_case(raised.started_at, policy.zone_of(case))}"
    return level_contact(policy, case, since)


def _hotlines(policy: Policy, case: Case, times: Times) -> Iterator[Note]:
    known = case.region in policy.regions and case.partner_type in policy.partner_types
    if case.status in GOING_ON and known:
        from slt_cli.views.support_notes import hotline_note  # noqa: PLC0415 - not of a case that is over

        yield from hotline_note(policy, case, times.now)
