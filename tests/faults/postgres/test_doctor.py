"""`slt doctor` about a server: who may do what with the tables, and what it is for."""

from collections import Counter

import pytest

from slt_cli.store.postgres.grants import quoted, statements
from slt_cli.store.postgres.schema import TABLES
from slt_cli.store.roles import Member, RoleKind
from tests.store.postgres.server import temporary_server

AGENT, READER = RoleKind.AGENT, RoleKind.READER


@pytest.fixture
def member(sql, schema):
    """Return a function that makes a role with the rights of a kind, and changes them."""
    made = []

    def make(name: str, kind: RoleKind | None, *changes: str) -> None:
        sql(f"CREATE ROLE {quoted(name)} LOGIN")
        made.append(name)
        given = () if kind is None else statements(Member(name, kind), schema)
        for statement in (*given, *changes):
            sql(statement.format(schema=schema, role=quoted(name)))

    yield make
    for name in made:
        sql(f"DROP OWNED BY {quoted(name)}")
        sql(f"DROP ROLE {quoted(name)}")


CHANNEL = """
[channels.desk]
kind = "command"
command = ["/absent/page"]

[[notices]]
at = "due"
to = "desk"
"""


def fix(kind: str, role: str) -> str:
    return f"the owner runs `slt store grant --{kind} {role} --apply`"


LACKS = "you are ben, an agent who lacks"
OWN = {
    "an agent": (AGENT, (), [("ok", "you are ben, an agent: you may read and record", "")]),
    "a reader": (READER, (), [("ok", "you are ben, a reader: you may read, not record", "")]),
    "nobody": (
        None,
        ("GRANT USAGE ON SCHEMA {schema} TO {role}",),
        [
            (
                "problem",
                "you are ben, who has no right on the tables of slt",
                f"{fix('reader', 'ben')}, or with --agent if you are to record",
            )
        ],
    ),
    "somebody who may not use the schema": (
        None,
        (),
        [
            (
                "problem",
                "you are ben, who may not use the schema {schema}, where slt's tables are",
                f"{fix('reader', 'ben')}, or with --agent if you are to record",
            )
        ],
    ),
    "an agent of an earlier version": (
        AGENT,
        ("REVOKE INSERT, DELETE ON {schema}.notices FROM {role}",),
        [
            (
                "problem",
                f"{LACKS} INSERT on notices, DELETE on notices",
                fix("agent", "ben"),
            )
        ],
    ),
    "an agent who lacks nearly everything": (
        READER,
        (
            "REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}",
            "GRANT INSERT ON {schema}.cases TO {role}",
        ),
        [
            (
                "problem",
                f"{LACKS} {', '.join(f'SELECT on {table}' for table in TABLES[:8])} and 22 more",
                fix("agent", "ben"),
            )
        ],
    ),
    "an agent who may delete events": (
        AGENT,
        ("GRANT DELETE ON {schema}.events TO {role}",),
        [
            ("ok", "you are ben, an agent: you may read and record", ""),
            (
                "warning",
                "you are ben, an agent who has more rights than needed: DELETE on events",
                fix("agent", "ben"),
            ),
        ],
    ),
    "a reader who may change columns": (
        READER,
        ("GRANT UPDATE (who, note) ON {schema}.events TO {role}",),
        [
            ("ok", "you are ben, a reader: you may read, not record", ""),
            (
                "warning",
                (
                    "you are ben, a reader who has more rights than needed: "
                    "UPDATE on columns of events"
                ),
                fix("reader", "ben"),
            ),
        ],
    ),
    "a member of the owner": (
        None,
        ("GRANT slt TO {role}",),
        [("ok", "you are ben, with the rights of slt: you may do everything", "")],
    ),
}
"""What ben is granted, and what doctor tells of his own role."""


@pytest.mark.parametrize(("kind", "changes", "told"), OWN.values(), ids=OWN)
def test_everybody_is_told_who_they_are(findings, member, schema, kind, changes, told):
    member("ben", kind, *changes)

    own = findings("role", role="ben")

    assert own == [("role", state, each.format(schema=schema), fix) for state, each, fix in told]


def test_the_owner_is_told_so(findings):
    assert findings("role", "other roles") == [
        ("role", "ok", "you are slt, the owner: you may do everything", ""),
        ("other roles", "ok", "none has rights on the tables", ""),
    ]


@pytest.mark.parametrize("asking", ["slt", "eva"])
def test_other_roles_are_named_by_kind_with_what_they_lack(findings, member, asking):
    member("ada", AGENT, "REVOKE INSERT ON {schema}.texts FROM {role}")
    member("ben", READER, "GRANT TRUNCATE ON {schema}.tags TO {role}")
    member("eva", AGENT)

    agents = "ada" if asking == "eva" else "ada, eva"
    assert findings("other roles", role=asking) == [
        ("other roles", "ok", f"agents: {agents}; readers: ben", ""),
        ("other roles", "warning", "ada, an agent, lacks INSERT on texts", fix("agent", "ada")),
        (
            "other roles",
            "warning",
            "ben, a reader, has more rights than needed: TRUNCATE on tags",
            fix("reader", "ben"),
        ),
    ]


def more(told: str, fix: str, kind: str = "reader") -> tuple[str, ...]:
    return (
        "other roles",
        "warning",
        f"ben, a {kind}, has more rights than needed{told}",
        fix,
    )


def test_a_right_by_a_group_is_told_with_the_group(findings, member, sql):
    member("front desk", None, "GRANT INSERT ON {schema}.cases, {schema}.tags TO {role}")
    member("ben", READER, 'GRANT "front desk" TO {role}')
    given = " by the group front desk: INSERT on cases, INSERT on tags"
    repair = (
        "let who runs the server take ben out of the group front desk, or the owner runs "
        '`REVOKE INSERT ON cases, tags FROM "front desk"` with psql'
    )

    assert more(given, repair) in findings("other roles")
    assert findings("role", role="ben") == [
        ("role", "ok", "you are ben, a reader: you may read, not record", ""),
        (
            "role",
            "warning",
            f"you are ben, a reader who has more rights than needed{given}",
            repair,
        ),
    ]

    sql('REVOKE INSERT ON cases, tags FROM "front desk"')
    assert findings("other roles") == [("other roles", "ok", "readers: ben", "")]


def test_a_right_by_a_third_role_is_told_with_who_takes_it_back(findings, member, sql):
    member(
        "zed", READER, "GRANT DELETE, UPDATE (who) ON {schema}.events TO {role} WITH GRANT OPTION"
    )
    member("ben", READER)
    sql("SET ROLE zed")
    sql("GRANT DELETE, UPDATE (who) ON events TO ben")
    sql("RESET ROLE")
    take = 'REVOKE DELETE ON events FROM "ben"; REVOKE UPDATE ON events FROM "ben"'
    given = ", given by zed: DELETE on events, UPDATE on columns of events"

    assert more(given, f"zed runs `{take}` with psql") in findings("other roles")

    sql("SET ROLE zed")
    sql(take)
    sql("RESET ROLE")
    assert not [row for row in findings("other roles") if row[2].startswith("ben, ")]


def test_each_source_of_a_right_is_told(findings, member):
    member("desk", None, "GRANT DELETE ON {schema}.tags TO {role}")
    member("ben", READER, "GRANT desk TO {role}", "GRANT DELETE ON {schema}.tags TO {role}")

    told = [row for row in findings("other roles") if row[2].startswith("ben, ")]

    assert [row[2] for row in told] == [
        "ben, a reader, has more rights than needed: DELETE on tags",
        "ben, a reader, has more rights than needed by the group desk: DELETE on tags",
    ]
    assert told[0] == more(": DELETE on tags", fix("reader", "ben"))


def test_a_right_to_write_everything_is_told_with_the_group_that_has_it(findings, member):
    member("ben", AGENT, "GRANT pg_write_all_data TO {role}")

    (told,) = [row for row in findings("other roles") if row[2].startswith("ben, ")]

    assert told[2].startswith(
        "ben, an agent, has more rights than needed by the group pg_write_all_data: "
        "DELETE on cases, "
    )
    assert told[3] == "let who runs the server take ben out of the group pg_write_all_data"


@pytest.mark.parametrize(
    ("given", "tables", "rights"),
    [
        pytest.param(
            "DELETE, SELECT ON {0}.events", "events", "DELETE on events, SELECT on events"
        ),
        pytest.param(
            "INSERT ON {0}.tags, {0}.cases", "cases, tags", "INSERT on cases, INSERT on tags"
        ),
        pytest.param("UPDATE (who) ON {0}.events", "events", "UPDATE on columns of events"),
    ],
    ids=["to change events", "to record", "to change columns of events"],
)
@pytest.mark.parametrize("asking", ["slt", "ada", "ben"])
def test_what_everybody_has_makes_nobody_an_agent(
    findings, member, sql, schema, given, tables, rights, asking
):
    member("ada", AGENT)
    member("ben", READER)
    sql(f"GRANT {given.format(schema)} TO PUBLIC")

    own, *others = findings("role", "other roles", role=asking)

    kinds = [kind for kind in ("agents: ada", "readers: ben") if not kind.endswith(asking)]
    assert own[1] == "ok"
    assert others == [
        ("other roles", "ok", "; ".join(kinds), ""),
        (
            "other roles",
            "warning",
            f"every role of the server (PUBLIC) has {rights}",
            f"the owner runs `REVOKE ALL ON {tables} FROM PUBLIC` with psql",
        ),
    ]


def test_who_reads_as_everybody_does_is_a_reader(findings, member, sql, schema):
    member("ben", None, "GRANT USAGE ON SCHEMA {schema} TO {role}")
    sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO PUBLIC")

    ((_, state, told, _),) = findings("role", role="ben")

    assert (state, told) == ("ok", "you are ben, a reader: you may read, not record")


def test_hostile_names_keep_to_one_line_and_are_quoted(findings, member):
    member("a b'; DROP\nTABLE", AGENT, "REVOKE INSERT ON {schema}.texts FROM {role}")

    _, (_, _, told, repair) = findings("other roles")

    assert told.endswith(", an agent, lacks INSERT on texts")
    assert "--agent 'a b'\"'\"'; DROP" in repair


@pytest.mark.parametrize("kind", [AGENT, READER])
def test_who_may_read_gets_every_other_answer_of_the_owner(findings, member, kind):
    checks = ("store schema", "history", "references", "server", "store", "notices", "team policy")
    told = findings(*checks)
    member("ben", kind)

    assert [row[:2] for row in findings(*checks, role="ben")] == [row[:2] for row in told]
    assert {row[1] for row in told} == {"ok"}


def test_a_stranger_is_told_of_the_server_what_it_answers(findings, member):
    member("ben", None)

    told = findings("connection", "speed", "server", "server clock", "role", role="ben")

    assert [row[:2] for row in told] == [
        ("connection", "ok"),
        ("speed", "ok"),
        ("server", "ok"),
        ("role", "problem"),
        ("server clock", "ok"),
    ]


def test_a_server_that_is_set_to_read_only(findings, team):
    url = f"{team}%20-cdefault_transaction_read_only%3Don"

    ((_, state, told, _),) = findings("server", db=url)

    assert (state, told) == ("warning", "the primary, but set to read only: no changes")


def test_a_replica_says_what_it_is_good_for(findings, server, team):
    with temporary_server(primary=server) as replica:
        old, new = (each.url.partition("&")[0] for each in (server, replica))
        ((_, state, told, _),) = findings("server", db=team.replace(old, new))

    assert state == "ok"
    assert told == (
        "a replica: good for what only reads, such as `slt report` or `slt due`; "
        "changes need the primary"
    )


def test_the_zone_data_is_told_with_which_the_team_set_its_policy(findings, slt, home, sql):
    (home / "team.toml").write_text("[defaults]\nwarn = '30m'\n")
    assert slt("store", "policy", "set", str(home / "team.toml")).code == 0
    ((zones,),) = sql("SELECT zones FROM policies")

    ((_, state, told, _),) = findings("policy zone data")

    assert (state, told) == ("ok", f"set with time zone data {zones}")


@pytest.mark.usefixtures("team")
def test_each_row_about_a_sound_server_has_its_own_name(items, slt, home):
    (home / "team.toml").write_text("[defaults]\nwarn = '30m'\n")
    assert slt("store", "policy", "set", str(home / "team.toml")).code == 0

    checks = Counter(each["check"] for each in items("doctor"))

    assert [check for check, rows in checks.items() if rows > 1] == []
    assert {"version", "engine", "packages", "team policy", "policy zone data"} <= {*checks}


@pytest.mark.parametrize(
    ("kind", "states"),
    [
        pytest.param(AGENT, ["problem"], id="an agent may send from this machine"),
        pytest.param(READER, [], id="a reader never sends"),
    ],
)
def test_what_channels_lack_is_said_to_who_may_send(slt, home, member, findings, kind, states):
    policy = home / "team.toml"
    policy.write_text(CHANNEL)
    assert slt("store", "policy", "set", str(policy)).code == 0
    member("ben", kind)
    assert [state for _, state, *_ in findings("channels", role="ben")] == states
