"""Channels and notices become frozen values of the policy."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import user_file
from slt_cli.domain.channels import Command, Mail, Secret, SmtpServer, Webhook
from slt_cli.domain.notice_moments import NoticeMoment

ANDES = (Path(__file__).parents[1] / "data" / "policies" / "andes.toml").read_text("utf-8")
MAIL = 'kind = "mail"\nto = "desk@example.com"\nfrom = "slt@example.com"\n'
DESK = f"[channels.desk]\n{MAIL}"
NOTICE = '[[notices]]\nat = "due"\nto = "desk"\n'
TO, SENDER = ("desk@example.com",), "slt@example.com"


def test_without_any_there_are_none(load) -> None:
    policy = load("")

    assert (dict(policy.channels), policy.notices, policy.heartbeat) == ({}, (), None)
    assert (policy.keep_outbox, policy.notify_every) == (30 * 86400, 60)


@pytest.mark.parametrize(
    ("keys", "by"),
    [
        pytest.param(MAIL, Mail(TO, SENDER), id="mail by sendmail"),
        pytest.param(
            'kind = "Mail"\nfrom = "slt@example.com"\nto = ["a@example.com", "b@example.com"]\n',
            Mail(("a@example.com", "b@example.com"), SENDER),
            id="mail to several",
        ),
        pytest.param(
            f'{MAIL}smtp = "mail.example.com"\nuser = "slt"\npassword = "env:MAIL_PASSWORD"\n',
            Mail(
                TO,
                SENDER,
                SmtpServer(
                    "mail.example.com", 587, "starttls", "slt", Secret("env", "MAIL_PASSWORD")
                ),
            ),
            id="mail by a server with a login",
        ),
        pytest.param(
            f'{MAIL}smtp = "SMTPS://mail.example.com"\n',
            Mail(TO, SENDER, SmtpServer("mail.example.com", 465, "direct")),
            id="TLS from the first byte",
        ),
        pytest.param(
            f'{MAIL}smtp = "smtp://127.0.0.1:2525/"\ntls = false\n',
            Mail(TO, SENDER, SmtpServer("127.0.0.1", 2525, "none")),
            id="without encryption",
        ),
        pytest.param(
            'kind = "webhook"\nurl = "https://example.com/hook"\n',
            Webhook("https://example.com/hook"),
            id="a webhook",
        ),
        pytest.param(
            'kind = "webhook"\nurl = "env:CHAT_URL"\nformat = "slack"\ntoken = "file:~/token"\n',
            Webhook(Secret("env", "CHAT_URL"), "slack", Secret("file", "~/token")),
            id="a webhook whose address is a secret",
        ),
        pytest.param(
            'kind = "command"\ncommand = ["ntfy", "publish", ""]\n',
            Command(("ntfy", "publish", "")),
            id="a command",
        ),
    ],
)
def test_a_channel(load, keys: str, by: Mail | Webhook | Command) -> None:
    (channel,) = load(f"[channels.desk]\n{keys}").channels.values()

    assert (channel.key, channel.by, channel.quiet) == ("desk", by, None)


@pytest.mark.parametrize(
    ("line", "urgent"),
    [
        pytest.param("", ("S1",), id="the first priority if nothing is said"),
        pytest.param('urgent = "s2"', ("S2",), id="one, in any case of letters"),
        pytest.param('urgent = ["S1", "Production impaired"]', ("S1", "S2"), id="several"),
        pytest.param("urgent = []", (), id="none"),
    ],
)
def test_urgent_priorities(load, line: str, urgent: tuple[str, ...]) -> None:
    assert load(f"{DESK}{line}\n").channels["desk"].urgent == urgent


@pytest.mark.parametrize(
    ("lines", "at", "is_quiet"),
    [
        pytest.param('"22:00-07:00"', "2026-11-25T06:30", True, id="before it ends in the zone"),
        pytest.param('"22:00-07:00"', "2026-11-25T07:00", False, id="when it ends"),
        pytest.param('["22:00-07:00", "12:00-13:00"]', "2026-11-28T12:30", True, id="at noon"),
        pytest.param(
            '"22:00-07:00"\ntimezone = "Asia/Manila"', "2026-11-25T14:00", True, id="another zone"
        ),
    ],
)
def test_quiet_hours(load, lines: str, at: str, is_quiet: bool) -> None:
    policy = load(f'defaults.region = "europe"\n{DESK}quiet = {lines}\n')

    quiet = policy.channels["desk"].quiet
    assert quiet is not None
    assert quiet.is_open(datetime.fromisoformat(at).replace(tzinfo=UTC)) is is_quiet


def test_a_notice_with_lists(load) -> None:
    (rule,) = load(
        f"""{DESK}
        [[notices]]
        at = ["75%", "1 hour late", "75 %"]
        to = ["DESK"]
        clocks = ["Response"]
        priorities = ["s1", "Production impaired"]
        regions = ["EMEA"]
        owners = ["Ana", "none"]
        """
    ).notices

    assert rule.moments == (NoticeMoment("share", 75), NoticeMoment("late", 3600))
    assert rule.to == ("desk",)
    assert (rule.clocks, rule.priorities, rule.regions) == (
        ("response",),
        ("S1", "S2"),
        ("europe",),
    )
    assert rule.owners == ("Ana", "none")


def test_a_notice_with_single_texts(load) -> None:
    notice = f'{NOTICE}clocks = "response"\npriorities = "S1"\nregions = "usa"\nowners = "Ana"\n'
    (rule,) = load(f"{DESK}{notice}").notices

    assert rule.moments == (NoticeMoment("due"),)
    assert rule[1:] == (("desk",), ("response",), ("S1",), ("usa",), ("Ana",))


@pytest.mark.parametrize(
    ("given", "heartbeat"),
    [
        ("https://example.com/ping", "https://example.com/ping"),
        ("http://127.0.0.1:8080/ping", "http://127.0.0.1:8080/ping"),
        ("env:BEAT", Secret("env", "BEAT")),
        ("file:/etc/slt/beat", Secret("file", "/etc/slt/beat")),
    ],
)
def test_the_heartbeat(load, given: str, heartbeat: str | Secret) -> None:
    assert load(f'defaults.heartbeat = "{given}"\n').heartbeat == heartbeat


def test_lengths_of_the_outbox_and_between_runs(load) -> None:
    policy = load('[defaults]\nkeep_outbox = "10d"\nnotify_every = "5 min"\n')

    assert (policy.keep_outbox, policy.notify_every) == (10 * 86400, 300)


@pytest.fixture
def own() -> Path:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(f"{DESK}{NOTICE}")
    return user_file()


@pytest.mark.usefixtures("own")
def test_a_file_above_leaves_out_a_channel(overlay) -> None:
    policy = load_policy(read_layers(overlay("notices = []\n[channels]\ndesk = false\n")))

    assert (dict(policy.channels), policy.notices) == ({}, ())


@pytest.mark.usefixtures("own")
def test_a_file_that_inherits_nothing_has_no_channels_and_no_notices(overlay) -> None:
    policy = load_policy(read_layers(overlay(ANDES)))

    assert (dict(policy.channels), policy.notices) == ({}, ())


@pytest.mark.usefixtures("own")
def test_with_a_teams_policy_the_channels_are_ones_own_and_the_notices_the_teams() -> None:
    notice = '[[notices]]\nat = "opened"\nto = ["Desk", "pager"]\n'
    policy = load_policy(read_layers(None, notice))

    assert list(policy.channels) == ["desk"]
    assert [rule.to for rule in policy.notices] == [("desk", "pager")]
