"""`slt` without a command: an overview for a person at a terminal, else the help."""

from typing import Any

from slt_cli.app import App
from slt_cli.cli.loading import function_of
from slt_cli.output import Format


def shows_overview(ctx: Any) -> bool:  # noqa: ANN401 - Typer's own type
    """Show the overview and return True, if a person reads it at a terminal."""
    app: App = ctx.obj(ctx.params)
    if not app.terminal.stdout or app.options.quiet or app.format is not Format.TABLE:
        return False
    ctx.call_on_close(app.close)
    function_of("overview:show_overview")(app)
    return True
