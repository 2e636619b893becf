"""The rights that docs/team.md gives to a colleague are enough, and no more than needed."""

import re
from pathlib import Path

import pytest

DOCUMENT = (Path(__file__).parents[3] / "docs" / "team.md").read_text(encoding="utf-8")
(GRANTS,) = re.findall(r"^```sql\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
READS = ("list --all", "due", "due --clocks", "show 1", "recalc", "verify", "store policy show")
CHANGES = (
    "open -p S1 --region europe --at 2026-11-23T10:00:00Z down",
    "note 1 called",
    "update 1 -p S2",
    "hold 1",
    "resume 1",
    "respond 1",
    "followup 1",
    "mark 1 workaround",
    "take 1",
    "update 1 --tag fax",
    "update 1 --untag fax",
    "undo 1",
    "escalate 1",
    "escalate --late",
    "resolve 1",
    "close 1",
    "reopen 1",
    "void 1 --reason twice",
    "recalc --apply",
    "store policy set team.toml",
    "store policy clear",
    "import cases.csv",
    "backup saved.db",
)
pytestmark = pytest.mark.now("2026-11-23T12:00:00Z")


@pytest.fixture
def become(sql, schema, team, home, monkeypatch):
    """Return a function that makes the test a colleague with the first so many of the rights."""
    monkeypatch.chdir(home)
    (home / "team.toml").write_text("[defaults]\nwarn = '30m'\n")
    (home / "cases.csv").write_text("priority,opened_at\nS1,2026-11-23T10:00:00Z\n")
    made = []

    def colleague(*grants: str) -> None:
        name = f"colleague_{schema}"
        sql(f"CREATE ROLE {name} LOGIN")
        made.append(name)
        for grant in grants:
            sql(grant.replace("SCHEMA public", f"SCHEMA {schema}").replace("TO ben", f"TO {name}"))
        monkeypatch.setenv("SLT_DB", team.replace("user=slt", f"user={name}"))

    yield colleague
    for name in made:
        sql(f"DROP OWNED BY {name}")
        sql(f"DROP ROLE {name}")


def test_a_colleague_may_do_everything_but_change_tables(slt, become):
    become(*GRANTS.splitlines())
    for line in (*CHANGES, *READS):
        result = slt(*line.split())
        assert (result.code, result.err) == (0, ""), line


def test_a_colleague_who_reads_may_do_nothing_else(slt, become):
    for line in CHANGES[:2]:
        assert slt(*line.split()).code == 0
    become(*GRANTS.splitlines()[:2])
    for line in READS:
        result = slt(*line.split())
        assert (result.code, result.err) == (0, ""), line
    for line in (CHANGES[0], *CHANGES[1:4]):
        result = slt(*line.split())
        assert result.code == 5
        assert "your user may not do this" in result.err
        assert "the GRANTs in docs/team.md" in result.err
