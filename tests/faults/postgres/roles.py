"""Who uses a team's store on a server, and what each may do with its tables by the rule.

The tables are written by hand from the rule, not from the statements that `slt store grant` runs.
"""

from collections.abc import Callable
from contextlib import closing
from typing import Any
from urllib.parse import quote

Sql = Callable[..., list[Any]]

ROLES = ("owner", "agent", "reader", "stranger")
"""The owner of the tables, two colleagues, and somebody who was given nothing."""

EVERY_RIGHT = "SELECT INSERT UPDATE DELETE TRUNCATE REFERENCES TRIGGER"

AGENT = {
    "store": "SELECT",
    "counters": "SELECT UPDATE",
    "policies": "SELECT",
    "cases": "SELECT INSERT UPDATE",
    "clocks": "SELECT INSERT UPDATE DELETE",
    "holds": "SELECT INSERT UPDATE DELETE",
    "tags": "SELECT INSERT DELETE",
    "texts": "SELECT INSERT UPDATE",
    "events": "SELECT INSERT",
    "notices": "SELECT INSERT UPDATE DELETE",
    "channels": "SELECT INSERT UPDATE",
    "late_clocks": "SELECT",
}
"""The rights of an agent on each table and view of slt."""

DENIED = "42501"
"""The SQLSTATE for a right that is lacking."""

READER = dict.fromkeys(AGENT, "SELECT")
NOTHING = dict.fromkeys(AGENT, "")
EXPECTED = {
    "owner": dict.fromkeys(AGENT, EVERY_RIGHT),
    "agent": AGENT,
    "reader": READER,
    "stranger": NOTHING,
}

_SCHEMA = "(SELECT oid FROM pg_namespace WHERE nspname = current_schema())"
_RIGHTS = f"""
    SELECT c.relname, coalesce(string_agg(asked.name, ' ' ORDER BY asked.ordinal) FILTER (WHERE
        has_table_privilege(%s, c.oid, asked.name) OR asked.of_columns
        AND has_any_column_privilege(%s, c.oid, asked.name)), '')
    FROM pg_class c CROSS JOIN LATERAL (
        SELECT name, ordinal, name IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AS of_columns
        FROM unnest(string_to_array(%s, ' ')) WITH ORDINALITY t(name, ordinal)) asked
    WHERE c.relnamespace = {_SCHEMA} AND c.relkind NOT IN ('i', 't')
    GROUP BY c.relname"""

_GIVEN = f"""
    SELECT c.relname::text, a.grantee::regrole::text, a.privilege_type, a.is_grantable
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
    WHERE c.relnamespace = {_SCHEMA}
    UNION ALL
    SELECT c.relname || '.' || t.attname, a.grantee::regrole::text, a.privilege_type, a.is_grantable
    FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid
    CROSS JOIN LATERAL aclexplode(t.attacl) a
    WHERE c.relnamespace = {_SCHEMA}
    UNION ALL
    SELECT 'schema', a.grantee::regrole::text, a.privilege_type, a.is_grantable
    FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
    WHERE n.oid = {_SCHEMA}
    UNION ALL
    SELECT 'default', a.grantee::regrole::text, a.privilege_type, a.is_grantable
    FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) a
    ORDER BY 1, 2, 3"""

PUBLIC = "-"
"""The grantee that stands for everybody, as the server shows it."""


def rights(sql: Sql, role: str) -> dict[str, str]:
    """Return which rights a role has on each table and view of the schema, as the server says."""
    return dict(sql(_RIGHTS, role, role, EVERY_RIGHT))


def given(sql: Sql) -> list[tuple[str, str, str, bool]]:
    """Return what was given in the schema: on what, to whom, which right, and if it can be passed.

    What the owner has without being given it is among them once anything was given.
    """
    return sql(_GIVEN)


def rows(sql: Sql) -> dict[str, list[Any]]:
    """Return every row of every table of slt."""
    tables = [name for name in AGENT if name != "late_clocks"]
    return {name: sql(f"SELECT t::text FROM {name} t ORDER BY 1") for name in tables}


def as_role(url: str, role: str) -> str:
    """Return the URL with which a role uses the store that the one who may do everything uses."""
    return url.replace("user=slt", f"user={quote(role, safe='')}")


def outcome(url: str, statement: str) -> str:
    """Return the SQLSTATE of a statement that is undone again, or that it was done."""
    import psycopg2

    with closing(psycopg2.connect(url)) as connection:
        try:
            connection.cursor().execute(statement)
        except psycopg2.Error as error:
            return str(error.pgcode)
    return "done"
