"""Options and arguments that several commands take, each declared once."""

import sys
from collections.abc import Mapping
from typing import Annotated

import typer

from slt_cli.app import App
from slt_cli.domain.owners import ME, stands_for_another
from slt_cli.domain.texts import REDACTED, folded
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.output.text import is_blank


def _given_key(text: str) -> str:
    """Return the key given with --once; raises UsageError for one that names nothing."""
    if is_blank(text):
        raise UsageError(
            "--once: the key is empty",
            "give what only this mail or request has: every empty key would be the same one",
        )
    return text


At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="TIME",
        help="This time instead of now: 17:30, yesterday 14:00, -90m, 2026-11-20T17:30.",
    ),
]
CaseId = Annotated[
    str,
    typer.Argument(
        metavar="CASE",
        help="CASE-42, 42, or the provider's own case number.",
        autocompletion=offered("cases"),
    ),
]
CaseIds = Annotated[
    list[str],
    typer.Argument(
        metavar="CASE...",
        help="CASE-42, 42, or the provider's own case number; one or several.",
        autocompletion=offered("cases"),
    ),
]
Once = Annotated[
    str | None,
    typer.Option(
        "--once",
        metavar="KEY",
        parser=_given_key,
        help="Record nothing if a command with this key has recorded.",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what would happen and record nothing.")
]
Note = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help="Text to record in the history.")
]
Partner = Annotated[
    str | None,
    typer.Option(
        "--partner",
        metavar="NAME",
        help="Name of the partner.",
        autocompletion=offered("partners"),
    ),
]
PartnerTypeName = Annotated[
    str | None,
    typer.Option(
        "--partner-type",
        metavar="T",
        help="A partner type, as `slt targets` lists them.",
        autocompletion=offered("partner_types"),
    ),
]
PriorityName = Annotated[
    str | None,
    typer.Option(
        "--priority",
        "-p",
        metavar="P",
        help="A priority, as `slt targets` lists them.",
        autocompletion=offered("priorities"),
    ),
]
RegionName = Annotated[
    str | None,
    typer.Option(
        "--region",
        "-r",
        metavar="R",
        help="A region, as `slt hotline` lists them, or an alias.",
        autocompletion=offered("regions"),
    ),
]
StatusName = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="S",
        help="open, responded, resolved, closed or void.",
        autocompletion=offered("statuses"),
    ),
]


def _countable(given: int | None) -> int | None:
    """Return how many are wanted: more than can be counted are all."""
    return None if given is None else min(given, sys.maxsize)


Limit = Annotated[
    int | None,
    typer.Option("--limit", "-n", metavar="N", min=0, callback=_countable, help="Show at most N."),
]

SPAN = "14:00, yesterday, fri, 2026-11-24, 2026-W48, 2026-10, last month, -7d."
"""Examples of the start of a span, for help."""
Since = Annotated[
    str | None,
    typer.Option("--since", metavar="TIME", help=f"Opened at or after TIME: {SPAN}"),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="TIME",
        help="Opened before TIME; a day, week or month is included whole.",
    ),
]
Sort = Annotated[
    str,
    typer.Option(
        "--sort",
        metavar="ORDER",
        help="number, newest, opened, due, priority, owner or customer.",
        autocompletion=offered("orders"),
    ),
]


def app_of(ctx: typer.Context) -> App:
    """Return the application of the running command."""
    app = ctx.obj
    assert isinstance(app, App)  # noqa: S101 - for the type alone
    return app


def given_text(text: str | None) -> str | None:
    """Return a text without blanks around it; None if nothing is left."""
    return (text or "").strip() or None


def given_owner(app: App, given: str) -> str | None:
    """Return the owner that is meant; None for `none` and for an empty name."""
    name = given.strip()
    if name == REDACTED:
        raise UsageError(
            f"{REDACTED} is written for an owner that was redacted, and is nobody",
            "give a name, me, or none",
        )
    if not stands_for_another(name):
        return name or None
    return own_name(app) if folded(name) == ME else None


def own_name(app: App) -> str:
    """Return my name as that of an owner; raises UsageError if it stands for another one."""
    if stands_for_another(app.who):
        raise UsageError(
            f"your name cannot be {app.who!r}: as an owner it stands for another name",
            "give another one in SLT_USER",
        )
    return app.who


def given_subject(text: str, fix: str) -> str:
    """Return the subject that was given; raises UsageError if nothing of it is seen."""
    if is_blank(text):
        what = "has no visible character" if text.strip() else "is empty"
        raise UsageError(f"the subject {what}", fix)
    return text


def given_texts(texts: Mapping[str, str | None]) -> dict[str, str | None]:
    """Return the free texts given with options, by field; an empty text removes the value."""
    return {field: given_text(text) for field, text in texts.items() if text is not None}
