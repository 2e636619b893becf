"""The page is the same whatever the engine of the store."""

from pathlib import Path

import pytest

from tests.commands.report_page.test_figures import tables
from tests.output.html.reading import read_page

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-25T16:10:00Z")]


def test_a_page_has_the_cases_of_its_store(slt, home: Path) -> None:
    opened = ("-r", "europe", "-p", "S1", "--at", "2026-11-24T09:00Z", "-q")
    for partner in ("Acme", "Acme", "Orion"):
        assert slt("open", *opened, "--partner", partner, "down").code == 0
    assert slt("respond", "1", "-q", "--at", "2026-11-24T09:20Z").code == 0
    assert slt("respond", "2", "-q", "--at", "2026-11-24T11:30Z").code == 0
    assert slt("hold", "2", "-q", "--at", "2026-11-25T10:00Z").code == 0
    file = home / "a.html"
    assert slt("report", "--html", str(file), "--by", "partner") == (0, "", "")
    shown = tables(read_page(file.read_text(encoding="utf-8")))
    assert [(row["Partner"], row["Met"]) for row in shown["Met and missed, by partner"]] == [
        ("Acme", "1 of 2"),
        ("Orion", "0 of 1"),
        ("All", "1 of 3"),
    ]
    assert [(row["Case"], row["Answered"]) for row in shown["Missed clocks, by due time"]] == [
        ("CASE-2", "late"),
        ("CASE-3", "not yet"),
    ]
    assert [row["Case"] for row in shown["Late and soon due"]] == ["CASE-3"]
    assert shown["On hold in the period, by partner"] == [
        {"Partner": "Acme", "On hold": "6 h 10 min", "Cases": "1"}
    ]
    assert [row["Case"] for row in shown["On hold now, the longest first"]] == ["CASE-2"]
    assert shown["Open cases, by age"][1] == {"Age": "2 to 3 days", "Cases": "3"}
