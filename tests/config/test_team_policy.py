"""The team's policy: laid over the defaults in place of each user's own files."""

from pathlib import Path

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import STORE_POLICY, VOCABULARY_TABLE, user_file
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.errors import ConfigError

TEAM = '[defaults]\nregion = "apac"\nwarn = "20m"\n[regions.usa]\nname = "Team USA"\n'
OWN = '[defaults]\nwarn = "10m"\n[regions.usa]\nname = "My USA"\n[priorities.S1]\nname = "Mine"\n'


@pytest.fixture
def own() -> Path:
    file = user_file()
    file.parent.mkdir(parents=True)
    file.write_text(OWN)
    return file


def test_only_the_defaults_of_the_own_file_count(own: Path) -> None:
    layers = read_layers(None, TEAM)
    policy = load_policy(layers)

    assert policy.regions["usa"].name == "Team USA"
    assert policy.default_region == "apac"
    assert policy.warn == load_policy(read_layers()).warn
    assert policy.priorities["S1"].name != "Mine"
    assert layers.origin(("defaults", "warn")) == own
    assert layers.origin(("defaults", "region")) == STORE_POLICY
    assert layers.left_out == {own: ("regions", "priorities")}


def test_so_it_is_with_the_explicit_file(own: Path, tmp_path: Path) -> None:
    explicit = tmp_path / "explicit.toml"
    explicit.write_text('[defaults]\ncase_prefix = "T"\n[links]\nx = false\n')
    layers = read_layers(explicit, TEAM)

    assert load_policy(layers).case_prefix == "T"
    assert layers.left_out == {own: ("regions", "priorities"), explicit: ("links",)}


def test_the_zone_of_reports_is_that_of_the_team_unless_the_user_has_one(own: Path) -> None:
    def zone(team: str) -> str:
        found = load_policy(read_layers(None, team)).report_zone
        assert found is not None
        return str(found.info)

    policy = '[defaults]\nreport_timezone = "Europe/Madrid"\n'
    assert zone(policy) == "Europe/Madrid"
    own.write_text('[defaults]\nreport_timezone = "Asia/Manila"\n')
    assert (zone(policy), zone(TEAM)) == ("Asia/Manila", "Asia/Manila")


def test_without_a_policy_the_own_file_counts_as_a_whole(own: Path) -> None:
    layers = read_layers()

    assert load_policy(layers).regions["usa"].name == "My USA"
    assert (layers.left_out, own in layers.files) == ({}, True)


def test_a_file_with_defaults_alone_is_not_left_out(own: Path) -> None:
    own.write_text('[defaults]\nwarn = "10m"\n')

    assert read_layers(None, TEAM).left_out == {}


def test_the_words_of_the_classifier_are_the_teams(own: Path) -> None:
    own.write_text('[classify.add]\nmajor = ["mine*"]\n')
    layers = read_layers(None, '[classify.add]\nmajor = ["pager*"]\n')

    words = layers.tables[VOCABULARY_TABLE]["add"]["major"]
    assert words == ["pager*"]
    load_vocabulary(layers)


def test_a_fault_of_the_policy_names_the_line_and_the_command() -> None:
    with pytest.raises(ConfigError) as raised:
        load_policy(read_layers(None, "[regions.usa]\ntimezone = 'x'\nfoo = 1\n"))

    assert [str(fault) for fault in raised.value.faults] == [
        'store policy:2: regions.usa.timezone: unknown time zone "x"',
        "store policy:3: regions.usa.foo: unknown key",
    ]
    assert all(
        fault.fix.endswith("; then `slt store policy set FILE`") for fault in raised.value.faults
    )


def test_a_policy_that_is_not_toml_is_a_fault() -> None:
    with pytest.raises(ConfigError, match="store policy:1: not valid TOML") as raised:
        read_layers(None, "x = \n")

    assert raised.value.fix.endswith("; then `slt store policy set FILE`")


def test_a_default_that_the_policy_does_not_have_is_a_fault_of_the_own_file(own: Path) -> None:
    own.write_text('[defaults]\nregion = "mine"\n[regions.mine]\nname = "Mine"\n')

    with pytest.raises(ConfigError, match=f"{own}:2: defaults.region: unknown region 'mine'"):
        load_policy(read_layers(None, TEAM))
