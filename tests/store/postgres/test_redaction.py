"""Who may do what in a database: only the owner of its tables redacts, as that changes events."""

from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import psycopg2
import pytest

from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.roles import Member, RoleKind
from tests.store.engines import SERVER, new_schema
from tests.store.outboxes import NOW, changing, claimed_in, new

pytestmark = pytest.mark.now("2026-03-06T13:00:00Z")

CASE = ("open", "-p", "S1", "--ref", "EXT-9", "--at", "2026-03-06T12:00:00Z", "Phones are down")
REDACT = ("redact", "1", "--reason", "Asked for", "--yes")


def run(sql: str) -> None:
    with closing(psycopg2.connect(SERVER)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def owner() -> str:
    """Return the URL of a new store, as the owner of its tables uses it."""
    return new_schema(SERVER).name


@pytest.fixture
def colleague(owner: str) -> Iterator[str]:
    """Return its URL for an agent."""
    role = f"role_{uuid4().hex}"
    run(f"CREATE ROLE {role} LOGIN")
    open_upkeep(location_of(owner)).grant([Member(role, RoleKind.AGENT)], apply=True)
    yield owner.replace("user=slt", f"user={role}")
    run(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_colleague_is_told_who_may(slt, owner, colleague):
    assert slt(*CASE, "-q", "--db", colleague).out == "CASE-1\n"
    before = slt("show", "1", "--json", "--db", owner).out
    told = slt(*REDACT, "--db", colleague)
    assert (told.code, told.out) == (5, "")
    sentence, fix = told.err.splitlines()
    assert sentence.startswith("slt: error: only the owner of the tables may redact in the store ")
    assert fix == "fix: run this command as slt, the owner of the tables; nothing was changed"
    assert slt("show", "1", "--json", "--db", owner).out == before


def test_the_owner_may_and_is_told_what_the_database_keeps(slt, owner, colleague):
    assert slt(*CASE, "-q", "--db", colleague).out == "CASE-1\n"
    told = slt(*REDACT, "--db", owner)
    assert (told.code, told.err) == (0, "")
    assert "keeps old versions of the rows until the owner of the tables runs VACUUM" in told.out
    assert "Phones" not in slt("show", "1", "--json", "--db", colleague).out
    assert slt("note", "1", "Seen", "-q", "--db", colleague).code == 0
    assert slt("verify", "--db", owner) == (0, "", "")


def test_a_colleague_may_do_all_that_concerns_notices(slt, colleague):
    assert slt(*CASE, "-q", "--db", colleague).out == "CASE-1\n"
    with closing(open_store(location_of(colleague))) as store, changing(store) as outbox:
        outbox.add([new(), new(channel="chat")], NOW)
        outbox.ran(["desk"], NOW)
        outbox.ran(["desk"], NOW)
        outbox.sent(claimed_in(outbox), NOW)
        outbox.drop([2], "answered")
        outbox.retry(2)
        outbox.prune(NOW)


def test_a_backup_where_slt_makes_them_is_named(slt, owner):
    assert slt(*CASE, "-q", "--db", owner).out == "CASE-1\n"
    made = slt("backup", "-q", "--db", owner).out.strip()
    assert made in slt(*REDACT, "--db", owner).out
    made_later = slt("backup", "-q", "--db", owner).out.strip()
    again = slt(*REDACT, "--db", owner).out
    assert (made in again, made_later in again) == (True, made_later == made)
