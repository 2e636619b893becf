"""What the browser of the tests finds in a page: each of its checks can fail."""

import re
from collections.abc import Iterator
from pathlib import Path
from struct import unpack

import pytest

from tests.browser import Browser
from tests.chromium import CHROMIUM, Chromium

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body { margin: 0; color: black } @media (prefers-color-scheme: dark) { p { color: red } }
@media (max-width: 500px) { p { font-size: 9px } } .wide { width: 900px }</style>
<title>Small</title><h1>Small</h1><p>A text</p>BODY</html>"""
COLOR = "getComputedStyle(document.querySelector('p')).color"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return one browser for all tests of the file."""
    with Browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, tmp_path: Path) -> Iterator[Browser]:
    """Return a browser with a small page, which may be opened again with more in it."""
    browser.resize(1280)
    browser.prefer("light")
    browser.open(written(tmp_path, ""))
    return browser


def written(directory: Path, body: str, page: str = PAGE) -> Path:
    """Write the small page with more in it."""
    file = directory / "page with blank.html"
    file.write_text(page.replace("BODY", body), encoding="utf-8")
    return file


def without_policy(body: str) -> str:
    """Return the page without its Content-Security-Policy."""
    return PAGE.replace("Content-Security-Policy", "nothing").replace("BODY", body)


def test_a_page_of_its_own_asks_for_nothing_and_says_nothing(page: Browser) -> None:
    assert (page.requests, page.console, page.overflow) == ([], [], 0)


REQUESTS = {
    "a picture": ("<img src='http://pictures.invalid/1.png'>", "http://pictures.invalid/1.png"),
    "a style": ("<link rel=stylesheet href='http://a.invalid/b.css'>", "http://a.invalid/b.css"),
    "a script": ("<script src='https://a.invalid/b.js'></script>", "https://a.invalid/b.js"),
    "a frame": ("<iframe src='http://a.invalid/b'></iframe>", "http://a.invalid/b"),
    "a font": (
        "<style>@font-face { font-family: f; src: url(http://a.invalid/f) } p { font: 9px f }",
        "http://a.invalid/f",
    ),
    "what a script asks for": (
        "<script>fetch('http://a.invalid/c')</script>",
        "http://a.invalid/c",
    ),
    "a picture in a drawing": (
        "<svg><image href='http://a.invalid/d.png' width=9 height=9 /></svg>",
        "http://a.invalid/d.png",
    ),
}


@pytest.mark.parametrize(("body", "address"), REQUESTS.values(), ids=REQUESTS)
def test_a_request_is_seen(page: Browser, tmp_path: Path, body: str, address: str) -> None:
    page.open(written(tmp_path, body, without_policy(body)))

    assert page.requests == [address]


def test_another_file_is_a_request_too(page: Browser, tmp_path: Path) -> None:
    (tmp_path / "other.css").write_text("p { color: blue }")
    page.open(written(tmp_path, "", without_policy("<link rel=stylesheet href=other.css>")))

    assert page.requests == [(tmp_path / "other.css").as_uri()]
    assert page.evaluate(COLOR) == "rgb(0, 0, 255)"


BROKEN_RULES = {
    "a picture": "<img src='http://a.invalid/1.png'>",
    "a script": "<script>document.title = 'changed'</script>",
    "what a click runs": "<b onclick='run()'>click</b>",
    "a style of another file": "<link rel=stylesheet href='http://a.invalid/b.css'>",
}


@pytest.mark.parametrize("body", BROKEN_RULES.values(), ids=BROKEN_RULES)
def test_what_breaks_the_rules_of_the_page_is_in_the_console(
    page: Browser, tmp_path: Path, body: str
) -> None:
    page.open(written(tmp_path, body))

    assert any("Content Security Policy" in line for line in page.console), page.console
    assert page.evaluate("document.title") == "Small"


def test_what_a_script_says_and_that_it_fails_is_in_the_console(
    page: Browser, tmp_path: Path
) -> None:
    scripts = "<script>console.log('said', 1)</script><script>no_such()</script>"
    page.open(written(tmp_path, "", without_policy(scripts)))

    assert page.console[0] == "said 1"
    assert "no_such" in page.console[1]


def test_a_page_that_is_too_wide_is_measured_at_each_width(page: Browser, tmp_path: Path) -> None:
    page.open(written(tmp_path, "<div class=wide>wide</div>"))

    assert page.overflow == 0
    page.resize(400)
    assert (page.evaluate("innerWidth"), page.overflow) == (400, 500)


def test_light_and_dark_are_preferred(page: Browser) -> None:
    assert page.evaluate(COLOR) == "rgb(0, 0, 0)"
    page.prefer("dark")
    assert page.evaluate(COLOR) == "rgb(255, 0, 0)"


def test_a_picture_shows_the_whole_page(page: Browser, tmp_path: Path) -> None:
    page.open(written(tmp_path, "<div style='height: 3000px'>high</div>"))
    page.resize(400)
    picture = tmp_path / "page.png"

    page.screenshot(picture)

    written_in_png = picture.read_bytes()
    width, height = unpack(">II", written_in_png[16:24])
    assert (written_in_png[1:4], width) == (b"PNG", 400)
    assert height > 3000


def test_it_is_printed_on_a4(page: Browser, tmp_path: Path) -> None:
    page.open(written(tmp_path, "<div style='height: 60cm'>two pages and more</div>"))

    printed = page.pdf()

    assert printed.startswith(b"%PDF-")
    sizes = re.findall(rb"/MediaBox \[0 0 (\d+)\S* (\d+)\S*\]", printed)
    assert sizes == [(b"595", b"841")] * 3  # points


def test_a_screen_reader_finds_roles_and_names_in_order(page: Browser, tmp_path: Path) -> None:
    table = "<table><caption>Share</caption><tr><th scope=col>Met<tr><td>9</table>"
    page.open(written(tmp_path, f"<svg role=img aria-label='A bar'></svg>{table}<i hidden>no</i>"))

    found = page.accessible()

    assert found[0] == ("RootWebArea", "Small")
    roles = [each for each in found if each[0] in ("heading", "image", "table", "columnheader")]
    assert roles == [
        ("heading", "Small"),
        ("image", "A bar"),
        ("table", "Share"),
        ("columnheader", "Met"),
    ]
    assert "no" not in dict(found).values()


def test_what_cannot_be_evaluated_or_opened_is_an_error(page: Browser, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no_such is not defined"):
        page.evaluate("no_such")
    with pytest.raises(RuntimeError, match="ERR_FILE_NOT_FOUND"):
        page.open(tmp_path / "no.html")


def processes_with(text: str) -> list[str]:
    """Return the command lines of the processes that have a text in them."""
    lines = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(file.read_text(errors="replace"))
        except OSError:  # it has ended
            continue
    return [line for line in lines if text in line]


def test_no_process_and_no_file_is_left(tmp_path: Path) -> None:
    with Browser() as opened:
        opened.open(written(tmp_path, ""))
        home = opened.home
        assert processes_with(str(home))
        assert home.exists()

    assert processes_with(str(home)) == []
    assert not home.exists()


BUSY = "<script>setInterval(() => console.log('busy'), 50)</script>"


@pytest.mark.parametrize("body", ["", BUSY], ids=["in silence", "while it says much"])
def test_a_page_that_never_answers_ends_the_browser(tmp_path: Path, body: str) -> None:
    with Browser(seconds=5) as opened:
        opened.open(written(tmp_path, "", without_policy(body)))
        home = opened.home
        with pytest.raises(TimeoutError, match="within 5 s"):
            opened.evaluate("new Promise(() => 0)")
        assert processes_with(str(home)) == []
        assert not home.exists()


def test_a_browser_that_cannot_start_says_why(tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho a library is missing >&2\n")
    program.chmod(0o700)
    broken = Chromium(5, str(program))

    broken.send({"id": 1, "method": "Target.createTarget"})
    with pytest.raises(RuntimeError, match="the browser has ended: a library is missing"):
        broken.receive()
    assert not broken.home.exists()
