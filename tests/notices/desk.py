"""A desk that writes down every message it gets: a program for a channel of the kind `command`."""

import json
import sys
from pathlib import Path
from typing import Any

_PROGRAM = f"""#!{sys.executable}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
if (here / "refuses").exists():
    sys.exit(int((here / "refuses").read_text()))
with (here / "messages.jsonl").open("a") as file:
    file.write(json.dumps(json.load(sys.stdin)) + "\\n")
"""


class Desk:
    """The messages that a channel got, and whether it refuses more."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.program = directory / "desk"
        self.program.write_text(_PROGRAM)
        self.program.chmod(0o755)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Return what it got, in order."""
        file = self.directory / "messages.jsonl"
        return [*map(json.loads, file.read_text().splitlines())] if file.exists() else []

    @property
    def told(self) -> list[list[str]]:
        """Return for each message what it tells: `CASE-1 due`."""
        return [[f"{i['id']} {i['moment']}" for i in m["items"]] for m in self.messages]

    def refuse(self, code: int = 1) -> None:
        """Refuse all messages from now on."""
        (self.directory / "refuses").write_text(str(code))

    def accept(self) -> None:
        """Take messages again."""
        (self.directory / "refuses").unlink()

    def channel(self, key: str, *more: str) -> str:
        """Return its lines in a configuration file."""
        command = json.dumps([str(self.program)])
        return "\n".join(
            [f"[channels.{key}]", 'kind = "command"', f"command = {command}", *more, ""]
        )


def notices(*at: str, to: str = "desk", **filters: list[str]) -> str:
    """Return a rule in a configuration file."""
    lines = ["[[notices]]", f"at = {json.dumps(at)}", f"to = {json.dumps([to])}"]
    lines += [f"{name} = {json.dumps(values)}" for name, values in filters.items()]
    return "\n".join([*lines, ""])
