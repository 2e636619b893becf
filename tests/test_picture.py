"""The picture of the README shows what its first examples print now."""

import subprocess
import sys
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.test_readme import README, ROOT, blocks

SVG = "{http://www.w3.org/2000/svg}"
PICTURE = ROOT / "docs" / "first-screen.svg"
SCRIPT = ROOT / "docs" / "picture.py"


def lines(picture: Path) -> list[str]:
    """Return the lines of the terminal in a picture, without the title above it."""
    texts = [each for each in ET.parse(picture).iter(f"{SVG}text") if "clip-path" in each.attrib]
    return [line_of(row) for _, row in groupby(texts, key=lambda each: each.attrib["y"])]


def line_of(row: Iterable[ET.Element]) -> str:
    """Return a line with each text of it at its column; blanks between them are not drawn."""
    line = ""
    for each in row:
        text = (each.text or "").replace("\xa0", " ").rstrip("\n")
        if text:
            width = float(each.attrib["textLength"]) / len(text)
            line = line.ljust(round(float(each.attrib["x"]) / width)) + text
    return line.rstrip()


def test_the_picture_shows_the_first_session_of_the_readme():
    session = blocks("console", README)[0]
    assert lines(PICTURE) == session.splitlines(), "run: python docs/picture.py"


def test_the_script_draws_what_the_commands_print_now(tmp_path: Path):
    drawn = tmp_path / "drawn.svg"
    subprocess.run([sys.executable, SCRIPT, drawn], check=True, timeout=60)
    assert lines(drawn) == lines(PICTURE), "run: python docs/picture.py"


def test_the_picture_loads_nothing():
    text = PICTURE.read_text(encoding="utf-8")
    assert "url(http" not in text
    assert "@font-face" not in text
    assert "href" not in text
