"""Who uses slt: the name that events are recorded under."""

import os
from collections.abc import Mapping


def recording_name(environment: Mapping[str, str], preferred: str | None = None) -> str:
    """Return the name in SLT_USER, else the preferred one, else the login name.

    Bytes that are not UTF-8 are escaped.
    """
    return _readable(environment.get("SLT_USER", "")).strip() or preferred or _login_name()


def _login_name() -> str:
    from getpass import getuser  # noqa: PLC0415 - only for a change

    try:
        return _readable(getuser())
    except (KeyError, OSError):  # no name in the environment, no entry for this user
        return f"uid {os.getuid()}"


def _readable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")
