"""`slt import` says which clocks a row does not start, and what starts them."""

import json
from pathlib import Path

import pytest

from slt_cli.config.files import user_file

pytestmark = pytest.mark.usefixtures("on_monday")

ROWS = """priority,region,opened_at,responded_at
S1,europe,2026-11-20T14:00Z,
S1,europe,2026-11-20T14:00Z,2026-11-20T14:10Z
"""
SAID = "new cases have no update, resolution yet: docs/help-desks.md says when they start"
RESPONSE, UPDATE, RESOLUTION = "response", "update", "resolution"


@pytest.fixture
def more_targets() -> None:
    """Write a configuration whose S1 cases have more clocks than that of the response."""
    user_file().parent.mkdir(parents=True, exist_ok=True)
    targets = '[plans.partner.targets.S1]\nresponse = "1h"\nupdate = "4h"\nresolution = "2bd"\n'
    user_file().write_text(targets)


def started(items, case: str) -> list[str]:
    return [clock["kind"] for clock in items("show", case)[0]["clocks"]]


@pytest.mark.usefixtures("more_targets")
def test_the_answer_says_which_clocks_do_not_start(slt, write):
    file = write(ROWS)
    assert f"Clocks: {SAID}" in slt("import", file, "--dry-run").out.splitlines()
    assert json.loads(slt("import", file, "--json").out)["notes"] == [
        {"label": "Clocks", "text": SAID}
    ]


@pytest.mark.usefixtures("more_targets")
def test_they_start_as_the_page_says(slt, items, write):
    assert f"Clocks    {SAID}" in slt("import", write(ROWS)).out.splitlines()
    assert [started(items, case) for case in ("1", "2")] == [[RESPONSE], [RESPONSE]]
    slt("recalc", "--apply")
    assert [started(items, case) for case in ("1", "2")] == [[RESPONSE, RESOLUTION], [RESPONSE]]
    slt("respond", "2")
    assert started(items, "2") == [RESPONSE, UPDATE]
    slt("recalc", "--apply")
    assert started(items, "2") == [RESPONSE, RESOLUTION, UPDATE]


@pytest.mark.usefixtures("more_targets")
def test_a_later_answer_starts_one_in_a_case_that_was_there_and_none_in_a_new_one(
    slt, items, write
):
    head = "ref,priority,region,opened_at,responded_at\n"
    slt("import", write(f"{head}r1,S1,europe,2026-11-20T14:00Z,\n"))
    answered = "S1,europe,2026-11-20T14:00Z,2026-11-20T14:10Z\n"
    told = slt("import", write(f"{head}r1,{answered}r2,{answered}"), "--update").out
    assert [started(items, case) for case in ("1", "2")] == [[RESPONSE, UPDATE], [RESPONSE]]
    assert f"Clocks         {SAID}" in told.splitlines()


@pytest.mark.usefixtures("more_targets")
def test_nothing_is_said_of_a_whole_history(slt, home: Path):
    slt("open", "-p", "S1", "--region", "europe", "down")
    slt("export", str(home / "all.jsonl"))
    whole = ("import", str(home / "all.jsonl"))
    assert "Clocks" not in slt(*whole, "--db", str(home / "copy.db")).out
    without = slt(*whole, "--map", "events=", "--db", str(home / "values.db"))
    assert SAID in without.out


@pytest.mark.usefixtures("more_targets")
def test_nothing_is_said_where_no_case_is_added(slt, write):
    file = write("ref,priority,opened_at\nr1,S1,2026-11-20T14:00Z\n")
    assert "Clocks" in slt("import", file).out
    assert "Clocks" not in slt("import", file).out


def test_nothing_is_said_where_the_plan_has_a_response_alone(slt, write):
    assert "Clocks" not in slt("import", write(ROWS)).out
