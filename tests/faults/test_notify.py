"""Notices on a disk that fills up: each is sent, and twice only if that could not be recorded."""

import json
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest

from slt_cli.app import system_clock
from tests.delivery.servers import Site, web_server
from tests.faults.processes import ended, is_one_sentence_with_a_fix
from tests.faults.test_disk import LIMITS, no_file_beyond
from tests.notices.desk import notices

pytestmark = pytest.mark.exhaustive

CASES = 30
ALL_WELL = (0, "", "")


@pytest.fixture
def site(home, db, slt) -> Iterator[Site]:
    """Return a site that is to be told of cases in a store that is there."""
    for number in range(CASES):
        line = ("open", "-p", "S1", "-q", "--at", "2026-03-06T12:00:00Z", f"number {number}")
        assert slt(*line).code == 0
    assert db.exists()
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)
    with web_server() as site:
        channel = f'[channels.desk]\nkind = "webhook"\nurl = "{site.url}"\n'
        file.write_text(f"{channel}{notices('due')}")
        yield site


@pytest.mark.parametrize("limit", LIMITS)
def test_a_disk_that_fills_up_loses_no_notice(slt, db, site: Site, whole, limit):
    code, out, err = ended("notify", before=partial(no_file_beyond, limit))
    assert (code, out) in ((0, ""), (5, ""))
    assert is_one_sentence_with_a_fix(err) == bool(code)
    is_unknown = bool(site.seen) and code == 5
    later = (system_clock() + timedelta(minutes=4)).isoformat()
    assert slt("notify", now=later) == ALL_WELL
    assert slt("notify", now=later) == ALL_WELL
    assert len(site.seen) == (2 if is_unknown else 1)
    for seen in site.seen:
        told = {item["id"] for item in json.loads(seen.body)["items"]}
        assert told == {f"CASE-{number}" for number in range(1, CASES + 1)}
    assert len({seen.headers["Idempotency-Key"] for seen in site.seen}) == 1
    whole(db)
