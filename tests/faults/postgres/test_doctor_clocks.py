"""`slt doctor` about a server: whose clock is wrong, that of this machine or of another writer."""

from datetime import timedelta

import pytest

from slt_cli.app import system_clock

pytestmark = pytest.mark.usefixtures("team")


def soon(**later: float) -> str:
    return (system_clock() + timedelta(**later)).isoformat()


def record(slt, who: str, now: str, *line: str) -> None:
    done = slt(*line, now=now, environment={"SLT_USER": who})
    assert (done.code, done.err) == (0, "")


def test_a_writer_ahead_of_the_server_is_named(slt, findings):
    record(slt, "ada", soon(hours=2, minutes=1), "open", "-p", "S1", "down")

    ((_, state, told, _),) = findings("clocks of writers")

    assert (state, told[:24]) == ("problem", "ada recorded case 1 at 2")
    assert told.endswith("at least 2 h ahead of the server")


def test_a_writer_behind_another_is_named_though_all_is_past(slt, findings):
    record(slt, "ada", "2026-03-06T12:00:00Z", "open", "-p", "S1", "down")
    record(slt, "ben", "2026-03-06T12:30:00Z", "note", "1", "called")
    record(slt, "eva", "2026-03-06T12:20:00Z", "note", "1", "--at", "2026-03-06T12:19Z", "late")

    ((_, state, told, _),) = findings("clocks of writers")
    assert state == "warning"
    assert told == (
        "ben recorded case 1 at 2026-03-06T12:30:00Z, at least 10 min ahead of eva, "
        "who recorded it next: one of the two clocks was wrong"
    )


def test_imports_and_keys_show_no_wrong_clock(slt, findings, tmp_path):
    (tmp_path / "cases.csv").write_text("priority,opened_at\nS1,2026-03-06T10:00:00Z\n")
    record(slt, "ada", "2026-03-06T12:00:00Z", "import", str(tmp_path / "cases.csv"), "-q")
    record(slt, "ben", "2026-03-06T12:01:00Z", "note", "1", "called", "--once", "call")
    record(slt, "ben", "2026-03-06T12:03:00Z", "note", "1", "called", "--once", "call")
    record(slt, "ada", "2026-03-06T12:04:00Z", "note", "1", "--at", "2026-03-06T11:00Z", "earlier")

    assert findings("clocks of writers") == []


def test_a_machine_whose_clock_is_wrong_is_told(slt):
    told = slt("doctor", "-o", "tsv", now=soon(minutes=-10, seconds=-30))

    assert told.code == 1
    assert (
        "\nserver clock\tproblem\tthis machine's clock is 10 min behind the server's\t" in told.out
    )
