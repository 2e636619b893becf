"""A message for Teams: a minimal Adaptive Card, as the webhooks of its workflows take it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.notice_chat import ChatLine, ChatPart, chat_lines, first_line
from slt_cli.views.told_notices import CaseNotices, fitted, left_out_line

_ROOM = 26_000
"""The most bytes of cases: Teams takes 28 KB in all."""

Block = dict[str, Any]


def teams_message(policy: Policy, told: Sequence[CaseNotices], times: Times) -> dict[str, Any]:
    """Return what Teams is given: a card with some lines for each case."""

    def whole(each: CaseNotices) -> list[Block]:
        return list(_blocks(chat_lines(policy, each, times)))

    def one_line(each: CaseNotices) -> list[Block]:
        return list(_blocks([first_line(policy, each, times)]))

    wholes, lines, left_out = fitted(told, whole, one_line, _size, _ROOM)
    body = [block for part in (*wholes, *lines) for block in part]
    if left_out:
        body += _blocks([(ChatPart(left_out_line(told, left_out)),)])
    return card(body)


def card(body: list[Block]) -> dict[str, Any]:
    """Return a card with some blocks, as the one attachment of a message."""
    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "content": content}]}


def card_of(lines: Iterable[ChatLine]) -> dict[str, Any]:
    """Return a card with some lines."""
    return card(list(_blocks(lines)))


def _size(blocks: Sequence[Block]) -> int:
    """Return the bytes of some blocks as JSON in ASCII, with what separates them."""
    return len(json.dumps(blocks))


def _blocks(lines: Iterable[ChatLine]) -> Iterator[Block]:
    """Yield a block for each line, the first one apart from what is above it.

    Teams reads markdown in a TextBlock, but not in the runs of a RichTextBlock.
    """
    for place, line in enumerate(lines):
        block: Block = {"type": "RichTextBlock", "inlines": [_run(part) for part in line]}
        yield block if place else {**block, "separator": True, "spacing": "Medium"}


def _run(part: ChatPart) -> Block:
    run: Block = {"type": "TextRun", "text": part.text}
    match part.style:
        case "bold":
            return {**run, "weight": "Bolder"}
        case "code":
            return {**run, "fontType": "Monospace"}
        case "plain" | "configured":
            return run
