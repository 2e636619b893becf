"""Programs that a test writes."""

from pathlib import Path


def program(directory: Path, name: str, lines: str, mode: int = 0o755) -> Path:
    """Return a program of the shell."""
    file = directory / name
    file.write_text(f"#!/bin/sh\n{lines}\n")
    file.chmod(mode)
    return file
