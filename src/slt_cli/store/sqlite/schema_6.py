"""What brings a store from schema 5 to 6: it is never edited once it is released."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection

FOUND_IN_SCHEMA_6 = (
    "DROP INDEX cases_partner",
    "ALTER TABLE cases ADD COLUMN customer TEXT",
    "ALTER TABLE cases ADD COLUMN owner TEXT",
    "ALTER TABLE cases ADD COLUMN tags TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE cases ADD COLUMN partner_folded TEXT",
    "ALTER TABLE cases ADD COLUMN customer_folded TEXT",
    "ALTER TABLE cases ADD COLUMN owner_folded TEXT",
    "UPDATE cases SET partner_folded = slt_folded(partner) WHERE partner IS NOT NULL",
    """CREATE TABLE tags (
        folded TEXT NOT NULL,
        case_number INTEGER NOT NULL REFERENCES cases(number),
        PRIMARY KEY (folded, case_number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE texts (
        case_number INTEGER PRIMARY KEY REFERENCES cases(number),
        facts TEXT NOT NULL,
        notes TEXT
    ) STRICT""",
    "DROP INDEX cases_status",
    "CREATE INDEX cases_status ON cases(status, number, region, priority, opened_at)",
    "CREATE INDEX cases_partner ON cases(partner_folded, status, number)",
    "CREATE INDEX cases_customer ON cases(customer_folded, status, number)",
    "CREATE INDEX cases_owner ON cases(owner_folded, status, number)",
    """CREATE INDEX clocks_kind ON clocks(kind, case_number) WHERE kind <> 'response'""",
    "CREATE INDEX events_recorded ON events(recorded_at)",
    "CREATE INDEX events_redacted ON events(case_number) WHERE kind = 'redacted'",
)


def texts_of_schema_5(connection: Connection) -> Iterator[tuple[int, str, str | None]]:
    """Yield what `--text` looks into for every case: its facts, and the notes that count."""
    facts = connection.execute("SELECT number, subject, partner, ref FROM cases ORDER BY number")
    events = connection.execute(
        "SELECT case_number, note, undoes FROM events ORDER BY case_number, id"
    )
    histories = groupby(events, key=itemgetter(0))
    ahead, rows = next(histories, (0, iter(())))
    for number, *texts in facts:
        while ahead and ahead < number:
            ahead, rows = next(histories, (0, iter(())))
        history = list(rows) if ahead == number else []
        undone = {undoes for _, _, undoes in history}
        counting = enumerate(history, start=1)
        notes = [
            note for id_, (_, note, undoes) in counting if undoes is None and id_ not in undone
        ]
        yield number, _folded_lines(texts), _folded_lines(notes) or None


def _folded_lines(texts: Iterable[str | None]) -> str:
    return "\n".join(text.casefold() for text in texts if text)
