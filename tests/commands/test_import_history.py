"""A line of an export brings its case back with exactly its history; what disagrees is refused."""

import json
from pathlib import Path

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, instant

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now(FRIDAY_EVENING),
]

LIFE = (
    *("09:10 escalate 1 --reason Urgent", "09:20 respond 1 --hold --once mail-17"),
    *("09:40 followup 1", "09:50 hold 1", "09:45 mark 1 workaround", "10:30 resume 1"),
    *(
        "10:40 update 1 --priority S2",
        "10:50 note 1 Seen",
        "10:55 note 1 Told --shared",
        "11:00 resolve 1",
        "11:30 reopen 1",
    ),
    *("11:40 update 1 --opened 2026-11-23T08:50:00Z", "11:50 close 1"),
)


@pytest.fixture
def copy(another_store) -> list[str]:
    """Return the option of another store."""
    return another_store()


@pytest.fixture
def case(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Record a whole life, in which a note was taken back, and export it."""
    monkeypatch.chdir(home)
    assert slt(*OPEN, "--ref", "4711", *at("09:00")).code == 0
    for moment in LIFE:
        time, *line = moment.split()
        done = slt(*line, *at(time))
        assert (done.code, done.err) == (0, ""), moment
    assert slt("undo", "1", "9").code == 0
    assert slt("export", "cases.jsonl").code == 0


def line() -> dict:
    return json.loads(Path("cases.jsonl").read_text())


def write(*lines: dict) -> None:
    Path("cases.jsonl").write_text("".join(json.dumps(each) + "\n" for each in lines))


@pytest.mark.usefixtures("case")
def test_it_comes_back_equal(slt, items, copy):
    assert "Imported  1" in slt("import", "cases.jsonl", *copy).out
    assert slt("export", "back.jsonl", *copy).code == 0
    assert Path("back.jsonl").read_bytes() == Path("cases.jsonl").read_bytes()
    assert slt("verify", *copy) == (0, "", "")
    assert items("show", "1", *copy) == items("show", "1")
    for hour in range(8, 14):
        for minute in range(0, 60, 5):
            past = ("show", "1", "--json", "--at", instant(f"{hour:02}:{minute:02}"))
            assert slt(*past, *copy) == slt(*past)


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize(
    "then",
    [
        pytest.param(["note", "1", "Late", *at("09:30")], id="a late entry"),
        pytest.param(["undo", "1"], id="an undo"),
        pytest.param(["undo", "1", "2"], id="an undo of what others need"),
        pytest.param(["reopen", "1"], id="a reopening"),
        pytest.param(["escalate", "1"], id="an escalation that is refused"),
        pytest.param(["respond", "1", "--once", "mail-17"], id="a key that was used"),
        pytest.param(["void", "1", "--reason", "Twice"], id="a voiding"),
    ],
)
def test_what_is_recorded_next_gives_the_same(slt, items, then, copy):
    slt("import", "cases.jsonl", *copy)
    here, there = slt(*then, "--json"), slt(*then, "--json", *copy)
    assert here == there
    told = [items("show", "1", *more) for more in ((), copy)]
    assert told[0] == told[1]
    assert slt("verify", *copy) == (0, "", "")


@pytest.mark.usefixtures("case")
def test_it_can_be_imported_again(slt, copy):
    slt("import", "cases.jsonl", *copy)
    assert "Already there  1" in slt("import", "cases.jsonl", *copy).out
    assert "Already there  1" in slt("import", "cases.jsonl").out


@pytest.mark.usefixtures("case")
def test_a_dry_run_shows_the_case_and_records_nothing(slt, items, copy):
    shown = items("import", "cases.jsonl", "--dry-run", *copy)
    assert shown == items("list", "--all")
    assert slt("list", "--all", *copy).out == ""


@pytest.mark.usefixtures("case")
def test_a_field_that_disagrees_is_named_with_the_fix(slt, items, copy):
    write({**line(), "responded_at": "2026-11-23T09:30:00Z"})
    result = slt("import", "cases.jsonl", *copy)
    assert (result.code, result.out) == (1, "")
    assert "cases.jsonl:1: responded_at: it is '2026-11-23T09:30:00Z', but" in result.err
    assert "--map events= leaves the history out" in result.err
    (case,) = items("import", "cases.jsonl", "--map", "events=", *copy)
    assert case["responded_at"] == "2026-11-23T09:30:00Z"
    (shown,) = items("show", "1", *copy)
    assert shown["events"][0]["note"] == "imported"
    assert slt("verify", *copy) == (0, "", "")


@pytest.mark.usefixtures("case")
def test_a_field_that_is_left_out_is_not_compared(items, copy):
    write({**line(), "ref": "other"})
    (case,) = items("import", "cases.jsonl", "--map", "ref=", *copy)
    assert case["ref"] == "4711"


@pytest.mark.usefixtures("case")
def test_names_must_be_configured(slt, copy):
    Path("other.toml").write_text("[regions]\neurope = false\n[defaults]\nregion = 'usa'\n")
    result = slt("import", "cases.jsonl", "--config", "other.toml", *copy)
    assert (result.code, result.out) == (1, "")
    assert "cases.jsonl:1: region: unknown region 'europe'" in result.err


# --- Void cases -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.usefixtures("case")
def test_a_void_case_is_exported_if_it_is_asked_for_and_comes_back_void(slt, items, form, copy):
    slt(*OPEN, *at("12:00"))
    slt("escalate", "2", *at("12:05"))
    slt("void", "2", "--reason", "Opened twice")
    names = f"all.{form}", f"void.{form}", f"back.{form}"
    slt("export", names[0])
    slt("export", names[1], "--status", "void")
    assert "CASE-2" not in Path(names[0]).read_text()
    assert slt("import", names[0], *copy).code == 0
    assert items("import", names[1], *copy) == items("list", "--status", "void")
    assert slt("verify", *copy) == (0, "", "")
    slt("export", names[2], "--status", "void", *copy)
    assert Path(names[2]).read_bytes() == Path(names[1]).read_bytes()
    assert "Already there  1" in slt("import", names[1], *copy).out
    assert slt("note", "2", "x", *copy).code == 1
    assert slt("list", "--at", instant("12:30"), "-q", *copy).out == ""


# --- References -----------------------------------------------------------------------------------


def row(number: int, opened: str, status: str = "") -> str:
    return f"CASE-{number},4711,{instant(opened)},S1,europe,{status}\n"


HEADER = "id,ref,opened_at,priority,region,status\n"


@pytest.mark.usefixtures("case")
def test_a_reference_of_another_case_is_refused_and_names_it(slt):
    Path("more.csv").write_text(HEADER + row(7, "12:00"))
    result = slt("import", "more.csv")
    assert (result.code, result.out) == (1, "")
    assert "more.csv:2: ref: '4711' already belongs to another case, CASE-1" in result.err


@pytest.mark.usefixtures("case")
def test_a_line_with_a_reference_of_another_case_is_refused(slt, copy):
    slt("open", "-p", "S1", "--ref", "4711", "-q", *at("12:00"), "Other", *copy)
    slt("open", "-p", "S1", "-q", *at("12:00"), "Other", *copy)
    write({**line(), "id": "CASE-9"})
    result = slt("import", "cases.jsonl", *copy)
    assert "cases.jsonl:1: ref: '4711' already belongs to another case, CASE-1" in result.err
    assert "--map events= --map ref=" in result.err
    assert slt("import", "cases.jsonl", "--map", "events=", "--map", "ref=", *copy).code == 0


@pytest.mark.usefixtures("case")
def test_a_reference_that_only_void_cases_have_is_free(slt, items):
    slt("void", "1", "--reason", "Twice")
    Path("more.csv").write_text(HEADER + row(7, "12:00"))
    assert slt("import", "more.csv", "-q").out == "CASE-7\n"
    Path("void.csv").write_text(HEADER + row(8, "12:00", "void") + row(9, "12:30", "void"))
    assert slt("import", "void.csv", "-q").out == "CASE-8\nCASE-9\n"
    assert [case["id"] for case in items("list", "--status", "void")] == [
        *("CASE-1", "CASE-8", "CASE-9")
    ]


@pytest.mark.usefixtures("whole_life")
def test_within_a_file_a_reference_belongs_to_one_valid_case(slt, home, monkeypatch, copy):
    monkeypatch.chdir(home)
    Path("two.csv").write_text(HEADER + row(1, "09:00", "void") + row(2, "09:00"))
    assert slt("import", "two.csv", "-q").out == "CASE-1\nCASE-2\n"
    Path("bad.csv").write_text(HEADER + row(3, "10:00") + row(4, "10:00"))
    result = slt("import", "bad.csv", *copy)
    assert "bad.csv:3: ref: '4711' already belongs to another row of this file" in result.err
