"""The output formats, and whom each is for."""

from typing import Literal, get_args

Format = Literal["table", "plain", "tsv", "csv", "json", "jsonl"]

FORMATS: tuple[Format, ...] = get_args(Format)

FOR_PEOPLE: tuple[Format, ...] = ("table", "plain")
"""The formats that show the columns for people; the others have the fields for programs."""
