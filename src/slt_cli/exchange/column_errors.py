"""What is wrong with the columns of a file, and how to fix it."""

from collections.abc import Iterable, Sequence

from slt_cli.config.import_profiles import folded
from slt_cli.errors import UsageError
from slt_cli.exchange.given import FIELDS

_MOST_NAMED = 30
_LONGEST = 200


def two_columns(field: str, first: str, second: str) -> UsageError:
    """Return the error for two columns that are the same field."""
    fix = f"leave one out, such as with --map {second!r}="
    if folded(first) == folded(second):  # which would leave out both
        fix = "rename one of them in the file"
    return UsageError(f"two columns are {field}: {first!r} and {second!r}", fix)


def shortened(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    texts = list(names)
    more = len(texts) - _MOST_NAMED
    return ", ".join(map(_cut, texts[:_MOST_NAMED])) + (f" and {more:,} more" if more > 0 else "")


def _cut(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}.."


def unknown_columns(columns: Sequence[str], nearly: str) -> UsageError:
    """Return the error for columns that are not fields; `nearly` is a fix that comes first."""
    named = shortened(map(repr, columns))
    what = f"the column {named} is not a field"
    if len(columns) > 1:
        what = f"the columns {named} are not fields"
    first = _cut(columns[0].strip())
    fix = nearly + (
        f"--map '{first}=' leaves a column out, --only-mapped all that --map does not name, "
        f"--map '{first}=FIELD' takes it as a field: {', '.join(FIELDS)}"
    )
    return UsageError(f"{what} of a case", fix)
