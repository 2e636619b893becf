"""Why a server could not be connected to: libpq gives no SQLSTATE then, so its words count."""

import re

from slt_cli.store.location import Location
from slt_cli.store.postgres.login_fix import address, login_fix

AGAIN = "try again in a moment"
_ASK = "ask who runs the server to let you in"
_RULE = (
    "ask who runs the server for a line in its pg_hba.conf that lets this user into this database "
    "from this machine"
)
_LOGIN = "login"
_DATABASE = "database"
_TRUST = "trust"
_ROOT = (
    "ask who runs the server for that certificate, and save it as this file, or name another with "
    "sslrootcert in the URL; sslrootcert=system counts on the authorities of this system"
)
_NO_ENCRYPTION = (
    "ask who runs the server to switch ssl on; sslmode=prefer connects without it, but then "
    "nothing is encrypted and nobody checks which server it is"
)
_POOLER = (
    "write the user and the password into the auth_file of the pooler, such as users.txt in "
    "docs/team.md, and start it again"
)
_LATE = (
    "check that the server runs and that this machine may reach it; if it is only far away, give "
    "it more time with PGCONNECT_TIMEOUT=10"
)
_CERTIFICATE = (
    "ask who runs the server for a certificate of its authority with your user's name, and name it "
    "with sslcert and its key with sslkey in the URL, or save them as ~/.postgresql/postgresql.crt "
    "and postgresql.key (chmod 600)"
)
_PAIR = (
    "correct sslcert and sslkey in the URL: two files in PEM form that belong together, the key "
    "with `chmod 600`"
)
_PEER = (
    "name the user that your login on this machine stands for, or ask who runs the server to let "
    "you in with a password"
)
_AWAY, _FULL, _STARTING = "cannot be reached", "has no connection left", "is starting or stopping"
_OTHER_KIND = "has no server of the kind that target_session_attrs asks for"
PASSING = (_AWAY, _FULL, _STARTING, _OTHER_KIND)
"""The reasons that may pass with nothing corrected."""
_CONNECTING = (
    ("no password supplied", "wants a password", _LOGIN),
    ('"trust" authentication failed', "refused the login", _POOLER),
    (
        "unsupported startup parameter",
        "refuses a setting of the connection",
        "a pooler knows few of them: leave out `options=`, as docs/team.md shows",
    ),
    ("client certificate|certificate authentication", "wants your certificate", _CERTIFICATE),
    ("(Peer|Ident) authentication failed", "refused the login", _PEER),
    ("authentication failed", "refused the login", _LOGIN),
    (
        "pg_hba.conf (entry|rejects) .*(no encryption|SSL off)",
        "lets nobody in from here without encryption",
        "connect with sslmode=verify-full; if it lets nobody in then, ask who runs it",
    ),
    ("no pg_hba.conf entry|pg_hba.conf rejects", "does not let you in from here", _RULE),
    ("too many (clients|connections)", _FULL, AGAIN),
    ("remaining connection slots", _FULL, AGAIN),
    ("starting up|shutting down|recovery mode", _STARTING, AGAIN),
    ('role ".*" does not exist', "has no such user", _LOGIN),
    ('database ".*" does not exist|no such database', "has no such database", _DATABASE),
    (
        "permission denied for database|not permitted to log in|not currently accepting",
        "does not let your user in",
        _ASK,
    ),
    (
        'definition of service|service file ".*" not found',
        "cannot be looked up",
        "correct the name, or set PGSERVICEFILE",
    ),
    (
        "in service file",
        "is named in a service file that cannot be read",
        "correct the line that is named",
    ),
    (
        "server does not support SSL",
        "does not encrypt connections",
        _NO_ENCRYPTION,
    ),
    (
        "certificate for .* does not match host name",
        "has a certificate for another name",
        "put a name of that certificate into the URL, or let the server have one with this name",
    ),
    ("certificate verify failed", "has a certificate that cannot be trusted", _TRUST),
    (
        "alert (.*certificate|unknown ca)",
        "does not accept your certificate",
        f"`openssl x509 -in FILE -noout -dates -issuer` shows if it has expired; {_CERTIFICATE}",
    ),
    (
        "private key file|could not (read|load) certificate file",
        "cannot be asked with your certificate and its key",
        _PAIR,
    ),
    (
        'root certificate file ".*" does not exist',
        "cannot be checked without the certificate of its authority",
        _ROOT,
    ),
    (
        "could not read root certificate file",
        "cannot be checked, as the certificate of its authority cannot be read",
        "name with sslrootcert a file in PEM form that you may read",
    ),
    (
        'invalid (port number|integer value ".*" for connection option "port")',
        "names a port that cannot be one",
        "correct the port in the URL, PGPORT or the service file: a number from 1 to 65535",
    ),
    (
        r'invalid "?\w+"? value:|invalid integer value|could not parse network address',
        "is named with a setting that has no such value",
        "correct it in the URL, the service file or the environment (PGSSLMODE and the like)",
    ),
    (
        "could not match ",
        "is named with lists of hosts, addresses and ports that do not fit together",
        "give as many of each, separated by commas, or one port for all",
    ),
    ("timeout expired|did not answer in time", _AWAY, _LATE),
    (
        "in hot standby mode|session is (not )?read-only",
        _OTHER_KIND,
        "name one, or change target_session_attrs in the URL, or PGTARGETSESSIONATTRS",
    ),
)


def reason(location: Location, said: str) -> tuple[str, str]:
    """Return why a server cannot be used, after the words of libpq, and the fix."""
    for words, sentence, fix in _CONNECTING:
        if re.search(words, said):
            match fix:
                case "login":
                    return sentence, login_fix(location, said)
                case "database":
                    return sentence, _database_fix(said)
                case "trust":
                    return sentence, _trust_fix(said)
                case _:
                    return sentence, fix
    return (
        _AWAY,
        "check that the server runs and that this machine may reach it, then try again",
    )


def _database_fix(said: str) -> str:
    found = re.search('database "(.*)" does not exist', said)
    name = f" {found[1]}" if found else ""
    return f"create it with `createdb{name}`, or correct its name in the URL"


def _trust_fix(said: str) -> str:
    """Return the fix for an unknown authority, or dates that do not fit: libpq calls both so."""
    host, port = address(said)
    if numbered := re.search(r'server at "[^"]*" \(([^)]*)\), port', said):
        host = numbered[1]
    return (
        "name the certificate of the authority that made it with sslrootcert; if it has expired, "
        "who runs the server must renew it; if it is not valid yet, correct this machine's clock: "
        f"`openssl s_client -starttls postgres -connect {host}:{port}` shows all three"
    )
