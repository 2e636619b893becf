"""Bytecode: whether Python keeps what it has compiled of slt, or compiles it at every start."""

import sys
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from shlex import quote

from slt_cli.finding import Finding

_BY_TIME = bytes(4)
"""The flags of bytecode that counts as long as its source has the same time: PEP 552."""


def bytecode_finding(source: Path, *, writes: bool = not sys.dont_write_bytecode) -> Finding:
    """Return whether there is bytecode of a source file of slt.

    Python wrote it when it imported the file, if it could; `writes` tells whether it tries to.
    """
    if _is_compiled(source):
        return Finding("bytecode", "ok", "Python keeps it: slt starts as fast as it can")
    where = quote(str(source.parent))
    return Finding(
        "bytecode",
        "warning",
        "Python keeps none of slt, so every start takes about twice as long",
        f"run `python -m compileall -q {where}` as the owner of slt's files, or install it with "
        "`uv tool install --compile-bytecode`"
        if writes
        else "unset PYTHONDONTWRITEBYTECODE, or leave out -B",
    )


def _is_compiled(source: Path) -> bool:
    try:
        changed = int(source.stat().st_mtime) & 0xFFFFFFFF
        with Path(cache_from_source(str(source))).open("rb") as file:
            magic, flags, time = (file.read(4) for _ in range(3))
    except (OSError, NotImplementedError):  # no such file; a Python that has none
        return False
    return magic == MAGIC_NUMBER and (flags != _BY_TIME or time == changed.to_bytes(4, "little"))
