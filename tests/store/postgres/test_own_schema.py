"""What the owner of a database makes in it: `doctor` and `verify` name it, and nothing is lost."""

from contextlib import closing
from functools import partial

import psycopg2
import pytest

from slt_cli.domain.clocks import Span
from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import apply
from slt_cli.errors import StoreError
from slt_cli.store.checking import differences
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import TABLES, Store
from slt_cli.store.sql.transaction import Transaction
from tests.store.samples import MONDAY, after, create, opening, recording, response

LEAVE_OUT = "CREATE FUNCTION {0}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
ACTING = {
    "a trigger on events": (
        LEAVE_OUT.format("gone")
        + "CREATE TRIGGER gone BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION gone()",
        "the trigger 'gone' on 'events' is not one that slt makes",
    ),
    "a trigger on cases": (
        LEAVE_OUT.format("kept")
        + "CREATE TRIGGER kept BEFORE UPDATE ON cases FOR EACH ROW EXECUTE FUNCTION kept()",
        "the trigger 'kept' on 'cases' is not one that slt makes",
    ),
    "a rule": (
        "CREATE RULE gone AS ON INSERT TO events DO INSTEAD NOTHING",
        "the rule 'gone' on 'events' is not one that slt makes",
    ),
}
CHANGED = {
    **ACTING,
    "row security": (
        "ALTER TABLE cases ENABLE ROW LEVEL SECURITY",
        "the row security of 'cases' is on",
    ),
    "no primary key": (
        "ALTER TABLE events DROP CONSTRAINT events_pkey",
        "'events' has no unique key case_number, id",
    ),
    "no unique index": (
        "DROP INDEX events_once; CREATE INDEX events_once ON events (case_number)",
        "'events' has no unique key case_number, command, sequence",
    ),
    "no view": ("DROP VIEW late_clocks", "the view 'late_clocks' is missing"),
}


@pytest.fixture
def url(new_store) -> str:
    """Return the URL of a store with one case."""
    url = new_store()
    with closing(open_store(location_of(url))) as store:
        create(store, subject="first")
    return url


def act(url: str, sql: str) -> None:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(sql)


def record_in_turn(store: Store, number: int) -> None:
    """Change a case as a command does: it is locked and read, then changed."""
    with store.writing() as writing:
        case = writing.case(number)
        changed = case._replace(subject="second")
        writing.record(case, event_between(case, changed, "updated", MONDAY, recording()))


@pytest.mark.parametrize(("sql", "told"), CHANGED.values(), ids=CHANGED)
def test_doctor_and_verify_name_it(slt, url, sql, told):
    act(url, sql)
    verified = slt("verify", "--db", url)
    assert verified.code == 5
    assert f"may be lost or changed: {told}\nfix: let the owner" in verified.err

    checked = slt("doctor", "--db", url, "-o", "tsv")
    assert checked.code == 1
    schema = f"store schema\tproblem\twhat is recorded may be lost or changed: {told}\tlet the"
    assert schema in checked.out


def test_a_new_database_is_as_slt_made_it(slt, url):
    assert slt("verify", "--db", url).code == 0
    assert "\nstore schema\tok\t" in slt("doctor", "--db", url, "-o", "tsv").out


@pytest.mark.parametrize("sql", [sql for sql, _ in ACTING.values()], ids=ACTING)
def test_a_change_that_is_left_out_fails_and_records_nothing(url, sql):
    act(url, sql)
    with closing(open_store(location_of(url))) as store:
        (case,) = store.cases(Filter())
        with pytest.raises(StoreError, match="did not keep all that was written") as refused:
            record_in_turn(store, case.number)
        assert refused.value.fix == "`slt doctor` names it; nothing was recorded"
        assert list(store.cases(Filter())) == [case]
        assert list(differences(store)) == []


@pytest.mark.parametrize("cases", [1, 60])
def test_neither_are_cases_that_are_added(url, cases):
    act(url, ACTING["a trigger on events"][0])
    event = opening()
    case = apply(None, event, 1, "")
    additions = [(case._replace(number=number), [event]) for number in range(2, cases + 2)]
    with closing(open_store(location_of(url))) as store:
        with pytest.raises(StoreError, match="did not keep all"), store.writing() as writing:
            writing.add(additions)
        assert store.count("cases") == 1


def record_without(field: str, writing: Transaction) -> None:
    """Change a case as an undo does, that takes away all that one of its fields has."""
    case = writing.case(2)
    changed = case._replace(**{field: ()})
    writing.record(case, event_between(case, changed, "undone", MONDAY, recording()))


def add_a_case(writing: Transaction) -> None:
    writing.add([(apply(None, opening(), 9, ""), [opening()])])


LEFT_OUT = {
    "a clock that is removed": ("DELETE", "clocks", partial(record_without, "clocks")),
    "a hold that is removed": ("DELETE", "holds", partial(record_without, "holds")),
    "a counter that is set": ("UPDATE", "counters", lambda each: each.put("counters", NINE)),
    "a counter that goes on": ("UPDATE", "counters", add_a_case),
}
NINE = [("case", 9)]


@pytest.mark.parametrize(("what", "table", "write"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_neither_is_what_is_removed_or_counted(url, what, table, write):
    with closing(open_store(location_of(url))) as store:
        held = Span(MONDAY, after(minutes=5))
        create(store, clocks=(response(after(hours=1)),), holds=(held,))
        before = [list(store.content(each)) for each in TABLES]
        trigger = f"CREATE TRIGGER kept BEFORE {what} ON {table} FOR EACH ROW EXECUTE FUNCTION"
        act(url, f"{LEAVE_OUT.format('kept')}{trigger} kept()")
        with pytest.raises(StoreError, match="did not keep all"), store.writing() as writing:
            write(writing)
        assert [list(store.content(each)) for each in TABLES] == before
        act(url, f"DROP TRIGGER kept ON {table}")
        with store.writing() as writing:
            write(writing)
        assert list(differences(store)) == []
