"""Names are taken in files as commands take them: key, name or alias, in any case of letters."""

import pytest

from slt_cli.config import load_policy
from slt_cli.config.entry_names import key_named
from slt_cli.config.references import path_of_keys, references, table_referred_to
from slt_cli.config.vocabulary import load_vocabulary


@pytest.mark.parametrize("name", ["europe", "Europe", "EMEA", "uk", " EU "])
def test_a_default_region(load, name: str) -> None:
    assert load(f'[defaults]\nregion = "{name}"\n').default_region == "europe"


def test_a_default_partner_type(load) -> None:
    assert load('[defaults]\npartner_type = "First-Line"\n').default_partner_type == "certified"


def test_the_partner_types_of_a_plan(load) -> None:
    plan = load('[plans.partner]\napplies_to = ["Certified", "referral PARTNER"]\n').plans[
        "partner"
    ]

    assert plan.applies_to == ("certified", "referral")


def test_the_portal_of_a_partner_type(load) -> None:
    policy = load('[partner_types.referral]\nportal = "Support portal"\n')

    assert policy.partner_types["referral"].portal == "support"


def test_the_priority_of_a_severity(layers) -> None:
    toml = '[classify.priorities]\nimpaired = "production DOWN"\n'

    assert load_vocabulary(layers(toml)).priorities["impaired"] == "S1"


@pytest.mark.parametrize("name", ["s1", '"Production down"'])
def test_the_priority_of_a_target(load, name: str) -> None:
    targets = load(f'[plans.partner.targets.{name}]\nresponse = "2h"\n').plans["partner"].targets

    assert targets["S1"]["response"].seconds == 7200
    assert list(targets) == ["S1", "S2", "S3"]


def test_a_target_that_is_left_out_by_the_name_of_its_priority(load) -> None:
    assert "S2" not in load("[plans.partner.targets]\ns2 = false\n").plans["partner"].targets


EXTENDED = '[schedules.Extended.hours]\nmon-fri = "06:00-22:00"\n'


@pytest.mark.parametrize(
    ("name", "key"),
    [("24X7", "24x7"), ("Support-Hours", "support-hours"), ("extended", "Extended")],
)
def test_the_clock_of_targets_and_levels(load, name: str, key: str) -> None:
    policy = load(
        f'{EXTENDED}[plans.partner.targets.S1]\nresponse = "1h"\nclock = "{name}"\n'
        f'update = {{ within = "2h", clock = "{name}" }}\n'
        '[[escalation.levels]]\nname = "Desk"\nchannel = "email"\ncontact = "a@example.com"\n'
        f'response = "1h"\nclock = "{name}"\n'
    )

    targets = policy.plans["partner"].targets["S1"]
    assert {target.clock for target in targets.values()} == {key}
    assert policy.levels[0].target_for("S1").clock == key


def test_the_lists_of_holidays_of_a_region(load) -> None:
    toml = '[regions.usa]\nholidays = ["us"]\n[[holidays.US]]\nyearly = "12-25"\nname = "A"\n'

    assert list(load(toml).regions["usa"].schedule.yearly) == [(12, 25)]


def test_the_priorities_of_a_level(load) -> None:
    (level,) = load(
        '[[escalation.levels]]\nname = "Desk"\nchannel = "email"\ncontact = "a@example.com"\n'
        'response = { s1 = "1h", "Production Impaired" = "2h", S3 = "3h" }\n'
    ).levels

    assert [level.target_for(key).seconds for key in ("S1", "S2", "S3")] == [3600, 7200, 10800]


def test_the_file_and_the_line_of_what_is_wrong_there(faults) -> None:
    (fault,) = faults('[plans.partner]\n[plans.partner.targets.s1]\nresponse = "soon"\n')

    assert fault.key == "plans.partner.targets.S1.response"
    assert fault.file.endswith("explicit.toml")
    assert fault.line is not None


def test_an_unknown_name_stays_as_it_is_written(faults) -> None:
    (fault,) = faults('[defaults]\nregion = "Peru"\n')

    assert fault.problem == "unknown region 'Peru'"


def test_a_name_of_an_entry_that_is_laid_over(layers) -> None:
    toml = '[regions.usa]\naliases = ["Home"]\n[defaults]\nregion = "home"\n'

    assert load_policy(layers(toml)).default_region == "usa"


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        pytest.param(("regions", "EMEA", "name"), ("regions", "europe", "name"), id="an alias"),
        pytest.param(("regions", "fiji", "name"), ("regions", "fiji", "name"), id="a new one"),
        pytest.param(("regions",), ("regions",), id="a table"),
        pytest.param(("defaults", "warn"), ("defaults", "warn"), id="without names"),
        pytest.param(
            ("plans", "partner support", "targets", "s1", "response"),
            ("plans", "partner", "targets", "S1", "response"),
            id="two names",
        ),
    ],
)
def test_a_path_with_names(layers, path, keys) -> None:
    assert path_of_keys(path, layers("").tables) == keys


@pytest.mark.parametrize(
    ("entries", "given"),
    [
        pytest.param(5, "a", id="no table"),
        pytest.param({"b": 5}, "a", id="an entry that is none"),
        pytest.param({"b": {"name": 5, "aliases": "a"}}, "a", id="faulty names"),
    ],
)
def test_what_is_not_valid_has_no_names(entries, given: str) -> None:
    assert key_named(entries, given) is None


def test_references_in_what_is_not_valid() -> None:
    tables = {"defaults": 5, "plans": {"a": 1, "b": {"applies_to": 3, "targets": [1]}}}

    assert list(references(tables)) == []
    assert table_referred_to(("defaults", "warn")) is None
