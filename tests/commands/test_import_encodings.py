"""`slt import` reads text in the encodings that a file shows, or in the one that is named."""

import codecs
import subprocess
import sys
from encodings.aliases import aliases
from pathlib import Path

import pytest

from slt_cli.cli.reporting import BUG_EXIT_CODE
from slt_cli.errors import UsageError
from slt_cli.exchange.source import text_encoding
from tests.commands.rows import JSON

pytestmark = pytest.mark.usefixtures("on_monday")

HEADER = "opened_at,priority,subject,partner\n"
SUBJECT = "Zürich: “ça” • 5 €"
TEXT = f"{HEADER}2026-11-20T14:00Z,S1,{SUBJECT},\n"
JAPANESE = "電話がつながらない"
NOTE = (
    "slt: note: a.csv is not UTF-8, first in line {}: it is read as Windows-1252\n"
    "fix: --encoding NAME says another one\n"
)


def put(content: bytes, name: str = "a.csv") -> str:
    """Write a file, and return its name."""
    Path(name).write_bytes(content)
    return name


def subjects(items) -> list[str]:
    return [case["subject"] for case in items("list", "--all")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="UTF-8 with a byte order mark"),
        pytest.param(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), id="UTF-16LE"),
        pytest.param(codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), id="UTF-16BE"),
        pytest.param(TEXT.encode("utf-16-le"), id="UTF-16LE without a byte order mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="UTF-16BE without a byte order mark"),
    ],
)
def test_unicode_is_read_without_a_word(slt, items, content):
    assert slt("import", put(content), "-q") == (0, "CASE-1\n", "")
    assert subjects(items) == [SUBJECT]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_json_lines_may_be_utf_16_too(slt, items, encoding):
    text = JSON.replace("9001", '"電話"')
    assert slt("import", put(text.encode(encoding), "a.jsonl"), "-q") == (0, "CASE-1\n", "")
    assert [case["ref"] for case in items("list")] == ["電話"]


def test_what_is_not_utf_8_is_read_as_windows_1252_with_a_note(slt, items):
    result = slt("import", put(TEXT.encode("cp1252")), "-q")
    assert result == (0, "CASE-1\n", NOTE.format(2))
    assert subjects(items) == [SUBJECT]


def test_the_note_names_the_first_line_of_such_bytes(slt):
    header = HEADER.replace("subject", "Größe")
    text = f"\n{header}2026-11-20T14:00Z,S1,x,y\n" + "2026-11-20T14:00Z,S1,ä,y\n"
    result = slt("import", put(text.encode("cp1252")), "--map", "größe=subject", "-q")
    assert result == (0, "CASE-1\nCASE-2\n", NOTE.format(2))


def test_one_broken_byte_leaves_the_other_characters_of_the_file_as_they_are(slt, items):
    lines = [TEXT.encode(), f"2026-11-20T14:00Z,S1,{JAPANESE} ".encode() + b"\xe9\xa0,x\n"]
    assert slt("import", put(b"".join(lines)), "-q") == (0, "CASE-1\nCASE-2\n", NOTE.format(3))
    assert sorted(subjects(items)) == sorted([SUBJECT, f"{JAPANESE} é\xa0"])


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_windows_1252_lacks_is_a_bad_row(slt, byte):
    line = b"2026-11-20T14:00Z,S1,a" + bytes([byte]) + b"b,x\n"
    result = slt("import", put(HEADER.encode() + line))
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith(
        "slt: error: a.csv:2: subject: contains bytes that are not UTF-8\n"
        "fix: --encoding NAME says which encoding it is, or save it as CSV UTF-8\n"
    )


def test_every_other_byte_is_that_of_windows_1252(slt, items):
    known = bytes(sorted({*range(0xA1, 0x100), 0x80, 0x99} - {0xAD}))
    put(HEADER.encode() + b"2026-11-20T14:00Z,S1," + known + b",x\n")
    assert slt("import", "a.csv", "-q").code == 0
    assert subjects(items) == [known.decode("cp1252")]


@pytest.mark.parametrize(
    ("encoding", "given", "subject"),
    [
        pytest.param("cp932", "cp932", JAPANESE, id="Shift JIS"),
        pytest.param("iso-8859-15", "ISO-8859-15", "5 € in Zürich", id="Latin-9"),
        pytest.param("cp1252", "windows-1252", SUBJECT, id="Windows-1252, without a note"),
        pytest.param("utf-8", "UTF8", SUBJECT, id="UTF-8"),
        pytest.param("utf-8-sig", "utf-8", SUBJECT, id="UTF-8 with a byte order mark"),
        pytest.param("utf-16", "utf-16", JAPANESE, id="UTF-16 with a byte order mark"),
        pytest.param("utf-16", "utf-16-le", JAPANESE, id="UTF-16LE with a byte order mark"),
        pytest.param("utf-16-be", "utf-16-be", JAPANESE, id="UTF-16BE"),
        pytest.param("utf-32", "utf-32", JAPANESE, id="UTF-32"),
        pytest.param("utf-32-le", "utf-32-le", JAPANESE, id="UTF-32 without a byte order mark"),
    ],
)
def test_an_encoding_may_be_named(slt, items, encoding, given, subject):
    put(f"{HEADER}2026-11-20T14:00Z,S1,{subject},\n".encode(encoding))
    assert slt("import", "a.csv", "-q", "--encoding", given) == (0, "CASE-1\n", "")
    assert subjects(items) == [subject]


def test_standard_input_is_read_in_any_of_them():
    command = (sys.executable, "-m", "slt_cli", "import", "-", "-o", "csv")
    for content, options in (
        (TEXT.encode("utf-16"), ()),
        (TEXT.encode("utf-16-be"), ()),
        (TEXT.encode("cp1252"), ()),
        (TEXT.encode("cp1252"), ("--encoding", "cp1252")),
    ):
        done = subprocess.run(
            [*command, *options], input=content, capture_output=True, timeout=60, check=True
        )
        assert SUBJECT in done.stdout.decode()
        noted = b"standard input is not UTF-8, first in line 2: it is read as Windows-1252"
        assert (noted in done.stderr) is (content == TEXT.encode("cp1252") and not options)


@pytest.mark.parametrize(
    "given",
    [
        *(
            "latin-99",
            "",
            " ",
            "hex",
            "base64",
            "rot13",
            "zlib",
            "bz2",
            "uu",
            "quopri",
            "undefined",
        ),
        *("utf-8\0", "a" * 5000, "\udcff", "../utf-8"),
    ],
)
def test_what_is_not_an_encoding_of_texts_is_a_usage_error(slt, given):
    result = slt("import", put(TEXT.encode()), "--encoding", given)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("slt: error: unknown encoding ")
    assert result.err.endswith("fix: one such as utf-8, utf-16, cp1252, iso-8859-15 or cp932\n")


@pytest.mark.parametrize(
    ("content", "given", "name"),
    [
        pytest.param(TEXT.encode("cp1252"), "cp932", "cp932", id="Shift JIS"),
        pytest.param(TEXT.encode("cp1252"), "ascii", "ascii", id="ASCII"),
        pytest.param(TEXT.encode(), "utf-16", "utf-16", id="UTF-16 without a byte order mark"),
        pytest.param(TEXT.encode()[:-1], "utf-16-le", "utf-16-le", id="UTF-16LE"),
        pytest.param(TEXT.encode(), "utf-32", "utf-32", id="UTF-32"),
    ],
)
def test_an_encoding_that_is_not_that_of_the_file_is_an_error(slt, content, given, name):
    result = slt("import", put(content), "--encoding", given)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"slt: error: a.csv has bytes that are not {name}\n"
        "fix: name another encoding, or save it again, as CSV UTF-8\n"
    )
    assert slt("list", "--all").out == ""


def test_utf_8_that_is_named_says_which_rows_are_not(slt):
    result = slt("import", put(TEXT.encode("cp1252")), "--encoding", "utf-8")
    assert result.code == 1
    assert result.err.startswith(
        "slt: error: a.csv:2: subject: contains bytes that are not UTF-8\n"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_half_of_a_character_in_utf_16_is_no_text(slt, encoding):
    half = "\ud8c3".encode(encoding, "surrogatepass")
    put(HEADER.encode(encoding) + "2026-11-20T14:00Z,S1,".encode(encoding) + half)
    result = slt("import", "a.csv")
    assert (result.code, result.out) == (1, "")
    assert "a.csv begins as UTF-16, but is damaged or cut off" in result.err


def test_no_encoding_that_python_has_is_an_internal_error(slt):
    put(HEADER.encode() + b"2026-11-20T14:00Z,S1,caf\xe9\xff\x81.x,y\n")
    texts = []
    for name in sorted({*aliases.values(), "idna", "punycode", "utf_8_sig"}):
        try:
            texts.append(text_encoding(name))
        except UsageError:
            continue
        code = slt("import", "a.csv", "--dry-run", "-q", "--encoding", name).code
        assert (name, code) != (name, BUG_EXIT_CODE)
    assert {"cp1252", "shift_jis", "utf-16"} < {*texts}
