"""The statements that `slt store grant` prints: psql runs them, whatever the names."""

import re
import shlex
import subprocess
from urllib.parse import quote

import pytest

from tests.faults.postgres.roles import (
    AGENT,
    NOTHING,
    READER,
    as_role,
    given,
    rights,
    rows,
)
from tests.faults.processes import is_one_sentence_with_a_fix
from tests.store.postgres.server import programs

HOSTILE = {
    "a quote": 'ha"rd',
    "quotes around it": '"hard"',
    "an apostrophe": "o'clock",
    "the end of a statement": '"; DROP TABLE events; --',
    "a semicolon": "a;b",
    "blanks": " two  words ",
    "a newline": "two\nlines",
    "a tab": "a\tb",
    "a backslash": "a\\b",
    "a command of psql": "x\n\\! false",
    "a variable of psql": ":'x' :\"x\" :x",
    "a dollar quote": "$$x$$",
    "a percent sign": "100%s %(x)s %%",
    "a question mark": "who?",
    "capitals": "Ben",
    "a word of SQL": "select",
    "another word of SQL": "current_user",
    "a comma": "ben,ana",
    "an option": "--apply",
    "unicode": "Zoë 電話",
    "63 bytes": "é" * 31 + "x",
}


@pytest.mark.parametrize("kind", ["--agent", "--reader"])
@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_name_gets_its_rights_and_breaks_nothing(slt, sql, owned, new_role, kind, name):
    new_role(name)
    before = rows(sql)
    printed = slt("store", "grant", f"{kind}={name}")
    assert (printed.code, printed.err) == (0, "")
    assert rights(sql, name) == NOTHING
    by_psql = _run_by_psql(sql, as_role(owned, "owner"), printed.out)
    assert rights(sql, name) == {"--agent": AGENT, "--reader": READER}[kind]
    assert slt("store", "grant", f"{kind}={name}", "--apply").code == 0
    assert given(sql) == by_psql
    assert rows(sql) == before


@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
def test_a_reader_is_told_in_one_sentence_how_a_hostile_name_gets_more_rights(
    slt, owned, grant, new_role, name
):
    new_role(name)
    grant(f"--reader={name}")
    sees = {"SLT_DB": as_role(owned, name)}
    code, out, err = slt("note", "1", "called", environment=sees)
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    (more,) = re.findall(r"`slt store grant (.*) --apply`", err)
    if name.isprintable():
        role = more.removeprefix("--agent=").removeprefix("--agent ")
        assert shlex.split(role) == [name]


def test_a_schema_may_have_a_hostile_name(slt, sql, owned, schema, new_role):
    new_role("ben")
    name = f"Te\"am; é '%s {schema[:12]}"
    quoted = '"' + name.replace('"', '""') + '"'
    sql(f"ALTER SCHEMA {schema} RENAME TO {quoted}")
    sql("SELECT set_config('search_path', %s, false)", quoted)
    url = owned.replace(schema, quote(quoted.replace(" ", "\\ "), safe=""))
    sees = {"SLT_DB": as_role(url, "owner")}
    printed = slt("store", "grant", "--agent", "ben", environment=sees)
    by_psql = _run_by_psql(sql, as_role(url, "owner"), printed.out)
    assert rights(sql, "ben") == AGENT
    assert slt("store", "grant", "--agent", "ben", "--apply", environment=sees).code == 0
    assert given(sql) == by_psql
    assert slt("note", "1", "called", environment={"SLT_DB": as_role(url, "ben")}).code == 0


def test_what_is_printed_changes_nothing_and_does_the_same_as_apply(slt, sql, owned, schema, grant):
    before = given(sql)
    arguments = ("--agent", "agent", "--reader", "reader")
    printed = slt("store", "grant", *arguments)
    assert (printed.code, printed.err) == (0, "")
    assert given(sql) == before
    by_psql = _run_by_psql(sql, as_role(owned, "owner"), printed.out)
    assert by_psql != before
    sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM agent, reader")
    grant(*arguments)
    assert given(sql) == by_psql


def _run_by_psql(sql, url, statements):
    """Run statements as the page says, and return what is given then."""
    done = subprocess.run(
        [programs() / "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url],
        input=statements,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return given(sql)
