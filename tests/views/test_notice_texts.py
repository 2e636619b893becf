"""Texts of users in messages: on one line, cut, and without effect in a mail, Slack or Teams."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.text import printable
from slt_cli.views.notice_chat import ChatPart, mrkdwn
from slt_cli.views.notice_message import notice_message
from tests.domain.given import raised
from tests.views.noticed import (
    CHAT,
    DESK,
    HOOK,
    MESSAGE_ID,
    TEAMS,
    TIMES,
    case_of,
    cast_policy,
    queue_drops,
    told,
)

POLICY = cast_policy()
FIELDS = ("subject", "ref", "partner", "owner")
LINE_BREAKS = "x\r\nBcc: somebody@example.com\n\nA body of its own"
MOST_BYTES_OF_LINE = 998
MOST_OF_SLACK = 40_000
MOST_BYTES_OF_TEAMS = 28 * 1024


def written(channel, count=1, note=None, **facts):
    case = queue_drops(POLICY, **facts)
    notices = [
        told(POLICY, case._replace(number=n + 1), "1h late", "response") for n in range(count)
    ]
    notices += [told(POLICY, case._replace(number=1), "escalated", note=note)] if note else []
    return notice_message(POLICY, notices, channel, MESSAGE_ID, TIMES, "desk-host")


def blocks_of(message):
    return message.data["attachments"][0]["content"]["body"]


@pytest.mark.parametrize("field", [*FIELDS, "note"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINE_BREAKS, id="line breaks"),
        pytest.param("a\x1b[31mb\x00c\x7f", id="control characters"),
        pytest.param("a\u202egnp.exe\u2066b", id="bidirectional overrides"),
        pytest.param("a\u2028b\u2029c\x85d", id="other line breaks"),
        pytest.param("a\ud800b", id="half a character"),
    ],
)
def test_a_text_stays_on_its_line(field, text):
    plain = written(DESK, **{"note": "x", field: "x" * len(printable(text))})
    given = written(DESK, **{"note": "x", field: text})
    assert len(given.text.splitlines()) == len(plain.text.splitlines())
    assert all(line.isprintable() for line in (given.subject, *given.text.split("\n")))
    slack = written(CHAT, **{"note": "x", field: text}).data["text"]
    assert all(line.isprintable() for line in slack.replace("\u200b", "").split("\n"))
    runs = [
        run["text"] for block in blocks_of(written(TEAMS, note=text)) for run in block["inlines"]
    ]
    assert all(text.isprintable() for text in runs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(
            "<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@\u200bU1&gt;", id="mentions"
        ),
        pytest.param("<https://x.example|Click>", "&lt;https://x.example|Click&gt;", id="a link"),
        pytest.param("[Click](https://x.example)", "[Click] (https://x.example)", id="markdown"),
        pytest.param("@everyone @here @desk", "@\u200beveryone @\u200bhere @\u200bdesk", id="all"),
        pytest.param("desk@example.com", "desk@example.com", id="an address"),
        pytest.param(
            "*bold* ~gone~ `code`",
            "\u2217bold\u2217 \u223cgone\u223c \u02cbcode\u02cb",
            id="formatting",
        ),
        pytest.param(
            "_slanted_ a_b __c__",
            "\uff3fslanted\uff3f a_b \uff3f\uff3fc\uff3f\uff3f",
            id="underlines",
        ),
        pytest.param("> quoted -> not", "\u203a quoted -&gt; not", id="a quotation"),
        pytest.param("a | b", "a | b", id="a bar"),
    ],
)
def test_slack_formats_and_mentions_nothing(text, shown):
    assert mrkdwn((ChatPart(text),)) == shown
    assert written(CHAT, subject=text, ref=None).data["text"].splitlines()[1] == shown


@given(st.text("<>&*_~`@|a b\n", max_size=30))
def test_only_slt_formats_in_slack(text):
    plain = mrkdwn((ChatPart(text),))
    assert not set("*~`<>") & set(plain)
    assert re.search(r"(?<!\w)@\w|(?<![^\W_])_|_(?![^\W_])", plain) is None


def test_an_address_of_the_configuration_stays_whole_in_slack():
    address = "https://x.example/~desk/_case_?a=1&b=2"
    level = POLICY.levels[0]._replace(url=address)
    policy = POLICY._replace(levels=(level,))
    case = raised(policy, queue_drops(policy), TIMES.now)
    notices = [told(policy, case, "escalated")]
    message = notice_message(policy, notices, CHAT, MESSAGE_ID, TIMES, "desk-host")
    assert f"Partner Concierge: {address.replace('&', '&amp;')}\n" in message.data["text"]


def test_teams_reads_no_markdown_in_what_users_wrote():
    text = "**bold** [Click](https://x.example) <at>everyone</at>"
    message = written(TEAMS, subject=text, ref=None)
    blocks = blocks_of(message)
    assert {block["type"] for block in blocks} == {"RichTextBlock"}
    assert {run["type"] for block in blocks for run in block["inlines"]} == {"TextRun"}
    assert blocks[1]["inlines"] == [{"type": "TextRun", "text": text}]


def test_programs_get_texts_as_they_are():
    message = written(HOOK, **dict.fromkeys(FIELDS, LINE_BREAKS))
    (item,) = json.loads(json.dumps(message.data))["items"]
    assert [item[field] for field in FIELDS] == [LINE_BREAKS] * len(FIELDS)


HUGE = [
    pytest.param("x" * 2_000_000, id="one word of megabytes"),
    pytest.param("two words " * 100_000, id="many words"),
    pytest.param("😀" * 100_000, id="wide characters"),
    pytest.param("\x00" * 100_000, id="escapes"),
    pytest.param("<" * 100_000, id="entities"),
]


@pytest.mark.parametrize("count", [1, 300])
@pytest.mark.parametrize("text", HUGE)
def test_megabytes_are_cut(text, count):
    facts = {"note": text, **dict.fromkeys(FIELDS, text)}
    mail, slack, teams = (written(channel, count, **facts) for channel in (DESK, CHAT, TEAMS))
    assert len(f"Subject: {mail.subject}") <= 78
    assert max(len(line.encode()) for line in mail.text.splitlines()) <= MOST_BYTES_OF_LINE
    assert len(slack.data["text"]) <= MOST_OF_SLACK
    assert len(json.dumps(teams.data)) <= MOST_BYTES_OF_TEAMS
    first = mail.text.split("\n\n")[1]
    assert first.count("…") == len(FIELDS) + 1


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        pytest.param("Phones are down", "Phones are down", id="short"),
        pytest.param("Call queue drops every day", "Call queue drops every day", id="it just fits"),
        pytest.param(
            "Call queue drops every day x", "Call queue drops every day", id="one word more"
        ),
        pytest.param("Call queue drops every days", "Call queue drops every", id="a longer word"),
        pytest.param("x" * 60, "x" * 26, id="one long word"),
    ],
)
def test_a_subject_of_a_mail_is_cut_at_a_word(subject, shown):
    case = case_of(POLICY, 12345, "S1", "2026-11-25T14:40Z", subject=subject)
    message = notice_message(
        POLICY, [told(POLICY, case, "15m late", "response")], DESK, MESSAGE_ID, TIMES, ""
    )
    assert message.subject == f"LATE: CASE-12345 S1 response, 15 min late: {shown}"
    assert message.text.splitlines()[-1].startswith("Sent by slt: [[notices]] ")
