"""A redaction that is stopped when its texts are replaced already: it says so, and what to do."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from slt_cli.app import App, Options
from slt_cli.errors import InterruptionError, LostTransactionError
from slt_cli.services.redaction import clean, redact
from slt_cli.store.location import location_of
from tests.apps import app_with
from tests.commands.stopping import Stopping
from tests.store.samples import create


class Interrupted:
    """What keeps a store in good order, interrupted while it cleans."""

    def clean(self, number: int) -> None:
        del number
        raise KeyboardInterrupt


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Return an application whose store has one case."""
    made = app_with(now="2026-11-24T12:00:00Z")(Options(db=location_of(tmp_path / "cases.db")))
    with closing(made.store) as store:
        create(store)
        yield made


def test_an_interruption_while_the_files_are_cleaned(app: App, tmp_path: Path) -> None:
    redact(app, 1, "Asked for")
    app.upkeep = Interrupted()  # type: ignore[assignment]
    with pytest.raises(InterruptionError) as stopped:
        clean(app, 1)
    assert stopped.value.message == (
        f"interrupted after the texts of CASE-1 were replaced: {tmp_path / 'cases.db'} may have "
        "them in free space or in its log"
    )
    assert stopped.value.fix == "run the same command again, which cleans it"


def test_a_run_again_after_a_lost_answer_counts_what_the_first_replaced(app: App) -> None:
    def lose() -> None:
        raise LostTransactionError("lost", may_be_recorded=True)

    store: Any = app.store
    app.store = Stopping(store, 1, "after", lose, None)  # type: ignore[assignment]
    done = redact(app, 1, "Asked for")
    assert (done.texts, done.events, done.repeated) == (1, 1, False)
    assert [event.kind for event in store.events(1)] == ["opened", "redacted"]
