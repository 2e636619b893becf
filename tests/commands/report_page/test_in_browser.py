"""The page in a real browser: it loads nothing, fits, prints, and can be read aloud."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any, NamedTuple

import pytest

from tests.browser import Browser
from tests.chromium import CHROMIUM
from tests.commands.report_page.conftest import Store
from tests.commands.report_page.printed import Printed
from tests.commands.report_page.test_page import SECTIONS
from tests.output.html.reading import Node, read_page

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

STORES = pytest.mark.parametrize("cases", ["forty", "hostile", "nothing"])
BY = ("--by", "priority", "--by", "partner", "--by", "owner", "--by", "tag")
A4_WIDTH = 703
"""Pixels between the margins: 186 mm."""

WIDER = """[...document.querySelectorAll("body *")].filter(each =>
    !each.closest("svg") && !each.closest("thead") && getComputedStyle(each).display != "inline"
    && each.scrollWidth > each.clientWidth + 1).map(each => each.textContent.slice(0, 80))"""
TEXTS = """[...document.querySelectorAll("svg")].map(chart =>
    [chart, ...chart.querySelectorAll("text")]
    .map(each => [each.textContent, each.getBoundingClientRect()])
    .map(([text, box]) => [text, box.left, box.right, box.top, box.bottom]))"""
COLORS = """["body", "h1", ".note"].map(each => document.querySelector(each))
    .map(each => getComputedStyle(each).color)
    .concat(getComputedStyle(document.documentElement).backgroundColor)"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return one browser for all tests of the file."""
    with Browser() as opened:
        yield opened


class Page(NamedTuple):
    """A page that is open, and as it was written."""

    browser: Browser
    written: Node


@pytest.fixture
def opened(browser: Browser, request: pytest.FixtureRequest, cases: str) -> Page:
    """Return a browser with the page of the cases that the test names."""
    store: Store = request.getfixturevalue(cases)
    store.page(*BY, name="opened.html")
    file = store.place / "opened.html"
    browser.resize(1280)
    browser.prefer("light")
    browser.open(file)
    return Page(browser, read_page(file.read_text(encoding="utf-8")))


@STORES
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 400, 1025, 1280])
def test_it_fits_and_asks_for_nothing(opened: Page, width: int, scheme: str) -> None:
    page = opened.browser
    page.resize(width)
    page.prefer(scheme)
    assert page.overflow <= 0
    assert page.evaluate(WIDER) == []
    assert (page.requests, page.console) == ([], [])


@pytest.mark.parametrize("cases", ["forty", "hostile"])
@pytest.mark.parametrize("width", [400, 1280])
def test_no_text_of_a_chart_is_over_another_or_cut_off(opened: Page, width: int) -> None:
    opened.browser.resize(width)
    charts: list[list[tuple[Any, ...]]] = opened.browser.evaluate(TEXTS)
    assert len(charts) > 4
    for (_, left, right, top, bottom), *texts in charts:
        for text in texts:
            assert left - 1 <= text[1], text
            assert text[2] <= right + 1, text
            assert top - 3 <= text[3], text
            assert text[4] <= bottom + 3, text
        for one, other in combinations(texts, 2):
            apart = max(one[1], other[1]) >= min(one[2], other[2]) - 1
            above = max(one[3], other[3]) >= min(one[4], other[4]) - 3
            assert apart or above, (one, other)


@pytest.mark.parametrize("cases", ["forty"])
@pytest.mark.parametrize(
    ("width", "shown"), [(400, ["block", "grid"]), (1280, ["table-row", "table-cell"])]
)
def test_a_phone_shows_records(opened: Page, width: int, shown: list[str]) -> None:
    opened.browser.resize(width)
    cells = (
        """["tbody tr", "td"].map(each => getComputedStyle(document.querySelector(each)).display)"""
    )
    assert opened.browser.evaluate(cells) == shown
    label = """getComputedStyle(document.querySelector("td"), "::before").content"""
    assert opened.browser.evaluate(label) == ('"Ref"' if width == 400 else "none")


@pytest.mark.parametrize("cases", ["forty"])
def test_dark_is_dark(opened: Page) -> None:
    light = opened.browser.evaluate(COLORS)
    opened.browser.prefer("dark")
    dark = opened.browser.evaluate(COLORS)
    assert light == ["rgb(28, 28, 30)", "rgb(28, 28, 30)", "rgb(85, 88, 95)", "rgb(255, 255, 255)"]
    assert dark == [
        *("rgb(230, 231, 234)", "rgb(230, 231, 234)", "rgb(166, 171, 181)"),
        "rgb(21, 23, 27)",
    ]


@pytest.mark.parametrize("cases", ["forty"])
@pytest.mark.parametrize("width", [400, 1280])
def test_it_can_be_read_aloud(opened: Page, width: int) -> None:
    opened.browser.resize(width)
    found = opened.browser.accessible()
    headings = [name for role, name in found if role == "heading"]
    assert [name for name in headings if name in SECTIONS] == SECTIONS
    assert headings[0].startswith("Response clocks decided")
    tables = [name for role, name in found if role == "table"]
    assert tables == [each.text.strip() for each in opened.written.all("caption")]
    images = [name for role, name in found if role in ("image", "img", "graphics-document")]
    charts = [
        f"{each.one('title').text.strip()} {each.one('desc').text.strip()}"
        for each in opened.written.all("svg")
    ]
    assert images == charts
    rows = [name for role, name in found if role == "rowheader"]
    headed = [each for each in opened.written.all("th") if each.attributes["scope"] == "row"]
    assert rows == [
        f"{each.attributes['data-label']} {each.text}" if width == 400 else each.text
        for each in headed
    ]


@pytest.mark.parametrize("cases", ["forty", "hostile"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_of_it_is_printed_on_a4(opened: Page, scheme: str) -> None:
    opened.browser.prefer(scheme)
    printed = Printed(opened.browser.pdf())
    assert printed.widths == {A4_WIDTH}
    text = printed.text
    words = {word for each in visible(opened.written) for word in each.split() if word.isascii()}
    assert len(words) > 100
    assert [word for word in words if word not in text] == []


def visible(page: Node) -> Iterator[str]:
    """Yield the texts that a reader sees, but for those of charts, which may be cut."""
    for tag in ("h1", "h2", "h3", "p", "dt", "dd", "li", "caption", "th", "td"):
        for node in page.all(tag):
            yield node.text.strip()
