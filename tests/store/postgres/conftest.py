"""What is asked of PostgreSQL alone is asked where the tests are given a server.

Without PgBouncer nothing is asked through a pooler.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.store.engines import SERVER, new_schema
from tests.store.postgres.server import pooler

if TYPE_CHECKING:
    from tests.store.postgres.far_server import FarServer

collect_ignore_glob = [] if SERVER else ["test_*.py"]
collect_ignore = [] if pooler() else ["test_pooler_beside.py"]


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator["FarServer"]:
    """Run a server with TLS."""
    from tests.store.postgres.far_server import far_server

    with far_server(tmp_path_factory.mktemp("far")) as far:
        far.encrypt()
        yield far


@pytest.fixture(scope="session")
def new_store() -> Callable[[], str]:
    """Return a function that makes an empty store in the server and returns its URL."""
    return lambda: new_schema(SERVER).name
