"""`slt config check`: report every fault of the configuration at once."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from slt_cli.config import parse_policy
from slt_cli.config.files import default_file, read_sources
from slt_cli.config.layers import lay_over
from slt_cli.config.validation import all_loaded
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.config.warnings import config_warnings
from slt_cli.errors import Fault
from slt_cli.exchange.profiles import profiles_in
from slt_cli.output import Cell, Column, Note, Sheet
from slt_cli.parameters import app_of


def config_check(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", readable=False, help="Check this file instead of those in use."
        ),
    ] = None,
) -> None:
    """Report every fault and warning, with its file, line and fix.

    FILE is checked as your own file would be, laid over the defaults. If there are faults, the exit
    code is 3. A warning is about what is valid but rarely meant: the exit code is 0. If there is
    neither, nothing is printed unless you are on a terminal.

    \b
    slt config check
    slt config check new.toml && cp new.toml ~/.config/slt/config.toml
    """
    app = app_of(ctx)
    if file is None:
        app.do_without_store()
        layers = app.layers
    else:
        layers = lay_over(read_sources(default_file(), explicit=file))
    parsed, *_ = all_loaded(layers, parse_policy, profiles_in, load_vocabulary)
    warnings = config_warnings(layers, parsed, app.now)
    app.show(_sheet(warnings, ", ".join(map(str, layers.files)), app.now))


def _sheet(warnings: list[Fault], checked: str, now: datetime) -> Sheet[Fault]:
    return Sheet(
        schema="slt.config-check/1",
        as_of=now,
        rows=warnings,
        item=lambda row: {"state": "warning", **row._asdict()},
        columns=(
            Column("State", lambda _: Cell("warning", "soon")),
            Column("Where", _where),
            Column("Key", lambda row: row.key),
            Column("Found", lambda row: row.problem, "wrapped"),
            Column("What to do", lambda row: row.fix, "wrapped"),
        ),
        key=lambda row: row.key,
        empty=f"No faults in {checked}.",
        notes=(Note("Faults", f"none in {checked}"),) if warnings else (),
    )


def _where(row: Fault) -> str:
    return f"{row.file}:{row.line}" if row.line else row.file
