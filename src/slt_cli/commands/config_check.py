"""`slt config check`: report every fault of the configuration at once."""

from pathlib import Path
from typing import Annotated

import typer

from slt_cli.config import parse_policy
from slt_cli.config.advice import advice_on
from slt_cli.config.files import default_file, lay_over, read_sources
from slt_cli.errors import Fault
from slt_cli.output import Column, Flex, Note, Sheet
from slt_cli.parameters import app_of


def config_check(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Check this file instead of those in use."),
    ] = None,
) -> None:
    """Report every fault, with its file, line and fix.

    FILE is checked as your own file would be, laid over the defaults. If there are faults, the exit
    code is 3. What is valid but rarely meant so is a warning, and the exit code stays 0. If there
    is neither, nothing is printed unless you are on a terminal.

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
    advice = advice_on(layers, parse_policy(layers), app.now)
    checked = ", ".join(map(str, layers.files))
    app.show(
        Sheet(
            schema="slt.config-check/1",
            as_of=app.now,
            rows=advice,
            item=Fault._asdict,
            columns=(
                Column("Warning", str, Flex.WRAPPED),
                Column("What to do", lambda row: row.fix, Flex.WRAPPED),
            ),
            key=lambda row: row.key,
            empty=f"No faults in {checked}.",
            notes=(Note("Faults", f"none in {checked}"),) if advice else (),
        )
    )
