"""Options that `open` and `update` share: facts of a case that nothing is computed from."""

from typing import Annotated

import typer

from slt_cli.domain.tags import SEPARATORS, in_common
from slt_cli.domain.texts import REDACTED
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.output.text import is_blank


def _given_tag(text: str) -> str:
    """Return one tag; raises UsageError for a text that is not a single word that is seen."""
    tag = text.strip()
    if is_blank(tag):
        what = "has no visible character" if tag else "is empty"
        raise UsageError(f"the tag {what}", "a tag is a word to find cases by, such as vip")
    if any(character.isspace() or character in SEPARATORS for character in tag):
        raise UsageError(
            f"{text!r} is not one tag: a tag has no blank, comma or semicolon in it",
            "give each tag with an option of its own: --tag vip --tag fax",
        )
    return tag


def _given_ref(text: str) -> str:
    """Return a reference; raises UsageError for what stands for one that was redacted."""
    if text.strip() == REDACTED:
        raise UsageError(
            f"{REDACTED} is written for a reference that was redacted, and finds no case",
            "give the provider's own case number, or leave out --ref",
        )
    return text


Ref = Annotated[
    str | None,
    typer.Option("--ref", metavar="NO", parser=_given_ref, help="The provider's own case number."),
]
OwnerName = Annotated[
    str | None,
    typer.Option(
        "--owner",
        metavar="NAME",
        help="Who works on it: a name, me, or none.",
        autocompletion=offered("owners"),
    ),
]
CustomerName = Annotated[
    str | None,
    typer.Option(
        "--customer",
        metavar="NAME",
        help="The partner's customer who has the trouble.",
        autocompletion=offered("customers"),
    ),
]
Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        metavar="WORD",
        parser=_given_tag,
        help="A word to find it by; may be given several times.",
        autocompletion=offered("tags"),
    ),
]
Untags = Annotated[
    list[str] | None,
    typer.Option(
        "--untag",
        metavar="WORD",
        parser=_given_tag,
        help="A tag to remove; may be given several times.",
        autocompletion=offered("tags_of_case"),
    ),
]


def require_apart(added: list[str], removed: list[str]) -> None:
    """Refuse a tag that is to be added and removed."""
    if both := in_common(added, removed):
        raise UsageError(
            f"the tag {both[0]!r} is given with --tag and with --untag", "leave out one of the two"
        )
