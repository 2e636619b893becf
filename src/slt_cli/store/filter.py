"""Which cases are wanted, and in what order."""

from datetime import datetime
from typing import Literal, NamedTuple

from slt_cli.domain.case import Case, Status

Order = Literal["number", "newest", "opened", "due", "priority", "owner", "customer"]
ORDERS: tuple[Order, ...] = (
    *("number", "newest", "opened", "due", "priority", "owner", "customer"),
)


class Filter(NamedTuple):
    """Which cases are wanted, and in what order; None or an empty value does not restrict.

    Names and tags are whole, each of `words` is a part of a text of the case, all in upper or lower
    case. `clock` is the kind of a clock that a case has; with `running` that clock runs, and is due
    before `due_before`. `opened_before` is not included.

    Without an order cases come by number and clocks by due time. `ranking` has the
    priorities, the most severe first, for the order by priority. Most readers stop after `expected`
    rows, which restricts nothing.
    """

    region: str | None = None
    priority: str | None = None
    partner_type: str | None = None
    partner: str | None = None
    customer: str | None = None
    owner: str | None = None
    unowned: bool = False
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    opened_from: datetime | None = None
    opened_before: datetime | None = None
    clock: str | None = None
    running: bool = False
    due_before: datetime | None = None
    held: bool = False
    statuses: tuple[Status, ...] = ()
    limit: int | None = None
    order: Order | None = None
    ranking: tuple[str, ...] = ()
    expected: int | None = None


def searched_facts(case: Case) -> tuple[str | None, ...]:
    """Return the facts of a case that `--text` looks into, beside its notes."""
    return case.subject, case.partner, case.customer, case.ref
