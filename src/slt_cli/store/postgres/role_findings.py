"""Who a connection is on the server, who else has rights on the tables, and what they lack."""

import shlex
from collections.abc import Iterator, Mapping, Sequence, Set

from slt_cli.finding import Finding
from slt_cli.store.postgres.grants import (
    EVERYBODY,
    Right,
    beyond,
    held_by,
    kind_of,
    missing,
    on_tables,
    others,
)
from slt_cli.store.postgres.own_schema import hidden_schemas
from slt_cli.store.postgres.right_sources import WRITES_ALL, by_source, taking_back
from slt_cli.store.postgres.timed import Login
from slt_cli.store.roles import Member, RoleKind
from slt_cli.store.sql.connection import Read

_OWN, _OTHERS = "role", "other roles"
_MOST_NAMED = 8
_MOST_SCHEMAS = 3
_A = {RoleKind.AGENT: "an agent", RoleKind.READER: "a reader"}
_MAY = {RoleKind.AGENT: "you may read and record", RoleKind.READER: "you may read, not record"}


def role_findings(read: Read, login: Login) -> Iterator[Finding]:
    """Yield what a role may do with the tables, then the other roles that have rights on them."""
    if login.owner is None:
        yield _outside(read, login.role)
        return
    rest = [role for role in others(read) if role != login.role]
    held = held_by(read, [login.role, *rest, EVERYBODY])
    everybodys = {*on_tables(held[EVERYBODY])}
    if login.may_everything:
        yield _owner(login)
    else:
        yield from _own(read, login, held[login.role], everybodys)
    yield from _rest(read, login.owner, {role: held[role] for role in rest}, everybodys)
    yield from _everybody(on_tables(everybodys))


def _outside(read: Read, role: str) -> Finding:
    """Return what is found about a role that sees no tables: it may not use their schema."""
    if not (hidden := hidden_schemas(read)):
        return Finding(_OWN, "ok", f"you are {role}")
    names = [each.name for each in (hidden[:1] if hidden[0].is_searched else hidden)]
    schemas = f"schema{'s' * (len(names) > 1)} {_named(names, _MOST_SCHEMAS)}"
    found = f"you are {role}, who may not use the {schemas}, where slt's tables are"
    return Finding(_OWN, "problem", found, _let_in(role))


def _owner(login: Login) -> Finding:
    whose = "the owner" if login.role == login.owner else f"with the rights of {login.owner}"
    return Finding(_OWN, "ok", f"you are {login.role}, {whose}: you may do everything")


def _own(read: Read, login: Login, held: Set[Right], everybodys: Set[Right]) -> Iterator[Finding]:
    role, kind = login.role, _kind(held, everybodys)
    if kind is None:
        found = f"you are {role}, who has no right on the tables of {login.owner}"
        yield Finding(_OWN, "problem", found, _let_in(role))
        return
    if lacking := missing(held, kind):
        found = f"you are {role}, {_A[kind]} who lacks {_named(lacking)}"
        yield Finding(_OWN, "problem", found, _grant(role, kind))
    else:
        yield Finding(_OWN, "ok", f"you are {role}, {_A[kind]}: {_MAY[kind]}")
    member, more = Member(role, kind), beyond(held - everybodys, kind)
    for told, fix in _more(read, login.owner, member, more):
        found = f"you are {role}, {_A[kind]} who has more rights than needed{told}"
        yield Finding(_OWN, "warning", found, fix)


def _rest(
    read: Read, owner: str, held: Mapping[str, Set[Right]], everybodys: Set[Right]
) -> Iterator[Finding]:
    """Yield who has rights, by kind, then each role with other rights than its kind."""
    kinds = {role: kind for role, rights in held.items() if (kind := _kind(rights, everybodys))}
    named = [
        f"{kind}s: {_named(of_kind)}"
        for kind in RoleKind
        if (of_kind := [role for role in kinds if kinds[role] is kind])
    ]
    yield Finding(_OTHERS, "ok", "; ".join(named) or "none has rights on the tables")
    for role, kind in kinds.items():
        if lacking := missing(held[role], kind):
            found = f"{role}, {_A[kind]}, lacks {_named(lacking)}"
            yield Finding(_OTHERS, "warning", found, _grant(role, kind))
        more = beyond(held[role] - everybodys, kind)
        for told, fix in _more(read, owner, Member(role, kind), more):
            found = f"{role}, {_A[kind]}, has more rights than needed{told}"
            yield Finding(_OTHERS, "warning", found, fix)


def _more(
    read: Read, owner: str | None, member: Member, more: Sequence[Right]
) -> Iterator[tuple[str, str]]:
    """Yield how a role got rights beyond its kind and which, then what takes them back."""
    if not more:
        return
    role, kind = member
    for (grantee, grantor), rights in by_source(read, role, more).items():
        named = _named(rights)
        giver = "the owner" if grantor == owner else grantor
        revoked = f"{giver} runs `{taking_back(rights, grantee)}` with psql"
        leaving = f"let who runs the server take {role} out of the group {grantee}"
        if grantee == WRITES_ALL:
            yield f" by the group {grantee}: {named}", leaving
        elif grantee != role:
            yield f" by the group {grantee}: {named}", f"{leaving}, or {revoked}"
        elif grantor != owner:
            yield f", given by {grantor}: {named}", revoked
        else:
            yield f": {named}", _grant(role, kind)


def _kind(held: Set[Right], everybodys: Set[Right]) -> RoleKind | None:
    """Return what a role is for, by its own rights, else by those of everybody."""
    return kind_of(held - everybodys) or kind_of(held)


def _everybody(rights: Sequence[Right]) -> Iterator[Finding]:
    """Yield what every role of the server has."""
    if rights:
        tables = ", ".join(sorted({right.on for right in rights}))
        found = f"every role of the server (PUBLIC) has {_named(rights)}"
        fix = f"the owner runs `REVOKE ALL ON {tables} FROM PUBLIC` with psql"
        yield Finding(_OTHERS, "warning", found, fix)


def _named(each: Sequence[object], most: int = _MOST_NAMED) -> str:
    more = len(each) - most
    return ", ".join(map(str, each[:most])) + (f" and {more} more" if more > 0 else "")


def _grant(role: str, kind: RoleKind) -> str:
    return f"the owner runs `slt store grant --{kind} {shlex.quote(role)} --apply`"


def _let_in(role: str) -> str:
    return f"{_grant(role, RoleKind.READER)}, or with --agent if you are to record"
