"""A directory for unfinished files beside the file that they become."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from slt_cli.errors import add_left
from slt_cli.private_files import WrittenError
from slt_cli.store.sqlite.names import UNFINISHED


@contextmanager
def directory_beside(file: Path) -> Iterator[Path]:
    """Yield a new directory beside a file, for its owner only, which is removed with its content.

    Raises OSError if it cannot be made. If it cannot be removed, an error that ended the block has
    its name; without one, WrittenError is raised.
    """
    directory = file.with_name(f".{file.name}.{os.urandom(4).hex()}{UNFINISHED}")
    directory.mkdir(mode=0o700)
    try:
        directory.chmod(0o700)  # a umask may have taken rights from its owner too
        yield directory
    except BaseException as error:
        try:
            rmtree(directory)
        except OSError:  # the error that ended the block says more
            add_left(error, str(directory))
        raise
    try:
        rmtree(directory)
    except OSError as error:
        raise WrittenError(
            f"all was done, but {directory} cannot be removed: {error.strerror}",
            "remove it: it is not needed",
        ) from None
