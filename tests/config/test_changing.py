"""A file is changed as a whole or not at all, whatever happens on the way."""

import gc
import multiprocessing
import os
import random
import signal
import stat
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from slt_cli.cli.program import run
from slt_cli.config import exclusive_file, load_policy, read_layers
from slt_cli.config.changing import Change, change, create, key_to_change
from slt_cli.config.edit import with_value
from slt_cli.config.files import user_file
from slt_cli.errors import ConfigError, RefusedError, SltError

WARN = ("defaults", "warn")
KILLS = 200


def set_warn(value: str, explicit: Path | None = None) -> Change:
    return change(explicit, WARN, lambda mine, below: with_value(mine, below, WARN, value))


def beside(file: Path) -> list[str]:
    return [other.name for other in file.parent.iterdir()]


def test_a_new_file_and_its_directory_are_for_their_owner_alone() -> None:
    done = set_warn("1h")

    assert done == (user_file(), True, None, 0o600)
    assert user_file().read_text() == '[defaults]\nwarn = "1h"\n'
    assert stat.S_IMODE(user_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(user_file().parent.stat().st_mode) == 0o700


def test_a_file_keeps_its_mode_and_what_it_is_a_link_to(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_text("# shared\n")
    real.chmod(0o640)
    link.symlink_to(real)

    set_warn("1h", link)

    assert link.is_symlink()
    assert real.read_text() == '# shared\n\n[defaults]\nwarn = "1h"\n'
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_changes_nothing_writes_nothing() -> None:
    set_warn("1h")
    before = user_file().stat()

    assert not set_warn("1h").changed
    assert user_file().stat() == before


def test_the_explicit_file_is_changed_and_the_users_own_left_alone(tmp_path: Path) -> None:
    set_warn("1h")

    set_warn("2h", tmp_path / "team.toml")

    assert tomllib.loads((tmp_path / "team.toml").read_text()) == {"defaults": {"warn": "2h"}}
    assert tomllib.loads(user_file().read_text()) == {"defaults": {"warn": "1h"}}


def test_what_would_not_validate_is_refused() -> None:
    set_warn("1h")

    with pytest.raises(ConfigError) as refused:
        set_warn("often")

    (fault,) = refused.value.faults
    assert (fault.file, fault.key) == (str(user_file()), "defaults.warn")
    assert fault.fix.endswith("; nothing was changed")
    assert user_file().read_text() == '[defaults]\nwarn = "1h"\n'
    assert beside(user_file()) == ["config.toml"]


def test_a_faulty_value_can_be_corrected_but_a_broken_file_is_not_touched() -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text('[defaults]\nwarn = "often"\n')
    set_warn("1h")
    assert user_file().read_text() == '[defaults]\nwarn = "1h"\n'

    user_file().write_text("[defaults\n")
    with pytest.raises(ConfigError, match="not valid TOML"):
        set_warn("1h")
    assert user_file().read_text() == "[defaults\n"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_writing_fails_the_old_file_stays(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    set_warn("1h")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if step == "fsync" else Path, step, fail)
    with pytest.raises(SltError, match="cannot be written: No space left on device") as failed:
        set_warn("2h")

    assert failed.value.exit_code == 1
    assert user_file().read_text() == '[defaults]\nwarn = "1h"\n'
    assert beside(user_file()) == ["config.toml"]


def test_comments_that_cannot_be_kept_are_kept_beside_the_file() -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text('[regions.usa]\naliases = [\n  "us",  # short\n]\n')
    path = ("regions", "usa", "aliases")

    done = change(None, path, lambda mine, below: with_value(mine, below, path, ["x"]))

    assert done.backup == user_file().with_name("config.toml.bak")
    assert "# short" in done.backup.read_text()
    assert tomllib.loads(user_file().read_text()) == {"regions": {"usa": {"aliases": ["x"]}}}


@pytest.mark.parametrize("failing", [".config.toml.bak.new", ".config.toml.new"])
def test_an_error_says_which_of_both_files_was_written(
    monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """The old text with its comments is written first."""
    user_file().parent.mkdir(parents=True)
    user_file().write_text('[regions.usa]\naliases = [\n  "us",  # short\n]\n')
    path = ("regions", "usa", "aliases")
    write = Path.write_text

    def fail(file: Path, text: str, **options: Any) -> int:
        if file.name == failing:
            raise OSError(28, "No space left on device")
        return write(file, text, **options)

    monkeypatch.setattr(Path, "write_text", fail)
    with pytest.raises(SltError, match="No space left on device") as failed:
        change(None, path, lambda mine, below: with_value(mine, below, path, ["x"]))
    backup = user_file().with_name("config.toml.bak")
    assert ("nothing was changed" in failed.value.fix) == (not backup.exists())
    assert (f"only {backup} was, to the same text" in failed.value.fix) == backup.exists()
    assert "# short" in user_file().read_text()
    assert backup.exists() == (failing == ".config.toml.new")


def test_what_another_program_makes_meanwhile_is_not_replaced_by_a_first_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.toml"
    write = Path.write_text

    def meanwhile(path: Path, text: str, **options: Any) -> int:
        write(file, "theirs")
        return write(path, text, **options)

    monkeypatch.setattr(Path, "write_text", meanwhile)
    with pytest.raises(RefusedError, match="already exists"):
        create(file, "ours")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [
        ("new.toml", "theirs")
    ]


def test_a_first_file_is_never_laid_over_another(tmp_path: Path) -> None:
    file = tmp_path / "new.toml"
    create(file, "a")

    with pytest.raises(RefusedError, match="already exists"):
        create(file, "b")

    assert file.read_text() == "a"


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda file: file.parent.write_text(""), id="a file for its directory"),
        pytest.param(
            lambda file: (file.parent.mkdir(), file.symlink_to(file)), id="a link to itself"
        ),
    ],
)
def test_where_nothing_can_be_written_the_error_says_so(tmp_path: Path, make) -> None:
    file = tmp_path / "there" / "config.toml"
    make(file)

    with pytest.raises(SltError, match="cannot be written"):
        create(file, "")


def test_a_writer_that_holds_the_file_is_waited_for_and_then_given_up(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    naps: list[float] = []
    monkeypatch.setattr(exclusive_file, "sleep", naps.append)
    file = tmp_path / "config.toml"

    with (
        exclusive_file.exclusive(file),
        pytest.raises(RefusedError, match="another process is changing"),
        exclusive_file.exclusive(file),
    ):
        pass

    assert sum(naps) == pytest.approx(5, abs=0.2)


def test_a_file_system_without_locks_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(exclusive_file.fcntl, "flock", refuse)

    assert set_warn("1h").changed


def test_two_that_write_at_once_both_have_their_way(home: Path) -> None:
    lines = [f"links.l{number}" for number in range(6)]
    value = '{ name = "A", purpose = "B" }'
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "slt_cli", "config", "set", key, value],
            stdout=subprocess.DEVNULL,
        )
        for key in lines
    ]

    assert [done.wait(timeout=60) for done in running] == [0] * len(lines)
    assert list(home.rglob("config.toml"))
    assert len(tomllib.loads(user_file().read_text())["links"]) == len(lines)


def _keep_setting(values: tuple[str, ...]) -> None:
    gc.disable()  # of a worker that has run thousands of tests there is much to go through
    with Path(os.devnull).open("w") as sys.stdout:
        while True:
            for value in values:
                run(["config", "set", "defaults.warn", value])


@pytest.mark.exhaustive
def test_whenever_the_process_is_killed_the_file_is_the_old_or_the_new_one() -> None:
    """Kill `slt config set`, run over and over, each time at another moment of a change.

    On a busy machine few get as far as a change: it goes on until some were killed in its midst.
    """
    values = ("1h", "2h")
    set_warn(values[0])
    notes = "".join(f"# {number}\n" for number in range(300))  # a write takes its time
    user_file().write_text(notes + user_file().read_text())
    texts = {f'{notes}[defaults]\nwarn = "{value}"\n' for value in values}
    chance = random.Random(200)
    found, left_over = set(), 0
    fork = multiprocessing.get_context("fork")
    for kill in range(20 * KILLS):
        if kill >= KILLS and found == texts and left_over:
            break
        child = fork.Process(target=_keep_setting, args=(values,))
        child.start()
        time.sleep(0.004 + chance.random() * 0.05 * (1 + kill / KILLS))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join(timeout=30)
        assert child.exitcode == -signal.SIGKILL
        text = user_file().read_text()
        assert text in texts
        found.add(text)
        left_over += len(beside(user_file())) > 1

    assert found == texts
    assert left_over, "no process was killed while it wrote"
    assert set_warn("3h").changed
    assert beside(user_file()) == ["config.toml"]


def test_a_clock_in_any_case_is_set_where_the_file_names_its_priority() -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(
        '[plans.partner.targets.s1]\nDiagnosis = "1h"\n[clocks.diagnosis]\n'
        'starts = "opened"\nstops = "marked"\n'
    )

    path = key_to_change(None, ("plans", "partner", "targets", "S1", "Update"))
    change(None, path, lambda own, below: with_value(own, below, path, "2bd"))

    assert path == ("plans", "partner", "targets", "s1", "update")
    targets = load_policy(read_layers()).plans["partner"].targets["S1"]
    assert {"diagnosis", "update"} <= targets.keys()
