"""How CSV is written."""

from typing import NamedTuple


class CsvStyle(NamedTuple):
    """How CSV is written: its separator, and whether a byte order mark says that it is UTF-8."""

    separator: str = ","
    is_marked: bool = False
