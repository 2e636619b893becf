"""The texts in a row, by the fields of the JSON contract, and what is wrong with them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from slt_cli.domain.case import Case, FreeText
from slt_cli.views.fields import ITEM

COLUMNS = ("id", *ITEM)
"""The columns that a file may have: the fields of a case in JSON."""

LENGTHS = ("responded_after_minutes", "responded_after_hours")
"""How long the first answer took: a number, also with decimals, or h:mm:ss."""

OTHERS = ("updated_at", *LENGTHS)
"""What files of other systems say beside it: the last update and the length of the first answer."""

FIELDS = (*COLUMNS, *OTHERS)
"""The fields that a column can be."""

REQUIRED = ("opened_at", "priority")
"""The fields that a file must have."""

TEXTS = tuple(field for field, kind in Case.__annotations__.items() if kind is FreeText)
"""The columns of free texts: each is taken as it is."""


HISTORY = ("events", "clocks", "holds", "closed")
"""What a line of JSON has of a case beside its columns: its history, and what that adds up to."""

ABSENT: Final = object()
"""Stands for the value of a field that a row does not have."""


class Given(NamedTuple):
    """What a row gives for each field of a case; an empty text gives nothing.

    `texts` has those of TEXTS, in their order.
    """

    id: str
    subject: str
    partner_type: str
    plan: str
    priority: str
    region: str
    status: str
    opened_at: str
    due_at: str
    responded_at: str
    closed_at: str
    verdict: str
    level: str
    escalated_at: str
    escalation_due_at: str
    escalation_verdict: str
    resolved_at: str
    held_since: str
    tags: str
    updated_at: str
    responded_after_minutes: str
    responded_after_hours: str
    texts: tuple[str, ...]


READ = (*Given._fields[:-1], *TEXTS)
"""The order of the texts of a row."""


def given_of(texts: Sequence[str]) -> Given:
    """Return what a row gives, from its texts in the order of READ."""
    fixed = len(READ) - len(TEXTS)
    return Given._make([*texts[:fixed], tuple(texts[fixed:])])


class Recorded(NamedTuple):
    """A row with a history: its values in the order of READ and of HISTORY, or ABSENT."""

    values: Sequence[Any]
    history: Sequence[Any]


def cell_text(value: object) -> str | None:
    """Return a value of JSON as the text of a cell; None if it cannot be one."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


class Problem(NamedTuple):
    """One thing that is wrong with a row: the field, what, and how to fix it.

    The field is empty if the row as a whole is wrong.
    """

    field: str
    problem: str
    fix: str


class BadRowError(Exception):
    """Everything that is wrong with one row; the reader of the file adds the line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)
