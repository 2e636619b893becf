"""Where configuration files are, how one is laid over the other, and which file set each key."""

from pathlib import Path

import pytest

from slt_cli.config import files, load_policy, read_layers
from slt_cli.config.files import default_file, read_sources, user_file
from slt_cli.config.layers import lay_over
from slt_cli.errors import ConfigError

NEW_HOURS = '[regions.usa.hours]\nsat = "10:00-12:00"\n'


@pytest.fixture
def own(home: Path) -> Path:
    """Return the path of the user's own file, and make its directory."""
    file = user_file()
    assert home in file.parents
    file.parent.mkdir(parents=True)
    return file


def test_without_any_file_of_the_user_the_defaults_are_all() -> None:
    layers = read_layers()

    assert layers.files == (default_file(),)
    assert layers.tables["defaults"]["region"] == "usa"


def test_the_explicit_file_wins_over_the_users_and_that_over_the_defaults(own, overlay) -> None:
    own.write_text('[defaults]\nregion = "europe"\nwarn = "10%"\n')
    explicit = overlay('[defaults]\nregion = "apac"\n')

    layers = read_layers(explicit)

    assert layers.files == (default_file(), own, explicit)
    assert layers.tables["defaults"] == {
        "region": "apac",
        "warn": "10%",
        "partner_type": "certified",
        "case_prefix": "CASE",
        "names_in_messages": False,
    }


@pytest.mark.parametrize(
    ("toml", "key", "value"),
    [
        pytest.param(
            NEW_HOURS, ("regions", "usa", "hours"), {"sat": "10:00-12:00"}, id="a region's hours"
        ),
        pytest.param(
            '[regions.europe]\naliases = ["gb"]\n',
            ("regions", "europe", "aliases"),
            ["gb"],
            id="a list of texts",
        ),
        pytest.param(
            '[[escalation.levels]]\nname = "Duty desk"\n',
            ("escalation", "levels"),
            [{"name": "Duty desk"}],
            id="a list of tables",
        ),
        pytest.param(
            '[classify.phrases]\nmajor = ["pager"]\n',
            ("classify", "phrases", "major"),
            ["pager"],
            id="a list of the vocabulary",
        ),
    ],
)
def test_what_is_replaced_whole(layers, toml: str, key: tuple[str, ...], value: object) -> None:
    found = layers(toml).tables
    for segment in key:
        found = found[segment]

    assert found == value


@pytest.mark.parametrize(
    ("toml", "key", "added"),
    [
        pytest.param(
            '[priorities.S1]\nname = "Down"\n',
            ("priorities", "S1"),
            {"name": "Down"},
            id="a priority",
        ),
        pytest.param(
            '[plans.partner.targets]\nS4 = {response = "8h"}\n',
            ("plans", "partner", "targets"),
            {"S4": {"response": "8h"}},
            id="the targets of a plan",
        ),
        pytest.param(
            '[plans.partner.targets.S1]\nresponse = "2h"\n',
            ("plans", "partner", "targets", "S1"),
            {"response": "2h"},
            id="one target",
        ),
        pytest.param(
            '[regions.usa]\nhotline = "none"\n',
            ("regions", "usa"),
            {"hotline": "none"},
            id="a region outside its hours",
        ),
    ],
)
def test_what_is_merged_key_by_key(layers, toml: str, key: tuple[str, ...], added: dict) -> None:
    before, after = read_layers().tables, layers(toml).tables
    for segment in key:
        before, after = before[segment], after[segment]

    assert after == {**before, **added}


def test_a_table_and_a_value_replace_each_other(layers) -> None:
    layers = layers('defaults = 1\n[links.support.name]\nlong = "x"\n')

    assert layers.tables["defaults"] == 1
    assert layers.tables["links"]["support"]["name"] == {"long": "x"}


def test_each_key_has_the_file_that_set_it(own, overlay) -> None:
    own.write_text(f'[defaults]\nwarn = "10%"\n[regions.fiji]\nname = "Fiji"\n{NEW_HOURS}')
    explicit = overlay('[regions.fiji]\nhotline = "1"\n[regions.usa.hours]\nsun = "closed"\n')

    origin = read_layers(explicit).origin

    assert {
        key: origin(tuple(key.split(".")))
        for key in (
            "defaults.region",
            "defaults.warn",
            "regions.fiji.name",
            "regions.fiji.hotline",
            "regions.fiji.timezone",
            "regions.usa.hotline",
            "regions.usa.hours.sun",
            "escalation.levels.1.name",
            "nowhere",
        )
    } == {
        "defaults.region": default_file(),
        "defaults.warn": own,
        "regions.fiji.name": own,
        "regions.fiji.hotline": explicit,
        "regions.fiji.timezone": own,
        "regions.usa.hotline": default_file(),
        "regions.usa.hours.sun": explicit,
        "escalation.levels.1.name": default_file(),
        "nowhere": default_file(),
    }


def test_a_value_that_is_replaced_whole_leaves_no_origins_below_it(own, overlay) -> None:
    own.write_text('[defaults]\nwarn = "10%"\n')
    explicit = overlay("defaults = 1\n")

    assert read_layers(explicit).origin(("defaults", "warn")) == explicit


def test_a_byte_order_mark_at_the_start_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "windows.toml"
    file.write_bytes(b'\xef\xbb\xbf[defaults]\r\nregion = "apac"\r\n')

    assert read_layers(file).tables["defaults"]["region"] == "apac"


def test_a_directory_in_place_of_a_file_is_reported_as_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="is a directory, not a file") as refused:
        read_layers(tmp_path)

    assert refused.value.fix == "name a file in it, or move it"


def test_an_explicit_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file") as refused:
        read_layers(tmp_path / "absent.toml")

    assert "--config" in refused.value.fix
    assert str(tmp_path / "absent.toml") in refused.value.message


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"the file cannot be read: .+") as refused:
        read_layers(tmp_path / ("n" * 300))  # too long for any file

    assert refused.value.fix


def test_in_a_file_there_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a file").touch()

    with pytest.raises(ConfigError, match="there is no such file"):
        read_layers(tmp_path / "a file" / "config.toml")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda own: own.mkdir(), id="a directory in its place"),
        pytest.param(lambda own: own.symlink_to(own), id="a link to itself"),
    ],
)
def test_an_own_file_that_cannot_be_read_is_not_passed_over(own: Path, make) -> None:
    make(own)

    with pytest.raises(
        ConfigError, match=r"config\.toml: (the file cannot be read|is a directory)"
    ):
        read_layers()


def test_a_path_of_the_own_file_that_cannot_be_used_is_a_configuration_error(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ("n" * 300)))

    with pytest.raises(ConfigError, match="cannot be read"):
        read_layers()


def test_an_installed_package_has_its_own_defaults(tmp_path: Path, monkeypatch) -> None:
    installed = tmp_path / "site-packages" / "slt_cli" / "config" / "files.py"
    packaged = tmp_path / "site-packages" / "slt_cli" / "default.toml"
    installed.parent.mkdir(parents=True)
    packaged.write_bytes(default_file().read_bytes())
    monkeypatch.setattr(files, "__file__", str(installed))

    assert default_file() == packaged
    assert load_policy(read_layers()).default_region == "usa"


def test_the_own_file_is_in_the_users_configuration_directory(monkeypatch, home: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "settings"))

    assert user_file() == home / "settings" / "slt" / "config.toml"


def test_laying_files_over_each_other_leaves_them_as_they_were(overlay) -> None:
    sources = read_sources(default_file(), explicit=overlay("[regions]\napac = false\n"))

    assert lay_over(sources) == lay_over(sources)
    assert "apac" in sources[0].tables["regions"]


def test_false_leaves_an_entry_out_and_a_later_file_may_bring_it_back(own, overlay) -> None:
    own.write_text("[regions]\napac = false\n[links]\nacademy = false\n")
    explicit = overlay('[regions.apac]\nname = "Pacific"\n')

    assert list(read_layers().tables["regions"]) == ["usa", "europe"]
    assert read_layers().origin(("regions", "apac")) == own
    assert read_layers(explicit).tables["regions"]["apac"] == {"name": "Pacific"}
