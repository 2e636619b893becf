"""What to say of a file that is written: whose it will be, and who else may use it."""

import os
import pwd
from pathlib import Path
from stat import S_IMODE

from slt_cli.private_files import OTHERS

Remark = tuple[str, str]
"""What a user should know about a file, and how to fix it."""

_ROOT = 0


def mode_remark(file: Path, wanted: int = 0o600) -> Remark | None:
    """Return what to say of a file that was written, if its mode could not be set."""
    try:
        mode = S_IMODE(file.stat().st_mode)
    except OSError:
        return None
    if mode == wanted:
        return None
    found = f"the mode of {file} is {mode:04o}: its file system does not let it be {wanted:04o}"
    others = ", as others on this machine may use it" if mode & OTHERS & ~wanted else ""
    return found, f"keep it on a file system with permissions{others}"


def root_remark(file: Path) -> Remark | None:
    """Return what to say before root makes a file where everything is another user's."""
    if os.geteuid() != _ROOT:
        return None
    try:
        whole = file.absolute()
    except FileNotFoundError:  # the working directory is gone: who makes the file will say so
        return None
    for place in (whole, *whole.parents):
        try:
            owner = place.stat().st_uid
        except OSError:
            continue
        if owner == _ROOT:
            return None
        name = user_name(owner)
        return (
            f"root makes this file, but {place} belongs to {name}, who may not be able to use it",
            f"run slt as that user, or give the file to {name} afterwards with chown",
        )
    return None


def user_name(user: int) -> str:
    """Return the name of a user, or the number of one without a name."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
