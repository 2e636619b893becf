"""Which file `slt report --html` writes: a new one, or an older report in its place."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.report_page.conftest import PERIOD, Store
from tests.output.html.reading import read_page


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let names of files be those of a directory of the test."""
    monkeypatch.chdir(tmp_path)


def test_a_new_file_is_whole_and_ones_own(forty: Store) -> None:
    assert forty.call("report", "--html", "a.html") == (0, "", "")
    assert stat.S_IMODE(Path("a.html").stat().st_mode) == 0o600
    assert Path("a.html").read_text(encoding="utf-8").endswith("</html>\n")
    assert [file.name for file in Path().glob("*a.html*")] == ["a.html"]


def test_an_older_report_is_replaced(forty: Store) -> None:
    assert forty.call("report", "--html", "a.html").code == 0
    before = Path("a.html").read_bytes()
    assert forty.call("report", "--html", "a.html", *PERIOD) == (0, "", "")
    assert Path("a.html").read_bytes() != before


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="an empty file"),
        pytest.param("<!DOCTYPE html>\n<title>mine</title>", id="another page"),
        pytest.param("id,subject\n", id="a table"),
        pytest.param(f'{"x" * 2000}<meta name="generator" content="slt report">', id="later"),
    ],
)
def test_another_file_is_kept(forty: Store, content: str) -> None:
    Path("a.html").write_text(content)
    result = forty.call("report", "--html", "a.html")
    assert (result.code, result.out) == (1, "")
    assert result.err.splitlines() == [
        "slt: error: a.html already exists and is not a report of slt, so it was not replaced",
        "fix: name another file",
    ]
    assert Path("a.html").read_text() == content


def test_a_directory_a_device_and_the_store_are_refused(forty: Store, nothing: Store) -> None:
    Path("there").mkdir()
    told = {name: forty.call("report", "--html", name) for name in ("there", "/dev/full")}
    for name, result in told.items():
        assert (result.code, result.out) == (1, "")
        assert f"{name} is not a regular file" in result.err
    own = nothing.call("report", "--html", "nothing.db")
    assert (own.code, "nothing.db is the store itself and was not touched" in own.err) == (1, True)
    assert not Path("nothing.db").exists()


def test_a_directory_that_is_missing_is_an_error(forty: Store) -> None:
    result = forty.call("report", "--html", "nowhere/a.html")
    assert (result.code, result.out) == (1, "")
    assert "nowhere/a.html cannot be written: No such file or directory\nfix: check" in result.err


def test_a_name_that_no_file_can_have_is_an_error(forty: Store) -> None:
    result = forty.call("report", "--html", "a" * 300)
    assert (result.code, result.out) == (1, "")
    assert "a cannot be written: File name too long\nfix: check" in result.err


def test_a_link_of_ones_own_is_followed(forty: Store) -> None:
    Path("there").mkdir()
    Path("a.html").symlink_to("there/b.html")
    assert forty.call("report", "--html", "a.html").code == 0
    assert Path("a.html").is_symlink()
    assert forty.call("report", "--html", "a.html").code == 0
    assert read_page(Path("there/b.html").read_text(encoding="utf-8")).attributes == {"lang": "en"}


def test_a_link_of_another_user_is_not_followed(
    forty: Store, others_link: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = os.geteuid()
    if user:
        monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    result = forty.call("report", "--html", str(others_link))
    assert (result.code, result.out) == (1, "")
    assert f"{others_link} is a link that belongs to another user" in result.err
    assert list(others_link.readlink().parent.iterdir()) == []


def test_a_dash_is_standard_output(forty: Store) -> None:
    result = forty.call("report", "--html", "-", *PERIOD)
    assert (result.code, result.err) == (0, "")
    assert forty.call("report", "--html", "a.html", *PERIOD).code == 0
    assert Path("a.html").read_text(encoding="utf-8") == result.out


@pytest.mark.parametrize("other", ["--misses", "--json", "--output csv", "--quiet"])
def test_what_is_not_a_page_is_a_usage_error(forty: Store, other: str) -> None:
    result = forty.call("report", "--html", "a.html", *other.split())
    assert (result.code, result.out) == (2, "")
    named = "--output json" if other == "--json" else other
    assert named in result.err
    assert "--html" in result.err
    assert not Path("a.html").exists()


COMMAND = (sys.executable, "-m", "slt_cli", "report", "--html", "-", "--db")


def test_standard_output_is_utf_8_whatever_the_locale(hostile_cases: Path) -> None:
    sees = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*COMMAND, str(hostile_cases)], env=sees, capture_output=True, check=True)
    page = read_page(done.stdout.decode("utf-8"))
    assert "電話が全部止まっています" in page.text


def test_a_pipe_that_is_closed_early_ends_quietly(forty_cases: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    line = [*COMMAND, str(forty_cases)]
    done = subprocess.run(line, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_an_error(forty_cases: Path) -> None:
    line = [*COMMAND, str(forty_cases)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"No space left on device\nfix: " in done.stderr
