"""The file system that a path is on, from the table that Linux gives."""

from pathlib import PurePosixPath

import pytest

from slt_cli.store.sqlite.mounts import Mount, mount_of, mounts
from slt_cli.store.sqlite.surroundings import file_system_finding

TABLE = r"""22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
30 27 0:40 / /home rw,relatime shared:2 master:1 - nfs4 files:/export/home rw,vers=4.2
31 30 0:41 / /home/local rw - xfs /dev/vdb rw
32 27 0:42 / /mnt/two\040words rw - cifs //server/share rw
33 27 0:43 / /mnt/wsl rw - 9p C:\134 rw
34 27 0:44 / /mnt/ssh rw - fuse.sshfs me@host: rw
35 27 0:45 / /mnt/ntfs rw - fuseblk /dev/sdc1 rw
36 27 0:46 / /mnt/over rw - ext4 /dev/vdc rw
37 36 0:47 / /mnt/over rw - nfs files:/over rw
38 27 0:48 / /mnt/homely rw - tmpfs tmpfs rw
this is not a line of such a table
39 27 0:49 / /short
"""


@pytest.mark.parametrize(
    ("path", "kind", "is_network"),
    [
        pytest.param("/var/lib/cases.db", "ext4", False, id="on the root"),
        pytest.param("/home/me/cases.db", "nfs4", True, id="on NFS"),
        pytest.param("/home", "nfs4", True, id="the mount itself"),
        pytest.param("/homes/cases.db", "ext4", False, id="a name that only begins alike"),
        pytest.param("/home/local/cases.db", "xfs", False, id="a disk below NFS"),
        pytest.param("/mnt/two words/cases.db", "cifs", True, id="a mount with a blank"),
        pytest.param("/mnt/wsl/cases.db", "9p", True, id="9p"),
        pytest.param("/mnt/ssh/cases.db", "fuse.sshfs", True, id="sshfs"),
        pytest.param("/mnt/ntfs/cases.db", "fuseblk", False, id="a disk through FUSE"),
        pytest.param("/mnt/over/cases.db", "nfs", True, id="the latest of two on one place"),
        pytest.param("/mnt/homely/cases.db", "tmpfs", False, id="memory"),
    ],
)
def test_the_file_system_of_a_path(path, kind, is_network):
    found = mount_of(PurePosixPath(path), TABLE)
    assert found is not None
    assert (found.kind, found.is_network) == (kind, is_network)


def test_lines_of_another_form_are_left_out():
    assert len(mounts(TABLE)) == 11
    assert mounts("") == []


def test_escapes_are_undone():
    assert Mount(PurePosixPath("/mnt/wsl"), "9p", "C:\\") in mounts(TABLE)


def test_without_a_table_nothing_is_known():
    assert mount_of(PurePosixPath("/home"), "") is None
    assert file_system_finding(PurePosixPath("/home"), "").state == "ok"


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        *((kind, "warning") for kind in ("nfs", "nfs4", "cifs", "smb3", "9p", "ceph")),
        *((kind, "warning") for kind in ("sshfs", "fuse.sshfs", "fuse.s3fs")),
        *((kind, "ok") for kind in ("ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk")),
    ],
)
def test_a_store_that_several_machines_may_share_is_warned_of(kind, state):
    table = f"30 27 0:40 / /data rw,relatime - {kind} source rw"
    assert file_system_finding(PurePosixPath("/data/cases.db"), table).state == state


def test_a_network_file_system_is_named_as_unsafe_for_several_machines():
    finding = file_system_finding(PurePosixPath("/home/me/cases.db"), TABLE)
    assert (finding.check, finding.state) == ("file system", "warning")
    assert "nfs4 from files:/export/home: unsafe for several machines" in finding.found
    assert "--db or SLT_DB" in finding.fix


def test_a_disk_is_fine():
    finding = file_system_finding(PurePosixPath("/home/local/cases.db"), TABLE)
    assert finding == ("file system", "ok", "xfs on /home/local", "")
