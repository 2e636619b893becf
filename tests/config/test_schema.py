"""Every key is known, checked and given its default; every fault is reported at once."""

import tomllib

import pytest

from slt_cli.config import load_policy, read_layers, schema
from slt_cli.config.files import default_file
from slt_cli.config.validation import Validator
from slt_cli.errors import ConfigError

LEVEL = """
[[escalation.levels]]
name = "Duty desk"
channel = "phone"
contact = "+44 20 7946 0000"
response = "1h"
"""


def test_a_fault_names_the_file_that_set_the_key_not_the_last_one(layers) -> None:
    faulty = layers('[defaults]\nregion = "apac"\n')
    faulty.tables["defaults"]["warn"] = "often"

    with pytest.raises(ConfigError) as refused:
        load_policy(faulty)

    (fault,) = refused.value.faults
    assert fault.file == str(default_file())


def test_what_is_left_out_has_its_default(layers) -> None:
    parsed = Validator().parse(layers(LEVEL).tables)

    assert parsed["escalation"]["levels"] == [
        {
            "name": "Duty desk",
            "channel": "phone",
            "contact": "+44 20 7946 0000",
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
        load_policy(bare)

    assert [fault.key for fault in refused.value.faults] == [
        "defaults.region",
        "defaults.partner_type",
        "defaults.warn",
        "defaults.case_prefix",
        "priorities",
        "clocks.response",
        "clocks.escalation",
        "partner_types",
        "regions",
    ]


def test_every_shipped_key_is_known_and_every_known_one_says_what_it_means() -> None:
    shipped = tomllib.loads(default_file().read_text(encoding="utf-8"))

    parsed = Validator().parse(read_layers().tables)

    assert parsed.keys() == {*shipped, "inherit", "classify", "imports", "channels", "notices"}
    assert all(key.meaning for key in schema.KEYS)
    assert len({key.path for key in schema.KEYS}) == len(schema.KEYS)


@pytest.mark.parametrize("key", schema.KEYS, ids=lambda key: key.path)
def test_the_example_of_a_key_is_a_value_that_it_takes(key: schema.Key) -> None:
    assert key.value_type.takes(tomllib.loads(f"value = {key.example}")["value"])
