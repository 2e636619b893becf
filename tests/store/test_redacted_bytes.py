"""What `slt redact` replaces is in no file beside the store any more, whatever was done before."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from shutil import copy
from typing import NamedTuple

import pytest

from slt_cli.cli import program
from tests.apps import app_with

EARLIER = "2026-11-23T11:00:00Z"
NOW = "2026-11-23T12:00:00Z"
LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ" + "ÄÖÜäöüßéÉÅЯжΣσ" * 2
OPENED = "2026-11-20T09:00:00Z"

pytestmark = pytest.mark.now(NOW)


class Words:
    """Long random words, each remembered."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.made: list[str] = []

    def one(self) -> str:
        """Return a new word."""
        self.made.append("".join(self.rng.choices(LETTERS, k=28)))
        return self.made[-1]

    def many(self, count: int) -> str:
        """Return a text of new words."""
        return " ".join(self.one() for _ in range(count))


class Filled(NamedTuple):
    """A store, the words of the case that is redacted, and those of the cases that stay."""

    file: Path
    word: Words
    kept: Words


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Fill a store: texts of all lengths, changed many times, taken back, imported, among others.

    Case 1 is the one of the words; those of other cases lie between its own.
    """
    directory = tmp_path_factory.mktemp("filled")
    file, word, kept = directory / "cases.db", Words(23), Words(42)

    def run(*words: str, now: str = EARLIER) -> None:
        assert program.run([*words, "-q", "--db", str(file)], app_with(now=now)) == 0, words

    opened(run, word)
    for number in range(2, 5):
        opened(run, kept)
        run("note", str(number), kept.many(40))
    for place in range(12):
        run("note", "1", word.many((1, 5, 80, 400)[place % 4]))
        run("update", "1", "--subject", word.many(1 + place % 5), "--partner", word.one())
        run("update", "1", "--owner", word.one(), "--tag", word.one(), "--customer", word.many(2))
        run("note", str(2 + place % 3), kept.many(30))
        run("update", "1", "--ref", word.one(), "--note", word.many(3))
        if place % 3 == 0:
            run("undo", "1")
            run("hold", "1", "--reason", word.many(20))
            run("resume", "1", "--note", word.many(2))
    run("update", "1", "--owner", "", "--customer", "")
    imported(run, directory, word)
    return Filled(file, word, kept)


@pytest.fixture
def directory(home: Path, filled: Filled) -> Path:
    """Return a directory with a copy of the store."""
    directory = home / ".local" / "share" / "slt"
    directory.mkdir(parents=True, mode=0o700)
    copy(filled.file, directory)
    return directory


@pytest.fixture
def word(filled: Filled) -> Words:
    """Return the words of the case that is redacted."""
    return filled.word


@pytest.fixture
def kept(filled: Filled) -> Words:
    """Return the words of the cases that stay."""
    return filled.kept


def opened(run: Callable[..., None], words: Words) -> None:
    """Open a case with every text."""
    facts = [part for name in ("ref", "partner", "customer", "owner", "tag", "tag")
             for part in (f"--{name}", words.one())]  # fmt: skip
    run("open", "-r", "europe", "-p", "S2", "--at", OPENED, *facts, words.many(4))


def imported(run: Callable[..., None], directory: Path, word: Words) -> None:
    """Bring texts of the case by a file, then remove the file: it is not slt's."""
    row = {"id": "CASE-1", "opened_at": OPENED, "priority": "S1", "region": "europe"}
    text = {"subject": word.many(6), "partner": word.one(), "updated_at": NOW}
    rows = directory / "rows.jsonl"
    rows.write_text(json.dumps({**row, **text}) + "\n")
    run("import", str(rows), "--update", now=NOW)
    rows.unlink()


def found(directory: Path, words: Words) -> set[str]:
    """Return the words of which a file of the directory has a piece, in any case of letters.

    A long text goes on in another page: a word may stand in two parts.
    """
    pieces: set[str] = set()
    for path in sorted(directory.rglob("*")):
        text = path.read_bytes().decode("utf-8", "ignore") if path.is_file() else ""
        text = re.sub(r"\\u([0-9a-f]{4})", lambda escape: chr(int(escape[1], 16)), text)
        for run in re.findall(r"[^\W\d_]{9,}", text.casefold()):
            pieces.update(_pieces(run))
    return {word for word in words.made if not pieces.isdisjoint(_pieces(word.casefold()))}


def _pieces(text: str) -> Iterator[str]:
    """Yield every piece of nine letters."""
    return (text[place : place + 9] for place in range(len(text) - 8))


REDACT = ("redact", "1", "--reason", "Erasure was asked for", "--yes")


def test_before_it_the_words_are_there(directory, word, kept):
    assert found(directory, word) == set(word.made)
    assert found(directory, kept) == set(kept.made)


def test_no_file_has_a_word_of_it_any_more(slt, directory, word, kept):
    done = slt(*REDACT)
    assert (done.code, done.err) == (0, "")
    assert found(directory, word) == set()
    assert found(directory, kept) == set(kept.made)
    assert slt("verify") == (0, "", "")


def test_what_other_programs_left_in_free_pages_goes_too(slt, directory, word):
    with closing(sqlite3.connect(directory / "cases.db")) as store:
        store.execute("PRAGMA secure_delete = OFF")
        store.execute("CREATE TABLE elsewhere AS SELECT * FROM events")
        store.execute("DROP TABLE elsewhere")
        store.commit()
    assert slt(*REDACT).code == 0
    assert found(directory, word) == set()


def test_every_case_can_be_redacted_one_after_the_other(slt, directory, word, kept):
    for number in range(1, 5):
        done = slt("redact", str(number), *REDACT[2:])
        assert (done.code, done.err) == (0, "")
    assert found(directory, word) | found(directory, kept) == set()
    assert slt("verify") == (0, "", "")


def test_while_another_reads_a_note_says_what_may_be_left(slt, directory, word):
    store = directory / "cases.db"
    with closing(sqlite3.connect(store, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM events").fetchall()
        done = slt(*REDACT)
        told = " ".join((done.out + done.err).split())
        assert done.code == 0
        assert str(store) in told
        assert "the same command again" in told
        shown = slt("show", "1", "--json").out
        assert [text for text in word.made if text in shown] == []
    again = slt(*REDACT)
    assert (again.code, again.err) == (0, "")
    assert str(store) not in again.out
    assert found(directory, word) == set()


def test_another_who_only_has_it_open_is_not_in_the_way(slt, directory, word):
    with closing(sqlite3.connect(directory / "cases.db")) as idle:
        idle.execute("SELECT count(*) FROM events").fetchall()
        done = slt(*REDACT)
        assert (done.code, done.err) == (0, "")
        assert found(directory, word) == set()


def test_what_is_written_afterwards_goes_at_the_next_one(slt, directory, word):
    assert slt(*REDACT).code == 0
    later = Words(99)
    for _ in range(4):
        assert slt("note", "1", later.many(100)).code == 0
    assert slt("update", "1", "--subject", later.many(3), "--tag", later.one()).code == 0
    assert found(directory, later) == set(later.made)
    assert slt(*REDACT).code == 0
    assert found(directory, later) | found(directory, word) == set()
