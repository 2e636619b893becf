"""What is wrong with channels and notices is reported with its line and its fix, and no secret."""

import pytest

MAIL = '[channels.desk]\nkind = "mail"\nto = "desk@example.com"\nfrom = "slt@example.com"\n'
SERVER = f'{MAIL}smtp = "mail.example.com"\n'
LOGIN = f'{SERVER}user = "slt"\n'
HOOK = '[channels.chat]\nkind = "webhook"\n'
NOTICE = '[[notices]]\nat = "due"\nto = "desk"\n'
SECRET = "hunter2"
ADDRESS = f"https://hooks.example.com/T0/{SECRET}"
WHERE = 'write "env:NAME" for an environment variable, or "file:/PATH" for a file'
HTTPS = 'write "https://...", or where the address is: "env:NAME" or "file:/PATH"'


def at(moments: str) -> str:
    """Return a channel, and a notice at some moments."""
    return f'{MAIL}[[notices]]\nat = {moments}\nto = "desk"\n'


Row = tuple[str, int, str, str, str]

FAULTS: dict[str, Row] = {
    "no kind": (
        '[channels.desk]\nto = "desk@example.com"\n',
        1,
        "channels.desk.kind",
        "is missing",
        'add kind = "mail"',
    ),
    "an unknown kind": (
        '[channels.desk]\nkind = "slack"\n',
        2,
        "channels.desk.kind",
        'must be "mail" or "webhook" or "command", not "slack"',
        'write kind = "webhook"',
    ),
    "a webhook without an address": (
        HOOK,
        1,
        "channels.chat.url",
        "is missing: each channel of the kind 'webhook' needs it",
        'add url = "env:CHAT_URL", or "https://..."',
    ),
    "a command without a program": (
        '[channels.phone]\nkind = "command"\n',
        1,
        "channels.phone.command",
        "is missing: each channel of the kind 'command' needs it",
        "add command = [",
    ),
    "a key of another kind": (
        f'{HOOK}url = "env:CHAT_URL"\nsmtp = "mail.example.com"\n',
        4,
        "channels.chat.smtp",
        "is a key of the kind 'mail', and this channel is a 'webhook' one",
        'remove it, or write kind = "mail" under [channels.chat]',
    ),
    "a secret key of another kind": (
        f'{MAIL}url = "{ADDRESS}"\n',
        5,
        "channels.desk.url",
        "is a key of the kind 'webhook', and this channel is a 'mail' one",
        'remove it, or write kind = "webhook" under [channels.desk]',
    ),
    "a password written out": (
        f'{LOGIN}password = "{SECRET}"\n',
        7,
        "channels.desk.password",
        "must say where the secret is, not the secret itself",
        WHERE,
    ),
    "a password in a path that is not whole": (
        f'{LOGIN}password = "file:{SECRET}"\n',
        7,
        "channels.desk.password",
        "the path of the file must be absolute",
        "write the whole path",
    ),
    "no name of a variable": (
        f'{LOGIN}password = "env:{SECRET}!"\n',
        7,
        "channels.desk.password",
        "is not the name of an environment variable",
        WHERE,
    ),
    "a user without a password": (LOGIN, 6, "channels.desk.user", "has no password", "add pass"),
    "a password without a user": (
        f'{SERVER}password = "env:PASSWORD"\n',
        6,
        "channels.desk.password",
        "has no user",
        'add user = "slt", or remove password',
    ),
    "a setting of a server without one": (
        f"{MAIL}tls = false\n",
        5,
        "channels.desk.tls",
        "has no effect: without a mail server, `sendmail -t` takes the mail",
        'add smtp = "mail.example.com:587", or remove it',
    ),
    "a password without encryption": (
        f'{LOGIN}password = "env:PASSWORD"\ntls = false\n',
        8,
        "channels.desk.tls",
        "must not be false: the password would be sent without encryption",
        "remove it, or remove user and password",
    ),
    "TLS from the first byte, and none": (
        f'{MAIL}smtp = "smtps://mail.example.com"\ntls = false\n',
        6,
        "channels.desk.tls",
        "must not be false: with smtps:// the connection is always encrypted",
        "remove it, or write smtp:// in place of smtps://",
    ),
    "a login in the address of the server": (
        f'{MAIL}smtp = "smtp://slt:{SECRET}@mail.example.com"\n',
        5,
        "channels.desk.smtp",
        "must be a mail server alone, without a login",
        'write smtp = "mail.example.com:587", and user and password as keys of their own',
    ),
    "a server with a blank": (
        f'{MAIL}smtp = "mail.example.com 587"\n',
        5,
        "channels.desk.smtp",
        '"mail.example.com 587" is not a mail server such as mail.example.com:587',
        'write smtp = "mail.example.com:587"',
    ),
    "a port alone": (
        f'{MAIL}smtp = "587"\n',
        5,
        "channels.desk.smtp",
        '"587" has no mail server, only a number',
        'write smtp = "mail.example.com:587"',
    ),
    "a server with a path": (
        f'{MAIL}smtp = "mail.example.com/x"\n',
        5,
        "channels.desk.smtp",
        '"mail.example.com/x" has a path, which no mail server has',
        'write smtp = "mail.example.com:587"',
    ),
    "a name before the mail address": (
        MAIL.replace('"desk@example.com"', '"Desk <desk@example.com>"'),
        3,
        "channels.desk.to",
        '"Desk <desk@example.com>" is not a mail address such as desk@example.com',
        'write to = "desk@example.com"',
    ),
    "two addresses in a text": (
        MAIL.replace('"desk@example.com"', '"a@example.com, b@example.com"'),
        3,
        "channels.desk.to",
        '"a@example.com, b@example.com" is not a mail address such as desk@example.com',
        'write to = ["a@example.com", "b@example.com"]',
    ),
    "an address that mail servers do not take": (
        MAIL.replace("desk@example.com", "desk@b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro.example"),
        3,
        "channels.desk.to",
        '"desk@b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro.example" is not a mail address',
        'write to = "desk@example.com"',
    ),
    "nobody": (
        MAIL.replace('"desk@example.com"', "[]"),
        3,
        "channels.desk.to",
        "must not be an empty list",
        'write to = "desk@example.com"',
    ),
    "quiet hours in short": (
        f'{MAIL}quiet = "22-7"\n',
        5,
        "channels.desk.quiet",
        "'22-7' is not an interval such as 05:00-18:00",
        'write quiet = "22:00-07:00"',
    ),
    "always quiet": (
        f'{MAIL}quiet = "00:00-24:00"\n',
        5,
        "channels.desk.quiet",
        '"00:00-24:00" leaves no time that is not quiet',
        'write quiet = "22:00-07:00"',
    ),
    "never quiet": (
        f'{MAIL}quiet = "closed"\n',
        5,
        "channels.desk.quiet",
        '"closed" does not say when it is quiet',
        'write quiet = "22:00-07:00"',
    ),
    "quiet hours that overlap after midnight": (
        f'{MAIL}quiet = ["22:00-07:00", "06:00-08:00"]\n',
        5,
        "channels.desk.quiet",
        "22:00-07:00 and 06:00-08:00 overlap",
        "write quiet = ",
    ),
    "an unknown urgent priority": (
        f'{MAIL}urgent = "S9"\n',
        5,
        "channels.desk.urgent",
        "unknown priority 'S9'",
        "One of: S1, S2, S3",
    ),
    "an address without https": (
        f'{HOOK}url = "hooks.example.com/T0/{SECRET}"\n',
        3,
        "channels.chat.url",
        "is not an address that begins with https://",
        HTTPS,
    ),
    "an address with a login": (
        f'{HOOK}url = "https://slt:{SECRET}@hooks.example.com/"\n',
        3,
        "channels.chat.url",
        "is not an address that begins with https://",
        HTTPS,
    ),
    "a token over http": (
        f'{HOOK}url = "http://hooks.example.com/{SECRET}"\ntoken = "env:TOKEN"\n',
        3,
        "channels.chat.url",
        "has a token, which would be sent without encryption",
        "write the address with https://, or remove token",
    ),
    "an unknown form": (
        f'{HOOK}url = "{ADDRESS}"\nformat = "slak"\n',
        4,
        "channels.chat.format",
        'must be "json" or "slack" or "teams", not "slak"',
        'write format = "slack"',
    ),
    "an unknown key": (
        f'{HOOK}url = "{ADDRESS}"\ntokn = "{SECRET}"\n',
        4,
        "channels.chat.tokn",
        "unknown key",
        "did you mean 'token'?",
    ),
    "an address in place of a channel": (
        f'[channels]\nchat = "{ADDRESS}"\n',
        2,
        "channels.chat",
        'must be a table, not "https://..."',
        "write [channels.chat] and its keys below it",
    ),
    "addresses in place of all channels": (
        f'channels = ["{ADDRESS}"]\n',
        1,
        "channels",
        'must be a table, not ["https://..."]',
        "write [channels] and its keys below it",
    ),
    "an address in place of a kind": (
        f'[channels.chat]\nkind = "{ADDRESS}"\n',
        2,
        "channels.chat.kind",
        'must be "mail" or "webhook" or "command", not "https://..."',
        'write kind = "mail"',
    ),
    "a command as a text": (
        '[channels.phone]\nkind = "command"\ncommand = "ntfy publish desk"\n',
        3,
        "channels.phone.command",
        "must be a list of a program and its arguments",
        'write command = ["ntfy", "publish", "desk"]',
    ),
    "an argument that is a number": (
        '[channels.phone]\nkind = "command"\ncommand = ["ntfy", 5]\n',
        3,
        "channels.phone.command",
        "must have texts only, and a program first",
        'write command = ["ntfy", "5"]',
    ),
    "two channels with one key": (
        f'{MAIL}[channels.Desk]\nkind = "command"\ncommand = ["x"]\n',
        5,
        "channels.Desk",
        "'Desk' already belongs to the channel 'desk'",
        "give every entry a key that no other one has",
    ),
    "a channel to leave out that is not there": (
        "[channels]\ndesk = false\n",
        2,
        "channels.desk",
        "there is no such entry to leave out",
        "check the name, or remove the line",
    ),
    "an unknown moment": (
        at('"75 percent"'),
        6,
        "notices.1.at",
        "'75 percent' is not a moment such as",
        'write at = "75%"',
    ),
    "one of several moments": (
        at('["opened", "due+1h"]'),
        6,
        "notices.1.at",
        "'due+1h' is not a moment such as",
        'write at = ["opened", "1h late"]',
    ),
    "a moment that is too long": (
        at(f'"{"x" * 99}"'),
        6,
        "notices.1.at",
        f'"{"x" * 59}... is too long',
        'write at = ["75%", "due"]',
    ),
    "a notice that goes nowhere": (
        f'{MAIL}[[notices]]\nat = "due"\n',
        5,
        "notices.1.to",
        "is missing",
        'add to = ["desk"]',
    ),
    "a channel that is not there": (
        MAIL + NOTICE.replace("desk", "dsek"),
        7,
        "notices.1.to",
        "unknown channel 'dsek'",
        "did you mean 'desk'? One of: desk",
    ),
    "a channel where there is none": (
        NOTICE,
        3,
        "notices.1.to",
        "unknown channel 'desk'",
        "define it under [channels.desk]",
    ),
    "an unknown clock": (
        f'{MAIL}{NOTICE}clocks = "respons"\n',
        8,
        "notices.1.clocks",
        "unknown clock 'respons'",
        "did you mean 'response'?",
    ),
    "an unknown region": (
        f'{MAIL}{NOTICE}regions = ["usa", "erope"]\n',
        8,
        "notices.1.regions",
        "unknown region 'erope'",
        "did you mean 'europe'?",
    ),
    "an unknown priority": (
        f'{MAIL}{NOTICE}priorities = "S9"\n',
        8,
        "notices.1.priorities",
        "unknown priority 'S9'",
        "One of: S1, S2, S3",
    ),
    "no priorities": (
        f"{MAIL}{NOTICE}priorities = []\n",
        8,
        "notices.1.priorities",
        "must not be an empty list",
        'write priorities = ["S1"]: the priorities that it is for, if not all',
    ),
    "the reader as owner": (
        f'{MAIL}{NOTICE}owners = ["Me"]\n',
        8,
        "notices.1.owners",
        '"Me" is nobody here: no one asks for a notice',
        'write the name of the owner, or "none" for cases without one',
    ),
    "clocks of what is of no clock": (
        at('"opened"') + 'clocks = "response"\n',
        8,
        "notices.1.clocks",
        "has no effect: opened is not about a clock",
        'remove it, or add a moment such as "due" or "75%" to `at`',
    ),
    "one table of notices": (
        f'{MAIL}[notices]\nat = "due"\nto = "desk"\n',
        5,
        "notices",
        "must be a list of tables, not a table of at, to",
        "write [[notices]] and its keys below it",
    ),
    "a heartbeat without encryption": (
        f'defaults.heartbeat = "http://example.com/{SECRET}"\n',
        1,
        "defaults.heartbeat",
        "is an address without encryption",
        "write the address with https://: what is called over http can be seen by others",
    ),
    "a heartbeat that is no address": (
        f'defaults.heartbeat = "{SECRET}"\n',
        1,
        "defaults.heartbeat",
        "is not an address that begins with https://",
        'write "https://...", or where it is: "env:NAME" or "file:/PATH"',
    ),
    "an address that is not ASCII": (
        f'channels.chat = {{ kind = "webhook", url = "https://bücher.example/{SECRET}" }}\n',
        1,
        "channels.chat.url",
        "is an address with characters other than ASCII",
        "write the host as xn--..., and what follows with %",
    ),
    "an outbox that keeps nothing": (
        '[defaults]\nkeep_outbox = "0d"\n',
        2,
        "defaults.keep_outbox",
        '"0d" must be longer than zero',
        'write keep_outbox = "30d"',
    ),
}


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_refused(faults, row: Row) -> None:
    toml, line, key, problem, fix = row
    (fault,) = faults(toml)

    assert (fault.line, fault.key) == (line, key)
    assert fault.problem.startswith(problem)
    assert fault.fix.startswith(fix)
    assert SECRET not in str((fault.problem, fault.fix))


def test_each_key_that_is_missing_is_named(faults) -> None:
    keys = [fault.key for fault in faults('[channels.desk]\nkind = "mail"\n')]

    assert keys == ["channels.desk.to", "channels.desk.from"]


def test_an_address_in_place_of_mail_addresses_is_not_repeated(faults) -> None:
    found = faults(f'{HOOK}url = "env:CHAT_URL"\nto = "{ADDRESS}"\n')

    assert {fault.key for fault in found} == {"channels.chat.to"}
    assert SECRET not in str(found)


@pytest.mark.parametrize(
    "line",
    [
        f"password = {SECRET}",
        f"token={SECRET}",
        f"chat.'token' = {SECRET}",
        f"heartbeat = https://example.com/{SECRET}",
        f"url = https://hooks.example.com/T0/{SECRET}",
    ],
)
def test_a_secret_without_quotes_is_not_repeated(faults, line: str) -> None:
    (fault,) = faults(f"[channels.desk]\n{line}\n")

    assert fault.fix.startswith("put text in quotes")
    assert SECRET not in str(fault)


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param('url = "http://localhost:8080/x"\ntoken = "env:TOKEN"\n', id="localhost"),
        pytest.param('url = "http://127.0.0.1/x"\ntoken = "env:TOKEN"\n', id="a number"),
        pytest.param('url = "http://hooks.example.com/x"\n', id="without a token"),
        pytest.param('url = "env:CHAT_URL"\ntoken = "env:TOKEN"\n', id="an address that is secret"),
    ],
)
def test_http_without_a_token_or_on_this_machine(load, keys: str) -> None:
    assert list(load(f"{HOOK}{keys}").channels) == ["chat"]


def test_clocks_beside_a_moment_of_one(load) -> None:
    (rule,) = load(at('["opened", "due"]') + 'clocks = "response"\n').notices

    assert rule.clocks == ("response",)
