"""`slt backup --keep`: older copies give way, nothing else does."""

from pathlib import Path

import pytest

from tests.commands.stores import names

NOON = "2026-11-23T12:00:00Z"


def test_keep_removes_all_but_the_newest(items, data):
    for name in ("cases-20261101T000000Z.db", "cases-20261102T000000Z.db", "mine-20260101.db"):
        (data / name).write_text("older")
    (item,) = items("backup", "--keep", "2", now=NOON)
    assert item["removed"] == [str(data / "cases-20261101T000000Z.db")]
    assert names(data) == [
        "cases-20261102T000000Z.db",
        "cases-20261123T120000Z.db",
        "cases.db",
        "mine-20260101.db",
    ]


def test_the_copy_just_made_stays_where_the_clock_is_behind(items, data):
    later = ["cases-20261124T000000Z.db", "cases-20261125T000000Z.db"]
    for name in later:
        (data / name).touch()
    (item,) = items("backup", "--keep", "2", now=NOON)
    assert item["removed"] == [str(data / later[0])]
    assert names(data) == ["cases-20261123T120000Z.db", later[1], "cases.db"]


@pytest.mark.now(NOON)
def test_what_is_no_file_is_no_copy(slt, data):
    (data / "cases-20261101T000000Z.db").mkdir()
    assert slt("backup", "--keep", "1").code == 0
    assert (data / "cases-20261101T000000Z.db").is_dir()


@pytest.mark.now(NOON)
def test_where_an_older_one_cannot_be_removed_the_copy_is_told(slt, data, monkeypatch):
    (data / "cases-20261101T000000Z.db").touch()
    kept = Path.unlink

    def refuse(path: Path, **options: bool) -> None:
        if "20261101" in path.name:
            raise PermissionError(1, "Operation not permitted")
        kept(path, **options)

    monkeypatch.setattr(Path, "unlink", refuse)
    result = slt("backup", "--keep", "1")
    assert (result.code, result.out) == (1, "")
    assert f"{data / 'cases-20261123T120000Z.db'} was made, but" in result.err
    assert names(data) == ["cases-20261101T000000Z.db", "cases-20261123T120000Z.db", "cases.db"]


@pytest.mark.parametrize(
    "name",
    [
        "cases.db",
        "cases-2026.db",
        "cases-20261101T000000Z.db.gz",
        "other-20261101T000000Z.db",
        "cases-20261101T000000Z.txt",
        "cases.db.before-schema-2",
    ],
)
@pytest.mark.now(NOON)
def test_keep_leaves_everything_else(slt, data, name):
    (data / name).touch()
    assert slt("backup", "--keep", "1").code == 0
    assert (data / name).exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("backup copy.db --keep 3", "--keep works only for", id="for a file"),
        pytest.param("backup --keep 0", "--keep", id="none"),
    ],
)
@pytest.mark.usefixtures("data")
def test_keep_has_its_limits(slt, line, told):
    result = slt(*line.split())
    assert (result.code, told in result.err) == (2, True)
    assert names(Path()) == []


def test_nothing_is_removed_where_the_copy_failed(slt, data, monkeypatch):
    old = data / "cases-20261101T000000Z.db"
    old.touch()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("slt_cli.store.sqlite.copies.fill", full)
    assert slt("backup", "--keep", "1").code == 1
    assert old.exists()
