"""A file that a command writes for its user: what it never replaces."""

from pathlib import Path

from slt_cli.app import App
from slt_cli.config.in_force import require_no_configuration
from slt_cli.errors import RefusedError
from slt_cli.exchange.whole_file import require_allowed


def require_not_in_use(app: App, named: Path) -> None:
    """Refuse what no option lets a command replace."""
    if part := app.upkeep.part(named):
        raise RefusedError(f"{named} is {part} and was not touched", "name another file")
    require_no_configuration(named, app.config_file)
    require_allowed(named)
