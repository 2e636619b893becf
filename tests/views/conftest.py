"""What the tests of the views share: the policy of the screens' cast."""

import pytest

from slt_cli.domain.policy import Policy
from tests.views.noticed import cast_policy


@pytest.fixture(scope="session")
def cast() -> Policy:
    """Return the policy of the cast: five clocks."""
    return cast_policy()
