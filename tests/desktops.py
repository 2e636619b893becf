"""Desktops that a test chooses: a program xdg-open that writes down what it is to open."""

from pathlib import Path


class FakeDesktop:
    """A desktop whose xdg-open ends with an exit code, after some seconds."""

    def __init__(self, directory: Path, exit_code: int = 0, seconds: float = 0) -> None:
        self._opened = directory / "opened"
        programs = directory / "programs"
        programs.mkdir()
        program = programs / "xdg-open"
        program.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{self._opened}"\n'
            f"/bin/sleep {seconds}\nexit {exit_code}\n"
        )
        program.chmod(0o755)
        self.environment = {"DISPLAY": ":0", "PATH": str(programs)}

    @property
    def opened(self) -> list[str]:
        """Return the addresses that were opened."""
        return self._opened.read_text().splitlines() if self._opened.exists() else []
