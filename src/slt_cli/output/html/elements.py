"""Elements of HTML and SVG: no text and no attribute of theirs can become markup."""

from xml.etree.ElementTree import Element, tostring

from slt_cli.output.text import printable

Content = Element | str

_ON_LINES = frozenset(
    {
        *("head", "meta", "title", "style", "body", "main", "section", "figure", "figcaption"),
        *("h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "svg"),
        *("table", "caption", "thead", "tbody", "tr"),
    }
)
"""Elements after which a line ends, where white space means nothing."""


def element(tag: str, *content: Content, **attributes: str) -> Element:
    """Return an element; `class_` is its attribute `class`, `data_label` is `data-label`.

    Texts are made printable: they are on one line, and what hides in them is an escape.
    """
    named = {
        name.rstrip("_").replace("_", "-"): printable(value) for name, value in attributes.items()
    }
    made = Element(tag, named)
    if tag in _ON_LINES:
        made.tail = "\n"
    for each in content:
        if isinstance(each, str):
            _add_text(made, printable(each))
        else:
            made.append(each)
    return made


def markup(root: Element) -> str:
    """Return a whole element as HTML."""
    return tostring(root, encoding="unicode", method="html")


def style_element(css: str) -> Element:
    """Return a style element; its text is that of a program, and is written as it is."""
    made = element("style")
    made.text = css
    return made


def _add_text(made: Element, text: str) -> None:
    if len(made):
        made[-1].tail = (made[-1].tail or "") + text
    else:
        made.text = (made.text or "") + text


def add(parent: Element, tag: str, *content: Content, **attributes: str) -> Element:
    """Append a new element to another, and return the new one."""
    made = element(tag, *content, **attributes)
    parent.append(made)
    return made
