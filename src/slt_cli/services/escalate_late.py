"""`slt escalate --late`: raise, once, every case whose latest clock is late."""

from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from slt_cli.app import App
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case, event_between
from slt_cli.domain.escalation import escalate, latest_clock_is_late
from slt_cli.domain.policy import Policy
from slt_cli.errors import ConfigError
from slt_cli.output import Column, Flex, Note, Sheet
from slt_cli.services.change import each_despite_faults
from slt_cli.store.protocols import Filter
from slt_cli.views.case import case_item, when


class Late(NamedTuple):
    """Hold a late case after it was raised, or as it stays because its level is the last."""

    case: Case
    raised: bool


def escalate_late(app: App, at: datetime, reason: str | None, *, dry_run: bool) -> None:
    """Raise what is late at an instant, one transaction a case, and show who was raised to whom.

    Whoever else does the same meanwhile finds a clock that has just started, and leaves it alone.
    A case that cannot be raised, as its region is configured no more, keeps no other from it.
    """
    raise_it = partial(_raise, app, at=at, note=reason or "late", dry_run=dry_run)
    found, faults = each_despite_faults(_late_numbers(app, at), raise_it)
    rows = [row for row in found if row is not None]
    app.show(_sheet(app.policy, rows, at, dry_run=dry_run))
    if faults:
        raise ConfigError(faults)


def _late_numbers(app: App, at: datetime) -> list[int]:
    running = app.store.running(Filter(), due_before=format_utc(at))
    late = [clock.case for clock in running if latest_clock_is_late(clock.case, at)]
    return list(dict.fromkeys(case.number for case in late))


def _raise(app: App, number: int, *, at: datetime, note: str, dry_run: bool) -> Late | None:
    policy = app.policy
    if dry_run:
        found = app.store.case(number)
        return None if found is None else _after(policy, found, at)
    with app.store.writing() as transaction:
        before = transaction.case(number)
        if before is None or not latest_clock_is_late(before, at):
            return None
        late = _after(policy, before, at)
        if late.raised:
            event = event_between(before, late.case, "escalated", at, app.who, note)
            transaction.record(before, event)
        return late


def _after(policy: Policy, case: Case, at: datetime) -> Late:
    policy.route_of(case)  # what cannot be told whom to contact is not raised
    if case.level >= len(policy.levels):
        return Late(case, raised=False)
    level = policy.levels[case.level]
    return Late(escalate(case, level, policy.region_of(case).schedule, at), raised=True)


def escalation_item(policy: Policy, case: Case, *, raised: bool, dry_run: bool) -> dict[str, Any]:
    """Return an escalated case as the JSON contract has it, with whom to contact and how."""
    way = policy.route_of(case)
    return {
        **case_item(policy, case),
        "raised": raised,
        "dry_run": dry_run,
        "channel": way.channel,
        "contact": way.contact,
        "url": way.url or None,
    }


def _sheet(policy: Policy, rows: list[Late], now: datetime, *, dry_run: bool) -> Sheet[Late]:
    def answer_due(case: Case) -> str:
        return when(policy, case, case.escalation_due_at, now)

    def raised(row: Late) -> str:
        return f"to level {row.case.level}" if row.raised else "no: last level"

    def item(row: Late) -> dict[str, Any]:
        return escalation_item(policy, row.case, raised=row.raised, dry_run=dry_run)

    return Sheet(
        schema="slt.case/1",
        as_of=now,
        rows=rows,
        item=item,
        columns=(
            Column("Case", lambda row: policy.case_id(row.case.number)),
            Column("Priority", lambda row: row.case.priority),
            Column("Raised", raised),
            Column("Answer due", lambda row: answer_due(row.case)),
            Column("Contact", lambda row: str(policy.route_of(row.case)), Flex.WRAPPED),
        ),
        key=lambda row: policy.case_id(row.case.number),
        empty="No case is late.",
        notes=(Note("Dry run", "nothing was recorded"),) if dry_run else (),
    )
