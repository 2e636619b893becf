"""The columns of a file and the fields of a case: matched by name, or as --map says."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from slt_cli.errors import UnknownNameError, UsageError, did_you_mean
from slt_cli.exchange.given import COLUMNS, HISTORY, READ

Take = Callable[[Sequence[Any]], tuple[Any, ...]]
"""Returns a row's values in the order of READ; an absent field gets the last one in the row.

Of a line of JSON, it returns those of HISTORY after them.
"""

_MOST_NAMED = 30
_LONGEST = 200
_REQUIRED = ("opened_at", "priority")


def parse_map(options: Sequence[str]) -> dict[str, str]:
    """Return the field of each column in --map COLUMN=FIELD; an empty one leaves the column out."""
    mapped: dict[str, str] = {}
    for option in options:
        column, equals, field = (part.strip() for part in option.rpartition("="))
        if not equals:
            raise UsageError(f"--map {option!r} has no =", "--map Assignee=partner, --map Owner=")
        if _key(column) in map(_key, mapped):
            raise UsageError(f"--map names the column {column!r} twice", "name it once")
        mapped[column] = _field(field) if field else ""
    return mapped


class Columns:
    """Find the fields of a case among the columns of a file."""

    def __init__(self, mapped: dict[str, str]) -> None:
        self._mapped = {_key(column): field for column, field in mapped.items()}
        self._named = {_key(column): column for column in mapped}
        self._seen: dict[str, str] = {}

    def take(self, columns: Sequence[str], more: Sequence[str] = ()) -> Take:
        """Return the function that takes fields out of a row; raises UsageError for bad columns.

        `more` are fields that the row may have beside those of READ.
        """
        self._see(columns)
        indexes: dict[str, int] = {}
        unknown = []
        for index, column in enumerate(columns):
            key = _key(column)
            field = self._mapped.get(key, key if key in COLUMNS or key in more else None)
            if key in more and self._mapped.get("events") == "":
                field = ""  # without the events nothing of the history is read
            if field is None:
                unknown.append(column)
            elif field and field in indexes:
                other = columns[indexes[field]]
                fix = f"leave one out, such as with --map {column!r}="
                if _key(other) == key:  # which would leave out both
                    fix = "rename one of them in the file"
                raise UsageError(f"two columns are {field}: {other!r} and {column!r}", fix)
            elif field:
                indexes[field] = index
        if unknown:
            raise _unknown(unknown)
        return itemgetter(*(indexes.get(field, -1) for field in (*READ, *more)))

    def take_of_header(self, columns: Sequence[str]) -> Take:
        """Return `take` for the header of a table.

        Raises UsageError if a required column or one that --map names is missing.
        """
        self._see(columns)
        self.require_all_seen()
        take = self.take(columns)
        taken = take([*map(_key, columns), ""])
        for field in _REQUIRED:
            if not taken[READ.index(field)]:
                fix = f"--map COLUMN={field} takes another column as {field}"
                raise UsageError(f"there is no column {field}", fix)
        return take

    def take_of_line(self, columns: Sequence[str]) -> Take:
        """Return `take` for an object of JSON with these fields."""
        return self.take(columns, HISTORY)

    def require_all_seen(self) -> None:
        """Raise UsageError if --map names a column that the file does not have."""
        for key in sorted(self._mapped.keys() - self._seen.keys()):
            column, names = self._named[key], self._seen.values()
            fix = f"{did_you_mean(column, names)}It has: {_shortened(names)}"
            raise UsageError(
                f"--map names the column {column!r}, which the file does not have", fix
            )

    def _see(self, columns: Iterable[str]) -> None:
        for column in columns:
            self._seen.setdefault(_key(column), column.strip())


def _key(column: str) -> str:
    return column.strip().casefold()


def _field(given: str) -> str:
    for field in COLUMNS:
        if given.casefold() == field:
            return field
    raise UnknownNameError("field", given, COLUMNS)


def _shortened(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    texts = list(names)
    more = len(texts) - _MOST_NAMED
    return ", ".join(map(_cut, texts[:_MOST_NAMED])) + (f" and {more:,} more" if more > 0 else "")


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}.."


def _unknown(columns: Sequence[str]) -> UsageError:
    named = _shortened(map(repr, columns))
    what = f"the column {named} is not a field"
    if len(columns) > 1:
        what = f"the columns {named} are not fields"
    first = _cut(columns[0].strip())
    fix = (
        f"--map '{first}=' leaves a column out, --map '{first}=FIELD' takes it as a field: "
        f"{', '.join(COLUMNS)}"
    )
    return UsageError(f"{what} of a case", fix)
