"""A path in the tables leads to its key of the schema."""

import pytest

from slt_cli.config.key_tree import key_at


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("defaults.warn", "defaults.warn", id="a key"),
        pytest.param("regions.usa.hours.mon-fri", "regions.*.hours.*", id="chosen names"),
        pytest.param("escalation.levels.2.url", "escalation.levels[].url", id="an entry's key"),
        pytest.param("regions.usa", None, id="a table"),
        pytest.param("escalation.levels.2", None, id="an entry"),
        pytest.param("defaults.warn.x", None, id="below a key"),
        pytest.param("nowhere.x", None, id="nothing"),
    ],
)
def test_the_key_at_a_path(path: str, found: str | None) -> None:
    key = key_at(tuple(path.split(".")))

    assert (key.path if key else None) == found
