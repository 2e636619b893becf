"""Texts that mean something to SQL, to the driver or to Python are kept and found as they are."""

import json
import pkgutil
import re
from importlib import import_module
from itertools import chain

import pytest

import slt_cli.store.postgres
import slt_cli.store.sql

TEXTS = [
    "100% ? %s %% %(x)s ?? ?1",
    "{} {0} {x!r} {{}}",
    "$1 :1 :name @x ${HOME} `id`",
    "it's ''quoted'' \"so\" E'\\'' $$x$$",
    "back\\slash \\n \\x00 \\' \\\\",
    "'; DROP TABLE cases; --",
    "/* comment */ -- comment",
    "NULL null \\N",
    "\u202eright to left\u202c \U0001f600 e\u0301 \ufeff \u00df\u0130",
    "  blanks  at  the  ends",
    "\x01\x7f\x1b[31m",
    "x" * 1_000_000,
    "\U0001f600" * 10_000,
]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:20]))
def test_a_text_is_kept_as_it_is(slt, items, sql, tmp_path, monkeypatch, text):
    short = text[:200].strip()
    opened = slt(
        "open", "-p", "S1", text, "--partner", short, "--ref", short, "--once", short, "-q"
    )
    assert opened == (0, "CASE-1\n", "")
    assert slt("open", "-p", "S1", "y", "--once", short, "-q") == (0, "CASE-1\n", "")
    assert slt("note", "1", text, "-q").code == 0
    assert slt("update", "1", "--subject", f"{short} again", "-q").code == 0
    assert slt("undo", "1", "-q").code == 0
    kept = sql("SELECT subject, partner, ref FROM cases")
    (item,) = items("show", short)
    assert kept == [(item["subject"], item["partner"], item["ref"])]
    assert (item["partner"], item["ref"]) == (short, short)
    assert item["subject"].strip() == text.strip()
    (noted,) = (event["note"] for event in item["events"] if event["kind"] == "noted")
    assert noted.strip() == text.strip()
    assert [found["id"] for found in items("list", "--partner", short)] == ["CASE-1"]
    assert items("list", "--partner", f"{short[:1]}%") == []
    assert slt("verify") == (0, "", "")

    (tmp_path / "all.jsonl").write_text(slt("export", "-o", "jsonl").out)
    monkeypatch.setenv("SLT_DB", str(tmp_path / "copy.db"))
    assert slt("import", str(tmp_path / "all.jsonl"), "-q").code == 0
    (copied,) = items("show", "1")
    assert (copied["subject"], copied["events"]) == (item["subject"], item["events"])


@pytest.mark.usefixtures("team")
def test_wildcards_are_letters(slt, items):
    for name in ("a%c", "abc", "a_c", "A%C"):
        assert slt("open", "-p", "S1", "x", "--partner", name, "-q").code == 0
    found = [item["partner"] for item in items("list", "--partner", "a%c", "--sort", "number")]
    assert found == ["a%c", "A%C"]
    assert [item["partner"] for item in items("list", "--partner", "a_c")] == ["a_c"]


@pytest.mark.usefixtures("team")
def test_bytes_that_are_no_text(slt, sql, tmp_path):
    for line in (("open", "-p", "S1", "\udcff"), ("open", "-p", "S1", "x", "--ref", "\udcff")):
        code, out, err = slt(*line)
        assert (code, out) == (1, "")
        assert err.startswith("slt: error: ")
    assert slt("show", "\udcff", "--json").code == 4
    assert slt("list", "--partner", "\udcff", "-q") == (0, "", "")
    rows = [
        {"opened_at": "2026-03-06T12:00:00Z", "priority": "S1", field: text}
        for field in ("subject", "ref", "partner")
        for text in ("a\0b", "\ud800")
    ]
    (tmp_path / "bad.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    code, out, err = slt("import", str(tmp_path / "bad.jsonl"))
    assert (code, out) == (1, "")
    assert "6 rows of" in err
    assert sql("SELECT count(*) FROM cases") == [(0,)]


@pytest.mark.usefixtures("team")
@pytest.mark.parametrize(
    "name", ["9" * 30, str(2**63), str(2**63 - 1), "-1", "1e5", "0x1", "'", "%"]
)
def test_a_name_that_no_case_has(slt, name):
    assert slt("show", "--", name).code == 4


def test_no_statement_has_a_placeholder_in_a_text():
    packages = (slt_cli.store.sql, slt_cli.store.postgres)
    names = chain.from_iterable(
        (f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__))
        for package in packages
    )
    texts = [
        text
        for name in names
        for value in vars(import_module(name)).values()
        for text in (
            [value] if isinstance(value, str) else value if isinstance(value, tuple) else ()
        )
        if isinstance(text, str) and re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE|CREATE)", text)
    ]
    assert len(texts) > 20
    for text in texts:
        assert not [quoted for quoted in re.findall(r"'[^']*'", text) if set(quoted) & set("?%")]
        assert "%" not in text
