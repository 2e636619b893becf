"""Shipped files that were parsed when the package was built: used only while they are the same."""

import sys
import tomllib
from types import ModuleType

import pytest

from slt_cli.config import read_layers
from slt_cli.config.files import default_file, read_source, user_file
from slt_cli.config.prepared import SHIPPED, prepare, prepared_tables

TOML = b"""[defaults]
warn = "25%"
share = 0.5
[[regions.usa.exceptions]]
date = 2026-12-25
name = "Christmas \xe2\x80\x9cDay\xe2\x80\x9d"
"""


def load(name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the module that a wheel would carry, in the place where it is looked for."""
    module = ModuleType(f"slt_cli.prepared.{name}")
    exec(prepare(name, content), module.__dict__)
    monkeypatch.setitem(sys.modules, "slt_cli.prepared", ModuleType("slt_cli.prepared"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module


def test_the_tables_are_those_of_the_file(monkeypatch):
    load("default", TOML, monkeypatch)

    assert prepared_tables("default", TOML) == tomllib.loads(TOML.decode())


@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_file_survives(name, monkeypatch):
    content = default_file().with_name(f"{name}.toml").read_bytes()
    load(name, content, monkeypatch)

    assert prepared_tables(name, content) == tomllib.loads(content.decode())


def test_the_policy_is_read_from_them(monkeypatch):
    content = default_file().read_bytes()
    parsed = read_layers().tables
    module = load("default", content, monkeypatch)
    module.TABLES["defaults"]["case_prefix"] = "PREPARED"

    assert read_layers().tables["defaults"] == {**parsed["defaults"], "case_prefix": "PREPARED"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("default", TOML + b"# one more line", id="a file changed since"),
        pytest.param("config", TOML, id="a file that is not shipped"),
    ],
)
def test_anything_else_is_parsed(name, content, monkeypatch):
    load("default", TOML, monkeypatch)

    assert prepared_tables(name, content) is None


def test_where_none_was_prepared_the_file_is_parsed(monkeypatch):
    monkeypatch.setitem(sys.modules, "slt_cli.prepared", None)

    assert prepared_tables("default", TOML) is None
    assert read_source(default_file()).tables["defaults"]["case_prefix"] == "CASE"


def test_a_file_of_the_users_with_a_shipped_name_is_read_for_what_it_says(tmp_path, monkeypatch):
    load("default", TOML, monkeypatch)
    own = tmp_path / "default.toml"
    own.write_text('[defaults]\nregion = "apac"\n')

    assert read_source(own).tables == {"defaults": {"region": "apac"}}
    assert user_file().name == "config.toml"
