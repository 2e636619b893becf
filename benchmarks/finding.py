"""Measure what it costs to choose cases: each filter and each order of `slt list --limit 20`.

The cases are made up: those of `scale.py` with longer subjects. `slt import` makes a small store of
them; stores of each engine get every row of it many times, and customers, owners, tags and notes by
SQL. Each command runs as a process of its own, in turn with the list that chooses nothing, so that
changes in the speed of the machine affect both alike.
"""

import argparse
import csv
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import accumulate, product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from processes import Spent, medians, spent
from scale import HEADER, cases
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.store.sql.content import COLUMNS

SLT = [sys.executable, "-m", "slt_cli"]
SERVER = Path(__file__).parents[1] / "tests" / "store" / "postgres" / "server.py"
ROWS, RUNS, BASE, RARE = 1_000_000, 5, 20_000, 20
UNFILTERED = {"not closed": ["list", "--limit", "20"], "all": ["list", "--all", "--limit", "20"]}
FILTERS = {
    "--region, common": ["--region", "usa"],
    "--region, 20 cases": ["--region", "apac"],
    "--priority, common": ["--priority", "S3"],
    "--priority, 20 cases": ["--priority", "S1"],
    "--partner, 1 of 2,000": ["--partner", "partner 7"],
    "--partner, absent": ["--partner", "nobody"],
    "--customer, 20 cases": ["--customer", "customer 7"],
    "--customer, absent": ["--customer", "nobody"],
    "--owner, 1 of 40": ["--owner", "desk-7"],
    "--owner, 20 cases": ["--owner", "lee"],
    "--owner, absent": ["--owner", "nobody"],
    "--owner none, 1 of 10": ["--owner", "none"],
    "--tag, 1 of 4": ["--tag", "voice"],
    "--tag, 20 cases": ["--tag", "outage"],
    "--tag, absent": ["--tag", "nothing"],
    "--tag, common and rare": ["--tag", "voice", "--tag", "outage"],
    "--clock response": ["--clock", "response"],
    "--clock escalation, 1 of 100": ["--clock", "escalation"],
    "--since, the newest 0.1 %": ["--since", "-17h"],
    "--since, the newest 10 %": ["--since", "-73d"],
    "--since, nearly all": ["--since", "-723d"],
    "--until, the oldest 0.1 %": ["--until", "-729d"],
    "--until, the oldest 10 %": ["--until", "-657d"],
    "--until, nearly all": ["--until", "-7d"],
    "--late": ["--late"],
    "--soon": ["--soon"],
    "--held": ["--held"],
    "--sort newest": ["--sort", "newest"],
    "--sort opened": ["--sort", "opened"],
    "--sort due": ["--sort", "due"],
    "--sort priority": ["--sort", "priority"],
    "--sort owner": ["--sort", "owner"],
    "--sort customer": ["--sort", "customer"],
    "--text, a common word": ["--text", "WORD0"],
    "--text, a rare word": ["--text", "raritäten"],
    "--text, a common and a rare": ["--text", "WORD0 raritäten"],
    "--text, two letters": ["--text", "zw"],
    "--text, absent": ["--text", "zzqzxjj"],
}


def vocabulary() -> list[str]:
    """Return made-up words, the most frequent first; some have letters that ASCII has not."""
    rng = Random(5)
    syllables = [*map("".join, product("bdfgklmnprstvwz", "aeiouäö", ("", "n", "r", "s", "l")))]
    lengths = (1, 2, 2, 2, 3, 3, 4)
    made = ("".join(rng.choices(syllables, k=rng.choice(lengths))) for _ in range(20_000))
    return list(dict.fromkeys(made))


def write_cases(file: Path, count: int, now: datetime) -> None:
    """Write cases with subjects of 6 to 10 words, of 2,000 partners."""
    rng, words = Random(2), vocabulary()
    often = [*accumulate(1 / (10 + rank) for rank in range(len(words)))]
    names = ("subject", "partner", "priority", "region")
    subject, partner, priority, region = map(HEADER.index, names)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        for number, values in enumerate(cases(count, now)):
            row = list(values)
            row[subject] = " ".join(rng.choices(words, cum_weights=often, k=rng.randint(6, 10)))
            row[partner] = f"Partner {number % 2000}"
            row[priority] = rng.choice(("S2", "S3", "S3"))
            row[region] = rng.choice(("usa", "usa", "europe"))
            writer.writerow(row)


def added(count: int) -> Iterator[str]:
    """Yield the statements that add to a store what `write_cases` does not write."""
    every = max(1, count // RARE)
    rare = f"number % {every} = {every // 2 + 1}"
    owner = f"CASE WHEN {rare} THEN 'lee' ELSE 'desk-' || (number % 40) END"
    customer = f"'customer ' || (number % {every})"
    voice, outage = "number % 4 = 1", rare
    tags = f"""CASE WHEN {outage} AND {voice} THEN 'outage voice' WHEN {outage} THEN 'outage'
        WHEN {voice} THEN 'voice' ELSE '' END"""
    yield f"""UPDATE cases SET customer = {customer}, customer_folded = {customer}, tags = {tags},
        region = CASE WHEN {rare} THEN 'apac' ELSE region END,
        priority = CASE WHEN {rare} THEN 'S1' ELSE priority END,
        owner = CASE WHEN number % 10 <> 3 THEN {owner} END,
        owner_folded = CASE WHEN number % 10 <> 3 THEN {owner} END"""
    for tag, condition in (("voice", voice), ("outage", outage)):
        rows = f"SELECT '{tag}', number FROM cases WHERE {condition}"
        yield f"INSERT INTO tags (folded, case_number) {rows}"
    others = " || ' ' || ".join(
        f"(SELECT facts FROM texts o WHERE o.case_number = texts.case_number - {back})"
        for back in range(1, 6)
    )
    yield f"UPDATE texts SET facts = facts || ' raritäten' WHERE case_{rare}"
    yield f"UPDATE texts SET notes = {others} WHERE case_number % 3 = 0"
    yield f"UPDATE texts SET facts = facts || '\ncustomer ' || (case_number % {every})"
    columns = "started_at, due_at, target_seconds, target_clock, stopped_at, verdict"
    yield f"""INSERT INTO clocks (case_number, kind, cycle, level, {columns})
        SELECT case_number, 'escalation', 1, 1, {columns} FROM clocks
        WHERE case_number % 100 = 5 AND kind = 'response' AND cycle = 1"""
    yield """INSERT INTO holds (case_number, kind, started_at)
        SELECT case_number, 'holds', started_at FROM clocks
        WHERE verdict IS NULL AND case_number % 100 = 7 AND kind = 'response'"""


def fill(store: str, base: Path, count: int, statements: Iterable[str]) -> None:
    """Make a store with each case of a small one many times, and add what that does not have."""
    spent([*SLT, "store", "init", "--db", store])
    times = count // BASE
    source, target = (open_store(location_of(name)) for name in (str(base), store))
    with target.writing() as transaction:
        transaction.put("counters", [("case", count)])
        for table in ("cases", "clocks", "holds", "texts", "events"):
            place = COLUMNS[table].index("number" if table == "cases" else "case_number")
            transaction.put(table, spread(source.content(table), place, times))
    target.close()
    if store.startswith("postgresql:"):
        import psycopg2

        with closing(psycopg2.connect(store)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            for statement in (*statements, "VACUUM FULL ANALYZE"):
                cursor.execute(statement)
    else:
        with closing(sqlite3.connect(store, isolation_level=None)) as connection:
            for statement in ("BEGIN", *statements, "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"):
                connection.execute(statement)


def spread(rows: Iterable[Sequence[object]], place: int, times: int) -> Iterator[Sequence[object]]:
    """Yield each row with as many numbers of cases as are wanted, in the same order."""
    for row in rows:
        for copy in range(1, times + 1):
            yield (*row[:place], (int(row[place]) - 1) * times + copy, *row[place + 1 :])


@contextmanager
def stores(directory: Path, count: int, more: Sequence[str] = ()) -> Iterator[Mapping[str, str]]:
    """Yield a store of each engine with the same cases; those in the directory are used again.

    `more` are statements that add to what `added` does.
    """
    server = [sys.executable, str(SERVER)]
    at = str(directory / "server")
    started = subprocess.run([*server, "start", at], capture_output=True, text=True, check=False)
    if started.returncode:
        raise SystemExit(started.stderr.strip())
    made = {"SQLite": str(directory / "cases.db"), "PostgreSQL": started.stdout.strip()}
    file, base, complete = (directory / name for name in ("cases.csv", "base.db", "complete"))
    try:
        if not complete.exists():
            write_cases(file, BASE, datetime.now(UTC).replace(microsecond=0))
            spent([*SLT, "import", str(file), "--db", str(base)])
            for store in made.values():
                fill(store, base, count, (*added(count), *more))
            complete.touch()
        yield made
    finally:
        subprocess.run([*server, "stop", at], check=True)


def compare(store: str, runs: int) -> None:
    """Run each filter in turn with the list that chooses nothing, and print the ratios."""
    print(f"{'':30}{'not closed, ms':>17}{'ratio':>7}{'--all, ms':>16}{'ratio':>7}")
    frequent = vocabulary()[0]
    for name, options in FILTERS.items():
        figures = ""
        for base in UNFILTERED.values():
            line = [*base, *(option.replace("WORD0", frequent) for option in options)]
            taken: list[list[Spent]] = [[], []]
            for _ in range(runs + 1):
                for each, arguments in zip(taken, (base, line), strict=True):
                    each.append(spent([*SLT, *arguments, "--db", store]))
            plain, chosen = (medians(some[1:]).wall * 1000 for some in taken)
            figures += f"{plain:>9.0f}{chosen:>8.0f}{chosen / plain:>7.2f}"
        print(f"  {name:28}{figures}", flush=True)


def measure(
    description: str | None,
    compare: Callable[[str, int], None],
    *,
    runs: int = RUNS,
    note: str = "",
    more: Sequence[str] = (),
) -> None:
    """Read the command line, make the stores, and compare commands on each.

    `note` is said of each store; `more` are statements that add to what `added` does.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rows", type=int, default=ROWS, help="cases of each store")
    parser.add_argument("--runs", type=int, default=runs, help="runs of each command")
    parser.add_argument("--keep", type=Path, help="keep the stores in this directory")
    asked = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, medians of {asked.runs} runs")
    with TemporaryDirectory(dir="/tmp") as name:  # a socket needs a short path
        Path(name).chmod(0o711)  # if root starts the server, it runs as another user
        directory = asked.keep or Path(name)
        directory.mkdir(exist_ok=True)
        with stores(directory, asked.rows, more) as made:
            for engine, store in made.items():
                print(f"\n{engine}, {asked.rows:,} cases{note}")
                compare(store, asked.runs)


if __name__ == "__main__":
    measure(__doc__, compare, note=", --limit 20")
