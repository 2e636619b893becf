"""What `slt` writes is its owner's alone and lies where it should; and whom it connects to."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.delivery.servers import HOST, mail_server, web_server
from tests.test_processes import DAYS, LINES, NOTICES

AT = ("--at", "2026-03-06T12:00:00Z")
BEGIN = [
    *(f"open -q -p S1 --at 2026-03-06T12:00:00Z case-{number}" for number in range(1, 5)),
    "escalate 4 -q --at 2026-03-06T12:30:00Z",
    "close 4 -q --at 2026-03-06T13:00:00Z",
    "hold 3 -q --at 2026-03-06T13:00:00Z",
    "backup old.db -q",
]
NAMED = {word for line in (*BEGIN, *LINES.values()) for word in line.split() if "." in word}
"""Files in the working directory that the lines themselves name."""

# Runs lines in one process. Whatever opens a file to write, makes, renames or removes one is noted,
# and whoever touches a socket or starts a program ends the process at once.
RUNNER = """
import os, sys
from slt_cli.cli.program import run

CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.chmod",
           "os.truncate", "os.utime", "sqlite3.connect", "shutil.rmtree"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
noted = []

def watch(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn")):
        os.write(2, f"forbidden: {event} {arguments}\\n".encode())
        os._exit(99)
    if event in CHANGES or (event == "open" and (arguments[2] or 0) & WRITING):
        path = arguments[0]
        if isinstance(path, int):  # of a file that is open
            path = os.readlink(f"/proc/self/fd/{path}")
        if event in ("os.remove", "os.rmdir") and arguments[1] != -1:  # as a tree is removed
            path = os.path.join(os.readlink(f"/proc/self/fd/{arguments[1]}"), path)
        noted.append(os.path.abspath(os.fsdecode(path).removeprefix("file://").split("?")[0]))

lines = sys.stdin.read().splitlines()
sys.addaudithook(watch)
if sys.argv[1:] == ["network"]:
    import socket
    socket.socket()
for line in lines:
    code = run(line.split())
    if code:
        os.write(2, f"{code}: {line}\\n".encode())
sys.stdout.flush()
os.write(2, "\\n".join(noted).encode())
"""


@pytest.fixture
def sandbox(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a directory with a place for everything, and umask 000."""
    for name in ("data", "config", "state", "cache", "runtime"):
        variable = f"XDG_{name.upper()}_{'DIR' if name == 'runtime' else 'HOME'}"
        monkeypatch.setenv(variable, str(home / name))
    for name in ("tmp", "work", "home"):
        (home / name).mkdir()
    monkeypatch.setenv("TMPDIR", str(home / "tmp"))
    monkeypatch.setenv("HOME", str(home / "home"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.chdir(home / "work")
    Path("manila.toml").write_text('[defaults]\nreport_timezone = "Asia/Manila"\n')
    Path("me.toml").write_text('[defaults]\nme = "desk-1"\n')
    Path("other.toml").write_text('[regions.usa.hours]\nmon-fri = "09:00-10:00"\n')
    Path("notices.toml").write_text(NOTICES)
    Path("days.ics").write_text(DAYS)
    Path("cases.csv").write_text("priority,opened_at\nS1,2026-03-06T10:00:00Z\n")
    return home


def ran(*lines: str, arguments: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import os; os.umask(0)\n{RUNNER}", *arguments],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def files(directory: Path) -> list[Path]:
    return sorted(place for place in directory.rglob("*") if place.is_file())


def is_named(name: str) -> bool:
    """Return whether a file is one that the lines name, or what becomes one of them."""
    return name in NAMED or any(name.startswith(f".{each}.") for each in NAMED)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_command_writes_where_it_should_and_uses_no_network(sandbox):
    done = ran(*BEGIN, *LINES.values())
    assert done.returncode == 0, done.stderr
    noted = [Path(line) for line in done.stderr.splitlines()]
    assert len(noted) > 50
    own, work = [sandbox / name for name in ("data", "config", "state")], sandbox / "work"
    strange = {
        path
        for path in noted
        if not any(path.is_relative_to(place) for place in own)
        and not (path.is_relative_to(work) and is_named(path.relative_to(work).parts[0]))
    }
    assert strange <= {Path(os.devnull)}
    assert {file.name for file in files(sandbox / "work")} <= NAMED
    for name in ("tmp", "home", "cache", "runtime"):
        assert not (sandbox / name).exists() or files(sandbox / name) == [], name
    assert files(sandbox / "data")
    assert files(sandbox / "config")


def test_all_of_it_is_its_owners_alone_whatever_the_umask(sandbox):
    assert ran(*BEGIN, *LINES.values(), "backup -q").returncode == 0
    modes = {
        str(place.relative_to(sandbox)): mode(place)
        for name in ("data", "config")
        for place in [sandbox / name, *(sandbox / name).rglob("*")]
    }
    directories = {"data", "data/slt", "config", "config/slt"}
    assert {name for name, found in modes.items() if found == 0o700} == directories
    assert {found for name, found in modes.items() if name not in directories} == {0o600}
    assert len(modes) > len(directories) + 3
    assert mode(Path("copy.db")) == mode(Path("new.toml")) == 0o600


def test_the_watch_would_see_a_network():
    done = ran(arguments=("network",))
    assert (done.returncode, done.stderr.startswith("forbidden: socket.")) == (99, True)


# --- Notices go to their channels, and nowhere else -----------------------------------------------

# Runs lines in one process, and notes every address that is looked up or connected to, and every
# program that is started. What makes no connection, such as a name of this host, is not noted.
TELLER = """
import os, sys
from slt_cli.cli.program import run

NOTED = {"socket.connect": 1, "socket.getaddrinfo": 0, "subprocess.Popen": 0, "os.system": 0,
         "socket.sendto": 1, "socket.bind": 1, "os.exec": 0, "os.posix_spawn": 0, "os.fork": None}
noted = []

def watch(event, arguments):
    if event in NOTED:
        place = NOTED[event]
        noted.append(f"{event} {'' if place is None else arguments[place]}")

lines = sys.stdin.read().splitlines()
sys.addaudithook(watch)
for line in lines:
    code = run(line.split())
    noted.append(f"{code} {line}")
sys.stdout.flush()
os.write(1, "\\n".join(noted).encode())
"""
OPEN = "open -q -p S1 --at 2026-03-06T12:00:00Z case"
TELLS = ("notify --config told.toml", "escalate --late --notify -q --config told.toml")


def connections(*lines: str) -> list[str]:
    """Return what lines connected to or started, and each line with its exit code, in order."""
    done = subprocess.run(
        [sys.executable, "-c", TELLER],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return [line for line in done.stdout.splitlines() if not line.startswith("CASE-")]


def tells(channel: str) -> None:
    """Write a configuration that tells a channel what is due and escalated."""
    rule = '[[notices]]\nat = ["due", "escalated"]\nto = "desk"\n'
    Path("told.toml").write_text(f"[channels.desk]\n{channel}\n{rule}")


@pytest.mark.usefixtures("sandbox")
def test_a_webhook_connects_to_its_address_alone():
    with web_server() as site, web_server() as watcher:
        tells(f'kind = "webhook"\nurl = "{site.url}"')
        with Path("told.toml").open("a") as file:
            file.write(f'[defaults]\nheartbeat = "{watcher.url}"\n')
        noted = connections(OPEN, *TELLS)
    to_site, to_watcher = (
        [f"socket.getaddrinfo {HOST}", f"socket.connect {(HOST, each.port)}"]
        for each in (site, watcher)
    )
    told = [*to_site, *to_watcher]
    assert noted == [f"0 {OPEN}", *told, f"0 {TELLS[0]}", *told, f"0 {TELLS[1]}"]
    assert (len(site.seen), len(watcher.seen)) == (2, 2)


@pytest.mark.usefixtures("sandbox")
def test_mail_connects_to_its_server_alone():
    with mail_server({}) as box:
        tells(
            'kind = "mail"\nto = "desk@example.com"\nfrom = "slt@example.com"\n'
            f'smtp = "{HOST}:{box.port}"\ntls = false'
        )
        noted = connections(OPEN, TELLS[0])
    told = [f"socket.getaddrinfo {HOST}", f"socket.connect {(HOST, box.port)}"]
    assert noted == [f"0 {OPEN}", *told, f"0 {TELLS[0]}"]
    assert len(box.taken) == 1


@pytest.mark.usefixtures("sandbox")
def test_a_command_is_the_only_program_that_is_started_and_nothing_connects():
    tells('kind = "command"\ncommand = ["true"]')
    noted = connections(OPEN, *TELLS)
    told = ["subprocess.Popen true"]
    assert noted == [f"0 {OPEN}", *told, f"0 {TELLS[0]}", *told, f"0 {TELLS[1]}"]


def test_a_dry_run_and_other_commands_connect_to_nothing_where_channels_are_configured(sandbox):
    with web_server() as site:
        tells(f'kind = "webhook"\nurl = "{site.url}"')
        lines = [f"{line} --config told.toml" for line in LINES.values() if "--config" not in line]
        lines += ["notify --dry-run --config told.toml", "due --nagios --config told.toml"]
        done = ran(*BEGIN, *lines)
    assert "forbidden" not in done.stderr
    assert site.seen == []
    assert files(sandbox / "data")


# --- Who may read ---------------------------------------------------------------------------------


def test_a_traceback_is_its_owners_alone(sandbox):
    faulty = "import os; os.umask(0)\n" + RUNNER.replace(
        "lines = ",
        "from slt_cli.commands import targets\ntargets.targets_command = lambda: 1 / 0\nlines = ",
    )
    subprocess.run(
        [sys.executable, "-c", faulty], input="targets", text=True, capture_output=True, check=True
    )
    (file,) = files(sandbox / "state")
    assert file.name.startswith("traceback-")
    assert (mode(file), mode(file.parent)) == (0o600, 0o700)


def test_sorting_a_great_list_leaves_nothing_in_a_temporary_directory(home):
    from slt_cli.store.sqlite import file

    (home / "a.db").touch()
    connection = file.connect(home / "a.db")
    assert connection.execute("PRAGMA temp_store").fetchone() == (2,), "in memory"
    connection.close()


# --- What others may read is told -----------------------------------------------------------------


@pytest.fixture
def data(slt, home: Path) -> Path:
    """Return the directory of a store with a case."""
    assert slt("open", "-q", "-p", "S1", *AT, "one") == (0, "CASE-1\n", "")
    return home / ".local" / "share" / "slt"


@pytest.mark.parametrize(
    ("place", "lax", "right"), [("cases.db", 0o644, "600"), (".", 0o755, "700")]
)
def test_a_command_that_writes_tells_once_and_goes_on(slt, data, place, lax, right):
    (data / place).chmod(lax)
    result = slt("note", "1", "text", "-q")
    assert (result.code, result.out) == (0, "CASE-1\n")
    assert result.err == (
        f"slt: note: others on this machine may use {data / place}, its mode is {lax:04o}\n"
        f"fix: chmod {right} {data / place}\n"
    )
    os.system(result.err.splitlines()[1].removeprefix("fix: "))
    assert slt("note", "1", "text", "-q") == (0, "CASE-1\n", "")


def test_many_changes_by_one_command_tell_once(slt, data):
    for _ in range(3):
        slt("open", "-p", "S1", *AT, "late")
    (data / "cases.db").chmod(0o640)
    result = slt("escalate", "--late", "-q")
    assert (len(result.out.splitlines()), result.err.count("slt: note: ")) == (4, 1)


def test_a_program_that_reads_json_is_told_nothing(slt, data):
    (data / "cases.db").chmod(0o644)
    assert slt("note", "1", "text", "--json").err == ""


def test_the_first_case_in_a_lax_directory_tells_too(slt, home):
    directory = home / ".local" / "share" / "slt"
    directory.mkdir(parents=True)
    directory.chmod(0o755)
    assert f"may use {directory}, its mode is 0755" in slt("open", "-p", "S1", *AT, "x").err


def test_a_reader_is_told_nothing(slt, data):
    (data / "cases.db").chmod(0o644)
    assert slt("list", "-q") == (0, "CASE-1\n", "")


def test_a_store_that_somebody_named_may_be_shared(slt, home):
    shared = home / "team.db"
    slt("open", "-p", "S1", *AT, "--db", str(shared), "x")
    shared.chmod(0o660)
    assert slt("note", "1", "text", "-q", "--db", str(shared)) == (0, "CASE-1\n", "")
    assert f"may use {shared}, its mode is 0660" in slt("doctor", "--db", str(shared)).out


def test_doctor_tells_of_everything_beside_the_store_too(slt, data):
    assert slt("backup", "-q").code == 0
    (copy,) = data.glob("cases-*.db")
    for place in (copy, data / "cases.db", data):
        place.chmod(0o755)
    told = slt("doctor", "-o", "tsv").out
    for place, right in ((copy, "600"), (data / "cases.db", "600"), (data, "700")):
        assert f"permissions\twarning\tothers on this machine may use {place}," in told
        assert f"\tchmod {right} {place}\n" in told
