"""The message with the notices of one channel, in the form that the channel takes."""

from collections.abc import Iterable
from typing import Any, assert_never

from slt_cli.delivery.message import Message
from slt_cli.domain.channels import Channel, Command, Mail, Webhook
from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.notice_card import card_of, teams_message
from slt_cli.views.notice_chat import ChatLine, ChatPart, mrkdwn, slack_message
from slt_cli.views.notice_items import notice_items
from slt_cli.views.notice_text import notice_subject, notice_text, sent_by
from slt_cli.views.told_notices import ToldNotice, by_case

MOST_ITEMS = 500
"""The most notices in JSON, about 300 kB: web servers refuse more than they expect."""


def notice_message(
    policy: Policy,
    notices: Iterable[ToldNotice],
    channel: Channel,
    message_id: str,
    times: Times,
    host: str,
) -> Message:
    """Return the message for a channel; there is at least one notice.

    Its times are those of each case's region, and in brackets the reader's.
    """
    told = by_case(policy, notices)
    subject = notice_subject(policy, told, times.now)
    text = notice_text(policy, told, channel, times, host)
    match channel.by:
        case Mail():
            data: dict[str, Any] = {}
        case Webhook(format="slack"):
            data = slack_message(policy, told, times)
        case Webhook(format="teams"):
            data = teams_message(policy, told, times)
        case Webhook() | Command():
            in_order = [notice for each in told for notice in each.notices]
            items = notice_items(policy, in_order[:MOST_ITEMS], times.now)
            left_out = len(in_order) - len(items)
            data = {"subject": subject, "text": text, "items": items, "left_out": left_out}
        case unknown:
            assert_never(unknown)
    return Message(message_id, times.now, subject, text, data)


def test_message(channel: Channel, message_id: str, times: Times, host: str) -> Message:
    """Return a message that says it is a test, for a channel."""
    subject = f"TEST: slt reaches the channel {channel.key}"
    what = "This is a test: no case has a notice, and nobody has to act."
    sent = f"{sent_by(host)}, {times.yours(times.now)}, channel {channel.key}."
    text = f"{what}\n\n{sent}\n"
    word, said = ChatPart("TEST", "bold"), ChatPart(subject.removeprefix("TEST:"))
    lines: list[ChatLine] = [(word, said), (ChatPart(what),), (ChatPart(sent),)]
    match channel.by:
        case Mail():
            data: dict[str, Any] = {}
        case Webhook(format="slack"):
            data = {"text": "\n".join(map(mrkdwn, lines))}
        case Webhook(format="teams"):
            data = card_of(lines)
        case Webhook() | Command():
            data = {"subject": subject, "text": text, "items": [], "left_out": 0, "test": True}
        case unknown:
            assert_never(unknown)
    return Message(message_id, times.now, subject, text, data)
