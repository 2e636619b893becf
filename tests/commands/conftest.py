"""What the tests of commands share: the items of a command's JSON answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest


@pytest.fixture
def items(slt) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that runs a command line with --json and returns its items."""

    def call(*arguments: str) -> list[dict[str, Any]]:
        result = slt(*arguments, "--json")
        assert (result.code, result.err) == (0, "")
        return json.loads(result.out)["items"]

    return call
