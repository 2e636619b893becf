"""Read a secret where the configuration says that it is; no error repeats any of it."""

import os
from collections.abc import Mapping
from stat import S_IMODE, S_ISREG

from slt_cli.delivery.message import DeliveryError
from slt_cli.domain.channels import Secret
from slt_cli.private_files import OTHERS
from slt_cli.user_directories import with_home

_LONGEST_BYTES = 64 * 1024


def secret_of(secret: Secret, environment: Mapping[str, str]) -> str:
    """Return a secret as it is now; raises DeliveryError if it cannot be used.

    It is one line of ASCII, because neither a header nor a login of SMTP can have more.
    """
    if secret.source == "env":
        where = f"the variable {secret.name}"
        found = environment.get(secret.name, "")
    else:
        where = f"the file {secret.name!r}"
        found = _content(with_home(secret.name), where)
    if not found:
        raise DeliveryError(f"{where} is not set, or empty")
    if not (found.isascii() and found.isprintable()):
        raise DeliveryError(f"{where} has more than one line of ASCII characters")
    return found


def _content(path: str, where: str) -> str:
    """Return the content of a private file without its last line break."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # a named pipe would make it wait
        try:
            _require_private(os.fstat(handle).st_mode, where)
            content = os.read(handle, _LONGEST_BYTES)
        finally:
            os.close(handle)
    except OSError as error:
        raise DeliveryError(f"{where} cannot be read: {error.strerror}") from None
    text = content.decode(errors="replace")
    return text.removesuffix("\n").removesuffix("\r")


def _require_private(mode: int, where: str) -> None:
    if not S_ISREG(mode):
        raise DeliveryError(f"{where} is not a regular file")
    if mode & OTHERS:
        shown = f"{S_IMODE(mode):o}"
        raise DeliveryError(f"{where} can be used by others (mode {shown}): chmod 600")
