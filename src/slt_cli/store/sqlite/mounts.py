"""Find the file system of a path in the table that Linux gives in /proc/self/mountinfo."""

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
"""Kinds of file systems that several machines may share; those of FUSE without `fuse.`."""

_OCTAL = re.compile(r"\\([0-7]{3})")


class Mount(NamedTuple):
    """A mounted file system: where, of what kind, and from what."""

    point: PurePosixPath
    kind: str
    source: str

    @property
    def is_network(self) -> bool:
        """Return whether several machines may share it."""
        return self.kind.removeprefix("fuse.") in NETWORK


def mounts(table: str) -> list[Mount]:
    """Return the mounts in the text of a mountinfo file; other lines are left out."""
    found = []
    for line in table.splitlines():
        left, dash, right = line.partition(" - ")
        fields, facts = left.split(" "), right.split(" ")
        if dash and len(fields) >= 5 and len(facts) >= 2:
            found.append(Mount(PurePosixPath(_text(fields[4])), facts[0], _text(facts[1])))
    return found


def mount_of(path: PurePosixPath, table: str) -> Mount | None:
    """Return the file system of an absolute path: the deepest mount, and of several the latest."""
    holding = [mount for mount in mounts(table) if path.is_relative_to(mount.point)]
    deepest = max((len(mount.point.parts) for mount in holding), default=0)
    return next((mount for mount in reversed(holding) if len(mount.point.parts) == deepest), None)


def _text(field: str) -> str:
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), field)
