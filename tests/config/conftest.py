"""Shared by the tests of the configuration: TOML laid over the defaults as a file of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from slt_cli.config import Layers, load_policy, read_layers
from slt_cli.domain.policy import Policy
from slt_cli.errors import ConfigError, Fault

Overlay = Callable[[str], Path]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    """Return a function that writes a configuration file and returns its path."""

    def write(toml: str) -> Path:
        file = tmp_path / "explicit.toml"
        file.write_text(toml, encoding="utf-8")
        return file

    return write


@pytest.fixture
def layers(overlay: Overlay) -> Callable[[str], Layers]:
    """Return a function that lays TOML over the defaults."""
    return lambda toml: read_layers(overlay(toml))


@pytest.fixture
def load(layers: Callable[[str], Layers]) -> Callable[[str], Policy]:
    """Return a function that loads the policy with TOML laid over the defaults."""
    return lambda toml: load_policy(layers(toml))


@pytest.fixture
def faults(load: Callable[[str], Policy]) -> Callable[[str], tuple[Fault, ...]]:
    """Return a function that loads TOML which must be refused, and returns its faults."""

    def refuse(toml: str) -> tuple[Fault, ...]:
        with pytest.raises(ConfigError) as refused:
            load(toml)
        return refused.value.faults

    return refuse
