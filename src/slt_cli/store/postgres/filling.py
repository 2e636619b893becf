"""What a step of the schema computes from the cases that are there, which SQL alone cannot."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from slt_cli.store.postgres.driver import Session

_MOST_CASES = 2000


def fill_schema_6(session: Session) -> None:
    """Write partners and texts as they are compared."""
    partners = session.execute("SELECT DISTINCT partner FROM cases WHERE partner IS NOT NULL")
    for (partner,) in list(partners):
        values = (str(partner).casefold(), partner)
        session.defer("UPDATE cases SET partner_folded = ? WHERE partner = ?", values)
    after = 0
    while cases := _cases_after(session, after):
        after = cases[-1][0]
        session.executemany(
            "INSERT INTO texts (case_number, facts, notes) VALUES (?, ?, ?)",
            list(_texts(cases, _events_of(session, cases[0][0], after))),
        )


def _cases_after(session: Session, number: int) -> list[Any]:
    sql = "SELECT number, subject, partner, ref FROM cases WHERE number > ? ORDER BY number LIMIT ?"
    return list(session.execute(sql, (number, _MOST_CASES)))


def _events_of(session: Session, first: int, last: int) -> dict[int, list[Any]]:
    """Return each event of the cases in a range: its case, its id, its note, what it undoes."""
    sql = """SELECT case_number, id, note, undoes FROM events
        WHERE case_number BETWEEN ? AND ? ORDER BY case_number, id"""
    rows = session.execute(sql, (first, last))
    return {number: list(events) for number, events in groupby(rows, key=itemgetter(0))}


def _texts(cases: Iterable[Any], histories: dict[int, list[Any]]) -> Iterator[tuple[Any, ...]]:
    for number, *facts in cases:
        events = histories.get(number, [])
        undone = {undoes for *_, undoes in events}
        notes = [note for _, id_, note, undoes in events if undoes is None and id_ not in undone]
        yield number, _folded_lines(facts), _folded_lines(notes) or None


def _folded_lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text.casefold() for text in texts if text)
