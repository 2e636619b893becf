"""Many rows are copied as text: what is read back is what was written, whatever is in it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from slt_cli.store.postgres.driver import Session
from tests.store.engines import SERVER

TEXTS = [
    *("", "\\N", "\\", "\\.", "\\t", "a\tb", "x\ny", "x\r\ny", "\x1f\x1e", "é漢🙂", "'", "%s", "?"),
    None,
]
ROWS = [(i, a, b) for i, (a, b) in enumerate((a, b) for a in TEXTS for b in TEXTS)]
INSERT = "INSERT INTO kept (a, b, c) VALUES (?, ?, ?)"


@pytest.fixture
def session() -> Iterator[Session]:
    with closing(Session(SERVER)) as session:
        session.execute("CREATE TEMPORARY TABLE kept (a bigint, b text, c text)")
        yield session


@pytest.mark.parametrize("rows", [1, 49, 50, 51, 100, len(ROWS)])
def test_rows_are_read_back_as_they_were_written(session, rows):
    session.executemany(INSERT, iter(ROWS[:rows]))

    assert list(session.execute("SELECT * FROM kept ORDER BY a")) == ROWS[:rows]


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_an_error_of_the_rows_is_raised_as_it_is_and_nothing_is_written(session, error):
    def rows() -> Iterator[tuple]:
        yield from ROWS
        raise error

    with pytest.raises(error):
        session.executemany(INSERT, rows())

    assert list(session.execute("SELECT count(*) FROM kept")) == [(0,)]
