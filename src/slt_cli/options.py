"""The options that every command takes, as values."""

from pathlib import Path
from typing import NamedTuple

from slt_cli.domain.calendar.whose import Whose
from slt_cli.output import Color, Format
from slt_cli.store.location import Location


class Options(NamedTuple):
    """The options that every command takes; None where nothing was asked for."""

    config: Path | None = None
    db: Location | None = None
    output: Format | None = None
    quiet: bool = False
    color: Color = Color.AUTO
    times: Whose | None = None
    no_pager: bool = False
