"""What earlier releases recorded is exported and imported as it is read, and goes on alike."""

import json
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from slt_cli.domain.corrections import to_take_back, without
from slt_cli.domain.events import Event
from slt_cli.domain.moments import Moment
from slt_cli.domain.recording import record
from slt_cli.store.filter import Filter
from slt_cli.store.sqlite.store import SqliteStore
from tests.exchange.lives import Life, differences_of, exported, taken_in

STORES = Path(__file__).parents[1] / "data" / "stores"
KINDS = ("noted", "responded", "escalated", "closed", "reopened")


def next_event(life: Life, kind: str) -> Event:
    """Return a late entry, or what happens now; an escalation is to the next level."""
    late = kind in ("noted", "responded")
    last = max(event.at for event in life.events)
    at = life.case.opened_at + timedelta(minutes=1) if late else last + timedelta(days=1)
    level = life.case.level + 1 if kind == "escalated" else 0
    moment = Moment(kind, at, level=level)  # type: ignore[arg-type]  # one of KINDS
    return life.event(record(life.case, life.events, moment, life.policy), moment)


def undo(life: Life) -> Event:
    """Return what takes back the last event that counts."""
    taken = to_take_back(life.events, None)
    after = without(life.case, life.events, taken, life.policy)
    return life.event(after, Moment("undone", taken.at), undoes=taken.id)


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["schema-1", "schema-2"])
def test_its_cases_come_back(name, policy, tmp_path):
    shutil.copyfile(STORES / f"{name}.db", tmp_path / "old.db")
    old, new = (SqliteStore(tmp_path / f"{place}.db", private=True) for place in ("old", "new"))
    lines = exported(old, policy).splitlines()
    refs = [json.loads(line)["ref"] for line in lines]
    doubled = [ref for place, ref in enumerate(refs) if ref and ref in refs[:place]]

    done = taken_in(new, policy, "\n".join(lines))

    assert (done.count, done.bad) == (len(lines) - len(doubled), len(doubled))
    found = []
    for case in new.cases(Filter()):
        life, copy = (Life(store, policy, case.number) for store in (old, new))
        assert life.events == copy.events
        for act in (undo, undo, *(partial(next_event, kind=kind) for kind in KINDS), undo):
            assert life.happen(act) == copy.happen(act)
        assert [event.command for event in copy.events].count(None) > 0
        found += _apart(life, copy)
    assert found == []
    for store in (old, new):
        store.close()


def _apart(life: Life, copy: Life) -> list[str]:
    nows = [event.at for event in life.events]
    return [each for each in differences_of(life.number, life, copy, nows) if "lines" not in each]
