"""The texts in a row, by the fields of the JSON contract, and what is wrong with them."""

from collections.abc import Sequence
from typing import NamedTuple


class Given(NamedTuple):
    """Hold what a row gives for each field of a case; an empty text gives nothing."""

    id: str
    ref: str
    subject: str
    partner: str
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


class Problem(NamedTuple):
    """Hold one thing that is wrong with a row: the field, what, and how to mend it.

    The field is empty where the row as a whole is at fault.
    """

    field: str
    problem: str
    fix: str


class BadRowError(Exception):
    """Carry all that is wrong with one row: whoever reads the file says where it stands."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)
