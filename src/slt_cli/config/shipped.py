"""The shipped policy as a wheel has it: no start reads, parses and checks the shipped file.

The module `shipped_tables` is written when a wheel is built. It holds the shipped file, and its
tables as they are parsed and checked.
"""

from contextlib import suppress
from importlib import import_module

from slt_cli.config.build import build_policy
from slt_cli.config.files import default_file
from slt_cli.domain.policy import Policy


def shipped_policy(module: str = "slt_cli.config.shipped_tables") -> Policy | None:
    """Return the policy in the shipped file alone; None where that has to be read.

    That is in a checkout, after somebody has changed the file, and on a machine that lacks one of
    its time zones.
    """
    with suppress(ModuleNotFoundError, OSError, LookupError, ValueError):
        prepared = import_module(module)
        if default_file().read_bytes() == prepared.CONTENT:
            return build_policy(prepared.tables())
    return None
