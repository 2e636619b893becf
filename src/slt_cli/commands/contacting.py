"""What the commands that write to a contact have in common: --open."""

from collections.abc import Iterable
from typing import assert_never

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.escalation import Channel
from slt_cli.domain.events import Event
from slt_cli.errors import SltError
from slt_cli.output.desktop import Desktop
from slt_cli.views.escalation_message import escalation_url


def open_contact(app: App, case: Case, events: Iterable[Event], already: str = "") -> None:
    """Open the mail program with the message, the portal or the telephone.

    If that fails SltError says so, and before that what has `already` happened.
    """
    what = already + _opened(app.policy.route_of(case).channel)
    fix = f"`slt message {app.policy.case_id(case.number)}` writes the message"
    address = escalation_url(app.policy, case, events)
    if not address:
        raise SltError(f"{what} could not be opened: the configuration has no address", fix)
    Desktop(app.environment).open(address, what, fix)


def _opened(channel: Channel) -> str:
    match channel:
        case "email":
            return "the mail program"
        case "portal":
            return "the portal"
        case "phone":
            return "the telephone"
        case unknown:
            assert_never(unknown)
