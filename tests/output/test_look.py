"""How an answer looks: its width, and records for those who cannot use a table."""

import os

import pytest

from slt_cli.output.look import wants_records, width_of


def terminals(widths):
    """Return what tells the width of a terminal: descriptor to width, none for any other."""

    def size(descriptor):
        if descriptor not in widths:
            raise OSError
        return os.terminal_size((widths[descriptor], 24))

    return size


@pytest.mark.parametrize(
    ("given", "widths", "width"),
    [
        pytest.param({"COLUMNS": "132"}, {1: 90}, 132, id="COLUMNS"),
        pytest.param({"COLUMNS": "0"}, {1: 90}, 90, id="0 says nothing"),
        pytest.param({"COLUMNS": "wide"}, {1: 90}, 90, id="no number"),
        pytest.param({"COLUMNS": "-5"}, {1: 90}, 90, id="negative"),
        pytest.param({"COLUMNS": "5"}, {1: 90}, 5, id="very narrow"),
        pytest.param({}, {1: 90, 2: 100}, 90, id="standard output"),
        pytest.param({}, {2: 100}, 100, id="standard error"),
        pytest.param({}, {1: 0}, 80, id="a terminal without a width"),
        pytest.param({"COLUMNS": "0"}, {}, 80, id="no terminal"),
    ],
)
def test_width(given, widths, width):
    assert width_of(given, terminals(widths)) == width


@pytest.mark.parametrize(
    ("given", "on_terminal", "wanted"),
    [
        ({}, True, False),
        ({"ACCESSIBLE": "1"}, True, True),
        ({"ACCESSIBLE": "1"}, False, True),
        ({"ACCESSIBLE": ""}, True, False),
        ({"TERM": "dumb"}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm"}, True, False),
    ],
)
def test_records(given, on_terminal, wanted):
    assert wants_records(given, on_terminal=on_terminal) is wanted
