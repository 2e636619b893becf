"""Every key is known, checked and given its default; every fault is reported at once."""

import tomllib

import pytest

from slt_cli.config import keys, read_layers
from slt_cli.config.files import default_file
from slt_cli.errors import ConfigError

LEVEL = """
[[escalation.levels]]
name = "Duty desk"
channel = "phone"
contact = "+00 0"
response = "1h"
"""

FAULTS = [
    pytest.param(
        '[defualts]\nregion = "usa"',
        "defualts",
        "unknown key",
        "did you mean 'defaults'? Keys here: defaults, priorities",
        id="an unknown table",
    ),
    pytest.param(
        "[defaults]\nregoin = 1",
        "defaults.regoin",
        "unknown key",
        "did you mean 'region'? Keys here: region, partner_type",
        id="an unknown key",
    ),
    pytest.param(
        "[defaults]\nzzz = 1", "defaults.zzz", "unknown key", "Keys here: region", id="nothing near"
    ),
    pytest.param(
        f"{LEVEL}adress = 1",
        "escalation.levels.1.adress",
        "unknown key",
        "Keys here: name, channel",
        id="an unknown key in a list's entry",
    ),
    pytest.param(
        "[[regions.usa.exceptions]]\ndate = 2026-12-25",
        "regions.usa.exceptions.1.name",
        "is missing",
        "add it: name of the holiday",
        id="a missing key in a list's entry",
    ),
    pytest.param(
        '[priorities.S4]\nname = "Question"',
        "priorities.S4.definition",
        "is missing",
        "add it: what makes a case this severe",
        id="a missing key",
    ),
    pytest.param(
        "defaults = 5",
        "defaults",
        "must be a table, not 5",
        "write [defaults]",
        id="a value for a table",
    ),
    pytest.param(
        '[regions.usa]\nhours = "closed"',
        "regions.usa.hours",
        "must be a table, not 'closed'",
        "write [regions.usa.hours]",
        id="a value for a region's hours",
    ),
    pytest.param(
        "[escalation.levels]\nname = 1",
        "escalation.levels",
        "must be a list of tables, not {'name': 1}",
        "write [[escalation.levels]]",
        id="a table for a list of tables",
    ),
    pytest.param(
        "[escalation]\nlevels = [3]",
        "escalation.levels.1",
        "must be a table, not 3",
        "write [escalation.levels.1]",
        id="a number in a list of tables",
    ),
    pytest.param(
        '[defaults]\nwarn = "often"',
        "defaults.warn",
        "'often' is not a duration such as",
        "warn: what is left of a target",
        id="a value that does not fit",
    ),
    pytest.param(
        '[plans.partner.targets.S1]\nclock = "always"',
        "plans.partner.targets.S1.clock",
        'must be "support-hours" or "24x7", not \'always\'',
        "clock: the clock it is counted on",
        id="a word that is none of the allowed",
    ),
    pytest.param(
        '[regions.usa.hours]\nmon = ["08:00-12:00", "11:00-13:00"]',
        "regions.usa.hours.mon",
        "08:00-12:00 and 11:00-13:00 overlap",
        "mon: opening hours of a day",
        id="hours that overlap",
    ),
]


@pytest.mark.parametrize(("toml", "key", "problem", "fix"), FAULTS)
def test_a_fault_names_file_key_problem_and_fix(
    faults, tmp_path, toml: str, key: str, problem: str, fix: str
) -> None:
    (fault,) = faults(toml)

    assert fault.file == str(tmp_path / "explicit.toml")
    assert fault.key == key
    assert fault.problem.startswith(problem)
    assert fault.fix.startswith(fix)


def test_every_fault_is_reported_at_once(faults) -> None:
    found = faults(
        """
        colour = true
        [defaults]
        warn = "often"
        case_prefix = "1"
        [priorities.S4]
        [regions.usa]
        timezone = "Mars/Olympus"
        """
    )

    assert {fault.key for fault in found} == {
        "colour",
        "defaults.warn",
        "defaults.case_prefix",
        "priorities.S4.name",
        "priorities.S4.definition",
        "regions.usa.timezone",
    }


def test_a_fault_names_the_file_that_set_the_key_not_the_last_one(layers) -> None:
    faulty = layers('[defaults]\nregion = "apac"\n')
    faulty.tables["defaults"]["warn"] = "often"

    with pytest.raises(ConfigError) as refused:
        keys.check(faulty)

    (fault,) = refused.value.faults
    assert fault.file == str(default_file())


def test_what_is_left_out_has_its_default(layers) -> None:
    parsed = keys.check(layers(LEVEL))

    assert parsed["escalation"]["levels"] == [
        {
            "name": "Duty desk",
            "channel": "phone",
            "contact": "+00 0",
            "response": 3600,
            "url": "",
            "clock": "support-hours",
        }
    ]
    assert parsed["regions"]["usa"]["exceptions"] == []
    assert parsed["partner_types"]["referral"]["aliases"] == ()


def test_tables_that_are_absent_altogether_are_missing_key_by_key(layers) -> None:
    bare = layers("")
    bare.tables.clear()

    with pytest.raises(ConfigError) as refused:
        keys.check(bare)

    assert [fault.key for fault in refused.value.faults] == [
        "defaults.region",
        "defaults.partner_type",
        "defaults.warn",
        "defaults.case_prefix",
        "classify.priorities.down",
        "classify.priorities.impaired",
        "classify.priorities.minor",
    ]


def test_every_shipped_key_is_known_and_every_known_one_says_what_it_means() -> None:
    shipped = tomllib.loads(default_file().read_text(encoding="utf-8"))

    parsed = keys.check(read_layers())

    assert parsed.keys() == shipped.keys()
    assert all(key.meaning for key in keys.KEYS)
    assert len({key.path for key in keys.KEYS}) == len(keys.KEYS)
