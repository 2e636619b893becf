"""What notify, outbox and escalate --notify refuse: code, sentence and fix; nothing is sent."""

import shlex

import pytest

from tests.notices.desk import Desk, notices

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-23T13:00:00-08:00")]

NOT_CONFIGURED = (
    3,
    "notices: no notices are configured",
    'add [[notices]] with at = ["75%", "due"] and to = ["desk"], and [channels.desk]',
)
LATER = "2026-11-23T13:00:01-08:00"
REFUSED = [
    ("notify --at 12:00", 2, "--at is only for --dry-run", "leave it out: notices are sent now"),
    (f"notify --test desk --at {LATER}", 2, "--at is only for --dry-run", "leave it out: "),
    ("notify --dry-run --test desk", 2, "--test and --dry-run exclude each other", "leave one out"),
    ("notify --test dekc", 2, "unknown channel 'dekc'", "did you mean 'desk'?"),
    ("notify --test ''", 2, "unknown channel ''", "One of: desk"),
    (
        "notify --dry-run --at 2026-11-23T12:59:59-08:00",
        1,
        "what would have been sent at a past time is not known",
        "`slt outbox` shows what was",
    ),
    ("outbox --retry 7c2", 1, "there is no notice 7c2", "`slt outbox` lists them"),
    ("outbox --drop 7c2", 1, "there is no notice 7c2", "`slt outbox` lists them"),
    ("outbox --retry nine", 2, "'nine' is not the id of a notice such as 7c2", "see `slt outbox`"),
    ("outbox --drop ''", 2, "'' is not the id of a notice such as 7c2", "see `slt outbox`"),
    ("outbox --drop -1", 2, "'-1' is not the id of a notice such as 7c2", "see `slt outbox`"),
    ("outbox --retry 1", 1, "notice 1 was sent at Mon 23 Nov 21:00 UTC", "it is not sent twice"),
    (
        "outbox --drop 1",
        1,
        "notice 1 was sent at Mon 23 Nov 21:00 UTC",
        "what was sent cannot be dropped",
    ),
    (
        "outbox --retry 1 --drop 1",
        2,
        "--retry and --drop exclude each other",
        "leave one out",
    ),
    ("outbox --failed --retry 1", 2, "--failed and --retry exclude each other", "leave one out"),
    ("escalate 1 --notify", 2, "--notify is only for --late", "`slt notify` sends what is due"),
    (
        "escalate --late --notify --dry-run",
        2,
        "--notify and --dry-run exclude each other",
        "leave one out",
    ),
]


@pytest.fixture(autouse=True)
def _one_was_sent(slt, desk: Desk, configure):
    """Send a notice of a case, and open another case that is late."""
    configure(desk.channel("desk"), notices("due"))
    opened = ("open", "-p", "S2", "-r", "usa", "--at", "2026-11-23T09:00-08:00", "x")
    assert slt(*opened).code == 0
    assert slt("notify") == (0, "", "")
    assert slt(*opened).code == 0


@pytest.mark.parametrize(
    ("line", "code", "message", "fix"), REFUSED, ids=[line for line, *_ in REFUSED]
)
def test_refused(slt, items, desk: Desk, line, code, message, fix):
    kept, told = items("outbox"), desk.told
    refused = slt(*shlex.split(line))
    assert (refused.code, refused.out) == (code, "")
    assert refused.err.startswith(f"slt: error: {message}\nfix: {fix}")
    assert (items("outbox"), desk.told) == (kept, told)
    assert [case["level"] for case in items("list")] == [0, 0]


@pytest.mark.parametrize("line", ["notify", "notify --dry-run"])
def test_without_notices_nobody_would_be_told(slt, items, configure, line):
    configure("")
    code, message, fix = NOT_CONFIGURED
    assert slt(*line.split()) == (code, "", f"slt: error: {message}\nfix: {fix}\n")
    assert [case["level"] for case in items("list")] == [0, 0]


@pytest.mark.parametrize("line", ["notify", "notify --dry-run"])
def test_a_machine_without_the_channels_of_the_team_sends_nothing(
    slt, items, home, configure, line
):
    (home / "team.toml").write_text(notices("due"))
    assert slt("store", "policy", "set", str(home / "team.toml")).code == 0
    configure("")
    refused = slt(*line.split())
    assert (refused.code, refused.out) == (3, "")
    assert refused.err == (
        "slt: error: channels: this machine has none of the channels that notices go to\n"
        "fix: add one of them as [channels.NAME] to your own file: desk\n"
    )
    assert [case["level"] for case in items("list")] == [0, 0]


def test_a_test_without_channels_says_what_to_add(slt, configure):
    configure("")
    refused = slt("notify", "--test", "desk")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "slt: error: unknown channel 'desk'\n"
        "fix: add [channels.NAME] to your own configuration file\n"
    )


def test_a_test_that_is_not_taken_is_an_error(slt, desk: Desk):
    desk.refuse(7)
    refused = slt("notify", "--test", "desk")
    assert (refused.code, refused.out) == (1, "")
    why = "the channel 'desk' did not take the test: the command ended with exit code 7"
    assert refused.err.startswith(f"slt: error: {why}\nfix: correct [channels.desk]")


@pytest.mark.sqlite("a database is always there")
@pytest.mark.parametrize("line", ["notify", "notify --dry-run", "escalate --late --notify"])
def test_a_store_that_is_not_there_is_not_all_well(slt, home, line):
    missing = home / "missing.db"
    refused = slt(*line.split(), "--db", str(missing))
    assert (refused.code, refused.out) == (5, "")
    assert refused.err.startswith(f"slt: error: there is no store {missing}\nfix: ")
    assert not missing.exists()
