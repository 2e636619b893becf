"""What each filter finds, as facts: `list`, `due`, `export` and `log` have the same ones."""

import json
import time
from collections.abc import Callable

import pytest

from slt_cli.filters import Filters
from tests.conftest import Result

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.now("2026-11-25T12:00:00Z"),  # a Wednesday
]

Ids = Callable[..., list[int]]


@pytest.fixture
def done(slt) -> Callable[..., Result]:
    """Return a function that runs a command line, which has to succeed."""

    def call(*line: str, **chosen) -> Result:
        result = slt(*line, **chosen)
        assert (result.code, result.err) == (0, ""), (line, result)
        return result

    return call


@pytest.fixture
def opened(done) -> Callable[..., None]:
    """Return a function that opens a case for each subject, or each list of words."""

    def call(*cases: str | list[str]) -> None:
        for case in cases:
            words = ["--", case] if isinstance(case, str) else case
            done("open", "-q", "-p", "S2", "-r", "europe", *words)

    return call


@pytest.fixture
def ids(done) -> Ids:
    """Return a function that asks and returns the numbers of the cases that are found."""

    def call(*line: str, **chosen) -> list[int]:
        lines = done(*line, "-q", **chosen).out.splitlines()
        return [int(line.removeprefix("CASE-")) for line in lines]

    return call


ALPHABET = " ".join(f"{first}{second}" for first in "abcdefghij" for second in "0123456789")

# --- words ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subjects", "words", "found"),
    [
        pytest.param(["Straße", "STRASSE", "Strase"], "strasse", [1, 2], id="SS matches sharp s"),
        pytest.param(["Straße", "STRASSE", "STRAẞE"], "ß", [1, 2, 3], id="sharp s matches SS"),
        pytest.param(["Übergabe", "übergabe", "Ubergabe"], "ÜBER", [1, 2], id="umlauts"),
        pytest.param(["İzmir", "izmir"], "izmir", [2], id="a dotted I is not an i without its dot"),
        pytest.param(["İzmir", "izmir"], "I\u0307ZMIR", [1], id="a dotted I is an i and a dot"),
        pytest.param(["\u0131zmir", "IZMIR"], "izmir", [2], id="a dotless i is not an i"),
        pytest.param(["ΟΔΟΣ", "οδος", "οδοσ"], "οδος", [1, 2, 3], id="final sigma"),
        pytest.param(["Сбой связи", "СБОЙ", "сбои"], "сбой", [1, 2], id="Cyrillic"),
        pytest.param(["電話が全部不通です", "電話"], "不通", [1], id="a part without blanks"),
        pytest.param(["🙂 down", "🙃 down"], "🙂", [1], id="emoji"),
        pytest.param(["𐐀", "𐐨", "𐐁"], "𐐀", [1, 2], id="letters beyond 65,536"),
        pytest.param(["caf\u00e9", "cafe\u0301"], "CAF\u00c9", [1], id="nothing is normalised"),
        pytest.param(["ﬁx", "fix"], "FI", [1, 2], id="a ligature"),
        pytest.param(["100% loss", "100 loss"], "0%", [1], id="percent is literal"),
        pytest.param(["a_b", "axb"], "A_B", [1], id="an underscore is literal"),
        pytest.param(["a*b", "axb"], "a*", [1], id="a star is literal"),
        pytest.param(["[ab]", "a"], "[a", [1], id="a bracket is literal"),
        pytest.param(["a\\b", "ab"], "a\\", [1], id="a backslash is literal"),
        pytest.param(["a\\%b", "a%b"], "a%", [2], id="a backslash before a percent is literal"),
        pytest.param(["O'Brien", "OBrien"], "o'b", [1], id="a quote is literal"),
        pytest.param(['"fax"', "fax"], '"', [1], id="a double quote is literal"),
        pytest.param(["alpha beta", "alpha", "beta"], "BETA alpha", [1], id="every word"),
        pytest.param(["alphabet", "alpha bet"], "alphabet", [1], id="blanks divide words"),
        pytest.param(["alpha\nbeta", "alpha"], "alpha\u3000\n beta", [1], id="any kind of blank"),
        pytest.param(["alpha", "beta"], "lph", [1], id="a part of a word"),
        pytest.param(["alpha", "beta"], "gamma", [], id="nothing"),
        pytest.param(["alpha", "beta"], "alpha Alpha " * 999, [1], id="a word many times"),
        pytest.param([ALPHABET, "beta"], f"{ALPHABET} " * 2, [1], id="a hundred words"),
    ],
)
def test_words(opened, ids, subjects, words, found):
    opened(*subjects)
    assert ids("list", "--text", words) == found


ABOUT_A_FAX = ["--partner=Acme", "--customer=Umbrella", "--ref=R-7", "--owner=desk-9", "--tag=vip",
               "Fax"]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param(["--text", "fax acme umbrella r-7"], [1], id="words in different fields"),
        pytest.param(["--text", "fax", "--text", "acme"], [1], id="given twice: both"),
        pytest.param(["--text", "fax", "--text", "nobody"], [], id="given twice: not one of them"),
        pytest.param(["--text", "faxacme"], [], id="a word is not found over two fields"),
        pytest.param(["--text", "acmer"], [], id="nor over the ends of two fields"),
        pytest.param(["--text", "desk-9"], [], id="the owner is not searched"),
        pytest.param(["--text", "vip"], [], id="tags are not searched"),
        pytest.param(["--text", "S2"], [], id="the priority is not searched"),
        pytest.param(["--text", "fax", "--partner", "ACME"], [1], id="words and the partner"),
        pytest.param(["--text", "fax", "--partner", "Other"], [], id="every filter has to hold"),
        pytest.param(["--partner", "Acm"], [], id="a partner is a whole name"),
        pytest.param(["--customer", "UMBRELLA"], [1], id="a customer in any letter case"),
        pytest.param(["--customer", "Umb"], [], id="a customer is a whole name"),
        pytest.param(["--customer", "Acme"], [], id="a partner is not a customer"),
    ],
)
def test_fields(opened, ids, filters, found):
    opened(ABOUT_A_FAX, "Other")
    assert ids("list", *filters) == found


@pytest.mark.parametrize(
    ("command", "without_targets"),
    [
        pytest.param("list", [2], id="list"),
        pytest.param("list --at 2026-11-25T11:00:00Z", [2], id="list of an hour ago"),
        pytest.param("log", [2], id="log"),
        pytest.param("due", [], id="due"),
        pytest.param("report --misses", [], id="report"),
    ],
)
def test_the_partner_type(slt, opened, ids, command, without_targets):
    opened(["--at=2026-11-20T09:00:00Z", "Calls"])
    opened(["--at=2026-11-20T09:00:00Z", "--partner-type=referral", "Fax"])
    line = (*command.split(), "--partner-type")
    assert ids(*line, "Certified partner") == [1]
    assert ids(*line, "REFERRAL") == without_targets
    assert "unknown partner type 'gold'" in slt(*line, "gold").err


@pytest.mark.parametrize(
    ("acts", "words", "found"),
    [
        pytest.param(["note 1 Überlast"], "überlast", [1], id="a note"),
        pytest.param(["note 1 Überlast", "undo 1"], "überlast", [], id="a note that was undone"),
        pytest.param(
            ["note 1 one", "note 1 two", "undo 1 2"], "two", [1], id="a note after one undone"
        ),
        pytest.param(
            ["note 1 one", "note 1 one", "undo 1"], "one", [1], id="one of two like notes undone"
        ),
        pytest.param(["note 1 one", "note 1 two"], "onetwo", [], id="nor over two notes"),
        pytest.param(["hold 1 --reason Logs"], "logs", [1], id="the reason of a hold"),
        pytest.param(["escalate 1 --reason Logs"], "logs", [1], id="the reason of an escalation"),
        pytest.param(["respond 1 --note Logs"], "logs", [1], id="the note of an answer"),
        pytest.param(
            ["respond 1 --hold --note Logs", "undo 1"],
            "logs",
            [],
            id="the note of an undone answer",
        ),
        pytest.param(
            ["note 1 fax", "update 1 --subject Tone"], "tone fax", [1], id="a note and a text"
        ),
        pytest.param(["update 1 --subject Tone"], "calls", [], id="a subject that was replaced"),
        pytest.param(["update 1 --subject Tone"], "tone", [1], id="the subject that replaced it"),
        pytest.param(
            ["update 1 --subject Tone", "undo 1"], "calls", [1], id="the subject that came back"
        ),
        pytest.param(
            ["update 1 --partner Acme", "update 1 --partner="], "acme", [], id="a text removed"
        ),
        pytest.param(["update 1 --ref R-8"], "r-8", [1], id="a reference that came later"),
    ],
)
def test_notes_and_changes(done, opened, ids, acts, words, found):
    opened("Calls", "Other")
    for act in acts:
        done(*act.split(), "-q")
    assert ids("list", "--text", words) == found


def test_a_void_case_is_found_by_its_reason_where_void_ones_are_asked_for(done, opened, ids):
    opened("Calls", "Other")
    done("void", "1", "--reason", "Zwei Fälle", "-q")
    assert ids("list", "--all", "--text", "FÄLLE") == []
    assert ids("list", "--status", "void", "--text", "FÄLLE") == [1]


# --- when it was opened ---------------------------------------------------------------------------

OPENINGS = (
    "2026-10-31T23:59:59Z",
    "2026-11-22T23:59:59Z",
    "2026-11-23T00:00:00Z",
    "2026-11-23T23:59:59Z",
    "2026-11-24T00:00:00Z",
)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param(["--since=2026-11-23"], [3, 4, 5], id="since a day: from its first instant"),
        pytest.param(["--until=2026-11-23"], [1, 2, 3, 4], id="until a day: that day too"),
        pytest.param(["--since=2026-11-23T00:00:00Z"], [3, 4, 5], id="since includes its instant"),
        pytest.param(["--until=2026-11-23T00:00:00Z"], [1, 2], id="until leaves its instant out"),
        pytest.param(["--since=2026-11-23", "--until=2026-11-23"], [3, 4], id="a day"),
        pytest.param(["--since=2026-10", "--until=2026-10"], [1], id="a month"),
        pytest.param(["--since=2026-11"], [2, 3, 4, 5], id="since a month"),
        pytest.param(["--since=2026-W48", "--until=2026-W48"], [3, 4, 5], id="a week"),
        pytest.param(["--since=yesterday"], [5], id="since yesterday"),
        pytest.param(["--until=yesterday"], [1, 2, 3, 4, 5], id="until yesterday: that day too"),
        pytest.param(["--since=today"], [], id="since today"),
        pytest.param(["--since=mon"], [3, 4, 5], id="since a weekday: the last one"),
        pytest.param(["--until=mon"], [1, 2, 3, 4], id="until a weekday: that day too"),
        pytest.param(["--since=mon", "--until=mon"], [3, 4], id="a weekday"),
        pytest.param(["--since=-36h"], [5], id="since some hours ago"),
        pytest.param(
            ["--since=2026-11-23T00:00Z", "--until=2026-11-23T00:00Z"], [], id="no time at all"
        ),
    ],
)
def test_opening(opened, ids, filters, found):
    opened(*(["--at", instant, "No calls"] for instant in OPENINGS))
    assert ids("list", *filters) == found


def test_a_day_is_one_of_the_reader(opened, ids, monkeypatch):
    opened(*(["--at", instant, "No calls"] for instant in OPENINGS))
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    assert ids("list", "--since", "2026-11-23") == [4, 5]
    assert ids("list", "--until", "2026-11-22") == [1, 2, 3]


# --- owners and tags ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "user", "found"),
    [
        pytest.param("desk-1", "x", [1], id="a name"),
        pytest.param("DESK-1", "x", [1], id="a name in any letter case"),
        pytest.param("desk", "x", [], id="a part of a name"),
        pytest.param("STRASSE", "x", [2], id="sharp s matches SS"),
        pytest.param("none", "x", [4], id="none means no owner"),
        pytest.param("me", "Desk-1", [1], id="me is SLT_USER"),
        pytest.param("me", "strasse", [2], id="me in any letter case"),
        pytest.param("me", "", [3], id="me is the login name without SLT_USER"),
        pytest.param("me", "nobody", [], id="me without cases"),
    ],
)
def test_owner(opened, ids, owner, user, found):
    opened(["--owner=desk-1", "a"], ["--owner=Straße", "b"], ["--owner=me", "c"], "d")
    assert ids("list", "--owner", owner, environment={"SLT_USER": user}) == found


def test_who_took_a_case_owns_it(done, opened, ids):
    opened("a", "b")
    done("take", "2", "-q", environment={"SLT_USER": "Ölaf"})
    assert ids("list", "--owner", "ölaf") == [2]
    assert ids("list", "--owner", "none") == [1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param(["--tag=VIP"], [1, 2], id="in any letter case"),
        pytest.param(["--tag=vip", "--tag=strasse"], [1], id="given twice: both"),
        pytest.param(["--tag=vi"], [], id="a part of a tag"),
        pytest.param(["--tag=50%"], [2], id="percent is literal"),
        pytest.param(["--tag=5_%"], [], id="an underscore is literal"),
        pytest.param(["--tag=untagged"], [], id="a tag that was removed"),
    ],
)
def test_tags(done, opened, ids, filters, found):
    opened(["--tag=vip", "--tag=Straße", "a"], ["--tag=Vip", "--tag=50%", "b"], "c")
    done("update", "3", "--tag", "untagged", "-q")
    done("update", "3", "--untag", "UNTAGGED", "-q")
    assert ids("list", *filters) == found


def test_a_customer_is_none_by_name_only(opened, ids):
    opened(["--customer=none", "a"], "b")
    assert ids("list", "--customer", "none") == [1]


# --- clocks ---------------------------------------------------------------------------------------


@pytest.fixture
def with_clocks(opened, done):
    """Open cases on Monday, and let something happen to them until Wednesday noon.

    1 is answered and waits for its update; 2 is late; 3 is escalated; 4 is on hold and late; 5 has
    no target; 6 is soon due; 7 is closed.
    """
    monday, tuesday = ("--at", "2026-11-23T09:00:00Z"), ("--at", "2026-11-24T09:00:00Z")
    opened(*([*monday, subject] for subject in "abcd"))
    opened([*monday, "--partner-type=referral", "e"], ["--at=2026-11-25T08:30:00Z", "f"])
    opened([*monday, "g"])
    done("respond", "1", "7", "-q", "--at", "2026-11-25T10:00:00Z")
    done("escalate", "3", "-q", *tuesday)
    done("hold", "4", "-q", *tuesday)
    done("close", "7", "-q", "--at", "2026-11-25T11:00:00Z")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param(["--clock=response"], [1, 2, 3, 4, 6], id="a clock that runs or stopped"),
        pytest.param(["--clock=update"], [1], id="a clock that some cases have"),
        pytest.param(["--all", "--clock=update"], [1, 7], id="a clock of a closed case"),
        pytest.param(["--clock=escalation"], [3], id="the clock of a level"),
        pytest.param(["--clock=ESCALATION"], [3], id="in any letter case"),
        pytest.param(["--held"], [4], id="held"),
        pytest.param(["--late", "--clock=response"], [2, 3, 4], id="late by this clock"),
        pytest.param(["--late", "--clock=resolution"], [], id="late by another clock"),
        pytest.param(["--late", "--clock=update"], [], id="late by a clock that is in time"),
        pytest.param(["--held", "--clock=resolution"], [4], id="on hold, with such a clock"),
        pytest.param(["--held", "--clock=update"], [], id="on hold, without such a clock"),
        pytest.param(["--late", "--held", "--clock=response"], [2, 3, 4], id="late or held"),
        pytest.param(["--late", "--region=usa"], [], id="late elsewhere"),
    ],
)
@pytest.mark.usefixtures("whole_life", "with_clocks")
def test_clocks(ids, filters, found):
    assert ids("list", *filters) == found


@pytest.mark.usefixtures("whole_life", "with_clocks")
def test_list_looks_at_every_clock_and_due_agrees(items, ids):
    clocks = items("due")
    for state in ("late", "soon"):
        wanted = sorted({int(each["id"][5:]) for each in clocks if each["state"] == state})
        assert wanted
        assert ids("list", f"--{state}") == wanted


@pytest.mark.usefixtures("whole_life", "with_clocks")
def test_list_shows_the_clock_that_was_asked_for(done):
    lines = done("list", "--clock", "update", "--all", "--times", "utc").out.splitlines()
    assert ["pending" in line and "Wed 25 Nov 18:00" in line for line in lines[1:]] == [True, False]
    assert "cancelled" in lines[2]


# --- then -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param(["--owner=desk-1"], [1], id="its owner then"),
        pytest.param(["--owner=desk-2"], [], id="not its owner since"),
        pytest.param(["--tag=vip"], [], id="not its tag since"),
        pytest.param(["--text=earlier"], [1], id="a note of before"),
        pytest.param(["--text=later"], [], id="not a note of after"),
        pytest.param(["--text=backdated"], [1], id="a note of before that was recorded after"),
    ],
)
def test_as_it_was(done, opened, ids, filters, found):
    opened(["--at=2026-11-23T09:00:00Z", "--owner=desk-1", "Calls"])
    done("note", "1", "earlier", "-q", "--at=2026-11-23T10:00:00Z")
    done("note", "1", "later", "-q", "--at=2026-11-24T10:00:00Z")
    done("note", "1", "backdated", "-q", "--at=2026-11-23T11:00:00Z")
    done("update", "1", "--owner=desk-2", "--tag=vip", "-q", "--at=2026-11-24T11:00:00Z")
    assert ids("list", "--at=2026-11-23T12:00:00Z", *filters) == found


# --- the commands ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "found"),
    [
        pytest.param(["list"], [2], id="list: neither closed nor void"),
        pytest.param(["list", "--all"], [1, 2], id="list --all: not void"),
        pytest.param(["list", "--status=void"], [3], id="list --status"),
        pytest.param(["due"], [2], id="due: running clocks"),
        pytest.param(["export", "-"], [1, 2], id="export: not void"),
        pytest.param(["export", "-", "--status=void"], [3], id="export --status"),
        pytest.param(["log"], [1, 2, 3], id="log: all cases"),
        pytest.param(["log", "--status=void"], [3], id="log --status"),
    ],
)
@pytest.mark.parametrize(
    "filters",
    [
        pytest.param(["--text=straße"], id="text"),
        pytest.param(["--customer=strasse"], id="customer"),
        pytest.param(["--owner=STRASSE"], id="owner"),
        pytest.param(["--tag=strasse"], id="tag"),
        pytest.param(["--partner=STRASSE"], id="partner"),
        pytest.param(["--clock=response", "--since=today", "--text=ss"], id="clock and opening"),
    ],
)
def test_every_command(done, opened, command, filters, found):
    fields = ("partner", "customer", "owner", "tag")
    opened(*[[*(f"--{field}=Straße" for field in fields), "Calls"]] * 3, "Other")
    done("close", "1", "-q")
    done("void", "3", "--reason", "Twice", "-q")
    lines = done(*command, *filters, "-o", "jsonl").out.splitlines()
    rows = map(json.loads, lines)
    assert sorted({int((row.get("case") or row["id"])[5:]) for row in rows}) == found


@pytest.mark.parametrize("command", [["list"], ["due"], ["export", "-"], ["log"]])
@pytest.mark.parametrize(
    ("filters", "message"),
    [
        pytest.param(
            ["--since=2026-11-24", "--until=2026-11-22"], "--until", id="until before since"
        ),
        pytest.param(
            ["--since=2026-11-24", "--until=2026-11-23"],
            "--until 2026-11-23 is before --since 2026-11-24",
            id="until the day before since",
        ),
        pytest.param(
            ["--since=2026-11", "--until=2026-10"], "--until", id="until the month before since"
        ),
        pytest.param(["--since=soon"], "'soon'", id="since no time"),
        *(
            pytest.param([f"--{name}", " "], f"--{name} is empty", id=f"an empty {name}")
            for name in ("partner", "customer", "owner", "tag", "text")
        ),
        pytest.param(["--until=2026-13"], "--until: the months", id="until no month"),
        pytest.param(
            ["--text", " ".join(map(str, range(101)))], "--text: 101 different", id="many words"
        ),
        pytest.param(
            [f"--tag={number}" for number in range(21)], "--tag: 21 different", id="many tags"
        ),
        pytest.param(["--clock=respnse"], "did you mean 'response'?", id="an unknown clock"),
    ],
)
def test_refused(slt, command, filters, message):
    result = slt(*command, *filters)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize("name", sorted({*Filters._fields} - {"tag", "text", "limit"}))
def test_a_filter_given_twice_is_refused(slt, name):
    option = f"--{name.replace('_', '-')}"
    result = slt("list", option, "a", option, "b")
    assert (result.code, result.out) == (2, "")
    assert f"{option} is given twice" in result.err


# --- order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["owner", "customer"])
@pytest.mark.parametrize("limit", [[], ["--limit=3"]])
def test_sorted_by_a_name(opened, ids, field, limit):
    names = ("", "Zoë", "ähre", "STRASSE", "straße", "Anna", "", "ÄHRE")
    opened(*([f"--{field}={name}", "Calls"] for name in names))
    order = [6, 4, 5, 2, 3, 8, 1, 7]
    assert ids("list", "--sort", field, *limit) == order[: 3 if limit else None]
