"""`slt open` refuses what it cannot record: exit code, sentence and fix. Nothing is recorded."""

import pytest
from freezegun import freeze_time


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        pytest.param(
            ["All phones are down"],
            "S1 suggested",
            "add --priority S1, or --priority auto",
            id="without a priority",
        ),
        pytest.param([], "needs --priority", "--priority S1", id="without anything"),
        pytest.param(["-p", "auto", " "], "needs --priority", "--priority S1", id="blank subject"),
        pytest.param(["-p", "S1", ""], "the subject is empty", 'S1 "All', id="empty subject"),
        pytest.param(["-p", "S1", " \t"], "the subject is empty", 'S1 "All', id="only blanks"),
        pytest.param(
            ["-p", "S1", "\u200b"], "no visible character", 'S1 "All', id="an invisible subject"
        ),
        pytest.param(["-p", "S1", "\u3164"], "no visible character", 'S1 "All', id="a filler"),
        pytest.param(["\u3164"], "a subject to suggest one from", 'S1 "All', id="to suggest from"),
        pytest.param(
            ["-p", "S", "x"], "unknown priority 'S'", "One of: S1, S2, S3", id="only a prefix"
        ),
        pytest.param(
            ["-p", "S1", "-r", "apca", "x"],
            "unknown region 'apca'",
            "did you mean 'apac'? One of: usa, europe, apac",
            id="unknown region",
        ),
        pytest.param(
            ["-p", "S1", "--partner-type", "referal", "x"],
            "unknown partner type 'referal'",
            "did you mean 'referral'? One of: certified, referral",
            id="unknown partner type",
        ),
        pytest.param(
            ["-p", "S1", "--ref", " [redacted]", "x"],
            "[redacted] is written for a reference that was redacted",
            "the provider's own case number",
            id="a redacted reference",
        ),
        pytest.param(
            ["-p", "S1", "--owner", "[redacted]", "x"],
            "[redacted] is written for an owner that was redacted",
            "a name, me, or none",
            id="a redacted owner",
        ),
        pytest.param(
            ["-p", "S1", "--at", "soon", "x"],
            "--at: 'soon' is not a time",
            '--at -90m, --at "yesterday 14:00", --at 20',
            id="not a time",
        ),
    ],
)
def test_usage_errors_record_nothing(slt, arguments, message, fix):
    result = slt("open", *arguments)
    assert (result.code, result.out) == (2, "")
    error, fixed = result.err.splitlines()
    assert error.startswith("slt: error: ")
    assert message in error
    assert fixed.startswith("fix: ")
    assert fix in fixed
    assert slt("list", "--all").out == ""


@freeze_time("2026-11-23T10:00:00Z")
def test_a_time_in_the_future_is_refused(slt):
    result = slt("open", "-p", "S1", "--at", "+30m", "All phones are down")
    assert (result.code, result.out) == (1, "")
    assert "Mon 23 Nov 10:30 UTC has not come yet: it is 10:00 UTC\n" in result.err
    assert slt("list", "--all").out == ""


def test_a_store_that_cannot_be_created_ends_with_5(slt, home):
    file = home / "absent" / "cases.db"
    result = slt("open", "-p", "S1", "--db", str(file), "All phones are down")
    assert (result.code, result.out) == (5, "")
    assert str(file) in result.err
    assert not file.parent.exists()
