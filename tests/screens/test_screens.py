"""Every screen at every width, as recorded: read the difference before you record it again.

`RECORD_SCREENS=1 pytest tests/screens/test_screens.py` writes what is shown now.
"""

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from tests.screens.conftest import Screen

RECORDED = Path(__file__).with_name("recorded")


class View(NamedTuple):
    """Where a screen is looked at: a width in columns (None: a pipe), and the environment."""

    name: str
    width: int | None
    environment: Mapping[str, str] = MappingProxyType({})


VIEWS = (
    View("60 columns", 60),
    View("80 columns", 80),
    View("100 columns", 100),
    View("120 columns", 120),
    View("200 columns", 200),
    View("40 columns", 40),
    View("a pipe", None),
    View("ACCESSIBLE=1", 80, {"ACCESSIBLE": "1"}),
)

SCREENS: dict[str, tuple[str, ...]] = {
    "alone": ("slt",),
    "due": ("slt due",),
    "due-late-region": ("slt due --late --times region",),
    "due-utc": ("slt due --times utc",),
    "due-clocks": ("slt due --clocks",),
    "due-case": ("slt due 402",),
    "due-explain": ("slt due 402 --explain --clock workaround",),
    "due-explain-first": ("slt due 402 --explain",),
    "due-explain-held": ("slt due 404 --explain --clock resolution",),
    "due-explain-late": ("slt due --explain --late --limit 1",),
    "due-clock": ("slt due --clock response",),
    "due-if-opened": ("slt due --if-opened 'thu 02:30' -p S2 -r usa --explain",),
    "list": ("slt list",),
    "list-all": ("slt list --all --sort due",),
    "log": ("slt log --since 14:00",),
    "show": ("slt show 402",),
    "show-escalated": ("slt show 410",),
    "show-held": ("slt show 404",),
    "show-no-target": ("slt show 414",),
    "show-changed": (
        "slt update -q 413 --priority S1",
        "slt undo -q 402 5 --yes",
        "slt show 413",
        "slt show 402",
    ),
    "show-utc": ("slt show 402 --times utc",),
    "show-resolved": ("slt show 413",),
    "hotline": ("slt hotline",),
    "hotline-weekend": ("slt hotline --at 2026-11-28T12:00Z",),
    "hotline-none": ("slt hotline --partner-type referral",),
    "targets": ("slt targets",),
    "targets-clocks": ("slt targets --clocks",),
    "contacts": ("slt contacts",),
    "classify": ("slt classify 'Emergency calls fail at two sites'",),
    "open": ('slt open --priority S1 --region europe "Emergency calls fail"',),
    "respond": ("slt respond 412",),
    "hold": ("slt hold 412 --reason 'waiting for the call logs'",),
    "resume": ("slt resume 404",),
    "resolve": ("slt resolve 412",),
    "close": ("slt close 411",),
    "reopen": ("slt reopen 413",),
    "undo": ("slt resolve 412", "slt undo 412"),
    "note": ("slt note 402 '3rd trace sent'",),
    "mark": ("slt mark 412 workaround",),
    "followup": ("slt followup 412",),
    "void": ("slt void 415 --reason 'opened twice'",),
    "update": ("slt update 412 --priority S2 --subject 'Emergency calls fail at one site'",),
    "import-dry-run": ("slt import tickets.csv --timezone Europe/London --dry-run",),
    "several": ("slt respond 4 409 411",),
    "escalate": ("slt escalate 412 --reason 'No answer'",),
    "escalate-late": ('slt escalate --late --reason "late: escalated by cron"',),
    "message-who": ("slt message 410 --who",),
    "notify-dry-run": ("slt notify --dry-run",),
    "outbox": ("slt notify", "slt outbox"),
    "outbox-failed": ("slt notify", "slt outbox --failed"),
    "nothing": ("slt due --late --region apac", "slt list --priority S1 --region apac"),
    "help": ("slt --help",),
    "help-commands": ("slt help commands",),
    "help-exit-codes": ("slt help exit-codes",),
    "errors": ("slt resolve CASE-41", "slt due --region apca", "slt respond 412 --at 21:55"),
}
"""What is typed, by the name of the file that has the screens; every answer is looked at."""


@pytest.mark.parametrize("name", SCREENS)
def test_screen(name: str, new_screen: Callable[[], Screen]) -> None:
    require_recorded(name, SCREENS[name], new_screen)


def require_recorded(name: str, typed: tuple[str, ...], new_screen: Callable[[], Screen]) -> None:
    """Require that command lines show what is recorded under a name, or record it."""
    shown = "\n".join(_screens(typed, new_screen))
    file = RECORDED / f"{name}.txt"
    if os.environ.get("RECORD_SCREENS"):
        RECORDED.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")

    assert shown == file.read_text(encoding="utf-8")


def _screens(typed: tuple[str, ...], new_screen: Callable[[], Screen]) -> Iterator[str]:
    for view in VIEWS:
        screen = new_screen()
        yield f"=== {view.name}"
        for line in typed:
            result = screen(*shlex.split(line)[1:], width=view.width, **view.environment)
            yield f"$ {line}"
            yield from (text for text in (result.out + result.err).splitlines())
            if result.code:
                yield f"[exit {result.code}]"
    yield ""
