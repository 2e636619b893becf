"""Every engine that can keep cases: a new one is a row here, and has to pass every contract."""

from collections.abc import Callable
from pathlib import Path

from slt_cli.store.location import Location, location_of

ENGINES: dict[str, Callable[[Path], Location]] = {
    "sqlite": lambda directory: location_of(directory / "cases.db"),
}
"""By its name, how a test gets the location of a new store: it may use an empty directory."""
