"""What a PostgreSQL server refuses: one sentence and a fix, exit 5, and nobody's password."""

from slt_cli.app import App, Options
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from tests.faults.processes import is_one_sentence_with_a_fix

SECRET = "kept-secret"
RUNS = "check that the server runs and that this machine may reach it, then try again"
TOO_LATE = (
    "check that the server runs and that this machine may reach it; if it is only far away, "
    "give it more time with PGCONNECT_TIMEOUT=10"
)


def refused(done) -> tuple[str, str]:
    """Return the sentence and the fix of an exit 5 that shows nothing else."""
    code, out, err = done
    assert (code, out) == (5, "")
    assert is_one_sentence_with_a_fix(err)
    assert "secret" not in err
    error, fix = err.splitlines()
    return error.removeprefix("slt: error: "), fix.removeprefix("fix: ")


def with_store(patience: float, connect=Session):
    def new_app(options: Options) -> App:
        app = App(options)
        app.store = PostgresStore(app.location, connect, patience)
        return app

    return new_app
