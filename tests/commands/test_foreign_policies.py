"""Commands follow a policy that is not the shipped one: no levels, other hotlines, by phone."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.now("2026-11-21T10:00:00Z")

NO_LEVELS = "[escalation]\nlevels = []\n"
NO_HOTLINES = "".join(f"[regions.{key}]\nhotline = false\n" for key in ("usa", "europe", "apac"))
FRIDAY = ("--at", "2026-11-20T17:30:00-08:00")


@pytest.fixture
def policy_file(home, monkeypatch):
    """Return a function that sets the policy of the commands that follow."""

    def write(text):
        (home / "own.toml").write_text(text)
        monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))

    return write


def test_without_levels_a_case_is_not_escalated(slt, policy_file) -> None:
    policy_file(NO_LEVELS)
    slt("open", "-p", "S1", *FRIDAY)

    refused = slt("escalate", "1")

    assert refused.code == 1
    assert refused.err == (
        "slt: error: there is nobody to escalate to: no escalation level is configured\n"
        "fix: `slt contacts` shows who can be contacted\n"
    )


def test_without_levels_nothing_late_is_escalated(slt, policy_file) -> None:
    policy_file(NO_LEVELS)
    slt("open", "-p", "S1", "--at", "2026-11-19T09:00:00-08:00")

    assert slt("due", "--late", "-q").out == "CASE-1\n"
    assert slt("escalate", "--late") == (0, "", "")
    assert slt("message", "1").err.startswith("slt: error: the case is not escalated")


def test_without_levels_the_views_say_so(slt, items, policy_file) -> None:
    policy_file(NO_LEVELS)

    assert "escalates to nobody: no level is configured." in slt("contacts").out
    assert {row["kind"] for row in items("contacts")} == {"hotline", "link"}
    assert "Escalation: no level is configured" in slt("targets").out
    assert "Escalation: no level is configured" in slt("targets", "-o", "table").out


def test_a_level_that_is_gone_is_no_contact(slt, policy_file) -> None:
    slt("open", "-p", "S1", *FRIDAY)
    slt("escalate", "1", *FRIDAY)
    policy_file(NO_LEVELS)

    assert slt("show", "1").code == 0
    for arguments in (["message", "1"], ["message", "1", "--who"]):
        refused = slt(*arguments)
        assert refused.code == 1
        assert "the case is at level 1, but no escalation level is configured" in refused.err
    assert slt("escalate", "1").code == 1
    assert slt("verify").code == 0


def test_a_portal_needs_no_level(slt, items, policy_file) -> None:
    policy_file(NO_LEVELS)
    slt("open", "-p", "S1", "--partner-type", "referral", *FRIDAY)

    (raised,) = items("escalate", "1", *FRIDAY)

    assert (raised["level"], raised["channel"]) == (1, "portal")
    assert raised["escalation_due_at"] == "2026-11-23T16:30:00Z"


def test_a_portal_case_shows_its_contact_without_levels(slt, policy_file) -> None:
    policy_file(f"{NO_LEVELS}[partner_types.referral]\nhotline = true\n")
    slt("open", "-p", "S1", "--partner-type", "referral", *FRIDAY)

    raised = slt("escalate", "1", *FRIDAY).out

    assert re.search(r"^  Contact +PartnerXchange: https:", raised, re.MULTILINE)
    shown = slt("show", "1").out
    assert re.search(r"^Contact +level 1 since .*, PartnerXchange: https:", shown, re.MULTILINE)


def test_a_portal_case_comes_back_without_levels(slt, items, policy_file, home) -> None:
    policy_file(NO_LEVELS)
    file = home / "cases.csv"
    rows = "priority,partner_type,opened_at,level,escalated_at\n"
    row = "S1,{},2026-11-20T17:30:00Z,1,2026-11-20T18:00:00Z\n"
    file.write_text(rows + row.format("referral"))
    assert slt("import", str(file)).code == 0
    assert items("show", "1")[0]["level"] == 1

    file.write_text(rows + row.format("certified"))

    assert "no escalation level is configured: write 0" in slt("import", str(file)).err


def test_a_region_without_a_hotline(slt, items, policy_file) -> None:
    policy_file('[regions.usa]\nhotline = false\n[regions.apac]\nhotline_hours = "24x7"\n')
    usa, _, apac = items("hotline")

    assert [usa[key] for key in ("hotline", "hours", "open", "closes_at", "opens_at")] == [None] * 5
    assert (apac["hours"], apac["open"], apac["closes_at"]) == ("24x7", True, None)
    assert [row["region"] for row in items("hotline", "--open")] == ["apac"]
    opened = slt("open", "-p", "S1", *FRIDAY).out
    assert "Hotline   none in the region USA\n" in opened
    assert "Open now  +61 180 064 8574 (APAC, open around the clock)\n" in opened
    assert "USA" not in slt("contacts").out


def test_without_any_hotline_no_other_one_is_named(slt, policy_file) -> None:
    policy_file(NO_HOTLINES)
    out = slt("open", "-p", "S1", *FRIDAY).out

    assert "Hotline   none in the region USA\n" in out
    assert "Open now" not in out
    assert slt("escalate", "1", *FRIDAY).code == 0
    assert slt("message", "1", "--who").code == 0


def test_a_hotline_of_its_own_hours_says_nothing_of_when_the_clock_starts(slt, policy_file) -> None:
    policy_file('[regions.usa]\nhotline_hours = "24x7"\n')
    out = slt("open", "-p", "S1", "--at", "2026-11-21T09:00:00Z").out

    assert "Clock     starts Mon 23 Nov 05:00 PST: support was closed" in out
    assert "Hotline   +1 408 956 6066 (USA, open around the clock)" in out


def test_a_priority_that_is_reported_by_phone_says_so(slt, items, policy_file) -> None:
    policy_file('[priorities.S1]\nchannel = "phone"\n')

    assert "S1 Production down: report it by phone\n" in slt("open", "-p", "S1", *FRIDAY).out
    assert "Priority  S1 Production down: report it by phone\n" in slt("show", "1").out
    assert "by phone" not in slt("open", "-p", "S2", *FRIDAY).out
    assert "by phone" not in slt("open", "-p", "S1", "--partner-type", "referral", *FRIDAY).out
    assert [row["channel"] for row in items("targets")[:3]] == ["phone", None, None]
    assert "1 h *" in slt("targets", "-o", "table").out


def test_the_tables_of_targets_are_as_the_screens_have_them(slt, policy_file, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    policy_file(
        '[priorities.S1]\nchannel = "phone"\n[plans.partner]\nname = "Premium"\nobjective = "95%"\n'
        "[plans.partner.targets]\n"
        'S1 = { next = "1h", update = "4h", workaround = "8h", resolution = "2bd" }\n'
        'S2 = { next = "4h", update = { within = "8h", clock = "24x7" }, workaround = "24h" }\n'
        'S3 = { next = "8h", resolution = "10bd" }\n'
    )

    assert slt("targets", "-o", "table").out.splitlines() == [
        'Certified partner: plan "Premium", objective 95 %',
        "",
        "Priority                response  next  update    workaround  resolution",
        "──────────────────────────────────────────────────────────────────────────────",
        "S1 Production down      1 h *     1 h   4 h       8 h         2 business days",
        "S2 Production impaired  4 h       4 h   8 h 24x7  24 h        -",
        "S3 Minor issue          6 h       8 h   -         -           10 business days",
        "Support time of the case's region. * to be reported by phone.",
        "",
        "Referral partner: no targets",
        "Escalation: level 1, 2, 3: an answer within 4 h each",
        "What starts and stops a clock: slt targets --clocks",
    ]
    assert [" ".join(line.split()) for line in slt("targets", "--clocks").out.splitlines()] == [
        "Clock Starts Stops On hold",
        "response opened first answer runs",
        "next partner's message not answered next answer runs",
        "update each answer next answer stands still",
        "workaround opened marked workaround or resolved stands still",
        "resolution opened resolved stands still",
        "escalation escalated next answer runs",
    ]


ANDES = (Path(__file__).parents[1] / "data" / "policies" / "andes.toml").read_text()
NOBODY = f"{ANDES}\n[escalation]\nlevels = []\n"


def test_a_partner_type_without_a_note_has_none_below_the_targets(slt, policy_file) -> None:
    policy_file(NOBODY)

    for form in ("plain", "json"):
        out = slt("targets", "-o", form).out
        assert "Everybody can work." in out
        assert not re.search('^Basic:|"label": "Basic"', out, re.MULTILINE)


def test_without_any_contact_the_contacts_say_who_escalates_to_nobody(slt, policy_file) -> None:
    policy_file(NOBODY)
    note = "Basic: escalates to nobody: no level is configured.\n"
    none = "No contact is configured: no escalation level, no hotline and no link.\n"

    assert slt("contacts").out == note
    assert slt("contacts", "-o", "table").out == none + note
    assert slt("contacts", "-q").out == ""
    slt("open", "-p", "P1", *FRIDAY)
    for command in ("escalate", "message"):
        refused = slt(command, "1")
        assert refused.code == 1
        assert "fix:" not in refused.err
