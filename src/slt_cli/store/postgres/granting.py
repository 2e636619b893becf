"""Run the statements that give roles of the server their rights, or only return them."""

from collections.abc import Sequence, Set
from shlex import quote

from slt_cli.errors import NOTHING_CHANGED, RefusedError, StoreError
from slt_cli.store.location import Location
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.explaining import explained, not_as_made
from slt_cli.store.postgres.grants import (
    EVERYBODY,
    Place,
    absent,
    beyond,
    held_by,
    kind_of,
    missing,
    others,
    place_of,
    statements,
)
from slt_cli.store.roles import Granted, Member
from slt_cli.store.sql.connection import Read

_ROLES = """SELECT r.rolname::text, pg_has_role(r.oid, c.relowner, 'USAGE')
    FROM pg_roles r CROSS JOIN pg_class c
    WHERE c.oid = to_regclass('store') AND r.rolname::text = ANY(?::text[])"""


def granted(
    session: Session, location: Location, members: Sequence[Member], *, apply: bool
) -> list[Granted]:
    """Return the statements that give roles their rights; with `apply` run them, all or none."""
    with explained(location):
        if lost := absent(session.execute):
            raise not_as_made(location, [f"{name!r} is missing" for name in lost])
        place = place_of(session.execute)
        _require_grantable(session, members)
        schema = place.schema
        made = [
            Granted(each, schema, statements(each, schema), was_applied=False) for each in members
        ]
        if not apply:
            return made
        if not place.is_own:
            raise StoreError(
                f"only the owner of the tables, {place.owner}, gives rights in {location}",
                f"leave out --apply and let the owner run what is printed{NOTHING_CHANGED}",
            )
        return _applied(session, place, made)


def lacking_members(read: Read, added: Set[str]) -> list[Member]:
    """Return the roles that lack rights of their kind, and only on what an upgrade added."""
    found = []
    for role, held in held_by(read, others(read)).items():
        kind = kind_of(held)
        lacking = {right.on for right in missing(held, kind)} if kind else set()
        if kind and lacking and lacking <= added:
            found.append(Member(role, kind))
    return found


def _require_grantable(session: Session, members: Sequence[Member]) -> None:
    """Refuse a role that the server lacks, or that needs no rights."""
    may_do_all = dict(session.execute(_ROLES, ([each.role for each in members],)))
    for role, _ in members:
        if role not in may_do_all:
            raise _absent_role(role)
        if may_do_all[role]:
            raise RefusedError(
                f"the role {role} may do everything already: it is the owner of the tables, a "
                "member of that role, or a superuser",
                f"leave it out{NOTHING_CHANGED}",
            )


def _absent_role(role: str) -> RefusedError:
    if role.lower() == EVERYBODY:
        return RefusedError(
            f"{role} stands for every role of the server and is none itself",
            f"name the roles, or a group that they are in{NOTHING_CHANGED}",
        )
    if role == "none" or role.startswith("pg_"):
        return RefusedError(
            f"the server has no role {role!r}, and keeps such names for itself",
            f"name another role{NOTHING_CHANGED}",
        )
    return RefusedError(
        f"the server has no role {role!r}",
        f"make it with `createuser --pwprompt {quote(role)}`{NOTHING_CHANGED}",
    )


def _applied(session: Session, place: Place, made: Sequence[Granted]) -> list[Granted]:
    """Run the statements in one transaction, which ends only if each role then has its rights."""
    session.defer("BEGIN")
    for each in made:
        for statement in each.statements:
            session.defer(statement)
    held = held_by(session.execute, [each.member.role for each in made])
    for (role, kind), *_ in made:
        if lacking := missing(held[role], kind):
            raise StoreError(
                f"the role {role} would still lack rights: {', '.join(map(str, lacking))}",
                f"they are not {place.owner}'s to give: let the owner of the schema "
                f"{place.schema}, or of these tables, give them{NOTHING_CHANGED}",
            )
    session.commit()
    return [
        each._replace(
            was_applied=True,
            more=tuple(map(str, beyond(held[each.member.role], each.member.kind))),
        )
        for each in made
    ]
