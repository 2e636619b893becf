"""`slt verify`: rebuild every case from its events, and report any difference."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import typer

from slt_cli.commands.history_sheet import plain_value
from slt_cli.commands.parameters import app_of
from slt_cli.domain.case import Case, fold
from slt_cli.output import Column, Flex, Sheet
from slt_cli.store import Filter, Store


class Difference(NamedTuple):
    """Hold one field of a case whose stored value is not what its events add up to."""

    number: int
    field: str
    stored: Any
    rebuilt: Any


def verify_command(ctx: typer.Context) -> None:
    """Rebuild every case from its history and compare.

    Exits with 1 where a stored case is not what its events add up to.

    \b
    slt verify
    """
    app = app_of(ctx)
    rows = list(_differences(app.store))
    app.show(
        Sheet(
            schema="slt.verify/1",
            as_of=app.now,
            rows=rows,
            item=lambda row: {
                "id": app.policy.case_id(row.number),
                "field": row.field,
                "stored": plain_value(row.stored),
                "rebuilt": plain_value(row.rebuilt),
            },
            columns=(
                Column("Case", lambda row: app.policy.case_id(row.number)),
                Column("Field", lambda row: row.field),
                Column("Stored", lambda row: str(plain_value(row.stored)), Flex.WRAPPED),
                Column("Rebuilt", lambda row: str(plain_value(row.rebuilt)), Flex.WRAPPED),
            ),
            key=lambda row: app.policy.case_id(row.number),
            empty="Every case is what its events add up to.",
        )
    )
    if rows:
        raise typer.Exit(1)


def _differences(store: Store) -> Iterator[Difference]:
    stored_numbers = {case.number for case in store.cases(Filter())}
    for number in store.recorded():
        if number not in stored_numbers:
            yield Difference(number, "case", "missing", "recorded by its events")
    for case in store.cases(Filter()):
        events = store.events(case.number)
        if not events:
            yield Difference(case.number, "events", "none", "at least one")
            continue
        rebuilt = fold(case.number, events)
        for field, stored, right in zip(Case._fields, case, rebuilt, strict=True):
            if stored != right:
                yield Difference(case.number, field, stored, right)
