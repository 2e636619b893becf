"""What a refused moment may have meant."""

import pytest

from slt_cli.config.nearest_moments import moments
from slt_cli.domain.notice_moments import parse_moment

MEANT = {
    "75 percent": ["75%"],
    "75": ["75%"],
    "100%": ["due"],
    "overdue": ["due"],
    "due+1h": ["1h late"],
    "+ 90 minutes": ["1h30m late"],
    "1h overdue": ["1h late"],
    "1 hour after due": ["1h late"],
    "overdue by 2h": ["2h late"],
    "1h30 late": ["1h30m late"],
    "due-30m": ["30m left"],
    "30 minutes before": ["30m left"],
    "due in half": [],
    "due in 30m": ["30m left"],
    "Unassigned for 15 min": ["unowned 15m"],
    "unowned": ["unowned 15m"],
    "on hold 3 days": ["held 3d"],
    "hold": ["held 3d"],
    "Escalation": ["escalated"],
    "escalted": ["escalated"],
    "last_level_late": ["last level late"],
    "last level": ["last level late"],
    "created": ["opened"],
    "tomorrow": [],
    "x" * 61: [],
    "\N{MINUS SIGN}" * 60: [],
}


@pytest.mark.parametrize(("given", "meant"), MEANT.items(), ids=MEANT)
def test_meant(given: str, meant: list[str]) -> None:
    assert moments(given) == meant
    assert all(parse_moment(text) in map(parse_moment, meant) for text in moments(given))
