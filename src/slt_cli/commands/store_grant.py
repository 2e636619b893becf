"""`slt store grant`: what roles of a database server may do with the store."""

from collections.abc import Sequence
from typing import Annotated, Any, assert_never

import typer

from slt_cli.app import App
from slt_cli.errors import UsageError
from slt_cli.output import FOR_PEOPLE, Column, Note, Sheet, Words
from slt_cli.output.streams import write_utf_8
from slt_cli.output.text import printable
from slt_cli.parameters import app_of
from slt_cli.store.roles import Granted, Member, RoleKind


def store_grant(
    ctx: typer.Context,
    agent: Annotated[
        list[str] | None,
        typer.Option("--agent", metavar="ROLE", help="A role that records and reads; repeatable."),
    ] = None,
    reader: Annotated[
        list[str] | None,
        typer.Option("--reader", metavar="ROLE", help="A role that only reads; repeatable."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Run the statements instead of only printing them.")
    ] = False,
) -> None:
    """Let roles of a database server record or read.

    An agent records on cases and reads them, a reader only reads. Neither can change or remove
    events, set the team's policy or use `slt redact`: that is for the owner of the tables. All
    other rights on the tables are taken back from the role. The statements are printed; --apply
    runs them, all or none.

    \b
    slt store grant --agent ben --reader eve
    slt store grant --agent ben --apply
    """
    app = app_of(ctx)
    granted = app.upkeep.grant(_members(agent or [], reader or []), apply=apply)
    if apply or app.options.quiet or app.format not in FOR_PEOPLE:
        app.show(_sheet(app, granted))
    else:
        _print(app, granted)


def _members(agents: Sequence[str], readers: Sequence[str]) -> list[Member]:
    if both := [role for role in agents if role in readers]:
        raise UsageError(
            f"the role {both[0]} is given as an agent and as a reader", "an agent reads, too"
        )
    members = [
        *(Member(role, RoleKind.AGENT) for role in agents),
        *(Member(role, RoleKind.READER) for role in readers),
    ]
    if not members:
        raise UsageError("no role is given", "name one or more with --agent or --reader")
    if not all(each.role for each in members):
        raise UsageError("a role without a name is given", "name it, such as --reader eve")
    return list(dict.fromkeys(members))


def _print(app: App, granted: Sequence[Granted]) -> None:
    """Print the statements as one transaction, as psql reads it."""
    given = (statement for each in granted for statement in each.statements)
    shown = printable if app.terminal.stdout else str
    if not app.terminal.stdout:
        write_utf_8()
    app.write("".join(f"{shown(statement)};\n" for statement in ("BEGIN", *given, "COMMIT")))


def _sheet(app: App, granted: Sequence[Granted]) -> Sheet[Granted]:
    def item(row: Granted) -> dict[str, Any]:
        return {
            "role": row.member.role,
            "kind": row.member.kind.value,
            "schema": row.schema,
            "statements": Words(f"{statement};" for statement in row.statements),
            "applied": row.was_applied,
        }

    return Sheet(
        schema="slt.store-grant/1",
        as_of=app.now,
        rows=granted,
        item=item,
        columns=(
            Column("Role", lambda row: row.member.role, "wrapped"),
            Column("Kind", lambda row: row.member.kind.value),
            Column("May now", lambda row: _may(row.member.kind), "wrapped"),
        ),
        key=lambda row: row.member.role,
        notes=tuple(
            Note(
                each.member.role,
                f"by a group, PUBLIC or another role it has also {', '.join(each.more)}",
            )
            for each in granted
            if each.more
        ),
    )


def _may(kind: RoleKind) -> str:
    match kind:
        case RoleKind.AGENT:
            return "record on cases, and read"
        case RoleKind.READER:
            return "read"
        case unknown:
            assert_never(unknown)
