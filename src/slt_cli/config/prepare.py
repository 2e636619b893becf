"""Prepare the shipped file for a wheel, as the source of a module."""

from slt_cli.config.files import default_file, parsed
from slt_cli.config.layers import lay_over
from slt_cli.config.policy import parse_policy


def source_of_shipped_tables() -> str:
    """Return the source of the module that holds the shipped file, and its tables as parsed."""
    content = default_file().read_bytes()
    tables = parse_policy(lay_over([parsed(default_file(), content)]))
    return f'''"""The shipped file, parsed and checked when this package was built."""

import datetime  # noqa: F401
import zoneinfo
from typing import Any

from slt_cli.domain.calendar.business_days import BusinessDays  # noqa: F401
from slt_cli.domain.calendar.hours import Interval
from slt_cli.domain.plan import Objective  # noqa: F401
from slt_cli.domain.standing import Warn

CONTENT = {content!r}


def tables() -> dict[str, Any]:
    """Return its tables; raises LookupError, OSError or ValueError without one of its zones."""
    return {tables!r}
'''
