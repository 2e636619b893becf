"""Where the rights of a role come from: to whom they were given, by whom, and what ends them."""

from collections.abc import Iterable
from typing import NamedTuple

from slt_cli.store.postgres.grants import GIVEN, Right, quoted
from slt_cli.store.sql.connection import Read

WRITES_ALL = "pg_write_all_data"
"""The server's own group, which may write to every table without being given a right."""

_SOURCES = f"""{GIVEN}
    SELECT DISTINCT g.privilege_type, g.name, g.of_columns,
        grantee.rolname::text, pg_get_userbyid(g.grantor)::text
    FROM given g JOIN pg_roles grantee ON grantee.oid = g.grantee
    JOIN pg_roles r ON r.rolname::text = ? AND pg_has_role(r.oid, grantee.oid, 'USAGE')
    ORDER BY 4, 5, 2, 1, 3"""


class Source(NamedTuple):
    """The role to which rights were given, itself or a group, and the role that gave them."""

    grantee: str
    grantor: str


def by_source(read: Read, role: str, rights: Iterable[Right]) -> dict[Source, list[Right]]:
    """Return rights that a role has by each source; one of several sources is in each.

    Those that were given to nobody come with WRITES_ALL.
    """
    wanted = {*rights}
    found: dict[Source, list[Right]] = {}
    for privilege, name, of_columns, grantee, grantor in read(_SOURCES, (role,)):
        if (right := Right(privilege, name, of_columns)) in wanted:
            found.setdefault(Source(grantee, grantor), []).append(right)
    given = {right for each in found.values() for right in each}
    if rest := [right for right in rights if right not in given]:
        found[Source(WRITES_ALL, "")] = rest
    return found


def taking_back(rights: Iterable[Right], grantee: str) -> str:
    """Return the SQL that takes rights back from a role, for the role that gave them."""
    tables: dict[str, list[str]] = {}
    for right in rights:
        tables.setdefault(right.privilege, []).append(right.on)
    return "; ".join(
        f"REVOKE {privilege} ON {', '.join(names)} FROM {quoted(grantee)}"
        for privilege, names in tables.items()
    )
