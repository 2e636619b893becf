"""`slt redact`: the texts of a case are replaced, in its history too, and nothing else is."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "case"),
    pytest.mark.now(FRIDAY_EVENING),
]

REDACTED = "[redacted]"
REASON = "Erasure was asked for"
REDACT = ("redact", "1", "--reason", REASON, "--yes")
TEXTS = ("subject", "partner", "customer", "ref", "owner")

FACTS = {
    "--ref": "Ref-Zwolle-4711",
    "--partner": "Quillfeather Ltd",
    "--customer": "Marrowbone Clinic",
    "--owner": "Ottoline",
}
SUBJECT = "Zebrawood phones are down"
LIFE = (
    ("09:05", "note 1 Ringback"),
    ("09:10", "escalate 1 --reason Snowdrop"),
    ("09:20", "respond 1 --hold --note Thimble --once mail-17"),
    ("09:30", "followup 1"),
    ("09:40", "update 1 --subject Umbrella --partner Periwinkle --tag hexham --untag fax-5"),
    ("09:45", "update 1 --priority S2 --region europe --note Lavender"),
    ("09:50", "hold 1 --reason Marigold"),
    ("10:30", "resume 1"),
    ("10:35", "mark 1 workaround"),
    ("10:40", "update 1 --ref Ref-Yarrow-12 --owner Philomena"),
    ("10:50", "note 1 Mistletoe --shared"),
)
SECRETS = (
    *("Zebrawood", "Zwolle", "Quillfeather", "Marrowbone", "Ottoline", "Ringback", "Snowdrop"),
    *("Thimble", "Umbrella", "Periwinkle", "hexham", "fax-5", "Lavender", "Marigold", "Yarrow"),
    *("Philomena", "Mistletoe", "vip-20"),
)
READ = (
    "show 1",
    "show 1 --json",
    "show 1 -o csv",
    "list --all",
    "list --all --json",
    "list --all --sort owner",
    "due --clocks",
    "due --json",
    "due 1 --explain",
    "log --since 2026-11-01",
    "log --since 2026-11-01 --json",
    "log --since 2026-11-01 -o jsonl",
    "export -o csv",
    "export -o jsonl",
    "message 1",
    "undo 1 2 --dry-run",
    "show 1 --json --at 2026-11-23T09:25:00Z",
    "list --all --json --at 2026-11-23T09:45:00Z",
    "list --at 2026-11-23T10:00:00Z",
)
"""Whatever tells something about the case, now and as of instants before."""


@pytest.fixture
def case(slt, whole_life):  # noqa: ARG001 - the case is opened under it
    """Open a case with every text, and one beside it that stays as it is."""
    facts = [word for fact in FACTS.items() for word in fact]
    tags = ("--tag", "vip-20", "--tag", "fax-5")
    assert slt(*OPEN[:-1], SUBJECT, *facts, *tags, *at("09:00")).code == 0
    assert slt("open", "-r", "usa", "-p", "S2", "--ref", "R-2", "Another", *at("09:00")).code == 0


@pytest.fixture
def lived(slt, case) -> None:  # noqa: ARG001 - what is lived
    """Record a life with texts in every event, and take two events back."""
    for time, line in LIFE:
        done = slt(*line.split(), *at(time))
        assert (done.code, done.err) == (0, ""), line
    assert slt("undo", "1").code == 0  # the shared note
    assert slt("undo", "1").code == 0  # the reference and the owner


def tell(slt: Callable[..., Any], line: str) -> str:
    """Return what a command line prints; it must be fine."""
    done = slt(*line.split())
    assert (done.code, done.err) == (0, ""), line
    text: str = done.out
    return text


def without_texts(case: dict[str, Any]) -> dict[str, Any]:
    """Return a case as JSON has it with every text replaced, in its events too."""
    return {
        **case,
        **{name: case[name] and REDACTED for name in TEXTS},
        "tags": case["tags"] and [REDACTED],
        "events": [_without_texts(event) for event in case["events"]],
    }


def _without_texts(event: dict[str, Any]) -> dict[str, Any]:
    changes = {
        name: {side: value and REDACTED for side, value in change.items()}
        if name in TEXTS
        else {side: value and [REDACTED] for side, value in change.items()}
        if name == "tags"
        else change
        for name, change in event["changes"].items()
    }
    return {**event, "note": event["note"] and REDACTED, "changes": changes}


# --- what is replaced, and what stays -------------------------------------------------------------


@pytest.mark.usefixtures("lived")
def test_before_it_every_text_is_told(slt):
    told = "".join(tell(slt, line) for line in READ)
    assert [secret for secret in SECRETS if secret not in told] == []


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("line", READ)
def test_nothing_tells_its_texts_any_more(slt, line):
    assert slt(*REDACT).code == 0
    told = tell(slt, line).casefold()
    assert [secret for secret in SECRETS if secret.casefold() in told] == []


@pytest.mark.usefixtures("lived")
def test_the_answer_does_not_tell_them_either(slt):
    for form in ((), ("--json",), ("-q",), ("-o", "jsonl")):
        told = slt(*REDACT, *form)
        assert told.code == 0
        text = (told.out + told.err).casefold()
        assert [secret for secret in SECRETS if secret.casefold() in text] == []


@pytest.mark.usefixtures("lived")
def test_whatever_is_no_text_stays_as_it_is(slt, items):
    (before,) = items("show", "1")
    assert slt(*REDACT).code == 0
    (after,) = items("show", "1")
    redaction = after["events"].pop()
    assert (redaction["kind"], redaction["note"], redaction["who"]) == (
        "redacted",
        REASON,
        "tester",
    )
    assert (redaction["at"], redaction["undoes"]) == (FRIDAY_EVENING, None)
    assert redaction["id"] == len(before["events"]) + 1
    expected = without_texts(before)
    for one, other in zip(after["events"], expected["events"], strict=True):
        one["changes"].pop("tags", None)
        other["changes"].pop("tags", None)
    assert json.dumps(after) == json.dumps(expected)


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("line", ["due --clocks --json", "due 1 --json --explain", "recalc --json"])
def test_its_clocks_stay_as_they_are(slt, line):
    words = line.split()
    before = json.loads(slt(*words).out)["items"]
    assert slt(*REDACT).code == 0
    after = json.loads(slt(*words).out)["items"]
    for item in before:
        if item["id"] == "CASE-1":
            item.update({name: item[name] and REDACTED for name in TEXTS if name in item})
    assert json.dumps(after) == json.dumps(before)


@pytest.mark.usefixtures("lived")
def test_the_other_case_stays_as_it_is(items):
    before = items("show", "2")
    items(*REDACT)
    assert items("show", "2") == before


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("time", ["09:00", "09:07", "09:25", "09:42", "10:45", "11:00"])
def test_so_it_is_as_of_any_time_before(items, time):
    (before,) = items("list", "--region", "europe", *at(time))
    items(*REDACT)
    (after,) = items("list", "--region", "europe", *at(time))
    expected = {name: before[name] and REDACTED for name in TEXTS}
    assert after == {**before, **expected, "tags": before["tags"] and [REDACTED]}


@pytest.mark.usefixtures("lived")
def test_the_store_is_valid(slt):
    assert slt(*REDACT).code == 0
    assert slt("verify") == (0, "", "")


def test_what_is_not_there_stays_away(slt, items):
    assert slt("redact", "2", "--reason", REASON, "--yes").code == 0
    (case,) = items("show", "2")
    assert (case["subject"], case["ref"]) == (REDACTED, REDACTED)
    assert (case["partner"], case["customer"], case["owner"], case["tags"]) == (*[None] * 3, [])
    assert slt("verify") == (0, "", "")


def test_a_tag_that_was_there_once_is_redacted_as_of_then(slt, items):
    assert slt("update", "1", "--untag", "vip-20", "--untag", "fax-5", *at("10:00")).code == 0
    assert slt(*REDACT).code == 0
    assert items("show", "1")[0]["tags"] == []
    assert items("list", *at("09:30"))[0]["tags"] == [REDACTED]
    assert items("list", *at("10:30"))[0]["tags"] == []
    assert slt("verify") == (0, "", "")


FINDING = {
    "text": ("--text", "umbrella"),
    "text of a note": ("--text", "ringback"),
    "text of a reference": ("--text", "zwolle"),
    "partner": ("--partner", "periwinkle"),
    "customer": ("--customer", "marrowbone clinic"),
    "owner": ("--owner", "ottoline"),
    "tag": ("--tag", "vip-20"),
}


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("words", FINDING.values(), ids=FINDING)
def test_it_is_not_found_by_what_it_was(slt, items, words):
    assert [case["id"] for case in items("list", *words)] == ["CASE-1"]
    items(*REDACT)
    for command in (("list", "--all"), ("due",), ("log", "--since", "2026-11-01")):
        assert items(*command, *words) == []
    assert slt("export", "-o", "jsonl", *words) == (0, "", "")


@pytest.mark.usefixtures("lived")
def test_it_is_found_by_the_reason(items):
    items(*REDACT)
    assert [case["id"] for case in items("list", "--text", "ERASURE")] == ["CASE-1"]


# --- asking, refusing, repeating ------------------------------------------------------------------


USAGE = {
    "without --yes": ("redact", "1", "--reason", REASON),
    "without a reason": ("redact", "1", "--yes"),
    "with an empty reason": ("redact", "1", "--yes", "--reason", " "),
}


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_a_usage_error_replaces_nothing(slt, items, words):
    before = items("show", "1")
    for form in ((), ("--json",)):
        told = slt(*words, *form)
        assert (told.code, told.out) == (2, "")
        assert told.err
    assert items("show", "1") == before


def test_without_a_terminal_the_fix_is_yes(slt):
    assert "--yes" in slt("redact", "1", "--reason", REASON).err.partition("fix: ")[2]


@pytest.mark.parametrize("name", ["CASE-9", "9", "Ref-Unknown", REDACTED])
def test_an_unknown_case_is_not_found(slt, name):
    told = slt("redact", name, "--reason", REASON, "--yes")
    assert (told.code, told.out) == (4, "")


@pytest.mark.parametrize("name", ["1", "case-1", FACTS["--ref"]])
def test_a_case_is_named_in_every_way(slt, items, name):
    assert slt("redact", name, "--reason", REASON, "--yes").code == 0
    assert items("show", "1")[0]["subject"] == REDACTED


@pytest.fixture
def typed(monkeypatch) -> Callable[[str], None]:
    """Return a function that gives the lines that are typed."""
    return lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_terminal_is_asked(slt, items, typed):
    typed("y\n")
    told = slt("redact", "1", "--reason", REASON, on_terminal=True)
    assert told.code == 0
    asked = " ".join(told.err.split())
    assert "CASE-1" in asked
    assert "cannot be undone" in asked
    assert items("show", "1")[0]["subject"] == REDACTED


@pytest.mark.parametrize("answer", ["n\n", "\n", ""], ids=["no", "nothing", "the end"])
def test_without_a_yes_nothing_is_replaced(slt, items, typed, answer):
    before = items("show", "1")
    typed(answer)
    told = slt("redact", "1", "--reason", REASON, on_terminal=True)
    assert told.code != 0
    assert told.out == ""
    assert items("show", "1") == before


def test_a_terminal_is_not_asked_with_yes(slt, items, typed):
    typed("n\n")
    told = slt(*REDACT, on_terminal=True)
    assert told.code == 0
    assert "y/N" not in told.err
    assert items("show", "1")[0]["subject"] == REDACTED


def test_again_what_was_written_since_is_replaced(slt, items):
    assert slt(*REDACT).code == 0
    assert slt("note", "1", "Foxglove").code == 0
    assert slt("update", "1", "--subject", "Hyacinth", "--tag", "iris").code == 0
    assert slt("redact", "1", "--reason", "Once more", "--yes").code == 0
    (case,) = items("show", "1")
    assert [(event["kind"], event["note"]) for event in case["events"]] == [
        ("opened", None),
        ("redacted", REDACTED),
        ("noted", REDACTED),
        ("updated", None),
        ("redacted", "Once more"),
    ]
    assert (case["subject"], case["tags"]) == (REDACTED, [REDACTED])
    assert slt("verify") == (0, "", "")


def test_with_nothing_left_to_replace_nothing_is_recorded(slt, items):
    assert slt(*REDACT).code == 0
    before = items("show", "1")
    again = slt(*REDACT)
    assert (again.code, again.err) == (0, "")
    assert items("show", "1") == before


def test_a_key_makes_it_happen_once(slt, items):
    (first,) = items(*REDACT, "--once", "erase-1")
    assert slt("note", "1", "Foxglove").code == 0
    (noted,) = items("show", "1")
    (again,) = items(*REDACT, "--once", "erase-1")
    assert again == first
    assert items("show", "1") == [noted]
    assert slt(*REDACT, "--once", "erase-2").code == 0
    assert [event["note"] for event in items("show", "1")[0]["events"]] == [
        *(None, REDACTED, REDACTED, REASON),
    ]


def test_the_same_command_finds_the_case_by_its_old_reference_and_no_other_does(slt, items):
    asked = ("--reason", REASON, "--yes", "--once", "erase-1")
    (first,) = items("redact", FACTS["--ref"], *asked)
    assert items("redact", FACTS["--ref"], *asked) == [first]
    for name in ("CASE-99", "Ref-Zwolle-4712", "\udcff"):
        assert slt("redact", name, *asked)[:2] == (4, "")


@pytest.mark.usefixtures("lived")
def test_keys_of_commands_before_it_stay_known(items):
    items(*REDACT)
    before = items("show", "1")
    items("respond", "1", "--hold", "--note", "Thimble", "--once", "mail-17")
    assert items("show", "1") == before


ENDS = {
    "resolved": "resolve 1 --note Foxglove",
    "closed": "close 1 --note Foxglove",
    "void": "void 1 --reason Foxglove",
}


@pytest.mark.parametrize(("status", "line"), ENDS.items(), ids=ENDS)
def test_a_case_that_ended_is_redacted_too(slt, items, status, line):
    assert slt(*line.split()).code == 0
    (before,) = items("show", "1")
    assert slt(*REDACT).code == 0
    (after,) = items("show", "1")
    assert after["status"] == before["status"] == status
    assert after["clocks"] == without_texts(before)["clocks"]
    assert after["events"][-2]["note"] == REDACTED
    assert slt("verify") == (0, "", "")


# --- going on afterwards --------------------------------------------------------------------------


def test_it_cannot_be_undone(slt, items):
    assert slt(*REDACT).code == 0
    before = items("show", "1")
    told = slt("undo", "1", "2")
    assert (told.code, told.out) == (1, "")
    assert "fix: " in told.err
    assert items("show", "1") == before


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("event", ["4", "6", "7", "10"])
def test_what_was_recorded_before_it_can_be_taken_back(slt, items, another_store, event):
    twin = another_store()
    for time, line in (("09:00", None), *LIFE):
        facts = [word for fact in FACTS.items() for word in fact]
        words = (*OPEN[:-1], SUBJECT, *facts, "--tag", "vip-20", "--tag", "fax-5")
        assert slt(*(line.split() if line else words), *at(time), *twin).code == 0
    assert slt("undo", "1", *twin).code == 0
    assert slt("undo", "1", *twin).code == 0
    assert slt(*REDACT).code == 0
    for where in ((), twin):
        done = slt("undo", "1", event, *where)
        assert done.code == slt("verify", *where).code == 0, done
    (here,), (there,) = items("show", "1"), items("show", "1", *twin)
    plain = {name: value for name, value in there.items() if name not in (*TEXTS, "tags", "events")}
    assert {name: here[name] for name in plain} == plain
    assert {here[name] for name in TEXTS} == {REDACTED}


def test_taking_a_text_back_brings_nothing_back(slt, items):
    assert slt("update", "1", "--subject", "Foxglove", "--untag", "fax-5", *at("10:00")).code == 0
    assert slt(*REDACT).code == 0
    assert slt("undo", "1", "2").code == 0
    (case,) = items("show", "1")
    assert (case["subject"], case["tags"]) == (REDACTED, [REDACTED])
    assert slt("verify") == (0, "", "")


GOING_ON = {
    "respond": ("respond 1", "responded"),
    "escalate": ("escalate 1 --reason Late", "escalated"),
    "escalate --late": ("escalate --late", "escalated"),
    "hold": ("hold 1 --reason Waiting", "held"),
    "note": ("note 1 Seen", "noted"),
    "update": ("update 1 --priority S2 --subject New --owner me --tag new", "updated"),
    "take": ("take 1", "updated"),
    "followup": ("followup 1", "followup"),
    "resolve": ("resolve 1", "resolved"),
    "close": ("close 1", "closed"),
    "void": ("void 1 --reason Twice", "voided"),
}


@pytest.mark.parametrize(("line", "kind"), GOING_ON.values(), ids=GOING_ON)
def test_a_redacted_case_goes_on(slt, items, line, kind):
    assert slt(*REDACT).code == 0
    assert "CASE-1" in slt("due").out
    done = slt(*line.split())
    assert (done.code, done.err) == (0, "")
    (case,) = items("show", "1")
    assert case["events"][-1]["kind"] == kind
    assert slt("verify") == (0, "", "")


def test_what_is_written_afterwards_is_told_again(slt, items):
    assert slt(*REDACT).code == 0
    words = ("--subject", "New", "--owner", "me", "--tag", "new", "--ref", "Ref-Zwolle-4711")
    assert slt("update", "1", *words).code == 0
    (case,) = items("show", "Ref-Zwolle-4711")
    assert (case["id"], case["subject"], case["owner"]) == ("CASE-1", "New", "tester")
    assert "new" in case["tags"]
    assert [each["id"] for each in items("list", "--tag", "new")] == ["CASE-1"]


@pytest.mark.parametrize("moment", [(), ("--at", "2026-11-23T10:00:00Z")], ids=["now", "before"])
def test_by_owner_it_comes_with_those_of_nobody(slt, items, moment):
    assert slt("update", "2", "--owner", "[z", *at("09:30")).code == 0
    assert slt(*REDACT).code == 0
    found = items("list", "--sort", "owner", *moment)
    assert [(case["id"], case["owner"]) for case in found] == [
        ("CASE-2", "[z"),
        ("CASE-1", REDACTED),
    ]


def test_its_reference_is_free_again(slt, items):
    ref = FACTS["--ref"]
    assert slt(*OPEN, "--ref", ref, *at("11:00")).code == 1
    assert slt(*REDACT).code == 0
    assert slt("show", ref).code == 4
    (opened,) = items(*OPEN, "--ref", ref, *at("11:00"))
    assert opened["id"] == "CASE-3"
    assert items("show", ref)[0]["id"] == "CASE-3"


def test_two_redacted_cases_share_no_reference(slt, items):
    assert slt(*REDACT).code == 0
    assert slt("redact", "2", "--reason", REASON, "--yes").code == 0
    assert [case["ref"] for case in items("list")] == [REDACTED, REDACTED]
    assert "did you mean" not in slt("show", REDACTED).err
    assert slt("show", REDACTED).code == 4
    assert slt("respond", REDACTED).code == 4
    assert slt("respond", "1", "2", *at("11:00")).code == 0
    for number in ("1", "2"):
        assert slt("void", number, "--reason", "Twice").code == 0
        assert slt("undo", number).code == 0
    assert "belong to several cases" not in slt("doctor").out
    assert slt("verify") == (0, "", "")


# --- exports and imports --------------------------------------------------------------------------


@pytest.fixture
def exported(slt, lived, home: Path, monkeypatch) -> Path:  # noqa: ARG001 - what is exported
    """Export the store in both forms before a redaction, and return the directory."""
    monkeypatch.chdir(home)
    for name in ("cases.csv", "cases.jsonl"):
        assert slt("export", name).code == 0
    return home


@pytest.mark.usefixtures("exported")
@pytest.mark.parametrize("update", [(), ("--update",)], ids=["plain", "update"])
@pytest.mark.parametrize("name", ["cases.csv", "cases.jsonl"])
def test_an_export_made_before_brings_nothing_back(slt, name, update):
    assert slt(*REDACT).code == 0
    before = slt("export", "-o", "jsonl").out
    done = slt("import", name, *update)
    assert (done.code, done.err) == (0, "")
    told = " ".join(done.out.split())
    assert "Imported 0" in told
    assert "CASE-1" in told
    assert slt("export", "-o", "jsonl").out == before
    assert slt("verify") == (0, "", "")


ROW = "opened_at,priority,region,ref,subject\n{opened},S1,europe,{ref},Zebrawood phones\n"


@pytest.mark.parametrize("update", [(), ("--update",)], ids=["plain", "update"])
def test_a_row_of_a_help_desk_is_left_out_and_named(slt, write, home, monkeypatch, update):
    monkeypatch.chdir(home)
    assert slt(*REDACT).code == 0
    before = slt("export", "-o", "jsonl").out
    file = write(ROW.format(opened="2026-11-23T09:00:00Z", ref=FACTS["--ref"]))
    done = slt("import", file, *update)
    assert done.code == 0
    told = " ".join((done.out + done.err).split())
    assert "Imported 0" in told
    assert "Line 2: its reference was that of CASE-1, which was redacted" in told
    assert "Zebrawood" not in told
    assert slt("export", "-o", "jsonl").out == before


@pytest.mark.parametrize(
    ("opened", "ref"),
    [
        pytest.param("2026-11-23T09:00:00Z", "00000001", id="another reference, the same second"),
        pytest.param("2026-11-20T09:00:00Z", FACTS["--ref"], id="days before"),
    ],
)
def test_a_row_of_another_case_is_a_new_case(slt, items, write, home, monkeypatch, opened, ref):
    monkeypatch.chdir(home)
    assert slt(*REDACT).code == 0
    file = write(ROW.format(opened=opened, ref=ref))
    assert slt("import", file, "-q") == (0, "CASE-3\n", "")
    assert [case["id"] for case in items("list")] == ["CASE-1", "CASE-2", "CASE-3"]


def test_a_row_of_the_second_of_a_case_that_was_not_redacted_is_a_new_case(
    slt, write, home, monkeypatch
):
    monkeypatch.chdir(home)
    file = write(ROW.format(opened="2026-11-23T09:00:00Z", ref="R-3"))
    assert slt("import", file, "-q") == (0, "CASE-3\n", "")


@pytest.mark.usefixtures("lived")
def test_a_redacted_case_is_imported_as_it_is(slt, items, another_store, home, monkeypatch):
    monkeypatch.chdir(home)
    assert slt(*REDACT).code == 0
    assert slt("export", "redacted.jsonl").code == 0
    other = another_store()
    assert slt("import", "redacted.jsonl", *other).code == 0
    (here,), (there,) = items("show", "1"), items("show", "1", *other)
    assert there == here
    assert slt("verify", *other) == (0, "", "")
    assert slt("show", REDACTED, *other).code == 4
    assert slt("undo", "1", str(here["events"][-1]["id"]), *other).code == 1


@pytest.mark.usefixtures("lived")
def test_two_redacted_cases_are_imported(slt, another_store, home, monkeypatch):
    monkeypatch.chdir(home)
    assert slt(*REDACT).code == 0
    assert slt("redact", "2", "--reason", REASON, "--yes").code == 0
    assert slt("export", "redacted.jsonl").code == 0
    other = another_store()
    assert slt("import", "redacted.jsonl", "-q", *other) == (0, "CASE-1\nCASE-2\n", "")
    again = slt("import", "redacted.jsonl", "--update", "-q", *other)
    assert (again.code, again.out) == (0, "")


def test_the_redactions_of_a_store_have_one_salt(slt, home, monkeypatch):
    monkeypatch.chdir(home)
    for number, ref in (("1", "R-1"), ("2", "R-2")):
        assert slt("update", number, "--ref", ref).code == 0
        assert slt("redact", number, "--reason", REASON, "--yes").code == 0
    assert slt("export", "redacted.jsonl").code == 0
    cases = [json.loads(line) for line in (home / "redacted.jsonl").read_text().splitlines()]
    traces = [case["events"][-1]["detail"].split(":") for case in cases]
    assert len({salt for _, salt, *_ in traces}) == 1
    assert len({hashed for _, _, hashed, *_ in traces}) == 2
