"""The moments at which people are told: as they are written, and in the order of being reached."""

import pytest

from slt_cli.domain.notice_moments import NoticeMoment, parse_moment

WRITTEN = {
    "75%": NoticeMoment("share", 75),
    " 75 % ": NoticeMoment("share", 75),
    "30m left": NoticeMoment("left", 1800),
    "90 min left": NoticeMoment("left", 5400),
    "due": NoticeMoment("due"),
    "Due": NoticeMoment("due"),
    "1h late": NoticeMoment("late", 3600),
    "60m  late": NoticeMoment("late", 3600),
    "last level late": NoticeMoment("last level late"),
    "Last  Level late": NoticeMoment("last level late"),
    "opened": NoticeMoment("opened"),
    "escalated": NoticeMoment("escalated"),
    "unowned 15m": NoticeMoment("unowned", 900),
    "held 3d": NoticeMoment("held", 259200),
}


@pytest.mark.parametrize(("text", "moment"), WRITTEN.items(), ids=WRITTEN)
def test_parse_moment(text: str, moment: NoticeMoment):
    assert parse_moment(text) == moment
    assert parse_moment(str(moment)) == moment


SAME = {"75%": " 75 %", "1h30m left": "90m left", "1h late": "3600s late", "held 3d": "held 72h"}


@pytest.mark.parametrize(("text", "other"), SAME.items(), ids=SAME)
def test_the_same_moment_is_written_alike(text: str, other: str):
    assert str(parse_moment(other)) == text


REFUSED = {
    "": "is not a moment",
    "75": "is not a moment",
    "0%": "between 1% and 99%",
    "100%": 'the whole target is "due"',
    "150%": "between 1% and 99%",
    "late": "is not a moment",
    "1x late": "is not a duration",
    "0m left": "longer than zero",
    "held": "is not a moment",
    "unowned soon": "is not a duration",
    "11y late": "is not a duration",
    "closed": "is not a moment",
}


@pytest.mark.parametrize(("text", "why"), REFUSED.items(), ids=REFUSED)
def test_what_is_no_moment(text: str, why: str):
    with pytest.raises(ValueError, match=why):
        parse_moment(text)


def test_moments_are_ranked_as_a_clock_reaches_them():
    given = ["1h late", "30m left", "last level late", "75%", "2h late", "due", "50%", "2h left"]
    ranked = sorted(map(parse_moment, given), key=lambda moment: moment.rank(4 * 3600))
    # 50 % and 2 h left of 4 h are the same instant
    assert [str(moment) for moment in ranked] == [
        *("50%", "2h left", "75%", "30m left", "due", "last level late", "1h late", "2h late"),
    ]
