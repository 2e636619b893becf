"""The commands that meet failing system calls: a row for each, with what there is before it runs.

A new command that writes belongs here.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

STORE = "store/cases.db"
OTHER = "copies/other.db"
OWN = ".config/slt/config.toml"
AGO = ("--at", "2026-03-06T12:00:00Z")
LATER = ("--at", "2026-03-06T13:00:00Z")
STORES = Path(__file__).parents[1] / "data/stores"

Run = Callable[..., tuple[int, str, str]]
"""Runs a command line, with the store of the row."""


class Row(NamedTuple):
    """A command, and what prepares the directory that it runs in: PLACE in its arguments.

    With `each`, every case is recorded on its own; else all of the store changes at once. With
    `again`, the same command line succeeds once more after a failure. With `redacts` the texts of
    events that are there change.
    """

    arguments: tuple[str, ...]
    prepare: Callable[[Run, Path], None]
    each: bool = False
    again: bool = False
    redacts: bool = False


def nothing(_: Run, __: Path) -> None:
    """Leave the directory empty."""


def four_cases(slt: Run, _: Path) -> None:
    """Open four cases, all late by now."""
    for number in range(1, 5):
        slt("open", "-q", "-p", f"S{number}", *AGO, f"case {number}")


def an_older_store(_: Run, place: Path) -> None:
    """Put a store there that is brought up to date by the first change."""
    shutil.copy(STORES / "schema-2.db", place / STORE)


def a_note(slt: Run, place: Path) -> None:
    """Open four cases, and write a note on the first."""
    four_cases(slt, place)
    slt("note", "1", "a note", "-q", *AGO)


def a_team_policy(slt: Run, place: Path) -> None:
    """Write a policy for the team, beside a store that has four cases."""
    four_cases(slt, place)
    (place / "team.toml").write_text('[plans.partner.targets.S1]\nresponse = "3h"\n')


def a_longer_target(slt: Run, place: Path) -> None:
    """Let the configuration give every priority of the cases another target."""
    four_cases(slt, place)
    targets = "".join(f'[plans.partner.targets.S{n}]\nresponse = "{n + 20}h"\n' for n in (1, 2, 3))
    own(place).write_text(targets)


def rows_to_import(slt: Run, place: Path) -> None:
    """Write a file of thirty cases, beside a store that has four."""
    four_cases(slt, place)
    rows = "".join(f"2026-03-06T12:00:00Z,S2,row {number} {'x' * 400}\n" for number in range(30))
    (place / "rows.csv").write_text("opened_at,priority,subject\n" + rows)


def rows_that_know_more(slt: Run, place: Path) -> None:
    """Import thirty cases, and write a file in which they are answered."""
    columns = "opened_at,priority,ref,responded_at\n"
    rows = [f"2026-03-06T12:00:00Z,S2,{number}" for number in range(30)]
    for name, answered in (("rows.csv", ""), ("answered.csv", "2026-03-06T12:30:00Z")):
        (place / name).write_text(columns + "".join(f"{row},{answered}\n" for row in rows))
    slt("import", str(place / "rows.csv"), "-q")


def lines_to_import(slt: Run, place: Path) -> None:
    """Export cases with their history, and leave no store."""
    four_cases(slt, place)
    slt("respond", "1", "2", "-q", *LATER)
    slt("export", str(place / "cases.jsonl"))
    (place / STORE).unlink()


def a_copy(slt: Run, place: Path) -> None:
    """Make a backup of the store when it had two cases more and two less."""
    for number in (1, 2):
        slt("open", "-q", "-p", "S1", *AGO, f"copied {number}")
    slt("backup", str(place / "copies/copy.db"), "-q")
    (place / STORE).unlink()
    four_cases(slt, place)


def a_copy_alone(slt: Run, place: Path) -> None:
    """Leave a backup, and no store."""
    a_copy(slt, place)
    (place / STORE).unlink()


def a_linked_copy(slt: Run, place: Path) -> None:
    """Let a link lead to a backup that has less than the store."""
    a_copy(slt, place)
    (place / "copies/link.db").symlink_to("copy.db")


def a_damaged_store(slt: Run, place: Path) -> None:
    """Damage the events of the store, and leave a backup."""
    a_copy(slt, place)
    with closing(sqlite3.connect(place / STORE)) as connection:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'events'"
        ((page,),) = connection.execute(sql)
        ((size,),) = connection.execute("PRAGMA page_size")
    with (place / STORE).open("r+b") as content:
        content.seek((page - 1) * size)
        content.write(bytes(size))


def an_empty_target(slt: Run, place: Path) -> None:
    """Make a store without cases beside one that has four."""
    four_cases(slt, place)
    slt("store", "init", "-q", "--db", str(place / OTHER))


def dated_copies(slt: Run, place: Path) -> None:
    """Make three backups with a date in their names."""
    four_cases(slt, place)
    for month in (1, 2, 3):
        copy = place / f"copies/cases-20200{month}01T000000Z.db"
        slt("backup", str(copy), "-q")
        slt("note", "1", f"after copy {month}", "-q", *AGO)


def an_export(slt: Run, place: Path) -> None:
    """Export the cases, then change one."""
    four_cases(slt, place)
    slt("export", str(place / "copies/cases.jsonl"))
    slt("note", "1", "after the export", "-q", *AGO)


def a_report(slt: Run, place: Path) -> None:
    """Write a report, then change a case."""
    four_cases(slt, place)
    slt("report", "--html", str(place / "copies/report.html"))
    slt("note", "1", "after the report", "-q", *AGO)


def settings_with_comments(slt: Run, place: Path) -> None:
    """Write a configuration with a comment that no change of its list can keep."""
    four_cases(slt, place)
    own(place).write_text('[regions.usa]\naliases = [\n  "us",  # short\n]\n')


def own_settings(slt: Run, place: Path) -> None:
    """Write a configuration of the user's own."""
    four_cases(slt, place)
    own(place).write_text('# mine\n[defaults]\nregion = "apac" # here\nwarn = "20m"\n')


def own(place: Path) -> Path:
    """Return the user's own configuration file, in a directory that exists."""
    (place / OWN).parent.mkdir(parents=True, exist_ok=True)
    return place / OWN


def a_channel(slt: Run, place: Path) -> None:
    """Configure a channel that takes everything, for what is due."""
    four_cases(slt, place)
    channel = '[channels.desk]\nkind = "command"\ncommand = ["true"]\n'
    own(place).write_text(f'{channel}[[notices]]\nat = "due"\nto = "desk"\n')


def a_notice(slt: Run, place: Path) -> None:
    """Let notices wait for a channel that fails."""
    a_channel(slt, place)
    own(place).write_text(own(place).read_text().replace("true", "false"))
    slt("notify", "--config", str(own(place)))


COPY = "PLACE/copies/copy.db"
ROWS = {
    "open": Row(("open", "-q", "-p", "S1", *AGO, "one more"), four_cases),
    "open the first case": Row(("open", "-q", "-p", "S1", *AGO, "one"), nothing),
    "open in an older store": Row(("open", "-q", "-p", "S1", *AGO, "one"), an_older_store),
    "respond to several": Row(("respond", "1", "2", "3", "-q", *LATER), four_cases, each=True),
    "close several": Row(("close", "1", "2", "3", "-q", *LATER), four_cases, each=True),
    "update": Row(("update", "1", "-q", "--subject", "another", *LATER), four_cases),
    "take several": Row(("take", "1", "2", "3", "-q", *LATER), four_cases, each=True, again=True),
    "undo": Row(("undo", "1", "-q", "--yes"), a_note),
    "void": Row(("void", "1", "-q", "--reason", "opened twice"), four_cases),
    "redact": Row(
        ("redact", "1", "-q", "--yes", "--reason", "asked for"), a_note, again=True, redacts=True
    ),
    "store init": Row(("store", "init", "-q"), nothing, again=True),
    "store upgrade": Row(("store", "upgrade", "-q"), an_older_store, again=True),
    "store policy set": Row(
        ("store", "policy", "set", "PLACE/team.toml", "-q"), a_team_policy, again=True
    ),
    "escalate --late": Row(("escalate", "--late", "-q"), four_cases, each=True, again=True),
    "notify": Row(("notify",), a_channel, each=True, again=True),
    "outbox --retry": Row(("outbox", "--retry", "1", "-q"), a_notice, again=True),
    "outbox --drop": Row(("outbox", "--drop", "1", "-q"), a_notice, again=True),
    "recalc --apply": Row(("recalc", "--apply", "-q"), a_longer_target, each=True, again=True),
    "import": Row(("import", "PLACE/rows.csv", "-q"), rows_to_import),
    "import --update": Row(
        ("import", "PLACE/answered.csv", "--update", "-q"), rows_that_know_more, again=True
    ),
    "import JSON Lines": Row(("import", "PLACE/cases.jsonl", "-q"), lines_to_import, again=True),
    "backup": Row(("backup", COPY, "-q"), four_cases),
    "backup --force": Row(("backup", COPY, "--force", "-q"), a_copy, again=True),
    "backup through a link": Row(
        ("backup", "PLACE/copies/link.db", "--force", "-q"), a_linked_copy, again=True
    ),
    "backup --keep": Row(("backup", "PLACE/copies", "--keep", "2", "-q"), dated_copies),
    "restore": Row(("restore", COPY, "--yes", "-q"), a_copy, again=True),
    "restore without a store": Row(("restore", COPY, "-q"), a_copy_alone),
    "restore over a damaged store": Row(("restore", COPY, "--yes", "-q"), a_damaged_store),
    "export": Row(("export", "PLACE/copies/cases.csv"), four_cases),
    "report --html": Row(("report", "--html", "PLACE/copies/report.html"), four_cases, again=True),
    "report --html again": Row(
        ("report", "--html", "PLACE/copies/report.html"), a_report, again=True
    ),
    "export --force": Row(("export", "PLACE/copies/cases.jsonl", "--force"), an_export, again=True),
    "config set": Row(("config", "set", "defaults.warn", "30m"), own_settings, again=True),
    "config set, the first": Row(("config", "set", "defaults.warn", "30m"), nothing, again=True),
    "config set, comments lost": Row(
        ("config", "set", "regions.usa.aliases", '["x"]'), settings_with_comments
    ),
    "config unset": Row(("config", "unset", "defaults.warn"), own_settings),
    "config init": Row(("config", "init"), nothing),
    "store copy": Row(("store", "copy", f"PLACE/{STORE}", "PLACE/copies/new.db"), four_cases),
    "store copy into an empty store": Row(
        ("store", "copy", f"PLACE/{STORE}", f"PLACE/{OTHER}"), an_empty_target
    ),
}
