"""The tags of a case: words, each kept as it was first written."""

from collections.abc import Iterable

from slt_cli.domain.texts import folded

SEPARATORS = ",;"
"""What ends a word in a list of tags, beside blanks: no tag has one in it."""


def words_in(text: str) -> list[str]:
    """Return the words in a text that are separated as tags are."""
    for separator in SEPARATORS:
        text = text.replace(separator, " ")
    return text.split()


def in_order_of_letters(tags: Iterable[str]) -> tuple[str, ...]:
    """Return tags in the order in which a case has them."""
    return tuple(sorted(tags, key=lambda tag: (folded(tag), tag)))


def with_tags(tags: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return tags with more of them; of two that differ in their letters alone, the first stays."""
    known: dict[str, str] = {}
    for tag in (*tags, *more):
        known.setdefault(folded(tag), tag)
    return in_order_of_letters(known.values())


def without_tags(tags: Iterable[str], removed: Iterable[str]) -> tuple[str, ...]:
    """Return tags without some of them, in upper or lower case."""
    gone = {folded(tag) for tag in removed}
    return tuple(tag for tag in tags if folded(tag) not in gone)


def in_common(tags: Iterable[str], others: Iterable[str]) -> list[str]:
    """Return the tags that are among others, in upper or lower case."""
    known = {folded(tag) for tag in others}
    return [tag for tag in tags if folded(tag) in known]
