"""Text that means harm, in every field, name and file: shown harmless, kept, never obeyed."""

import csv
import email
import email.policy
import io
import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import tomli_w

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.events import Change
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.views.escalation_message import escalation_url
from tests.faults.processes import COMMAND, ended, is_one_sentence_with_a_fix
from tests.store.samples import opening
from tests.terminals import run_on_terminal

pytestmark = pytest.mark.exhaustive

AGO = ("--at", "2026-03-06T12:00:00Z")
FORMS = ("table", "plain", "tsv", "csv", "json", "jsonl")
UNSAFE = {
    code: None
    for code in range(0x110000)
    if chr(code) != "\n" and unicodedata.category(chr(code)) in ("Cc", "Cf", "Zl", "Zp", "Cs")
}
OUR_STYLES = re.compile(r"\x1b\[(0|1|32|1;31|1;33)m")
JOINED = re.compile("(?<=[\U0001f300-\U0001faff])\u200d")
"""What makes one emoji of two."""

HOSTILE = {
    "Rich markup": "[red]a[/] [link=https://example.com]b[/link] [/] [bold",
    "emoji names": ":warning: :phone:",
    "CSI": "\x1b[2J\x1b[1;1H\x1b[41mCASE-99 met\x1b[8m",
    "OSC 8": "\x1b]8;;https://example.com\x1b\\here\x1b]8;;\x07",
    "OSC 52 and a title": "\x1b]52;c;cm0gLXJmIH4=\x07\x1b]0;title\x07",
    "DCS, APC, SOS": "\x1bP1$r0m\x1b\\\x1b_x\x1b\\\x1bXx\x1b\\\x1bc",
    "C1 controls": "\x9b31m\x9d0;t\x9c\x90q\x9c\x85\x84",
    "bidi overrides": "\u202etxt.exe\u202c \u2066a\u2069 \u200f\u061c",
    "invisible characters": "a\u200bb\u2060c\ufeffd\u00ade\U000e0041",
    "line feeds": "down\nCASE-98  S1  closed  met\n\nslt: error: none",
    "carriage returns": "down\rCASE-97  closed\r\nBcc: all@example.com\r\n\r\nbody",
    "other line ends": "a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2028h\u2029i",
    "tabs and backspaces": "a\tb\b\b\bc\x7f\x07",
    "NUL": "a\0b\0",
    "formulas": '=HYPERLINK("https://example.com","x")',
    "another formula": "@SUM(1+1)*cmd|'/c calc'!A0",
    "SQL": "'; DROP TABLE cases; -- \" OR 1=1 %_",
    "path traversal": "../../../../etc/passwd",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned | tee pwned & > pwned '\"\\ ~ * ?",
    "format strings": "%s %n %(x)s {0.__class__} {x!r} ${HOME} {{}}",
    "HTML": "<script>alert(1)</script>&amp;<!--",
    "quotes": "a\"b'c,d;e\\f\\",
    "what a script reads": "--json\t-q CASE-1",
    "surrogate look-alikes": r"\udce9 \x1b[31m \n",
    "combining marks": "Z\u0300\u0301\u0302\u0303\u0304" * 40,
    "wide and private": "電話📞\U0001f468\u200d\U0001f4bb\ue000\uffff",
}
"""What was typed, by what it would do to whoever shows, stores or reads it unwarily."""

KEPT = {name: text for name, text in HOSTILE.items() if "\0" not in text}
"""What a case may contain of it."""

SHOWN = (
    "list --all",
    "list --all --sort due",
    "show 1",
    "show 2",
    "due --explain",
    "due --within 30m",
    "recalc",
    "verify",
    "escalate --late --dry-run",
    "escalate 1 --dry-run",
)
ANSWERS = [
    *((line, form) for line in SHOWN for form in FORMS[:2]),
    *((line, form) for line in ("list --all", "show 1", "due") for form in FORMS[2:]),
]
EVENTS = ("opened", "updated", "noted", "escalated", "responded", "closed", "reopened")


def is_harmless(shown: str) -> bool:
    """Return whether a text holds nothing that a terminal would obey but ends of lines."""
    shown = JOINED.sub("", shown)
    return (shown.isascii() and shown.replace("\n", "").isprintable()) or not (
        UNSAFE.keys() & set(map(ord, shown))
    )


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Stand in an empty directory, before a terminal on which every text fits."""
    monkeypatch.setenv("COLUMNS", "3000")
    (home / "here").mkdir()
    monkeypatch.chdir(home / "here")


@pytest.fixture
def fill(slt: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch) -> Callable:
    """Return what records two cases with a text in every field that takes one, and in the name."""

    def record(text: str, db: Path) -> None:
        monkeypatch.setenv("SLT_DB", str(db))
        monkeypatch.setenv("LOGNAME", text)
        fields = ("--partner", text, "--ref", text)
        for line in (
            ("open", "-p", "S1", *AGO, *fields, "--", text),
            ("update", "1", "-p", "S2", "--subject", f"{text}2", "--note", text, *AGO),
            ("note", *AGO, "--", "1", text),
            ("escalate", "1", "--level", "2", "--reason", text, *AGO),
            ("open", "-p", "S1", *AGO, "--partner", text, "--", text),
            ("respond", "2", "--note", text, *AGO),
            ("close", "2", "--note", text, *AGO),
            ("reopen", "2", "--note", text, *AGO),
        ):
            code, out, err = slt(*line)
            assert (code, err) == (0, ""), (line, err)
            assert is_harmless(out), line

    return record


def shown(slt: Callable, line: str, form: str) -> str:
    """Return what a line shows in a format; in a table, in colour."""
    code, out, err = slt(*line.split(), "-o", form, "--color", "always")
    assert (code, err) == (0, ""), line
    return OUR_STYLES.sub("", out) if form == "table" else out


@pytest.fixture(scope="module")
def counted() -> dict[tuple[str, str], int]:
    """Return what remembers how many lines an answer has where all texts are harmless."""
    return {}


@pytest.mark.parametrize("text", KEPT.values(), ids=list(KEPT))
def test_a_text_is_shown_harmless_and_kept_intact(slt, fill, tmp_path, counted, text):
    if not counted:
        fill("x", tmp_path / "harmless.db")
        for line, form in ANSWERS:
            counted[line, form] = shown(slt, line, form).count("\n")
    fill(text, tmp_path / "hostile.db")
    for line, form in ANSWERS:
        out = shown(slt, line, form)
        assert_harmless(out, form, text)
        if form != "csv":  # in CSV a quoted text may hold several lines
            assert out.count("\n") == counted[line, form], (line, form)

    (case,) = json.loads(slt("show", "1", "--json").out)["items"]
    kept = text.strip()
    assert (case["subject"], case["partner"], case["ref"]) == (f"{text}2", kept, kept)
    (second,) = json.loads(slt("show", "2", "--json").out)["items"]
    events = [*case["events"], *second["events"]]
    assert {event["kind"] for event in events} == set(EVENTS)
    assert {event["note"] for event in events if event["kind"] != "opened"} == {text}
    assert {event["who"] for event in events} == {text}
    assert slt("list", "--partner", text, "-q").out == "CASE-1\nCASE-2\n"
    assert slt("show", "-q", "--", text).out == "CASE-1\n"  # by its reference
    assert slt("verify") == (0, "", "")
    assert [*Path.cwd().iterdir()] == []  # nothing was run, and nothing written here


def assert_harmless(out: str, form: str, text: str) -> None:
    """Fail unless an answer that holds a hostile text is harmless in its format."""
    if form in ("table", "plain"):
        assert is_harmless(out)
    elif form in ("json", "jsonl"):
        assert out.isascii()
        assert is_harmless(out)
    elif form == "tsv":
        fields = [line.count("\t") for line in out.split("\n")[:-1]]
        assert len(set(fields)) <= 1
    else:
        rows = [*csv.reader(io.StringIO(out, newline=""))]
        assert len({len(row) for row in rows}) <= 1
        cells = {cell.removeprefix("'") for row in rows for cell in row}
        if rows and "partner" in rows[0]:
            assert {text.strip(), text.strip().removeprefix("'")} & cells


@pytest.mark.parametrize("text", KEPT.values(), ids=list(KEPT))
def test_an_escalation_adds_no_header_and_no_line(slt, fill, tmp_path, text):
    db = tmp_path / "cases.db"
    fill(text, db)
    sent = slt("escalate", "1", "--level", "3", "--email", "--reason", text, "--dry-run")
    assert (sent.code, sent.err) == (0, "")
    message = email.message_from_string(sent.out, policy=email.policy.default)
    assert sorted(message.keys()) == sorted(
        {"To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"}
        | ({"MIME-Version", "Content-Type", "Content-Transfer-Encoding"} & {*message.keys()})
    )
    assert is_harmless(str(message["Subject"]))
    body = message.get_content()
    assert is_harmless(body)
    assert body.count("\n- ") == 3  # opened, and escalated twice
    store = open_store(location_of(db))
    address = escalation_url(load_policy(read_layers()), store.case(1), store.events(1))
    store.close()
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert {*parse_qs(urlsplit(address).query)} == {"subject", "body"}
    assert not re.search(r"[\r\n]", parse_qs(urlsplit(address).query)["subject"][0])


WRONG = (
    "show {}",
    "due {}",
    "close {}",
    "list --region {}",
    "list --priority {}",
    "list --status {}",
    "list --sort {}",
    "list --limit {}",
    "list --at {}",
    "list -o {}",
    "list --color {}",
    "list --config {}",
    "due --within {}",
    "due --if-opened {}",
    "open -p {} x",
    "open -p S1 --region {} x",
    "open -p S1 --partner-type {} x",
    "open -p S1 --at {} x",
    "escalate 1 --level {}",
    "hotline --region {}",
    "config get {}",
    "config set {} 1",
    "config unset {}",
    "config set defaults.region {}",
    "config check {}",
    "config holidays {}",
    "schema {}",
    "completion {}",
    "{}",
    "config {}",
    "list {}",
    "list --{}",
    "due --nagios --region {}",
)
"""Lines that quote what they were given, as it is wrong."""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.usefixtures("db")
def test_an_error_quotes_a_text_harmless_and_in_its_line(slt, text):
    slt("open", "-p", "S1", *AGO, "x")
    for line in WRONG:
        if "\0" in text and ("--config" in line or "config check" in line):
            continue  # no path holds NUL: no shell, no file and no environment can name one
        words = [word.replace("{}", text) for word in line.split()]
        code, out, err = slt(*words)
        assert 0 < code < 10, (line, code, out, err)
        assert is_harmless(out + err), line
        if "--nagios" in line:
            assert (out.count("\n"), err) == (1, "")
        else:
            assert out == ""
            assert is_one_sentence_with_a_fix(err), (line, err)
            told = slt("--json", *words).err
            assert told.isascii()
            assert json.loads(told)["error"]["exit"] == code
    assert slt("list", "-q") == (0, "CASE-1\n", "")
    assert slt("verify") == (0, "", "")


# --- What no store keeps, and what is very long ---------------------------------------------------

NOT_UNICODE = b"caf\xe9 \xff\xfe".decode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param(NOT_UNICODE, "bytes that are not UTF-8", id="bytes"),
        pytest.param("a\0b", "a NUL character", id="NUL"),
        pytest.param("電\ud83d", "half of a character", id="a lone surrogate"),
    ],
)
@pytest.mark.parametrize(
    "line",
    [
        "open -p S1 {}",
        "open -p S1 --ref {} x",
        "open -p S1 --partner {} x",
        "open -p S1 --once {} x",
        "update 1 --subject {}",
        "update 1 --ref {}",
        "update 1 --subject y --note {}",
        "note 1 {}",
        "note 1 x --once {}",
        "escalate 1 --reason {}",
        "hold 1 --reason {}",
        "void 1 --reason {}",
        "undo 1 --once {}",
        "close 1 --note {}",
    ],
)
def test_a_text_that_cannot_be_stored_is_refused_and_changes_nothing(
    slt, db, whole, line, text, part
):
    slt("open", "-p", "S1", *AGO, "x")
    slt("note", "1", "y", *AGO)
    once = {"now": "2026-12-01T00:00:00Z"}  # what is left changes with the time
    before = slt("show", "1", "-o", "jsonl", **once).out
    code, out, err = slt(*(word.replace("{}", text) for word in line.split()))
    assert (code, out) == (1, "")
    assert is_one_sentence_with_a_fix(err)
    assert f"a text contains {part}" in err
    assert slt("show", "1", "-o", "jsonl", **once).out == before
    assert slt("list", "--all", "-q").out == "CASE-1\n"
    whole(db)


def test_a_nul_that_an_older_store_has_is_shown_and_can_be_replaced(slt, db, whole):
    event = opening(subject="x", ref="0")
    changes = {**event.changes, "subject": Change(None, "a\0b"), "ref": Change(None, "7\0")}
    store = open_store(location_of(db))
    with store.writing() as transaction:
        transaction.create(event._replace(changes=changes, note="\0"))
    store.close()
    for line in ("list", "show 1", "due", "export -o jsonl", "escalate 1 --dry-run"):
        code, out, err = slt(*line.split())
        assert (code, err) == (0, ""), line
        assert is_harmless(out), line
    (case,) = json.loads(slt("show", "1", "--json").out)["items"]
    assert (case["subject"], case["ref"]) == ("a\0b", "7\0")
    assert slt("verify") == (0, "", "")
    assert slt("note", "1", "x", "-q") == (0, "CASE-1\n", "")
    assert slt("update", "1", "--subject", "a b", "-q") == (0, "CASE-1\n", "")
    code, out, err = slt("undo", "1")
    assert (code, out, "a text contains a NUL character" in err) == (1, "", True)
    assert slt("list", "-o", "plain").out.count("a b") == 1
    whole(db)


@pytest.mark.usefixtures("db")
def test_bytes_that_are_no_text_are_in_no_case(slt):
    slt("open", "-p", "S1", *AGO, "x")
    assert slt("list", "--partner", NOT_UNICODE) == (0, "", "")
    code, out, err = slt("show", NOT_UNICODE)
    assert (code, out) == (4, "")
    assert is_one_sentence_with_a_fix(err)
    assert is_harmless(err)


def test_a_login_name_of_any_bytes_signs(slt, db, whole, monkeypatch):
    monkeypatch.setenv("LOGNAME", NOT_UNICODE)
    assert slt("open", "-q", "-p", "S1", *AGO, "x") == (0, "CASE-1\n", "")
    (item,) = json.loads(slt("show", "1", "--json").out)["items"]
    assert item["events"][0]["who"] == r"caf\xe9 \xff\xfe"
    whole(db)


def test_a_megabyte_is_kept_and_shown(slt, db, whole, monkeypatch):
    text = "[b]\x1b[2J" + "lang " * 200_000 + "end"
    assert slt("open", "-q", "-p", "S1", *AGO, text) == (0, "CASE-1\n", "")
    assert slt("note", "1", text, "-q") == (0, "CASE-1\n", "")
    monkeypatch.setenv("COLUMNS", "80")
    for line in ("show 1", "list --all", "due"):
        for form in ("table", "plain", "json"):
            out = shown(slt, line, form)
            assert is_harmless(out)
            if form == "table":
                assert max(map(len, out.splitlines())) <= 80
    (case,) = json.loads(slt("show", "1", "--json").out)["items"]
    assert (case["subject"], case["events"][1]["note"]) == (text, text)
    assert text in slt("list", "-o", "csv").out
    whole(db)


# --- Files, settings and the environment ----------------------------------------------------------

NAMES = {
    name: text.replace("\0", "").replace("/", "|")[:60]
    for name, text in {**HOSTILE, "bytes": NOT_UNICODE}.items()
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_file_may_bear_any_name(slt, name):
    assert slt("open", "-q", "-p", "S1", "x", "--db", f"{name}.db") == (0, "CASE-1\n", "")
    assert slt("list", "-q", "--db", f"{name}.db") == (0, "CASE-1\n", "")
    assert [path.name for path in Path.cwd().iterdir()] == [f"{name}.db"]
    Path(f"{name}.txt").write_text("A note.\n" * 99)
    for line in ("list --db", "open -p S1 x --db", "targets --config", "config check --"):
        for file in (f"{name}.txt", f"./{name}/none"):
            code, out, err = slt(*line.split(), file)
            assert (code, out) == (5 if "--db" in line else 3, ""), (line, err)
            assert is_one_sentence_with_a_fix(err), err
            assert is_harmless(err)
    Path(f"{name}.toml").write_text('[defaults]\nwarn = "30m"\n')
    for form in ("table", "plain", "json"):
        code, out, err = slt("config", "path", "--config", f"{name}.toml", "-o", form)
        assert (code, err) == (0, "")
        assert is_harmless(out)


CONFIGURED = (
    "targets",
    "contacts",
    "hotline",
    "list --all",
    "show 1",
    "due",
    "config show",
    "config check",
    "escalate 1 --dry-run",
    "escalate 1 --email --dry-run",
    "escalate 1 --level 2 --email --dry-run",
    "open -p S1 x",
)


def tables(text: str) -> dict[str, dict]:
    """Return configurations, each with a text in one place that takes one."""
    return {
        "a region": {"regions": {"usa": {"name": text}}},
        "a region's alias": {"regions": {"usa": {"aliases": [text]}}},
        "a hotline": {"regions": {"usa": {"hotline": text}}},
        "a zone": {"regions": {"usa": {"timezone": text}}},
        "a holiday": {"regions": {"usa": {"exceptions": [{"date": "2026-12-25", "name": text}]}}},
        "a priority": {"priorities": {"S1": {"name": text, "definition": text}}},
        "a partner type": {"partner_types": {"certified": {"name": text}}},
        "a plan": {"plans": {"partner": {"name": text}}},
        "a link": {"links": {"portal": text}},
        "a prefix": {"defaults": {"case_prefix": text}},
        "a level": {
            "escalation": {
                "levels": [
                    {"name": text, "channel": "email", "contact": "a@example.com", "response": "4h"}
                ]
            }
        },
        "an address": {
            "escalation": {
                "levels": [{"name": "x", "channel": "email", "contact": text, "response": "4h"}]
            }
        },
        "a key": {"regions": {text: {"name": "x"}}},
        "a table": {text: {"x": text}},
        "a word": {"classify": {"add": {"major": [text]}}},
    }


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("place", tables(""))
def test_a_configured_text_is_refused_or_shown_harmless(slt, place):
    slt("open", "-p", "S1", *AGO, "--partner-type", "certified", "x")
    for text in HOSTILE.values():
        Path("x.toml").write_text(tomli_w.dumps(tables(text)[place]), encoding="utf-8")
        for line in CONFIGURED:
            code, out, err = slt(*line.split(), "--config", "x.toml")
            assert code in (0, 1, 3), (place, text, line, err)
            assert is_harmless(out + err), (place, text, line)
            if code:
                assert "internal error" not in err
                assert len(err.splitlines()) % 2 == 0  # each fault with its fix
            if code == 3:
                break  # refused whole, by every command
    assert {path.name for path in Path.cwd().iterdir()} == {"x.toml"}


# --- On a real terminal and through real pipes ----------------------------------------------------


def on_a_terminal(*arguments: str) -> bytes:
    """Return the bytes that reach a terminal."""
    env = {**os.environ, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"}
    del env["COLUMNS"]
    return run_on_terminal([*COMMAND, *arguments], 50, 200, env).stdout


@pytest.mark.parametrize("name", ["CSI", "OSC 52 and a title", "C1 controls", "bidi overrides"])
def test_no_terminal_gets_anything_but_our_own_colours(fill, tmp_path, name):
    fill(HOSTILE[name], tmp_path / "hostile.db")
    for line in (
        "list --all",
        "show 1",
        "show 2 -o plain",
        "due",
        f"show|{HOSTILE[name]}",
        *(f"list --all -o {form}" for form in ("csv", "tsv", "json", "jsonl")),
        *(f"export -o {form}" for form in ("csv", "jsonl")),
        "list -q",
    ):
        seen = on_a_terminal(*line.split("|" if "|" in line else None)).decode("utf-8")
        assert "CASE-" in seen
        seen = OUR_STYLES.sub("", seen.replace("\r\n", "\n"))
        assert is_harmless(seen.replace("\t", " ") if "tsv" in line else seen), line


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HOSTILE["shell"], id="shell"),
        pytest.param(HOSTILE["carriage returns"], id="carriage returns"),
        pytest.param("\x1b[2J" + "x" * 100_000, id="as long as a system takes"),
    ],
)
def test_a_process_says_what_it_was_given_harmless_and_intact(db, whole, text):
    assert ended("open", "-p", "S1", *AGO, "--", text).code == 0
    code, out, err = ended("show", "1", "--json")
    assert (code, err, json.loads(out)["items"][0]["subject"]) == (0, "", text)
    for form in ("table", "plain"):
        assert is_harmless(ended("list", "-o", form).out)
    code, out, err = ended("note", "1", "--", NOT_UNICODE)
    assert (code, out, is_one_sentence_with_a_fix(err)) == (1, "", True)
    assert is_harmless(err)
    assert [*Path.cwd().iterdir()] == []
    whole(db)
