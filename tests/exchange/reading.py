"""Rows that several tests of the exchange read."""

from datetime import datetime

from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.exchange.given import FIELDS, READ
from slt_cli.exchange.row_reader import Form, RowReader
from slt_cli.exchange.times import Localize
from slt_cli.exchange.words import Words
from tests.domain.given import moment

NOW = moment("2026-11-23T12:00Z")
OPENED = "2026-11-20T14:00:00Z"
DUE, LATER = "2026-11-20T15:00:00Z", "2026-11-20T17:00:00Z"
PLAIN = {**dict.fromkeys(FIELDS, ""), "opened_at": OPENED, "priority": "S1"}
ESCALATED = {"level": "2", "escalated_at": "2026-11-20T16:00:00Z"}


def form_in(policy: Policy, localize: Localize) -> Form:
    """Return how slt's own files are written, with naive times read by a function."""
    return Form(lambda _region: localize, DateFormats(), Words(policy, {}, {}))


def read(policy: Policy, **texts: str) -> Case:
    """Return the case in a row with these texts; it was opened and has a priority."""
    row = {**PLAIN, **texts}
    reader = RowReader(policy, NOW, form_in(policy, datetime.astimezone))
    return reader.read([row[field] for field in READ]).case
