"""Check where a store's file is: who may read it, on what file system, how much room is left."""

import os
from pathlib import Path, PurePath, PurePosixPath
from shlex import quote

from slt_cli.finding import Finding
from slt_cli.store.sqlite import names
from slt_cli.store.sqlite.explaining import LinkedError
from slt_cli.store.sqlite.mounts import mount_of
from slt_cli.store.sqlite.rights import denial, others_remark, shared_with

MOUNTINFO = Path("/proc/self/mountinfo")
_LITTLE = 50_000_000
_FULL = 1_000_000


def surrounding_findings(store: Path, *, is_store: bool, private: bool) -> list[Finding]:
    """Return the findings about a store's surroundings; none if its directory is missing.

    Who may read a file that is not a store of slt is not checked.
    """
    store = Path(os.path.realpath(store))  # unlike resolve() it takes any path
    if not os.path.isdir(store.parent):  # noqa: PTH112 - pathlib raises where it may not look
        return []
    return [
        *(_permissions(store, private=private) if is_store else []),
        *(_read_only(store) + _second_name(store) if is_store else []),
        file_system_finding(store, _table()),
        *_room(store),
        *_left_behind(store),
    ]


def _permissions(store: Path, *, private: bool) -> list[Finding]:
    places = [store.parent] if private else []
    places += [store, *names.logs(store), *_copies(store)]
    remarks = filter(None, (others_remark(store, place) for place in places))
    if lax := [Finding("permissions", "warning", *remark) for remark in remarks]:
        return lax
    if group := shared_with(store):
        return [Finding("permissions", "ok", f"{store} is shared with the group {group}")]
    return [Finding("permissions", "ok", f"nobody but its owner may use {store}")]


def _read_only(store: Path) -> list[Finding]:
    denied = denial(store, to_change=True)
    if denied is None:
        return []
    found = f"nothing can be recorded: {denied.found}"
    return [Finding("permissions", "warning", found, denied.fix)]


def _second_name(store: Path) -> list[Finding]:
    if not store.exists() or store.stat().st_nlink == 1:
        return []
    error = LinkedError(store, "cannot be changed")  # one with a log is not even read
    return [Finding("permissions", "warning", error.message, error.fix)]


def _copies(store: Path) -> list[Path]:
    try:
        return names.copies(store)
    except OSError:
        return []


def file_system_finding(store: Path, table: str) -> Finding:
    """Return whether a store's file system is safe for it; `table` is the text of mountinfo."""
    mount = mount_of(PurePosixPath(store), table)
    if mount is None:
        return Finding("file system", "ok", "this system does not say of what kind it is")
    if not mount.is_network:
        return Finding("file system", "ok", f"{mount.kind} on {mount.point}")
    return Finding(
        "file system",
        "warning",
        f"{mount.kind} from {mount.source}: unsafe for several machines, as locks do not hold "
        "between them",
        "use the store from one machine only, or keep it on a local disk: --db or SLT_DB",
    )


def _table() -> str:
    try:
        return MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""


def _room(store: Path) -> list[Finding]:
    try:
        disk = os.statvfs(store.parent)
        size = store.stat().st_size if store.exists() else 0
    except OSError:
        return []
    return [disk_finding(store.parent, disk.f_bavail * disk.f_frsize, size)]


def disk_finding(directory: PurePath, free: int, size: int) -> Finding:
    """Return whether a directory has room for a store of a size and its backup, in bytes."""
    if free >= max(_LITTLE, 2 * size):
        return Finding("disk", "ok", f"there is room in {directory}")
    fix = "free some space: a backup is as large as the store"
    if free < _FULL:
        found = f"the disk of {directory} is full: the next change may not be recorded"
        return Finding("disk", "problem", found, fix)
    return Finding("disk", "warning", f"only {free // 1_000_000} MB are free in {directory}", fix)


def _left_behind(store: Path) -> list[Finding]:
    try:
        left = names.left_behind(store)
    except OSError:
        return []
    return [
        Finding(
            "left behind",
            "warning",
            f"{path} was left by a process that was killed, unless a command writes it now",
            f"rm -r {quote(str(path))}",
        )
        for path in left
    ]
