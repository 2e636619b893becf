"""`slt backup` and `slt export` never write over the configuration in force."""

from pathlib import Path

import pytest

from slt_cli.config.files import user_file

TEXT = '[defaults]\nwarn = "30m"\n'
OWN, NAMED = "your configuration file", "the configuration file that --config or SLT_CONFIG names"


@pytest.fixture
def named(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of a configuration file; there is a store with a case, too."""
    monkeypatch.chdir(home)
    assert slt("open", "-p", "S1", "-q", "x").code == 0
    (home / "mine.toml").write_text(TEXT)
    return home / "mine.toml"


def own() -> Path:
    """Return the user's own configuration file, made now."""
    file = user_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TEXT)
    return file


@pytest.mark.parametrize("command", [["backup"], ["export", "-o", "csv"]], ids=["backup", "export"])
@pytest.mark.parametrize("way", ["directly", "a symbolic link", "a hard link"])
@pytest.mark.parametrize("which", ["own", "--config", "SLT_CONFIG"])
def test_a_configuration_file_is_not_replaced(slt, named, monkeypatch, command, way, which):
    file = own() if which == "own" else named
    options = ["--config", str(file)] if which == "--config" else []
    if which == "SLT_CONFIG":
        monkeypatch.setenv("SLT_CONFIG", str(file))
    target = file if way == "directly" else named.with_name("link")
    if way == "a symbolic link":
        target.symlink_to(file)
    elif way == "a hard link":
        target.hardlink_to(file)

    refused = slt(*command, str(target), "--force", *options)

    told = OWN if which == "own" else NAMED
    assert (refused.code, refused.out) == (1, "")
    assert f"{target} is {told} and was not touched\nfix: name another file" in refused.err
    assert file.read_text() == TEXT


def test_nothing_is_made_where_the_configuration_would_be_read(slt, named):
    assert named.exists()
    user_file().parent.mkdir(parents=True, exist_ok=True)
    assert slt("backup", str(user_file())).code == 1
    assert slt("export", "-o", "csv", str(user_file())).code == 1
    assert not user_file().exists()


def test_a_configuration_file_that_does_not_count_may_be_replaced(slt, named):
    assert slt("backup", str(named), "--force").code == 0
