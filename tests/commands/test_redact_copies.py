"""`slt redact` beside copies: backups keep what they have, and `slt restore` says so."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.commands.stores import subjects

STORES = Path(__file__).parents[1] / "data" / "stores"
NOW = "2026-12-01T12:00:00Z"
TEXTS = ("subject", "partner", "customer", "ref", "owner")

pytestmark = pytest.mark.now(NOW)


def redacted(slt, case: str) -> str:
    """Redact a case and return the answer in one line."""
    done = slt("redact", case, "--reason", "Erasure was asked for", "--yes")
    assert done.code == 0, done
    return " ".join((done.out + done.err).split())


def texts(case: dict[str, Any]) -> Iterator[str]:
    """Yield every text of a case as JSON has it, in its events too.

    What an import notes by itself is none: `import --update` goes by it.
    """
    yield from (case[name] for name in TEXTS if case[name])
    yield from case["tags"]
    for event in case["events"]:
        yield from (event["note"],) if event["note"] not in (None, "imported") else ()
        for name, change in event["changes"].items():
            yield from (text for text in change.values() if text and name in TEXTS)


@pytest.mark.exhaustive
@pytest.mark.parametrize("schema", [1, 2, 3, 4])
def test_a_store_of_every_earlier_schema_is_redacted(slt, items, home, schema):
    directory = home / ".local" / "share" / "slt"
    directory.mkdir(parents=True)
    shutil.copy(STORES / f"schema-{schema}.db", directory / "cases.db")
    (directory / "cases.db").chmod(0o600)
    slt("store", "upgrade")
    numbers = [*slt("list", "--all", "-q").out.split()]
    numbers += slt("list", "--status", "void", "-q").out.split()
    cases = [items("show", number)[0] for number in numbers]
    clocks = items("due", "--clocks")
    for number in numbers:
        redacted(slt, number)
    for before in cases:
        (after,) = items("show", before["id"])
        assert set(texts(after)) == {"[redacted]", "Erasure was asked for"}
        for name in ("status", "clocks", "opened_at", "due_at", "verdict", "level", "priority"):
            assert after[name] == before[name]
    hidden = dict.fromkeys(("subject", "partner", "customer", "ref", "owner"))
    assert [{**clock, **hidden} for clock in items("due", "--clocks")] == [
        {**clock, **hidden} for clock in clocks
    ]
    assert slt("verify") == (0, "", "")


def test_kept_backups_beside_the_store_are_named(slt, items, data):
    (made,) = items("backup", now="2026-11-23T12:00:00Z")
    told = redacted(slt, "1")
    assert made["path"] in told
    assert subjects(Path(made["path"])) == ["one", "two"]
    assert subjects(data / "cases.db") == ["[redacted]", "two"]


def test_an_older_backup_that_is_restored_says_what_was_redacted(slt, items, data):
    (made,) = items("backup", now="2026-11-23T12:00:00Z")
    redacted(slt, "1")
    done = slt("restore", made["path"], "--yes")
    assert done.code == 0
    told = " ".join((done.out + done.err).split())
    assert "CASE-1" in told
    assert "slt redact CASE-1" in told
    assert "slt redact CASE-2" not in told
    assert subjects(data / "cases.db") == ["one", "two"]
    redacted(slt, "1")
    assert subjects(data / "cases.db") == ["[redacted]", "two"]


def test_a_newer_backup_that_is_restored_says_nothing(slt, items, data):
    redacted(slt, "1")
    (made,) = items("backup")
    done = slt("restore", made["path"], "--yes")
    assert done.code == 0
    assert "slt redact" not in done.out + done.err
    assert subjects(data / "cases.db") == ["[redacted]", "two"]
    assert slt("verify") == (0, "", "")


def test_a_copied_store_is_redacted_as_well(slt, items, home):
    assert slt("open", "-q", "-p", "S1", "--ref", "4711", "--at", NOW, "one").code == 0
    redacted(slt, "1")
    copy = str(home / "copy.db")
    assert slt("store", "copy", slt("store", "path", "-q").out.strip(), copy).code == 0
    assert items("show", "1", "--db", copy) == items("show", "1")
    assert slt("verify", "--db", copy) == (0, "", "")
