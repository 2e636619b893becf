"""Hotlines: which one is open, until when, and which one to call."""

import pytest

from slt_cli.domain.hotline import hotline_status, open_hotline
from tests.domain.given import moment


@pytest.mark.parametrize(
    ("region", "now", "text"),
    [
        pytest.param(
            "apac", "2026-11-23T02:00Z", "open until Mon 23 Nov 18:00 SGT", id="open until today"
        ),
        pytest.param(
            "usa", "2026-11-23T02:00Z", "closed until Mon 23 Nov 05:00 PST", id="until tomorrow"
        ),
        pytest.param(
            "europe",
            "2026-11-23T02:00Z",
            "closed until Mon 23 Nov 08:00 GMT",
            id="closed until today",
        ),
        pytest.param(
            "apac", "2026-11-23T01:00Z", "open until Mon 23 Nov 18:00 SGT", id="opens this second"
        ),
        pytest.param(
            "apac", "2026-11-23T09:59:59Z", "open until Mon 23 Nov 18:00 SGT", id="the last second"
        ),
        pytest.param(
            "apac", "2026-11-23T10:00Z", "closed until Tue 24 Nov 09:00 SGT", id="at closing"
        ),
        pytest.param(
            "usa", "2026-03-07T12:00Z", "closed until Mon 9 Mar 05:00 PDT", id="into summer time"
        ),
        pytest.param(
            "europe", "2026-12-31T20:00Z", "closed until Fri 1 Jan 2027 08:00 GMT", id="new year"
        ),
    ],
)
def test_says_whether_a_hotline_is_open(policy, region, now, text):
    status = hotline_status(policy.region(region), moment(now))
    assert status.describe(moment(now)) == text


def test_an_open_hotline_says_when_it_closes(policy):
    status = hotline_status(policy.region("apac"), moment("2026-11-23T02:00Z"))
    assert (status.open, status.opens_at) == (True, None)
    assert status.closes_at == moment("2026-11-23T10:00Z")


def test_a_closed_hotline_says_when_it_opens(policy):
    status = hotline_status(policy.region("usa"), moment("2026-11-23T02:00Z"))
    assert (status.open, status.closes_at) == (False, None)
    assert status.opens_at == moment("2026-11-23T13:00Z")


def test_a_hotline_may_always_be_open(policy):
    usa = policy.region("usa")
    now = moment("2026-11-21T12:00Z")
    status = hotline_status(usa._replace(schedule=usa.schedule.around_the_clock()), now)
    assert (status.open, status.closes_at, status.opens_at) == (True, None, None)
    assert status.describe(now) == "open around the clock"


@pytest.mark.parametrize(
    ("own", "now", "to_call"),
    [
        pytest.param("usa", "2026-11-23T15:00Z", "usa", id="the own one"),
        pytest.param("apac", "2026-11-23T09:00Z", "apac", id="the own one, not one listed before"),
        pytest.param("usa", "2026-11-23T09:00Z", "europe", id="else the first that is open"),
        pytest.param("usa", "2026-11-23T02:00Z", "apac", id="else the only one that is open"),
    ],
)
def test_the_own_region_is_called_first(policy, own, now, to_call):
    reachable = open_hotline(policy.region(own), policy.regions.values(), moment(now))
    assert reachable.region.key == to_call
    assert reachable.open


def test_on_a_saturday_no_hotline_is_open(policy):
    saturday = moment("2026-11-21T12:00Z")
    assert open_hotline(policy.region("usa"), policy.regions.values(), saturday) is None
