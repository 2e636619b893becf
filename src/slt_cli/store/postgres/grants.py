"""The rights that each kind of role needs, and what says and finds them in SQL.

Only the owner changes or removes events, sets the team's policy and changes tables.
"""

from collections.abc import Iterable, Mapping, Set
from typing import NamedTuple

from slt_cli.store.postgres.own_schema import OWN, VIEW
from slt_cli.store.postgres.schema import TABLES
from slt_cli.store.roles import Member, RoleKind
from slt_cli.store.sql.connection import Read

RECORDED: Mapping[str, tuple[str, ...]] = {
    "store": (),
    "counters": ("UPDATE",),
    "policies": (),
    "cases": ("INSERT", "UPDATE"),
    "clocks": ("INSERT", "UPDATE", "DELETE"),
    "holds": ("INSERT", "UPDATE", "DELETE"),
    "events": ("INSERT",),
    "tags": ("INSERT", "DELETE"),
    "texts": ("INSERT", "UPDATE"),
    "notices": ("INSERT", "UPDATE", "DELETE"),
    "channels": ("INSERT", "UPDATE"),
}
"""What an agent may do to each table beside reading it."""

SCHEMA = "the schema"
"""What a right is on that is on no table."""

EVERYBODY = "public"
"""What stands for every role of the server; no role can have this name."""

_READ = (*TABLES, VIEW)
_CHANGES = ("INSERT", "UPDATE", "DELETE")
_PRIVILEGES = ("SELECT", *_CHANGES, "TRUNCATE", "REFERENCES", "TRIGGER")
_OF_COLUMNS = "'SELECT', 'INSERT', 'UPDATE', 'REFERENCES'"


class Right(NamedTuple):
    """A right as SQL calls it, and the table or view that it is on, or SCHEMA.

    `of_columns` tells that it is on some columns only, which no kind needs.
    """

    privilege: str
    on: str
    of_columns: bool = False

    def __str__(self) -> str:
        """Return it as people read it, such as "INSERT on cases"."""
        return f"{self.privilege} on {'columns of ' if self.of_columns else ''}{self.on}"


def rights(kind: RoleKind) -> list[Right]:
    """Return the rights that a kind of role needs, and no others, in the order of the tables."""
    read = [Right("USAGE", SCHEMA), *(Right("SELECT", name) for name in _READ)]
    if kind is RoleKind.READER:
        return read
    return read + [
        Right(privilege, table)
        for privilege in _CHANGES
        for table in TABLES
        if privilege in RECORDED[table]
    ]


def missing(held: Set[Right], kind: RoleKind) -> list[Right]:
    """Return the rights of a kind that are not among those held."""
    return [right for right in rights(kind) if right not in held]


def beyond(held: Set[Right], kind: RoleKind) -> list[Right]:
    """Return the rights held that a kind does not need, sorted by table."""
    return sorted(held - set(rights(kind)), key=_by_table)


def on_tables(held: Set[Right]) -> list[Right]:
    """Return the rights on a table or the view, sorted by its name."""
    return sorted((right for right in held if right.on != SCHEMA), key=_by_table)


def kind_of(held: Set[Right]) -> RoleKind | None:
    """Return the kind whose rights are most like those held, None if none is on a table."""
    own = {*on_tables(held)}

    def likeness(kind: RoleKind) -> float:
        needed = {*on_tables({*rights(kind)})}
        return len(own & needed) / len(own | needed)

    return max((RoleKind.READER, RoleKind.AGENT), key=likeness) if own else None


def _by_table(right: Right) -> tuple[str, str, bool]:
    return right.on, right.privilege, right.of_columns


class Place(NamedTuple):
    """The schema of the tables, their owner, and whether this connection may do what it may."""

    schema: str
    owner: str
    is_own: bool


def quoted(name: str) -> str:
    """Return a name of SQL in quotes, in which nothing but a quote has a meaning."""
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def statements(member: Member, schema: str) -> tuple[str, ...]:
    """Return what takes back each right on a store from a role, and gives it those of its kind.

    What the role has passed on to others is taken back, too.
    """
    place, role = quoted(schema), quoted(member.role)

    def on(names: Iterable[str]) -> str:
        return ", ".join(f"{place}.{name}" for name in names)

    given: dict[str, list[str]] = {}
    for privilege, name, _ in rights(member.kind):
        if name != SCHEMA:
            given.setdefault(privilege, []).append(name)
    return (
        f"REVOKE ALL ON {on(_READ)} FROM {role} CASCADE",
        f"GRANT USAGE ON SCHEMA {place} TO {role}",
        *(f"GRANT {privilege} ON {on(names)} TO {role}" for privilege, names in given.items()),
    )


_HELD = f"""{OWN}, wanted AS (SELECT r.oid, r.role
        FROM (SELECT oid, rolname::text AS role FROM pg_roles UNION ALL SELECT 0, '{EVERYBODY}') r
        WHERE r.role = ANY(?::text[]))
    SELECT w.role, p.name, own.name, NOT has.whole FROM wanted w CROSS JOIN own
    CROSS JOIN (VALUES {", ".join(f"('{name}')" for name in _PRIVILEGES)}) p(name)
    CROSS JOIN LATERAL (SELECT has_table_privilege(w.oid, own.id, p.name) AS whole) has
    WHERE has.whole OR CASE WHEN p.name IN ({_OF_COLUMNS})
        THEN has_any_column_privilege(w.oid, own.id, p.name) END
    UNION ALL
    SELECT w.role, 'USAGE', '{SCHEMA}', false FROM wanted w, own JOIN pg_class c ON c.oid = own.id
    WHERE own.name = 'store' AND has_schema_privilege(w.oid, c.relnamespace, 'USAGE')"""

_PLACE = """SELECT n.nspname::text, pg_get_userbyid(c.relowner)::text,
    pg_has_role(c.relowner, 'USAGE')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid = to_regclass('store')"""

_ABSENT = f"{OWN} SELECT name FROM own WHERE id IS NULL"

GIVEN = f"""{OWN}, given AS (
    SELECT own.name, c.relowner, acl.of_columns, a.grantee, a.grantor, a.privilege_type::text
    FROM own JOIN pg_class c ON c.oid = own.id
    CROSS JOIN LATERAL (SELECT c.relacl, false UNION ALL SELECT attacl, true FROM pg_attribute
        WHERE attrelid = c.oid AND NOT attisdropped) acl(list, of_columns)
    CROSS JOIN LATERAL aclexplode(acl.list) a)"""
"""Each right that was given on a table, the view or columns of one: to whom, and by whom."""

_OTHERS = f"""{GIVEN}
    SELECT DISTINCT r.rolname::text FROM given g JOIN pg_roles r ON r.oid = g.grantee
    WHERE NOT pg_has_role(g.grantee, g.relowner, 'USAGE') ORDER BY 1"""


def held_by(read: Read, roles: Iterable[str]) -> dict[str, set[Right]]:
    """Return the rights of roles on a store, also those that they have by a group or by PUBLIC.

    EVERYBODY has those of PUBLIC.
    """
    held: dict[str, set[Right]] = {role: set() for role in roles}
    for role, privilege, name, of_columns in read(_HELD, (list(held),)):
        held[role].add(Right(privilege, name, of_columns))
    return held


def place_of(read: Read) -> Place:
    """Return where the tables are, and whose they are."""
    (row,) = read(_PLACE, ())
    return Place(*row)


def absent(read: Read) -> list[str]:
    """Return the tables and views of slt that are not there, so that nobody can have rights."""
    return [name for (name,) in read(_ABSENT, ())]


def own_role(read: Read) -> str:
    """Return the role as which the server sees this connection."""
    ((role,),) = read("SELECT current_user::text", ())
    return str(role)


def may_send(read: Read) -> bool:
    """Return whether this connection may record what was sent, without which nothing is sent."""
    ((may,),) = read("SELECT has_table_privilege('channels', 'UPDATE')", ())
    return bool(may)


def others(read: Read) -> list[str]:
    """Return the roles beside the owner to whom a right on a table of the store was given."""
    return [role for (role,) in read(_OTHERS, ())]
