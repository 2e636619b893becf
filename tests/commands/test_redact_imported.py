"""Imports beside a redacted case: no row brings its texts back, and each one is named."""

import json

import pytest

NOW = "2026-11-24T12:00:00Z"
OPENED = "2026-11-23T10:00:00Z"
REDACT = ("--reason", "Asked for", "--yes", "-q")
pytestmark = [pytest.mark.every_engine, pytest.mark.now(NOW)]

HEADER = "id,opened_at,priority,region,ref,subject,partner,responded_at,updated_at"


@pytest.fixture(autouse=True)
def redacted(slt, home, monkeypatch) -> None:
    """Open a case with a reference, and redact it."""
    monkeypatch.chdir(home)
    words = ("-p", "S1", "-r", "usa", "--ref", "EXT-9", "--partner", "Acme", "--at", OPENED)
    assert slt("open", "-q", *words, "Phones are down").code == 0
    assert slt("redact", "1", *REDACT).code == 0


@pytest.fixture
def imported(slt, write):
    """Return a function that imports rows and returns the answer, with single spaces."""

    def run(*rows: str, options: tuple[str, ...] = ()) -> str:
        file = write("\n".join((HEADER, *rows)) + "\n")
        done = slt("import", file, *options)
        assert (done.code, done.err) == (0, "")
        return " ".join(done.out.split())

    return run


@pytest.fixture
def case(slt):
    """Return a function that returns the redacted case as JSON has it."""
    return lambda: json.loads(slt("show", "1", "--json").out)["items"][0]


OWN_ROW = f"CASE-1,{OPENED},S1,usa,EXT-9,Phones are down,Acme,{{}},{{}}"


@pytest.mark.parametrize("options", [(), ("--update",)], ids=["plain", "--update"])
def test_a_row_with_its_id_brings_no_text_back(imported, case, options):
    before = case()
    told = imported(OWN_ROW.format("", ""), options=options)
    kept = told.partition("Differ 1, which the store keeps as they are: CASE-1 (")[2]
    assert {*kept.partition(")")[0].split(", ")} == {"ref", "subject", "partner"}
    assert case() == before


@pytest.mark.parametrize("updated_at", ["", "2026-11-24T11:00:00Z"], ids=["undated", "dated"])
def test_an_update_records_what_is_no_text(imported, case, updated_at):
    answered = "2026-11-23T10:30:00Z"
    told = imported(OWN_ROW.format(answered, updated_at), options=("--update",))
    assert "Updated 1: CASE-1" in told
    assert "CASE-1 (ref, subject, partner)" in told
    (shown, told_again) = case(), imported(OWN_ROW.format(answered, updated_at))
    assert (shown["responded_at"], shown["subject"]) == (answered, "[redacted]")
    assert (shown["ref"], shown["partner"]) == ("[redacted]", "[redacted]")
    assert "Imported 0" in told_again


def test_a_row_does_not_replace_what_was_written_since(slt, imported, case):
    slt("update", "1", "--subject", "A new subject")
    imported(OWN_ROW.format("", "2026-11-24T11:59:00Z"), options=("--update",))
    assert case()["subject"] == "A new subject"


LEFT_OUT = "Redacted Line 3: its reference was that of CASE-1, which was redacted"
ROWS = (
    f",{OPENED},S2,usa,EXT-8,Another,,,",
    ",2026-11-23T21:17:00Z,S1,usa,EXT-9,Phones are down,Acme,,",
    f",{OPENED},S1,usa,,Without a reference,,,",
)


def test_a_row_with_its_reference_is_left_out_and_named(slt, imported):
    told = imported(*ROWS)
    assert "Imported 2" in told
    assert LEFT_OUT in told
    subjects = [case["subject"] for case in json.loads(slt("list", "--json").out)["items"]]
    assert sorted(subjects) == ["Another", "Without a reference", "[redacted]"]


def test_a_program_reads_it_as_a_note(slt, write):
    file = write("\n".join((HEADER, *ROWS)) + "\n")
    answer = json.loads(slt("import", file, "--json").out)
    assert {"label": "Redacted", "text": LEFT_OUT.removeprefix("Redacted ")} in answer["notes"]
    assert [item["id"] for item in answer["items"]] == ["CASE-2", "CASE-3"]


def test_a_dry_run_names_it_too(slt, write):
    file = write("\n".join((HEADER, *ROWS)) + "\n")
    told = slt("import", file, "--dry-run")
    assert told.code == 0
    assert LEFT_OUT.removeprefix("Redacted ") in " ".join(told.out.split())
    assert "3 rows: 2 new, 1 of redacted cases. Nothing was recorded." in told.out
    assert "Phones are down" not in told.out
