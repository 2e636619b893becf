"""`slt import` reads cases from a file, in several formats, and can be run again."""

import json

import pytest

from tests.commands.rows import HEADER, JSON, ONE, TWO

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]


def test_text_says_how_many_cases_were_imported(slt, write):
    result = slt("import", write(HEADER + ONE + TWO))
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == ["Imported  2", "First     CASE-1", "Last      CASE-2"]


def test_json_has_the_imported_cases(slt, items, write):
    assert items("import", write(HEADER + ONE)) == items("list")
    assert slt("import", write(HEADER + TWO), "-q").out == "CASE-2\n"


def test_a_row_becomes_a_case_with_its_due_time(items, write):
    slt_case = "2026-11-20T14:00Z,s1,EU,referral,Example,7,CASE-9,2026-11-20T15:00Z\n"
    header = "Opened_At,priority,region,partner_type, partner ,ref,id,closed_at\n"
    (case,) = items("import", write(header + slt_case))
    told = ("id", "ref", "partner", "region", "due_at", "status", "closed_at", "verdict")
    wanted = ("CASE-9", "7", "Example", "europe", None, "closed", "2026-11-20T15:00:00Z", None)
    assert tuple(case[field] for field in told) == wanted


def test_the_history_is_rebuilt_from_the_times_in_the_row(slt, items, write):
    header = "opened_at,priority,escalated_at,level,responded_at,closed_at\n"
    row = "2026-11-20T14:00Z,S1,2026-11-20T15:30Z,1,2026-11-20T16:00Z,2026-11-20T17:00Z\n"
    slt("import", write(header + row))
    (case,) = items("show", "1")
    events = [(event["kind"], event["at"][11:16], event["note"]) for event in case["events"]]
    assert events == [
        ("opened", "14:00", "imported"),
        ("escalated", "15:30", None),
        ("responded", "16:00", None),
        ("closed", "17:00", None),
    ]
    assert {event["who"] for event in case["events"]} == {"tester"}
    assert slt("verify") == (0, "", "")
    assert slt("due", "-q", "--at", "2026-11-20T14:30Z").out == "CASE-1\n"
    assert slt("due", "--at", "2026-11-20T16:30Z").out == ""


def test_the_next_case_gets_the_next_id(slt, write):
    slt("import", write("id,opened_at,priority\nCASE-41,2026-11-20T14:00Z,S1\n"))
    assert slt("open", "-p", "S1", "-q", "x").out == "CASE-42\n"


# --- Formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "refs"),
    [
        pytest.param("a.csv", HEADER + ONE, ["9001"], id="CSV"),
        pytest.param("a.csv", "\ufeff" + HEADER + ONE, ["9001"], id="a byte order mark"),
        pytest.param("a.csv", (HEADER + ONE).replace("\n", "\r\n"), ["9001"], id="CR LF"),
        pytest.param("a.csv", (HEADER + ONE).replace("\n", "\r"), ["9001"], id="CR alone"),
        pytest.param("a.csv", (HEADER + ONE).replace(",", ";"), ["9001"], id="semicolons"),
        pytest.param("a.tsv", (HEADER + ONE).replace(",", "\t"), ["9001"], id="tabs"),
        pytest.param(
            "a.csv",
            '"opened_at";"priority";"ref"\n2026-11-20T14:00Z;S1;"90;01"\n',
            ["90;01"],
            id="semicolons, quoted",
        ),
        pytest.param(
            "a.csv",
            'opened_at,"priority",ref\n2026-11-20T14:00Z,S1,90;0;1;\n',
            ["90;0;1;"],
            id="semicolons within cells",
        ),
        pytest.param("a.csv", "\n\n" + HEADER + "\n" + ONE + "\n", ["9001"], id="blank lines"),
        pytest.param("a.csv", (HEADER + ONE).rstrip("\n"), ["9001"], id="no final newline"),
        pytest.param("a.jsonl", JSON, ["9001"], id="JSON Lines, a number for a reference"),
        pytest.param("a.ndjson", "\ufeff\n" + JSON + "\n", ["9001"], id="JSON Lines, blank lines"),
        pytest.param("a.txt", "\n " + JSON, ["9001"], id="JSON Lines by its first character"),
        pytest.param("a.txt", HEADER + ONE, ["9001"], id="CSV by its first character"),
    ],
)
def test_formats(slt, items, write, name, text, refs):
    result = slt("import", write(text, name), "-q")
    assert (result.code, result.err) == (0, "")
    assert [case["ref"] for case in items("list")] == refs


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("a\nb\r\nc\rd", id="newlines"),
        pytest.param('"a", b', id="quotes and commas"),
        pytest.param("電話 📞 é", id="not ASCII"),
        pytest.param("x" * 2**20, id="a megabyte"),
        pytest.param("=cmd|' /C calc'!A0", id="a formula"),
        pytest.param("''@x", id="apostrophes"),
        pytest.param("  blanks  ", id="leading and trailing blanks"),
    ],
)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_any_subject_is_kept(slt, items, write, subject, form):
    cell = '"' + ("'" + subject if subject[0] in "='" else subject).replace('"', '""') + '"'
    line = json.dumps({"opened_at": "2026-11-20T14:00Z", "priority": "S1", "subject": subject})
    text = {"csv": f"opened_at,priority,subject\n2026-11-20T14:00Z,S1,{cell}\n", "jsonl": line}
    assert slt("import", write(text[form], f"a.{form}")).code == 0
    assert [case["subject"] for case in items("list")] == [subject]


def test_a_dash_reads_standard_input(process, another_store):
    db = another_store()
    assert process("import", "-", *db, "-q", stdin=HEADER + ONE).out == "CASE-1\n"
    assert process("import", "-", *db, "-q", stdin=JSON.replace("9001", "9002")).out == "CASE-2\n"
    assert process("export", "-", *db).out.count("CASE-") == 2


# --- Again ----------------------------------------------------------------------------------------


def test_a_file_can_be_imported_again(slt, items, write):
    file = write(HEADER + ONE + TWO)
    slt("import", file)
    slt("respond", "9001")
    before = items("list")
    assert slt("import", file).out.splitlines() == ["Imported       0", "Already there  2"]
    assert items("list") == before


def test_a_row_without_reference_and_id_is_a_new_case_each_time(slt, write):
    file = write("opened_at,priority\n2026-11-20T14:00Z,S1\n")
    assert [slt("import", file, "-q").out for _ in range(2)] == ["CASE-1\n", "CASE-2\n"]
    assert "a row with neither is a new case each time" in " ".join(slt("import", "-h").out.split())


def test_a_row_that_occurs_twice_is_imported_once(slt, write):
    result = slt("import", write(HEADER + ONE + TWO + ONE), "-q")
    assert result == (0, "CASE-1\nCASE-2\n", "")


@pytest.mark.parametrize("between", [0, 600], ids=["near", "far apart"])
def test_a_reference_of_two_different_rows_is_bad(slt, write, between):
    others = "".join(f"2026-11-20T14:00Z,S1,x{number},\n" for number in range(between))
    result = slt("import", write(HEADER + ONE + others + ONE.replace("S1", "S2")))
    assert result.code == 1
    assert (
        f"cases.csv:{between + 3}: ref: '9001' already belongs to another row of this file"
        in result.err
    )


def test_an_id_that_was_free_below_the_others_is_of_this_file(slt, write):
    rows = "id,opened_at,priority\nCASE-9,2026-11-20T14:00Z,S1\n"
    slt("import", write(rows))
    rows += "CASE-4,2026-11-20T14:00Z,S1\nCASE-4,2026-11-20T14:00Z,S2\n"
    assert (
        "id: 'CASE-4' already belongs to another row of this file" in slt("import", write(rows)).err
    )


def test_an_export_of_the_same_store_is_skipped(slt):
    slt("open", "-p", "S1", "--at", "2026-11-20T14:00Z", "x")
    slt("export", "own.csv")
    slt("respond", "1")
    slt("update", "1", "--ref", "9001")
    assert "Already there  1" in slt("import", "own.csv").out


def test_an_id_of_another_case_is_bad(slt, write):
    slt("open", "-p", "S1", "--at", "2026-11-20T14:00Z", "x")
    result = slt("import", write("id,opened_at,priority\nCASE-1,2026-11-20T14:01Z,S1\n"))
    assert result.code == 1
    assert "id: 'CASE-1' was opened Fri 20 Nov 14:00 UTC in the store\n" in result.err
    assert "ids of another store: --map id=ref, with --map ref= if there is a ref" in result.err


def test_ids_of_another_store_are_references_here(slt, write):
    slt("open", "-p", "S1", "--at", "2026-11-20T14:00Z", "x")
    file = write("id,ref,opened_at,priority\nCASE-1,,2026-11-20T14:01Z,S1\n")
    as_said = ("--map", "id=ref", "--map", "ref=")
    assert "Imported  1" in slt("import", file, *as_said).out
    assert "Already there  1" in slt("import", file, *as_said).out


def test_rows_of_one_case_are_imported_as_the_fix_says(slt, items, write):
    rows = "A,2026-11-20T14:01Z,S1\nA,2026-11-20T14:01Z,S2\n"
    file = write(f"ref,opened_at,priority\n{rows}")
    result = slt("import", file)
    assert (result.code, result.out) == (1, "")
    assert "fix: correct one of them, or --update takes the rows of a case together" in result.err
    assert slt("import", file, "--update").code == 0
    assert [case["priority"] for case in items("list")] == ["S2"]


def test_a_void_case_is_there_when_its_row_comes_again(slt, items, write):
    file = write("ref,opened_at,priority,status\nA,2026-11-20T14:01Z,S1,open\n")
    slt("import", file)
    slt("void", "A", "--reason", "Twice")
    answer = slt("import", file).out
    assert "Imported       0" in answer
    assert "CASE-1 (status)" in answer
    assert items("list") == []
    file = write("ref,opened_at,priority,status\nA,2026-11-20T14:02Z,S1,open\n", "other.csv")
    assert "First     CASE-2" in slt("import", file).out
