"""A page loads nothing, says so, and can be read in light and dark and on paper."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from slt_cli.output.html.elements import element
from slt_cli.output.html.page import START, is_page, page
from tests.output.html.hostile import HOSTILE
from tests.output.html.reading import Node, read_page

EMPTY = page("Nothing", [])


def metas(read: Node) -> dict[str, str]:
    return {
        meta.attributes.get("name", meta.attributes.get("http-equiv", "")): meta.attributes.get(
            "content", ""
        )
        for meta in read.all("meta")
    }


def test_it_says_first_what_wrote_it() -> None:
    assert EMPTY.startswith("<!DOCTYPE html>\n")
    assert EMPTY.index('<meta name="generator" content="slt report">') < 1000
    assert is_page(EMPTY.encode()[:START])


@pytest.mark.parametrize(
    "start",
    [
        pytest.param("", id="nothing"),
        pytest.param("<!DOCTYPE html>\n<html><head></head></html>", id="another page"),
        pytest.param('<meta name="generator" content="slt report">', id="no page"),
        pytest.param(
            f'<!DOCTYPE html>{" " * 1000}<meta name="generator" content="slt report">',
            id="what says so later",
        ),
        pytest.param(
            '<!DOCTYPE html><meta name="generator" content="slt reports">', id="another program"
        ),
    ],
)
def test_another_file_is_not_a_page(start: str) -> None:
    assert not is_page(start.encode())


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_title_can_neither_be_markup_nor_a_sign_of_a_page(title: str) -> None:
    read = read_page(page(title, [element("p", title)]))
    assert {node.tag for node in read.all()} == {
        *("html", "head", "meta", "title", "style", "body", "main", "p")
    }


def test_it_allows_its_own_style_and_nothing_else() -> None:
    read = read_page(EMPTY)
    style = read.one("style").text.encode()
    allowed = b64encode(sha256(style).digest()).decode()
    assert metas(read)["Content-Security-Policy"] == (
        f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    )
    assert read.attributes == {"lang": "en"}
    assert metas(read)["viewport"] == "width=device-width, initial-scale=1"


def test_the_style_loads_nothing() -> None:
    style = read_page(EMPTY).one("style").text
    assert not re.search(r"@import|@font-face|url\(|https?:|<|\\", style)


def colors(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", block))


def luminance(color: str) -> float:
    """Return the relative luminance of a color, as WCAG 2 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    style = read_page(EMPTY).one("style").text
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    return {"light": colors(light), "dark": colors(dark)}


def test_the_contrast_of_each_color_of_text() -> None:
    """WCAG 2 level AA asks for 4.5 for text, and for 3 for what is drawn."""
    ratios = {
        mode: {
            name: round(contrast(color, palette["page"]), 1)
            for name, color in palette.items()
            if name not in ("page", "line")
        }
        for mode, palette in palettes().items()
    }
    assert ratios == {
        "light": {"text": 17.0, "quiet": 7.1, "accent": 6.7, "late": 6.5, "soon": 6.4, "ok": 6.3},
        "dark": {"text": 14.5, "quiet": 7.8, "accent": 8.4, "late": 7.9, "soon": 10.6, "ok": 9.8},
    }
    assert min(ratio for palette in ratios.values() for ratio in palette.values()) >= 4.5


def test_dark_is_for_screens_and_paper_is_a4() -> None:
    style = read_page(EMPTY).one("style").text
    assert re.findall(r"@media [^{]*dark[^{]*", style) == [
        "@media screen and (prefers-color-scheme: dark) "
    ]
    assert "@page { size: A4;" in style
    assert "tr, figure, svg, dt, li { break-inside: avoid; }" in style
