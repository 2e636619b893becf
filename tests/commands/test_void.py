"""`slt void`: a case opened by mistake ends, and leaves everything that lists, counts or raises."""

import json

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "cases"),
    pytest.mark.now(FRIDAY_EVENING),
]

VOID = ("void", "1", "--reason", "The same as CASE-2")
NOW_AND_THEN = {
    "now": (),
    "before it": at("12:00"),
    "a second before": ("--at", "2026-11-27T17:59:59Z"),
    "later": ("--at", "2026-12-01T12:00:00Z"),
}
LIVES = {
    "open": [],
    "answered": ["09:30 respond"],
    "held": ["09:30 respond --hold"],
    "raised": ["10:30 escalate"],
    "resolved": ["09:30 resolve"],
    "closed": ["09:30 close"],
    "reopened": ["09:30 close", "10:00 reopen"],
    "changed": ["09:30 update --priority S3 --partner-type referral"],
}
RECORDING = {
    "respond": "respond 1",
    "respond --hold": "respond 1 --hold",
    "followup": "followup 1",
    "hold": "hold 1",
    "resume": "resume 1",
    "mark": "mark 1 workaround",
    "escalate": "escalate 1",
    "note": "note 1 Seen",
    "update --priority": "update 1 --priority S2",
    "update --ref": "update 1 --ref R-9",
    "update --opened": "update 1 --opened 2026-11-23T08:30:00Z",
    "resolve": "resolve 1",
    "close": "close 1",
    "reopen": "reopen 1",
    "void": "void 1 --reason Again",
}


@pytest.fixture
def cases(slt, whole_life):  # noqa: ARG001 - the cases are opened under it
    """Open a case that becomes void, and one that does not."""
    assert slt(*OPEN, "--ref", "R-1", *at("09:00")).code == 0
    assert slt("open", "-r", "usa", "-p", "S2", "Another", *at("09:00")).code == 0


def ids(found):
    return [item["id"] for item in found]


@pytest.mark.parametrize("moments", LIVES.values(), ids=LIVES)
def test_its_status_is_void_and_its_running_clocks_are_cancelled(slt, items, moments):
    live(items, *moments)
    before = {(c["kind"], c["cycle"]): c for c in items("show", "1")[0]["clocks"]}
    (voided,) = items(*VOID)
    assert (voided["id"], voided["status"], voided["held_since"]) == ("CASE-1", "void", None)
    (case,) = items("show", "1")
    for clock in case["clocks"]:
        was = before[clock["kind"], clock["cycle"]]
        if was["verdict"] is None:
            assert (clock["state"], clock["verdict"]) == ("cancelled", "cancelled")
        else:
            assert clock == was
    assert case["events"][-1]["kind"] == "voided"
    assert case["events"][-1]["note"] == "The same as CASE-2"
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize("when", NOW_AND_THEN.values(), ids=NOW_AND_THEN)
def test_it_leaves_lists_and_due_now_and_as_of_any_time(slt, items, when):
    everything = ("list", "--all"), ("due",), ("due", "--clocks"), ("due", "--late")
    assert all("CASE-1" in ids(items(*line, *when)) for line in everything[:3])
    items(*VOID)
    for line in everything:
        assert "CASE-1" not in ids(items(*line, *when))
        assert "CASE-1" not in slt(*line, *when).out
    assert "CASE-2" in ids(items("list", *when))


@pytest.mark.parametrize("when", list(NOW_AND_THEN.values())[1:3], ids=list(NOW_AND_THEN)[1:3])
def test_as_of_an_earlier_time_it_cannot_be_shown(slt, items, when):
    items(*VOID)
    code, out, err = slt("show", "1", *when)
    assert (code, out) == (4, "")
    assert "void" in err


def test_the_status_void_shows_it_in_every_list_that_is_asked_for_it(slt, items):
    assert items("list", "--status", "void") == []
    items(*VOID)
    assert ids(items("list", "--status", "void")) == ["CASE-1"]
    assert "CASE-1" in slt("list", "--status", "void").out
    assert slt("list", "--status", "void", *at("12:00")).out == ""
    assert items("show", "1")[0]["status"] == "void"


def test_it_is_not_raised_recalculated_or_exported(slt, items, home, monkeypatch):
    items(*VOID)
    assert ids(items("escalate", "--late")) == ["CASE-2"]
    (home / "own.toml").write_text('[plans.partner.targets.S1]\nresponse = "2h"\n')
    monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))
    assert "CASE-1" not in ids(items("recalc"))
    assert "CASE-1" not in ids(items("recalc", "--apply"))
    written = [json.loads(line) for line in slt("export", "-o", "jsonl").out.splitlines()]
    assert ids(written) == ["CASE-2"]
    assert slt("export", "-o", "csv").out.count("CASE-") == 1
    assert slt("verify") == (0, "", "")


def test_nagios_and_the_exit_code_leave_it_out(slt, items):
    items("close", "2", *at("09:10"))
    assert slt("due", "--exit-code").code == 11
    assert slt("due", "--nagios").code == 2
    items(*VOID)
    assert slt("due", "--exit-code").code == 0
    assert slt("due", "--nagios").code == 0


@pytest.mark.parametrize("line", RECORDING.values(), ids=RECORDING)
@pytest.mark.parametrize("when", [(), at("12:00")], ids=["now", "late"])
def test_nothing_may_be_recorded_on_it(slt, items, line, when):
    items(*VOID)
    history = items("show", "1")
    time = () if "--opened" in line else when
    code, out, err = slt(*line.split(), *time)
    assert (code, out) == (1, "")
    assert "void" in err
    refused = slt(*line.split(), *time, "--json")
    assert json.loads(refused.err)["error"]["exit"] == 1
    assert items("show", "1") == history


@pytest.mark.parametrize("moments", LIVES.values(), ids=LIVES)
def test_taking_it_back_restores_everything(slt, items, moments):
    live(items, *moments)
    reads = [("list", "--all"), ("due", "--clocks"), ("list", "--all", *at("12:00"))]
    standing = [items(*line) for line in reads]
    (before,) = items("show", "1")
    items(*VOID)
    items("undo", "1")
    (after,) = items("show", "1")
    assert [event["kind"] for event in after["events"][-2:]] == ["voided", "undone"]
    assert {**after, "events": []} == {**before, "events": []}
    assert [items(*line) for line in reads] == standing
    assert slt("verify") == (0, "", "")
    assert slt("note", "1", "It goes on").code == 0


def test_what_happened_before_it_can_be_taken_back_while_it_is_void(slt, items):
    live(items, "09:30 respond")
    items(*VOID)
    items("undo", "1", "2")
    assert items("show", "1")[0]["status"] == "void"
    items("undo", "1")
    (case,) = items("show", "1")
    assert (case["status"], case["responded_at"], case["verdict"]) == ("open", None, None)
    assert slt("verify") == (0, "", "")


def test_a_reason_is_required(slt):
    code, out, err = slt("void", "1")
    assert (code, out) == (2, "")
    assert "--reason" in err


def test_once_voids_once_and_answers_the_same(items):
    (first,) = items(*VOID, "--once", "key")
    history = items("show", "1")
    (second,) = items(*VOID, "--once", "key")
    assert second == first
    assert items("show", "1") == history


def test_text_and_ids_alone(slt):
    assert slt(*VOID).out.startswith("Voided CASE-1: No calls come in\n")
    assert slt("void", "2", "--reason", "A test", "-q") == (0, "CASE-2\n", "")


def test_a_case_of_a_clock_that_went_wrong_can_be_voided_and_blocks_no_other(slt, items):
    assert slt(*OPEN, now="2031-05-05T09:00:00+00:00").code == 0
    assert slt("respond", "2").code == 0
    assert slt("open", "-p", "S3", "The next").code == 0
    assert slt("respond", "3").code == 1
    assert slt("void", "3", "--reason", "The clock was wrong").code == 0
    assert ids(items("list", "--all")) == ["CASE-1", "CASE-2", "CASE-4"]
    assert ids(items("list", "--status", "void")) == ["CASE-3"]
    assert slt("undo", "3").code == 0
    assert slt("update", "3", "--opened", instant("09:00")).code == 0
    assert slt("respond", "3", *at("09:30")).code == 0
    assert slt("close", "3").code == 0
    assert items("show", "3")[0]["verdict"] == "met"
    assert slt("verify") == (0, "", "")
