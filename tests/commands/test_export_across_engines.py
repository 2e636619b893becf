"""JSON Lines carry every clock, hold and event from a store of one engine to one of another."""

import json
from pathlib import Path
from typing import get_args

import pytest

from slt_cli.domain.events import EventKind
from tests.commands.lives import FRIDAY_EVENING, at
from tests.store.engines import ENGINES

pytestmark = [pytest.mark.usefixtures("whole_life"), pytest.mark.now(FRIDAY_EVENING)]

WAYS = [(there, elsewhere) for there in ENGINES for elsewhere in ENGINES]
LIVES = {
    "on hold": ("S1 usa", "10:00 hold 1"),
    "answered and on hold": ("S2 europe Acme", "10:00 respond 2 --hold", "10:30 followup 2"),
    "resumed": ("S1 apac", "10:00 hold 3", "11:00 resume 3", "11:30 mark 3 workaround"),
    "reopened": ("S1 europe", "10:00 close 4", "11:00 reopen 4", "12:00 hold 4"),
    "undone": ("S1 europe Acme", "10:00 respond 5", "10:10 close 5", "11:00 undo 5"),
    "void": ("S1 europe", "10:00 note 6 Seen", "11:00 void 6 --reason Twice"),
    "escalated": ("S1 europe", "10:00 escalate 7 --reason Late", "10:30 escalate 7 --level 2"),
    "moved": ("S3 usa", "10:00 update 8 --priority S1", "11:00 update 8 --region apac"),
    "closed": ("S2 usa Acme", "10:00 respond 9", "10:00 resolve 9", "11:00 close 9"),
    "hostile": ("S1 europe",),
    "owned": ("S1 usa", "10:00 update 11 --owner ana --customer Beta --tag vip --tag Fax"),
}
HOSTILE = "=1+1;,\"'\n\r\t電話\u202e\x1b[31m\ufeff"
FILTERS = {
    "none": ([], [1, 2, 3, 4, 5, 7, 8, 9, 10, 11]),
    "--region": (["--region", "asia"], [3, 8]),
    "--priority": (["--priority", "S1"], [1, 3, 4, 5, 7, 8, 10, 11]),
    "--partner": (["--partner", "acme"], [2, 5, 9]),
    "--status": (["--status", "closed"], [9]),
    "--status void": (["--status", "void"], [6]),
    "--owner": (["--owner", "ANA"], [11]),
    "--tag": (["--tag", "fax", "--tag", "VIP"], [11]),
    "--text": (["--text", "beta own"], [11]),
    "--limit": (["--limit", "3"], [1, 2, 3]),
    "several": (["--region", "europe", "-p", "S1", "--status", "open", "-n", "2"], [4, 7]),
}
USUAL = ("none", "several")


@pytest.fixture(params=WAYS, ids="-".join)
def stores(request, tmp_path_factory) -> list[list[str]]:
    """Return the options of a store of one engine, of one of another, and of one as the first."""
    directory, (one, other) = tmp_path_factory.mktemp, request.param
    return [["--db", ENGINES[engine](directory("store")).name] for engine in (one, other, one)]


@pytest.fixture
def there(slt, stores, home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the option of the first store, after many lives in it."""
    monkeypatch.chdir(home)
    for place, (name, (facts, *moments)) in enumerate(LIVES.items(), 1):
        priority, region, *partner = facts.split()
        options = ["-p", priority, "-r", region, *(["--partner", *partner] if partner else [])]
        subject = HOSTILE if name == "hostile" else name
        opened = slt("open", *options, f"--ref={place:03}", *at("09:00"), *stores[0], "--", subject)
        assert (opened.code, opened.err) == (0, "")
        for moment in moments:
            time, *line = moment.split()
            when = at(time) if line[0] != "undo" else ()
            assert slt(*line, *when, *stores[0]).code == 0, moment
    return stores[0]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        pytest.param(*given, id=name, marks=[] if name in USUAL else pytest.mark.exhaustive)
        for name, given in FILTERS.items()
    ],
)
def test_what_a_filter_selects_comes_back_equal_there_and_back(
    slt, stores, there, filters, numbers
):
    _, elsewhere, back = stores
    assert slt("export", "there.jsonl", *filters, *there) == (0, "", "")
    lines = [json.loads(line) for line in Path("there.jsonl").read_text().splitlines()]
    assert [line["ref"] for line in lines] == [f"{number:03}" for number in numbers]
    assert slt("import", "there.jsonl", *elsewhere).code == 0
    assert slt("export", "elsewhere.jsonl", *filters, *elsewhere) == (0, "", "")
    assert slt("import", "elsewhere.jsonl", *back).code == 0
    assert slt("export", "back.jsonl", *filters, *back) == (0, "", "")
    assert Path("elsewhere.jsonl").read_bytes() == Path("there.jsonl").read_bytes()
    assert Path("back.jsonl").read_bytes() == Path("there.jsonl").read_bytes()
    for store in (elsewhere, back):
        assert slt("verify", *store) == (0, "", "")


def test_a_redacted_case_comes_back_equal(slt, stores, there):
    _, elsewhere, _ = stores
    assert slt("redact", "11", "--reason", "Asked for", "--yes", *there).code == 0
    slt("export", "there.jsonl", *there)
    assert slt("import", "there.jsonl", *elsewhere).code == 0
    slt("export", "elsewhere.jsonl", *elsewhere)
    assert Path("elsewhere.jsonl").read_bytes() == Path("there.jsonl").read_bytes()
    assert slt("verify", *elsewhere) == (0, "", "")


def test_the_lines_have_what_happened(slt, there):
    assert slt("redact", "11", "--reason", "Asked for", "--yes", *there).code == 0
    slt("export", "all.jsonl", *there)
    slt("export", "void.jsonl", "--status", "void", *there)
    lines = [
        json.loads(line)
        for name in ("all.jsonl", "void.jsonl")
        for line in Path(name).read_text().splitlines()
    ]
    assert {event["kind"] for line in lines for event in line["events"]} == set(get_args(EventKind))
    assert {clock["kind"] for line in lines for clock in line["clocks"]} > {
        "response",
        "escalation",
    }
    held = {line["ref"]: line["holds"] for line in lines if line["holds"]}
    assert list(held) == ["001", "002", "003", "004"]
    assert [line["subject"] for line in lines if line["ref"] == "010"] == [HOSTILE]
