"""`slt escalate --email` and `--open` escalate a case, and then do what `slt message` does."""

import pytest

from tests.desktops import FakeDesktop

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-13T19:00:00Z")]

PORTAL = "https://8x8.force.com/partnerxchange"
PHONE = """
[[escalation.levels]]
name = "Desk"
channel = "phone"
contact = "+1 408 956 6066"
response = "1h"
"""


@pytest.fixture
def case(slt):
    """Return a function that opens a case."""

    def opened(*options):
        slt("open", "-p", "S1", "--at", "2026-11-13T17:00:00Z", *options, "All phones are down")

    return opened


def test_email_is_escalate_followed_by_message(slt, case, items):
    case()
    sent = slt("escalate", "1", "--level", "2", "--email")
    assert items("list")[0]["level"] == 2
    assert slt("message", "1") == sent


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(
            (),
            "slt: CASE-1 is now at level 2; `slt message CASE-1` writes the message again\n",
            id="recorded",
        ),
        pytest.param(("--dry-run",), "slt: dry run: nothing was recorded\n", id="a dry run"),
    ],
)
def test_at_a_terminal_a_note_says_that_the_escalation_is_recorded(slt, case, options, said):
    case()
    escalation = ("escalate", "1", "--level", "2", "--email", *options)
    assert slt(*escalation, on_terminal=True).err == said


def test_a_log_is_spared_it(slt, case):
    case()
    assert slt("escalate", "1", "--level", "2", "--email").err == ""


NOT_BY_EMAIL = {
    "a portal": (
        (),
        "CASE-1 {} at level 1, which is reached through a portal, not by e-mail",
        "`slt message CASE-1` writes the text to paste into PartnerXperience portal",
    ),
    "a referral partner": (
        ("--partner-type", "referral"),
        "CASE-1 {} at level 1, which is reached through a portal, not by e-mail",
        "`slt message CASE-1` writes the text to paste into PartnerXchange",
    ),
    "a telephone": (
        ("--config", "phone.toml"),
        "CASE-1 {} at level 1, which is reached by phone, not by e-mail",
        "`slt message CASE-1` writes the text to read on the phone",
    ),
}


@pytest.fixture
def at_home(home, monkeypatch):
    (home / "phone.toml").write_text(PHONE)
    monkeypatch.chdir(home)


@pytest.mark.parametrize(("options", "error", "fix"), NOT_BY_EMAIL.values(), ids=NOT_BY_EMAIL)
@pytest.mark.usefixtures("at_home")
def test_another_level_is_reached_and_no_mail_is_written(slt, case, items, options, error, fix):
    is_config = "--config" in options
    case(*(() if is_config else options))
    line = ("escalate", "1", "--email", *(options if is_config else ()))
    assert slt(*line, "--dry-run") == (
        1,
        "",
        f"slt: error: {error.format('would be')}\nfix: `slt escalate CASE-1`, then {fix}\n",
    )
    assert items("list")[0]["level"] == 0
    assert slt(*line) == (1, "", f"slt: error: {error.format('is now')}\nfix: {fix}\n")
    assert items("list")[0]["level"] == 1


def test_open_shows_the_contact_and_opens_the_portal(slt, case, home):
    desktop = FakeDesktop(home)
    case()
    result = slt("escalate", "1", "--open", environment=desktop.environment)
    assert (result.code, result.err) == (0, "")
    assert f"  Contact   Partner Concierge: {PORTAL}\n" in result.out
    assert desktop.opened == [PORTAL]


def test_open_and_email_do_both(slt, case, home):
    desktop = FakeDesktop(home)
    case()
    line = ("escalate", "1", "--level", "2", "--email", "--open")
    assert slt(*line, environment=desktop.environment).out.startswith("To: ")
    assert [address.split(":")[0] for address in desktop.opened] == ["mailto"]


def test_where_opening_fails_the_error_says_what_is_recorded(slt, case, items, home):
    desktop = FakeDesktop(home, exit_code=3)
    case()
    result = slt("escalate", "1", "--open", environment=desktop.environment)
    assert (result.code, PORTAL in result.out) == (1, True)
    assert result.err == (
        "slt: error: CASE-1 is now at level 1, but the portal could not be opened: xdg-open ended "
        "with exit code 3\nfix: `slt message CASE-1` writes the message\n"
    )
    assert items("list")[0]["level"] == 1


@pytest.mark.parametrize("line", ["escalate 1 --dry-run --open", "escalate 1 --level 9 --open"])
def test_a_dry_run_and_what_is_refused_open_nothing(slt, case, home, line):
    desktop = FakeDesktop(home)
    case()
    slt(*line.split(), environment=desktop.environment)
    assert desktop.opened == []


def test_without_open_nothing_is_opened(slt, case, home):
    desktop = FakeDesktop(home)
    case()
    slt("escalate", "1", environment=desktop.environment)
    slt("escalate", "1", "--email", environment=desktop.environment)
    assert desktop.opened == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        pytest.param([], "Target response: 1 h, due", id="of the present priority"),
        pytest.param(
            [("respond", "1"), ("update", "1", "--priority", "S2")],
            "Target response: 1 h (S1), due",
            id="of the one that it was promised for",
        ),
        pytest.param(
            [("update", "1", "--priority", "S2")],
            "Target response: 4 h, due",
            id="of a running clock, which has the present one",
        ),
    ],
)
def test_a_target_names_another_priority_that_it_was_promised_for(slt, case, changes, line):
    case()
    for change in changes:
        assert slt(*change).code == 0
    assert f"\n{line} " in slt("escalate", "1", "--level", "2", "--email").out
    assert f"\n{line} " in slt("message", "1").out
