"""Completion offers the cases, and the milestones, with which a command can do something."""

import pytest

from tests.cli.completion.asking import completed


@pytest.mark.parametrize("command", ["respond", "followup", "hold", "resolve", "close", "mark"])
def test_open_cases(command):
    assert list(completed(f"slt {command} ")) == ["CASE-3", "CASE-1"]


def test_reopen_is_offered_resolved_and_closed_cases(slt):
    slt("resolve", "3")
    assert list(completed("slt reopen ")) == ["CASE-3", "CASE-2"]


def test_resume_is_offered_cases_on_hold(slt):
    assert list(completed("slt resume ")) == []
    slt("hold", "1")
    assert list(completed("slt resume ")) == ["CASE-1"]


def test_mark_is_offered_milestones_with_their_names(home):
    (home / "my.toml").write_text(
        '[clocks.diagnosis]\nname = "Diagnosis"\nstarts = "opened"\nstops = "marked"\n'
    )
    assert list(completed("slt mark CASE-1 ")) == ["workaround"]
    assert completed("slt mark --config my.toml CASE-1 d") == {"diagnosis": "Diagnosis"}


def test_names_and_tags_are_offered_from_the_cases(slt):
    slt("update", "1", "--owner", "desk-2", "--customer", "Acme", "--tag", "fax", "--tag", "vip")
    slt("update", "3", "--owner", "Desk-1", "--customer", "ACME", "--tag", "Fax")
    assert completed("slt list --owner ") == {
        "me": "you",
        "none": "nobody",
        "Desk-1": "",
        "desk-2": "",
    }
    assert list(completed("slt open --owner d")) == ["desk-2"]
    assert list(completed("slt update 1 --customer ")) == ["Acme"]
    assert list(completed("slt update 1 --tag ")) == ["Fax", "vip"]
    assert list(completed("slt update 3 --untag ")) == ["Fax"]
    assert list(completed("slt take ")) == ["CASE-3", "CASE-1"]


@pytest.mark.parametrize("command", ["list", "due", "export", "log", "open", "update CASE-1"])
@pytest.mark.parametrize("option", ["--partner", "--customer"])
def test_partners_and_customers_are_offered_from_the_store(slt, command, option):
    for name in ("Beta", "acme", "Äther", "All Sons", "$(touch x)", "a -b"):
        slt("open", "-p", "S1", option, name, "A subject")
    slt("redact", "4", "--reason", "asked for", "--yes")
    assert list(completed(f"slt {command} {option} ")) == ["acme", "All Sons", "Äther"]
    assert list(completed(f"slt {command} {option} a")) == ["acme"]


def test_a_name_that_only_an_old_case_has_is_offered(slt):
    slt("open", "-p", "S1", "--partner", "Oldest", "A subject")
    for _ in range(3):
        slt("open", "-p", "S1", "--partner", "Newer", "A subject")
    assert list(completed("slt list --partner ")) == ["Newer", "Oldest"]


def test_no_redacted_text_is_offered(slt):
    slt("update", "1", "--owner", "desk-2", "--customer", "Acme", "--tag", "fax")
    slt("redact", "1", "--reason", "Asked for", "--yes")
    assert list(completed("slt list --owner ")) == ["me", "none"]
    assert completed("slt list --customer ") == {}
    assert completed("slt list --tag ") == {}


NOTICES = """
[channels.desk]
kind = "command"
command = ["true"]
[channels.pager]
kind = "command"
command = ["false"]
[[notices]]
at = "due"
to = ["desk", "pager"]
"""


def test_notify_is_offered_the_channels_of_this_machine(home):
    assert list(completed("slt notify --test ")) == []
    (home / "own.toml").write_text(NOTICES)
    configured = f"slt --config {home / 'own.toml'} notify --test "
    assert completed(configured) == {"desk": "command", "pager": "command"}
    assert list(completed(f"{configured}p")) == ["pager"]


@pytest.mark.parametrize("option", ["--retry", "--drop"])
def test_outbox_is_offered_the_notices_that_were_not_sent_the_newest_first(slt, home, option):
    (home / "own.toml").write_text(NOTICES)
    slt("notify", "--config", str(home / "own.toml"))
    assert [*completed(f"slt outbox {option} ").items()] == [
        ("4", "CASE-3 due pager"),
        ("2", "CASE-1 due pager"),
    ]
