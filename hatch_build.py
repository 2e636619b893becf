"""Write into a wheel what is made when it is built: the manual page, and the shipped policy."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE, TABLES = "slt.1", "shipped_tables.py"


class BuildHook(BuildHookInterface[Any]):
    """Add slt.1, generated from the commands, and the shipped policy as a Python module."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate both; an editable install goes without."""
        if version == "editable":
            return
        root, made = Path(self.root), Path(self.directory)
        sys.path.insert(0, str(root / "src"))
        from slt_cli.cli.man_page import man_page  # noqa: PLC0415 - only now on the path
        from slt_cli.config.prepare import source_of_shipped_tables  # noqa: PLC0415

        made.mkdir(parents=True, exist_ok=True)
        page, tables = made / PAGE, made / TABLES
        page.write_text(man_page(), encoding="utf-8")
        tables.write_text(source_of_shipped_tables(), encoding="utf-8")
        build_data["shared_data"][str(page)] = f"share/man/man1/{PAGE}"
        build_data["force_include"][str(tables)] = f"slt_cli/config/{TABLES}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was generated: what lies beside a wheel would be published with it."""
        del version, build_data, artifact_path
        for name in (PAGE, TABLES):
            (Path(self.directory) / name).unlink(missing_ok=True)
