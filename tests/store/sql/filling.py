"""Very many cases, made by the engine itself in a few seconds: SQL that every engine knows.

Two years of cases, with the proportions of a team's: nine of ten are closed, what is open is among
the newest but for a few, a thousand partners, and a few cases on hold or escalated. The plans and
the rows read are what such a store is for: its events tell nothing.
"""

from collections.abc import Iterator

PARTNERS = 1000
LATE_BEFORE = "2026-11-23T10:00:00Z"
"""Two of a hundred running clocks are due before this instant."""

_YEARS = 2 * 12 * 28 * 24 * 60
"""The minutes of two years of months of 28 days."""


def statements(cases: int, *, counted: bool) -> Iterator[str]:
    """Yield the statements that fill an empty store.

    `counted` tells that the id of an event counts the events of its case.
    """
    opened = _instant(f"(i * {_YEARS} / {cases})", 2024)
    answered = _instant(f"(i * {_YEARS} / {cases} + 30)", 2024)
    late = "'2026-11-2' || (i / 7 % 3) || 'T09:00:00Z'"
    due = f"CASE WHEN i % 50 = 7 THEN {late} ELSE {_instant('(i % 40000)', 2027)} END"
    status = f"""CASE WHEN i % 200 = 3 THEN 'void'
        WHEN i % 2000 = 1 OR i > {cases} * 0.94 THEN 'open'
        WHEN i > {cases} * 0.9 THEN 'responded' ELSE 'closed' END"""
    yield f"""INSERT INTO cases (number, subject, partner_type, priority, region, opened_at, ref,
            partner, partner_folded, status, responded_at, closed_at, uid, rev, leads_due_at)
        WITH RECURSIVE
            n(i) AS (SELECT cast(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < {cases}),
            s(i, status) AS (SELECT i, {status} FROM n)
        SELECT i, 'Phones of site ' || i || ' are down', 'certified', 'S' || (i % 3 + 1),
            {_region("i")}, {opened}, 'R' || i, 'Partner ' || (i * 7 % {PARTNERS}),
            'partner ' || (i * 7 % {PARTNERS}), status,
            CASE WHEN status IN ('responded', 'closed') THEN {answered} END,
            CASE WHEN status = 'closed' THEN {answered} END, 'u' || i, 3,
            CASE WHEN status = 'open' AND i % 40 <> 11 THEN {due} END
        FROM s"""
    for kind, level, seconds, chosen in (
        ("response", 0, 3600, "number > 0"),
        ("escalation", 1, 14400, "number % 50 = 9"),
    ):
        yield f"""INSERT INTO clocks (case_number, kind, cycle, level, started_at, due_at,
                target_seconds, target_clock, stopped_at, verdict)
            SELECT number, '{kind}', 1, {level}, opened_at,
                CASE WHEN status = 'open' THEN leads_due_at ELSE opened_at END, {seconds},
                'support', responded_at, CASE WHEN status = 'open' THEN NULL ELSE 'met' END
            FROM cases WHERE {chosen}"""
    yield """INSERT INTO holds (case_number, kind, started_at, ended_at)
        SELECT number, 'holds', opened_at, CASE WHEN status = 'open' THEN NULL ELSE opened_at END
        FROM cases WHERE number % 40 = 11"""
    for ordinal, kind, at in ((1, "opened", "opened_at"), (2, "responded", "responded_at")):
        column, value = ("id, ", f"{ordinal}, ") if counted else ("", "")
        yield f"""INSERT INTO events ({column}case_number, kind, at, who, changes, recorded_at,
                command, sequence)
            SELECT {value}number, '{kind}', {at}, 'me', '{{}}', {at}, '{kind}' || number, 0
            FROM cases WHERE {at} IS NOT NULL"""


def _region(number: str) -> str:
    return f"CASE {number} % 3 WHEN 0 THEN 'usa' WHEN 1 THEN 'europe' ELSE 'apac' END"


def _instant(minutes: str, year: int) -> str:
    def two(expression: str) -> str:
        return f"substr(cast(100 + {expression} AS text), 2)"

    year_text = f"cast({year} + {minutes} / {24 * 60 * 28 * 12} AS text)"
    month = two(f"{minutes} / {24 * 60 * 28} % 12 + 1")
    day = two(f"{minutes} / {24 * 60} % 28 + 1")
    hour, minute = two(f"{minutes} / 60 % 24"), two(f"{minutes} % 60")
    date = f"{year_text} || '-' || {month} || '-' || {day}"
    return f"{date} || 'T' || {hour} || ':' || {minute} || ':00Z'"
