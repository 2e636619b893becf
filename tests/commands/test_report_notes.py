"""What stands beside a report is true of that report."""

import pytest

from tests.commands.report_month import NOW

pytestmark = pytest.mark.now(NOW)


@pytest.fixture
def plain_levels(home, monkeypatch) -> None:
    """Set targets in support time, and levels in plain time."""
    config = home / "levels.toml"
    level = 'name = "Lead"\nchannel = "email"\ncontact = "lead@example.com"'
    config.write_text(f'[[escalation.levels]]\n{level}\nresponse = "4h"\nclock = "24x7"\n')
    monkeypatch.setenv("SLT_CONFIG", str(config))


@pytest.mark.usefixtures("plain_levels")
@pytest.mark.parametrize(("kind", "is_plain"), [("escalation", True), ("response", False)])
def test_lengths_of_levels_in_plain_time_are_plain_time(slt, kind, is_plain) -> None:
    slt("open", "-p", "S1", "Fax", now="2026-10-05T14:00:00Z")
    slt("escalate", "1", now="2026-10-05T15:30:00Z")
    slt("respond", "1", now="2026-10-05T16:00:00Z")

    out = slt("report", f"--clock={kind}", on_terminal=True).out

    assert "Median and 90 % in support time" in out
    assert ("plain time for a 24x7 clock" in out) == is_plain


@pytest.mark.parametrize(
    ("period", "months"),
    [
        (["--until=2026-09"], []),
        (["--since=2026-12"], []),
        (["--since=2026-09", "--until=2026-10"], ["2026-09", "2026-10"]),
        (["--since=2026-10", "--until=2026-12"], ["2026-10", "2026-11"]),
        ([], ["2026-10", "2026-11"]),
    ],
    ids=["over before the first case", "still to come", "over", "still running", "no limit"],
)
def test_a_trend_has_the_months_of_the_period_up_to_now(slt, items, period, months) -> None:
    slt("open", "-p", "S1", "Fax", now="2026-10-05T14:00:00Z")

    (item,) = items("report", "--trend=month", *period)

    assert [each["month"] for each in item["trend"]] == months
    assert slt("report", "--trend=month", *period).code == 0


def test_a_sentence_says_whose_objective_was_missed(slt, home, monkeypatch) -> None:
    config = home / "plans.toml"
    config.write_text(
        'plans.partner.objective = "95%"\n'
        '[plans.plus]\nname = "Plus"\napplies_to = ["plus"]\nobjective = "90%"\n'
        "[plans.plus.targets]\n"
        'S1 = { response = "1h" }\nS2 = { response = "4h" }\nS3 = { response = "6h" }\n'
        '[partner_types.plus]\nname = "Plus partner"\nhotline = true\nescalation = "levels"\n'
    )
    monkeypatch.setenv("SLT_CONFIG", str(config))
    for priority, kind in (("S1", "plus"), ("S2", "certified")):
        slt("open", "-p", priority, "--partner-type", kind, "Fax", now="2026-10-05T14:00:00Z")

    def sentence(*options: str) -> str:
        page = slt("report", "--html=-", *options).out.replace("\N{NO-BREAK SPACE}", " ")
        return page.partition('<p class="lead">')[2].partition("</p>")[0]

    assert sentence() == (
        "0 of 2 response clocks were met (0 %). S1 (0 %) and S2 (0 %) missed their objective."
    )
    assert sentence("--priority=S1") == (
        "0 of 1 response clock was met (0 %); the objective of 90 % was missed. S1 missed it (0 %)."
    )


@pytest.mark.parametrize("which", [(), ("--misses",)])
def test_the_zone_of_dates_is_told_where_dates_limit_a_report(
    slt, home, monkeypatch, which
) -> None:
    config = home / "zone.toml"
    config.write_text('[defaults]\nreport_timezone = "Asia/Manila"\n')
    monkeypatch.setenv("SLT_CONFIG", str(config))
    slt("open", "-p", "S1", "Fax", now="2026-10-05T14:00:00Z")

    def lines(*period: str) -> list[str]:
        return slt("report", *which, *period, on_terminal=True).out.splitlines()

    assert "Dates in Asia/Manila." in lines("--since=2026-10", "--until=2026-10")
    assert ("Dates in Asia/Manila." in lines("--until=2026-09")) == (not which)
    assert ("Dates in Asia/Manila." in lines()) == (not which)
