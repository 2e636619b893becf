"""Certificates of the tests' own."""

import pytest

from tests.delivery.servers import Authority


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """Return whom the environment of the tests trusts."""
    return Authority(tmp_path_factory.mktemp("trusted"))


@pytest.fixture(scope="session")
def stranger(tmp_path_factory):
    """Return somebody whom nobody trusts."""
    return Authority(tmp_path_factory.mktemp("stranger"))
