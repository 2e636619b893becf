"""Draw the first examples of the README, run on a terminal of 80 columns: docs/first-screen.svg."""

import io
import os
import re
import shlex
import sys
import tempfile
import time
from contextlib import redirect_stdout
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.text import Text

from slt_cli.app import App
from slt_cli.cli.program import run
from slt_cli.output.streams import Terminal

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "first-screen.svg"
COLUMNS = 80
NOW = datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
ZONE = "America/Los_Angeles"
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def commands(readme: str) -> list[str]:
    """Return the command lines of the first session of the README."""
    session = readme[readme.index("```console\n") :].split("```")[1]
    return re.findall(r"^\$ (.*)$", session, re.MULTILINE)


def printed(command: str) -> str:
    """Run a command line as on a terminal in colour, and return what it prints."""
    caught = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    terminal = Terminal(stdin=True, stdout=True, stderr=True)
    with redirect_stdout(caught):
        code = run(shlex.split(command)[1:], partial(App, terminal=terminal, clock=lambda: NOW))
        caught.flush()
    if code:
        raise SystemExit(f"{command}: exit code {code}")
    return caught.buffer.getvalue().decode().rstrip("\n")


def picture(lines: list[str]) -> str:
    """Return a picture of command lines and what each prints, which loads no font."""
    console = Console(
        record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, highlight=False
    )
    for line in lines:
        console.print(Text.assemble(("$ ", "dim"), (line, "bold")))
        console.print(Text.from_ansi(printed(line)))
    return FONTS.sub("", console.export_svg(title="slt", unique_id="slt"))


def main() -> None:
    """Draw the picture, with a home and an environment of its own, into a file or the page's."""
    target = Path(sys.argv[1]).absolute() if sys.argv[1:] else PICTURE
    with tempfile.TemporaryDirectory() as home:
        kept = {"PATH": os.environ["PATH"]}
        os.environ.clear()
        os.environ.update(kept, HOME=home, TZ=ZONE, COLUMNS=str(COLUMNS), TERM="xterm-256color")
        time.tzset()
        drawn = picture(commands((ROOT / "README.md").read_text(encoding="utf-8")))
    target.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
