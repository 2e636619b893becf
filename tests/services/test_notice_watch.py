"""What keeps notices from people: a run that is missing, and what channels do not take."""

from datetime import timedelta

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.policy import Policy
from slt_cli.services.notice_watch import notice_findings
from slt_cli.store.outbox import ChannelRun, Notice, NoticeKey, NoticeState
from tests.domain.given import moment

NOW = moment("2026-11-25T16:10")
CONFIGURED = """
[channels.desk]
kind = "command"
command = ["true"]
[[notices]]
at = "due"
to = "desk"
[defaults]
notify_every = "5m"
"""
AFTER_14 = timedelta(minutes=14)
AFTER_16 = timedelta(minutes=16)


@pytest.fixture
def policy(home) -> Policy:
    """Return a policy whose notices go to a channel that is looked after every 5 minutes."""
    file = home / "own.toml"
    file.write_text(CONFIGURED)
    return load_policy(read_layers(file))


def ran(ago: timedelta) -> dict[str, ChannelRun]:
    return {"desk": ChannelRun(NOW - timedelta(days=9), NOW - ago)}


def notice(state: NoticeState, failing_for: timedelta) -> Notice:
    key = NoticeKey(1, "response", 1, 0, NOW, "due", "desk")
    return Notice(1, key, state, NOW, "m1", 1, "it failed", None, None, NOW - failing_for)


RAN = ("ok", "slt notify ran for desk at 2026-11-25T15:56:00Z")


@pytest.mark.parametrize(
    ("runs", "failing", "expected"),
    [
        pytest.param(ran(AFTER_14), [], [RAN], id="all is well"),
        pytest.param({}, [], [("problem", "slt notify has not run for desk")], id="never"),
        pytest.param(
            ran(AFTER_16),
            [],
            [("problem", "slt notify has not run for desk since 2026-11-25T15:54:00Z")],
            id="three intervals ago",
        ),
        pytest.param(
            ran(timedelta(seconds=-60)),
            [],
            [("ok", "slt notify ran for desk at 2026-11-25T16:11:00Z")],
            id="by a clock that is a minute ahead",
        ),
        pytest.param(
            ran(timedelta(seconds=-61)),
            [],
            [
                (
                    "problem",
                    "slt notify ran for desk at 2026-11-25T16:11:01Z, by a clock that is ahead",
                )
            ],
            id="by a clock that is further ahead",
        ),
        pytest.param(
            ran(AFTER_14),
            [notice("failed", AFTER_16)],
            [RAN, ("problem", "1 notice could not be sent")],
            id="one was given up",
        ),
        pytest.param(
            ran(AFTER_14),
            [notice("failed", AFTER_16)] * 2,
            [RAN, ("problem", "2 notices could not be sent")],
            id="two were given up",
        ),
        pytest.param(
            ran(AFTER_14),
            [notice("retry", AFTER_16)],
            [RAN, ("problem", "the channel desk fails")],
            id="a channel fails for long",
        ),
        pytest.param(ran(AFTER_14), [notice("retry", AFTER_14)], [RAN], id="not for long yet"),
    ],
)
def test_what_is_found(policy, runs, failing, expected):
    findings = list(notice_findings(policy, runs, failing, NOW, NOW))
    assert [(finding.state, finding.found) for finding in findings] == expected
    assert all((finding.fix == "") == (finding.state == "ok") for finding in findings)


def test_a_run_after_the_time_that_is_asked_about_is_not_of_a_wrong_clock(policy):
    asked = NOW - timedelta(hours=1)
    (found,) = notice_findings(policy, ran(AFTER_14), [], asked, NOW)
    assert (found.state, found.found) == RAN
