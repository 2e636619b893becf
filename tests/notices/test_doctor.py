"""`slt doctor` about notices: runs, failures, and what channels need, without a secret."""

import shutil
from pathlib import Path

import pytest

from tests.notices.desk import Desk, notices

AT = "2026-11-23T13:00:00-08:00"
STORES = Path(__file__).parents[1] / "data" / "stores"
WEBHOOK = """
[channels.chat]
kind = "webhook"
url = "https://chat.example.com/hook"
token = "file:{file}"
"""

pytestmark = [pytest.mark.every_engine, pytest.mark.now(AT)]


@pytest.fixture
def found(slt):
    """Return a function that returns what doctor finds about notices and channels, by state."""

    def ask() -> list[tuple[str, str, str]]:
        code = slt("doctor").code
        findings = items_of(slt)
        about = [each for each in findings if each[0] in ("notices", "channels")]
        assert (code == 1) is any(each[1] == "problem" for each in findings)
        return about

    return ask


def items_of(slt) -> list[tuple[str, str, str]]:
    """Return each finding: its check, its state and what was found."""
    lines = slt("doctor", "-o", "tsv").out.splitlines()
    return [tuple(line.split("\t")[:3]) for line in lines]


def test_without_notices_one_line_says_so(found, desk: Desk, configure):
    configure(desk.channel("desk"), WEBHOOK.format(file="/nowhere/token"))
    assert found() == [("notices", "ok", "none are configured")]


def test_each_channel_that_gets_notices_is_named(slt, found, desk: Desk, configure):
    configure(
        desk.channel("desk"), desk.channel("pager"), notices("due"), notices("due", to="pager")
    )
    slt("open", "-p", "S1", "x")
    assert slt("notify") == (0, "", "")
    assert found() == [
        ("notices", "ok", f"slt notify ran for {channel} at 2026-11-23T21:00:00Z")
        for channel in ("desk", "pager")
    ]


def test_what_a_channel_needs_is_looked_for(slt, home, found, desk: Desk, configure):
    token = home / "token"
    token.write_text("the-secret-itself")
    token.chmod(0o644)
    configure(desk.channel("desk"), WEBHOOK.format(file=token), notices("due"))
    slt("open", "-p", "S1", "x")
    slt("notify")
    desk.program.unlink()
    (_, missing, lax) = found()
    assert missing == (
        "channels",
        "problem",
        "the channel desk cannot send: the program 'desk' is not there, or cannot be run",
    )
    assert lax[:2] == ("channels", "problem")
    assert "can be used by others (mode 644): chmod 600" in lax[2]
    assert "the-secret-itself" not in slt("doctor", "--json").out


def test_a_store_without_a_case_that_notify_looks_after_is_well(slt, found, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    slt("store", "init", "-q")
    slt("notify")
    assert found() == [("notices", "ok", "slt notify ran for desk at 2026-11-23T21:00:00Z")]


@pytest.mark.sqlite("a database is always there")
def test_before_there_is_a_store_it_is_not_known(found, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    unknown = "unknown: there is no store yet, or it cannot be asked as it is"
    assert found() == [("notices", "warning", unknown)]


@pytest.mark.sqlite("a file of an earlier schema")
def test_a_store_of_an_earlier_schema_stays_as_it_is(home, monkeypatch, found, desk, configure):
    configure(desk.channel("desk"), notices("due"))
    old = home / "old.db"
    shutil.copy(STORES / "schema-2.db", old)
    monkeypatch.setenv("SLT_DB", str(old))
    before = old.read_bytes()
    ((check, state, what),) = found()
    assert (check, state, what.partition(":")[0]) == ("notices", "warning", "unknown")
    assert old.read_bytes() == before
    assert [file.name for file in home.glob("old.db*")] == ["old.db"]
