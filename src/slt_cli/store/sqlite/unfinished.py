"""A file for a store that is not finished yet, in a directory beside the finished one."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from shutil import rmtree
from tempfile import mkdtemp

from slt_cli.errors import StoreError, add_left
from slt_cli.private_files import set_mode
from slt_cli.store.sqlite import names
from slt_cli.store.upkeep import LeftBehindError


@contextmanager
def unfinished_file(file: Path) -> Iterator[Path]:
    """Yield a path in a directory of its own beside a file, which is removed when the block ends.

    Only its owner may use that directory. An error about the store that is made there names `file`,
    which the user knows. If the directory stays, an error that ended the block has its name;
    without one, LeftBehindError is raised: what the block did is done all the same.
    """
    beside = file.resolve()
    made = mkdtemp(prefix=f".{beside.name}.", suffix=names.UNFINISHED, dir=beside.parent)
    directory = Path(made)
    unfinished = directory / "cases.db"
    try:
        set_mode(directory, 0o700)  # a umask may have taken rights from its owner too
        yield unfinished
    except BaseException as error:
        if isinstance(error, StoreError):
            name_instead(error, unfinished, file)
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


def name_instead(error: StoreError, unfinished: Path, file: Path) -> None:
    """Let an error about a file that nobody knows name another in its place."""
    known, name = str(unfinished), str(file)
    error.parts = tuple(
        part.replace(known, name) if isinstance(part, str) else part for part in error.parts
    )
    error.fix = error.fix.replace(known, name)
