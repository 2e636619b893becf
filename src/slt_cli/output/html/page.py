"""A whole page in one file: nothing is loaded, no script runs, and the page itself says so."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from xml.etree.ElementTree import Element

from slt_cli.output.html.elements import element, markup, style_element

GENERATOR = "slt report"
_STYLE = Path(__file__).with_name("style.css")
_MARK = f'<meta name="generator" content="{GENERATOR}">'
_DOCTYPE = "<!DOCTYPE html>"
START = 1000
"""Bytes at the start of a file that show whether it is a page of slt."""


def page(title: str, content: Sequence[Element]) -> str:
    """Return a page as a text; its first lines say that a report of slt may be replaced."""
    css = _STYLE.read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src '{_hash(css)}'; base-uri 'none'; form-action 'none'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="generator", content=GENERATOR),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", title),
        style_element(css),
    )
    body = element("body", element("main", *content))
    return f"{_DOCTYPE}\n{markup(element('html', head, body, lang='en'))}\n"


def is_page(start: bytes) -> bool:
    """Return whether a file with this start is a page that `page` wrote."""
    return start.startswith(_DOCTYPE.encode()) and _MARK.encode() in start[:START]


def _hash(css: str) -> str:
    """Return the hash of a style as a Content-Security-Policy names it."""
    return f"sha256-{b64encode(sha256(css.encode()).digest()).decode()}"
