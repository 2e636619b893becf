"""A file with `inherit = false` takes no policy from the files below it, wherever it is."""

import re
from pathlib import Path

import pytest

from slt_cli.classify.classifier import classify
from slt_cli.config import load_policy, read_layers
from slt_cli.config.empty_starter import empty_starter
from slt_cli.config.files import STORE_POLICY, user_file
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.domain.policy import Policy
from slt_cli.errors import ConfigError

ANDES = (Path(__file__).parents[1] / "data" / "policies" / "andes.toml").read_text("utf-8")
TABLES = ("regions", "priorities", "partner_types", "plans")


def names(policy: Policy) -> dict[str, list[str]]:
    """Return the keys of every table of a policy."""
    return {table: list(getattr(policy, table)) for table in TABLES}


NAMES = {
    "regions": ["andes"],
    "priorities": ["P1", "P2", "P3", "P4"],
    "partner_types": ["basic"],
    "plans": ["standard"],
}


@pytest.fixture
def own() -> Path:
    user_file().parent.mkdir(parents=True)
    return user_file()


def test_in_the_users_own_file(own: Path) -> None:
    own.write_text(ANDES)

    assert names(load_policy(read_layers())) == NAMES


def test_in_an_explicit_file_over_one_of_the_user(own: Path, tmp_path: Path) -> None:
    own.write_text('[regions.usa]\nhotline = "+1 212 555 0100"\n[defaults]\nwarn = "10m"\n')
    explicit = tmp_path / "explicit.toml"
    explicit.write_text(ANDES)

    policy = load_policy(read_layers(explicit))

    assert names(policy) == NAMES
    assert policy.warn.seconds == 600


def test_in_the_teams_policy(own: Path) -> None:
    own.write_text('inherit = false\n[defaults]\nwarn = "10m"\n')

    layers = read_layers(None, ANDES)

    assert names(load_policy(layers)) == NAMES
    assert layers.origin(("inherit",)) == STORE_POLICY
    assert layers.left_out == {own: ("inherit",)}


def test_in_the_users_own_file_beside_a_teams_policy_it_does_not_count(own: Path) -> None:
    own.write_text("inherit = false\n")

    assert "usa" in load_policy(read_layers(None, "[links]\nacademy = false\n")).regions


def test_the_clocks_and_the_words_of_the_classifier_stay(layers) -> None:
    policy = load_policy(layers(ANDES))
    vocabulary = load_vocabulary(layers(ANDES))

    assert policy.clock_rules == load_policy(read_layers()).clock_rules
    assert policy.links == ()
    assert classify("All phones are down", vocabulary).priority == "P1"
    assert vocabulary.priorities == {"down": "P1", "impaired": "P2", "minor": "P4"}


def test_a_file_laid_over_it_adds_to_it(own: Path, tmp_path: Path) -> None:
    own.write_text(ANDES)
    explicit = tmp_path / "explicit.toml"
    explicit.write_text('[regions.andes]\nhotline = "+57 1 555 0199"\n')

    policy = load_policy(read_layers(explicit))

    assert names(policy) == NAMES
    assert policy.regions["andes"].hotline == "+57 1 555 0199"


def test_true_changes_nothing(load) -> None:
    assert names(load("inherit = true\n")) == names(load(""))


def test_without_inherit_all_regions_left_out_are_told_once(faults) -> None:
    (fault,) = faults("[regions]\nusa = false\neurope = false\napac = false\n")

    assert (fault.key, fault.line) == ("regions.apac", 4)
    assert fault.problem == "a policy needs at least one region"


@pytest.mark.parametrize("zone", ["Asia/Tokyo", ""])
def test_the_empty_file_is_valid_once_its_marked_values_are_filled_in(
    load, faults, zone: str
) -> None:
    text = empty_starter(zone, 2026)
    marked = re.compile(r"""= ""(.*# FILL IN, such as (".*"))""")

    assert {fault.problem for fault in faults(text)} <= {"must not be empty"}
    assert len(faults(text)) == len(marked.findall(text)) == (3 if zone else 4)
    filled = marked.sub(r"= \2\1", text)
    for toml in (filled, re.sub(r"^#(?=[a-z\[])", "", filled, flags=re.MULTILINE)):
        policy = load(toml)
        assert (list(policy.regions), list(policy.plans)) == (["main"], ["support"])
        assert policy.regions["main"].timezone == (zone or "Europe/London")


def test_one_priority_is_that_of_every_severity(layers) -> None:
    one = re.sub(r"^(P[234]|low) = .*\n", "", ANDES, flags=re.MULTILINE)

    assert set(load_vocabulary(layers(one)).priorities.values()) == {"P1"}


def test_a_fault_is_in_the_file_that_inherits_nothing(layers, overlay) -> None:
    with pytest.raises(ConfigError) as refused:
        load_policy(layers("inherit = false\n"))

    assert {fault.file for fault in refused.value.faults} == {str(overlay(""))}
