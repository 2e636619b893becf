"""The due time that a clock had missed when its target was changed stays with the case."""

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-23T12:00:00Z")]

MISSED = "2026-11-23T10:00:00Z"


def at(time: str) -> tuple[str, str]:
    return "--at", f"2026-11-23T{time}:00Z"


@pytest.fixture(autouse=True)
def changed(slt) -> None:
    """Record a case of an S1, due at 10:00, that is an S2 since 10:30."""
    assert slt("open", "-p", "S1", "-r", "europe", *at("09:00"), "Down").code == 0
    assert slt("update", "1", "--priority", "S2", *at("10:30")).code == 0


def missed(items, *arguments: str) -> list[str | None]:
    (case,) = items("show", "1", *arguments)
    return [clock["missed_due_at"] for clock in case["clocks"]]


def test_show_gives_it_in_json_and_says_nothing_of_it_to_people(slt, items):
    assert missed(items) == [MISSED]
    assert missed(items, *at("10:29")) == [None]
    assert "missed" not in slt("show", "1").out
    assert slt("verify") == (0, "", "")


def test_it_stays_when_the_case_goes_on(slt, items):
    assert slt("respond", "1", *at("10:40")).code == 0
    assert slt("close", "1", *at("10:50")).code == 0
    assert missed(items) == [MISSED]
    assert slt("verify") == (0, "", "")


def test_with_the_change_undone_it_is_gone(slt, items):
    assert slt("undo", "1").code == 0
    assert missed(items) == [None]
    assert slt("verify") == (0, "", "")


def test_an_answer_that_is_entered_late_leaves_none(slt, items):
    assert slt("respond", "1", *at("09:30")).code == 0
    assert missed(items) == [None]
    assert slt("verify") == (0, "", "")


def test_an_export_brings_it_into_another_store(slt, items, home, another_store):
    file, copy = str(home / "cases.jsonl"), another_store()
    assert slt("export", file).code == 0
    assert slt("import", file, *copy).code == 0
    assert missed(items, *copy) == [MISSED]
    assert slt("verify", *copy) == (0, "", "")
