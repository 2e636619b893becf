"""The output formats, and what each is for."""

from enum import StrEnum
from pathlib import PurePath
from typing import NamedTuple, Self, assert_never


class Format(StrEnum):
    """The output formats."""

    TABLE = "table"
    PLAIN = "plain"
    TSV = "tsv"
    CSV = "csv"
    JSON = "json"
    JSONL = "jsonl"

    @property
    def is_for_people(self) -> bool:
        """Return whether it shows the columns for people, not the fields for programs."""
        match self:
            case Format.TABLE | Format.PLAIN:
                return True
            case Format.TSV | Format.CSV | Format.JSON | Format.JSONL:
                return False
            case unknown:
                assert_never(unknown)

    @property
    def is_json(self) -> bool:
        """Return whether it is JSON, as a whole or line by line."""
        return self in (Format.JSON, Format.JSONL)

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Return the suffixes of its files; none if cases are not exported to it."""
        match self:
            case Format.CSV:
                return (".csv",)
            case Format.JSONL:
                return (".jsonl", ".ndjson")
            case Format.TABLE | Format.PLAIN | Format.TSV | Format.JSON:
                return ()
            case unknown:
                assert_never(unknown)

    @classmethod
    def of_file(cls, file: PurePath) -> Self | None:
        """Return the format for a file's suffix; None for any other suffix."""
        suffix = file.suffix.lower()
        return next((form for form in cls if suffix in form.suffixes), None)


class CsvStyle(NamedTuple):
    """How CSV is written: its separator, and whether a byte order mark says that it is UTF-8."""

    separator: str = ","
    is_marked: bool = False


USUAL_CSV = CsvStyle()
