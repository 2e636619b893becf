"""A page read back, as strictly as no browser does: every element has to end where it should."""

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset({"meta"})


class Node:
    """An element of a page, with its texts and the elements in it in their order."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.content: list[Node | str] = []

    def all(self, tag: str | None = None) -> "Iterator[Node]":
        """Yield the element itself and all in it; only those with a tag."""
        if tag in (None, self.tag):
            yield self
        for each in self.content:
            if isinstance(each, Node):
                yield from each.all(tag)

    def one(self, tag: str) -> "Node":
        """Return the only element with a tag."""
        (found,) = self.all(tag)
        return found

    @property
    def text(self) -> str:
        """Return all the text in it."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.declared: list[str] = []
        self.open = [Node("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice: {names}"
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].content.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    def handle_decl(self, decl: str) -> None:
        self.declared.append(decl)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data!r}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data!r}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data!r}")


def read_page(text: str) -> Node:
    """Return the root of a page; raises AssertionError for one that is not well-formed."""
    reader = _read(text)
    assert reader.declared == ["DOCTYPE html"]
    return reader.open[0].one("html")


def read_element(text: str) -> Node:
    """Return the only element of a text."""
    (node,) = (each for each in _read(text).open[0].content if isinstance(each, Node))
    return node


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert len(reader.open) == 1, f"not ended: {[node.tag for node in reader.open[1:]]}"
    return reader
