"""Where the store lies: who may read it, on what kind of file system, and how much room is left."""

import os
import re
from glob import escape
from pathlib import Path, PurePosixPath
from shlex import quote

from slt_cli.doctor import Finding
from slt_cli.doctor.mounts import mount_of
from slt_cli.private_files import open_to_others

MOUNTINFO = Path("/proc/self/mountinfo")
_LITTLE = 50_000_000


def place_findings(store: Path, *, is_store: bool, private: bool) -> list[Finding]:
    """Return what is found of a store's surroundings; nothing where its directory is missing.

    What is no store of slt is nobody's to tell who may read it.
    """
    store = Path(os.path.realpath(store))  # where links end; unlike resolve() it takes any path
    if not os.path.isdir(store.parent):  # noqa: PTH112 - pathlib raises where it may not look
        return []
    return [
        *(_permissions(store, private=private) if is_store else []),
        file_system_finding(store, _table()),
        *_room(store),
        *_left_behind(store),
    ]


def _permissions(store: Path, *, private: bool) -> list[Finding]:
    logs = (store.with_name(store.name + end) for end in ("-wal", "-shm"))
    places = {store.parent: "700"} if private else {}
    places |= dict.fromkeys([store, *logs, *copies_of(store)], "600")
    lax = [
        Finding(
            "permissions",
            "warning",
            f"others on this machine may use {place}, its mode is {mode:04o}",
            f"chmod {right} {quote(str(place))}",
        )
        for place, right in places.items()
        if (mode := open_to_others(place)) is not None
    ]
    return lax or [Finding("permissions", "ok", f"nobody but its owner may use {store}")]


def copies_of(store: Path) -> list[Path]:
    """Return the copies of a store that slt made beside it."""
    kept, dated = (
        f"{store.name}.before-",
        re.compile(rf"{re.escape(store.stem)}-\d{{8}}T\d{{6}}Z\.db"),
    )
    try:
        names = sorted(place for place in store.parent.iterdir())
    except OSError:
        return []
    return [place for place in names if place.name.startswith(kept) or dated.fullmatch(place.name)]


def file_system_finding(store: Path, table: str) -> Finding:
    """Return on what kind of file system a store lies; `table` is that of the mounts."""
    mount = mount_of(PurePosixPath(store), table)
    if mount is None:
        return Finding("file system", "ok", "its kind cannot be told on this system")
    if not mount.is_network:
        return Finding("file system", "ok", f"{mount.kind} on {mount.point}")
    return Finding(
        "file system",
        "warning",
        f"{mount.kind} from {mount.source}: unsafe for several machines, as locks do not hold "
        "between them",
        "use the store from one machine alone, or keep it on a local disk: --db or SLT_DB",
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
    free = disk.f_bavail * disk.f_frsize
    if free >= max(_LITTLE, 2 * size):
        return [Finding("disk", "ok", f"there is room in {store.parent}")]
    told = f"only {free // 1_000_000} MB are free in {store.parent}"
    return [Finding("disk", "warning", told, "free some space: a backup needs that of the store")]


def _left_behind(store: Path) -> list[Finding]:
    try:
        left = sorted(store.parent.glob(f".{escape(store.stem)}*.new"))
    except OSError:
        return []
    return [
        Finding(
            "left behind",
            "warning",
            f"{path} was left by a process that was killed, unless one is at work now",
            f"rm -r {quote(str(path))}",
        )
        for path in left
    ]
