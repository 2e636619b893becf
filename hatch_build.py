"""Write the manual page into the wheel when it is built."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManPageHook(BuildHookInterface[Any]):
    """Add slt.1, generated from the commands, to a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the page; an editable install goes without."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from slt_cli.manpage import man_page  # noqa: PLC0415 - only now is it on the path

        page = Path(self.directory) / "slt.1"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(man_page(), encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/slt.1"
