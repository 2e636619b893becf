"""The page about installing: CI runs its commands, and extras and upgrades are as it says."""

import re
import shlex
import shutil
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from tests.test_readme import ROOT, blocks

PAGE = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = {
    name: packages
    for name, packages in PROJECT["optional-dependencies"].items()
    if name not in ("test", "dev")
}
STORES = ROOT / "tests" / "data" / "stores"


def section(title: str) -> str:
    """Return the text under a heading of the page, up to the next heading of its rank."""
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> dict[str, list[str]]:
    """Return the rows of the tables in a text, by their first cell, without the marks of code."""
    lines = re.findall(r"^ *\| (.+) \|$", text, re.MULTILINE)
    cells = [[cell.strip().strip("`") for cell in line.split(" | ")] for line in lines]
    return {first: others for first, *others in cells if first != "with"}


def newer(store: Path) -> None:
    """Let a store have a schema that no slt knows yet."""
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("PRAGMA user_version = 1000")


def test_ci_runs_the_commands_for_a_machine_without_a_network():
    collect, install = blocks("sh", PAGE)
    assert "pip wheel --wheel-dir wheelhouse '.[all]'" in collect
    assert "--no-index --find-links wheelhouse 'slt-cli[all]'" in install
    assert "collect=$(page_command docs/install.md 1)\n" in CI
    assert 'bash -euo pipefail -c "$collect"\n' in CI
    assert "offline=$(page_command docs/install.md 2)\n" in CI
    assert 'bash -euo pipefail -c "$offline"' in CI


def test_the_wheel_is_tried_on_every_python_that_the_project_names():
    named = {
        text.rpartition(" ")[2] for text in PROJECT["classifiers"] if ":: Python :: 3." in text
    }
    (tried,) = re.findall(r"^ +for version in (3\.11 .*); do$", CI, re.MULTILINE)
    assert named <= set(tried.split())
    assert PROJECT["requires-python"] == ">=3.11"


def test_every_extra_is_described_with_its_packages():
    table = rows(section("Extras"))
    table.pop("extra")
    assert set(table) == set(EXTRAS)
    for name in ("postgres", "holidays"):
        packages = {re.split(r"[>=<]", text)[0] for text in EXTRAS[name]}
        added = set(table[name][1].removeprefix("pipx inject slt-cli ").split())
        assert added, name
        assert added <= packages, name


def test_each_way_to_install_can_be_upgraded_and_removed():
    ways = set(rows(section("Install")))
    assert ways == {"pipx", "uv", "pip"}
    assert set(rows(section("Upgrade"))) == ways
    assert set(rows(section("Remove"))) == ways


def test_the_lines_for_completion_are_those_of_the_help(slt):
    (lines,) = [body for body in blocks("bash", PAGE) if "completion" in body]
    shown = [line.strip() for line in slt("completion", "--help").out.splitlines()]
    assert [line for line in shown if line.startswith("slt completion ")] == lines.splitlines()


@pytest.mark.parametrize("older", ["schema-1", "schema-7"])
def test_an_upgrade_in_the_order_of_the_page_leaves_nothing_to_do(slt, home: Path, older: str):
    (lines,) = re.findall(r"^   ```bash\n(.*?)^   ```$", PAGE, re.MULTILINE | re.DOTALL)
    commands = [shlex.split(line)[1:] for line in lines.splitlines()]
    store = home / ".local" / "share" / "slt" / "cases.db"
    store.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(STORES / f"{older}.db", store)
    store.chmod(0o600)
    assert [slt(*command).code for command in commands] == [0, 0, 0, 0]
    assert [command[0] for command in commands] == ["store", "config", "doctor", "recalc"]
    assert "up to date already" in slt("store", "upgrade").out
    assert list(store.parent.glob("cases.db.before-schema-*"))


def test_an_older_slt_can_go_on_where_a_newer_store_was_moved_away(slt, home: Path):
    slt("open", "-p", "S1", "All phones are down")
    copy = home / "copy.db"
    assert slt("backup", str(copy)).code == 0
    store = home / ".local" / "share" / "slt" / "cases.db"
    newer(store)
    assert (slt("list").code, slt("restore", str(copy), "--yes").code) == (5, 5)
    store.rename(home / "newer.db")
    assert slt("restore", str(copy)).code == 0
    assert "All phones are down" in slt("list").out
