"""docs/notices.md: its examples run, its messages are those that arrive, its files are valid."""

import json
import re
import shutil
import socket
import subprocess
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import get_args

import pytest

from slt_cli.domain.notice_moments import ClockMoment, EventMoment, StateMoment, parse_moment
from tests.delivery.servers import Authority, Site, mail_server, web_server
from tests.test_readme import ROOT, blocks, shown, told, typed, write_files

__all__ = ["typed"]  # a fixture

PAGE = (ROOT / "docs" / "notices.md").read_text(encoding="utf-8")
BEFORE_THE_MAIL = PAGE[: PAGE.index("\nThis mail is in the mailbox")]
AT_THAT_TIME = ("2026-11-23T13:15:00Z", "Europe/London")
BROKEN = ("2026-11-24T12:00:00Z", "2026-11-24T12:20:00Z")
JQ = shutil.which("jq")
STUB = """#!/bin/sh
[ -e "$HOME/broken" ] && exit 75
for each; do printf '%s\\n' "$each"; done > "$HOME/$(basename "$0").arguments"
cat > "$HOME/$(basename "$0").input"
"""
"""A program that writes down what it was given last."""


@pytest.fixture(autouse=True)
def page(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write the files of the page, and put programs on the path that only record what they get."""
    write_files(PAGE, home)
    (home / "bin").mkdir()
    for name in ("sendmail", "apprise", "ntfy", "page"):
        (home / "bin" / name).write_text(STUB)
        (home / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(home / "bin"), prepend=":")
    monkeypatch.setenv("SLT_CONFIG", "notices.toml")


@pytest.fixture
def two_cases(typed: Callable[..., str]) -> None:
    """Do what the page does until its mail arrives."""
    told(BEFORE_THE_MAIL, typed)


def test_the_page_shows_what_is_printed(home: Path, typed):
    def printed(command: str, now: str, zone: str) -> str:
        (home / "broken").touch() if now in BROKEN else (home / "broken").unlink(missing_ok=True)
        return typed(command, now, zone)

    found, times = told(PAGE, printed)
    assert found == shown(PAGE)
    assert (len(found), times) == (16, 6)


@pytest.mark.usefixtures("two_cases")
def test_the_mail_of_the_page_is_what_arrives(home: Path):
    assert (home / "sendmail.arguments").read_text() == "-t\n-i\n"
    mail = message_from_bytes((home / "sendmail.input").read_bytes(), policy=policy.default)
    header = "".join(f"{name}: {mail[name]}\n" for name in ("Subject", "From", "To"))
    text = mail.get_content().replace(f" on {socket.gethostname()}:", " on desk-host:")
    assert blocks("mail", PAGE) == [f"{header}\n{text}"]


def test_the_crontab_of_the_page_is_silent_when_all_is_well(typed):
    told(BEFORE_THE_MAIL, typed)
    (line,) = blocks("crontab", PAGE)
    assert line.startswith("* * * * * slt ")
    assert typed(f"{line[len('* * * * * ') :].rstrip()} </dev/null", *AT_THAT_TIME) == ""


def keep_secret(name: str, secret: str, home: Path) -> None:
    """Write a secret into a file as the page does it."""
    (line,) = blocks("bash", PAGE)
    script = line.replace("slack-url", name)
    subprocess.run(["sh", "-c", script], input=secret, text=True, check=True)
    assert (home / ".config" / "slt" / name).stat().st_mode & 0o777 == 0o600


def body_of(site: Site) -> dict[str, object]:
    """Return the JSON of the only request that a server got."""
    (request,) = site.seen
    found: dict[str, object] = json.loads(request.body)
    return found


@pytest.mark.usefixtures("two_cases")
def test_slack_gets_the_text_of_the_page(home: Path, typed):
    with web_server() as site:
        keep_secret("slack-url", f"{site.url}\n", home)
        assert typed("slt notify --config chat.toml", *AT_THAT_TIME) == ""
    (text,) = blocks("slack", PAGE)
    assert body_of(site) == {"text": text.rstrip("\n")}


def test_teams_gets_a_card(home: Path, typed):
    with web_server(202) as site:
        keep_secret("teams-url", f"{site.url}\n", home)
        tried = typed("slt notify --test chat --config teams.toml", *AT_THAT_TIME)
    assert tried == "slt: the channel 'chat' took the test\n"
    assert body_of(site)["type"] == "message"


@pytest.mark.usefixtures("two_cases")
def test_a_webhook_gets_the_json_of_the_page(home: Path, typed):
    keep_secret("token", "letter-by-letter\n", home)
    with web_server() as site:
        text = (home / "webhook.toml").read_text()
        (home / "webhook.toml").write_text(text.replace("https://desk.example.com/slt", site.url))
        assert typed("slt notify --config webhook.toml", *AT_THAT_TIME) == ""
    assert site.seen[0].headers["Authorization"] == "Bearer letter-by-letter"
    assert re.fullmatch("[0-9a-f]{32}", site.seen[0].headers["Idempotency-Key"])
    (shown_there,) = blocks("json", PAGE)
    assert {**body_of(site), "text": "..."} == json.loads(shown_there)


def test_a_mail_server_gets_the_mail(home: Path, monkeypatch: pytest.MonkeyPatch, typed):
    authority = Authority(home)
    monkeypatch.setenv("SSL_CERT_FILE", authority.environment["SSL_CERT_FILE"])
    keep_secret("mail-password", "letter-by-letter\n", home)
    login = ("slt", "letter-by-letter")
    with mail_server({}, starttls=authority.server(), login=login) as box:
        text = (home / "smtp.toml").read_text()
        here = text.replace("mail.example.com:587", f"127.0.0.1:{box.port}")
        (home / "smtp.toml").write_text(here)
        tried = typed("slt notify --test desk --config smtp.toml", *AT_THAT_TIME)
    assert tried == "slt: the channel 'desk' took the test\n"
    (mail,) = box.taken
    assert mail.rcpt_tos == ["desk@example.com", "lead@example.com"]


@pytest.mark.skipif(JQ is None, reason="jq is not installed")
@pytest.mark.usefixtures("two_cases")
def test_programs_get_a_text(home: Path, typed):
    assert typed("slt notify --config commands.toml", *AT_THAT_TIME) == ""
    given = {name: (home / f"{name}.arguments").read_text() for name in ("apprise", "ntfy", "page")}
    assert (home / "apprise.input").read_text().startswith("1 answer is late.\n\nCASE-1 ")
    assert given["apprise"] == f"--config\n{home}/.config/slt/apprise.yml\n"
    assert given["ntfy"].startswith("publish\n--title\nslt\ndesk\n1 answer is late.\n\nCASE-1 ")
    assert given["page"].startswith("desk\nLATE: CASE-1 S2 response, ")


ALONE = [
    re.sub("^# ", "", file.partition("\n")[0])
    for file in blocks("toml", PAGE)
    if not file.startswith("# policy.toml")
]


@pytest.mark.parametrize("file", ALONE)
def test_every_file_of_the_page_has_no_fault(slt, home: Path, file: str):
    checked = slt("config", "check", str(home / file))
    assert (checked.code, checked.err) == (0, "")


@pytest.mark.usefixtures("two_cases")
def test_a_machine_sends_to_the_channels_that_it_has(home: Path, typed):
    typed("slt store policy set policy.toml", *AT_THAT_TIME)
    assert typed("slt notify", "2026-11-23T13:30:00Z", "Europe/London") == ""
    assert b"CASE-2 S1 response" in (home / "sendmail.input").read_bytes()
    sent = typed("slt outbox -o tsv", "2026-11-23T13:30:00Z")
    assert {line.split("\t")[3] for line in sent.splitlines()} == {"desk"}


def test_every_kind_of_moment_is_explained():
    table = PAGE[PAGE.index("| moment | ") :].partition("\n\n")[0]
    explained = [parse_moment(text).kind for text in re.findall(r'^\| `"(.*?)"` \|', table, re.M)]
    kinds = [kind for each in (ClockMoment, EventMoment, StateMoment) for kind in get_args(each)]
    assert sorted(explained) == sorted(kinds)
