"""A server that is lost while notices are sent: each is sent, and twice only if it stayed away."""

import pytest

from slt_cli.cli.program import run
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from tests.apps import RememberingApp, app_with
from tests.faults.postgres.proxy import proxy
from tests.faults.postgres.test_lost_answers import COMMIT
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.usefixtures("team")

DUE, LATER = "2026-11-23T13:00-08:00", "2026-11-23T13:04-08:00"


@pytest.fixture
def desk(tmp_path, home, slt) -> Desk:
    """Return a desk that is to be told of three cases, in one message."""
    desk = Desk(tmp_path / "desk")
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("\n".join([desk.channel("desk"), notices("due")]))
    for _ in range(3):
        line = ("open", "-p", "S2", "-r", "usa", "-q", "x")
        assert slt(*line, now="2026-11-23T09:00-08:00").code == 0
    return desk


def notify(address: str, capsys) -> tuple[int, str, str]:
    """Run `slt notify` on a store, with half a second of patience for a lost server."""

    def new_app(options) -> RememberingApp:
        app = app_with(now=DUE)(options)
        app.store = PostgresStore(app.location, Session, 0.5)
        return app

    capsys.readouterr()
    return (run(("notify", "--db", address), new_app), *capsys.readouterr())


@pytest.mark.parametrize("stays_away", [False, True], ids=["it is back", "it stays away"])
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3], ids=["made", "claimed", "marked"])
def test_a_server_that_is_lost(
    slt, desk: Desk, team, directory, capsys, number, moment, stays_away
):
    with proxy(directory) as between:
        between.cut(COMMIT, number, moment, stays_away=stays_away)
        code, out, _ = notify(between.url(team), capsys)
        assert between.cuts
    assert (code, out) == (5 if stays_away else 0, "")
    first = len(desk.messages)
    assert first == (number == 3 or not (stays_away or (number, moment) == (2, "after")))
    for _ in range(2):
        assert slt("notify", now=LATER) == (0, "", "")
    is_unknown = stays_away and (number, moment) == (3, "before")
    assert desk.told == [["CASE-1 due", "CASE-2 due", "CASE-3 due"]] * (2 if is_unknown else 1)


DENIED = "; nothing was changed"
LATE = ("escalate", "--late", "--notify")


@pytest.mark.parametrize(
    ("line", "revoked", "escalated", "sent", "is_unchanged"),
    [
        pytest.param(LATE, "INSERT ON notices", 3, 0, False, id="escalated, not told"),
        pytest.param(LATE, "INSERT ON events", 0, 3, False, id="told, not escalated"),
        pytest.param(LATE, "INSERT ON events, notices", 0, 0, True, id="neither"),
        pytest.param(("notify",), "INSERT ON notices", 0, 0, True, id="no notice made"),
        pytest.param(("notify",), "UPDATE ON notices", 0, 0, False, id="made, not sent"),
    ],
)
def test_a_right_that_is_lacking(
    slt, sql, new_role, desk: Desk, team, line, revoked, escalated, sent, is_unchanged
):
    new_role("ben")
    assert slt("store", "grant", "--agent", "ben", "--apply").code == 0
    sql(f"REVOKE {revoked} FROM ben")
    result = slt(*line, "--db", team.replace("user=slt", "user=ben"), now=LATER)
    assert (result.code, result.err.count("the role ben lacks rights in")) == (5, 1)
    assert result.err.count("--agent ben --apply") == 1
    assert (DENIED in result.err) == is_unchanged
    assert sum(map(len, desk.told)) == sent
    assert sql("SELECT count(*) FROM events WHERE kind = 'escalated'") == [(escalated,)]
