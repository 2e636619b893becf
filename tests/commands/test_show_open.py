"""`slt show --open` opens the page of a case in the provider's portal."""

import json
from pathlib import Path

import pytest

from tests.desktops import FakeDesktop

CASE = ("open", "-q", "-p", "S1", "--at", "2026-03-06T00:00")
TEMPLATE = "https://portal.example.com/cases?no={ref}"


@pytest.fixture
def desktop(home: Path) -> FakeDesktop:
    return FakeDesktop(home)


@pytest.fixture
def portal(slt) -> None:
    """Configure the portal as the fix of the refusal says."""
    assert slt("config", "set", "links.case", TEMPLATE).code == 0


@pytest.mark.parametrize(
    ("ref", "shown"),
    [("00412355", "00412355"), ("A 7/#?", "A%207%2F%23%3F"), ("x';reboot", "x%27%3Breboot")],
)
@pytest.mark.usefixtures("portal")
def test_it_opens_the_page_and_shows_the_case(slt, desktop, ref, shown):
    slt(*CASE, "--ref", ref, "x")
    shown_at = ("show", "1", "--at", "2026-03-06T01:00")
    without = slt(*shown_at)
    assert slt(*shown_at, "--open", environment=desktop.environment) == without
    assert without.code == 0
    assert desktop.opened == [f"https://portal.example.com/cases?no={shown}"]


@pytest.mark.usefixtures("portal")
def test_json_is_the_same(slt, desktop):
    slt(*CASE, "--ref", "7", "x")
    opened = slt("show", "1", "--open", "--json", environment=desktop.environment)
    assert json.loads(opened.out)["items"] == json.loads(slt("show", "1", "--json").out)["items"]
    assert desktop.opened


@pytest.mark.usefixtures("portal")
def test_a_case_without_a_reference_is_refused(slt, desktop):
    slt(*CASE, "x")
    result = slt("show", "1", "--open", environment=desktop.environment)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "slt: error: CASE-1 has no number of the provider\n"
        "fix: `slt update CASE-1 --ref NO` adds it\n"
    )
    assert desktop.opened == []


def test_without_an_address_it_is_refused(slt, desktop):
    slt(*CASE, "--ref", "7", "x")
    result = slt("show", "1", "--open", environment=desktop.environment)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "slt: error: the configuration has no address of a case in the portal\n"
        "fix: `slt config set links.case 'https://portal.example.com/cases/{ref}'`, with the "
        "address of your provider\n"
    )


def test_with_the_teams_policy_the_address_belongs_there(slt, desktop, home):
    slt(*CASE, "--ref", "7", "x")
    team = home / "team.toml"
    team.write_text('[defaults]\nregion = "apac"\n')
    slt("store", "policy", "set", str(team))
    result = slt("show", "1", "--open", environment=desktop.environment)
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines()[1] == (
        'fix: write case = "https://portal.example.com/cases/{ref}" under [links] in '
        "the team's policy: `slt store policy set FILE`"
    )
    team.write_text(f'[links]\ncase = "{TEMPLATE}"\n')
    slt("store", "policy", "set", str(team))
    assert slt("show", "1", "--open", environment=desktop.environment).code == 0
    assert desktop.opened == ["https://portal.example.com/cases?no=7"]


@pytest.mark.usefixtures("portal")
def test_without_a_desktop_nothing_is_shown(slt):
    slt(*CASE, "--ref", "7", "x")
    result = slt("show", "1", "--open", environment={"DISPLAY": "", "WAYLAND_DISPLAY": ""})
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        "slt: error: --open needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set\n"
        "fix: open it yourself: https://portal.example.com/cases?no=7\n"
    )


@pytest.mark.usefixtures("portal")
def test_a_failure_of_the_desktop_comes_after_the_case(slt, home):
    slt(*CASE, "--ref", "7", "x")
    broken = FakeDesktop(home, exit_code=3)
    result = slt("show", "1", "--open", environment=broken.environment)
    assert (result.code, result.out) == (1, slt("show", "1").out)
    assert result.err.startswith("slt: error: the portal could not be opened: xdg-open ended with")
