"""The file system that a path is on, from what Linux lists in /proc/self/mountinfo."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "afs", "ceph", "coda", "davfs"),
        *("lustre", "glusterfs", "gpfs", "ncpfs", "orangefs", "beegfs", "vboxsf", "prl_fs"),
        *("sshfs", "davfs2", "rclone", "s3fs", "gcsfuse", "vmhgfs-fuse", "curlftpfs"),
    }
)
"""The kinds that several machines may share; those of FUSE are listed without their `fuse.`."""

_OCTAL = re.compile(r"\\([0-7]{3})")


class Mount(NamedTuple):
    """A mounted file system: its mount point, its kind, and its source."""

    point: PurePosixPath
    kind: str
    source: str

    @property
    def is_network(self) -> bool:
        """Return whether several machines may share this file system."""
        return self.kind.removeprefix("fuse.") in NETWORK


def mounts(table: str) -> list[Mount]:
    """Return the mounts in the text of a mountinfo file; lines of any other form are skipped."""
    found = []
    for line in table.splitlines():
        left, dash, right = line.partition(" - ")
        before, after = left.split(" "), right.split(" ")
        if dash and len(before) >= 5 and len(after) >= 2:
            _, _, _, _, point, *_ = before
            kind, source, *_ = after
            found.append(Mount(PurePosixPath(_unescaped(point)), kind, _unescaped(source)))
    return found


def mount_of(path: PurePosixPath, table: str) -> Mount | None:
    """Return the file system of an absolute path: the deepest mount, and the latest one there."""
    holding = [mount for mount in mounts(table) if path.is_relative_to(mount.point)]
    deepest = max((len(mount.point.parts) for mount in holding), default=0)
    return next((mount for mount in reversed(holding) if len(mount.point.parts) == deepest), None)


def _unescaped(field: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)
