"""Write the manual page into the wheel when it is built."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    """Add slt.1, generated from the commands."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the page; an editable install goes without."""
        if version == "editable":
            return
        root, made = Path(self.root), Path(self.directory)
        sys.path.insert(0, str(root / "src"))
        from slt_cli.cli.man_page import man_page  # noqa: PLC0415 - only now on the path

        made.mkdir(parents=True, exist_ok=True)
        page = made / "slt.1"
        page.write_text(man_page(), encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/slt.1"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the generated page: what lies beside a wheel would be published with it."""
        del version, build_data, artifact_path
        (Path(self.directory) / "slt.1").unlink(missing_ok=True)
