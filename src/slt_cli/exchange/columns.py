"""The columns of a file and the fields of a case: matched by name, or as --map says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from slt_cli.config.import_profiles import Profile, folded
from slt_cli.errors import UnknownNameError, UsageError, did_you_mean
from slt_cli.exchange.column_errors import shortened, two_columns, unknown_columns
from slt_cli.exchange.given import FIELDS, HISTORY, READ, REQUIRED

Take = Callable[[Sequence[Any]], tuple[Any, ...]]
"""Returns a row's values in the order of READ; an absent field gets the last one in the row.

Of a line of JSON, it returns those of HISTORY after them.
"""

_TAGS = READ.index("tags")
_LONGEST = 200
_ROWS_WITH_EXAMPLES = 100


def parse_map(options: Sequence[str]) -> dict[str, str]:
    """Return the field of each column in --map COLUMN=FIELD; an empty one leaves the column out."""
    mapped: dict[str, str] = {}
    names: set[str] = set()
    for option in options:
        column, equals, field = (part.strip() for part in option.rpartition("="))
        if not equals:
            raise UsageError(f"--map {option!r} has no =", "--map Assignee=partner, --map Owner=")
        if folded(column) in names:
            raise UsageError(f"--map names the column {column!r} twice", "name it once")
        names.add(folded(column))
        mapped[column] = _field(field) if field else ""
    return mapped


class Columns:
    """Find the fields of a case among the columns of a file.

    A profile says which field a column is, and leaves out what it does not name; `mapped` comes
    before it. Without one, `profiles` is asked for the only one that a file with other columns
    fits. With `only_mapped` no column is read for its own name. `fields` has the field of each
    column that is read, and `examples` a value of each of the first `most_examples` columns.
    """

    def __init__(
        self,
        mapped: dict[str, str],
        profiles: Callable[[], Mapping[str, Profile]] = dict,
        profile: Profile | None = None,
        *,
        only_mapped: bool = False,
        most_examples: int = 0,
    ) -> None:
        self._mapped = {folded(column): field for column, field in mapped.items()}
        self._taken = set(mapped.values())
        self._named = {folded(column): column for column in mapped}
        self._seen: dict[str, str] = {}
        self._profiles = profiles
        self.profile = profile
        self.is_recognised = False
        self._may_recognise = profile is None and not only_mapped
        self._only_mapped = only_mapped
        self.fields: dict[str, str] = {}
        self.examples: dict[str, str] = {}
        self._most_examples = most_examples

    def take(self, columns: Sequence[str], more: Sequence[str] = ()) -> Take:
        """Return the function that takes fields out of a row; raises UsageError for bad columns.

        `more` are fields that the row may have beside those of READ.
        """
        self._see(columns)
        if self._may_recognise and self._unknown(columns, more):
            self._recognise(columns)
        self._may_recognise = False
        if unknown := self._unknown(columns, more):
            raise unknown_columns(unknown, "" if self._only_mapped else self._nearly(columns))
        indexes = self._indexes(columns, more)
        fields = (*READ, *more)
        for field, found in indexes.items():
            self.fields |= dict.fromkeys([columns[index] for index in found], field)
        getter = itemgetter(*(indexes.get(field, [-1])[0] for field in fields))
        several = {
            place: indexes[field]
            for place, field in enumerate(fields)
            if len(indexes.get(field, ())) > 1
        }
        take = _one_given(getter, several) if several else getter
        return self._with_examples(take, columns) if self._most_examples else take

    def take_of_header(self, columns: Sequence[str]) -> Take:
        """Return `take` for the header of a table.

        Raises UsageError if a required column or one that --map names is missing.
        """
        self._see(columns)
        self.require_all_seen()
        take = self.take(columns)
        for field in REQUIRED:
            if field not in self.fields.values():
                raise UsageError(f"there is no column {field}", self._fix_of_missing(field))
        return take

    def take_of_line(self, columns: Sequence[str]) -> Take:
        """Return `take` for an object of JSON with these fields."""
        return self.take(columns, HISTORY)

    def _with_examples(self, take: Take, columns: Sequence[str]) -> Take:
        """Return a Take that keeps the first value of each column, if it is in the first rows."""
        rows = _ROWS_WITH_EXAMPLES

        def looked_at(cells: Sequence[Any]) -> tuple[Any, ...]:
            nonlocal rows
            if rows:
                rows -= 1
                for column, cell in zip(columns[: self._most_examples], cells, strict=False):
                    if isinstance(cell, str | int) and str(cell).strip():
                        self.examples.setdefault(column, str(cell).strip()[:_LONGEST])
            return take(cells)

        return looked_at

    @property
    def named(self) -> list[str]:
        """Return the columns of the file, as far as they were seen."""
        return [*self._seen.values()]

    def _nearly(self, columns: Sequence[str]) -> str:
        """Return which export a file is but for some columns of the header; empty if none."""
        near = [each for each in self._profiles().values() if each.nearly_fits(columns, REQUIRED)]
        if len(near) != 1:
            return ""
        (profile,) = near
        return f"it is almost {profile.export}: --from {profile.key} reads it as one; "

    def _fix_of_missing(self, field: str) -> str:
        fix = f"--map COLUMN={field} takes another column as {field}"
        fits = [each for each in self._profiles().values() if each.fits(self.named)]
        if self.profile is not None and fits and self.profile not in fits:
            return f"it has the columns of {fits[0].export}: --from {fits[0].key}"
        column = self._seen.get(field)
        if self._only_mapped and column is not None:
            return f"--map {column}={field} takes the column of that name, too"
        return fix

    def _field_of(self, column: str, more: Sequence[str]) -> str | None:
        """Return the field that a column is; empty if it is left out, None if it is unknown."""
        key = folded(column)
        if key in more and self._mapped.get("events") == "":
            return ""  # without the events nothing of the history is read
        if key in self._mapped:
            return self._mapped[key]
        if key in more:
            return key
        if self.profile is not None:
            field = self.profile.columns.get(key, "")
            return "" if field in self._taken else field
        if self._only_mapped:
            return ""
        return key if key in FIELDS else None

    def _unknown(self, columns: Sequence[str], more: Sequence[str]) -> list[str]:
        return [column for column in columns if self._field_of(column, more) is None]

    def _recognise(self, columns: Sequence[str]) -> None:
        """Find the only profile that a file with these columns fits."""
        fitting = [profile for profile in self._profiles().values() if profile.fits(columns)]
        if len(fitting) > 1:
            names = " and of ".join(profile.export for profile in fitting)
            ways = " or ".join(f"--from {profile.key}" for profile in fitting)
            raise UsageError(f"the columns are those of {names}", f"say which it is: {ways}")
        if fitting:
            (self.profile,) = fitting
            self.is_recognised = True

    def _indexes(self, columns: Sequence[str], more: Sequence[str]) -> dict[str, list[int]]:
        """Return the columns of each field, the first one first that a profile names."""
        indexes: dict[str, list[int]] = {}
        for index, column in enumerate(columns):
            if field := self._field_of(column, more):
                indexes.setdefault(field, []).append(index)
        names = self.profile.columns if self.profile else {}
        order = {name: place for place, name in enumerate(names)}
        for field, found in indexes.items():
            if len(found) == 1:
                continue
            if not {folded(columns[index]) for index in found} <= order.keys():
                raise two_columns(field, columns[found[0]], columns[found[1]])
            found.sort(key=lambda index: order[folded(columns[index])])
        return indexes

    def require_all_seen(self) -> None:
        """Raise UsageError if --map names a column that the file does not have."""
        for key in sorted(self._mapped.keys() - self._seen.keys()):
            column, names = self._named[key], self._seen.values()
            fix = f"{did_you_mean(column, names)}It has: {shortened(names)}"
            raise UsageError(
                f"--map names the column {column!r}, which the file does not have", fix
            )

    def _see(self, columns: Iterable[str]) -> None:
        for column in columns:
            self._seen.setdefault(folded(column), column.strip())


def _one_given(getter: Take, several: Mapping[int, Sequence[int]]) -> Take:
    """Return a Take that gives, of several columns for a field, the first that is not empty.

    Those of tags are taken together.
    """

    def take(cells: Sequence[Any]) -> tuple[Any, ...]:
        values = list(getter(cells))
        for place, indexes in several.items():
            given = [cells[index] for index in indexes if str(cells[index] or "").strip()]
            if place == _TAGS and len(given) > 1:
                given = [" ".join(map(str, given))]
            values[place] = given[0] if given else values[place]
        return tuple(values)

    return take


def _field(given: str) -> str:
    for field in FIELDS:
        if given.casefold() == field:
            return field
    raise UnknownNameError("field", given, FIELDS)
