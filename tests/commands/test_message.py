"""`slt message` writes the message for a case's present level, as often as wanted."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.desktops import FakeDesktop

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-13T19:00:00Z")]

OPENED = ("--at", "2026-11-13T17:00:00Z")
AT = ("--at", "2026-11-13T18:30:00Z")
PORTAL = "https://8x8.force.com/partnerxchange"
MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
PHONE = """
[[escalation.levels]]
name = "Desk"
channel = "phone"
contact = "+1 408 956 6066"
response = "1h"
[[escalation.levels]]
name = "Portal without an address"
channel = "portal"
contact = "Portal"
response = "1h"
"""


@pytest.fixture
def case(slt):
    """Return a function that opens a case and escalates it to a level."""

    def escalated(level, *options, subject="All phones are down"):
        assert slt("open", "-q", "-p", "S1", *OPENED, *options, subject).code == 0
        if level:
            assert slt("escalate", "1", "-q", "--level", str(level), *AT).code == 0

    return escalated


@pytest.fixture
def by_phone(home, monkeypatch):
    """Set a configuration whose first level is a telephone, and the second an unknown portal."""
    (home / "own.toml").write_text(PHONE)
    monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))


# --- The message ----------------------------------------------------------------------------------


def test_where_the_level_is_reached_by_email_it_is_the_mail(slt, case):
    case(2)
    out = slt("message", "1").out
    assert out.startswith(f"To: {MANAGERS}\n")
    assert slt("message", "CASE-1") == (0, out, "")


@pytest.mark.parametrize("line", ["message 1", "escalate 1 --email --dry-run"])
def test_on_a_terminal_the_mail_can_be_read(slt, case, line):
    case(
        2 if line == "message 1" else 1,
        "--customer",
        "Ämter & Söhne",
        subject="Kein Gespräch möglich",
    )
    out = slt(*line.split(), on_terminal=True).out
    head, _, body = out.partition("\n\n")
    subject, level = "Kein Gespräch möglich", "(escalation level 2)"
    assert head == f"To: {MANAGERS}\nSubject: [CASE-1] S1 Production down: {subject} {level}"
    assert "Customer:  Ämter & Söhne\n" in body
    assert "quoted-printable" in slt(*line.split()).out


@pytest.mark.parametrize(
    ("options", "address"),
    [
        pytest.param((), f"Partner Concierge: PartnerXperience portal, {PORTAL}", id="level 1"),
        pytest.param(
            ("--partner-type", "referral"), f"PartnerXchange, {PORTAL}", id="a referral partner"
        ),
    ],
)
def test_for_a_portal_it_is_the_address_and_the_text_to_paste(slt, case, options, address):
    case(1, *options)
    result = slt("message", "1")
    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[:5] == [
        address,
        "",
        "[CASE-1] S1 Production down: All phones are down (escalation level 1)",
        "",
        "Case:      CASE-1",
    ]
    assert lines[-1] == "- Fri 13 Nov 10:30 PST  escalated to level 1"


@pytest.mark.usefixtures("by_phone")
def test_for_a_telephone_it_is_the_number_and_the_text_to_read(slt, case):
    case(1)
    assert slt("message", "1").out.startswith("Desk: call +1 408 956 6066\n\n[CASE-1] S1 ")


def test_it_records_nothing(slt, case, items):
    case(2)
    before = items("show", "1")
    for options in ([], ["--who"], ["--at", "2026-11-13T18:30:00Z"]):
        assert slt("message", "1", *options).code == 0
    assert items("show", "1") == before


def test_a_mail_that_was_lost_is_written_again_as_it_was(slt):
    slt("open", "-p", "S1", *OPENED, "Téléphones coupés")
    sent = slt("escalate", "1", "--level", "2", "--email", "--reason", "x " * 900)
    assert sent.code == 0
    for now in ("2026-11-13T19:00:01Z", "2026-11-16T09:00:00Z", "2027-02-01T00:00:00Z"):
        assert slt("message", "1", now=now) == (0, sent.out, "")


def test_a_mail_is_lost_on_its_way_and_written_again(process):
    import subprocess
    import sys

    process("open", "-p", "S1", "-q", "All phones are down")
    command = f"'{sys.executable}' -m slt_cli escalate 1 --level 2 --email"
    lost = subprocess.run(
        ["/bin/sh", "-c", f"{command} | /nonexistent/sendmail -t"], capture_output=True, check=False
    )
    assert lost.returncode != 0
    first, second = process("message", "1"), process("message", "1")
    assert (first.code, first.out.startswith("To: ")) == (0, True)
    assert first == second


def test_an_ended_case_has_a_message_that_says_so(slt, case):
    case(1)
    slt("resolve", "1", *AT)
    assert "Resolved:  Fri 13 Nov 10:30 PST\n" in slt("message", "1").out
    assert "Status    resolved since Fri 13 Nov 10:30 PST\n" in slt("message", "1", "--who").out


def test_at_a_time_it_is_the_message_of_then(slt, case):
    case(1)
    slt("escalate", "1", "--at", "2026-11-13T18:45:00Z")
    slt("note", "1", "later", "--shared", "--at", "2026-11-13T18:50:00Z")
    then = slt("message", "1", "--at", "2026-11-13T18:40:00Z").out
    assert then.startswith("Partner Concierge: ")
    assert then.endswith("PST  escalated to level 1\n")
    assert slt("message", "1").out.endswith("noted: later\n")
    assert slt("message", "1", "--at", "2026-11-13T18:00:00Z").code == 1


@pytest.mark.parametrize("options", [(), ("--who",)], ids=["the message", "--who"])
@pytest.mark.parametrize(
    ("partner_type", "fix"),
    [
        ("certified", "`slt hotline` shows whom to call now, `slt escalate 1` escalates it"),
        ("referral", "`slt escalate 1` escalates it"),
    ],
)
def test_a_case_that_is_not_escalated_is_with_support(slt, case, options, partner_type, fix):
    case(0, "--partner-type", partner_type)
    assert slt("message", "1", *options) == (
        1,
        "",
        f"slt: error: the case is not escalated: it is with support\nfix: {fix}\n",
    )


@pytest.mark.parametrize("form", [("--json",), ("-o", "csv"), ("-q",)], ids=" ".join)
@pytest.mark.parametrize("options", [(), ("--open",)], ids=["written", "opened"])
def test_the_message_has_a_format_of_its_own(slt, case, form, options):
    case(2)
    result = slt("message", "1", *form, *options)
    assert (result.code, result.out) == (2, "")
    assert "the message has a format of its own" in result.err


def test_no_such_case(slt):
    assert slt("message", "7").code == 4


# --- Whom the case is with ------------------------------------------------------------------------


def test_who_shows_whom_the_case_is_with_and_until_when(slt, case):
    case(1, "--ref", "00412358")
    assert slt("message", "1", "--who") == (
        0,
        (
            "Case      CASE-1 · ref 00412358 · All phones are down\n"
            "With      level 1 of 3 since Fri 13 Nov 10:30 PST, "
            "answer due Fri 13 Nov 14:30 PST · 3 h 30 min left\n"
            f"Contact   Partner Concierge: {PORTAL}\n"
            f"Next      level 2, Support managers: {MANAGERS}\n"
            "Hotline   +1 408 956 6066 (USA, open until Fri 13 Nov 18:00 PST)\n"
        ),
        "",
    )


@pytest.mark.parametrize(
    ("level", "options", "of"),
    [
        pytest.param(3, (), "3 of 3", id="the last level"),
        pytest.param(1, ("--partner-type", "referral"), "1 of 1", id="a referral partner"),
    ],
)
def test_at_the_last_level_nobody_is_next(slt, case, level, options, of):
    case(level, *options)
    out = slt("message", "1", "--who").out
    assert f"With      level {of} since " in out
    assert "Next      none: this is the last level\n" in out


def test_who_has_the_formats_of_a_case(slt, case, items):
    case(2)
    (item,) = items("message", "1", "--who")
    (shown,) = items("list")
    assert item == {**shown, "channel": "email", "contact": MANAGERS, "url": None}
    assert slt("message", "1", "--who", "-q").out == "CASE-1\n"


@pytest.mark.parametrize(
    ("answered", "left"),
    [("2026-11-13T18:50:00Z", "met"), (None, "late by 2 h")],
    ids=["answered", "late"],
)
def test_who_says_how_the_clock_of_the_level_is(slt, case, answered, left):
    case(1)
    if answered:
        slt("respond", "1", "--at", answered)
    out = slt("message", "1", "--who", now="2026-11-14T00:30:00Z").out
    assert f"answer due Fri 13 Nov 14:30 PST · {left}\n" in out


# --- Opening it -----------------------------------------------------------------------------------

COMMANDS = {
    "message": ("message", "1", "--open"),
    "message --who": ("message", "1", "--who", "--open"),
    "escalate": ("escalate", "1", "--open"),
    "escalate --email": ("escalate", "1", "--level", "3", "--email", "--open"),
}


def test_open_starts_the_mail_program_with_the_message(slt, case, home):
    desktop = FakeDesktop(home)
    case(2, subject="Téléphones & co #1?")
    assert slt("message", "1", "--open", environment=desktop.environment) == (0, "", "")
    (url,) = desktop.opened
    scheme, _, path, query, fragment = urlsplit(url)
    assert (scheme, path, fragment) == ("mailto", MANAGERS, "")
    assert url.isascii()
    fields = parse_qs(query, strict_parsing=True)
    assert list(fields) == ["subject", "body"]
    assert fields["subject"][0].startswith("[CASE-1] S1 Production down: Téléphones & co #1?")
    assert "Subject:   Téléphones & co #1?\r\n" in fields["body"][0]


@pytest.mark.parametrize("options", [(), ("--partner-type", "referral")], ids=["level 1", "portal"])
def test_open_starts_the_portal_and_writes_the_text_to_paste(slt, case, home, options):
    desktop = FakeDesktop(home)
    case(1, *options)
    text = slt("message", "1").out
    assert slt("message", "1", "--open", environment=desktop.environment) == (0, text, "")
    assert desktop.opened == [PORTAL]


@pytest.mark.usefixtures("by_phone")
def test_open_dials_where_a_level_is_reached_by_phone(slt, case, home):
    desktop = FakeDesktop(home)
    case(1)
    result = slt("message", "1", "--open", environment=desktop.environment)
    assert (result.code, result.out.startswith("Desk: call ")) == (0, True)
    assert desktop.opened == ["tel:+14089566066"]


@pytest.mark.usefixtures("by_phone")
def test_a_portal_without_an_address_cannot_be_opened(slt, case, home):
    desktop = FakeDesktop(home)
    case(2)
    result = slt("message", "1", "--open", "--who", environment=desktop.environment)
    assert (result.code, desktop.opened) == (1, [])
    assert "the portal could not be opened: the configuration has no address\n" in result.err


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_without_a_desktop_nothing_happens(slt, case, items, line):
    case(1)
    before = items("show", "1")
    result = slt(*line, environment={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert (result.code, result.out) == (1, "")
    error, fix = result.err.splitlines()
    assert error == "slt: error: --open needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set"
    assert "`slt message 1`" in fix
    assert items("show", "1") == before


def test_a_message_that_cannot_be_opened_is_an_error(slt, case, home):
    desktop = FakeDesktop(home, exit_code=4)
    case(2)
    assert slt("message", "1", "--open", environment=desktop.environment) == (
        1,
        "",
        (
            "slt: error: the mail program could not be opened: xdg-open ended with exit code 4\n"
            "fix: `slt message CASE-1` writes the message\n"
        ),
    )


def test_a_case_that_is_not_escalated_opens_nothing(slt, case, home):
    desktop = FakeDesktop(home)
    case(0)
    assert slt("message", "1", "--open", environment=desktop.environment).code == 1
    assert desktop.opened == []
