"""Bring a message to people by the mail program of this machine."""

import shutil
from collections.abc import Mapping
from os import defpath, pathsep
from typing import NamedTuple

from slt_cli.delivery.channel_mail import channel_mail
from slt_cli.delivery.message import TIME_LIMIT_SECONDS, DeliveryError, Message
from slt_cli.delivery.programs import ending, run_program
from slt_cli.domain.channels import Mail

_PLACES = ("/usr/sbin", "/usr/lib")
"""Where sendmail is on most systems: the PATH of cron has neither."""
_FINAL_CODES = frozenset({64, 65, 67, 68})
"""Those of sysexits.h that say that the mail is wrong, or nobody is at its address."""


class BySendmail(NamedTuple):
    """The program `sendmail`: the one of the PATH, else one of the usual `places`."""

    mail: Mail
    environment: Mapping[str, str]
    seconds: float = TIME_LIMIT_SECONDS
    places: tuple[str, ...] = _PLACES

    def send(self, message: Message) -> None:
        """Pass the message to sendmail; raises DeliveryError if it does not take it."""
        text = channel_mail(self.mail, message)
        program = sendmail_program(self.environment, self.places)
        code = run_program((program, "-t", "-i"), text, self.environment, self.seconds)
        if code:
            raise DeliveryError(f"sendmail {ending(code)}", is_final=code in _FINAL_CODES)


def sendmail_program(environment: Mapping[str, str], places: tuple[str, ...] = _PLACES) -> str:
    """Return the program; raises DeliveryError if it is neither on the PATH nor in the places."""
    path = pathsep.join((environment.get("PATH", defpath), *places))
    program = shutil.which("sendmail", path=path)
    if program is None:
        raise DeliveryError("there is no program sendmail here: name a server with smtp")
    return program
