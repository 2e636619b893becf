"""`slt` alone: an overview at a terminal, and the help for everything else."""

import pytest

AT_80 = """\
Wed 25 Nov 17:10 CET · hotlines open: USA, Europe

Case      Pri  State      Due (CET)         Left  Clock        Subject
────────────────────────────────────────────────────────────────────────────────
CASE-409  S1   late     today 15:20  -1 h 50 min  response +2  All phones are d…
CASE-411  S2   late     today 15:40  -1 h 30 min  response +1  Call queue drops…
CASE-402  S2   soon     today 17:25       15 min  update +3    One-way audio on…
CASE-412  S1   soon     today 18:05       55 min  update +2    Emergency calls…
CASE-415  S2   pending  today 20:45   3 h 35 min  response +1  Voicemail is not…
and 3 more: slt due
1 escalated case has a late response, too: slt due --late

Act:   slt respond 409 · slt escalate 409 · slt show 409
Help:  slt --help · the same, live: slt due --watch
"""


def test_at_a_terminal_it_shows_what_is_due_first(screen):
    assert screen(width=80) == (0, AT_80, "")


def test_as_many_rows_as_there_are(screen):
    for number in ("402", "410", "412", "415", "416"):
        assert screen("close", number).code == 0
    *_, last, empty, act, help_line = screen(width=80).out.splitlines()
    assert last.startswith("CASE-404")
    assert (empty, act.split()[-1], help_line[:5]) == ("", "409", "Help:")


def test_in_the_night_no_hotline_is_open(screen):
    assert screen(width=80, now="2026-11-29T12:00:00+00:00").out.splitlines()[0] == (
        "Sun 29 Nov 13:00 CET · hotlines open: none"
    )


@pytest.mark.now("2026-11-25T16:10:00+00:00")
def test_an_empty_store(slt):
    assert slt(on_terminal=True).out.splitlines() == [
        'No cases yet. Open one: slt open "All phones are down"',
        "Help:  slt --help · the same, live: slt due --watch",
    ]


@pytest.mark.now("2026-11-25T16:10:00+00:00")
def test_nothing_is_due(slt):
    slt("open", "-p", "S1", "All phones are down")
    slt("respond", "1")
    assert slt(on_terminal=True).out.splitlines() == [
        "Wed 25 Nov 16:10 UTC · hotlines open: USA, Europe",
        "",
        "Nothing is due. 1 case is open without a running clock: slt list",
        "Help:  slt --help · the same, live: slt due --watch",
    ]


def test_a_screen_reader_is_not_sent_to_a_screen_that_is_redrawn(screen):
    shown = screen(width=80, ACCESSIBLE="1").out
    assert "State      late\n" in shown
    assert shown.endswith("\nHelp:  slt --help\n")


@pytest.mark.parametrize(
    ("arguments", "width"),
    [
        pytest.param([], None, id="a pipe"),
        pytest.param(["-q"], 80, id="quiet"),
        pytest.param(["--json"], 80, id="a format for programs"),
        pytest.param(["-o", "plain"], 80, id="a format for pipes"),
    ],
)
def test_elsewhere_it_is_the_help(screen, arguments, width):
    shown = screen(*arguments, width=width)
    assert shown == screen("--help")


@pytest.mark.parametrize(
    ("option", "content", "code"),
    [
        pytest.param("--config", "[regions.usa]\ntimezone = 'Mars'\n", 3, id="a configuration"),
        pytest.param("--db", "no store, but a text of some length" * 99, 5, id="a store"),
    ],
)
def test_what_is_broken_is_an_error_as_usual(slt, tmp_path, option, content, code):
    (tmp_path / "broken").write_text(content)
    failed = slt(option, str(tmp_path / "broken"), on_terminal=True)
    assert (failed.code, failed.out) == (code, "")
    assert failed.err.startswith("slt: error: ")


def test_without_levels_nothing_is_escalated(slt, tmp_path):
    (tmp_path / "flat.toml").write_text("[escalation]\nlevels = []\n")
    slt("open", "-p", "S1", "All phones are down", "--config", str(tmp_path / "flat.toml"))
    shown = slt("--config", str(tmp_path / "flat.toml"), on_terminal=True)
    assert "Act:   slt respond 1 · slt show 1\n" in shown.out
