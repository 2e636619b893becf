"""A correction keeps what was promised, whatever the configuration says by then."""

import shutil
from pathlib import Path

import pytest

pytestmark = pytest.mark.every_engine

STORES = Path(__file__).parents[1] / "data" / "stores"
OPENED = "2026-11-23T10:00:00Z"
NOW = "2026-11-23T12:00:00Z"


@pytest.fixture(autouse=True)
def _later(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the configuration of later: every target is twice as long."""
    monkeypatch.chdir(home)
    lengths = {"S1": 2, "S2": 8, "S3": 12}
    plan = "".join(f'{key} = {{ response = "{hours}h" }}\n' for key, hours in lengths.items())
    Path("later.toml").write_text(f"[plans.partner.targets]\n{plan}")


@pytest.fixture
def case(items):
    items("open", "-p", "S1", "-r", "europe", "x", now=OPENED)


def due(items) -> str:
    return items("show", "1", now=NOW)[0]["due_at"]


def later(*line: str) -> list[str]:
    return [*line, "--config", "later.toml"]


@pytest.mark.usefixtures("case")
def test_an_undo_keeps_the_promise_of_the_opening(items):
    items("note", "1", "a slip", now=NOW)
    items("note", "1", "another", now=NOW)
    items(*later("undo", "1", "2"), now=NOW)
    assert due(items) == "2026-11-23T11:00:00Z"


@pytest.mark.usefixtures("case")
def test_undoing_the_last_change_restores_the_due_time_of_before_to_the_letter(items):
    (before,) = items("show", "1", now=NOW)
    items("update", "1", "-p", "S2", now=NOW)
    (after,) = items(*later("undo", "1"), now=NOW)
    assert after == {field: before[field] for field in after}


@pytest.mark.usefixtures("case")
def test_undoing_an_earlier_change_keeps_what_a_later_one_promised(items):
    items("update", "1", "-p", "S2", now=NOW)
    items("update", "1", "-p", "S3", now=NOW)
    items(*later("undo", "1", "2"), now=NOW)
    assert due(items) == "2026-11-23T16:00:00Z"


@pytest.mark.usefixtures("case")
def test_a_promise_made_under_facts_that_were_taken_back_is_made_anew(items):
    items("update", "1", "-r", "usa", now=NOW)
    items("update", "1", "-p", "S2", now=NOW)
    items("undo", "1", "2", now=NOW)
    assert due(items) == "2026-11-23T14:00:00Z"


@pytest.mark.parametrize(
    ("changes", "due_at"),
    [
        pytest.param([], "2026-11-23T10:30:00Z", id="of the opening"),
        pytest.param(["-p", "S2"], "2026-11-23T13:30:00Z", id="of a later priority"),
    ],
)
@pytest.mark.usefixtures("case")
def test_a_corrected_opening_keeps_the_length_that_was_promised(items, changes, due_at):
    if changes:
        items("update", "1", *changes, now=NOW)
    items(*later("update", "1", "--opened", "2026-11-23T09:30:00Z"), now=NOW)
    assert due(items) == due_at
    items(*later("note", "1", "x", "--at", "10:10"), now=NOW)
    items(*later("followup", "1", "--at", "10:20"), now=NOW)
    assert due(items) == due_at, "a late entry changes nothing about it"


@pytest.mark.usefixtures("case")
def test_an_opening_that_was_corrected_twice_and_restored_is_as_at_first(items):
    (before,) = items("show", "1", now=NOW)
    items("update", "1", "--opened", "2026-11-23T09:30:00Z", now=NOW)
    items("update", "1", "-p", "S2", now=NOW)
    items("update", "1", "--opened", "2026-11-23T09:45:00Z", now=NOW)
    assert due(items) == "2026-11-23T13:45:00Z"
    items("undo", "1", "4", now=NOW)
    assert due(items) == "2026-11-23T13:30:00Z"
    items("undo", "1", "2", now=NOW)
    assert due(items) == "2026-11-23T14:00:00Z"
    (after,) = items("undo", "1", now=NOW)
    assert after == {field: before[field] for field in after}


# --- What an earlier release recorded -------------------------------------------------------------


@pytest.fixture
def earlier(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copy a store of an earlier release, whose case 14 has 9 events."""
    shutil.copyfile(STORES / "schema-2.db", home / "cases.db")
    monkeypatch.setenv("SLT_DB", str(home / "cases.db"))


@pytest.mark.sqlite("the earlier release kept cases in a file")
@pytest.mark.usefixtures("earlier")
def test_what_an_earlier_release_recorded_last_is_taken_back(slt, items):
    (before,) = items("show", "14", now=NOW)
    items("undo", "14", now=NOW)
    items("undo", "14", now=NOW)
    (after,) = items("show", "14", now=NOW)
    assert (before["due_at"], after["due_at"]) == ("2026-11-18T10:01:31Z", "2026-11-17T10:01:31Z")
    assert slt("verify") == (0, "", "")


@pytest.mark.sqlite("the earlier release kept cases in a file")
@pytest.mark.usefixtures("earlier")
def test_what_it_recorded_before_that_is_not_and_the_last_event_is_named(slt):
    result = slt("undo", "14", "3", now=NOW)
    assert (result.code, result.out) == (1, "")
    assert "event 9, a change at Thu 19 Nov 09:00 UTC" in result.err


@pytest.mark.sqlite("the earlier release kept cases in a file")
@pytest.mark.usefixtures("earlier")
def test_it_is_taken_back_after_something_new_too(slt, items):
    items("note", "14", "new", now=NOW)
    (after,) = items("undo", "14", "9", now=NOW)
    assert after["due_at"] == "2026-11-18T08:01:31Z"
    assert slt("verify") == (0, "", "")


# --- A target that is the same again --------------------------------------------------------------


@pytest.mark.parametrize("config", ["now.toml", "then.toml"])
def test_a_change_that_promises_the_same_again_is_a_promise_too(items, config):
    Path("now.toml").write_text('[plans.partner.targets]\nS2 = { response = "6h" }\n')
    Path("then.toml").write_text('[plans.partner.targets]\nS2 = { response = "2h" }\n')
    items("open", "-p", "S3", "-r", "europe", "x", now=OPENED)
    items("update", "1", "-p", "S2", "--config", "now.toml", now=NOW)
    items("followup", "1", "--at", "2026-11-23T11:00:00Z", "--config", config, now=NOW)
    assert due(items) == "2026-11-23T16:00:00Z"
    (then,) = items("show", "1", "--at", NOW, "--config", config, now="2026-11-23T13:00:00Z")
    assert then["due_at"] == "2026-11-23T16:00:00Z"
