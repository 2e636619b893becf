"""Links are written for terminals that are known to show them."""

import pytest

from slt_cli.output.look import shows_links

XTERM = {"TERM": "xterm-256color"}
VTE = {**XTERM, "VTE_VERSION": "7200"}


def program(name: str, version: str = "") -> dict[str, str]:
    return {**XTERM, "TERM_PROGRAM": name, "TERM_PROGRAM_VERSION": version}


SHOWING = [
    pytest.param(VTE, id="GNOME Terminal"),
    pytest.param({**XTERM, "VTE_VERSION": "5000"}, id="the first VTE"),
    pytest.param({**XTERM, "KONSOLE_VERSION": "201200"}, id="Konsole"),
    pytest.param({**XTERM, "WT_SESSION": "a-b"}, id="Windows Terminal"),
    pytest.param({"WT_SESSION": "a-b"}, id="Windows Terminal, which sets no TERM"),
    pytest.param({**XTERM, "DOMTERM": "version=3"}, id="DomTerm"),
    pytest.param({"TERM": "xterm-kitty"}, id="kitty"),
    pytest.param({**XTERM, "KITTY_WINDOW_ID": "1"}, id="kitty under another name"),
    pytest.param({"TERM": "alacritty"}, id="Alacritty"),
    pytest.param({"TERM": "foot-extra"}, id="foot"),
    pytest.param(program("iTerm.app", "3.1.0"), id="the first iTerm"),
    pytest.param(program("iTerm.app", "3.5.0beta2"), id="a beta of iTerm"),
    pytest.param(program("WezTerm", "20230712-072601-f4abf8fd"), id="WezTerm"),
    pytest.param(program("vscode", "1.72.2"), id="VS Code"),
    pytest.param(program("ghostty"), id="Ghostty"),
    pytest.param({**program("tmux", "3.4"), "TERM": "tmux-256color", "TMUX": "x"}, id="tmux"),
    pytest.param({**program("tmux", "3.5a"), "TERM": "screen", "TMUX": "x"}, id="a later tmux"),
    pytest.param({**VTE, "NO_COLOR": "1"}, id="NO_COLOR is about colour"),
    pytest.param({**VTE, "FORCE_HYPERLINK": ""}, id="an empty FORCE_HYPERLINK is none"),
]
NOT_SHOWING = [
    pytest.param({}, id="nothing is known"),
    pytest.param(XTERM, id="an xterm"),
    pytest.param({**XTERM, "VTE_VERSION": "4999"}, id="a VTE before links"),
    pytest.param({**XTERM, "VTE_VERSION": "new"}, id="a version that is no number"),
    pytest.param({**XTERM, "KONSOLE_VERSION": "180401"}, id="an old Konsole"),
    pytest.param(program("iTerm.app", "3.0.15"), id="an old iTerm"),
    pytest.param(program("vscode", "1.71.2"), id="an old VS Code"),
    pytest.param(program("WezTerm"), id="a WezTerm without its version"),
    pytest.param(program("Apple_Terminal", "455"), id="the Terminal of macOS"),
    pytest.param({**VTE, "TERM": "screen"}, id="screen in a terminal with links"),
    pytest.param({**VTE, "TERM": "xterm", "STY": "1.tty"}, id="screen under another name"),
    pytest.param({**VTE, "TERM": "tmux", "TMUX": "x"}, id="tmux before it names itself"),
    pytest.param({**program("tmux", "3.3a"), "TMUX": "x"}, id="tmux before links"),
    pytest.param({**VTE, "TERM": "dumb"}, id="a dumb terminal"),
    pytest.param({**VTE, "TERM": "linux"}, id="the console of Linux"),
    pytest.param({**VTE, "CI": "true"}, id="an automatic build"),
    pytest.param({**VTE, "ACCESSIBLE": "1"}, id="a screen reader"),
    pytest.param({**VTE, "FORCE_HYPERLINK": "0"}, id="forced off"),
]


@pytest.mark.parametrize("environment", SHOWING)
def test_terminals_that_show_them(environment):
    assert shows_links(environment, on_terminal=True)


@pytest.mark.parametrize("environment", NOT_SHOWING)
def test_terminals_that_do_not(environment):
    assert not shows_links(environment, on_terminal=True)


@pytest.mark.parametrize("environment", SHOWING)
def test_a_pipe_is_no_terminal(environment):
    assert not shows_links(environment, on_terminal=False)


@pytest.mark.parametrize("on_terminal", [True, False])
@pytest.mark.parametrize("environment", NOT_SHOWING[:-1])
def test_they_can_be_forced(environment, on_terminal):
    assert shows_links({**environment, "FORCE_HYPERLINK": "1"}, on_terminal=on_terminal)
