"""Whose time an answer speaks."""

from enum import StrEnum


class Whose(StrEnum):
    """Whose time is shown: that of a case's region, the reader's own, or UTC."""

    REGION = "region"
    LOCAL = "local"
    UTC = "utc"
