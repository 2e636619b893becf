"""`slt verify`: rebuild every case from its events, and report any difference."""

import typer

from slt_cli.app import App
from slt_cli.errors import StoreError
from slt_cli.output import Column, Sheet
from slt_cli.parameters import app_of
from slt_cli.store.checking import Difference, differences
from slt_cli.store.counters import require_counters
from slt_cli.views.differences import flat_differences
from slt_cli.views.fields import plain_value


def verify_command(ctx: typer.Context) -> None:
    """Rebuild every case from its history and compare.

    Exits with 1 if any stored case is not what its events add up to, and with 5 if others made
    something in the store, such as a trigger, that may change what is recorded, or a counter would
    give a number twice.

    \b
    slt verify
    """
    app = app_of(ctx)
    changed = _not_own_schema(app)
    rows = list(flat_differences(differences(app.store)))
    if rows or changed is None:
        app.show(_sheet(app, rows))
    if changed is not None:
        raise changed
    if rows:
        raise typer.Exit(1)
    require_counters(app.store, f"the store {app.location}")


def _not_own_schema(app: App) -> StoreError | None:
    """Return the error for a store in which others made something that may act; None without."""
    try:
        app.store.require_own_schema()
    except StoreError as error:
        return error
    return None


def _sheet(app: App, rows: list[Difference]) -> Sheet[Difference]:
    return Sheet(
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
            Column("Stored", lambda row: str(plain_value(row.stored)), "wrapped"),
            Column("Rebuilt", lambda row: str(plain_value(row.rebuilt)), "wrapped"),
        ),
        key=lambda row: app.policy.case_id(row.number),
        empty="Every case is what its events add up to.",
    )
