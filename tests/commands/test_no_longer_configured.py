"""What can be done with a case whose priority, region or partner type is no longer configured."""

from pathlib import Path

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-03-09T18:00:00Z")]

AT = ("--at", "2026-03-06T17:00:00-08:00")


@pytest.fixture
def other_rules(home):
    """Return a configuration file with a priority, a region and a partner type of its own."""
    file = home / "other.toml"
    file.write_text(
        """
        [priorities.P1]
        name = "Urgent"
        definition = "It is urgent."
        [plans.partner.targets.P1]
        response = "1h"
        [regions.moon]
        name = "Moon"
        timezone = "UTC"
        hotline = "+44 20 7946 0000"
        [regions.moon.hours]
        mon-sun = "00:00-24:00"
        [partner_types.gold]
        name = "Gold"
        hotline = true
        escalation = "levels"
        note = "Gold."
        [plans.partner]
        applies_to = ["certified", "gold"]
        """
    )
    return str(file)


def test_a_priority_is_shown_by_its_key(slt, other_rules):
    slt("open", "-p", "P1", *AT, "--config", other_rules, "All phones are down")
    assert "Priority  P1 Urgent\n" in slt("show", "1", "--config", other_rules).out
    assert "Priority  P1\n" in slt("show", "1").out


@pytest.fixture
def on_the_moon(slt, other_rules):
    """Open a case in a region that is no longer configured."""
    slt("open", "-p", "S1", "-r", "moon", *AT, "--config", other_rules, "All phones are down")


@pytest.mark.parametrize("command", ["show 1", "list", "due"])
@pytest.mark.usefixtures("on_the_moon")
def test_a_region_is_shown_by_its_key_and_its_times_in_utc(slt, command):
    result = slt(*command.split(), "--at", "2026-03-07T01:30:00Z")
    assert (result.code, result.err) == (0, "")
    assert ("moon" in result.out) is (command != "list")
    assert "Sat 7 Mar 02:00 UTC" in result.out


@pytest.mark.usefixtures("on_the_moon")
def test_the_time_left_is_unknown_without_the_region(items):
    for at, state in (("2026-03-07T02:00:00Z", "pending"), ("2026-03-07T02:00:01Z", "late")):
        (clock,) = items("due", "--at", at)
        assert (clock["state"], clock["remaining_seconds"]) == (state, None)
        assert (clock["region"], clock["timezone"]) == ("moon", None)


@pytest.mark.parametrize(
    "command",
    ["escalate 1", "escalate 1 --dry-run", "escalate 1 --email", "update 1 -p S2", "recalc"],
)
@pytest.mark.usefixtures("on_the_moon")
def test_what_needs_the_schedule_of_the_region_is_refused(slt, items, command):
    standing = items("show", "1")
    result = slt(*command.split())
    assert (result.code, result.out) == (3, "")
    assert "regions.moon" in result.err
    assert "CASE-1" in result.err
    assert items("show", "1") == standing


@pytest.mark.parametrize("options", [(), ("--who",)], ids=["the message", "--who"])
def test_the_message_does_not_need_the_region_and_the_priority(slt, other_rules, options):
    own = ("--config", other_rules)
    slt("open", "-p", "P1", "--region", "moon", *AT, *own, "Down")
    assert slt("escalate", "1", *own).code == 0
    result = slt("message", "1", *options)
    assert (result.code, result.err) == (0, "")
    assert "Partner Concierge: " in result.out


@pytest.mark.usefixtures("on_the_moon")
def test_a_case_moves_to_a_region_that_is_configured(slt, items):
    result = slt("update", "1", "--region", "europe")
    assert (result.code, result.err) == (0, "")
    assert items("show", "1")[0]["due_at"] == "2026-03-09T09:00:00Z"


@pytest.fixture
def gold(slt, other_rules):
    """Open a case of a partner type that is no longer configured."""
    slt("open", "-p", "S1", "--partner-type", "gold", *AT, "--config", other_rules, "Down")


@pytest.mark.parametrize(
    ("command", "kind"),
    [("note 1 x", "noted"), ("respond 1", "responded"), ("close 1", "closed")],
)
@pytest.mark.usefixtures("gold")
def test_what_does_not_need_the_partner_type_is_recorded(slt, items, command, kind):
    result = slt(*command.split())
    assert (result.code, result.err) == (0, "")
    assert [event["kind"] for event in items("show", "1")[0]["events"]] == ["opened", kind]


@pytest.mark.parametrize("command", ["update 1 -p S2", "escalate 1", "escalate 1 --dry-run"])
@pytest.mark.usefixtures("gold")
def test_what_needs_the_partner_type_is_refused(slt, items, command):
    standing = items("show", "1")
    result = slt(*command.split())
    assert (result.code, result.out) == (3, "")
    assert "CASE-1 needs [partner_types.gold]" in result.err
    assert items("show", "1") == standing


@pytest.fixture
def portal(home: Path) -> str:
    """Write a configuration in which certified partners escalate through a portal alone."""
    table = '[partner_types.certified]\nescalation = "portal"\nportal = "partnerxchange"\n'
    (home / "portal.toml").write_text(table)
    return str(home / "portal.toml")


def test_a_case_at_a_level_goes_on_where_its_partner_type_has_only_a_portal_now(items, portal):
    items("open", "-p", "S1", "--at", "2026-03-06T17:00:00Z", "x")
    items("escalate", "1", "--level", "2", "--at", "2026-03-06T18:00:00Z")
    at = ("--at", "2026-03-06T19:00:00Z", "--config", portal)
    (case,) = items("respond", "1", *at)
    assert (case["level"], case["escalation_verdict"]) == (2, "met")


def test_a_case_that_a_new_policy_of_the_team_has_no_region_for_harms_no_other(
    slt, home: Path
) -> None:
    for region in ("usa", "apac", "europe"):
        slt("open", "-p", "S1", "-r", region, *AT, "x")
    policy = Path(__file__).parents[1] / "data" / "policies" / "andes.toml"
    text = policy.read_text(encoding="utf-8").replace("andes", "usa")
    text = text.replace("P1", "S1").replace("p1", "S1").replace("basic", "certified")
    (home / "team.toml").write_text(text, encoding="utf-8")
    assert slt("store", "policy", "set", str(home / "team.toml")).code == 0

    for options in ((), ("--apply",)):
        result = slt("recalc", *options)
        assert result.code == 3, result
        assert "T-1 " in result.out
        for line in ("[regions.apac]", "[regions.europe]"):
            assert line in result.err
        fix = "fix: put it back into the team's policy: `slt store policy set FILE`\n"
        assert result.err.count(fix) == 2
    assert fix in slt("escalate", "2").err
    assert slt("verify").code == 0
