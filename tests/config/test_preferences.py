"""What a user prefers: read from their own files, and never from the team's policy."""

from pathlib import Path
from typing import Any

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import read_own, user_file
from slt_cli.config.preferences import Preferences, preferences_in

NONE = Preferences()


def preferences(explicit: Path | None = None) -> dict[str, Any]:
    return vars(preferences_in(read_own(explicit)))


def write(text: str) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("", NONE, id="nothing"),
        pytest.param('[defaults]\noutput = "json"\n', Preferences("json"), id="a format"),
        pytest.param(
            '[defaults]\noutput = " Plain"\ntimes = "UTC"\n',
            Preferences("plain", "utc"),
            id="both, in other letters",
        ),
        pytest.param(
            '[defaults]\noutput = "jsn"\ntimes = "local"\n',
            Preferences(times="local"),
            id="one that is invalid",
        ),
        pytest.param('[defaults]\nme = " desk-1 "\n', Preferences(me="desk-1"), id="a name"),
        pytest.param('[defaults]\nme = "None"\n', NONE, id="a name that stands for another"),
        pytest.param("[defaults]\noutput = 5\ntimes = []\n", NONE, id="of another type"),
        pytest.param("defaults = 5\n", NONE, id="a table that is none"),
    ],
)
def test_the_users_file(text: str, found: Preferences) -> None:
    write(text)

    assert preferences() == vars(found)


def test_the_explicit_file_before_the_users_own(tmp_path: Path) -> None:
    write('[defaults]\noutput = "json"\ntimes = "utc"\n')
    explicit = tmp_path / "explicit.toml"
    explicit.write_text('[defaults]\noutput = "csv"\n')

    assert preferences(explicit) == vars(Preferences("csv", "utc"))


def test_the_teams_policy_has_no_say_in_them() -> None:
    team = '[defaults]\noutput = "json"\ntimes = "utc"\nme = "all"\nregion = "apac"\n'

    defaults = read_layers(None, team).tables["defaults"]

    assert defaults["region"] == "apac"
    assert not {"output", "times", "me"} & defaults.keys()


def test_with_the_teams_policy_the_users_own_count() -> None:
    write('[defaults]\noutput = "tsv"\nme = "desk-1"\n')
    layers = read_layers(None, '[defaults]\noutput = "json"\nregion = "apac"\n')

    assert layers.tables["defaults"]["output"] == "tsv"
    assert layers.tables["defaults"]["me"] == "desk-1"
    assert load_policy(layers).default_region == "apac"
