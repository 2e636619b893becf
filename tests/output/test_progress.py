"""A progress bar names what it shows, whatever the name is."""

from io import StringIO

import pytest

from slt_cli.output.progress import progress_bar


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        pytest.param("Import of a.csv", "Import of a.csv", id="a plain name"),
        pytest.param("a[/b].csv", "a[/b].csv", id="what Rich takes for the end of a style"),
        pytest.param("[red]a.csv", "[red]a.csv", id="what Rich takes for a style"),
        pytest.param("a\x1b[31m\n.csv", r"a\x1b[31m\n.csv", id="what a terminal obeys"),
    ],
)
def test_the_label_is_shown_as_it_is(monkeypatch, label, shown):
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with progress_bar(label, 100, stream) as tell:
        tell(50)
    assert shown in stream.getvalue()
