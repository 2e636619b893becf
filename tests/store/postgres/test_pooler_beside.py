"""A pooler beside the client, as docs/team.md has it: commands wait for their questions alone."""

from slt_cli.store.postgres.driver import Session
from tests.store.postgres.distance import distance
from tests.store.postgres.pooler_beside import pooler_beside

LINES = {
    "store init": 4,
    "open -p S1 down": 3,
    "due": 2,
    "list": 2,
    "escalate 1": 4,
    "show 1": 3,
}
"""The statements of each command line: each is one round trip."""


def test_it_connects_once(slt, far, monkeypatch):
    with distance(far.server.port) as between:
        Session(far.url(far.verified(), port=between.port)).close()
        connecting = between.round_trips()
        with pooler_beside(far.root, between.port) as url:
            monkeypatch.setenv("SLT_DB", url)
            for line in LINES:
                assert slt(*line.split()).code == 0

        assert between.round_trips() == 2 * connecting + sum(LINES.values())
