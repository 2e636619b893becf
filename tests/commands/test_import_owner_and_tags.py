"""`slt import` reads owners, customers and tags, and `--update` adds what is new of them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]
HEADER = "ref,opened_at,priority,updated_at,owner,customer,tags\n"


def row(updated: str = "", owner: str = "", customer: str = "", tags: str = "") -> str:
    """Return the row of one case, changed at a time on the Friday on which it was opened."""
    changed = updated and f"2026-11-20T{updated}:00Z"
    return f'{HEADER}77,2026-11-20T14:00:00Z,S1,{changed},{owner},{customer},"{tags}"\n'


@pytest.fixture
def imported(slt, write) -> Callable[..., Any]:
    def run(text: str, *options: str) -> Any:
        result = slt("import", write(text), *options)
        assert (result.code, result.err) == (0, "")
        return result.out

    return run


def facts(items):
    (case,) = items("list", "--all")
    return case["owner"], case["customer"], case["tags"]


@pytest.mark.parametrize(
    ("tags", "read"),
    [
        pytest.param("", [], id="none"),
        pytest.param("b a", ["a", "b"], id="blanks"),
        pytest.param("b, a,c", ["a", "b", "c"], id="commas"),
        pytest.param("b;a; A", ["a", "b"], id="semicolons, and one tag twice"),
        pytest.param("\u200b a", ["a"], id="one that is not seen"),
    ],
)
def test_tags_of_a_cell(imported, items, tags, read):
    imported(row(tags=tags))
    assert facts(items)[2] == read


@pytest.mark.parametrize("owner", ["", "-", "none", "None"])
def test_no_owner(imported, items, owner):
    imported(row(owner=owner))
    assert facts(items)[0] is None


def test_an_owner_who_stands_for_another_is_a_bad_row(slt, write, items):
    result = slt("import", write(row(owner="Me")))
    assert result.code == 1
    assert "owner: 'Me' cannot be a name: as an owner it stands for another one" in result.err
    assert "fix: --map owner= leaves the column out" in result.err
    assert items("list") == []


def test_another_column_is_mapped_to_the_customer(imported, items):
    text = row(customer="Acme Ltd", tags="a").replace("customer", "Kunde").replace("tags", "T")
    imported(text, "--map", "Kunde=customer", "--map", "T=tags")
    assert facts(items) == (None, "Acme Ltd", ["a"])


def test_update_adds_tags_and_removes_none(imported, items):
    imported(row("14:10", "desk-1", "Acme", "fax vip"))
    told = imported(row("14:20", "desk-2", "Beta", "FAX new"), "--update")
    assert "Updated        1: CASE-1\n" in told
    assert facts(items) == ("desk-2", "Beta", ["fax", "new", "vip"])
    event = items("show", "1")[0]["events"][-1]
    assert event["changes"]["tags"] == {"old": ["fax", "vip"], "new": ["fax", "new", "vip"]}


@pytest.mark.parametrize("update", [[], ["--update"]])
def test_fewer_tags_in_a_row_are_no_difference(imported, items, update):
    imported(row("14:10", tags="fax vip"))
    told = imported(row("14:20", tags="VIP"), *update)
    assert "Differ" not in told
    assert facts(items)[2] == ["fax", "vip"]


def test_more_tags_in_a_row_are_a_difference(imported, items):
    imported(row("14:10", tags="fax"))
    assert "CASE-1 (tags)" in imported(row("14:20", tags="fax vip"))
    assert facts(items)[2] == ["fax"]


def test_a_tag_that_was_removed_comes_back_only_with_a_newer_row(slt, imported, items):
    imported(row("14:10", tags="fax vip"))
    slt("update", "1", "--untag", "vip", "--at", "2026-11-20T15:00:00Z")
    assert "CASE-1 (tags)" in imported(row("14:20", tags="fax vip"), "--update")
    assert facts(items)[2] == ["fax"]
    assert "CASE-1 (tags)" in imported(row(tags="fax vip"), "--update")
    assert facts(items)[2] == ["fax"]
    imported(row("15:10", tags="fax vip"), "--update")
    assert facts(items)[2] == ["fax", "vip"]


def test_a_tag_whose_adding_was_undone_stays_away(slt, imported, items):
    imported(row("14:10"))
    imported(row("14:20", tags="fax"), "--update")
    slt("undo", "1")
    assert facts(items)[2] == []
    assert "CASE-1 (tags)" in imported(row("14:30", tags="fax"), "--update")
    assert facts(items)[2] == []


def test_the_tags_of_several_columns_are_taken_together(slt, write, items):
    text = "Issue key,Summary,Priority,Created,Labels,Labels\nA-1,x,High,2026-11-20T14:00:00Z,a,b\n"
    assert slt("import", write(text)).code == 0
    assert facts(items)[2] == ["a", "b"]


def line(tags: Any) -> str:
    return json.dumps({"opened_at": "2026-11-20T14:00:00Z", "priority": "S1", "tags": tags})


@pytest.mark.parametrize(
    ("tags", "read"),
    [(5, ["5"]), ("b a", ["a", "b"]), (["b", "a"], ["a", "b"]), ([], []), (None, [])],
)
def test_tags_in_json_are_a_list_of_words_or_a_text(slt, write, items, tags, read):
    assert slt("import", write(line(tags), "cases.jsonl")).code == 0
    assert facts(items)[2] == read


@pytest.mark.parametrize("tags", [["a", 5], {"a": 1}, [["a"]], True])
def test_tags_in_json_that_are_anything_else_are_bad(slt, write, tags):
    result = slt("import", write(line(tags), "cases.jsonl"))
    assert (result.code, "tags: " in result.err) == (1, True)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        pytest.param([], ["a b"], "event 1: tags: 'a b' is not a tag", id="two words"),
        pytest.param([], [""], "event 1: tags: '' is not a tag", id="an empty one"),
        pytest.param([], ["a", "A"], "event 1: it gives the case a tag that it has", id="twice"),
        pytest.param(["x"], ["a"], "event 1: tags was not like that before", id="another past"),
        pytest.param([], "ab", "event 1: tags: it is not a list of them", id="a text"),
        pytest.param([], [5], "event 1: tags: it is not a list of them", id="a number"),
    ],
)
def test_a_history_with_other_tags_is_refused(slt, write, home, old, new, why):
    slt("open", "-p", "S1", "--tag", "a", "x")
    slt("export", str(home / "out.jsonl"))
    line = json.loads((home / "out.jsonl").read_text())
    line["events"][0]["changes"]["tags"] = {"old": old, "new": new}
    result = slt("import", write(json.dumps(line), "bad.jsonl"))
    assert result.code == 1
    assert why in result.err


def test_a_line_whose_tags_are_not_those_of_its_history_is_refused(slt, write, home):
    slt("open", "-p", "S1", "--tag", "a", "x")
    slt("export", str(home / "out.jsonl"))
    line = json.loads((home / "out.jsonl").read_text())
    result = slt("import", write(json.dumps(line | {"tags": ["b"]}), "bad.jsonl"))
    assert result.code == 1
    assert "tags: it is 'b', but the events add up to 'a'" in result.err
