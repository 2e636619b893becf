"""What a command refuses to do to a case: exit code, sentence and fix. Nothing is recorded."""

import shlex
from operator import attrgetter
from typing import NamedTuple

import pytest
from freezegun import freeze_time

pytestmark = pytest.mark.every_engine

OPENED = "2026-03-07T01:00:00Z"
DUE = "2026-03-07T02:00:00Z"
NOW = "2026-03-09T13:00:00Z"
AS_READ = {OPENED: "Sat 7 Mar 01:00 UTC", DUE: "Sat 7 Mar 02:00 UTC", NOW: "Mon 9 Mar 13:00 UTC"}


class Refusal(NamedTuple):
    """Command lines, of which the last is refused, and how the refusal reads."""

    fact: str
    lines: list[str]
    code: int
    message: str
    fix: str


REFUSED = [
    Refusal(
        "respond to a closed case",
        [f"close 1 --at {DUE}", f"respond 1 --at {DUE}"],
        1,
        f"the case was closed at {AS_READ[DUE]}",
        "`slt reopen` it first",
    ),
    Refusal(
        "close a closed case",
        [f"close 1 --at {DUE}", "close 1"],
        1,
        f"the case was closed at {AS_READ[DUE]}",
        "`slt reopen` it first",
    ),
    Refusal(
        "reopen an open case",
        ["reopen 1"],
        1,
        "the case is neither resolved nor closed",
        "`slt list --status resolved` shows cases that are resolved, "
        "`slt list --status closed` those that are closed",
    ),
    Refusal(
        "reopen a case before it was closed",
        [f"close 1 --at {DUE}", "reopen 1 --at 2026-03-07T01:59:59Z"],
        1,
        f"a reopening at Sat 7 Mar 01:59 UTC would be before the closing at {AS_READ[DUE]}",
        "name a later time with --at",
    ),
    Refusal(
        "escalate a closed case",
        ["close 1", "escalate 1"],
        1,
        f"the case was closed at {AS_READ[NOW]}",
        "`slt reopen` it first",
    ),
    Refusal(
        "escalate beyond the last level",
        ["escalate 1 --level 3", "escalate 1"],
        1,
        "the case is already at the last level, 3: it is with Executives: e-mail "
        f"Partner-exec-escalations@8x8.com since {AS_READ[NOW]}, due Mon 9 Mar 17:00 UTC",
        "`slt hotline` shows who can be called now",
    ),
    Refusal(
        "escalate to a level above the last",
        ["escalate 1 --level 4"],
        1,
        "there is no escalation level 4",
        "levels run from 1 to 3",
    ),
    Refusal(
        "escalate to level 0",
        ["escalate 1 --level 0"],
        1,
        "there is no escalation level 0",
        "levels run from 1 to 3",
    ),
    Refusal(
        "escalate to the present level",
        ["escalate 1 --level 2", "escalate 1 --level 2"],
        1,
        "the case is already at level 2; above it: 3",
        "`slt message CASE` writes the message for its level again",
    ),
    Refusal(
        "escalate to a lower level",
        ["escalate 1 --level 2", "escalate 1 --level 1"],
        1,
        "the case is already at level 2; above it: 3",
        "`slt message CASE` writes the message for its level again",
    ),
    Refusal(
        "escalate to a level that is not a number",
        ["escalate 1 --level top"],
        2,
        "invalid value for '--level': 'top' is not a valid int",
        "see `slt escalate --help`",
    ),
    Refusal(
        "add an empty note",
        ["note 1 ''"],
        2,
        "the note is empty",
        'slt note CASE-1 "The carrier confirms the fault"',
    ),
    Refusal(
        "add a blank note",
        ["note 1 ' \n'"],
        2,
        "the note is empty",
        'slt note CASE-1 "The carrier confirms the fault"',
    ),
    Refusal("add no note", ["note 1"], 2, "missing argument 'TEXT'", "see `slt note --help`"),
    Refusal(
        "add a note without quotes",
        ["note 1 two words"],
        2,
        "got unexpected extra argument(s) (words)",
        "give it with an option, or put a text of several words in quotes; see `slt note --help`",
    ),
    Refusal(
        "update two cases",
        ["update 1 2 --owner ana"],
        2,
        "got unexpected extra argument(s) (2)",
        "only one case is taken; any other word: give it with an option, or put a text of several "
        "words in quotes; see `slt update --help`",
    ),
    Refusal(
        "update nothing",
        ["update 1"],
        2,
        "nothing to change",
        "name what to change: `slt update --help`",
    ),
    Refusal(
        "update with a note alone",
        ["update 1 --note x"],
        2,
        "nothing to change",
        "name what to change: `slt update --help`",
    ),
    Refusal(
        "update to an unknown priority",
        ["update 1 -p S9"],
        2,
        "unknown priority 'S9'",
        "One of: S1, S2, S3",
    ),
    Refusal(
        "update to an unknown region",
        ["update 1 -r apca"],
        2,
        "unknown region 'apca'",
        "did you mean 'apac'? One of: usa, europe, apac",
    ),
    Refusal(
        "update to an unknown partner type",
        ["update 1 --partner-type x"],
        2,
        "unknown partner type 'x'",
        "One of: certified, referral",
    ),
]


DRY_RUNS = [
    refusal._replace(fact=f"{refusal.fact}, dry run", lines=[*before, f"{last} --dry-run"])
    for refusal in REFUSED
    for *before, last in [refusal.lines]
    if last.startswith("escalate")
]
CHANGES = {
    "respond 1": "a response",
    "note 1 x": "a note",
    "update 1 -p S2": "a change",
    "escalate 1": "an escalation",
    "escalate 1 --dry-run": "an escalation",
    "close 1": "a closing",
}
TO_A_CASE = ["show 1", "due 1", *CHANGES, "reopen 1"]
FUTURE = {
    "2026-03-09T13:00:01Z": "Mon 9 Mar 13:00:01 UTC has not come yet: it is 13:00:00 UTC",
    "9000-01-01T00:00:00Z": "Wed 1 Jan 9000 00:00 UTC has not come yet: it is Mon 9 Mar 13:00 UTC",
}


@pytest.fixture(autouse=True)
def _on_monday(slt):
    """Open a case on Friday, due on Friday; now it is Monday."""
    with freeze_time(NOW):
        assert slt("open", "-q", "-p", "S1", "--at", OPENED, "All phones are down").code == 0
        yield


@pytest.fixture
def refuses(slt, items):
    """Return a function that checks how a command line is refused, and that it records nothing."""

    def check(line, code, message, fix):
        standing = items("show", "1")
        reason = f"slt: error: {message}\n" + (f"fix: {fix}\n" if fix else "")
        assert slt(*shlex.split(line)) == (code, "", reason)
        assert items("show", "1") == standing

    return check


@pytest.mark.parametrize("refusal", [*REFUSED, *DRY_RUNS], ids=attrgetter("fact"))
def test_refused(slt, refuses, refusal):
    *before, last = refusal.lines
    for line in before:
        assert slt(*shlex.split(line)).code == 0
    refuses(last, refusal.code, refusal.message, refusal.fix)


@pytest.mark.parametrize(("line", "what"), CHANGES.items())
def test_a_time_before_the_opening(refuses, line, what):
    at = "2026-03-07T00:59:59Z"
    opened = AS_READ[OPENED]
    message = f"{what} at Sat 7 Mar 00:59 UTC would be before the case was opened at {opened}"
    fix = "name a later time with --at, or `slt update CASE --opened TIME`"
    refuses(f"{line} --at {at}", 1, message, fix)


@pytest.mark.parametrize("at", FUTURE, ids=["in a second", "in the year 9000"])
@pytest.mark.parametrize("line", [*CHANGES, "reopen 1", "escalate --late"])
def test_a_time_in_the_future(slt, refuses, line, at):
    if line == "reopen 1":
        assert slt("close", "1").code == 0
    fix = "record what has happened; name a time that has passed with --at"
    refuses(f"{line} --at {at}", 1, FUTURE[at], fix)


@pytest.mark.parametrize("line", TO_A_CASE)
@pytest.mark.parametrize(
    ("case", "fix"),
    [
        ("7", "see the cases with: slt list --all"),
        ("CASE-7", "see the cases with: slt list --all"),
        ("11", "did you mean CASE-1 (All phones are down)?"),
    ],
)
def test_no_such_case(refuses, line, case, fix):
    number = case.removeprefix("CASE-")
    refuses(line.replace("1", case, 1), 4, f"there is no case CASE-{number}", fix)


@pytest.mark.parametrize("line", TO_A_CASE)
@pytest.mark.sqlite("makes the user's own file at its first change")
def test_no_such_case_before_the_first_one(slt, home, monkeypatch, line):
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "elsewhere"))
    code, out, err = slt(*shlex.split(line))
    error, fix = err.splitlines()
    assert (code, out, error) == (4, "", "slt: error: there is no case CASE-1")
    assert fix == 'fix: no cases yet; open one: slt open "All phones are down"'
