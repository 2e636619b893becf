"""The house keeps its order: who may import whom, and how large a room may grow."""

import ast
from pathlib import Path

import pytest

import slt_cli

PACKAGE = Path(slt_cli.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))

# What each part may import of the others; arrows point down.
ALLOWED = {
    "__init__": set(),
    "__main__": {"cli"},
    "manpage": {"__init__", "cli"},
    "cli": {
        "__init__",
        "completing",
        "errors",
        "loading",
        "options",
        "output",
        "reporting",
        "streams",
    },
    "loading": {"errors"},
    "commands": {
        "__init__",
        "app",
        "completing",
        "config",
        "doctor",
        "domain",
        "errors",
        "output",
        "reporting",
        "store",
    },
    "completing": {"app", "domain", "options", "output", "store"},
    "options": {"app", "errors", "output"},
    "app": {"config", "domain", "errors", "output", "reporting", "store", "streams"},
    "reporting": {"errors", "output", "private"},
    "doctor": {"__init__", "config", "domain", "errors", "private", "store"},
    "config": {"domain", "errors", "private"},
    "store": {"domain", "errors", "private"},
    "private": set(),
    "streams": set(),
    "output": {"domain"},
    "domain": {"errors"},
    "errors": set(),
}
FORBIDDEN_IN_DOMAIN = {"typer", "rich", "sqlite3", "sqlite_utils", "platformdirs", "os", "sys"}


def part(module: str) -> str:
    """Return the part of the package that a module belongs to."""
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module)
    return found


def name_of(path: Path) -> str:
    """Return the part that a file is."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_down(path: Path):
    own = name_of(path)
    used = {part(module) for module in imports(path) if module.split(".")[0] == "slt_cli"}
    assert used - {own} <= ALLOWED[own]


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "domain").rglob("*.py")), ids=lambda path: path.name
)
def test_the_domain_is_pure(path: Path):
    roots = {module.split(".")[0] for module in imports(path)}
    assert not roots & FORBIDDEN_IN_DOMAIN
    assert "now(" not in path.read_text(encoding="utf-8")


def test_the_clock_is_read_in_one_place():
    readers = [
        path.name
        for path in MODULES
        if "datetime.now(" in path.read_text(encoding="utf-8") and path.name != "reporting.py"
    ]
    assert readers == ["app.py"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_holds_one_idea(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 250


def test_rich_is_imported_for_a_terminal_alone():
    importers = [
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(module.split(".")[0] == "rich" for module in imports(path))
    ]
    assert importers == ["output/grid.py", "output/progress.py", "output/table.py"]
