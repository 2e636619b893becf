"""Owner, customer and tags of a case: on `open` and `update`, in answers, files and the past."""

import csv
import io
import json

import pytest

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("case"),
    pytest.mark.now("2026-11-23T12:00:00Z"),
]
ME = {"SLT_USER": "desk-1"}
OPEN = (
    *("open", "-p", "S1", "--at", "2026-11-23T10:00:00Z", "--partner", "Example Ltd"),
    *("--owner", "me", "--customer", "Acme Ltd", "--tag", "vip", "--tag", "Fax", "--tag", "VIP"),
    "All phones are down",
)


@pytest.fixture
def case(slt):
    slt(*OPEN, environment=ME)


def facts(items, *more):
    (case,) = items("show", "1", *more)
    return case["owner"], case["customer"], case["tags"]


def test_they_are_given_when_a_case_is_opened(items):
    assert facts(items) == ("desk-1", "Acme Ltd", ["Fax", "vip"])
    (clock,) = items("due", "1")
    assert clock["owner"] == "desk-1"


def test_opening_and_the_case_show_them(slt):
    opened = slt(*OPEN, environment=ME).out
    for line in ("Customer  Acme Ltd\n", "Owner     desk-1\n", "Tags      Fax vip\n"):
        assert line in opened
    shown = slt("show", "1").out
    for line in ("Customer  Acme Ltd\n", "Status    open · owner desk-1\n", "Tags      Fax vip\n"):
        assert line in shown


def test_a_case_without_them_has_no_line_for_them(slt, items):
    slt("open", "-p", "S1", "--owner", "none", "Another")
    for out in (slt("show", "2").out, slt("open", "-p", "S1", "A third").out):
        assert not {"Customer", "Owner", "Tags"} & {line.split(" ")[0] for line in out.splitlines()}
    assert [c["owner"] for c in items("list")] == ["desk-1", None, None]


@pytest.mark.parametrize(
    ("options", "lines", "expected"),
    [
        pytest.param(
            ["--owner", "desk-2"],
            ["  owner     desk-1 -> desk-2"],
            ("desk-2", "Acme Ltd", ["Fax", "vip"]),
            id="another owner",
        ),
        pytest.param(
            ["--owner", " NONE "],
            ["  owner     desk-1 -> none"],
            (None, "Acme Ltd", ["Fax", "vip"]),
            id="none is nobody",
        ),
        pytest.param(
            ["--owner", "", "--customer", ""],
            ["  customer  Acme Ltd -> none", "  owner     desk-1 -> none"],
            (None, None, ["Fax", "vip"]),
            id="empty removes",
        ),
        pytest.param(
            ["--tag", "new", "--untag", "FAX"],
            ["  tags      Fax vip -> new vip"],
            ("desk-1", "Acme Ltd", ["new", "vip"]),
            id="a tag for another",
        ),
        pytest.param(
            ["--untag", "fax", "--untag", "Vip"],
            ["  tags      Fax vip -> none"],
            ("desk-1", "Acme Ltd", []),
            id="no tag is left",
        ),
    ],
)
def test_update_changes_them(slt, items, options, lines, expected):
    result = slt("update", "1", *options)
    assert (result.code, result.err) == (0, "")
    assert [line for line in result.out.splitlines() if "->" in line] == lines
    assert facts(items) == expected
    assert slt("verify") == (0, "", "")


def test_me_is_who_updates(slt, items):
    slt("update", "1", "--owner", "Me", environment={"SLT_USER": "desk-9"})
    assert facts(items)[0] == "desk-9"


@pytest.mark.parametrize(
    "options",
    [["--tag", "VIP", "--tag", "fax"], ["--untag", "new"], ["--tag", "vip", "--untag", "x"]],
    ids=["there already", "not there", "both"],
)
def test_what_changes_nothing_is_not_recorded(slt, items, options):
    before = items("show", "1")
    assert slt("update", "1", *options) == (
        0,
        "Nothing to change in CASE-1: All phones are down\n",
        "",
    )
    assert items("show", "1") == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--tag", "a b"], "'a b' is not one tag", id="a blank"),
        pytest.param(["--tag", "a,b"], "'a,b' is not one tag", id="a comma"),
        pytest.param(["--untag", "a;b"], "'a;b' is not one tag", id="a semicolon"),
        pytest.param(["--tag", " "], "the tag is empty", id="empty"),
        pytest.param(["--tag", "\u200b"], "the tag has no visible character", id="invisible"),
        pytest.param(
            ["--tag", "a", "--untag", "A"],
            "the tag 'a' is given with --tag and with --untag",
            id="added and removed",
        ),
        pytest.param(["--note", "x"], "nothing to change", id="nothing"),
    ],
)
def test_what_is_refused(slt, items, options, message):
    before = items("show", "1")
    error = json.loads(slt("update", "1", *options, "--json").err)["error"]
    assert (error["exit"], error["message"].startswith(message)) == (2, True)
    assert items("show", "1") == before


def test_the_past_and_an_undo_know_what_they_were(slt, items):
    slt("update", "1", "--tag", "a", "--at", "2026-11-23T10:30:00Z")
    slt("update", "1", "--tag", "b", "--untag", "vip", "--at", "2026-11-23T11:00:00Z")
    assert facts(items, "--at", "2026-11-23T10:15:00Z")[2] == ["Fax", "vip"]
    assert facts(items, "--at", "2026-11-23T10:45:00Z")[2] == ["a", "Fax", "vip"]
    slt("undo", "1", "2")
    assert facts(items)[2] == ["b", "Fax"]
    assert slt("verify") == (0, "", "")


def test_the_history_tells_them(slt):
    slt("update", "1", "--tag", "new", "--owner", "desk-2", "--customer", "Beta")
    told = " ".join(slt("show", "1").out.split())
    assert "owner desk-1 -> desk-2; customer Acme Ltd -> Beta" in told
    assert "tags Fax vip -> Fax new vip" in told


def test_csv_has_the_tags_as_words(slt):
    (row,) = csv.DictReader(io.StringIO(slt("list", "-o", "csv").out))
    assert (row["owner"], row["customer"], row["tags"]) == ("desk-1", "Acme Ltd", "Fax vip")
    (row,) = csv.DictReader(io.StringIO(slt("export", "--for", "excel", "-o", "csv").out), None)
    assert "Fax vip" in row.values()


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl"])
def test_a_file_keeps_them(slt, items, home, another_store, name):
    slt("update", "1", "--tag", "=sum")
    file = str(home / name)
    assert slt("export", file).code == 0
    other = another_store()
    assert slt("import", file, *other).code == 0
    assert facts(items, *other) == ("desk-1", "Acme Ltd", ["=sum", "Fax", "vip"])
    assert slt("verify", *other) == (0, "", "")


def test_the_message_to_the_provider_has_the_customer_and_not_the_owner(slt):
    slt("escalate", "1")
    message = slt("message", "1").out
    assert "Customer:  Acme Ltd\n" in message
    assert "desk-1" not in message
    assert "vip" not in message


def test_they_are_safe_to_show(slt):
    name = "a\x1b[31mb"
    slt("update", "1", "--owner", name, "--customer", name, "--tag", "t\x1b[31m")
    for line in ("show", "list", "due"):
        out = slt(line, *(["1"] if line == "show" else []), on_terminal=True).out
        assert "\x1b[31mb" not in out
    slt("escalate", "1")
    assert r"Customer:  a\x1b[31mb" in slt("message", "1").out
