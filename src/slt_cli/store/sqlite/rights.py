"""Which right to a store's file or its directory its user lacks, and what its owner can run."""

import grp
import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from stat import S_IMODE, S_ISGID, S_ISVTX
from typing import NamedTuple

from slt_cli.file_remarks import Remark, user_name
from slt_cli.private_files import open_to_others
from slt_cli.store.location import ANOTHER_LOCATION
from slt_cli.store.sqlite import names

_ENTER, _READ, _WRITE = os.X_OK, os.R_OK, os.W_OK
_LACKS = {_ENTER: "may not enter", _READ: "may not read", _WRITE: "may not write to"}
_ROOT = 0
_LETTERS = {_ENTER: "x", _READ: "r", _WRITE: "w"}


_OR_A_COPY = "or copy the store to a directory where you may write, and name the copy with --db"


class Denial(NamedTuple):
    """What denies a store to its user, and what helps, each as part of a sentence."""

    found: str
    fix: str


def denial(path: Path, *, to_change: bool) -> Denial | None:
    """Return which directory or file denies a store to the user; None if none does.

    SQLite keeps files beside a store while it is in use, which belong to the user who made them:
    who may not use those may not change the store.
    """
    try:
        store = Path(os.path.realpath(path))
        return _lack(store, to_change=to_change) or _beside(store)
    except OSError:  # what cannot be looked at has another cause
        return None


def _lack(store: Path, *, to_change: bool) -> Denial | None:
    lacking = list(_lacking(store, to_change=to_change))
    if not lacking:
        return None
    found = " and ".join(f"you {_LACKS[right]} {described(place)}" for place, right in lacking)
    fixes = [_help(place, right, store) for place, right in lacking]
    if to_change:
        fixes.append(_OR_A_COPY if store.exists() else f"or {ANOTHER_LOCATION}")
    return Denial(found, "; ".join(dict.fromkeys(fixes)))


def _beside(store: Path) -> Denial | None:
    """Return how files beside a store that another user made deny it; None if none does.

    A log without content can be removed while nobody uses the store. One with content has what
    was recorded last: its owner, who wrote it, can bring that into the store.
    """
    logs = [each for each in names.logs(store) if each.exists()]
    closed = [each for each in logs if not os.access(each, _READ | _WRITE)]
    if not closed:
        return None
    found = f"you may not use {' and '.join(map(described, closed))} beside it"
    mine = [quote(str(each)) for each in closed if each.stat().st_uid == os.geteuid()]
    if mine:
        return Denial(found, f"chmod u+rw {' '.join(mine)}")
    owners = " and ".join(dict.fromkeys(map(in_charge, closed)))
    again = _given_group(store)
    if any(log.exists() and log.stat().st_size for log in names.content_logs(store)):
        fix = f"{owners} can end what uses the store, then run `slt list --db {quote(str(store))}`"
        return Denial(found, fix + again)
    removing = f"rm -f {' '.join(quote(str(each)) for each in closed)}"
    directory = store.parent
    if os.access(directory, _WRITE) and not directory.stat().st_mode & S_ISVTX:
        return Denial(found, f"while nobody uses the store: {removing}{again}")
    who = in_charge(directory)
    return Denial(found, f"while nobody uses the store, {who} can run `{removing}`{again}")


def _given_group(store: Path) -> str:
    """Return what keeps the files beside a store usable for its group, if that is not so yet."""
    status = store.parent.stat()
    if status.st_mode & S_ISGID or not status.st_mode & 0o020:
        return ""
    who, name = in_charge(store.parent), quote(str(store.parent))
    return f"; so that it does not happen again, {who} can run `chmod g+s {name}`"


def described(place: Path) -> str:
    """Return a path with its mode, its owner and its group."""
    status = place.stat()
    mode = S_IMODE(status.st_mode)
    return f"{place} (mode {mode:04o}, owner {owner_of(place)}, group {group_name(status.st_gid)})"


def owner_of(place: Path) -> str:
    """Return the name of the owner of a file or directory, or the number of one without a name."""
    return user_name(place.stat().st_uid)


def in_charge(place: Path) -> str:
    """Return who can change the mode of a file or directory, as the subject of a sentence."""
    owner = owner_of(place)
    return "an administrator" if owner.isdecimal() else f"{owner}, the owner,"


def group_name(group: int) -> str:
    """Return the name of a group, or the number of one without a name."""
    try:
        return grp.getgrgid(group).gr_name
    except KeyError:
        return str(group)


def shared_with(store: Path) -> str:
    """Return the group that shares a store; empty for a store that is not a team's.

    A team's directory gives its group to new files, and others have no right to the store.
    """
    try:
        file = store.stat()
    except OSError:
        return ""
    return group_name(file.st_gid) if _is_a_teams(store) and not file.st_mode & 0o007 else ""


def _is_a_teams(store: Path) -> bool:
    """Return whether the group of a store's directory may read the store, whatever others may."""
    may_read = store.stat().st_mode & 0o040 and store.parent.stat().st_mode & 0o010
    return bool(may_read) and not _lacks_for_team(store)


def others_remark(store: Path, place: Path) -> Remark | None:
    """Return what to say of a store, or a file or directory of it, that too many may use."""
    mode = open_to_others(place)
    if mode is None or (not mode & 0o007 and shared_with(store)):
        return None
    fix = _closing(store, place, mode)
    if os.geteuid() not in (place.stat().st_uid, _ROOT):
        fix = f"{in_charge(place)} can run: {fix}"
    return f"others on this machine may use {place}, its mode is {mode:04o}", fix


def _closing(store: Path, place: Path, mode: int) -> str:
    """Return the commands by which fewer may use a store, or a file or directory of it."""
    if store.exists() and _is_a_teams(store):
        return f"chmod o-rwx {quote(str(place))}"
    fix = f"chmod {'700' if place.is_dir() else '600'} {quote(str(place))}"
    group = store.parent.stat()
    if place == store and group.st_mode & 0o020 and (team := _lacks_for_team(store)):
        if mode & 0o007:
            team.append(f"chmod o-rwx {quote(str(place))}")
        fix += f"; or, if the group {group_name(group.st_gid)} is to use it: {' && '.join(team)}"
    return fix


def _lacks_for_team(store: Path) -> list[str]:
    """Return the commands that let the group of its directory share a store."""
    directory, file = store.parent.stat(), store.stat()
    place, name = quote(str(store.parent)), quote(str(store))
    lacks = [] if directory.st_mode & S_ISGID else [f"chmod g+s {place}"]
    is_groups = directory.st_gid == file.st_gid
    return lacks if is_groups else [*lacks, f"chgrp {group_name(directory.st_gid)} {name}"]


def _lacking(store: Path, *, to_change: bool) -> Iterator[tuple[Path, int]]:
    for place in reversed(store.parents):
        if not os.access(place, _ENTER):
            if place.is_dir():
                yield place, _ENTER
            return
    if to_change and not os.access(store.parent, _WRITE):
        yield store.parent, _WRITE
    if store.exists():
        if not os.access(store, _READ):
            yield store, _READ
        elif to_change and not os.access(store, _WRITE):
            yield store, _WRITE


def _help(place: Path, right: int, store: Path) -> str:
    """Return what gives a right to the user: who has to run which commands."""
    status = place.stat()
    name = quote(str(place))
    if right == _WRITE and os.statvfs(place).f_flag & os.ST_RDONLY:
        return f"{place} is on a file system that is mounted read-only"
    if status.st_uid == os.geteuid():
        return f"chmod u+{_LETTERS[right]} {name}"
    if place not in (store, store.parent):
        return f"keep the store in a directory that a group may use, and not in {place}"
    group = _group_of_both(place, store.parent)
    if group is None:
        return _way_into(place)
    commands = [f"chgrp {group_name(group)} {name}"] if group != status.st_gid else []
    wanted, letters = (0o2070, "g+rwxs") if place == store.parent else (0o060, "g+rw")
    if status.st_mode & wanted != wanted:
        commands.append(f"chmod {letters} {name}")
    if not commands:
        return f"an access list may deny it, see `getfacl {name}`"
    return f"{in_charge(place)} can run `{' && '.join(commands)}`{_given_group(store)}"


def _group_of_both(place: Path, directory: Path) -> int | None:
    """Return the group by which a store can be shared with the user; None if there is none."""
    own = {os.getegid(), *os.getgroups()}
    for each in (directory, place):
        if each.stat().st_gid in own:
            return each.stat().st_gid
    if directory.stat().st_mode & S_ISGID:  # it is a team's, of which the user is not
        return None
    owner = owner_of(place)
    return next((group for group in sorted(own) if owner in _members(group)), None)


def _way_into(place: Path) -> str:
    """Return how the user comes into the group of a place, or both users into one."""
    status = place.stat()
    name, user = group_name(status.st_gid), user_name(os.geteuid())
    if user in _members(status.st_gid):
        return f"log in again: you are in the group {name} from your next login on"
    if status.st_mode & S_ISGID and status.st_mode & 0o010:
        return (
            f"an administrator can add you to the group {name}: sudo usermod -aG {name} {user}; "
            "then log in again"
        )
    return (
        f"{in_charge(place)} can give it to a group of yours: see "
        "docs/team-on-one-machine.md of slt"
    )


def _members(group: int) -> list[str]:
    try:
        return grp.getgrgid(group).gr_mem
    except KeyError:
        return []
