"""Check that the keys of each channel fit its kind, and the filters of each notice its moments."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.channel_types import is_here, smtp_parts
from slt_cli.config.display import key_part
from slt_cli.config.files import Finding, KeyPath
from slt_cli.config.layers import Layers
from slt_cli.config.validation import Validator

Table = Mapping[str, Any]

_KEYS = {
    "mail": ("to", "from", "smtp", "tls", "user", "password"),
    "webhook": ("url", "format", "token"),
    "command": ("command",),
}
"""The keys that only channels of one kind have."""

_NEEDED = {
    "mail": {"to": '"desk@example.com"', "from": '"slt@example.com"'},
    "webhook": {"url": '"env:CHAT_URL", or "https://..."'},
    "command": {"command": '["program", "argument"]'},
}
"""The keys that each channel of a kind needs, with an example of their values."""


def check_channels(parsed: Table, layers: Layers, validator: Validator) -> Iterator[Finding]:
    """Yield what is wrong with channels and notices, as far as they could be parsed."""
    for key, channel in parsed.get("channels", {}).items():
        path = ("channels", key)
        if not (kind := channel.get("kind")):
            continue
        given = layers.tables["channels"][key]
        yield from _misplaced(kind, given, path)
        for name, example in _NEEDED[kind].items():
            if name not in given:
                problem = f"is missing: each channel of the kind {kind!r} needs it"
                yield (*path, name), problem, f"add {name} = {example}"
        if validator.is_valid(path):
            check = {"mail": _mail, "webhook": _webhook}.get(kind)
            yield from check(channel, given, path) if check else ()
    for number, notice in enumerate(parsed.get("notices", ()), start=1):
        moments = notice.get("at", ())
        if notice.get("clocks") and moments and not any(at.is_of_clock for at in moments):
            problem = f"has no effect: {moments[0]} is not about a clock"
            fix = 'remove it, or add a moment such as "due" or "75%" to `at`'
            yield ("notices", str(number), "clocks"), problem, fix


def _misplaced(kind: str, given: Table, path: KeyPath) -> Iterator[Finding]:
    for other, names in _KEYS.items():
        for name in names if other != kind else ():
            if name in given:
                problem = f"is a key of the kind {other!r}, and this channel is a {kind!r} one"
                fix = f'remove it, or write kind = "{other}" under [channels.{key_part(path[1])}]'
                yield (*path, name), problem, fix


def _mail(channel: Table, given: Table, path: KeyPath) -> Iterator[Finding]:
    login = [name for name in ("user", "password") if channel[name]]
    if not channel["smtp"]:
        for name in ("tls", *login):
            if name in given:
                problem = "has no effect: without a mail server, `sendmail -t` takes the mail"
                yield (*path, name), problem, 'add smtp = "mail.example.com:587", or remove it'
        return
    if login == ["user"]:
        fix = 'add password = "env:NAME" or "file:/PATH", or remove user'
        yield (*path, "user"), "has no password", fix
    if login == ["password"]:
        yield (*path, "password"), "has no user", 'add user = "slt", or remove password'
    if not channel["tls"]:
        if smtp_parts(channel["smtp"])[2]:
            problem = "must not be false: with smtps:// the connection is always encrypted"
            yield (*path, "tls"), problem, "remove it, or write smtp:// in place of smtps://"
        elif login:
            problem = "must not be false: the password would be sent without encryption"
            yield (*path, "tls"), problem, "remove it, or remove user and password"


def _webhook(channel: Table, _: Table, path: KeyPath) -> Iterator[Finding]:
    url = channel["url"]
    is_open = isinstance(url, str) and url[:5].lower() == "http:" and not is_here(url)
    if channel["token"] and is_open:
        problem = "has a token, which would be sent without encryption"
        yield (*path, "url"), problem, "write the address with https://, or remove token"
