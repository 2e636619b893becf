"""What counts cases, policies and notices: a counter that gives a number twice is reported.

Every engine has the same counters; another program may have set them back, or removed one.
"""

from collections.abc import Callable
from contextlib import closing

import pytest

from slt_cli.app import system_clock
from slt_cli.errors import StoreError
from slt_cli.store.copying import copy_content
from slt_cli.store.counters import right_counters
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.sql.transaction import Transaction
from slt_cli.store.team_policy import TeamPolicy
from tests.store.engines import ENGINES, connection_to
from tests.store.outboxes import NOW, new
from tests.store.samples import MONDAY, create, opening

WRONG = {
    "set back": (
        "UPDATE counters SET value = 0 WHERE name = 'case'",
        "the counter of cases is at 0, but number 2 is in use",
    ),
    "one too low": (
        "UPDATE counters SET value = 1 WHERE name = 'case'",
        "the counter of cases is at 1, but number 2 is in use",
    ),
    "gone": ("DELETE FROM counters WHERE name = 'case'", "the counter of cases is missing"),
    "that of policies": (
        "UPDATE counters SET value = 0 WHERE name = 'policy'",
        "the counter of policies is at 0, but number 1 is in use",
    ),
    "that of notices": (
        "UPDATE counters SET value = 0 WHERE name = 'notice'",
        "the counter of notices is at 0, but number 1 is in use",
    ),
    "no counter of notices": (
        "DELETE FROM counters WHERE name = 'notice'",
        "the counter of notices is missing",
    ),
}
POLICY = TeamPolicy("[defaults]\n", MONDAY, "ada", None)


@pytest.fixture
def damaged(location, request):
    """Return where a store with two cases and a policy is, in which a counter is wrong."""
    sql, told = request.param
    with closing(open_store(location)) as store:
        create(store, subject="one")
        create(store, subject="two")
        with store.writing() as transaction:
            transaction.set_team_policy(POLICY)
            transaction.outbox().add([new()], NOW)
    with closing(connection_to(location)) as connection:
        connection.cursor().execute(sql)
        connection.commit()
    return location, told


each_wrong = pytest.mark.parametrize("damaged", WRONG.values(), ids=WRONG, indirect=True)


def _taking_a_number(told: str) -> list[Callable[[Transaction], object]]:
    if "notices" in told:
        return [lambda writing: writing.outbox().add([new(moment="1h late")], NOW)]
    if "policies" in told:
        return [lambda writing: writing.set_team_policy(POLICY)]
    return [Transaction.next_number, lambda writing: writing.create(opening())]


@each_wrong
def test_what_takes_a_number_says_that_the_counter_is_wrong(damaged):
    location, told = damaged
    with closing(open_store(location)) as store:
        for take in _taking_a_number(told):
            with pytest.raises(StoreError, match="damaged") as refused, store.writing() as writing:
                take(writing)
            assert refused.value.message == f"the store {location} is damaged: {told}"
            assert "slt store copy" in refused.value.fix


@each_wrong
def test_doctor_and_verify_report_it(slt, damaged):
    location, told = damaged
    checked = slt("doctor", "--db", location.name, "-o", "tsv")
    assert checked.code == 1
    assert f"\ncounters\tproblem\t{told}\tcopy the cases into a new store" in checked.out

    verified = slt("verify", "--db", location.name)
    assert verified.code == 5
    fix = "copy the cases into a new store"
    assert f"the store {location} is damaged: {told}\nfix: {fix}" in verified.err


@each_wrong
def test_a_backup_with_it_is_not_restored(slt, tmp_path, damaged):
    location, told = damaged
    if location.engine != "sqlite":  # its backup counts anew
        with closing(open_store(location)) as store:
            assert right_counters(store) == [("case", 2), ("policy", 1), ("notice", 1)]
        return
    new = tmp_path / "new.db"
    refused = slt("restore", location.name, "--yes", "--db", str(new))
    assert refused.code == 5
    assert f"{told}\nfix: restore another backup; nothing was changed" in refused.err
    assert not new.exists()


@each_wrong
@pytest.mark.parametrize("engine", ENGINES)
def test_a_copy_into_a_new_store_counts_anew(damaged, engine, tmp_path):
    location, _ = damaged
    (tmp_path / "new").mkdir()
    new = ENGINES[engine](tmp_path / "new")
    with closing(open_store(location)) as source, closing(open_store(new)) as target:
        copy_content(source, target)
        assert dict(target.content("counters")) == {"case": 2, "policy": 1, "notice": 1}
        assert create(target).number == 3


def test_a_counter_above_the_highest_number_is_right(slt, location):
    with closing(open_store(location)) as store:
        create(store)
    with closing(connection_to(location)) as connection:
        connection.cursor().execute("UPDATE counters SET value = 7 WHERE name = 'case'")
        connection.commit()
    assert "counters" not in {
        each.check for each in open_upkeep(location).health(system_clock).findings
    }
    assert slt("verify", "--db", location.name).code == 0
