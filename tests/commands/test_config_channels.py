"""Channels and notices in `slt config` and in the team's policy; no secret is shown."""

import json
from pathlib import Path

import pytest

from slt_cli.config.files import user_file

SECRET = "hunter2"
URL = f"https://hooks.example.com/T0/{SECRET}"
SHOWN = "https://hooks.example.com/..."
CHANNELS = f"""
[channels.chat]
kind = "webhook"
url = "{URL}"
token = "env:CHAT_TOKEN"
[channels.desk]
kind = "mail"
to = "desk@example.com"
from = "slt@example.com"
"""
NOTICES = '[[notices]]\nat = ["75%", "due"]\nto = ["desk", "chat"]\n'
BEAT = f'[defaults]\nheartbeat = "https://beat.example.com/{SECRET}"\n'


@pytest.fixture(autouse=True)
def own(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's own file, which has channels."""
    monkeypatch.chdir(home)
    user_file().parent.mkdir(parents=True)
    user_file().write_text(CHANNELS + NOTICES + BEAT)
    return user_file()


@pytest.mark.parametrize(
    "options", [(), ("--origin",), ("--json",), ("--json", "--origin"), ("-o", "csv")], ids=" ".join
)
@pytest.mark.parametrize("command", ["show", "get channels", "get channels.chat", "get defaults"])
def test_no_secret_is_shown(slt, command: str, options: tuple[str, ...]) -> None:
    if command != "show" and "--origin" in options:
        options = options[:-1]
    result = slt("config", *command.split(), *options)

    assert (result.code, result.err) == (0, "")
    assert SECRET not in result.out
    assert ".example.com/..." in result.out


def test_what_else_is_shown_is_as_in_the_file(items, own: Path) -> None:
    rows = {row["key"]: row for row in items("config", "show", "--origin")}

    assert rows["channels.chat.url"]["value"] == SHOWN
    assert rows["channels.chat.token"]["value"] == "env:CHAT_TOKEN"
    assert rows["notices.1.at"] == {
        "key": "notices.1.at",
        "value": ["75%", "due"],
        "origin": str(own),
    }


@pytest.mark.parametrize(
    ("key", "out"),
    [
        ("channels.CHAT.url", f"{SHOWN}\n"),
        ("defaults.heartbeat", "https://beat.example.com/...\n"),
        ("channels.desk.to", "desk@example.com\n"),
        ("channels.desk.tls", "true\n"),
        ("notices.1.at", "75%\ndue\n"),
        ("notices.1.clocks", ""),
        ("defaults.keep_outbox", "30d\n"),
        ("defaults.notify_every", "1m\n"),
    ],
)
def test_get(slt, key: str, out: str) -> None:
    assert slt("config", "get", key) == (0, out, "")


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        (
            "channels.chat.url",
            f"https://other.example.com/{SECRET}",
            '"https://other.example.com/..."',
        ),
        (
            "defaults.heartbeat",
            f"https://new.example.com/{SECRET}",
            '"https://new.example.com/..."',
        ),
        (
            "channels.teams",
            f'{{ kind = "webhook", format = "teams", url = "{URL}" }}',
            f'{{ kind = "webhook", format = "teams", url = "{SHOWN}" }}',
        ),
        ("notices.1.at", "1h late", '"1h late"'),
        ("notices.1.to", '["chat"]', '["chat"]'),
        ("notices.2", '{ at = "opened", to = "desk" }', '{ at = "opened", to = "desk" }'),
        ("channels.desk.urgent", "[]", "[]"),
    ],
)
def test_set(slt, key: str, value: str, shown: str) -> None:
    result = slt("config", "set", key, value)

    assert (result.code, result.err) == (0, "")
    assert f"Value     {shown}\n" in result.out
    assert SECRET not in result.out + slt("config", "set", key, value, "--json").out


def test_a_secret_that_is_refused_is_not_repeated(slt, own: Path) -> None:
    before = own.read_text()
    for options in ((), ("--json",)):
        result = slt("config", "set", "channels.chat.token", SECRET, *options)

        assert (result.code, result.out) == (3, "")
        assert SECRET not in result.err
    assert own.read_text() == before


def test_a_channel_that_notices_name_cannot_be_removed(slt) -> None:
    result = slt("config", "unset", "channels.desk")

    assert result.code == 3
    assert "notices.1.to: unknown channel 'desk'" in result.err
    assert "nothing was changed" in result.err


def test_the_team_has_the_notices_and_each_their_channels(slt, items, own: Path) -> None:
    Path("team.toml").write_text(NOTICES.replace('"desk"', '"Desk", "pager"'))
    assert slt("store", "policy", "set", "team.toml").code == 0

    rows = {row["key"]: row for row in items("config", "show")}
    assert rows["notices.1.to"]["value"] == ["desk", "pager", "chat"]
    assert rows["notices.1.to"]["origin"] == "store policy"
    assert rows["channels.desk.to"]["origin"] == str(own)
    assert slt("store", "policy", "show").out == Path("team.toml").read_text()
    left_out = slt("config", "show", "--origin").out
    assert f"notices of {own}: the store has the team's policy" in " ".join(left_out.split())


def test_a_file_that_is_checked_as_ones_own_needs_its_channels(slt) -> None:
    Path("team.toml").write_text(NOTICES)
    result = slt("config", "check", "team.toml", "--json")

    assert result.code == 3
    assert "unknown channel 'desk'" in json.loads(result.err)["error"]["message"]


def test_a_zone_without_summer_time_is_warned_of(items) -> None:
    Path("est.toml").write_text(f'{CHANNELS}timezone = "EST"\n')
    (warning,) = (
        row for row in items("config", "check", "est.toml") if row["key"].startswith("channels")
    )

    assert warning["key"] == "channels.desk.timezone"
    assert SECRET not in json.dumps(warning)
