"""Where there is a desktop, it opens an address; what fails is reported as what it is."""

import pytest

from slt_cli.errors import RefusedError, SltError
from slt_cli.output.desktop import Desktop
from tests.desktops import FakeDesktop

ADDRESS = "https://example.com/a?b=c&d='e' $HOME"


@pytest.fixture
def programs(tmp_path):
    """Return the directory of an xdg-open."""
    return FakeDesktop(tmp_path).environment["PATH"]


def refusal(environment):
    """Return why nothing can be opened."""
    with pytest.raises(RefusedError) as caught:
        Desktop(environment, "linux").require("the fix")
    assert caught.value.fix == "the fix"
    return caught.value.message


@pytest.mark.parametrize("variable", ["DISPLAY", "WAYLAND_DISPLAY"])
def test_a_display_and_xdg_open_are_a_desktop(programs, variable):
    Desktop({variable: ":0", "PATH": programs}, "linux").require("")


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="an empty environment"),
        pytest.param({"DISPLAY": ""}, id="a display without a name"),
        pytest.param({"WAYLAND_DISPLAY": "", "DISPLAY": ""}, id="two of them"),
    ],
)
def test_without_a_display_there_is_no_desktop(programs, environment):
    message = refusal({**environment, "PATH": programs})
    assert message == "--open needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set"


def test_without_xdg_open_there_is_no_desktop(tmp_path):
    message = refusal({"DISPLAY": ":0", "PATH": str(tmp_path)})
    assert message == "--open needs the program xdg-open, which is not on the PATH"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_other_systems_always_have_a_desktop(platform):
    Desktop({}, platform).require("")


def test_the_address_is_opened_as_it_is(tmp_path):
    desktop = FakeDesktop(tmp_path)
    Desktop(desktop.environment).open(ADDRESS, "the portal", "")
    assert desktop.opened == [ADDRESS]


def test_a_program_that_goes_on_has_opened_it(tmp_path):
    desktop = FakeDesktop(tmp_path, exit_code=1, seconds=5)
    Desktop(desktop.environment, patience=0.5).open(ADDRESS, "the portal", "")
    assert desktop.opened == [ADDRESS]


def failure(environment, address=ADDRESS, platform="linux"):
    with pytest.raises(SltError) as caught:
        Desktop(environment, platform).open(address, "the portal", "the fix")
    assert (caught.value.exit_code, caught.value.fix) == (1, "the fix")
    return caught.value.message


def test_a_failure_of_the_program_is_reported(tmp_path):
    desktop = FakeDesktop(tmp_path, exit_code=3)
    message = failure(desktop.environment)
    assert message == "the portal could not be opened: xdg-open ended with exit code 3"


def test_an_address_that_is_too_long_is_reported(tmp_path):
    desktop = FakeDesktop(tmp_path)
    message = failure(desktop.environment, "x" * 200_000)
    assert message == "the portal could not be opened: Argument list too long"
    assert desktop.opened == []


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_program_that_is_gone_is_reported(tmp_path, platform):
    message = failure({"PATH": str(tmp_path)}, platform=platform)
    assert message == "the portal could not be opened: No such file or directory"
