"""The cases that rows may meet: by number, or by the provider's own number."""

from collections.abc import Iterable, Sequence

from slt_cli.domain.case import Case
from slt_cli.exchange.given import ABSENT, HISTORY, READ, Recorded
from slt_cli.exchange.lines import collections_of
from slt_cli.views.fields import flat_item


class KnownCases:
    """Cases that have the number or the reference of a row.

    A reference belongs to one case that is not void; an older store may have it twice.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        self._by_number: dict[int, Case] = {}
        self._by_ref: dict[str, list[Case]] = {}
        for case in cases:
            self.add(case)

    def add(self, case: Case) -> None:
        """Add a case."""
        self._by_number[case.number] = case
        if case.ref is not None:
            self._by_ref.setdefault(case.ref, []).append(case)

    def like(self, case: Case) -> Case | None:
        """Return the case that has the reference or the number of a row, the same case first."""
        numbered = self._by_number.get(case.number)
        holders = self._by_ref.get(case.ref, ()) if case.ref is not None else ()
        if not holders or (numbered is not None and is_same(case, numbered)):
            return numbered
        alike = [holder for holder in holders if is_same(case, holder)]
        if case.status == "void":  # which needs no reference of its own
            return next(iter(alike), numbered)
        valid = [holder for holder in holders if holder.status != "void"]
        return next(iter(alike or valid), numbered)


def is_same(case: Case, known: Case) -> bool:
    """Return whether a row is about a case that is known: by its number, else by its reference.

    With the number of another case, or of a void one without a number, the opening decides, too.
    """
    opened_alike = case.opened_at == known.opened_at
    if case.number == known.number:
        return opened_alike if case.ref is None else case.ref == known.ref
    if case.ref is None or case.ref != known.ref:
        return False
    if "void" in (case.status, known.status):
        return case.status == known.status and case.number == 0 and opened_alike
    return case.number == 0 or opened_alike


def other_facts(row: Sequence[str] | Recorded, case: Case, known: Case) -> list[str]:
    """Return the fields that a row gives and that the case in the store has otherwise.

    `case` is the case in the row. What a row leaves empty says nothing.
    """
    ours, theirs = flat_item(case), flat_item(known)
    values = row.values if isinstance(row, Recorded) else row
    fields = [
        field
        for field, value in zip(READ, values, strict=True)
        if field in ours and value is not ABSENT and str(value or "").strip()
        if ours[field] != theirs[field]
    ]
    if isinstance(row, Recorded):
        parts, others = collections_of(case), collections_of(known)
        fields += ["events"] if case.rev != known.rev else []
        fields += [field for field in HISTORY if field in parts and parts[field] != others[field]]
    return fields
