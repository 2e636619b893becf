"""Texts of a chart are cut at their end, to what fits."""

import pytest

from slt_cli.output.html.letters import fitted, text_width
from tests.output.html.hostile import HOSTILE


def test_a_text_that_fits_stays_whole() -> None:
    assert fitted("S1 Production down", 13, 200) == "S1 Production down"


def test_a_text_is_cut_at_its_end() -> None:
    cut = fitted("Production impaired at every site", 13, 100)
    assert cut.endswith("…")
    assert "Production impaired at every site".startswith(cut[:-1])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("room", [20, 100, 340])
def test_no_text_is_wider_than_its_room(text: str, room: float) -> None:
    assert text_width(fitted(text, 13, room), 13) <= room


def test_marks_have_no_width_of_their_own() -> None:
    assert text_width("e\u0301\u0301", 10) == text_width("e", 10)


def test_a_pile_of_marks_is_cut() -> None:
    assert fitted("Ve" + "\u0301" * 60 + "lo", 13, 300) == "Ve\u0301\u0301\u0301lo"
