"""The desktop of this machine: whether there is one, and what it opens."""

import shutil
import sys
from collections.abc import Mapping
from os import defpath
from subprocess import DEVNULL, Popen
from threading import Thread
from typing import NamedTuple

from slt_cli.errors import RefusedError, SltError

_PROGRAMS = {"darwin": ("open",), "win32": ("rundll32", "url.dll,FileProtocolHandler")}
_ON_OTHERS = ("xdg-open",)


class Desktop(NamedTuple):
    """A desktop, as the environment and the platform describe it.

    Opening waits for `patience` seconds: a program that ends with a failure ends sooner, and one
    that goes on is what was opened.
    """

    environment: Mapping[str, str]
    platform: str = sys.platform
    patience: float = 5

    def require(self, fix: str) -> None:
        """Raise RefusedError, with this fix, where nothing can be opened."""
        if self.platform in _PROGRAMS:
            return
        if not (self.environment.get("DISPLAY") or self.environment.get("WAYLAND_DISPLAY")):
            raise RefusedError(
                "--open needs a desktop: neither DISPLAY nor WAYLAND_DISPLAY is set", fix
            )
        if self._found(_ON_OTHERS[0]) is None:
            raise RefusedError("--open needs the program xdg-open, which is not on the PATH", fix)

    def open(self, address: str, what: str, fix: str) -> None:
        """Open an address; raises SltError, with this fix, if that fails.

        `what` is opened, as the sentence of the error begins: `the portal`.
        """
        program, *options = _PROGRAMS.get(self.platform, _ON_OTHERS)
        try:
            process = Popen(  # noqa: S603 - the address is an argument; no shell reads it
                [self._found(program) or program, *options, address],
                env=dict(self.environment),
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            raise SltError(f"{what} could not be opened: {error.strerror}", fix) from None
        waiting = Thread(target=process.wait, daemon=True)
        waiting.start()
        waiting.join(self.patience)
        if process.returncode:
            failed = f"{program} ended with exit code {process.returncode}"
            raise SltError(f"{what} could not be opened: {failed}", fix)

    def _found(self, program: str) -> str | None:
        return shutil.which(program, path=self.environment.get("PATH", defpath))
