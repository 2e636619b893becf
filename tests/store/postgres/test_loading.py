"""With a team's store in PostgreSQL a command loads the driver, and nothing of the other engine."""

import pytest

from tests.cli.test_loading import HEAVY, modules_after, of_engines

DRIVER = {"ssl", "socket", "decimal", "json"}
"""What psycopg2 loads itself."""

LINES = {
    "open -p S1 down": {"getpass"},
    "due": set(),
    "due --late --limit 20": set(),
    "due --nagios --at 2026-03-06T00:00": set(),
    "list": set(),
    "list --held": set(),
    "show 1": set(),
    "update 1 -p S2": {"getpass"},
    "note 1 called": {"getpass"},
    "respond 1": {"getpass"},
    "followup 1": {"getpass"},
    "hold 1": {"getpass"},
    "mark 1 workaround": {"getpass"},
    "resolve 1": {"getpass"},
    "close 1": {"getpass"},
    "undo 2": {"getpass"},
    "void 1 --reason twice": {"getpass"},
    "escalate 1": {"getpass"},
    "escalate --late": {"getpass"},
    "message 3": set(),
    "recalc": set(),
    "hotline": set(),
    "targets": set(),
    "contacts": set(),
}
"""The heavy modules of each command line beside the driver's own: these, and no others."""


@pytest.mark.parametrize("line", LINES)
def test_an_everyday_command_loads_nothing_of_sqlite(new_store, slt, monkeypatch, line):
    monkeypatch.setenv("SLT_DB", new_store())
    for command in (
        "open -p S1 --at 2026-03-06T00:00 first",
        "open -p S3 --at 2026-03-06T00:00 second",
        "note 2 called",
        "open -p S1 --at 2026-03-06T00:00 third",
        "escalate 3",
    ):
        assert slt(*command.split()).code == 0

    loaded = modules_after(*line.split())

    assert HEAVY & loaded == DRIVER | LINES[line]
    assert not of_engines(loaded, "sqlite3", "sqlite_utils", "slt_cli.store.sqlite")
