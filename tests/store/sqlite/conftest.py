"""A store with one case, for the tests of a file; a test file may have a `path` of its own."""

from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from tests.store.samples import create


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a store with one case is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "cases.db"
    with closing(open_store(location_of(path))) as store:
        create(store, subject="first")
    return path
