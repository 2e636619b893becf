"""The checks that need only what they are given: clock, terminal, zones, versions."""

import os
import py_compile
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from slt_cli import __version__
from slt_cli.doctor import versions, zones
from slt_cli.doctor.bytecode import bytecode_finding
from slt_cli.doctor.clock import clock_finding
from slt_cli.doctor.terminal import Screen, terminal_findings
from slt_cli.doctor.versions import version_findings
from slt_cli.doctor.zones import source_of, version_of, zone_data_version, zone_findings
from slt_cli.finding import Finding

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)
WIDE = Screen(80, "utf-8", color=True)
ENGINE = Finding("engine", "ok", "An engine 1.2")


@pytest.mark.parametrize(
    ("newest", "installed", "state", "found"),
    [
        pytest.param(None, NOW - HOUR, "ok", "the clock says 2026-11-23T12:00:00Z", id="no case"),
        pytest.param(NOW, NOW, "ok", "the clock says", id="the same second"),
        pytest.param(NOW + MINUTE, NOW, "ok", "the clock says", id="as hosts differ"),
        pytest.param(NOW + MINUTE + SECOND, NOW, "problem", "recorded at", id="by more"),
        pytest.param(NOW + HOUR, NOW, "problem", "recorded at 2026-11-23T13:", id="behind a case"),
        pytest.param(None, NOW + HOUR, "warning", "installed at 2026-11-23T13:", id="behind slt"),
    ],
)
def test_the_clock(newest, installed, state, found):
    finding = clock_finding(NOW, newest, installed)
    assert (finding.state, found in finding.found) == (state, True)
    assert bool(finding.fix) is (state != "ok")


def test_the_case_whose_time_is_to_come_can_be_found():
    finding = clock_finding(NOW, NOW + HOUR, NOW)
    assert "correct the case that is last in `slt log`: `slt undo`" in finding.fix


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


@pytest.mark.parametrize(
    ("version", "shown"),
    [
        pytest.param("2025b", "2025b", id="of a system"),
        pytest.param("2025.2", "2025b", id="of the package"),
        pytest.param("2025.2.post1", "2025.2.post1", id="in no known form"),
        pytest.param("", "", id="unknown"),
    ],
)
def test_a_version_of_the_zones_is_written_in_one_way(monkeypatch, policy, version, shown):
    monkeypatch.setattr(zones, "version_of", lambda _: version)
    assert zone_data_version(policy.regions) == shown


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


def test_a_tz_that_calls_another_time_utc_is_a_warning(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC+3")
        time.tzset()
        found = zones.tz_finding("UTC+3", NOW)
    time.tzset()
    assert found.state == "warning"
    assert re.fullmatch(r"TZ is UTC\+3; it is \d\d:\d\d -03:00, which is not UTC", found.found)
    assert "Etc/GMT-3" in found.fix


# --- Versions -------------------------------------------------------------------------------------


def test_versions_are_listed():
    found = " ".join(finding.found for finding in version_findings(ENGINE))
    assert {finding.state for finding in version_findings(ENGINE)} == {"ok"}
    for name in (f"slt {__version__}", "Python 3.", ENGINE.found, *versions.PACKAGES):
        assert name in found


def test_a_package_that_is_missing_is_a_problem(monkeypatch):
    monkeypatch.setattr(versions, "PACKAGES", ("typer", "no-such-package"))
    (missing,) = [each for each in version_findings(ENGINE) if each.state == "problem"]
    assert (missing.found, missing.fix) == (
        "no-such-package is not installed",
        "pip install no-such-package",
    )


# --- Bytecode -------------------------------------------------------------------------------------


def test_bytecode(tmp_path):
    source = tmp_path / "a.py"
    source.write_text("x = 1\n")
    missing = bytecode_finding(source, writes=True)
    assert (missing.state, "every start takes about twice as long" in missing.found) == (
        "warning",
        True,
    )
    assert f"`python -m compileall -q {tmp_path}` as the owner" in missing.fix
    assert "uv tool install --compile-bytecode" in missing.fix
    forbidden = bytecode_finding(source, writes=False)
    assert forbidden.fix == "unset PYTHONDONTWRITEBYTECODE, or leave out -B"
    py_compile.compile(str(source))
    assert bytecode_finding(source, writes=False).state == "ok"
    os.utime(source, (0, 1))
    assert bytecode_finding(source).state == "warning", "of an older source"
    py_compile.compile(str(source), invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    assert bytecode_finding(source).state == "ok", "which counts whatever the time"
