"""What a role of a database server may do with a store."""

from enum import StrEnum
from typing import NamedTuple


class RoleKind(StrEnum):
    """What a role is for; the owner of the tables needs no rights."""

    AGENT = "agent"
    READER = "reader"


class Member(NamedTuple):
    """A role of the server, and what it is for."""

    role: str
    kind: RoleKind


class Granted(NamedTuple):
    """The statements that give a role its rights, in the schema of the tables.

    `was_applied` tells that they were run, not only made. `more` are the rights that it has beyond
    them, by a group, by PUBLIC or by another role that gave them.
    """

    member: Member
    schema: str
    statements: tuple[str, ...]
    was_applied: bool
    more: tuple[str, ...] = ()
