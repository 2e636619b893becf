"""`slt recalc`: due times that the present configuration would change."""

from datetime import datetime
from functools import partial
from itertools import chain
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.domain.case import Case, event_between
from slt_cli.domain.policy import Policy
from slt_cli.domain.revision import recalculate
from slt_cli.domain.standing import Clock
from slt_cli.errors import ConfigError
from slt_cli.output import Column, Flex, Sheet
from slt_cli.parameters import app_of
from slt_cli.services.change import each_despite_faults
from slt_cli.store.protocols import Filter
from slt_cli.views.case import utc_or_none, when


class Difference(NamedTuple):
    """Hold a running clock as it was promised and as the configuration would have it now."""

    case: Case
    promised: Clock
    recalculated: Clock


def recalc_command(
    ctx: typer.Context,
    apply: Annotated[
        bool, typer.Option("--apply", help="Record the new due times instead of only showing them.")
    ] = False,
) -> None:
    """Show due times that the configuration would change.

    A due time is a promise: a change of hours, holidays or targets leaves it alone until --apply
    records the new one.

    \b
    slt recalc
    slt recalc --apply
    """
    app = app_of(ctx)
    if apply:
        app.recorded_at(None)  # refused while the clock is behind
    before = list(app.store.cases(Filter(statuses=("open", "responded"))))
    found, faults = each_despite_faults(before, partial(_differences, app, apply=apply))
    app.show(_sheet(app.policy, list(chain.from_iterable(found)), app.now))
    if faults:
        raise ConfigError(faults)


def _differences(app: App, found: Case, *, apply: bool) -> list[Difference]:
    differences = _of_case(app.policy, found)
    if not (differences and apply):
        return differences
    with app.store.writing() as transaction:
        case = transaction.case(found.number) or found
        if differences := _of_case(app.policy, case):
            after = _recalculated(app.policy, case)
            event = event_between(case, after, "updated", app.now, app.who, "recalculated")
            transaction.record(case, event)
    return differences


def _of_case(policy: Policy, case: Case) -> list[Difference]:
    if not (case.awaits_response or any(clock.running for clock in case.clocks())):
        return []
    clocks = zip(case.clocks(), _recalculated(policy, case).clocks(), strict=True)
    return [
        Difference(case, promised, recalculated)
        for promised, recalculated in clocks
        if promised.due_at != recalculated.due_at
    ]


def _recalculated(policy: Policy, case: Case) -> Case:
    level = policy.levels[case.level - 1] if 0 < case.level <= len(policy.levels) else None
    return recalculate(
        case,
        policy.priority_of(case),
        policy.region_of(case),
        policy.plan_for(policy.partner_type_of(case)),
        level,
    )


def _sheet(policy: Policy, rows: list[Difference], now: datetime) -> Sheet[Difference]:
    def item(row: Difference) -> dict[str, Any]:
        return {
            "id": policy.case_id(row.case.number),
            "kind": row.promised.kind,
            "level": row.promised.level,
            "due_at": utc_or_none(row.promised.due_at),
            "recalculated_due_at": utc_or_none(row.recalculated.due_at),
        }

    return Sheet(
        schema="slt.recalc/1",
        as_of=now,
        rows=rows,
        item=item,
        columns=(
            Column("Case", lambda row: policy.case_id(row.case.number)),
            Column("Clock", lambda row: row.promised.name),
            Column(
                "Promised", lambda row: when(policy, row.case, row.promised.due_at, now) or "none"
            ),
            Column(
                "Recalculated",
                lambda row: when(policy, row.case, row.recalculated.due_at, now) or "none",
            ),
            Column("Subject", lambda row: row.case.subject, Flex.SHORTENED, gives_way=1),
        ),
        key=lambda row: policy.case_id(row.case.number),
        empty="Every due time is what the configuration promises.",
    )
