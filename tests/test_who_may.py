"""Who may do what: certified partners have targets, hotlines, levels; referral partners a portal.

The provider's page says so, and every command that touches it must say the same.
"""

import json

import pytest

AT = "2026-11-13T17:00:00Z"
LATE = "2026-11-13T18:00:01Z"
PORTAL = "https://8x8.force.com/partnerxchange"
NUMBERS = ("+1 408 956 6066", "+44 203 953 5407", "+61 180 064 8574")
ADDRESSES = ("Partner-supportmanagers-escalations@8x8.com", "Partner-exec-escalations@8x8.com")
TYPES = ("certified", "referral")


@pytest.fixture
def case(slt):
    """Return a function that opens a case of a partner type: an S1 in the USA."""

    def opened(partner_type):
        arguments = ("-p", "S1", "--at", AT, "--partner-type", partner_type)
        return slt("open", *arguments, "All phones are down").out

    return opened


def told(text, words):
    """Return which of these words a text tells."""
    return [word for word in words if word in text]


@pytest.fixture
def item(slt):
    """Return a function that gives the only item of a command's JSON answer."""

    def only(*arguments):
        (found,) = json.loads(slt(*arguments, "--json").out)["items"]
        return found

    return only


@pytest.mark.parametrize("partner_type", TYPES)
def test_open_and_show_give_a_certified_partner_target_and_hotline_only(
    slt, case, item, partner_type
):
    certified = partner_type == "certified"
    opened, shown = case(partner_type), slt("show", "1", "--at", AT).out
    assert ("1 h in support hours" in opened) is certified
    assert (" PST   1 h  1 h\n" in shown) is certified
    for text in (opened, shown):
        assert ("none: Referral partner has no target" in text) is not certified
        assert (NUMBERS[0] in text) is certified
        assert (f"PartnerXchange: {PORTAL}" in text) is not certified
    facts = item("show", "1")
    assert (facts["plan"] == "partner", facts["due_at"] is not None) == (certified, certified)


@pytest.mark.parametrize("partner_type", TYPES)
def test_due_lists_the_clock_of_a_certified_partner_only(slt, case, item, partner_type):
    certified = partner_type == "certified"
    case(partner_type)
    assert slt("due", "-q", "--at", AT).out == ("CASE-1\n" if certified else "")
    assert item("due", "1", "--at", AT)["state"] == ("pending" if certified else "none")
    assert slt("due", "--exit-code", "--at", LATE).code == (11 if certified else 0)


@pytest.mark.parametrize("partner_type", TYPES)
def test_due_if_opened_promises_a_certified_partner_only(slt, item, partner_type):
    certified = partner_type == "certified"
    question = ("due", "--if-opened", AT, "-p", "S1", "--partner-type", partner_type)
    assert item(*question)["due_at"] == ("2026-11-13T18:00:00Z" if certified else None)
    assert ("no target" in slt(*question).out) is not certified


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("extra", [[], ["--dry-run"]], ids=["escalate", "escalate --dry-run"])
@pytest.mark.parametrize("partner_type", TYPES)
def test_escalate_goes_by_levels_or_to_the_portal(slt, case, item, partner_type, extra, level):
    case(partner_type)
    arguments = ("escalate", "1", "--level", str(level), "--at", LATE)
    if partner_type == "referral" and level > 1:
        refused = f"slt: error: there is no escalation level {level}\nfix: levels run from 1 to 1\n"
        assert slt(*arguments, *extra) == (1, "", refused)
        return
    text = slt(*arguments, "--dry-run").out
    way = item(*arguments, *extra)
    if partner_type == "referral":
        assert (way["channel"], way["contact"], way["url"]) == ("portal", "PartnerXchange", PORTAL)
        assert told(text, (*ADDRESSES, *NUMBERS, "Concierge", "Executives")) == []
    else:
        assert way["channel"] == ("portal" if level == 1 else "email")
        assert way["contact"] == ("PartnerXperience portal", *ADDRESSES)[level - 1]
        assert NUMBERS[0] in text


@pytest.mark.parametrize("partner_type", TYPES)
def test_escalate_late_escalates_a_certified_partners_case_only(slt, case, partner_type):
    certified = partner_type == "certified"
    case(partner_type)
    escalated = slt("escalate", "--late", "--at", LATE)
    assert (
        "to level 1" in escalated.out
    ) is certified  # a referral partner's response is never late
    slt("escalate", "1", "--at", LATE)
    again = slt("escalate", "--late", "--at", "2026-11-18T00:00:00Z")
    assert (ADDRESSES[1] in again.out) is certified
    assert (again == (0, "", "")) is not certified  # a portal is the last level


@pytest.mark.parametrize("partner_type", TYPES)
def test_escalate_email_mails_for_a_certified_partner_only(slt, case, partner_type):
    case(partner_type)
    level = {"certified": "2", "referral": "1"}[partner_type]
    sent = slt("escalate", "1", "--level", level, "--at", LATE, "--email")
    assert (sent.code, sent.out == "") == ((0, False) if partner_type == "certified" else (1, True))
    assert ("@" in sent.err) is False
    text = slt("message", "1").out
    first = {"certified": f"To: {ADDRESSES[0]}", "referral": f"PartnerXchange, {PORTAL}"}
    assert text.splitlines()[0] == first[partner_type]
    assert ("@" in text) is (partner_type == "certified")


@pytest.mark.parametrize("partner_type", TYPES)
def test_beyond_the_last_level_each_is_told_whom_the_case_is_with(slt, case, partner_type):
    case(partner_type)
    slt("escalate", "1", "--level", {"certified": "3", "referral": "1"}[partner_type], "--at", LATE)
    error = slt("escalate", "1", "--at", LATE).err
    certified = partner_type == "certified"
    assert (ADDRESSES[1] in error, "slt hotline" in error) == (certified, certified)
    assert (PORTAL in error) is not certified


@pytest.mark.parametrize("arguments", [[], ["--region", "apac"], ["--open"]], ids=str)
@pytest.mark.parametrize("form", ["plain", "json", "csv", "tsv", "jsonl"])
def test_hotline_names_no_number_to_a_referral_partner(slt, arguments, form):
    question = ("hotline", *arguments, "--at", "2026-11-13T02:00:00Z", "-o", form)
    assert NUMBERS[2] in slt(*question, "--partner-type", "certified").out
    out = slt(*question, "--partner-type", "referral").out
    assert told(out, NUMBERS) == []
    assert (PORTAL in out) is (form in ("plain", "json"))


def test_targets_are_a_certified_partners_only(slt):
    rows = json.loads(slt("targets", "--json").out)["items"]
    promised = [(row["partner_type"], row["priority"], row["response_seconds"]) for row in rows]
    assert promised == [
        *(("certified", "S1", 3600), ("certified", "S2", 14400), ("certified", "S3", 21600)),
        *(("referral", "S1", None), ("referral", "S2", None), ("referral", "S3", None)),
    ]
    assert "Has no target and no hotline" in slt("targets").out


def test_contacts_say_who_escalates_how(slt):
    out = slt("contacts").out
    assert "Certified partner: escalates by these levels." in out
    assert "Referral partner: escalates only by their portal." in out
    rows = json.loads(slt("contacts", "--json").out)["items"]
    hotlines = [row for row in rows if row["kind"] == "hotline"]
    assert [row["contact"] for row in hotlines] == list(NUMBERS)
    assert all(row["purpose"].startswith("Certified partner, ") for row in hotlines)


def test_a_partner_that_becomes_a_referral_partner_loses_target_hotline_and_levels(slt, case, item):
    case("certified")
    change = ("update", "1", "--partner-type", "referral", "--at", AT)
    out = slt(*change).out
    assert "  response      due Fri 13 Nov 10:00 PST -> cancelled\n" in out
    assert told(out, NUMBERS) == []
    assert item("show", "1")["plan"] is None
    assert told(slt("show", "1", "--at", LATE).out, NUMBERS) == []
    assert slt("due", "--at", LATE).out == ""
    assert item("escalate", "1", "--at", LATE)["contact"] == "PartnerXchange"


def test_a_partner_that_becomes_certified_gets_target_hotline_and_levels(slt, case, item):
    case("referral")
    out = slt("update", "1", "--partner-type", "certified", "--at", AT).out
    assert "  response      late since Fri 13 Nov 10:00 PST, by " in out
    assert item("due", "1")["due_at"] == "2026-11-13T18:00:00Z"
    assert NUMBERS[0] in slt("show", "1").out
    assert item("escalate", "1", "--level", "2", "--at", LATE)["contact"] == ADDRESSES[0]


def test_an_escalated_case_of_a_partner_that_changes_its_type_is_with_the_portal(slt, case):
    case("certified")
    slt("escalate", "1", "--level", "2", "--at", LATE)
    slt("update", "1", "--partner-type", "referral")
    out = slt("show", "1").out
    assert f"PartnerXchange: {PORTAL}" in out
    assert told(out, (*ADDRESSES, *NUMBERS)) == []
