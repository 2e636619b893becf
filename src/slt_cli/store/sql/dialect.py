"""Where the SQL of the engines differs; everything else is the same text for all of them."""

from collections.abc import Sequence


class Dialect:
    """The SQL that an engine has of its own.

    `to_cases` joins the case `c` of each row that leads to it: few do. `by_running` and
    `by_open_holds` name the index by which clocks and holds are read, `due_before` is the condition
    for clocks `k` that are due before an instant.
    `sorts_null_last` tells that an index in ascending order has NULL last; `merges`, that
    selections in order are merged, and not sorted again, if they are united. `newest_event` selects
    the latest instant among the last events that count: a few of them may be late entries.
    `events_in_order` sorts the events of all cases as they were recorded, and
    `event_id` is the id of an event `e`, which counts the events of its case.
    """

    to_cases: str
    by_running: str
    by_open_holds: str
    due_before: str
    sorts_null_last: bool
    merges: bool
    newest_event: str
    events_in_order: str
    event_id: str

    def joined(self, table: str, columns: Sequence[str]) -> str:
        """Return the expression that joins the rows of a case in another table to one text.

        An empty text stands for NULL; UNIT is between values and RECORD between rows.
        """
        raise NotImplementedError

    def has_part(self, column: str, word: str) -> tuple[str, str]:
        """Return the condition that a word is a part of a column, and the value in it."""
        raise NotImplementedError
