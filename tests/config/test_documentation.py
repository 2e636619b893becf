"""The page on the configuration is true: its keys are the code's, its examples are executed."""

import re
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from slt_cli.cli.program import run
from slt_cli.cli.table import COMMANDS
from slt_cli.config import load_policy, read_layers, schema
from slt_cli.domain.plan import Target
from tests.apps import app_with
from tests.domain import given

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
NOW = "2026-11-21T01:30:00Z"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """Return the TOML examples of the page by the name in their first line."""
    bodies = [body for language, body in BLOCK.findall(PAGE) if language == "toml"]
    return {re.match(r"# (\S+\.toml)\n", body)[1]: body for body in bodies}


def examples() -> list[tuple[str, str]]:
    """Return the commands of the page, each with the output shown below it."""
    found = []
    for language, body in BLOCK.findall(PAGE):
        if language == "console":
            parts = re.split(r"^\$ (.*)\n", body, flags=re.MULTILINE)[1:]
            found += zip(parts[::2], parts[1::2], strict=True)
    return found


def reference() -> str:
    """Return the table of keys as the page should have it."""
    rows = ["| key | type | default | meaning |", "|---|---|---|---|"]
    for key in schema.KEYS:
        value_type = key.value_type.name.replace('"', "`")
        default = "required" if key.default is schema.REQUIRED else f"`{key.default}`"
        default = {True: "`true`", False: "`false`"}.get(key.default, default)
        default = "none" if key.default in ((), "") else default
        rows.append(f"| `{key.path}` | {value_type} | {default} | {key.meaning} |")
    return "\n".join(rows)


def test_the_table_of_keys_is_that_of_the_code() -> None:
    shown = re.search(r"<!-- keys -->\n(.*?)\n<!-- /keys -->", PAGE, re.DOTALL)

    assert shown is not None
    assert shown[1] == reference()


@pytest.mark.parametrize("name", COMMANDS["Keep"]["config"])
def test_every_command_of_the_family_is_on_the_page(name: str) -> None:
    assert f"`slt config {name}" in PAGE


@pytest.mark.parametrize(
    ("command", "shown"), examples(), ids=[command for command, _ in examples()]
)
def test_an_example_shows_what_is_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys, command: str, shown: str
) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TZ", "America/Los_Angeles")  # where the reader of the page is
    time.tzset()
    for name, text in files().items():
        (home / name).write_text(text, encoding="utf-8")
    program, *arguments = shlex.split(command)

    run(arguments, app_with(on_terminal=True, now=NOW))

    assert program == "slt"
    captured = capsys.readouterr()
    lines = (captured.out + captured.err).splitlines()
    assert "".join(f"{line.rstrip()}\n" for line in lines) == shown


@pytest.mark.parametrize("name", sorted(files().keys() - {"mistake.toml"}))
def test_a_file_of_the_page_holds(load, name: str) -> None:
    load(files()[name])


@pytest.mark.parametrize(
    ("name", "priority", "region", "partner_type", "opened", "due"),
    [
        pytest.param(
            "four-priorities.toml", "urgent", "usa", "certified",
            "2026-11-21T01:30", "2026-11-23T13:30", id="P1: half an hour on Friday, half on Monday",
        ),
        pytest.param(
            "four-priorities.toml", "P4", "usa", "certified",
            "2026-11-21T01:30", "2026-11-23T01:30", id="P4: 48 hours on end",
        ),
        pytest.param(
            "minutes.toml", "S1", "usa", "certified",
            "2026-11-21T01:45", "2026-11-23T13:15", id="30 minutes: 15 on Friday, 15 on Monday",
        ),
        pytest.param(
            "minutes.toml", "S3", "apac", "certified",
            "2026-11-23T09:00", "2026-11-24T01:30", id="90 minutes: 60 at the end of a day",
        ),
        pytest.param(
            "around-the-clock.toml", "S1", "usa", "certified",
            "2026-11-21T12:00", "2026-11-21T13:00", id="S1 on a Saturday",
        ),
        pytest.param(
            "around-the-clock.toml", "S2", "usa", "certified",
            "2026-11-21T12:00", "2026-11-23T17:00", id="S2 waits for Monday",
        ),
        pytest.param(
            "nights.toml", "S1", "nights", "certified",
            "2026-11-24T05:30", "2026-11-24T22:30", id="from one night into the next",
        ),
        pytest.param(
            "nights.toml", "S2", "nights", "certified",
            "2026-11-20T15:00", "2026-11-23T23:00", id="Friday's hours, then Monday night",
        ),
        pytest.param(
            "weekdays.toml", "S1", "europe", "certified",
            "2026-11-20T23:30", "2026-11-23T00:30", id="over the weekend at midnight",
        ),
        pytest.param(
            "lunch.toml", "S1", "europe", "certified",
            "2026-11-20T11:30", "2026-11-23T08:30", id="a short Friday",
        ),
        pytest.param(
            "lunch.toml", "S2", "europe", "certified",
            "2026-11-19T11:00", "2026-11-19T16:00", id="over lunch",
        ),
        pytest.param(
            "gold.toml", "S1", "usa", "gold",
            "2026-11-21T12:00", "2026-11-21T12:15", id="another plan",
        ),
        pytest.param(
            "gold.toml", "S1", "usa", "certified",
            "2026-11-21T12:00", "2026-11-23T14:00", id="beside it the first plan",
        ),
        pytest.param(
            "india.toml", "S1", "in", "certified",
            "2026-11-23T00:00", "2026-11-23T05:00", id="half an hour off the hour",
        ),
        pytest.param(
            "fixed.toml", "S1", "usa", "certified",
            "2027-07-05T12:00", "2027-07-05T14:00", id="no summer time",
        ),
        pytest.param(
            "holidays.toml", "S1", "usa", "certified",
            "2026-12-24T19:30", "2026-12-25T13:30", id="Christmas Eve closes at noon",
        ),
    ],
)  # fmt: skip
def test_a_policy_gives_the_due_time_that_was_worked_out_by_hand(
    load, name: str, priority: str, region: str, partner_type: str, opened: str, due: str
) -> None:
    policy = load(files()[name])
    at = datetime.fromisoformat(opened).replace(tzinfo=UTC)

    case = given.opened(policy, priority, at, region=region, partner_type=partner_type)

    clock = given.response(case)
    assert clock.due_at == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_the_four_priorities_are_all(load) -> None:
    policy = load(files()["four-priorities.toml"])

    assert (
        list(policy.priorities) == list(policy.plans["partner"].targets) == ["P1", "P2", "P3", "P4"]
    )


def test_a_milestone_and_other_targets_are_data_alone(load) -> None:
    policy = load(files()["solved.toml"])

    assert policy.plans["partner"].targets["S1"] == {
        "response": Target(3600, "support-hours"),
        "update": Target(4 * 3600, "24x7"),
        "resolution": Target(20 * 3600, "support-hours"),
        "diagnosis": Target(3 * 3600, "support-hours"),
    }
    assert policy.clock_rules["diagnosis"].stops == ("marked",)


@pytest.mark.parametrize("key", load_policy(read_layers()).clock_rules)
def test_every_shipped_clock_is_in_the_table_of_rules(key: str) -> None:
    assert f"\n| `{key}` | " in PAGE


def test_the_fourth_level_is_by_phone(load) -> None:
    levels = load(files()["duty-officer.toml"]).levels

    assert levels[:3] == load_policy(read_layers()).levels
    assert (levels[3].number, levels[3].channel, levels[3].contact) == (
        4,
        "phone",
        "+44 20 7946 0000",
    )
    assert levels[3].target == Target(1800, "24x7")
