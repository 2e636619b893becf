"""What is for programs is the same bytes in every locale, and harmless on a terminal."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.every_engine

AT = "2026-11-26T10:00:00Z"
HOSTILE = "\x1b[2Jdown\n\x9b31m\u202e電話\t\\"
SAFE = r"\x1b[2Jdown\n\x9b31m\u202e電話\t"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
JOINED = f"{PERSIAN} \u0dc1\u0dca\u200d\u0dbb\u0dd3 👨\u200d👩\u200d👧"


@pytest.fixture
def case(slt) -> None:
    """Open a case with a text that a terminal would obey."""
    assert slt("open", "-p", "S1", "--at", AT, "--partner", "電話", "--", HOSTILE).code == 0


@pytest.mark.parametrize(
    "line", [*(f"list -o {form}" for form in ("csv", "tsv", "jsonl")), f"list --json --at {AT}"]
)
@pytest.mark.usefixtures("case")
def test_it_is_utf_8_whatever_the_locale(process, line):
    told = process(*line.split(), env={"PYTHONIOENCODING": "utf-8"}).out
    assert process(*line.split(), env={"PYTHONIOENCODING": "ascii"}).out == told
    assert process(*line.split(), env={"PYTHONIOENCODING": "utf-16"}).out == told
    assert ("電話" in told) is ("json" not in line)
    assert "\\\\u" not in told


@pytest.mark.usefixtures("case")
def test_names_alone_are_utf_8_whatever_the_locale(process, home):
    copy = str(home / "電話.db")
    assert process("backup", copy, "-q", env={"PYTHONIOENCODING": "ascii"}).out == f"{copy}\n"


@pytest.mark.usefixtures("case")
def test_for_people_it_is_what_the_output_can_show(process):
    out = process("list", "-o", "plain", env={"PYTHONIOENCODING": "ascii"}).out
    assert r"\u96fb\u8a71" in out


@pytest.mark.parametrize("line", ["list -o csv", "list -o tsv", "export", "export -"])
@pytest.mark.usefixtures("case")
def test_a_terminal_obeys_none_of_it(slt, line):
    raw = slt(*line.split())
    shown = slt(*line.split(), on_terminal=True)
    assert (raw.code, shown.code) == (0, 0)
    assert "\x1b" in raw.out
    assert "\u202e" in raw.out
    assert SAFE in shown.out.replace("\\\\", "\\")
    assert shown.out.replace("\n", "").replace("\t", "").isprintable()


@pytest.mark.usefixtures("case")
def test_json_is_the_same_on_a_terminal(slt):
    for form in ("json", "jsonl"):
        shown = slt("list", "-o", form, on_terminal=True, now=AT).out
        assert shown == slt("list", "-o", form, now=AT).out
        assert shown.isascii()


def test_characters_that_join_others_go_through_everything(slt, items, another_store):
    assert slt("open", "-p", "S1", "--partner", JOINED, JOINED).code == 0
    for line in ("list", "show 1", "show 1 -o table", "list -o csv"):
        assert JOINED in slt(*line.split()).out, line
    assert JOINED in slt("show", "1", on_terminal=True, environment={"COLUMNS": "200"}).out
    assert slt("escalate", "1").code == 0
    assert JOINED in slt("message", "1").out
    for form in ("csv", "jsonl"):
        elsewhere = another_store()
        assert slt("export", f"a.{form}").code == 0
        (case,) = items("import", f"a.{form}", *elsewhere)
        assert (case["subject"], case["partner"]) == (JOINED, JOINED)
        Path(f"a.{form}").unlink()
