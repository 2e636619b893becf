"""The shipped policy that a wheel carries: it is the one that the shipped file has."""

import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfoNotFoundError

import pytest

from slt_cli.app import App, Options
from slt_cli.config import load_policy, parse_policy, read_layers, shipped_policy
from slt_cli.config.files import user_file
from slt_cli.config.prepare import source_of_shipped_tables
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region

MODULE = "slt_cli.config.shipped_tables"


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Let the module be there that a wheel carries."""
    module = ModuleType(MODULE)
    exec(source_of_shipped_tables(), module.__dict__)
    monkeypatch.setitem(sys.modules, MODULE, module)
    return module


@pytest.fixture
def marked(prepared: ModuleType) -> ModuleType:
    """Let the prepared tables differ from the file, so that an answer tells where it is from."""
    tables = prepared.tables()
    tables["regions"]["usa"]["name"] = "Prepared"
    prepared.tables = lambda: tables
    return prepared


def contents(policy: Policy) -> tuple[object, ...]:
    """Return everything in a policy as values that can be compared."""
    regions = {key: contents_of_region(region) for key, region in policy.regions.items()}
    return policy._replace(regions=regions)


def contents_of_region(region: Region) -> tuple[object, ...]:
    schedule = region.schedule
    hours = (schedule.week, schedule.exceptions, schedule.yearly, schedule.named, schedule.support)
    zone = (region.zone.info, region.zone.label, schedule.zone)
    return *region._replace(zone=None, schedule=None), hours, zone


def test_the_tables_are_those_of_the_file(prepared: ModuleType) -> None:
    parsed = parse_policy(read_layers())

    assert prepared.tables() == parsed
    assert repr(prepared.tables()) == repr(parsed)  # of the same types, and in the same order


@pytest.mark.usefixtures("prepared")
def test_the_policy_is_that_of_the_file() -> None:
    shipped = shipped_policy()

    assert shipped is not None
    assert contents(shipped) == contents(load_policy(read_layers()))


def test_a_checkout_has_none() -> None:
    assert shipped_policy() is None


def test_after_a_change_of_the_file_it_does_not_count(prepared: ModuleType) -> None:
    prepared.CONTENT += b"\n"

    assert shipped_policy() is None


@pytest.mark.parametrize("error", [ZoneInfoNotFoundError, ValueError, PermissionError])
def test_without_one_of_its_zones_the_file_is_read(
    prepared: ModuleType, error: type[Exception]
) -> None:
    def tables() -> None:
        raise error

    prepared.tables = tables

    assert shipped_policy() is None


def names(file: Path | None = None) -> list[str]:
    """Return the names of the regions for an application of its own, which keeps no policy."""
    with closing(App(Options(config=file), environment={})) as app:
        return [region.name for region in app.policy.regions.values()]


@pytest.mark.usefixtures("marked")
def test_without_a_file_and_a_team_it_answers() -> None:
    assert names() == ["Prepared", "Europe", "APAC"]


@pytest.mark.usefixtures("marked")
def test_with_a_file_of_the_user_that_answers() -> None:
    file = user_file()
    assert file is not None
    file.parent.mkdir(parents=True)
    file.write_text('[regions.europe]\nname = "My Europe"\n')

    assert names() == ["USA", "My Europe", "APAC"]


@pytest.mark.usefixtures("marked")
def test_with_an_explicit_file_that_answers(tmp_path: Path) -> None:
    file = tmp_path / "explicit.toml"
    file.write_text("")

    assert names(file) == ["USA", "Europe", "APAC"]


@pytest.mark.usefixtures("marked")
def test_with_a_policy_of_the_team_that_answers(slt, tmp_path: Path) -> None:
    file = tmp_path / "team.toml"
    file.write_text('[regions.europe]\nname = "Our Europe"\n')
    slt("store", "init")
    slt("store", "policy", "set", str(file))

    assert names() == ["USA", "Our Europe", "APAC"]

    slt("store", "policy", "clear")
    assert names() == ["Prepared", "Europe", "APAC"]


def test_the_package_has_no_other_names() -> None:
    import slt_cli.config

    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = slt_cli.config.nothing
