"""Pages of reports: of forty cases under a policy of five clocks, and of hostile texts."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands.report_page.cases import NOW, deeds, make_store
from tests.conftest import Result
from tests.output.html.hostile import HOSTILE
from tests.output.html.reading import Node, read_page
from tests.screens.cast import POLICY

PERIOD = ("--since", "2026-10-05", "--until", "2026-11-22")


class Store(NamedTuple):
    """A store, and what runs command lines on it at one moment."""

    call: Callable[..., Result]
    place: Path

    def page(self, *options: str, name: str = "report.html") -> Node:
        """Return the page of a report."""
        assert self.call("report", "--html", str(self.place / name), *options) == (0, "", "")
        return read_page((self.place / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def forty_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with forty cases."""
    file = tmp_path_factory.mktemp("forty") / "cases.db"
    make_store(file, deeds())
    return file


@pytest.fixture(scope="session")
def hostile_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store whose texts are hostile: partners, owners, tags, references and subjects."""
    file = tmp_path_factory.mktemp("hostile") / "cases.db"
    make_store(file, deeds(accepted_texts()))
    return file


def accepted_texts() -> list[str]:
    """Return the hostile texts that a command line can have at all."""
    return [text.replace("\0", "") for text in HOSTILE.values() if "\ud800" not in text]


def _on(slt: Callable[..., Result], file: Path, place: Path) -> Store:
    common = ["--db", str(file), "--config", str(POLICY)]
    return Store(lambda name, *line: slt(name, *common, *line, now=NOW), place)


@pytest.fixture
def forty(slt: Callable[..., Result], forty_cases: Path, tmp_path: Path) -> Store:
    """Return the store with forty cases."""
    return _on(slt, forty_cases, tmp_path)


@pytest.fixture
def hostile(slt: Callable[..., Result], hostile_cases: Path, tmp_path: Path) -> Store:
    """Return the store with hostile texts."""
    return _on(slt, hostile_cases, tmp_path)


@pytest.fixture
def nothing(slt: Callable[..., Result], tmp_path: Path) -> Store:
    """Return a store without a case."""
    return _on(slt, tmp_path / "nothing.db", tmp_path)
