"""What the machine's own zone is called, and a zone of the configuration."""

from datetime import UTC
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

from slt_cli.config.zone_names import machine_zone, zone_name
from slt_cli.domain.calendar.instant import Zone

IN_TZ = {
    "its name": ("Asia/Tokyo", "Asia/Tokyo"),
    "a colon before it": (":Asia/Tokyo", "Asia/Tokyo"),
    "a name without an area": ("EST5EDT", "EST5EDT"),
    "empty, which is UTC": ("", "UTC"),
    "rules of its own": ("PST8", ""),
    "an unknown name": ("Foo/Bar", ""),
    "with leap seconds": ("right/Asia/Tokyo", ""),
    "another zone on another machine": ("localtime", ""),
    "a file that is none": ("/no/such/file", ""),
    "a path that leads out": ("../../etc/passwd", ""),
    "a name with a NUL": ("Asia/\0Tokyo", ""),
}


@pytest.mark.parametrize(("tz", "name"), IN_TZ.values(), ids=IN_TZ)
def test_the_machines_zone_is_that_of_its_environment(tz: str, name: str) -> None:
    assert machine_zone(tz) == name


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Return the file of a zone in a directory like that of the system."""
    file = tmp_path / "zoneinfo" / "Europe" / "Madrid"
    file.parent.mkdir(parents=True)
    file.write_bytes(rules_of("Europe/Madrid"))
    return file


def rules_of(name: str) -> bytes:
    """Return what this machine has in its file for a zone."""
    return next(file for path in TZPATH if (file := Path(path, name)).is_file()).read_bytes()


def test_tz_may_be_the_path_of_a_file_or_of_a_link_to_it(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(rules)

    assert machine_zone(str(rules)) == "Europe/Madrid"
    assert machine_zone(f":{tmp_path / 'link'}") == "Europe/Madrid"


def test_without_tz_it_is_that_to_which_the_system_links(rules: Path, tmp_path: Path) -> None:
    (tmp_path / "localtime").symlink_to(rules)

    assert machine_zone(None, tmp_path) == "Europe/Madrid"


def test_of_copied_rules_the_name_is_in_another_file(tmp_path: Path) -> None:
    (tmp_path / "localtime").write_bytes(rules_of("Europe/Madrid"))
    assert machine_zone(None, tmp_path) == ""
    for text, name in (
        ("Europe/Madrid\n", "Europe/Madrid"),
        ("Asia/Tokyo\n", ""),
        ("\n", ""),
        ("..", ""),
        ("a\0b", ""),
    ):
        (tmp_path / "timezone").write_text(text)
        assert machine_zone(None, tmp_path) == name, text


def test_a_system_without_rules_has_utc(tmp_path: Path) -> None:
    (tmp_path / "timezone").write_text("Europe/Madrid\n")
    assert machine_zone(None, tmp_path) == "UTC"

    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / "Europe" / "Madrid")
    assert machine_zone(None, tmp_path) == "UTC"


ZONES = {
    "of the configuration": (Zone(ZoneInfo("Asia/Manila")), "Europe/Madrid", "Asia/Manila"),
    "UTC": (Zone(UTC), "Foo/Bar", "UTC"),
    "local time": (Zone(), "Europe/Madrid", "Europe/Madrid"),
    "local time without a name": (Zone(), "PST8", None),
}


@pytest.mark.parametrize(("zone", "tz", "name"), ZONES.values(), ids=ZONES)
def test_a_zone_has_its_iana_name(zone: Zone, tz: str, name: str | None) -> None:
    assert zone_name(zone, tz) == name
