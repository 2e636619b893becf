"""The README and the pages of docs: short enough, linked, with every command and option."""

import re
from pathlib import Path

import pytest

from tests.test_words import commands

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
PAGES = [README, *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?://)([^)\s#]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
LONG = re.compile(r"--[a-z][a-z-]*[a-z]")
README_LINES = 250
EVERYTHING = "\n".join(TEXTS.values())
FOUND = set(LONG.findall(EVERYTHING))
COMMANDS = commands()
OPTIONS = sorted(
    {
        name
        for command in COMMANDS.values()
        for option in command.params
        for name in (*option.opts, *option.secondary_opts)
        if name.startswith("--")
    }
)


def links(page: Path) -> list[tuple[Path, str]]:
    """Return the files that a page links to, each with the heading in it, or an empty text."""
    found = LINK.findall(FENCED.sub("", TEXTS[page]))
    return [((page.parent / file).resolve() if file else page, part) for file, part in found]


def parts(page: Path) -> set[str]:
    """Return the names by which links reach the headings of a page."""
    headings = HEADING.findall(FENCED.sub("", TEXTS[page]))
    return {re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings}


def name_of(page: Path) -> str:
    """Return what a test calls a page."""
    return page.name


def test_the_readme_is_short():
    assert len(TEXTS[README].splitlines()) <= README_LINES


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading_of_it(page: Path):
    lost = [
        (file.name, part)
        for file, part in links(page)
        if not file.exists() or (part and part not in parts(file))
    ]
    assert lost == []


@pytest.mark.parametrize("page", PAGES[1:], ids=name_of)
def test_every_page_is_linked_from_the_readme(page: Path):
    assert page in [file for file, _ in links(README)]


@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "slt"])
def test_every_command_is_on_a_page(name: str):
    assert re.search(rf"(`|\$ ){name}(?![\w-])", EVERYTHING)


@pytest.mark.parametrize("name", OPTIONS)
def test_every_option_is_on_a_page(name: str):
    assert name in FOUND
