"""`slt export` writes cases that `slt import` reads back as they were, byte for byte."""

import csv
import io
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.cli.program import run
from tests.apps import app_with

pytestmark = pytest.mark.every_engine

AT = ("--at", "2026-03-06T12:00:00Z")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def cases(slt, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Open three cases, close one and escalate another."""
    monkeypatch.chdir(home)
    for options in (["-p", "S1", "--ref", "7"], ["-p", "S2", "-r", "apac"], ["-p", "S3"]):
        slt("open", *AT, *options, "=1+1, 'quoted'\n電話")
    slt("close", "2", "--at", "2026-03-06T13:00:00Z")
    slt("escalate", "3", "--at", "2026-03-06T13:00:00Z")


@pytest.mark.usefixtures("cases")
def test_csv_has_a_header_and_every_case(slt, items):
    result = slt("export")
    assert (result.code, result.err) == (0, "")
    header, *rows = csv.reader(io.StringIO(result.out, newline=""))
    assert header == list(items("list")[0])
    assert [row[0] for row in rows] == ["CASE-1", "CASE-2", "CASE-3"]
    assert {row[2] for row in rows} == {"'=1+1, 'quoted'\n電話"}


@pytest.mark.usefixtures("cases")
def test_json_lines_have_the_items_of_a_list(slt, items):
    lines = map(json.loads, slt("export", "-", "-o", "jsonl").out.splitlines())
    listed = items("list", "--all")
    assert [{field: line[field] for field in listed[0]} for line in lines] == listed


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        pytest.param(["--region", "asia"], ["CASE-2"], id="--region"),
        pytest.param(["--priority", "s1"], ["CASE-1"], id="--priority"),
        pytest.param(["--status", "closed"], ["CASE-2"], id="--status"),
        pytest.param(["--partner", "nobody"], [], id="--partner"),
        pytest.param(["--limit", "2"], ["CASE-1", "CASE-2"], id="--limit"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_filters(slt, options, ids):
    lines = slt("export", "-o", "jsonl", *options).out.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids


@pytest.mark.parametrize(
    ("name", "options", "start"),
    [
        pytest.param("a.csv", [], b"id,ref,", id=".csv"),
        pytest.param("a.JSONL", [], b'{"id": ', id=".jsonl"),
        pytest.param("a.ndjson", [], b'{"id": ', id=".ndjson"),
        pytest.param("a.txt", ["-o", "csv"], b"id,ref,", id="-o csv"),
        pytest.param("a.csv", ["-o", "jsonl"], b'{"id": ', id="-o before the name"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_a_file_has_the_format_of_its_name_and_is_its_owners_alone(slt, name, options, start):
    assert slt("export", name, *options) == (0, "", "")
    assert Path(name).read_bytes().startswith(start)
    assert stat.S_IMODE(Path(name).stat().st_mode) == 0o600
    assert [file.name for file in Path().glob("*a.*") if file.name != name] == []


@pytest.mark.usefixtures("cases")
def test_an_existing_file_is_replaced_only_with_force(slt):
    Path("a.csv").write_text("mine")
    refused = slt("export", "a.csv")
    assert (refused.code, refused.out) == (1, "")
    assert "a.csv already exists" in refused.err
    assert "--force" in refused.err
    assert Path("a.csv").read_text() == "mine"
    assert slt("export", "a.csv", "--force").code == 0
    assert Path("a.csv").read_text().startswith("id,ref")


@pytest.mark.usefixtures("cases")
def test_a_file_that_another_program_writes_meanwhile_is_kept(slt, monkeypatch):
    def made_meanwhile(value: object) -> str:
        Path("a.csv").write_text("theirs")
        return str(value)

    monkeypatch.setattr("slt_cli.views.fields.plain_value", made_meanwhile)
    refused = slt("export", "a.csv")
    assert (refused.code, refused.out) == (1, "")
    assert "a.csv already exists" in refused.err
    assert [file.read_text() for file in Path().glob("*a.csv*")] == ["theirs"]


@pytest.mark.usefixtures("cases")
def test_force_writes_through_a_link_and_never_into_a_device(slt):
    Path("own.csv").write_text("mine")
    Path("link.csv").symlink_to("own.csv")
    assert slt("export", "link.csv", "--force").code == 0
    assert Path("link.csv").is_symlink()
    assert Path("own.csv").read_text().startswith("id,ref")
    refused = slt("export", "/dev/null", "--force", "-o", "csv")
    assert (refused.code, "/dev/null is not a regular file" in refused.err) == (1, True)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        pytest.param(
            ["a.txt"], 2, "a.txt is not a .csv or .jsonl file", id="a name without a format"
        ),
        pytest.param(
            ["a.txt"],
            2,
            "fix: name it a.csv or a.jsonl, or add -o csv or -o jsonl\n",
            id="a name to keep",
        ),
        pytest.param(["e.xlsx"], 2, "fix: name it e.csv and add --for excel\n", id="a workbook"),
        pytest.param(["/dev/full"], 1, "/dev/full is not a regular file", id="a device"),
        pytest.param(["other.db", "--force"], 1, "is an SQLite database", id="a database"),
        pytest.param(["--json"], 2, "cannot export as json", id="--json"),
        pytest.param(["a.csv", "-o", "table"], 2, "cannot export as table", id="-o table"),
        pytest.param(["-q"], 2, "slt list --all -q", id="-q"),
        pytest.param(["--region", "apca"], 2, "unknown region", id="unknown region"),
        pytest.param(["missing/a.csv"], 1, "cannot be written: No such file", id="no directory"),
        pytest.param([f"{'a' * 300}.csv"], 1, "cannot be written: File name too", id="a long name"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_what_cannot_be_exported_is_an_error(slt, arguments, code, said):
    Path("other.db").write_bytes(b"SQLite format 3\0")
    result = slt("export", *arguments)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


@pytest.mark.usefixtures("cases")
def test_an_error_half_way_leaves_no_file(slt, monkeypatch):
    def damaged(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("slt_cli.views.fields.plain_value", damaged)
    assert slt("export", "a.csv").code == 70
    assert not list(Path().glob("*a.csv*"))


@pytest.mark.usefixtures("cases")
def test_standard_output_is_utf_8_in_every_locale(process):
    out = process("export", env={"PYTHONIOENCODING": "ascii"}).out
    assert "電話" in out


def test_no_case_is_no_output(slt, home, monkeypatch):
    monkeypatch.chdir(home)
    assert slt("export") == (0, "", "")
    assert slt("export", "a.csv") == (0, "", "")
    assert slt("import", "a.csv").code == 0


# --- There and back -------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "\n=1",
        "\u3000\uff1d1",
        "' =1",
        "a;=1",
        "a\t=1",
        "''@x",
        "+1 408 956 6066",
        "-1",
        "\r",
        "\t\n",
        '"',
        ",",
        "\u202e",
        "'",
    ]
)
HOURS = st.integers(0, 2000)


@st.composite
def rows(draw) -> dict[str, object]:
    """Draw a row that can be imported; what it leaves out is computed."""
    opened = NOW - timedelta(hours=12000 - draw(HOURS))
    responded = opened + timedelta(hours=draw(HOURS)) if draw(st.booleans()) else None
    escalated = opened + timedelta(hours=draw(HOURS)) if draw(st.booleans()) else None
    last = max(filter(None, (opened, responded, escalated)))
    held = last + timedelta(hours=draw(HOURS)) if draw(st.booleans()) else None
    since = max(filter(None, (opened, escalated, held)))
    resolved = since + timedelta(hours=draw(HOURS)) if draw(st.booleans()) else None
    last = max(filter(None, (last, held, resolved)))
    closed = last + timedelta(hours=draw(HOURS)) if draw(st.booleans()) else None
    verdicts = st.sampled_from([None, "met", "missed"])
    instants = {
        "responded_at": responded,
        "escalated_at": escalated,
        "held_since": held,
        "resolved_at": resolved,
        "closed_at": closed,
    }
    referral = draw(st.booleans())
    return {
        "opened_at": opened.isoformat(),
        "priority": draw(st.sampled_from(["S1", "S2", "S3"])),
        "region": draw(st.sampled_from(["usa", "europe", "apac"])),
        "partner_type": "referral" if referral else "certified",
        "subject": draw(TEXTS),
        "partner": draw(TEXTS),
        **{field: instant.isoformat() for field, instant in instants.items() if instant},
        **({"level": draw(st.integers(1, 3))} if escalated else {}),
        **({"escalation_verdict": draw(verdicts)} if escalated else {}),
        **({} if referral else {"verdict": draw(verdicts)}),
    }


@pytest.mark.exhaustive
@pytest.mark.parametrize("form", ["csv", "jsonl"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_rows=st.lists(rows(), min_size=1, max_size=4))
def test_an_export_imported_and_exported_again_is_the_same(home, another_store, form, given_rows):
    for file in home.glob("*"):
        if file.is_file():
            file.unlink()
    first, second = another_store(), another_store()
    lines = [json.dumps({**row, "ref": f"r{place}"}) for place, row in enumerate(given_rows)]
    (home / "given.jsonl").write_text("\n".join(lines))
    new_app = app_with(now=NOW.isoformat())
    there, back = home / f"there.{form}", home / f"back.{form}"
    assert run(["import", str(home / "given.jsonl"), *first], new_app) == 0
    assert run(["export", str(there), *first], new_app) == 0
    assert run(["import", str(there), *second], new_app) == 0
    assert run(["export", str(back), *second], new_app) == 0
    assert run(["verify", *second], new_app) == 0
    assert back.read_bytes() == there.read_bytes()


LIVES = {
    "on hold": ["hold 1 --at {1}"],
    "answered and on hold": ["respond 1 --hold --at {1}"],
    "held and resumed": ["hold 1 --at {1}", "resume 1 --at {2}"],
    "resolved in time": ["resolve 1 --at {1}"],
    "resolved too late, on hold before": ["hold 1 --at {1}", "resolve 1 --at {3}"],
    "resolved, then answered": ["resolve 1 --at {1}", "respond 1 --at {3}"],
    "resolved, then closed": ["escalate 1 --at {1}", "resolve 1 --at {2}", "close 1 --at {3}"],
    "resolved and reopened": ["resolve 1 --at {1}", "reopen 1 --at {2}", "hold 1 --at {3}"],
    "closed and reopened": ["close 1 --at {1}", "reopen 1 --at {2}"],
}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@pytest.mark.parametrize("lines", LIVES.values(), ids=LIVES)
@pytest.mark.now(NOW.isoformat())
def test_a_case_on_hold_or_resolved_is_the_same_elsewhere(
    slt, items, home, another_store, lines, form
):
    hours = [f"2026-11-20T{hour}:00Z" for hour in ("14:30", "14:45", "15:00", "17:00")]
    slt("open", "-p", "S1", "--at", "2026-11-20T14:00Z", "All phones are down")
    for line in lines:
        assert slt(*line.format(*hours).split()).code == 0
    there, elsewhere = str(home / f"there.{form}"), another_store()
    assert slt("export", there).code == 0
    imported = items("import", there, *elsewhere)
    assert imported == items("list", "--all") == items("list", "--all", *elsewhere)
    assert slt("verify", *elsewhere) == (0, "", "")
