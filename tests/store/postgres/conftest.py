"""What is asked of PostgreSQL alone is asked where the tests are given a server.

Without PgBouncer nothing is asked through a pooler.
"""

from collections.abc import Callable

import pytest

from tests.store.engines import SERVER, new_schema
from tests.store.postgres.server import pooler

collect_ignore_glob = [] if SERVER else ["test_*.py"]
collect_ignore = [] if pooler() else ["test_pooler_beside.py"]


@pytest.fixture(scope="session")
def new_store() -> Callable[[], str]:
    """Return a function that makes an empty store in the server and returns its URL."""
    return lambda: new_schema(SERVER).name
