"""A directory beside a store for what is not finished yet."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from shutil import rmtree
from tempfile import mkdtemp

from slt_cli.errors import add_left
from slt_cli.private_files import set_mode
from slt_cli.store.sqlite import names
from slt_cli.store.upkeep import LeftBehindError


@contextmanager
def unfinished_directory(file: Path) -> Iterator[Path]:
    """Yield a directory beside a file, only for its owner, which is removed when the block ends.

    If that fails, an error that ended the block has its name; without one, LeftBehindError is
    raised: what the block did is done all the same.
    """
    beside = file.resolve()
    made = mkdtemp(prefix=f".{beside.name}.", suffix=names.UNFINISHED, dir=beside.parent)
    directory = Path(made)
    try:
        set_mode(directory, 0o700)  # a umask may have taken rights from its owner too
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
        raise LeftBehindError(
            f"all was done, but {directory} cannot be removed: {error.strerror}",
            f"rm -r {quote(str(directory))}",
        ) from None
