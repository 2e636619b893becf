"""Every figure of the page is in the JSON answers of the same moment."""

import json
import re
from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.commands.report_page.cases import NOW
from tests.commands.report_page.conftest import PERIOD, Store
from tests.output.html.reading import Node

Json = dict[str, Any]
Table = list[dict[str, str]]
REGIONS = {"usa": "USA", "europe": "Europe", "apac": "APAC"}
ABBREVIATIONS = {"+08": "SGT"}


def tables(page: Node) -> dict[str, Table]:
    """Return the tables by their captions: rows of cells by their headings."""
    return {table.one("caption").text.strip(): rows(table) for table in page.all("table")}


def rows(table: Node) -> Table:
    body = table.one("tbody")
    return [
        {
            cell.attributes["data-label"]: cell.text.strip()
            for cell in row.all()
            if "data-label" in cell.attributes
        }
        for row in body.all("tr")
    ]


def asked(store: Store, *line: str) -> list[Json]:
    """Return the items of a command line, and those of an empty store too."""
    result = store.call(*line, "--json")
    assert (result.code, result.err) == (0, "")
    return list(json.loads(result.out)["items"])


def length(seconds: int | None) -> str:
    if seconds is None:
        return "-"
    if seconds < 60:
        return f"{seconds} s"
    hours, minutes = divmod(seconds // 60, 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{minutes} min"] * bool(minutes))


def in_column(seconds: int) -> str:
    """Return by how much something is late, as a column has it: rounded up, hours from ten on."""
    up = -(-seconds // 60) * 60
    return f"{up // 3600} h" if up >= 36000 else f"{up // 60} min" if up < 60 else length(up)


def instant(text: str, timezone: str) -> str:
    local = datetime.fromisoformat(text).astimezone(ZoneInfo(timezone))
    zone = local.strftime("%Z")
    return f"{local:%a} {local.day} {local:%b %H:%M} {ABBREVIATIONS.get(zone, zone)}"


def met(item: Json) -> str:
    return f"{item['met']} of {item['met'] + item['missed']}"


def share(item: Json) -> str:
    decided = item["met"] + item["missed"]
    return f"{item['met'] * 100 // decided} %" if decided else "-"


def objective(item: Json) -> str:
    if item["objective"] is None:
        return "-"
    whole = f"{item['objective']:.0%}".replace("%", " %")
    if item["attainment"] is None:
        return whole
    return f"{whole} {'reached' if item['attainment'] >= item['objective'] else 'missed'}"


def figures(item: Json) -> dict[str, str]:
    return {
        "Met": met(item),
        "Share": share(item),
        "Objective": objective(item),
        "Missed": str(item["missed"]),
        "Median": length(item["median_seconds"]),
        "90 % within": length(item["p90_seconds"]),
    }


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        pytest.param((), {"priority": "Priority", "region": "Region"}, id="priority and region"),
        pytest.param(
            ("--by", "owner", "--by", "partner-type", "--by", "tag"),
            {"owner": "Owner", "partner-type": "Partner type", "tag": "Tag"},
            id="by other fields",
        ),
        pytest.param(
            ("--region", "usa", "--clock", "update", "--by", "partner"),
            {"partner": "Partner"},
            id="another clock of some cases",
        ),
    ],
)
def test_met_and_missed(forty: Store, options: tuple[str, ...], fields: dict[str, str]) -> None:
    shown = tables(forty.page(*PERIOD, *options))
    chosen = options[: options.index("--by")] if "--by" in options else ()
    (total,) = asked(forty, "report", *PERIOD, *chosen)
    for field, heading in fields.items():
        items = asked(forty, "report", *PERIOD, *chosen, "--by", field)
        names = [item[field.replace("-", "_")] for item in items]
        if field == "region":
            names = [REGIONS[name] for name in names]
        if field == "partner-type":
            names = [name.capitalize() + " partner" for name in names]
        expected = [
            {heading: name} | figures(item) for name, item in zip(names, items, strict=True)
        ]
        sums = [{heading: "All"} | figures(total)] if len(items) > 1 else []
        assert shown[f"Met and missed, by {heading.lower()}"] == [*expected, *sums]


@pytest.mark.parametrize("unit", ["week", "month"])
def test_over_time(forty: Store, unit: str) -> None:
    shown = tables(forty.page(*PERIOD, "--trend", unit))[f"Share of met clocks, by {unit}"]
    (total,) = asked(forty, "report", *PERIOD, "--trend", unit)
    assert len(total["trend"]) > 1
    for row, part in zip(shown, total["trend"], strict=True):
        day = datetime.fromisoformat(part[unit] if unit == "week" else f"{part[unit]}-01")
        name = f"{day.day} {day:%b}" if unit == "week" else f"{day:%b}"
        assert row == {
            unit.capitalize(): name,
            "Met": met(part),
            "Share": share(part),
            "Missed": str(part["missed"]),
        }


def test_missed(forty: Store) -> None:
    shown = tables(forty.page(*PERIOD))["Missed clocks, by due time"]
    items = asked(forty, "report", *PERIOD, "--misses")
    assert len(items) > 5
    assert shown == [
        {
            "Case": item["id"],
            "Ref": item["ref"],
            "Priority": item["priority"],
            "Due": instant(item["due_at"], item["timezone"]),
            "Late by": in_column(item["late_seconds"]),
            "Answered": item["answered"],
            "Owner": item["owner"],
            "Last event": " ".join(
                [item["last_event"]["kind"], instant(item["last_event"]["at"], item["timezone"])]
            ),
            "Subject": item["subject"],
        }
        for item in items
    ]


def test_at_risk(forty: Store) -> None:
    shown = tables(forty.page(*PERIOD))["Late and soon due"]
    items = [item for item in asked(forty, "due", "--late", "--soon") if item["decides"]]
    assert len(items) > 2
    for row, item in zip(shown, items, strict=True):
        assert {name: row[name] for name in ("Case", "State", "Due", "Left", "Partner")} == {
            "Case": item["id"],
            "State": item["state"],
            "Due": instant(item["due_at"], item["timezone"]),
            "Left": f"-{in_column(-item['remaining_seconds'])}",
            "Partner": item["partner"],
        }


def test_how_long(forty: Store) -> None:
    shown = tables(forty.page(*PERIOD))["How long the clocks that stopped took"]
    items = asked(forty, "report", *PERIOD, "--by", "clock")
    wanted = ("Met", "Median", "90 % within")
    assert shown == [
        {"Clock": item["clock"]} | {name: figures(item)[name] for name in wanted}
        for item in items
        if item["median_seconds"] is not None
    ]


def test_on_hold(forty: Store) -> None:
    shown = tables(forty.page(*PERIOD))
    (total,) = asked(forty, "report", *PERIOD)
    by_partner = [*asked(forty, "report", *PERIOD, "--by", "partner"), total | {"partner": "All"}]
    assert shown["On hold in the period, by partner"] == [
        {
            "Partner": item["partner"],
            "On hold": length(item["held_seconds"]),
            "Cases": str(item["held_cases"]),
        }
        for item in by_partner
        if item["held_seconds"]
    ]
    held = sorted(asked(forty, "list", "--held"), key=lambda case: case["held_since"])
    assert [row["Case"] for row in shown["On hold now, the longest first"]] == [
        case["id"] for case in held
    ]


def test_ages(forty: Store) -> None:
    shown = tables(forty.page(*PERIOD))["Open cases, by age"]
    cases = [
        case for case in asked(forty, "list", "--all") if case["status"] in ("open", "responded")
    ]
    now = datetime.fromisoformat(NOW)
    days = [-((datetime.fromisoformat(case["opened_at"]) - now) // timedelta(1)) for case in cases]
    groups = Counter(
        "1" if day <= 1 else "3" if day <= 3 else "7" if day <= 7 else "" for day in days
    )
    assert len(cases) > 3
    assert [(row["Age"], int(row["Cases"])) for row in shown] == [
        ("up to 1 day", groups["1"]),
        ("2 to 3 days", groups["3"]),
        ("4 to 7 days", groups["7"]),
        ("over 7 days", groups[""]),
    ]


def test_the_sentence(forty: Store) -> None:
    page = forty.page(*PERIOD)
    (total,) = asked(forty, "report", *PERIOD)
    (said,) = (each.text for each in page.all("p") if each.attributes.get("class") == "lead")
    assert said.replace("\N{NO-BREAK SPACE}", " ").startswith(
        f"{met(total)} response clocks were met ({share(total)}); "
        "the objective of 95 % was missed. S1 ("
    )


def test_the_charts_have_the_numbers_of_their_tables(forty: Store) -> None:
    page = forty.page(*PERIOD)
    for chart in page.all("svg"):
        texts = [text.text for text in chart.all("text")]
        named = re.search("“(.+)”", chart.one("desc").text)
        assert named is not None
        table = tables(page)[named[1]]
        for row in table:
            first, *others = row.values()
            if first == "All":
                continue
            if chart.attributes["id"].startswith("time"):
                assert row["Share"].removesuffix(" %") in texts
            elif chart.attributes["id"].startswith("ages"):
                assert {first, row["Cases"]} <= set(texts)
            else:
                decided = row["Met"].split()[-1]
                assert {first, f"{row['Missed']} of {decided}", row["Objective"]} <= set(texts)
            assert others
