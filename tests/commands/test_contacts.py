"""`slt contacts` shows the escalation path, the hotlines and the portals."""


def test_shows_the_escalation_path_in_order(slt):
    out = slt("contacts").out
    reached = [
        "Partner Concierge",
        "PartnerXperience portal",
        "Partner-supportmanagers-escalations@8x8.com",
        "Partner-exec-escalations@8x8.com",
        "+1 408 956 6066",
        "+44 203 953 5407",
        "+61 180 064 8574",
        "https://support.8x8.com",
        "https://8x8.com/8x8-academy",
    ]
    places = [out.find(contact) for contact in reached]
    assert -1 not in places
    assert places == sorted(places)


def test_says_who_may_escalate_how(slt):
    out = slt("contacts").out
    assert "Certified partner: escalates by these levels." in out
    assert "Referral partner: escalates only by their portal." in out


def test_json_has_level_channel_and_answer_time(items):
    levels = [row for row in items("contacts") if row["kind"] == "escalation"]
    assert [(row["level"], row["channel"], row["response_seconds"]) for row in levels] == [
        (1, "portal", 14400),
        (2, "email", 14400),
        (3, "email", 14400),
    ]


def test_quiet_prints_what_to_reach(slt):
    lines = slt("contacts", "-q").out.splitlines()
    assert lines[1:4] == [
        "Partner-supportmanagers-escalations@8x8.com",
        "Partner-exec-escalations@8x8.com",
        "+1 408 956 6066",
    ]
