"""Profiles of other systems' exports: the shipped ones, with the user's own laid over them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.config.entry_names import key_named
from slt_cli.config.files import IMPORTS_FILE, IMPORTS_TABLE, Finding
from slt_cli.config.layers import Layers, read_with_shipped
from slt_cli.config.validation import Validator, refuse_faults
from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.errors import UnknownNameError, did_you_mean

WORD_FIELDS = ("status", "priority", "region", "partner_type")
"""The fields whose values other systems have other words for."""

FORMAT_FIX = (
    "write DD/MM/YYYY or MM/DD/YYYY, or strptime's codes for a whole date: '%d %b %Y %H:%M'"
)

_ENTRIES = {"priority": "priorities", "region": "regions", "partner_type": "partner_types"}
"""The fields whose words mean entries of the configuration, each with the table of these."""

Meanings = Mapping[str, Mapping[str, str]]
"""What the words for a field mean, by field; the words are folded as `folded` does."""


class Profile(NamedTuple):
    """How the exports of a system are read.

    `columns` has the field of each column, folded; of several columns for one field the first that
    is not empty counts. `timezone` is that of times without an offset, "region" that of each case's
    region, None if it is not known.
    """

    key: str
    name: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    dates: tuple[str, ...]
    timezone: ZoneInfo | str | None
    footer: bool
    words: Meanings

    def fits(self, columns: Collection[str]) -> bool:
        """Return whether a file with these columns is an export of this system."""
        given = set(map(folded, columns))
        return all(folded(column) in given for column in self.header)

    def nearly_fits(self, columns: Collection[str], fields: Collection[str]) -> bool:
        """Return whether a file has these fields, and half of the columns of the header."""
        given = set(map(folded, columns))
        there = sum(folded(column) in given for column in self.header)
        has_fields = set(map(self.columns.get, given)).issuperset(fields)
        return has_fields and there * 2 >= len(self.header)

    @property
    def export(self) -> str:
        """Return what an export of this system is called in a sentence."""
        article = "an" if self.name[:1].lower() in "aeiou" else "a"
        return f"{article} {self.name} export"


def folded(text: str) -> str:
    """Return a column's name or a word as it is compared: any case of letters, any blanks."""
    return " ".join(text.split()).casefold()


def load_profiles(
    layers: Layers, fields: Collection[str], required: Sequence[str]
) -> dict[str, Profile]:
    """Return the profiles in the files, by their keys; raises ConfigError with every fault.

    A column can be one of `fields`; each profile needs a column for the `required` ones.
    """
    merged = read_with_shipped(layers, IMPORTS_FILE, IMPORTS_TABLE)
    validator = Validator()
    parsed = validator.parse(merged.tables, IMPORTS_TABLE).get(IMPORTS_TABLE, {})
    found: list[Finding] = [*validator.findings]
    for key, table in parsed.items():
        if validator.is_valid((IMPORTS_TABLE, key)):
            found += _faults(key, table, fields, required)
            found += _unknown_names(key, layers.tables)
    refuse_faults(found, merged)
    return {key: _profile(key, table) for key, table in parsed.items()}


def _profile(key: str, table: Mapping[str, Any]) -> Profile:
    return Profile(
        key,
        table["name"] or key,
        table["header"] or tuple(column for column, field in table["columns"].items() if field),
        _by_column(table),
        table["dates"],
        table["timezone"] or None,
        table["footer"],
        {
            field: {folded(word): value for word, value in table[field].items()}
            for field in WORD_FIELDS
            if table[field]
        },
    )


def _unknown_names(key: str, own: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what a user's own words mean that the configuration does not have.

    The shipped words may be for another policy: then they are unknown where they are read.
    """
    table = own.get(IMPORTS_TABLE, {}).get(key, {})
    for field, entries in _ENTRIES.items():
        known = own.get(entries)
        for word, value in table.get(field, {}).items():
            if key_named(known, value) is None:
                error = UnknownNameError(field.replace("_", " "), value, known or ())
                yield (IMPORTS_TABLE, key, field, word), error.message, error.fix


def _by_column(table: Mapping[str, Any]) -> dict[str, str]:
    return {folded(column): field for column, field in table["columns"].items()}


def _faults(
    key: str, table: Mapping[str, Any], fields: Collection[str], required: Sequence[str]
) -> Iterator[Finding]:
    for column, field in table["columns"].items():
        if field and field not in fields:
            fix = f"{did_you_mean(field, fields)}One of: {', '.join(fields)}; or empty"
            yield (IMPORTS_TABLE, key, "columns", column), f"unknown field {field!r}", fix
    given = _by_column(table).values()
    for field in required:
        if field not in given:
            fix = f'write under [imports.{key}.columns]: "COLUMN" = "{field}"'
            yield (IMPORTS_TABLE, key, "columns"), f"no column is {field}", fix
    for problem in dict.fromkeys(_faults_of_dates(table["dates"])):
        yield (IMPORTS_TABLE, key, "dates"), problem, FORMAT_FIX


def _faults_of_dates(formats: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with each format of dates, and with all of them together."""
    for some in (*((given,) for given in formats), formats):
        try:
            DateFormats(some)
        except ValueError as error:
            yield str(error)
