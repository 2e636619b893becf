"""`slt hotline` shows the numbers to call, and until when they are answered."""

import json

import pytest

MONDAY = ("--at", "2026-11-23T02:00:00Z")


def test_shows_whether_each_region_is_open_and_until_when(slt):
    assert slt("hotline", *MONDAY).out.splitlines() == [
        "Region  Hotline           Now there             State",
        "USA     +1 408 956 6066   Sun 22 Nov 18:00 PST  closed until Mon 23 Nov 05:00 PST",
        "Europe  +44 203 953 5407  Mon 23 Nov 02:00 GMT  closed until Mon 23 Nov 08:00 GMT",
        "APAC    +61 180 064 8574  Mon 23 Nov 10:00 SGT  open until Mon 23 Nov 18:00 SGT",
    ]


@pytest.mark.now("2026-11-23T02:00:00Z")
def test_by_default_it_answers_for_now(slt):
    assert slt("hotline").out == slt("hotline", *MONDAY).out


def test_json_has_the_fields_of_the_contract(slt):
    document = json.loads(slt("hotline", *MONDAY, "--region", "us", "--json").out)
    assert {**document, "items": None} == {
        "schema": "slt.hotline/1",
        "as_of": "2026-11-23T02:00:00Z",
        "items": None,
    }
    assert list(document["items"][0].items()) == [
        ("region", "usa"),
        ("name", "USA"),
        ("hotline", "+1 408 956 6066"),
        ("timezone", "America/Los_Angeles"),
        ("hours", "Mon-Fri 05:00-18:00"),
        ("local_time", "2026-11-22T18:00:00-08:00"),
        ("open", False),
        ("closes_at", None),
        ("opens_at", "2026-11-23T13:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("at", "opened"),
    [
        pytest.param("2026-11-23T08:00:00Z", ["europe", "apac"], id="an hour that two share"),
        pytest.param("2026-11-23T10:00:00Z", ["europe"], id="exactly at one's closing"),
        pytest.param("2026-11-23T13:00:00Z", ["usa", "europe"], id="exactly at one's opening"),
        pytest.param("2026-11-22T12:00:00Z", [], id="none on a Sunday"),
    ],
)
def test_open_shows_only_open_regions(items, slt, at, opened):
    assert [row["region"] for row in items("hotline", "--open", "--at", at)] == opened
    assert (slt("hotline", "--open", "--at", at).out == "") is (not opened)


def test_quiet_prints_the_regions(slt):
    assert slt("hotline", "-q", "-r", "Asia").out == "apac\n"


def test_a_referral_partner_is_shown_where_to_go_instead(slt, items):
    out = slt("hotline", "--partner-type", "referral", *MONDAY).out
    assert out.endswith(
        "Hotline: none for Referral partner; "
        "go to PartnerXchange: https://8x8.force.com/partnerxchange\n"
    )
    assert "+1 408" not in out
    numbers = {row["hotline"] for row in items("hotline", "--partner-type", "referral")}
    assert numbers == {None}


def test_a_region_that_is_always_open(slt, home):
    file = home / "own.toml"
    file.write_text('[regions.usa.hours]\nmon-sun = "00:00-24:00"\n')
    result = slt("hotline", "-r", "usa", "--config", str(file))
    assert "open around the clock" in result.out


def test_a_partner_type_without_hotline_or_portal(slt, home):
    file = home / "own.toml"
    file.write_text(
        '[partner_types.reseller]\nname = "Reseller"\nhotline = false\nescalation = "levels"\n'
    )
    result = slt("hotline", "--partner-type", "reseller", "--config", str(file))
    assert result.out.endswith("Hotline: none for Reseller\n")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        pytest.param('[defaults]\npartner_type = "referral"\n', 3, id="another type may call"),
        pytest.param(
            '[defaults]\npartner_type = "referral"\n[partner_types.certified]\nhotline = false\n',
            0,
            id="no type may call",
        ),
    ],
)
def test_the_numbers_are_shown_if_any_type_may_call_though_the_usual_one_may_not(
    slt, home, text, numbers
):
    file = home / "own.toml"
    file.write_text(text)
    shown = slt("hotline", *MONDAY, "--config", str(file)).out
    assert len([line for line in shown.splitlines() if "+" in line]) == numbers
    assert "Hotline: none for Referral partner; " in shown


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        pytest.param(
            ["--region", "apca"],
            "unknown region 'apca'",
            "did you mean 'apac'? One of: usa, europe, apac",
            id="region",
        ),
        pytest.param(["--region", "ap"], "unknown region 'ap'", "One of: usa", id="a prefix"),
        pytest.param(
            ["--partner-type", "Referal"],
            "unknown partner type 'Referal'",
            "did you mean 'referral'? One of: certified, referral",
            id="partner type",
        ),
    ],
)
def test_unknown_names(slt, arguments, message, fix):
    result = slt("hotline", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert fix in result.err


def test_a_type_without_a_hotline_has_neither_hours_nor_state(slt, items):
    for row in items("hotline", "--partner-type", "referral", *MONDAY):
        fields = ("hotline", "hours", "open", "closes_at", "opens_at")
        assert [row[key] for key in fields] == [None] * 5
    out = slt("hotline", "--partner-type", "referral", *MONDAY).out
    assert "closed" not in out
    assert "until" not in out
    assert out.count("no hotline") == 3
