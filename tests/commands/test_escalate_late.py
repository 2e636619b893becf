"""`slt escalate --late` escalates every case whose latest clock is late, each of them once."""

import os
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest

from slt_cli.domain.event_making import event_between
from slt_cli.domain.lifecycle import open_case
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from tests.domain.given import RECORDING, moment

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-20T00:00:00Z")]

OPENED = "2026-11-13T17:00:00Z"
DUE = "2026-11-13T18:00:00Z"
LATE = "2026-11-13T18:00:01Z"
ANSWER_DUE = "2026-11-13T22:00:01Z"
PORTAL = "https://8x8.force.com/partnerxchange"
MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
EXECUTIVES = "Partner-exec-escalations@8x8.com"


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", "--at", OPENED, "All phones are down")


def late(items, at, *more):
    """Return id, level and whether it was escalated, for each case that is late at a time."""
    raised = items("escalate", "--late", "--at", at, *more)
    return [(case["id"], case["level"], case["raised"]) for case in raised]


def history(items, number="1"):
    return items("show", number)[0]["events"]


@pytest.mark.usefixtures("case")
def test_a_case_is_escalated_as_soon_as_it_is_late(items):
    assert late(items, DUE) == []
    assert late(items, LATE) == [("CASE-1", 1, True)]


@pytest.mark.usefixtures("case")
def test_a_second_run_does_nothing(slt, items):
    late(items, LATE)
    standing = items("show", "1")
    for at in (LATE, DUE, "2026-11-13T22:00:01Z"):
        assert slt("escalate", "--late", "--at", at) == (0, "", "")
    assert items("show", "1") == standing


@pytest.mark.usefixtures("case")
def test_each_level_has_its_own_time_and_nothing_is_above_the_last(slt, items):
    assert late(items, LATE) == [("CASE-1", 1, True)]
    assert late(items, ANSWER_DUE) == []
    assert late(items, "2026-11-13T22:00:02Z") == [("CASE-1", 2, True)]
    assert late(items, "2026-11-16T13:00:02Z") == []
    assert late(items, "2026-11-16T13:00:03Z") == [("CASE-1", 3, True)]
    standing = items("show", "1")
    for at in ("2026-11-16T17:00:04Z", "2026-11-19T00:00:00Z"):
        assert slt("escalate", "--late", "--at", at) == (0, "", "")
    assert items("show", "1") == standing
    (clock,) = items("due", "--late", "--clocks")[1:]
    assert (clock["kind"], clock["level"], clock["state"]) == ("escalation", 3, "late")


@pytest.mark.usefixtures("case")
def test_the_summary_says_to_which_level_and_whom_to_contact(slt):
    for level, at, due, contact in (
        (1, LATE, "Fri 13 Nov 14:00", f"Partner Concierge: {PORTAL}"),
        (2, "2026-11-13T22:00:02Z", "Mon 16 Nov 05:00", f"Support managers: {MANAGERS}"),
        (3, "2026-11-16T13:00:03Z", "Mon 16 Nov 09:00", f"Executives: {EXECUTIVES}"),
    ):
        out = slt("escalate", "--late", "--at", at).out
        assert out.startswith(f"Escalated CASE-1 to level {level}")
        assert f"  level {level}   answer due {due} PST · 4 h left\n" in out
        assert f"  Contact   {contact}\n" in out


@pytest.mark.usefixtures("case")
def test_the_history_says_when_who_why_and_the_verdict_of_the_previous_clock(items):
    late(items, LATE)
    late(items, "2026-11-13T22:00:02Z", "--reason", "Every hour by cron")
    first, second = history(items)[1:]
    assert [first[key] for key in ("kind", "at", "who", "note")] == [
        *("escalated", LATE, "tester", "late")
    ]
    assert second["note"] == "Every hour by cron"
    assert second["changes"]["escalation_verdict"] == {"old": "missed", "new": None}


@pytest.mark.usefixtures("case")
def test_a_dry_run_shows_the_same_and_records_nothing(slt, items):
    standing = items("show", "1")
    tried = items("escalate", "--late", "--dry-run", "--at", LATE)
    out = slt("escalate", "--late", "--dry-run", "--at", LATE).out
    assert "to level 1" in out
    assert out.endswith("Dry run: nothing was recorded\n")
    assert items("show", "1") == standing
    done = items("escalate", "--late", "--at", LATE)
    assert [{**case, "dry_run": False} for case in tried] == done
    assert (tried[0]["dry_run"], done[0]["dry_run"]) == (True, False)


@pytest.mark.usefixtures("case")
def test_json_says_whom_to_contact_and_how(items):
    ways = []
    for at in (LATE, "2026-11-13T22:00:02Z"):
        (case,) = items("escalate", "--late", "--at", at)
        ways.append((case["channel"], case["contact"], case["url"]))
    assert ways == [("portal", "PartnerXperience portal", PORTAL), ("email", MANAGERS, None)]


@pytest.mark.parametrize(
    ("before", "raised"),
    [
        pytest.param([], [("CASE-1", 1, True)], id="unanswered"),
        pytest.param([f"respond 1 --at {LATE}"], [], id="answered too late"),
        pytest.param([f"close 1 --at {LATE}"], [], id="closed too late"),
        pytest.param(
            [f"close 1 --at {LATE}", f"reopen 1 --at {LATE}"],
            [("CASE-1", 1, True)],
            id="reopened: it runs on",
        ),
        pytest.param([f"hold 1 --at {DUE}"], [("CASE-1", 1, True)], id="held"),
        pytest.param([f"resolve 1 --at {LATE}"], [], id="resolved too late"),
        pytest.param([f"escalate 1 --at {DUE}"], [], id="escalated already, with time left"),
        pytest.param(
            [f"respond 1 --at {DUE}", f"escalate 1 --at {DUE}"],
            [],
            id="answered in time, then escalated, with time left",
        ),
        pytest.param(["update 1 -p S2"], [], id="reclassified to a longer target"),
        pytest.param(["update 1 --partner-type referral"], [], id="without a target"),
        pytest.param(
            [f"escalate 1 --level 2 --at {OPENED}"],
            [("CASE-1", 3, True)],
            id="escalated to the second level and late there",
        ),
    ],
)
@pytest.mark.usefixtures("case")
def test_only_the_latest_clock_counts_and_only_while_it_runs(slt, items, before, raised):
    for command in before:
        assert slt(*command.split()).code == 0
    at = "2026-11-13T21:00:01Z" if raised and raised[0][1] == 3 else LATE
    assert late(items, at) == raised


def test_a_referral_partners_case_goes_to_the_portal_and_no_further(slt, items):
    slt("open", "-p", "S1", "--at", OPENED, "--partner-type", "referral", "All phones are down")
    assert late(items, "2026-11-16T18:00:00Z") == []
    (case,) = items("escalate", "1", "--at", OPENED)
    assert (case["channel"], case["contact"], case["url"]) == ("portal", "PartnerXchange", PORTAL)
    for at in ("2026-11-13T21:00:01Z", "2026-11-16T18:00:00Z", "2026-11-18T18:00:00Z"):
        assert slt("escalate", "--late", "--at", at) == (0, "", "")
    assert items("show", "1")[0]["level"] == 1


@pytest.mark.usefixtures("case")
def test_cases_are_sorted_by_due_time(slt, items):
    slt("open", "-p", "S3", "-r", "apac", "--at", "2026-11-12T01:00:00Z", "Second")
    slt("open", "-p", "S1", "--at", "2026-11-13T17:30:00Z", "Third")
    raised = late(items, "2026-11-13T18:30:01Z")
    assert [number for number, *_ in raised] == ["CASE-2", "CASE-1", "CASE-3"]
    again = ("escalate", "--late", "-q", "--at", "2026-11-19T00:00:00Z")
    assert slt(*again).out.split() == ["CASE-2", "CASE-1", "CASE-3"]
    assert slt(*again).out == ""


@pytest.mark.usefixtures("case")
def test_the_others_are_escalated_although_a_region_is_no_longer_configured(slt, items, home):
    moon = '[regions.moon]\nname = "Moon"\ntimezone = "UTC"\nhotline = "+44 20 7946 0000"\n'
    (home / "moon.toml").write_text(f'{moon}[regions.moon.hours]\nmon-sun = "00:00-24:00"\n')
    where = ("-r", "moon", "--config", str(home / "moon.toml"))
    slt("open", "-p", "S1", *where, "--at", "2026-11-12T01:00:00Z", "Second")
    result = slt("escalate", "--late", "--at", LATE)
    assert result.code == 3
    assert "CASE-2 needs [regions.moon]" in result.err
    assert "CASE-1" in result.out
    assert items("show", "1")[0]["level"] == 1


@pytest.mark.usefixtures("case")
def test_the_others_are_escalated_although_a_partner_type_is_no_longer_configured(slt, items, home):
    (home / "gold.toml").write_text(
        '[partner_types.gold]\nname = "Gold"\nhotline = true\nescalation = "levels"\n'
        'note = "Gold."\n[plans.partner]\napplies_to = ["certified", "gold"]\n'
    )
    where = ("--partner-type", "gold", "--config", str(home / "gold.toml"))
    assert slt("open", "-p", "S1", *where, "--at", "2026-11-12T17:00:00Z", "Second").code == 0
    result = slt("escalate", "--late", "--at", LATE)
    assert result.code == 3
    assert "CASE-2 needs [partner_types.gold]" in result.err
    assert "CASE-1" in result.out
    assert {case["id"]: case["level"] for case in items("list")} == {"CASE-1": 1, "CASE-2": 0}


def test_nothing_late_is_silent(slt):
    assert slt("escalate", "--late") == (0, "", "")


def fill(path, policy, count):
    """Write late cases into a store in one transaction."""
    case = open_case(
        policy,
        subject="All phones are down",
        priority=policy.priority("S1"),
        region=policy.region("usa"),
        partner_type=policy.partner_type("certified"),
        opened_at=moment(OPENED),
    )
    opening = event_between(None, case, "opened", case.opened_at, RECORDING)
    with closing(open_store(location_of(path))) as store, store.writing() as transaction:
        for _ in range(count):
            transaction.create(opening)


def test_two_runs_at_the_same_time_escalate_each_of_200_cases_once(slt, another_store, policy):
    path = another_store()[1]
    fill(path, policy, 200)
    command = [sys.executable, "-m", "slt_cli", "--db", str(path), "escalate", "--late", "-q"]
    both = [
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
        )
        for _ in range(2)
    ]
    results = [(*running.communicate(timeout=120), running.returncode) for running in both]

    assert [(err, code) for _, err, code in results] == [("", 0), ("", 0)]
    raised = Counter(number for out, *_ in results for number in out.split())
    assert raised == Counter(f"CASE-{number}" for number in range(1, 201))
    with closing(open_store(location_of(path))) as store:
        kinds = [
            [event.kind for event in store.events(case.number)] for case in store.cases(Filter())
        ]
    assert kinds == [["opened", "escalated"]] * 200
    assert slt("verify", "--db", str(path)) == (0, "", "")
