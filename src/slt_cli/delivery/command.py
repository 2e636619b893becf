"""Bring a message to people by a program of theirs."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from slt_cli.delivery.message import TIME_LIMIT_SECONDS, DeliveryError, Message
from slt_cli.delivery.programs import ending, run_program
from slt_cli.domain.channels import Command


class ByCommand(NamedTuple):
    """A program that gets the facts as JSON on its standard input; exit code 0 means sent."""

    command: Command
    environment: Mapping[str, str]
    seconds: float = TIME_LIMIT_SECONDS

    def send(self, message: Message) -> None:
        """Run the program; raises DeliveryError if it fails, and never a final one."""
        facts = f"{json.dumps(message.data)}\n"
        code = run_program(self.command.command, facts, self.environment, self.seconds)
        if code:
            raise DeliveryError(f"the command {ending(code)}")
