"""Rows of known cases in any order, in one file or several, leave the case of the newest row."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.corrections import to_take_back, without
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import EventKind, fold
from slt_cli.domain.moments import Moment
from slt_cli.domain.recording import record, voided
from slt_cli.errors import RefusedError
from slt_cli.exchange.given import READ
from slt_cli.exchange.row_reader import RowReader
from slt_cli.services import importing
from slt_cli.services.dry_run import DryRun
from slt_cli.services.importing import Import
from slt_cli.services.updating import Updating
from slt_cli.views.fields import flat_item
from tests.domain.given import moment
from tests.exchange.reading import form_in

NOW = moment("2026-11-27T12:00Z")
OPENED = moment("2026-11-23T15:00Z")
Row = dict[str, str]


class Nothing:
    """A store without a case."""

    def cases_among(self, _numbers, _refs):
        return []

    def redacted_refs(self):
        return []

    def next_number(self):
        return 1

    def case(self, _number):
        return None

    def events(self, _number):
        return []


class Book:
    """Cases in memory that files are imported into, each by a command of its own."""

    def __init__(self, policy: Any) -> None:
        self.adding = DryRun(Nothing(), update=True)  # type: ignore[arg-type]
        self._policy = policy
        self._next = 1
        self._commands = count()

    def take(self, rows: list[Row], *, may_be_bad: bool = False) -> Import:
        adding, policy = self.adding, self._policy
        adding.next_number = lambda: max([0, *adding.cases]) + 1  # type: ignore[method-assign]
        recording = Recording("tester", NOW, f"command {next(self._commands)}")
        reader = RowReader(policy, NOW, form_in(policy, datetime.astimezone))
        updating = Updating(adding, policy, NOW, recording)
        done = Import(adding, reader, policy.case_id, recording, "cases.csv", updating)
        texts = [[row.get(field, "") for field in READ] for row in rows]
        done.take(enumerate(texts, start=2), lambda: None)
        assert may_be_bad or done.faults == []
        return done

    def case(self) -> Case:
        (case,) = self.adding.cases.values()
        assert fold(self.adding.events(case.number), case.number, case.uid) == case
        return case

    def facts(self) -> dict[str, Any]:
        return flat_item(self.case())


@st.composite
def lives(draw) -> list[Row]:
    """Return rows of one case in the course of its life: each says all that is known by then."""
    row: Row = {"ref": "A", "opened_at": text(OPENED), "priority": "S2", "status": "open"}
    at, rows, held = OPENED, [], False
    steps = ["answer", "hold", "go on", "priority", "region", "subject", "resolve", "close"]
    for step in draw(st.lists(st.sampled_from(steps), max_size=7)):
        at += timedelta(minutes=draw(st.integers(1, 300)))
        ended = row["status"] in ("resolved", "closed")
        if step == "answer" and not ended and "responded_at" not in row:
            row = {**row, "responded_at": text(at), "status": "responded"}
        elif step in ("hold", "go on") and not ended:
            held = step == "hold"
        elif step == "priority":
            row = {**row, "priority": draw(st.sampled_from(["S1", "S2", "S3"]))}
        elif step == "region":
            row = {**row, "region": draw(st.sampled_from(["usa", "apac"]))}
        elif step == "subject":
            row = {**row, "subject": draw(st.sampled_from(["one", "two"]))}
        elif step == "resolve" and not ended:
            row, held = {**row, "status": "resolved", "resolved_at": text(at)}, False
        elif step == "close" and row["status"] != "closed":
            row, held = {**row, "status": "closed", "closed_at": text(at)}, False
        status = "held" if held else row["status"]
        rows.append({**row, "status": status, "updated_at": text(at)})
    return rows or [{**row, "updated_at": text(at)}]


def text(at: datetime) -> str:
    return at.isoformat()


SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def told(row: Row) -> dict[str, Any]:
    """Return what a row says of its case, a hold apart."""
    status = row["status"]
    if status == "held":
        status = "responded" if "responded_at" in row else "open"
    return {"priority": row["priority"], "status": status}


@SETTINGS
@given(rows=lives(), data=st.data())
def test_rows_in_any_order_give_the_same_history(policy, rows, data):
    first, second = Book(policy), Book(policy)
    first.take(rows)
    second.take(data.draw(st.permutations(rows)))
    assert first.case() == second.case()
    assert first.adding.events(1) == second.adding.events(1)


@SETTINGS
@given(rows=lives(), data=st.data(), size=st.integers(1, 3))
def test_rows_far_apart_give_the_case_of_the_newest(policy, rows, data, size):
    book, shuffled = Book(policy), data.draw(st.permutations(rows))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importing, "_BATCH", size)
        book.take(shuffled)
    facts = book.facts()
    assert {field: facts[field] for field in told(rows[-1])} == told(rows[-1])
    assert (facts["held_since"] is None) == (rows[-1]["status"] != "held")


@SETTINGS
@given(rows=lives())
def test_a_file_for_each_change_gives_the_same_case_as_one_file(policy, rows):
    one, several = Book(policy), Book(policy)
    one.take(rows)
    for row in rows:
        several.take([row])
    assert one.facts() == several.facts()


@SETTINGS
@given(rows=lives(), data=st.data())
def test_older_files_after_the_newest_change_nothing_but_a_first_answer(policy, rows, data):
    book = Book(policy)
    book.take(rows[-1:])
    before = book.facts()
    for row in data.draw(st.permutations(rows)):
        book.take([row])
    assert book.facts() == before


@SETTINGS
@given(rows=lives(), data=st.data())
def test_the_same_rows_again_change_nothing_and_report_nothing(policy, rows, data):
    book = Book(policy)
    book.take(rows)
    before = book.case()
    done = book.take(data.draw(st.permutations(rows)))
    assert book.case() == before
    assert (list(done.updated), done.count, done.there) == ([], 0, len(rows))
    assert done.unlike == {}


def minutes(most: int = 600) -> st.SearchStrategy[datetime]:
    """Return instants of the first ten hours of a case."""
    return st.integers(0, most // 30).map(lambda half: OPENED + timedelta(minutes=30 * half))


ANY_ROW = st.fixed_dictionaries(
    {"priority": st.sampled_from(["S1", "S2"])},
    optional={
        "status": st.sampled_from(["open", "held", "resolved", "closed", "void"]),
        "updated_at": minutes().map(text),
        "responded_at": minutes().map(text),
        "resolved_at": minutes().map(text),
        "closed_at": minutes().map(text),
        "subject": st.sampled_from(["one", "two"]),
        "partner": st.sampled_from(["X", "Y"]),
        "level": st.just("1"),
        "escalated_at": minutes().map(text),
    },
).map(lambda row: {"ref": "A", "opened_at": text(OPENED), **row})
"""Rows that need not agree with each other, nor with themselves: those are bad."""

KINDS = ["responded", "followup", "held", "resumed", "resolved", "closed", "reopened", "updated"]
DONE = st.lists(st.tuples(st.sampled_from([*KINDS, "undone", "voided"]), minutes()), max_size=6)
"""What users record, and when it happened."""


def use(book: Book, policy: Any, kind: EventKind, at: datetime) -> None:
    """Record what a user does, if it is not refused."""
    case, events = book.case(), book.adding.events(1)
    facts = {"priority": "S3"} if kind == "updated" else {}
    taken = None
    try:
        if kind == "undone":
            undone = to_take_back(events, None)
            taken, after = undone.id, without(case, events, undone, policy)
        elif kind == "voided":
            after = voided(case, at, policy)
        else:
            after = record(case, events, Moment(kind, at, facts=facts), policy)
    except RefusedError:
        return
    by = Recording("user", NOW, f"user {len(events)}")
    book.adding.record(case, event_between(case, after, kind, at, by, undoes=taken))


def accepted(policy: Any, row: Row) -> bool:
    """Return whether a row is good."""
    return not Book(policy).take([row], may_be_bad=True).bad


@SETTINGS
@given(first=ANY_ROW, done=DONE, rows=st.lists(ANY_ROW, min_size=1, max_size=3))
def test_any_rows_again_change_nothing_and_report_nothing_new(policy, first, done, rows):
    book = Book(policy)
    if book.take([first], may_be_bad=True).bad:
        return
    for kind, at in done:
        use(book, policy, kind, at)
    good = [row for row in rows if accepted(policy, row)]
    once = book.take(good)
    before = book.adding.cases.copy()
    again = book.take(good)
    assert book.adding.cases == before
    assert list(again.updated) == []
    assert {*again.unlike.get(1, ())} <= {*once.unlike.get(1, ())}
    assert [*before] == [1], "no new case is made of a case that is there"
