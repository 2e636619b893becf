"""The checks that need only what they are given: clock, terminal, zones, versions, free space."""

import os
import shlex
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from slt_cli.doctor import versions, zones
from slt_cli.doctor.clock import clock_finding
from slt_cli.doctor.places import copies_of, place_findings
from slt_cli.doctor.terminal import Screen, terminal_findings
from slt_cli.doctor.versions import sqlite_finding, version_findings
from slt_cli.doctor.zones import source_of, version_of, zone_findings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WIDE = Screen(80, "utf-8", color=True)


@pytest.mark.parametrize(
    ("newest", "installed", "state", "found"),
    [
        pytest.param(None, NOW - HOUR, "ok", "the clock says 2026-11-23T12:00:00Z", id="no case"),
        pytest.param(NOW, NOW, "ok", "the clock says", id="the same second"),
        pytest.param(NOW + HOUR, NOW, "problem", "recorded at 2026-11-23T13:", id="behind a case"),
        pytest.param(None, NOW + HOUR, "warning", "installed at 2026-11-23T13:", id="behind slt"),
    ],
)
def test_the_clock(newest, installed, state, found):
    finding = clock_finding(NOW, newest, installed)
    assert (finding.state, found in finding.found) == (state, True)
    assert bool(finding.fix) is (state != "ok")


@pytest.mark.parametrize(
    ("screen", "environment", "states"),
    [
        pytest.param(WIDE, {"TERM": "xterm"}, "ok ok ok", id="a usual one"),
        pytest.param(Screen(None, "UTF8", color=False), {}, "ok ok ok", id="none"),
        pytest.param(WIDE._replace(columns=40), {}, "warning ok ok", id="a narrow one"),
        pytest.param(WIDE._replace(encoding="ascii"), {}, "ok warning ok", id="ASCII"),
        pytest.param(WIDE._replace(encoding=""), {}, "ok warning ok", id="an unknown encoding"),
        pytest.param(WIDE, {"NO_COLOR": "1"}, "ok ok ok", id="no colour wanted"),
        pytest.param(WIDE, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "ok ok warning", id="both"),
    ],
)
def test_the_terminal(screen, environment, states):
    findings = terminal_findings(screen, environment)
    assert [finding.state for finding in findings] == states.split()
    assert [bool(finding.fix) for finding in findings] == [s != "ok" for s in states.split()]


def test_the_terminal_says_what_the_environment_said():
    *_, color = terminal_findings(WIDE, {"TERM": "xterm", "NO_COLOR": "1", "EDITOR": "ed"})
    assert color.found == "shown; TERM=xterm, NO_COLOR=1"


# --- Zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first_line", "version"),
    [
        ("+VERSION", "2025b\n", "2025b"),
        ("tzdata.zi", "# version 2024a\n# redo\n", "2024a"),
        ("tzdata.zi", "", ""),
        ("other", "2025b\n", ""),
    ],
)
def test_the_version_of_a_directory_of_zones(tmp_path, name, first_line, version):
    (tmp_path / name).write_text(first_line)
    assert version_of(str(tmp_path)) == version


def test_where_a_zone_comes_from(tmp_path, monkeypatch):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").touch()
    monkeypatch.setattr(zones, "TZPATH", (str(tmp_path / "absent"), str(tmp_path)))
    assert source_of("Europe/London") == str(tmp_path)
    assert source_of("Asia/Singapore") == "the package tzdata"
    assert version_of("the package tzdata")[:2] == "20"


def test_zones_are_named_by_where_they_come_from(tmp_path, monkeypatch, policy):
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe" / "London").touch()
    (tmp_path / "+VERSION").write_text("2019c\n")
    monkeypatch.setattr(zones, "TZPATH", (str(tmp_path),))
    found = zone_findings(policy.regions, "", NOW)
    (warned,) = [finding for finding in found if finding.state == "warning"]
    assert warned.found == f"2019c from {tmp_path}: Europe/London"
    assert warned.fix == "upgrade it: clock changes may differ by now"
    (package,) = [finding for finding in found if "the package tzdata" in finding.found]
    assert package.found.endswith(": America/Los_Angeles, Asia/Singapore")


def test_local_time():
    assert zones.tz_finding("", NOW).found.startswith("TZ is not set")
    assert zones.tz_finding("UTC", NOW).state == "ok"
    assert zones.tz_finding("Mars/Olympus", NOW).state == "problem"


# --- Versions -------------------------------------------------------------------------------------


def test_versions_are_listed():
    found = " ".join(finding.found for finding in version_findings())
    assert {finding.state for finding in version_findings()} == {"ok"}
    for name in ("slt 0.", "Python 3.", "SQLite 3.", *versions.PACKAGES):
        assert name in found


@pytest.mark.parametrize(
    ("version", "state"), [("3.36.0", "problem"), ("3.37.0", "ok"), ("3.50.4", "ok"), ("4.0", "ok")]
)
def test_a_sqlite_too_old_is_a_problem(version, state):
    assert sqlite_finding(version).state == state


def test_a_package_that_is_missing_is_a_problem(monkeypatch):
    monkeypatch.setattr(versions, "PACKAGES", ("typer", "no-such-package"))
    (missing,) = [each for each in version_findings() if each.state == "problem"]
    assert (missing.found, missing.fix) == (
        "no-such-package is not installed",
        "pip install no-such-package",
    )


# --- Where the store is ---------------------------------------------------------------------------


def states(tmp_path, **options) -> dict[str, str]:
    options = {"is_store": True, "private": True, **options}
    found = place_findings(tmp_path / "cases.db", **options)
    return {finding.check: finding.state for finding in found}


def test_a_missing_directory_has_no_findings(tmp_path):
    assert states(tmp_path / "absent") == {}


def test_a_store_that_is_kept_well(tmp_path):
    tmp_path.chmod(0o700)
    assert states(tmp_path) == {"permissions": "ok", "file system": "ok", "disk": "ok"}


def test_the_mode_of_a_file_that_is_not_a_store_is_not_checked(tmp_path):
    (tmp_path / "cases.db").write_text("A note.\n")
    (tmp_path / "cases.db").chmod(0o644)
    assert "permissions" not in states(tmp_path, is_store=False)


@pytest.mark.parametrize(
    ("free", "size", "state"),
    [
        pytest.param(50_000_000, 10, "ok", id="enough"),
        pytest.param(49_999_999, 10, "warning", id="little"),
        pytest.param(90_000_000, 50_000_000, "warning", id="no room for a backup"),
    ],
)
def test_free_space(tmp_path, monkeypatch, free, size, state):
    with (tmp_path / "cases.db").open("wb") as stream:
        stream.truncate(size)
    disk = SimpleNamespace(f_bavail=free, f_frsize=1)
    monkeypatch.setattr(os, "statvfs", lambda _: disk)
    assert states(tmp_path)["disk"] == state


def test_what_a_killed_process_left_is_named(tmp_path):
    (tmp_path / ".cases.db.abc.new").mkdir()
    (tmp_path / ".other.new").touch()
    found = place_findings(tmp_path / "cases.db", is_store=True, private=True)
    (left,) = [finding for finding in found if finding.check == "left behind"]
    assert left.fix == f"rm -r {tmp_path / '.cases.db.abc.new'}"


@pytest.mark.parametrize("name", ["a**b", "c[1]", "it's", "**", "a b?"])
def test_a_name_that_means_something_to_a_shell_or_to_a_pattern(tmp_path, name):
    store = tmp_path / f"{name}.db"
    copy = tmp_path / f"{name}-20261123T120000Z.db"
    left = tmp_path / f".{name}.db.abc.new"
    for path in (store, copy, left):
        path.touch(0o644)
    assert copies_of(store) == [copy]
    found = place_findings(store, is_store=True, private=False)
    fixes = [shlex.split(finding.fix) for finding in found if finding.state == "warning"]
    assert fixes == [
        ["chmod", "600", str(store)],
        ["chmod", "600", str(copy)],
        ["rm", "-r", str(left)],
    ]


def test_the_copies_of_a_store(tmp_path):
    own = [
        "cases-20261123T120000Z.db",
        "cases.db.before-restore-20261123T120000Z",
        "cases.db.before-schema-2",
    ]
    for name in (*own, "cases.db", "cases-mine.db", "other-20261123T120000Z.db"):
        (tmp_path / name).touch()
    assert [place.name for place in copies_of(tmp_path / "cases.db")] == own
