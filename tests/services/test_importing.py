"""Rows become cases with their history: every event is signed, counted and noted."""

from datetime import datetime

import pytest

from slt_cli.domain.events import fold
from slt_cli.exchange.given import READ
from slt_cli.exchange.row_reader import RowReader
from slt_cli.services.importing import Import
from tests.domain.given import RECORDING, moment
from tests.exchange.reading import form_in

NOW = moment("2026-11-23T12:00Z")
PLAIN = {"opened_at": "2026-11-20T14:00Z", "priority": "S1"}
RAISED = {"level": "1", "escalated_at": "2026-11-20T15:30Z"}


class Added:
    """Take cases as an empty store would."""

    def __init__(self):
        self.cases = []

    def next_number(self):
        return 1

    def cases_among(self, _numbers, _refs):
        return []

    def redacted_refs(self):
        return []

    def add(self, additions):
        self.cases += additions
        return [case for case, _ in additions]


@pytest.fixture
def imported(policy):
    """Return a function that imports one row and returns its case and its events."""

    def take(**texts):
        added = Added()
        reader = RowReader(policy, NOW, form_in(policy, datetime.astimezone))
        row = [{**PLAIN, **texts}.get(field, "") for field in READ]
        Import(added, reader, policy.case_id, RECORDING, "cases.csv").take([(2, row)], lambda: None)
        [(case, events)] = added.cases
        return case, events

    return take


@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        pytest.param({}, [("opened", "imported")], id="opened"),
        pytest.param(
            {"closed_at": "2026-11-20T16:00Z"},
            [("opened", "imported"), ("closed", None)],
            id="closed",
        ),
        pytest.param(
            {**RAISED, "responded_at": "2026-11-20T16:00Z", "closed_at": "2026-11-20T17:00Z"},
            [("opened", "imported"), ("escalated", None), ("responded", None), ("closed", None)],
            id="a whole life",
        ),
        pytest.param(
            {**RAISED, "escalation_verdict": "missed"},
            [("opened", "imported"), ("escalated", None), ("updated", "imported")],
            id="reopened: an update gives the verdict",
        ),
    ],
)
def test_the_note_stands_with_what_only_the_import_knows(imported, texts, notes):
    _, events = imported(**texts)
    assert [(event.kind, event.note) for event in events] == notes


def test_every_event_is_signed_and_counted(imported):
    case, events = imported(**RAISED, responded_at="2026-11-20T16:00Z")
    assert {(event.who, event.recorded_at, event.command) for event in events} == {RECORDING}
    assert [event.sequence for event in events] == [0, 1, 2]
    assert fold(events, case.number, "") == case._replace(rev=3)
