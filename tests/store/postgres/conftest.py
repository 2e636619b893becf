"""What is asked of PostgreSQL alone is asked where the tests are given a server."""

from tests.store.engines import SERVER

collect_ignore_glob = [] if SERVER else ["test_*.py"]
