"""`slt store copy`, and backups of every engine."""

from pathlib import Path

import pytest

from tests.store.engines import ENGINES


@pytest.mark.parametrize("new_location", ENGINES.values(), ids=list(ENGINES))
def test_a_store_is_copied_by_command(items, tmp_path: Path, new_location, data):
    (tmp_path / "to").mkdir()
    to = new_location(tmp_path / "to").name
    here = str(data / "cases.db")
    (copied,) = items("store", "copy", here, to)
    assert (copied["from"], copied["to"]) == (here, to)
    assert (copied["cases"], copied["events"]) == (2, 2)
    later = ("--at", "2026-03-06T20:00:00Z")
    assert items("show", "2", *later, "--db", to) == items("show", "2", *later)


@pytest.mark.every_engine
@pytest.mark.usefixtures("data")
def test_a_backup_is_restored_into_an_empty_store_of_any_engine_once(slt, items, another_store):
    """A database with cases is not replaced."""
    assert slt("backup", "saved.db").code == 0
    there = another_store()
    restored = slt("restore", "saved.db", "--yes", *there)
    assert (restored.code, restored.err) == (0, "")
    assert "nothing was replaced" in restored.out
    assert items("list", *there) == items("list")


@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        pytest.param(["none.db", "new.db"], 1, "there is no store none.db", id="nothing there"),
        pytest.param(["a.db", "a.db"], 2, "FROM and TO are the same store", id="itself"),
        pytest.param(["{here}", "no/new.db"], 5, "its directory does not exist", id="no directory"),
        pytest.param(
            ["{here}", "postgresql://a:b@h/d"], 2, "a password on the command line", id="x"
        ),
    ],
)
def test_a_copy_is_refused(slt, data, given, code, said):
    result = slt("store", "copy", *(text.format(here=data / "cases.db") for text in given))
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert "fix: " in result.err
    assert ":b@" not in result.err


@pytest.mark.parametrize("argument", ["FROM", "TO"])
def test_a_file_that_is_no_store_is_named_by_its_argument(slt, data, argument):
    Path("note").write_text("A note.\n")
    files = ["note", str(data / "cases.db")]
    result = slt("store", "copy", *(files if argument == "FROM" else reversed(files)))
    assert (result.code, result.out) == (5, "")
    assert "note is not a store of slt" in result.err
    assert f"name another store as {argument}; nothing was copied" in result.err
    assert "--db" not in result.err
