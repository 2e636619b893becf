"""The texts in a row, by the fields of the JSON contract, and what is wrong with them."""

from collections.abc import Sequence
from typing import NamedTuple

from slt_cli.domain.case import Case, FreeText
from slt_cli.views.fields import ITEM

COLUMNS = ("id", *ITEM)
"""The columns that a file may have: the fields of a case in JSON."""

TEXTS = tuple(field for field, kind in Case.__annotations__.items() if kind is FreeText)
"""The columns of free texts: each is taken as it is."""


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
    texts: tuple[str, ...]


READ = (*Given._fields[:-1], *TEXTS)
"""The order of the texts of a row."""


def given_of(texts: Sequence[str]) -> Given:
    """Return what a row gives, from its texts in the order of READ."""
    fixed = len(READ) - len(TEXTS)
    return Given._make([*texts[:fixed], tuple(texts[fixed:])])


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
