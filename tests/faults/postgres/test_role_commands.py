"""Every command as each role: it works, or it is refused in one sentence and changes nothing."""

import json
import re
from uuid import uuid4

import pytest

from tests.command_names import ALL_COMMANDS
from tests.faults.postgres.role_lines import (
    CHANNEL,
    CHECKING,
    EMPTY,
    FILLING,
    NOT_NEEDED,
    NOTICES,
    NOW,
    OWNING,
    PREPARED,
    READING,
    RECORDING,
    WITH_A_POLICY,
    WITHOUT_STORE,
)
from tests.faults.postgres.role_places import Place, connected, of_database, prepare, write
from tests.faults.postgres.roles import ROLES, as_role
from tests.faults.processes import is_one_sentence_with_a_fix

pytestmark = pytest.mark.now(NOW)


@pytest.fixture(scope="module")
def databases(server, owner, tmp_path_factory):
    """Return the owner's directory, and two databases to copy: one with cases, and an empty one."""
    directory = tmp_path_factory.mktemp("owner")
    write(directory)
    (directory / "notices.toml").write_text(NOTICES)
    (directory / "failing.toml").write_text(CHANNEL.format("false", ""))
    made = {}
    for kind, prepared in (("filled", PREPARED), ("empty", EMPTY)):
        database = made[kind] = f"{kind}_{uuid4().hex}"
        with connected(server.url) as sql:
            sql(f"CREATE DATABASE {database} OWNER {owner}")
        prepare(directory, as_role(of_database(server.url, database), owner), prepared)
    return directory, made


@pytest.fixture
def place(slt, server, owner, databases, home, monkeypatch):
    """Return a function that makes a place, with a database of its `own` or that of the others."""
    directory, made = databases
    monkeypatch.chdir(home)
    write(home)
    (home / "saved.db").write_bytes((directory / "saved.db").read_bytes())
    copies = []

    def new(kind="filled", *, own=False):
        copy = made[kind]
        if own:
            copy = f"copy_{uuid4().hex}"
            copies.append(copy)
            with connected(server.url) as sql:
                sql(f"CREATE DATABASE {copy} OWNER {owner} TEMPLATE {made[kind]}")
        return Place(slt, home, of_database(server.url, copy))

    yield new
    with connected(server.url) as sql:
        for copy in copies:
            sql(f"DROP DATABASE {copy} WITH (FORCE)")


def table(text, *roles):
    """Return the lines of a text for each of the roles, with ids that say who does what."""
    return [
        pytest.param(line, role, id=f"{role}: {line}")
        for line in filter(None, text.splitlines())
        for role in roles
    ]


def refused(result, *said):
    """Assert that a line was refused in one sentence with a fix, which says these things."""
    assert (result.code, result.out) == (5, "")
    assert is_one_sentence_with_a_fix(result.err)
    assert [text for text in said if text not in result.err] == []


def test_every_command_is_tried(slt):
    listed = re.findall(r"^  (\S+(?: \S+)*)", slt("help", "commands").out, re.MULTILINE)
    tables = (WITHOUT_STORE, WITH_A_POLICY, READING, CHECKING, RECORDING, OWNING, FILLING)
    tried = "".join(tables).splitlines()
    names = {name for name in ALL_COMMANDS for line in tried if f"{line} ".startswith(f"{name} ")}
    assert names == set(ALL_COMMANDS) == set(listed)


@pytest.mark.parametrize(("line", "role"), table(WITHOUT_STORE, *ROLES))
def test_anybody_may_do_what_needs_no_store(place, line, role):
    result, is_changed = place().run(line, role)
    assert (result.code, result.err, is_changed) == (0, "", False)


@pytest.mark.parametrize(("line", "role"), table(WITH_A_POLICY, "owner", "agent", "reader"))
def test_the_policy_of_the_team_counts_for_a_reader(place, line, role):
    result, is_changed = place().run(line, role)
    assert (result.code, result.err, is_changed) == (0, "", False)


@pytest.mark.parametrize(("line", "role"), table(WITH_A_POLICY, "stranger"))
def test_a_stranger_is_told_that_its_own_policy_counts(place, line, role):
    result, is_changed = place().run(line, role)
    assert (result.code, is_changed) == (0, False)
    note, fix = result.err.splitlines()
    assert note.startswith("slt: note: ")
    assert fix.startswith("fix: ")


@pytest.mark.parametrize(("line", "role"), table(READING, "owner", "agent", "reader"))
def test_a_reader_may_do_what_only_reads(place, line, role):
    here = place()
    result, is_changed = here.run(line, role)
    assert (result.code, result.err, is_changed, here.was_told) == (0, "", False, False)


@pytest.mark.now(None)  # doctor asks the server for the time
@pytest.mark.parametrize(("line", "role"), table(CHECKING, "owner", "agent", "reader"))
def test_a_reader_may_check_a_sound_store(place, line, role):
    result, is_changed = place("empty").run(line, role)
    assert (result.code, result.err, is_changed) == (0, "", False)


@pytest.mark.parametrize(("line", "role"), table(RECORDING, "owner", "agent"))
def test_an_agent_may_do_what_records(place, line, role):
    result, is_changed = place(own=True).run(line, role)
    assert (result.code, result.err, is_changed) == (0, "", True)


@pytest.mark.parametrize(("line", "role"), table(RECORDING, "reader"))
def test_a_reader_is_told_that_it_may_only_read(place, line, role):
    here = place()
    result, is_changed = here.run(line, role)
    refused(result, "may only read", "`slt store grant --agent reader --apply`")
    assert (is_changed, here.was_told) == (False, False)


@pytest.mark.parametrize(("line", "role"), table(OWNING, "owner"))
def test_the_owner_may_do_what_is_the_owners(place, line, role):
    result, _ = place(own=True).run(line, role)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(("line", "role"), table(OWNING, "agent", "reader"))
def test_what_is_the_owners_is_refused_to_others(place, line, role):
    result, is_changed = place().run(line, role)
    refused(result, "only the owner of the tables", "owner")
    assert "slt store grant" not in result.err
    assert not is_changed


@pytest.mark.parametrize(("line", "role"), table(NOT_NEEDED, "owner", "agent", "reader"))
def test_a_policy_that_is_not_there_needs_no_clearing(place, line, role):
    result, is_changed = place("empty").run(f"{line} --json", role)
    assert (result.code, result.err, is_changed) == (0, "", False)
    assert json.loads(result.out)["items"] == []


@pytest.mark.parametrize(("line", "role"), table(FILLING, "owner"))
def test_the_owner_may_fill_an_empty_store(place, line, role):
    result, is_changed = place("empty", own=True).run(line, role)
    assert (result.code, result.err, is_changed) == (0, "", True)


@pytest.mark.parametrize(("line", "role"), table(FILLING, "agent", "reader"))
def test_nobody_else_may_fill_an_empty_store_with_a_policy(place, line, role):
    result, is_changed = place("empty").run(line, role)
    refused(result, "only the owner of the tables may copy a team's policy", "as owner, the owner")
    assert "slt store grant" not in result.err
    assert not is_changed


@pytest.mark.parametrize(("line", "role"), table(FILLING, "stranger"))
def test_a_stranger_may_fill_no_store(place, line, role):
    result, is_changed = place("empty").run(line, role)
    refused(result)
    assert not is_changed


@pytest.mark.parametrize(("line", "role"), table(READING + RECORDING + OWNING, "stranger"))
def test_a_stranger_may_do_nothing_with_the_store(place, line, role):
    here = place()
    result, is_changed = here.run(line, role)
    refused(result)
    assert (is_changed, here.was_told) == (False, False)


@pytest.mark.parametrize(("line", "role"), table(CHECKING, "stranger"))
def test_a_stranger_sees_what_is_wrong_in_the_answer(place, line, role):
    result, is_changed = place().run(line, role)
    assert (result.code, result.err, is_changed) == (1, "", False)
    assert re.search("^store +problem ", result.out, re.MULTILINE)
