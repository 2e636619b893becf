"""The house keeps its order: who may import whom, without a circle, and how large a file may be."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pytest

import slt_cli

PACKAGE = Path(slt_cli.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = {path: path.relative_to(PACKAGE).as_posix() for path in FILES}

# Rooms by storey: a room imports from its own row only what `BESIDE` names, else from lower rows.
STOREYS = (
    ("__main__",),
    ("cli",),
    ("commands",),
    ("services", "doctor"),
    ("exchange",),
    ("views",),
    ("filters",),
    ("parameters",),
    ("completing",),
    ("offered",),
    ("app",),
    ("given_times",),
    ("wall_times",),
    ("answers",),
    ("options",),
    ("store", "config", "delivery", "output"),
    ("domain", "classify"),
    ("file_remarks",),
    ("private_files", "user_directories", "finding", "login_name", "interruption"),
    ("errors", "__init__"),
)
BESIDE = {("config", "output")}
LARGEST_FILE = 250
FORBIDDEN_IN_PURE = {"typer", "rich", "sqlite3", "sqlite_utils", "platformdirs", "os", "sys"}
LATE = "noqa: PLC0415"
MOST_LATE_IMPORTS = 73
DRIVERS = {
    "sqlite3": "store/sqlite/",
    "sqlite_utils": "store/sqlite/",
    "psycopg2": "store/postgres/driver",
}
ENGINES = {
    "store.sqlite.": ["store.opening", "store.postgres.upkeep"],  # a backup is a SQLite file
    "store.postgres.": ["store.opening"],
}


def module_of(path: Path) -> str:
    """Return a file's module, such as `store.sqlite.file`; a package is its `__init__`."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


MODULES = {module_of(path) for path in FILES}


def imported(path: Path) -> set[str]:
    """Return all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{NAMES[path]}: relative import"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                is_module = inner.removeprefix("slt_cli.") in MODULES
                found.add(inner if is_module else node.module)
    return found


def own_imports(path: Path) -> Iterator[str]:
    """Yield the modules of this package that a file imports, each as `module_of` names it."""
    for name in imported(path):
        root, _, module = name.partition(".")
        if root == "slt_cli":
            inner = f"{module}.__init__".lstrip(".")
            yield inner if inner in MODULES else module


ARROWS: Mapping[str, set[str]] = {module_of(path): set(own_imports(path)) for path in FILES}


def room(module: str) -> str:
    return module.partition(".")[0]


def storey(module: str) -> int:
    return next(number for number, rooms in enumerate(STOREYS) if room(module) in rooms)


def wrong_arrows(arrows: Mapping[str, set[str]]) -> list[str]:
    """Return the arrows that do not point down, as `a -> b`."""
    return sorted(
        f"{module} -> {other}"
        for module, others in arrows.items()
        for other in others
        if room(module) != room(other)
        and storey(module) >= storey(other)
        and (room(module), room(other)) not in BESIDE
    )


def circle(arrows: Mapping[str, set[str]]) -> list[str]:
    """Return the files of a circle in the order in which they import each other; none is empty."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_every_room_has_its_storey():
    assert {room(module) for module in ARROWS} == {room for rooms in STOREYS for room in rooms}


def test_arrows_point_down():
    assert wrong_arrows(ARROWS) == []


def test_no_file_imports_itself_by_way_of_others():
    assert circle(ARROWS) == []


def test_a_wrong_arrow_is_named():
    assert wrong_arrows({"domain.case": {"errors", "app"}}) == ["domain.case -> app"]


def test_a_circle_within_a_room_is_named():
    arrows = {"store.a": {"store.b"}, "store.b": {"store.c"}, "store.c": {"store.a"}}
    found = circle(arrows)
    assert found[0] == found[-1]
    assert set(pairwise(found)) == {
        (module, other) for module, others in arrows.items() for other in others
    }


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if module_of(path).startswith(("domain.", "classify."))],
    ids=NAMES.get,
)
def test_the_domain_and_the_classifier_are_pure(path: Path):
    roots = {module.split(".")[0] for module in imported(path)}
    assert not roots & FORBIDDEN_IN_PURE
    assert "now(" not in path.read_text(encoding="utf-8")


def test_the_clock_is_read_in_one_place():
    readers = [
        NAMES[path]
        for path in FILES
        if "datetime.now(" in path.read_text(encoding="utf-8") and path.name != "reporting.py"
    ]
    assert readers == ["app.py"]


@pytest.mark.parametrize("path", FILES, ids=NAMES.get)
def test_a_file_holds_one_idea(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LARGEST_FILE


@pytest.mark.parametrize("driver", DRIVERS)
def test_a_driver_stays_in_the_room_of_its_engine(driver: str):
    users = [NAMES[path] for path in FILES if driver in {m.split(".")[0] for m in imported(path)}]
    assert [name for name in users if not name.startswith(DRIVERS[driver])] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_is_known_where_a_store_is_opened_and_nowhere_else(engine: str):
    users = [
        module
        for module, others in ARROWS.items()
        if not module.startswith(engine) and any(other.startswith(engine) for other in others)
    ]
    assert users == ENGINES[engine]


def test_late_imports_are_few():
    late = [NAMES[path] for path in FILES for line in path.read_text().splitlines() if LATE in line]
    assert len(late) <= MOST_LATE_IMPORTS


def test_rich_is_imported_for_a_terminal_alone():
    importers = [
        NAMES[path]
        for path in FILES
        if any(module.split(".")[0] == "rich" for module in imported(path))
    ]
    assert importers == [
        f"output/{name}.py" for name in ("facts", "grid", "layout", "live", "progress", "table")
    ]
