"""A new field of a case costs its type, one migration, one word of the view and one option.

Here it is added to a copy of the source, and nothing may lose it: neither a command that changes
cases, nor a file, nor the history.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import slt_cli

PACKAGE = Path(slt_cli.__file__).parent
CONFIG = Path(__file__).parents[1] / "config"

MIGRATION = '''

@migrations()
def m{version:03}_site(db: Database) -> None:
    """Keep at which site a case is."""
    db.execute("ALTER TABLE cases ADD COLUMN site TEXT")
'''
OPTION = (
    "Site = Annotated[\n"
    '    str | None, typer.Option("--site", metavar="NAME", help="Site of the trouble.")\n'
    "]\n"
)
OPENED = ("-p", "S1", "--at", "2026-03-06T17:00:00Z")
LATER = ("--at", "2026-03-06T18:00:00Z")


class Source:
    """A copy of the source, and which files of it were edited."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = root / "src" / "slt_cli"
        self.edited: set[str] = set()
        shutil.copytree(PACKAGE, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(CONFIG, root / "config")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text that occurs once in a file."""
        path = self.package / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        self.edited.add(name)

    def file_with(self, pattern: str) -> tuple[str, re.Match[str]]:
        """Return the file in which a pattern occurs, and where."""
        for path in sorted(self.package.rglob("*.py")):
            if found := re.search(pattern, path.read_text(encoding="utf-8"), re.MULTILINE):
                return path.relative_to(self.package).as_posix(), found
        raise AssertionError(pattern)


def add_the_field(source: Source) -> None:
    """Give a case a site: all that it takes."""
    source.edit(
        "domain/case.py",
        "    partner: FreeText = None\n",
        "    partner: FreeText = None\n    site: FreeText = None\n",
    )
    name, version = source.file_with(r"^SCHEMA_VERSION = (\d+)$")
    following = int(version[1]) + 1
    source.edit(name, version[0], f"SCHEMA_VERSION = {following}")
    migrations = source.package / "store/sqlite/migrations.py"
    end = migrations.read_text(encoding="utf-8")[-80:]
    source.edit("store/sqlite/migrations.py", end, end + MIGRATION.format(version=following))
    source.edit("views/fields.py", '"partner", "partner_type"', '"partner", "site", "partner_type"')
    source.edit("parameters.py", "\nPartner = Annotated[", f"\n{OPTION}Partner = Annotated[")
    for command in ("commands/open.py", "commands/update.py"):
        source.edit(command, " Partner,", " Site, Partner,")
        parameter = "    partner: Partner = None,\n"
        source.edit(command, parameter, f"{parameter}    site: Site = None,\n")
        texts = '{"partner": partner, "ref": ref, '
        source.edit(command, texts, f'{texts}"site": site, ')


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Source:
    """Return a copy of the source with the new field."""
    copied = Source(tmp_path_factory.mktemp("source"))
    add_the_field(copied)
    return copied


Run = Callable[..., str]
Items = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def run(source: Source, home: Path) -> Run:
    """Return a function that runs the copy on a store of the test's own and returns its output."""

    def call(*arguments: str, db: str = "cases.db", package: Path = source.package) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "slt_cli", *arguments],
            env={**os.environ, "PYTHONPATH": str(package.parent), "SLT_DB": str(home / db)},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return call


@pytest.fixture
def items(run: Run) -> Items:
    """Return a function that runs the copy with --json and returns its items."""
    return lambda *arguments, **more: json.loads(run(*arguments, "--json", **more))["items"]


def sites(history: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any] | None]]:
    """Return the kind of each event of a case, with what it changed of the site."""
    return [(event["kind"], event["changes"].get("site")) for event in history]


def test_seven_files_are_edited(source: Source) -> None:
    assert sorted(source.edited) == [
        "commands/open.py",
        "commands/update.py",
        "domain/case.py",
        "parameters.py",
        "store/sql/__init__.py",
        "store/sqlite/migrations.py",
        "views/fields.py",
    ]


def test_open_and_update_keep_it_with_their_history(run: Run, items: Items) -> None:
    (opened,) = items("open", *OPENED, "--site", "Acme", "x")
    (changed,) = items("update", "1", *LATER, "--site", "Beta", "--partner", "North")
    (removed,) = items("update", "1", "--site", "")

    assert [case["site"] for case in (opened, changed, removed)] == ["Acme", "Beta", None]
    (shown,) = items("show", "1")
    assert shown["site"] is None
    assert sites(shown["events"]) == [
        ("opened", {"old": None, "new": "Acme"}),
        ("updated", {"old": "Acme", "new": "Beta"}),
        ("updated", {"old": "Beta", "new": None}),
    ]
    assert "partner none -> North; site Acme -> Beta" in run("show", "1")
    assert run("verify") == ""


def test_what_changes_nothing_else_leaves_it_alone(run: Run, items: Items) -> None:
    run("open", *OPENED, "--site", "Acme", "x")
    for command in ("escalate", "respond", "close", "reopen", "update --priority S3", "note x"):
        name, *more = command.split()
        run(name, "1", *more)

    assert [case["site"] for case in items("list")] == ["Acme"]
    assert [kind for kind, change in sites(items("show", "1")[0]["events"]) if change] == ["opened"]
    assert run("verify") == ""


def test_the_past_knows_what_it_was(run: Run, items: Items) -> None:
    run("open", *OPENED, "--site", "Acme", "x")
    run("update", "1", *LATER, "--site", "Beta")

    assert [case["site"] for case in items("show", "1", *OPENED[2:])] == ["Acme"]
    assert [case["site"] for case in items("list", *LATER)] == ["Beta"]


def test_it_is_redacted_with_its_history(run: Run, items: Items) -> None:
    run("open", *OPENED, "--site", "Acme", "x")
    run("update", "1", *LATER, "--site", "Beta")
    run("redact", "1", "--reason", "Asked for", "--yes")

    (shown,) = items("show", "1")
    assert "Acme" not in str(shown)
    assert "Beta" not in str(shown)
    assert shown["site"] == "[redacted]"
    assert run("verify") == ""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        pytest.param(
            "cases.csv",
            "opened_at,priority,site,closed_at\n2026-03-06T17:00Z,S1, Acme ,2026-03-06T18:00Z\n",
            id="CSV",
        ),
        pytest.param(
            "cases.jsonl",
            '{"opened_at": "2026-03-06T17:00Z", "priority": "S1", "site": "Acme"}\n',
            id="JSON Lines",
        ),
    ],
)
def test_import_and_export_keep_it(
    run: Run, items: Items, home: Path, file: str, text: str
) -> None:
    (home / file).write_text(text)

    checked = items("import", file, "--dry-run")
    imported = items("import", file)

    assert imported == checked
    assert [case["site"] for case in imported] == ["Acme"]
    (shown,) = items("show", "1")
    assert sites(shown["events"])[0] == ("opened", {"old": None, "new": "Acme"})
    assert [change for _, change in sites(shown["events"])[1:] if change] == []
    assert run("verify") == ""
    for export in ("out.csv", "out.jsonl"):
        run("export", export)
        assert items("import", export, db=f"{export}.db") == imported
        assert run("verify", db=f"{export}.db") == ""


def test_another_name_of_its_column_can_be_mapped(items: Items, home: Path) -> None:
    (home / "cases.csv").write_text("opened_at,priority,Kunde\n2026-03-06T17:00Z,S1,Acme\n")

    imported = items("import", "cases.csv", "--map", "Kunde=site")

    assert [case["site"] for case in imported] == ["Acme"]


def test_a_case_from_before_has_none_until_it_is_given_one(run: Run, items: Items) -> None:
    before = json.loads(run("open", *OPENED, "--ref", "7", "x", "--json", package=PACKAGE))
    assert "site" not in before["items"][0]

    (shown,) = items("show", "7")
    assert shown["site"] is None
    assert sites(shown["events"]) == [("opened", None)]
    assert run("verify") == ""

    run("update", "7", *LATER, "--site", "Acme")
    (shown,) = items("show", "7")
    assert sites(shown["events"]) == [
        ("opened", None),
        ("updated", {"old": None, "new": "Acme"}),
    ]
    assert [case["site"] for case in items("show", "7", *OPENED[2:])] == [None]
    assert [case["site"] for case in items("list", *LATER)] == ["Acme"]
    assert run("verify") == ""
