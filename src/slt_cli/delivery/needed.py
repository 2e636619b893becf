"""What a channel needs on this machine before it can send: secrets, and programs."""

import shutil
from collections.abc import Mapping
from os import defpath
from pathlib import PurePath
from typing import assert_never

from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.secrets import secret_of
from slt_cli.delivery.sendmail import sendmail_program
from slt_cli.delivery.web_address import web_address
from slt_cli.domain.channels import Channel, Command, Mail, Secret, SmtpServer, Webhook


def require_needed(channel: Channel, environment: Mapping[str, str]) -> None:
    """Raise DeliveryError, which repeats no secret, if something is missing that it needs."""
    match channel.by:
        case Mail(smtp=None):
            sendmail_program(environment)
        case Mail(smtp=SmtpServer(password=Secret() as password)):
            secret_of(password, environment)
        case Mail():  # a server without a login
            pass
        case Webhook(url=url, token=token):
            web_address(url, environment)
            if token is not None:
                secret_of(token, environment)
        case Command(command=command):
            _require_program(command[0], environment)
        case _:
            assert_never(channel.by)


def _require_program(program: str, environment: Mapping[str, str]) -> None:
    if shutil.which(program, path=environment.get("PATH", defpath)) is None:
        name = PurePath(program).name
        raise DeliveryError(f"the program {name!r} is not there, or cannot be run")
