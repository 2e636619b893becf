"""Targets in business days, from the configuration to the store and back."""

import json

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-25T20:00:00Z")]

POLICY = """
[plans.partner.targets]
S1 = { response = "1h", resolution = "2bd" }
S2 = { response = "1bd-end", resolution = { within = "3bd", clock = "extended" } }

[schedules.extended]
hours = { mon-sun = "06:00-22:00" }

[[escalation.levels]]
name = "Desk"
channel = "phone"
contact = "+1 408 555 0100"
response = { S1 = "30m", S2 = "1bd", S3 = "4h" }
"""
FRIDAY = ("--at", "2026-11-20T17:30:00-08:00")


@pytest.fixture(autouse=True)
def configured(home, monkeypatch):
    (home / "own.toml").write_text(POLICY)
    monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))


def clocks(items, *arguments):
    return {
        clock["kind"]: (clock["target"], clock["target_seconds"], clock["due_at"])
        for clock in items("show", "1", *arguments)[0]["clocks"]
    }


def test_a_case_has_them_in_every_view(slt, items):
    slt("open", "-p", "S1", *FRIDAY)

    assert clocks(items)["resolution"] == ("2bd", 26 * 3600, "2026-11-25T01:30:00Z")
    explained = items("due", "1", "--explain", "--at", "2026-11-20T18:00:00-08:00")
    ledger = next(row for row in explained if row["kind"] == "resolution")["ledger"]
    assert (ledger[-1]["reason"], ledger[-1]["name"]) == ("business-day", "2bd")
    assert (ledger[-1]["to"], ledger[-1]["total_seconds"]) == ("2026-11-25T01:30:00Z", 26 * 3600)


def test_a_life_with_them_verifies_and_comes_back_from_an_export(slt, items, home, another_store):
    slt("open", "-p", "S2", *FRIDAY)
    slt("hold", "1", "--at", "2026-11-23T09:00:00-08:00")
    slt("resume", "1", "--at", "2026-11-23T11:00:00-08:00")
    slt("update", "1", "--priority", "S1", "--at", "2026-11-23T12:00:00-08:00")
    slt("update", "1", "--priority", "S2", "--at", "2026-11-23T12:30:00-08:00")
    slt("escalate", "1", "--at", "2026-11-24T12:00:00-08:00")
    slt("resolve", "1", "--at", "2026-11-24T13:00:00-08:00")
    slt("reopen", "1", "--at", "2026-11-24T14:00:00-08:00")
    slt("undo", "1")
    lived = items("show", "1")

    assert clocks(items)["response"][0] == "1bd-end"
    assert clocks(items)["resolution"][0] == "3bd"
    assert clocks(items)["escalation"] == ("1bd", 13 * 3600, "2026-11-25T20:00:00Z")
    assert slt("verify").code == 0
    assert items("recalc") == []
    file = str(home / "cases.jsonl")
    assert slt("export", file).code == 0
    other = another_store()
    assert slt(*other, "import", file).code == 0
    assert items(*other, "show", "1") == lived
    assert slt(*other, "verify").code == 0


def test_a_level_has_the_target_of_the_priority(slt, items):
    slt("open", "-p", "S1", *FRIDAY)
    slt("escalate", "1", "--at", "2026-11-20T17:35:00-08:00")
    assert clocks(items)["escalation"] == ("30m", 1800, "2026-11-23T13:05:00Z")

    slt("update", "1", "--priority", "S3", "--at", "2026-11-20T17:36:00-08:00")

    assert clocks(items)["escalation"] == ("4h", 4 * 3600, "2026-11-23T16:35:00Z")
    assert slt("verify").code == 0


def test_a_row_of_an_import_is_promised_them(slt, items, home):
    (home / "cases.csv").write_text(
        "priority,opened_at,level,escalated_at\nS2,2026-11-21T01:30:00Z,1,2026-11-21T01:35:00Z\n"
    )
    assert slt("import", str(home / "cases.csv")).code == 0

    assert clocks(items)["response"] == ("1bd-end", int(13.5 * 3600), "2026-11-24T02:00:00Z")
    assert clocks(items)["escalation"] == ("1bd", 13 * 3600, "2026-11-24T01:35:00Z")


def test_a_schedule_that_is_gone_leaves_the_promise(slt, items, home):
    slt("open", "-p", "S2", *FRIDAY)
    before = clocks(items)["resolution"]
    (home / "own.toml").write_text("")

    assert clocks(items)["resolution"] == before
    assert slt("due", "1", "--explain").code == 0
    assert slt("resolve", "1").code == 0
    assert slt("verify").code == 0


def test_targets_show_them(slt, items):
    target = {"kind": "resolution", "target": "2bd", "target_seconds": None}
    assert items("targets")[0]["targets"][1] == {**target, "target_clock": "support-hours"}
    told = json.loads(slt("contacts", "--json").out)["items"][0]
    assert [row["target"] for row in told["targets"]] == ["30m", "1bd", "4h"]
    assert told["response_seconds"] is None


def test_an_explanation_says_why_the_time_of_day_is_another_one(slt, home):
    short = '[[regions.usa.exceptions]]\ndate = 2026-11-24\nname = "Short"\nhours = "05:00-12:00"\n'
    (home / "own.toml").write_text(POLICY + short)
    asked = ("due", "--if-opened", FRIDAY[1], "-p", "S1", "--explain", "--clock", "resolution")
    *_, last, _ = slt(*asked).out.splitlines()
    assert last.endswith("due: 2 business days; closed at 17:30")


def test_a_target_of_a_level_can_have_a_clock_of_its_own(slt, items, home):
    own = 'S1 = { within = "30m", clock = "24x7" }'
    (home / "own.toml").write_text(POLICY.replace('S1 = "30m"', own))
    slt("open", "-p", "S1", *FRIDAY)
    slt("open", "-p", "S3", *FRIDAY)
    for case in ("1", "2"):
        slt("escalate", case, "--at", "2026-11-20T19:00:00-08:00")
    found = [items("show", case)[0]["clocks"][-1] for case in ("1", "2")]
    assert [(clock["target_clock"], clock["due_at"]) for clock in found] == [
        ("24x7", "2026-11-21T03:30:00Z"),
        ("support-hours", "2026-11-23T17:00:00Z"),
    ]
    told = "answer within 30 min around the clock for S1, 1 business day for S2, 4 h in support"
    assert told in slt("contacts").out
    shown = slt("targets", on_terminal=True).out
    assert "an answer within 30 min 24x7 for S1, 1 business day for S2" in shown
