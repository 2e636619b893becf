"""`slt import --dry-run` answers as the import would, and writes nothing at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.exchange.given import COLUMNS, TEXTS
from slt_cli.services import importing
from tests.commands.rows import BAD, HEADER, ONE, TWO

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]

OPENED, LATER = "2026-11-20T14:00:00Z", "2026-11-20T16:00:00Z"
RAISED = {"level": "2", "escalated_at": LATER}
GIVEN: dict[str, dict[str, Any]] = {
    **{field: {field: "a text"} for field in TEXTS},
    "id": {"id": "CASE-41"},
    "subject": {"subject": "All phones are down"},
    "partner_type": {"partner_type": "referral"},
    "plan": {"plan": "partner"},
    "priority": {"priority": "S2"},
    "region": {"region": "apac"},
    "status": {"status": "closed", "closed_at": LATER},
    "opened_at": {"opened_at": "2026-11-19T14:00:00Z"},
    "due_at": {"due_at": "2026-12-24T12:00:00Z"},
    "responded_at": {"responded_at": LATER},
    "closed_at": {"closed_at": LATER},
    "verdict": {"verdict": "missed"},
    "level": RAISED,
    "escalated_at": RAISED,
    "escalation_due_at": {**RAISED, "escalation_due_at": "2026-12-24T12:00:00Z"},
    "escalation_verdict": {**RAISED, "escalation_verdict": "missed"},
    "resolved_at": {"resolved_at": LATER},
    "held_since": {"held_since": LATER},
    "tags": {"tags": ["fax", "vip"]},
}
"""What a row gives for each column, with what it needs beside it."""


@pytest.fixture
def both(slt, write) -> Callable[..., list[tuple[int, str, str]]]:
    """Return a function that tries a file and then imports it, with what each run answered."""

    def run(text: str, *options: str, name: str = "cases.jsonl") -> list[tuple[int, str, str]]:
        file = write(text, name)
        more = ("-o", "jsonl", *options)
        return [slt("import", file, *dry, *more) for dry in (["--dry-run"], [])]

    return run


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an import record two rows at a time."""
    monkeypatch.setattr(importing, "_BATCH", 2)


def files(home: Path) -> dict[str, bytes | None]:
    """Return all that is in the home by its path, with what is in the files."""
    return {
        str(path.relative_to(home)): None if path.is_dir() else path.read_bytes()
        for path in home.rglob("*")
    }


def lines(*rows: dict[str, Any]) -> str:
    """Return rows as JSON Lines, each with what a row needs."""
    usual = {"opened_at": OPENED, "priority": "S1"}
    return "".join(json.dumps({**usual, **row}) + "\n" for row in rows)


# --- It writes nothing ----------------------------------------------------------------------------


@pytest.mark.sqlite("a new store is no file")
@pytest.mark.parametrize("text", [HEADER + ONE + TWO, HEADER, HEADER + ONE + BAD])
@pytest.mark.parametrize("db", [(), ("--db", "cases.db")], ids=["its own store", "a named one"])
def test_where_there_is_no_store_none_is_made(slt, write, home, text, db):
    file = write(text)
    before = files(home)

    for more in ([], ["--skip-bad"], ["--json"], ["-q"]):
        slt("import", file, "--dry-run", *more, *db)

    assert files(home) == before


@pytest.mark.sqlite("reads the bytes of its file")
@pytest.mark.parametrize("text", [HEADER + ONE + TWO, HEADER + ONE + BAD])
def test_a_store_stays_as_it_is_to_the_byte(slt, write, home, text):
    slt("import", write(HEADER + ONE))
    file = write(text)
    before = files(home)

    for more in ([], ["--skip-bad"], ["--json"], ["-q"]):
        slt("import", file, "--dry-run", *more)

    assert files(home) == before
    assert slt("list", "--all", "-q").out == "CASE-1\n"


def test_it_takes_no_number(slt, both):
    tried, done = both(lines({}, {"id": "CASE-9"}, {}), "-q")

    assert tried == done == (0, "CASE-1\nCASE-9\nCASE-10\n", "")
    assert slt("open", "-p", "S1", "-q", "x").out == "CASE-11\n"


# --- It answers as the import ---------------------------------------------------------------------


def test_there_is_a_row_for_every_column():
    assert GIVEN.keys() == set(COLUMNS)


@pytest.mark.parametrize("field", COLUMNS)
def test_the_cases_are_the_same_whatever_a_row_gives(both, items, field):
    tried, done = both(lines(GIVEN[field]))

    assert tried == done
    (case,) = map(json.loads, done.out.splitlines())
    assert case[field] == (2 if field == "level" else GIVEN[field][field])
    assert items("list", "--all") == [case]


def test_the_answer_differs_in_saying_that_nothing_was_recorded(slt, write):
    file = write(HEADER + ONE)

    tried = json.loads(slt("import", file, "--dry-run", "--json").out)
    done = json.loads(slt("import", file, "--json").out)

    assert tried.pop("notes") == [{"label": "Dry run", "text": "nothing was recorded"}]
    assert tried == done


@pytest.mark.parametrize(
    ("rows", "ids", "error"),
    [
        pytest.param(
            [{"ref": "A"}, {"ref": "B"}, {"ref": "A"}, {"ref": "B"}, {"ref": "C"}],
            ["CASE-1", "CASE-2", "CASE-3"],
            "",
            id="the same rows again are passed over",
        ),
        pytest.param(
            [{"ref": "A"}, {"ref": "B"}, {"ref": "A", "priority": "S2"}],
            ["CASE-1", "CASE-2"],
            "cases.jsonl:3: ref: 'A' already belongs to another row of this file, CASE-1",
            id="another case with one reference is bad",
        ),
        pytest.param(
            [{}, {}, {"id": "CASE-2", "priority": "S2"}],
            ["CASE-1", "CASE-2"],
            "cases.jsonl:3: id: 'CASE-2' already belongs to another row of this file",
            id="an id that an earlier row was given is bad",
        ),
        pytest.param(
            [{"id": "CASE-7"}, {"ref": "A"}, {}, {"id": "CASE-7"}],
            ["CASE-7", "CASE-8", "CASE-9"],
            "",
            id="an id twice is one case",
        ),
    ],
)
@pytest.mark.usefixtures("small_batches")
def test_rows_of_other_batches_are_seen(both, rows, ids, error):
    tried, done = both(lines(*rows), "--skip-bad")

    assert tried == done
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ids
    assert error in done.err


def test_a_case_that_is_here_already_is_passed_over(slt, both):
    slt("open", "-p", "S1", "--ref", "A", "--at", OPENED, "x")
    slt("open", "-p", "S1", "--at", OPENED, "y")

    tried, done = both(lines({"ref": "A"}, {"id": "CASE-2"}, {"ref": "B"}), "-q")

    assert tried == done == (0, "CASE-3\n", "")


ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "ref": st.sampled_from(["A", "B", "C"]),
            "id": st.integers(1, 6).map(lambda number: f"CASE-{number}"),
            "priority": st.sampled_from(["S1", "S2", "S9"]),
            "opened_at": st.sampled_from([OPENED, LATER]),
            "responded_at": st.just(LATER),
        },
    ),
    max_size=8,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(there=ROWS, rows=ROWS, skip_bad=st.booleans())
@pytest.mark.exhaustive
@pytest.mark.usefixtures("small_batches")
def test_any_file_is_tried_as_it_is_imported(
    slt, both, write, another_store, there, rows, skip_bad
):
    db = another_store()
    slt("import", write(lines(*there)), "--skip-bad", *db)

    tried, done = both(lines(*rows), *db, *(["--skip-bad"] if skip_bad else []))

    assert tried == done
    assert slt("verify", *db) == (0, "", "")
