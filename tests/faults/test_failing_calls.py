"""A call to the disk fails at any moment: nothing is lost, nothing false is said."""

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.failing_calls import (
    COMPILER,
    HOW,
    Found,
    Place,
    events_of,
    library,
    numbers,
)
from tests.faults.failing_rows import ROWS, STORE, Row
from tests.faults.processes import Ended, Kennel, kennel

pytestmark = [
    pytest.mark.exhaustive,
    pytest.mark.skipif(COMPILER is None, reason="there is no C compiler"),
]

MOST = 3
"""So many calls of a command fail in each way; the endurance test disturbs them all."""

USUAL = ("place", "store", "copies", "slt")
"""Directories of which a message says nothing if it names them."""

_UNCHANGED = re.compile(r"nothing (was|is) |not touched")
_STORE_UNCHANGED = re.compile(r"the store (was|is) not ")
_NOT_WRITTEN = re.compile(r"(\S+) cannot be (written|replaced|created|made)")
_RECORDED = re.compile(r"error: (.*?) (was|were) recorded|; (.*?) (was|were) recorded")
_UNFINISHED_DISK = re.compile(r"the (disk that holds|store) (?=\S*\.new/)")
_UNFINISHED = re.compile(r"\.[^/]*\.new(-journal|-wal|-shm)?(/|$)")


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kennel]:
    """Return what forks commands in which calls can fail."""
    directory = tmp_path_factory.mktemp("failing")
    with pytest.MonkeyPatch.context() as environment, kennel(directory, library(directory)) as kept:
        environment.delenv("SLT_CONFIG", raising=False)
        yield kept


@pytest.fixture
def place(
    slt: Callable[..., tuple[int, str, str]],
    tmp_path: Path,
    keeper: Kennel,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Row], Place]:
    """Return what prepares the directory of a row."""

    def prepared(row: Row) -> Place:
        template = tmp_path / "template"
        for name in ("store", "copies"):
            (template / name).mkdir(parents=True)
        monkeypatch.setenv("SLT_DB", str(template / STORE))
        row.prepare(slt, template)
        return Place(row, template, tmp_path / "place", keeper)

    return prepared


def named(found: Found, name: str, said: str) -> bool:
    """Return whether a message names a file, or a directory that it lies in."""
    file = found.files[name]
    return any(part.name in said for part in (file, file.parent) if part.name not in USUAL)


def changed(before: Found, after: Found) -> set[str]:
    """Return the names of what is not as it was."""
    names = {*before.facts, *after.facts}
    return {name for name in names if before.at(name) != after.at(name)}


def acknowledged(place: Place, out: str) -> Iterator[str]:
    """Yield the names of what a command printed as done: cases, files."""
    for line in out.splitlines():
        if line.startswith("CASE-"):
            yield line
        elif line.startswith(str(place.path)):
            yield re.sub(r"20(?!20)\d{6}T\d{6}Z", "TODAY", line[len(str(place.path)) + 1 :])


def judge(place: Place, done: Ended, before: Found, complete: Found, how: str) -> None:
    """Fail unless every record is there, and what the command said is true."""
    after = place.found()
    killed = done.code == -signal.SIGKILL
    assert killed == (how in ("kill", "torn")) or done.code == 0
    assert killed or done.code in (0, 1, 5)
    assert "internal error" not in done.err
    assert "Traceback" not in done.err
    kept = events_of({STORE: before.facts.get(STORE)}) <= events_of(after.facts)
    assert kept or place.row.redacts, "lost"  # else what is neither as before nor redacted fails
    for name in changed(before, after):
        if name in before.facts or name in complete.facts:
            assert after.at(name) in (before.at(name), complete.at(name)), f"{name} is neither"
        elif killed:
            assert _UNFINISHED.search(name), f"{name} was left"
        else:
            assert named(after, name, done.err), f"{name} was left, and nobody says so"
    for name in acknowledged(place, done.out):
        key = name if name in complete.facts else STORE
        assert after.at(key) == complete.at(key), f"{name} was printed, but is not there"
    if done.code == 0:
        known = {*before.facts, *complete.facts}
        assert changed(complete, after) & known == set(), "exit code 0"
    elif not killed:
        judge_sentences(place, done.err, before, complete, after)


def judge_sentences(place: Place, said: str, before: Found, complete: Found, after: Found) -> None:
    """Fail unless an error is one that slt explains, and every sentence of it is true."""
    assert said.startswith(("slt: error: ", "slt: note: ", "slt: warning: ")), said
    assert not _UNFINISHED_DISK.search(said), "nobody knows that file"
    different = changed(before, after)
    if _UNCHANGED.search(said):
        assert {name for name in different if not named(after, name, said)} == set(), "unchanged?"
    if _STORE_UNCHANGED.search(said):
        assert not any(name == STORE or name.startswith("CASE-") for name in different)
    for match in _NOT_WRITTEN.finditer(said):
        name = match[1].removeprefix(f"{place.path}/")
        assert name not in different, f"{name} cannot be written?"
    for match in _RECORDED.finditer(said):
        for case in re.findall(r"CASE-\d+", match[1] or match[3]):
            assert after.at(case) == complete.at(case), f"{case} was recorded?"


def disturb(place: Place, how: str, most: int, whole: Callable[[Path], None]) -> int:
    """Let calls of a command fail one after the other, and judge what comes of each; count them."""
    before = place.prepared()
    undisturbed = place.run()
    assert undisturbed.code == 0, undisturbed
    calls, complete = place.calls(), place.found()
    chosen = numbers(calls, most)
    for number in chosen:
        done = place.run(number, how)
        failed = place.calls()[number - 1 :][:1]
        try:
            judge(place, done, before, complete, how)
            if place.has_store():
                whole(place.path / STORE)
            if place.row.again and done.code:
                again = place.run_again()
                assert again.code == 0, f"the command does not succeed afterwards: {again}"
        except AssertionError as wrong:
            said = f"exit code {done.code}\n{done.out}{done.err}"
            wrong.add_note(f"call {number} of {len(calls)}, {how}: {failed}\n{said}")
            raise
    return len(chosen)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", ROWS)
def test_calls_that_fail(place, whole, name, how):
    assert disturb(place(ROWS[name]), how, MOST, whole) > 1


@pytest.mark.endurance
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", ROWS)
def test_every_call_that_fails(place, whole, name, how):
    assert disturb(place(ROWS[name]), how, 1000, whole) > 1
