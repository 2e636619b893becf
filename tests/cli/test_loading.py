"""Commands are imported when they are called, and nothing heavy is where it is not needed."""

import subprocess
import sys
from pathlib import Path

import pytest

from slt_cli.cli.table import COMMANDS
from tests.command_names import ALL_COMMANDS, FAMILIES, OF_SERVERS

PROBE = """
import sys
from slt_cli.cli.program import run
code = run(sys.argv[1:])
print(code, *sys.modules, file=sys.stderr)
"""
FAMILY = [*FAMILIES, *(name for name in ALL_COMMANDS if " " in name)]
NAMES = [name for table in COMMANDS.values() for name in table]


def modules_after(*arguments: str, probe: str = PROBE) -> set[str]:
    """Return the names of the modules that a piped command line loads."""
    done = subprocess.run(
        [sys.executable, "-c", probe, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code == "0"
    return set(names)


def of_engines(loaded: set[str], *packages: str) -> set[str]:
    """Return the modules of packages, and of what is below them."""
    return {name for name in loaded if f"{name}.".startswith(tuple(f"{p}." for p in packages))}


HEAVY = frozenset(
    {
        *("rich", "sqlite_utils", "pydantic", "tomli_w", "importlib.metadata", "asyncio", "email"),
        *("sqlite3", "platformdirs", "json", "csv", "pickle", "logging", "http", "urllib.request"),
        *("ssl", "socket", "multiprocessing", "concurrent.futures", "unittest", "getpass"),
        *("holidays", "icalendar", "pandas", "hashlib", "decimal"),
        *("argparse", "configparser", "statistics", "xml", "html", "dateutil", "click"),
    }
)
"""What costs a millisecond or more, and what costs a hundred."""

READ = {"sqlite3"}
RECORD = {*READ, "json", "getpass"}
TABLE = {"rich", "pickle"}
METADATA = {"importlib.metadata", "email", *(["json"] if sys.version_info >= (3, 13) else [])}
if sys.version_info < (3, 13):  # which has since put off what it needs for this
    METADATA |= {"csv", "socket"}
MAIL = set() if sys.version_info >= (3, 13) else {"socket"}
LOADED = {
    "open -p S1 down": RECORD,
    "list": READ,
    "list --json": {*READ, "json"},
    "list -o csv": {*READ, "csv", "json"},
    "list -o table": {*READ, *TABLE},
    "show 1": {*READ, "json"},
    "log": {*READ, "json"},
    "log -o csv": {*READ, "csv", "json"},
    "log -o table": {*READ, *TABLE, "json"},
    "report": {*READ, "json"},
    "report --json": {*READ, "json"},
    "report --html new.html": {*READ, "json", "xml", "hashlib"},
    "report -o table": {*READ, *TABLE, "json"},
    "update 1 -p S2": RECORD,
    "note 1 called": RECORD,
    "respond 1": RECORD,
    "followup 1": RECORD,
    "hold 1": RECORD,
    "resume 3": RECORD,
    "mark 1 workaround": RECORD,
    "take 1": RECORD,
    "resolve 1": RECORD,
    "close 1": RECORD,
    "reopen 2": RECORD,
    "undo 3": RECORD,
    "void 1 --reason twice": RECORD,
    "redact 2 --reason asked --yes": {*RECORD, "hashlib"},
    "due": READ,
    "due --late --limit 20": READ,
    "due --json": {*READ, "json"},
    "due -o table": {*READ, *TABLE},
    "due --nagios --at 2026-03-06T00:00": {*READ, "json"},
    "escalate 1": RECORD,
    "escalate --late --dry-run": RECORD,  # it makes the event that it does not record
    "escalate 1 --level 2 --email": {*RECORD, "email", *MAIL},
    "message 4": {*READ, "json"},  # a portal
    "message 4 --who": {*READ, "json"},
    "message 5": {*READ, "json", "email", *MAIL},
    "notify --config told.toml": READ,
    "notify --dry-run --config told.toml": {*READ, "json", "socket"},
    "outbox": READ,
    "outbox --failed": READ,
    "due --nagios --at 2026-03-06T00:00 --config told.toml": {*READ, "json"},
    "recalc": {*READ, "json"},
    "classify phones": READ,  # there may be the team's policy in the store
    "hotline": READ,
    "hotline -o table": {*READ, *TABLE},
    "targets": READ,
    "contacts": READ,
    "verify": {*READ, "json"},
    "import new.csv": {*RECORD, "csv", "hashlib"},  # of references that were redacted
    "export": {*READ, "csv", "json"},
    "export -o jsonl": {*READ, "json"},
    "backup saved.db": {*READ, "json"},
    "restore kept.db --yes": {*READ, "json"},
    "doctor": {*READ, *METADATA, "json"},
    "schema": {"json"},
    "completion bash": set(),
    "config path": {"tomli_w"},
    "config show": {*READ, "tomli_w"},
    "config get defaults.region": {*READ, "tomli_w"},
    "config check": {*READ, "tomli_w"},
    "store path": METADATA,
    "store init": {*READ, *METADATA},
    "store upgrade": {*READ, *METADATA},
    "store policy set new.toml": {*READ, *METADATA, "getpass"},
    "store policy show": {*READ, *METADATA},
    "store policy clear": {*READ, *METADATA},
    "help commands": {*METADATA, "json", "csv", "tomli_w", "hashlib"},  # every command is imported
    "help due": set(),
    "--help": set(),
    "--version": set(),
    "due --help": set(),
}
"""The heavy modules of each command line, off a terminal: these, and no others."""


@pytest.fixture
def cases(slt, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    slt("open", "-p", "S1", "--at", "2026-03-06T00:00", "All phones are down")
    slt("open", "-p", "S3", "--at", "2026-03-06T00:00", "A question")
    slt("close", "2")
    slt("open", "-p", "S3", "--at", "2026-03-06T00:00", "Another question")
    slt("hold", "3")
    for level in ("1", "2"):
        slt("open", "-p", "S1", "--at", "2026-03-06T00:00", "No calls come in")
        slt("escalate", "4" if level == "1" else "5", "--level", level)
    slt("backup", "kept.db")
    Path("new.toml").write_text("[defaults]\nwarn = '30m'\n")
    told = '[channels.a]\nkind = "command"\ncommand = ["x"]\n[[notices]]\nat = "%s"\nto = "a"\n'
    Path("told.toml").write_text(told % "held 900d")
    slt("notify", "--config", "told.toml")
    Path("new.csv").write_text("priority,opened_at\nS1,2026-03-06T10:00:00Z\n")


@pytest.mark.parametrize("line", LOADED)
@pytest.mark.usefixtures("cases")
def test_a_command_loads_these_heavy_modules_and_no_others(line):
    loaded = modules_after(*line.split())

    assert HEAVY & loaded == LOADED[line]
    assert not of_engines(loaded, "psycopg2", "slt_cli.store.postgres")


@pytest.mark.usefixtures("cases")
def test_completing_a_case_loads_what_reading_it_does():
    probe = PROBE.replace("run(sys.argv[1:])", "main()").replace("import run", "import main")

    assert HEAVY & modules_after("__complete", "show", "C", probe=probe) == READ


def test_every_command_that_changes_no_configuration_and_makes_no_store_is_in_the_table():
    named = {" ".join(line.split()[:words]) for line in LOADED for words in (1, 2, 3)}
    changing = {f"config {name}" for name in ("set", "unset", "init", "holidays")}
    assert set(ALL_COMMANDS) - changing - {"store copy", *OF_SERVERS} <= named


WHERE_FAULTS_ARE_TOLD = {
    f"slt_cli.config.{name}"
    for name in ("located_faults", "toml_positions", "unreadable", "zone_names")
}
WHERE_FILES_ARE_WRITTEN = {"tomli_w", "holidays", "icalendar", "dateutil"} | {
    f"slt_cli.config.{name}"
    for name in ("holidays", "edit", "changing", "toml_patch", "starter", "exclusive_file")
}


@pytest.mark.parametrize("line", ["due", "hotline", "due --if-opened 2026-03-06T00:00 -p S1"])
def test_a_sound_configuration_is_read_without_what_tells_faults_or_writes(line):
    assert not (WHERE_FAULTS_ARE_TOLD | WHERE_FILES_ARE_WRITTEN) & modules_after(*line.split())


FOR_NOTICES = {
    f"slt_cli.{name}"
    for name in (
        *("config.channels", "config.hidden_values"),
        *("domain.channels", "domain.notice_moments"),
    )
}


@pytest.mark.parametrize("line", ["due", "list", "hotline", "open -p S1 down"])
@pytest.mark.usefixtures("cases")
def test_without_channels_and_notices_nothing_is_loaded_for_them(line):
    assert not FOR_NOTICES & modules_after(*line.split())


def test_with_channels_and_notices_what_reads_them_is_loaded(home):
    (home / "own.toml").write_text(
        '[channels.a]\nkind = "command"\ncommand = ["x"]\n[[notices]]\nat = "due"\nto = "a"\n'
    )
    loaded = modules_after("hotline", "--config", str(home / "own.toml"))
    assert FOR_NOTICES - {"slt_cli.config.hidden_values"} <= loaded


TO_DELIVER = {"smtplib", "email", "ssl", "http", "urllib.request", "rich", "socket"}


@pytest.mark.parametrize(
    "line", ["notify", "escalate --late --notify", "due --nagios --at 2026-03-06T00:00", "outbox"]
)
@pytest.mark.usefixtures("cases")
def test_where_nothing_is_due_nothing_is_loaded_that_delivers(slt, line):
    slt("escalate", "--late", "--config", "told.toml")
    loaded = modules_after(*line.split(), "--config", "told.toml")
    assert not TO_DELIVER & loaded
    assert not of_engines(loaded, "slt_cli.delivery")


FOR_SOME_OPTIONS = {
    f"slt_cli.{name}"
    for name in (
        *("given_times", "store.nearby", "views.explained", "views.in_detail", "output.desktop"),
        *("commands.due_if_opened", "commands.due_watch"),
        *("store.counters", "finding"),  # of doctor, verify, backup and restore
        *("store.mistyped", "store.event_filter", "output.paging", "views.nagios"),
    )
}


@pytest.mark.parametrize("line", ["due", "list", "hotline", "open -p S1 down", "show 1"])
@pytest.mark.usefixtures("cases")
def test_an_everyday_command_loads_nothing_that_only_some_options_need(monkeypatch, line):
    monkeypatch.setenv("TZ", "Europe/Madrid")
    loaded = modules_after(*line.split())
    assert not (FOR_SOME_OPTIONS | {"shlex"}) & loaded
    assert not {name for name in loaded if name.startswith("slt_cli.domain.calendar.typed_")}


FOR_A_CHANGE = {
    f"slt_cli.store.{name}"
    for name in ("protocols", "sql.content", "sql.transaction", "sqlite.changing")
}


@pytest.mark.parametrize("line", ["due", "due --late --limit 20", "hotline", "show 1"])
@pytest.mark.usefixtures("cases")
def test_an_answer_from_the_store_loads_nothing_that_changes_it(line):
    assert not FOR_A_CHANGE & modules_after(*line.split())


@pytest.mark.usefixtures("cases")
def test_a_change_loads_what_changes_the_store():
    assert modules_after("note", "1", "called") >= FOR_A_CHANGE


@pytest.mark.parametrize(
    ("line", "module"),
    [
        pytest.param("hotline -o table", "rich", id="rich for a table"),
        pytest.param("open -p S1 down", "sqlite_utils", id="sqlite_utils for a new store"),
    ],
)
def test_what_is_needed_is_loaded(line, module):
    assert module in modules_after(*line.split())


@pytest.mark.parametrize("name", ["hotline", "targets", "classify x", "config path"])
def test_no_other_commands_module_is_imported(name):
    loaded = modules_after(*name.split())
    others = {other for other in NAMES if other != name.split()[0]}
    assert f"slt_cli.commands.{name.split()[0]}" in loaded
    assert not {f"slt_cli.commands.{other}" for other in others} & loaded
    assert "slt_cli.store.sqlite.store" not in loaded


@pytest.mark.parametrize("name", [*NAMES, *FAMILY])
def test_every_command_of_the_table_explains_itself(slt, name):
    result = slt(*name.split(), "--help")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: slt {name} ")
    assert result.out.splitlines()[2].startswith("  ")


@pytest.mark.parametrize(
    "option",
    ["--output", "--json", "--quiet", "--config", "--db", "--color", "--times", "--no-pager"],
)
@pytest.mark.parametrize("name", ["list", "config path"])
def test_every_command_takes_the_global_options(slt, name, option):
    assert option in slt(*name.split(), "--help").out


def test_help_of_a_family_lists_its_commands(slt):
    out = slt("config", "--help").out
    assert "Show which files are read and where cases are kept." in out
    for name in COMMANDS["Keep"]["config"]:
        assert f"\n  {name} " in out
    assert "Show every value in force." in out


def test_help_of_a_family_lists_the_families_in_it(slt):
    out = slt("store", "--help").out
    assert "Prepare and copy the store, and set the team's policy." in out
    assert "\n  policy " in out
    inner = slt("store", "policy", "--help").out
    assert inner.startswith("Usage: slt store policy ")
    for name in ("set", "show", "clear"):
        assert f"\n  {name} " in inner
