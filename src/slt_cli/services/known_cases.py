"""The cases that rows may meet: by number, or by the provider's own number."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.imported_news import is_same_time
from slt_cli.domain.references import names_no_case
from slt_cli.domain.tags import without_tags
from slt_cli.domain.texts import REDACTED
from slt_cli.exchange.given import ABSENT, HISTORY, READ, Problem, Recorded
from slt_cli.exchange.lines import collections_of
from slt_cli.exchange.times import Tell
from slt_cli.views.fields import flat_item


class Read(NamedTuple):
    """A row that was read: its line, what it gives, its case, and its events if it has them.

    `updated_at` is when the row was last changed, if it says so.
    """

    line: int
    row: Sequence[str] | Recorded
    case: Case
    events: list[Event] | None
    updated_at: datetime | None = None


class KnownCases:
    """Cases that have the number or the reference of a row.

    A reference belongs to one case that is not void; an older store may have it twice. A row may
    mean a case that was voided since, or say that it is void.
    """

    def __init__(self, cases: Iterable[Case]) -> None:
        self._by_number: dict[int, Case] = {}
        self._by_ref: dict[str, list[Case]] = {}
        self.put(cases)

    def put(self, cases: Iterable[Case]) -> None:
        """Add cases, each in place of what it was before."""
        for case in cases:
            before = self._by_number.get(case.number)
            self._by_number[case.number] = case
            if case.ref is not None and not names_no_case(case.ref):
                holders = self._by_ref.setdefault(case.ref, [])
                if before in holders:
                    holders[holders.index(before)] = case
                else:
                    holders.append(case)

    def like(self, case: Case) -> Case | None:
        """Return the case that has the reference or the number of a row, the same case first."""
        numbered = self._by_number.get(case.number)
        holders = self._by_ref.get(case.ref or "", ())
        if not holders or (numbered is not None and is_same(case, numbered)):
            return numbered
        alike = [holder for holder in holders if is_same(case, holder)]
        alike += [holder for holder in holders if is_voided(case, holder)]
        if case.status == "void":  # which needs no reference of its own
            return next(iter(alike), numbered)
        valid = [holder for holder in holders if holder.status != "void"]
        same = [holder for holder in alike if holder.status != "void"]
        return next(iter(same or valid or alike), numbered)


def is_about(case: Case, known: Case) -> bool:
    """Return whether a row is about a case that is known, whichever of the two is void."""
    return is_same(case, known) or is_voided(case, known)


def is_voided(case: Case, known: Case) -> bool:
    """Return whether a row is about a case that is known, and only one of the two is void."""
    one_is_void = (case.status == "void") != (known.status == "void")
    alike = case.ref == known.ref and is_same_time(case.opened_at, known.opened_at)
    return one_is_void and alike and case.number in (0, known.number)


def is_same(case: Case, known: Case) -> bool:
    """Return whether a row is about a case that is known: by its number, else by its reference.

    With the number of another case, or of a void one without a number, the opening decides, too, as
    it does where a reference was redacted.
    """
    opened_alike = is_same_time(case.opened_at, known.opened_at)
    if case.number == known.number:
        by_opening = names_no_case(case.ref) or known.ref == REDACTED
        return opened_alike if by_opening else case.ref == known.ref
    if names_no_case(case.ref) or case.ref != known.ref:
        return False
    if "void" in (case.status, known.status):
        return case.status == known.status and case.number == 0 and opened_alike
    return case.number == 0 or opened_alike


def other_case(
    read: Read, known: Case, is_new: bool, case_id: Callable[[int], str], tell: Tell
) -> Problem:
    """Return why a row is not about the case that has its reference or id.

    `is_new` says that this case is from the same file.
    """
    case = read.case
    by_ref = not names_no_case(case.ref) and case.ref == known.ref
    field, given = ("ref", case.ref) if by_ref else ("id", case_id(case.number))
    whose = "another row of this file" if is_new else "another case"
    problem = f"{given!r} already belongs to {whose}"
    if by_ref:
        problem += f", {case_id(known.number)}"
    elif not is_new and case.ref is not None:
        has = "no reference" if known.ref is None else f"the reference {known.ref!r}"
        problem = f"{given!r} has {has} in the store"
    elif not is_new:  # another store gives the same ids
        problem = tell((f"{given!r} was opened ", known.opened_at, " in the store"))
    return Problem(field, problem, _fix(read, known, field, is_new))


def _fix(read: Read, known: Case, field: str, is_new: bool) -> str:
    """Return how to import a row whose reference or id, in `field`, another case has."""
    if is_new and is_about(read.case, known):
        return "correct one of them, or --update takes the rows of a case together"
    if field == "ref" and read.events is not None:
        return "--skip-bad leaves it out; --map events= --map ref= only its history and reference"
    if field == "ref" or is_new:
        return f"correct one of them, or --map {field}= leaves the column out"
    if read.case.ref is not None:
        return "correct one of them, or --map id= takes the ref alone to say which case it is"
    if read.events is not None:
        return "--skip-bad leaves it out; --map id= makes a new case of it each time"
    return "correct it; ids of another store: --map id=ref, with --map ref= if there is a ref"


def other_facts(row: Sequence[str] | Recorded, case: Case, known: Case) -> list[str]:
    """Return the fields that a row gives and that the case in the store has otherwise.

    `case` is the case in the row. What a row leaves empty says nothing.
    """
    ours, theirs = flat_item(case), flat_item(known)
    fields = [field for field in given_fields(row) if field in ours]
    fields = [field for field in fields if not is_alike(field, ours[field], theirs[field])]
    if isinstance(row, Recorded):
        parts, others = collections_of(case), collections_of(known)
        fields += ["events"] if case.rev != known.rev else []
        fields += [field for field in HISTORY if field in parts and parts[field] != others[field]]
    return fields


def is_alike(field: str, ours: object, theirs: object) -> bool:
    """Return whether a fact of a row is that of a case; a time without seconds to the minute.

    Of tags the case may have more.
    """
    if field == "tags" and isinstance(ours, list) and isinstance(theirs, list):
        return not without_tags(ours, theirs)
    if ours == theirs or not field.endswith(("_at", "_since")):
        return ours == theirs
    if not ours or not theirs:
        return False
    return is_same_time(datetime.fromisoformat(str(ours)), datetime.fromisoformat(str(theirs)))


def given_fields(row: Sequence[str] | Recorded) -> list[str]:
    """Return the fields that a row gives, but for its id."""
    values = row.values if isinstance(row, Recorded) else row
    return [
        field
        for field, value in zip(READ, values, strict=True)
        if field != "id" and value is not ABSENT and str(value or "").strip()
    ]
