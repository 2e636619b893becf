"""`slt config check`: report every fault of the configuration at once."""

from pathlib import Path
from typing import Annotated

import typer

from slt_cli.config import load_policy
from slt_cli.config.files import default_file, lay_over, read_sources
from slt_cli.output import Sheet
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
    code is 3. If there are none, nothing is printed unless you are on a terminal.

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
    load_policy(layers)
    checked = ", ".join(map(str, layers.files))
    app.show(
        Sheet(
            schema="slt.config-check/1",
            as_of=app.now,
            rows=(),
            item=dict,
            columns=(),
            key=str,
            empty=f"No faults in {checked}.",
        )
    )
