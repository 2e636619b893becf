"""`slt import --map`: which column of a file is which field, and which is left out."""

from pathlib import Path

import pytest

from tests.commands.rows import JSON

pytestmark = [pytest.mark.every_engine, pytest.mark.usefixtures("on_monday")]


def test_foreign_columns_are_mapped(items, write):
    text = "Number,Opened,Severity,Agent\n77,2026-11-20T14:00Z,S1,x\n"
    renamed = ("--map", "Number=ref", "--map", "opened = opened_at", "--map", "SEVERITY=Priority")
    (case,) = items("import", write(text), *renamed, "--map", "Agent=")
    assert (case["ref"], case["priority"]) == ("77", "S1")


@pytest.mark.parametrize(
    ("header", "options", "message", "fix"),
    [
        pytest.param(
            "opened_at,priority,Agent",
            [],
            "'Agent' is not a field",
            "'Agent='",
            id="an unknown field",
        ),
        pytest.param(
            "opened_at,Agent,A",
            [],
            "'Agent', 'A' are no",
            "'Agent=FIELD'",
            id="several unknown fields",
        ),
        pytest.param(
            "opened_at,ref", [], "no column priority", "COLUMN=priority", id="no priority"
        ),
        pytest.param("priority,ref", [], "no column opened_at", "--map", id="no opening time"),
        pytest.param(
            "opened_at,priority,ref,Ref", [], "two columns are ref", "rename one", id="twice"
        ),
        pytest.param(
            "opened_at,priority,ref,No",
            ["No=ref"],
            "two columns are ref: 'ref' and 'No'",
            "leave one out, such as with --map 'No'=",
            id="twice, under two names",
        ),
        pytest.param(
            "opened_at,priority,No",
            ["No=priority"],
            "two columns are priority",
            "--map",
            id="twice, once mapped",
        ),
        pytest.param(
            "opened_at,priority,Ref",
            ["Reff=ref"],
            "'Reff', which the file does not have",
            "fix: did you mean 'Ref'? It has: opened_at, priority, Ref",
            id="an unknown column",
        ),
        pytest.param(
            "Opened,Severity,Owner",
            ["Created=opened_at", "Severity=priority"],
            "'Created', which the file does not have",
            "fix: It has: Opened, Severity, Owner",
            id="an unknown column, with others that are not mapped",
        ),
        pytest.param(
            ",".join(f"Column{number}" for number in range(10_000)),
            ["Created=opened_at"],
            "'Created', which the file does not have",
            "Column29 and 9,970 more",
            id="an unknown column among very many",
        ),
        pytest.param(
            "opened_at," + ",".join(f"Column{number}" for number in range(10_000)),
            [],
            "'Column29' and 9,970 more are not fields",
            "'Column0='",
            id="very many unknown fields",
        ),
        pytest.param(
            "opened_at,priority,No",
            ["No=reff"],
            "'reff'",
            "mean 'ref'?",
            id="mapped to an unknown field",
        ),
        pytest.param("opened_at,priority", ["No"], "'No' has no =", "--map", id="no equals sign"),
        pytest.param("opened_at", ["a=ref", "A=id"], "'A' twice", "once", id="mapped twice"),
        pytest.param(
            '"opened_at"x', [], "the header cannot be read", "quote", id="an unreadable header"
        ),
        pytest.param("[", [], "is JSON, not", "one object per line", id="JSON in a .csv"),
    ],
)
def test_wrong_columns_are_usage_errors(slt, write, header, options, message, fix):
    mapped = [word for option in options for word in ("--map", option)]
    result = slt("import", write(header + "\n"), *mapped)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert fix in result.err
    assert not Path(".local").exists()


def test_mapping_a_field_that_no_line_has_is_a_usage_error(slt, write):
    result = slt("import", write(JSON, "a.jsonl"), "--map", "no=id")
    assert result.code == 2
    assert slt("list").out == ""


def test_columns_of_json_that_are_left_out_may_have_any_value(slt, write):
    foreign = JSON[:-2] + ', "owner": {"name": "x"}, "tags": ["a"], "score": 1.5, "vip": true}'
    left_out = [
        word for name in ("owner", "tags", "score", "vip") for word in ("--map", f"{name}=")
    ]
    assert slt("import", write(foreign, "a.jsonl"), "-q", *left_out) == (0, "CASE-1\n", "")


TIERS = "ref,opened_at,priority,partner_type\n"
TYPES = (
    "slt: note: {} nothing as partner_type in {}: read as certified, by defaults.partner_type\n"
    "fix: --map-value partner_type:=NAME says what an empty one is\n"
)


@pytest.mark.parametrize(
    ("rows", "more", "said"),
    [
        pytest.param("r1,2026-11-20T14:00Z,S1,referral\n", [], "", id="none is empty"),
        pytest.param("r1,2026-11-20T14:00Z,S1,\n", [], "1 row has", id="one is empty"),
        pytest.param(
            "r1,2026-11-20T14:00Z,S1, \nr2,2026-11-20T14:00Z,S1,\n", [], "2 rows have", id="two"
        ),
        pytest.param(
            "r1,2026-11-20T14:00Z,S1,\n",
            ["--map-value", "partner_type:=referral"],
            "",
            id="it is said what an empty one is",
        ),
    ],
)
def test_the_partner_type_of_rows_without_one_is_told_once(slt, write, rows, more, said):
    file = write(TIERS + rows)
    expected = TYPES.format(said, "cases.csv") if said else ""
    assert slt("import", file, "--dry-run", *more).err == expected
    assert slt("import", file, *more).err == expected
    assert slt("import", file, "--update", *more).err == ""
