"""The policies of docs/policies.md are valid, and each row of their tables is what they promise."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.domain.asking import asked, policy_in

PAGE = (Path(__file__).parents[1] / "docs" / "policies.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (\d)\. (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
POLICIES = {
    f"{number} {name}": re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for number, name, text in SECTIONS
}
NO_TARGET = "no target"


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the name of each policy with a row of its table, by the heads of the columns."""
    for number, name, text in SECTIONS:
        head, _, *lines = [
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in text.splitlines()
            if line.startswith("|")
        ]
        for line in lines:
            yield f"{number} {name}", dict(zip(head, line, strict=True))


ROWS = list(rows())


def instant(text: str) -> datetime:
    """Return an instant such as `Thu 2026-05-21 15:00-05:00`; its day of the week must be right."""
    found = datetime.fromisoformat(text[4:])
    assert f"{found:%a}" == text[:3], text
    return found


def ask_of(row: dict[str, str]) -> dict[str, Any]:
    """Return a row as what the policy is asked."""
    begins = instant(row["From"])
    opened = begins - timedelta(days=row["Clock"] not in ("response", "workaround", "resolution"))
    events = {
        "update": [{"what": "answer", "at": begins.isoformat()}],
        "escalation": [{"what": "raise", "at": begins.isoformat()}],
    }.get(row["Clock"], [])
    if row.get("Held"):
        held, resumed = map(instant, row["Held"].split(" to "))
        events += [
            {"what": "hold", "at": held.isoformat()},
            {"what": "resume", "at": resumed.isoformat()},
        ]
    names = {"Region": "region", "Partner type": "partner_type"}
    return {
        "clock": row["Clock"],
        "priority": row["Priority"],
        "opened": opened.isoformat(),
        "events": events,
        **{key: row[head] for head, key in names.items() if head in row},
    }


def test_the_page_has_six_policies_each_with_a_table() -> None:
    assert [len(files) for files in POLICIES.values()] == [1] * 6
    assert {name for name, _ in ROWS} == POLICIES.keys()
    assert len(ROWS) == 38


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_a_row_is_what_the_policy_promises(name: str, row: dict[str, str]) -> None:
    policy, ask = policy_in(POLICIES[name][0]), ask_of(row)
    clock = asked(policy, ask)

    if row["Due"] == NO_TARGET:
        assert clock is None
        return
    assert clock is not None
    zone = policy.region(ask.get("region", policy.default_region)).zone
    assert clock.due_at.astimezone(zone.info).isoformat() == instant(row["Due"]).isoformat()


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_has_no_faults_and_every_command_answers_with_it(
    slt, home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (text,) = POLICIES[name]
    file = home / "policy.toml"
    file.write_text(text, encoding="utf-8")
    now = "2026-02-02T12:00:00Z"
    assert slt("config", "check", str(file), now=now) == (0, "", "")
    monkeypatch.setenv("SLT_CONFIG", str(file))
    priority = next(iter(policy_in(text).priorities))
    assert slt("open", "-p", priority, "Nothing works", now=now).code == 0
    for line in ("targets", "targets --clocks", "contacts", "hotline", "show 1", "due 1 --explain"):
        result = slt(*line.split(), now=now)
        assert (result.code, result.err) == (0, ""), line
