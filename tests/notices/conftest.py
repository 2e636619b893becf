"""A desk for every test, and a configuration that tells it everything."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.notices.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk that got nothing yet."""
    return Desk(tmp_path / "desk")


@pytest.fixture
def configure(home: Path) -> Callable[..., None]:
    """Return a function that writes the user's own configuration file."""

    def write(*parts: str) -> None:
        file = home / ".config" / "slt" / "config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(parts))

    return write
