"""The recipes of docs/scripting.md."""

import re
from pathlib import Path

PAGE = (Path(__file__).parents[2] / "docs" / "scripting.md").read_text(encoding="utf-8")


def recipes(language: str) -> list[str]:
    """Return the blocks of a language, in the order of the page."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def recipe(language: str, word: str) -> str:
    """Return the only block of a language that contains a word."""
    (found,) = [each for each in recipes(language) if word in each]
    return found
