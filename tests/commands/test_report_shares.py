"""A share of nothing is no share, and a share is never rounded up."""

import pytest

from tests.commands.report_month import NOW

pytestmark = [pytest.mark.every_engine, pytest.mark.now(NOW)]

OCTOBER = ("report", "--since=2026-10", "--until=2026-10")
NOTHING = {"attainment": None, "median_seconds": None, "p90_seconds": None, "objective": None}


@pytest.fixture
def all_but_one(slt, home, write) -> None:
    """Open 200 cases in London: 199 were answered after 30 minutes, one after two hours."""
    rows = [f"2026-10-05T08:00:00Z,2026-10-05T08:30:00Z,S1,europe,Fax {n}" for n in range(199)]
    rows.append("2026-10-05T08:00:00Z,2026-10-05T10:00:00Z,S1,europe,Fax")
    name = write("\n".join(["opened_at,responded_at,priority,region,subject", *rows, ""]))
    assert slt("import", str(home / name), "-q").code == 0


def with_objective(home, monkeypatch, objective: str) -> None:
    config = home / "objective.toml"
    config.write_text(f'plans.partner.objective = "{objective}"\n')
    monkeypatch.setenv("SLT_CONFIG", str(config))


@pytest.mark.parametrize("which", [(), ("--clock=update",), ("--priority=S2",)])
def test_a_report_of_nothing_has_no_share(slt, items, which) -> None:
    slt("open", "-p", "S1", "Fax", "--at", "2026-09-07T14:00:00Z")
    slt("close", "1", "--at", "2026-09-07T14:01:00Z")

    (item,) = items(*OCTOBER, *which)

    assert (item["met"], item["missed"], item["unanswered"]) == (0, 0, 0)
    assert {field: item[field] for field in NOTHING} == NOTHING
    assert items(*OCTOBER, *which, "--by=priority") == []
    assert "100" not in slt(*OCTOBER, *which, on_terminal=True).out


@pytest.mark.usefixtures("all_but_one")
@pytest.mark.parametrize(
    ("objective", "word"),
    [("99.501%", "missed"), ("99.6%", "missed"), ("99.5%", "reached"), ("100%", "missed")],
)
def test_199_of_200_is_never_rounded_up(slt, items, home, monkeypatch, objective, word) -> None:
    with_objective(home, monkeypatch, objective)

    (item,) = items(*OCTOBER)
    out = slt(*OCTOBER, "--by=priority", on_terminal=True, environment={"COLUMNS": "120"}).out
    (shown,) = (line for line in out.splitlines() if line.startswith("S1"))

    assert (item["met"], item["missed"]) == (199, 1)
    assert item["attainment"] == 0.995
    assert item["objective"] == pytest.approx(float(objective.rstrip("%")) / 100)
    assert (item["attainment"] >= item["objective"]) == (word == "reached")
    assert shown.split("199 of 200")[1].split()[0].startswith("99")
    assert word in shown
