"""A progress bar on a terminal, drawn by Rich; imported only when a bar is drawn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from slt_cli.output.text import printable


@contextmanager
def progress_bar(label: str, total: int, stream: TextIO) -> Iterator[Callable[[int], None]]:
    """Draw a bar while the block runs; the block gets a function that sets how much is done."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn())
    console = Console(file=stream, no_color=True, highlight=False, markup=False, emoji=False)
    bar = Progress(*columns, TimeRemainingColumn(), console=console, transient=True)
    task = bar.add_task(printable(label), total=total)
    with bar:
        yield lambda done: bar.update(task, completed=done)
