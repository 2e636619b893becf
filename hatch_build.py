"""Write into the wheel what is made when it is built: the manual page, the parsed defaults."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    """Add slt.1, generated from the commands, and the shipped TOML files as Python modules."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate the files; an editable install goes without."""
        if version == "editable":
            return
        root, made = Path(self.root), Path(self.directory)
        sys.path.insert(0, str(root / "src"))
        from slt_cli.config.prepared import SHIPPED, prepare  # noqa: PLC0415 - only now on the path
        from slt_cli.manpage import man_page  # noqa: PLC0415

        made.mkdir(parents=True, exist_ok=True)
        page = made / "slt.1"
        page.write_text(man_page(), encoding="utf-8")
        build_data["shared_data"][str(page)] = "share/man/man1/slt.1"
        for name in SHIPPED:
            module = made / f"prepared_{name}.py"
            content = (root / "config" / f"{name}.toml").read_bytes()
            module.write_text(prepare(name, content), encoding="utf-8")
            build_data["force_include"][str(module)] = f"slt_cli/prepared/{name}.py"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the generated files: what lies beside a wheel would be published with it."""
        del version, build_data, artifact_path
        made = Path(self.directory)
        for file in (made / "slt.1", *made.glob("prepared_*.py")):
            file.unlink(missing_ok=True)
