"""Which file `slt export` writes: never a store or a backup, never one that somebody else chose."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

NEW = "cases.csv"
WAYS = ("directly", "a symbolic link", "a hard link")


@pytest.fixture(autouse=True)
def store(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store with a case and a backup beside it, in the current directory."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("SLT_DB", "my.db")
    assert slt("open", "-p", "S1", "All phones are down").code == 0
    assert slt("backup", "backup.db").code == 0
    return home / "my.db"


def linked(file: str, way: str) -> str:
    """Return the name of a file, or of a link to it that was made now."""
    if way == "directly":
        return file
    if way == "a symbolic link":
        Path("report.csv").symlink_to(file)
    else:
        Path("report.csv").hardlink_to(file)
    return "report.csv"


@pytest.mark.parametrize(
    ("end", "way"),
    [(end, way) for end in ("", "-wal", "-shm", "-journal") for way in WAYS],
)
def test_no_part_of_the_store_is_replaced(slt, store, end, way):
    part = Path(f"my.db{end}")
    with closing(sqlite3.connect(store)) as reader:  # lets the log and its index be there
        reader.execute("SELECT count(*) FROM cases").fetchone()
        if not part.exists():
            part.touch()
        named = linked(str(part), way)
        before = part.read_bytes()
        result = slt("export", named, "-o", "csv", "--force")
        assert (result.code, result.out, part.read_bytes()) == (1, "", before)
    assert f"{named} is the {'log of the ' if end else ''}store itself" in result.err
    assert "and was not touched\nfix: name another file" in result.err


@pytest.mark.parametrize(
    ("kept", "way"),
    [
        *((kept, way) for kept in ("backup.db", "other.db-wal") for way in WAYS),
        *((f"other.db-{end}", way) for end in ("shm", "journal") for way in WAYS[:2]),
    ],
)
def test_no_backup_and_no_log_of_another_store_is_replaced(slt, kept, way):
    with closing(sqlite3.connect("other.db", isolation_level=None)) as other:
        mode = "DELETE" if kept.endswith("-journal") else "WAL"
        other.execute(f"PRAGMA journal_mode = {mode}")
        other.execute("CREATE TABLE t (x)")
        other.execute("BEGIN")
        other.execute("INSERT INTO t VALUES (1)")
        named = linked(kept, way)
        before = Path(kept).read_bytes()
        result = slt("export", named, "-o", "csv", "--force")
        assert (result.code, result.out, Path(kept).read_bytes()) == (1, "", before)
    assert f"{named} is an SQLite database, such as a store or a backup" in result.err


def test_a_store_that_is_not_made_yet_is_not_replaced(slt):
    result = slt("export", "new.csv", "--db", "new.csv")
    assert (result.code, "new.csv is the store itself" in result.err) == (1, True)


def test_a_link_of_ones_own_is_followed_to_where_nothing_is_yet(slt):
    Path("there").mkdir()
    Path("link.csv").symlink_to("there/../there/a.csv")
    Path("away").symlink_to("there")
    assert slt("export", "link.csv").code == 0
    assert Path("link.csv").is_symlink()
    assert Path("there/a.csv").read_text().startswith("id,")
    refused = slt("export", "link.csv")
    assert (refused.code, "link.csv already exists" in refused.err) == (1, True)
    assert slt("export", "away/b.csv").code == 0
    assert Path("there/b.csv").read_text().startswith("id,")


def test_links_in_a_circle_are_an_error(slt):
    Path("a.csv").symlink_to("b.csv")
    Path("b.csv").symlink_to("a.csv")
    result = slt("export", "a.csv", "--force")
    assert (result.code, result.out) == (1, "")
    assert "a.csv cannot be written: Too many levels of symbolic links\nfix:" in result.err


NOT_FOLLOWED = {
    "export": ("export LINK", ""),
    "export --force": ("export LINK --force", "kept"),
    "config set, a new file": ("config set defaults.warn 30m --config LINK", ""),
    "config set": ("config set defaults.warn 30m --config LINK", "# kept"),
    "config init": ("config init --config LINK", ""),
}


@pytest.mark.parametrize(("line", "content"), NOT_FOLLOWED.values(), ids=NOT_FOLLOWED)
def test_a_link_of_another_user_is_not_followed(slt, others_link, monkeypatch, line, content):
    chosen = others_link.readlink()
    user = os.geteuid()
    if user:
        monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    if content:
        chosen.write_text(content)
    result = slt(*line.replace("LINK", str(others_link)).split())
    assert (result.code, result.out) == (1, "")
    assert f"{others_link} is a link that belongs to another user" in result.err
    assert [file.read_text() for file in chosen.parent.iterdir()] == [content][: len(content)]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
@pytest.mark.parametrize("made", ["a file", "a dangling link"])
def test_what_takes_the_name_meanwhile_is_kept(slt, monkeypatch, links, made):
    def meanwhile(file: Path, target: Path) -> None:
        if made == "a file":
            file.write_text("theirs")
        else:
            file.symlink_to("nowhere.csv")
        if not links:
            raise PermissionError(1, "Operation not permitted")
        os.link(target, file)

    monkeypatch.setattr(Path, "hardlink_to", meanwhile)
    refused = slt("export", NEW)
    assert (refused.code, refused.out) == (1, "")
    assert f"{NEW} already exists" in refused.err
    assert sorted(file.name for file in Path().glob("*cases.csv*")) == [NEW]
    assert Path(NEW).is_symlink() or Path(NEW).read_text() == "theirs"
    assert not Path("nowhere.csv").exists()


def test_a_file_system_without_hard_links_gets_the_file(slt, monkeypatch):
    def no_links(file: Path, target: Path) -> None:
        del file, target
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    assert slt("export", NEW) == (0, "", "")
    assert Path(NEW).read_text().startswith("id,")
    assert [file.name for file in Path().glob("*cases.csv*")] == [NEW]


def test_the_file_and_then_its_directory_are_on_the_disk(slt, home, monkeypatch):
    synced: list[tuple[bool, bool]] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        is_directory = os.fstat(handle).st_ino == home.stat().st_ino
        synced.append((is_directory, Path(NEW).exists()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    assert slt("export", NEW).code == 0
    assert synced == [(False, False), (True, True)]
