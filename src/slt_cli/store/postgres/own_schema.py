"""Whether a database has what slt makes, and nothing else that acts on what is written into it."""

from typing import NamedTuple

from slt_cli.store.postgres.schema import TABLES
from slt_cli.store.sql.connection import Read

_KEYS = (
    ("store", "id"),
    ("counters", "name"),
    ("policies", "number"),
    ("cases", "number"),
    ("clocks", "case_number, kind, cycle"),
    ("holds", "case_number, kind, started_at"),
    ("tags", "folded, case_number"),
    ("texts", "case_number"),
    ("events", "case_number, id"),
    ("events", "case_number, command, sequence"),
    ("notices", "number"),
    ("notices", "case_number, kind, cycle, event, due_at, moment, channel"),
    ("channels", "name"),
)
"""The columns of every primary key and unique index."""

VIEW = "late_clocks"

OWN = f"""WITH own AS (
    SELECT t.name, to_regclass(t.name) AS id
    FROM (VALUES {", ".join(f"('{name}')" for name in (*TABLES, VIEW))}) t(name))"""

_ACTING = f"""{OWN}
    SELECT 'the trigger', t.tgname::text, own.name FROM pg_trigger t JOIN own ON t.tgrelid = own.id
    WHERE NOT t.tgisinternal
    UNION ALL
    SELECT 'the rule', r.rulename::text, own.name FROM pg_rewrite r JOIN own ON r.ev_class = own.id
    WHERE r.rulename <> '_RETURN'
    UNION ALL
    SELECT 'the row security', c.relname::text, own.name FROM pg_class c JOIN own ON c.oid = own.id
    WHERE c.relrowsecurity
    UNION ALL
    SELECT 'kind', c.relkind::text, own.name FROM pg_class c JOIN own ON c.oid = own.id
    ORDER BY 3, 1, 2"""

_UNIQUE = f"""{OWN}
    SELECT own.name, string_agg(a.attname::text, ', ' ORDER BY k.index)
    FROM own JOIN pg_index i ON i.indrelid = own.id
    CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k(number, index)
    JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
    WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
    AND k.index <= i.indnkeyatts
    GROUP BY own.name, i.indexrelid"""

_FIRST_TABLES = ("store", "cases", "events")
"""Tables that a store of each version has."""

_HIDDEN = f"""SELECT name, is_searched FROM (
        SELECT n.nspname::text AS name, n.nspname::text IN (
            SELECT replace(trim(both ' "' from part), '$user', current_user)
            FROM unnest(string_to_array(current_setting('search_path'), ',')) part) AS is_searched
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname IN ({", ".join(f"'{name}'" for name in _FIRST_TABLES)})
        AND c.relkind IN ('r', 'p') AND NOT has_schema_privilege(n.oid, 'USAGE')
        GROUP BY n.nspname HAVING count(*) = {len(_FIRST_TABLES)}) hidden
    ORDER BY NOT is_searched, name"""


class HiddenSchema(NamedTuple):
    """A schema with slt's tables that a role may not use, so that SQL passes over it."""

    name: str
    is_searched: bool


def hidden_schemas(read: Read) -> list[HiddenSchema]:
    """Return the schemas with slt's tables that this role may not use, those searched first."""
    return [HiddenSchema(*row) for row in read(_HIDDEN, ())]


def not_own(read: Read) -> list[str]:
    """Return what may act on what is written, and what of slt's own is missing."""
    wrong, kinds = [], {}
    for what, found, table in read(_ACTING, ()):
        if what == "kind":
            kinds[table] = found
        elif what == "the row security":
            wrong.append(f"the row security of {table!r} is on")
        else:
            wrong.append(f"{what} {found!r} on {table!r} is not one that slt makes")
    wrong += [f"{name!r} is not a table" for name in TABLES if kinds.get(name) not in ("r", "p")]
    unique = {tuple(row) for row in read(_UNIQUE, ())}
    wrong += [
        f"{table!r} has no unique key {key}" for table, key in _KEYS if (table, key) not in unique
    ]
    if kinds.get(VIEW) != "v":
        wrong.append(f"the view {VIEW!r} is missing")
    return wrong
