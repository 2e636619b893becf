"""Measure how long `slt store upgrade` takes for a store that 0.1.0 made.

The store has the cases of `tests/data/stores/schema-2.db` again and again, under numbers of their
own. `slt verify` then rebuilds each case from its history.
"""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from time import perf_counter

SLT = [sys.executable, "-m", "slt_cli"]
MADE_BY_0_1_0 = Path(__file__).parents[1] / "tests" / "data" / "stores" / "schema-2.db"
EVENT = "kind, at, who, changes, note"


def make(path: Path, wanted: int) -> int:
    """Make a store of at least `wanted` cases, and return how many it has."""
    shutil.copyfile(MADE_BY_0_1_0, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        cases, last = connection.execute("SELECT count(*), max(number) FROM cases").fetchone()
        columns = [column for _, column, *_ in connection.execute("PRAGMA table_info(cases)")]
        facts = ", ".join(columns[1:])
        for times in range(1, -(-wanted // cases)):
            moved = times * last
            connection.execute(
                f"INSERT INTO cases SELECT number + ?, {facts} FROM cases WHERE number <= ?",
                (moved, last),
            )
            connection.execute(
                f"INSERT INTO events (case_number, {EVENT}) SELECT case_number + ?, {EVENT} "
                "FROM events WHERE case_number <= ? ORDER BY id",
                (moved, last),
            )
        ((made,),) = connection.execute("SELECT count(*) FROM cases")
    return int(made)


def main() -> None:
    """Make a store, upgrade it, and print the time and the sizes."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "cases.db"
        cases = make(path, int(sys.argv[1]) if sys.argv[1:] else 10_000)
        before = path.stat().st_size
        began = perf_counter()
        subprocess.run([*SLT, "--db", path, "store", "upgrade"], check=True)
        seconds = perf_counter() - began
        subprocess.run([*SLT, "--db", path, "verify"], check=True)
        grown = f"{before / 1e6:.1f} MB -> {path.stat().st_size / 1e6:.1f} MB"
    print(f"{cases:,} cases: {seconds:.2f} s, {seconds / cases * 1e6:.0f} us a case; {grown}")


if __name__ == "__main__":
    main()
