"""What the tests of every engine share: the location of a new store, and the store opened."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.store.location import Location
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from tests.store.engines import ENGINES


@pytest.fixture(params=ENGINES)
def location(request: pytest.FixtureRequest, tmp_path: Path) -> Location:
    """Return the location of a new store of each engine."""
    return ENGINES[request.param](tmp_path)


@pytest.fixture
def store(location: Location) -> Iterator[Store]:
    """Return the new store."""
    with closing(open_store(location)) as opened:
        yield opened
