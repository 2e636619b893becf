"""A path in the tables leads to its key of the schema."""

import pytest

from slt_cli.config.key_tree import key_at, takes


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("defaults.warn", "defaults.warn", id="a key"),
        pytest.param("regions.usa.hours.mon-fri", "regions.*.hours.*", id="chosen names"),
        pytest.param("escalation.levels.2.url", "escalation.levels[].url", id="an entry's key"),
        pytest.param("regions.usa", None, id="a table"),
        pytest.param(
            "plans.partner.targets.S1.update", "plans.*.targets.*.*", id="a key or a table"
        ),
        pytest.param(
            "plans.partner.targets.S1.response.clock",
            "plans.*.targets.*.response.clock",
            id="a key of what is a key or a table",
        ),
        pytest.param("escalation.levels.2", None, id="an entry"),
        pytest.param("defaults.warn.x", None, id="below a key"),
        pytest.param("nowhere.x", None, id="nothing"),
    ],
)
def test_the_key_at_a_path(path: str, found: str | None) -> None:
    key = key_at(tuple(path.split(".")))

    assert (key.path if key else None) == found


@pytest.mark.parametrize(
    ("path", "value", "fits"),
    [
        pytest.param("defaults.warn", "30m", True, id="what the key takes"),
        pytest.param("defaults.warn", {"a": "30m"}, False, id="a table for a text"),
        pytest.param("plans.partner.targets.S1.update", "4h", True, id="in short"),
        pytest.param("plans.partner.targets.S1.update", {"within": "4h"}, True, id="as a table"),
        pytest.param("plans.partner.targets.S1.update", 4, False, id="neither of both"),
        pytest.param("nowhere.x", 4, True, id="where there is no key"),
    ],
)
def test_what_fits_at_a_path(path: str, value: object, fits: bool) -> None:
    assert takes(tuple(path.split(".")), value) is fits
