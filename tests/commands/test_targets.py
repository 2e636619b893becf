"""`slt targets` shows the targets of each partner type."""

from pathlib import Path

import pytest


def test_shows_the_targets_of_each_partner_type(slt):
    lines = slt("targets").out.splitlines()
    assert [" ".join(line.split()) for line in lines[1:7]] == [
        "Certified partner S1 Production down response 1 h in support hours",
        "Certified partner S2 Production impaired response 4 h in support hours",
        "Certified partner S3 Minor issue response 6 h in support hours",
        "Referral partner S1 Production down response none",
        "Referral partner S2 Production impaired response none",
        "Referral partner S3 Minor issue response none",
    ]
    assert any(line.startswith("S1 Production down: ") for line in lines)


@pytest.mark.parametrize("width", [50, 60])
def test_its_sentences_are_wrapped_on_a_narrow_terminal(slt, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    policy = Path(__file__).parents[1] / "screens" / "cast.toml"
    out = slt("--config", str(policy), "targets", "-o", "table").out
    assert max(map(len, out.splitlines())) <= width
    assert "Support time of the case's region. * to be reported by phone." in " ".join(out.split())


def test_json_has_seconds(items):
    rows = items("targets")
    assert [(row["partner_type"], row["priority"], row["response_seconds"]) for row in rows] == [
        ("certified", "S1", 3600),
        ("certified", "S2", 14400),
        ("certified", "S3", 21600),
        ("referral", "S1", None),
        ("referral", "S2", None),
        ("referral", "S3", None),
    ]


def test_a_fourth_priority_needs_no_code(items, home):
    file = home / "own.toml"
    file.write_text(
        '[priorities.S4]\nname = "Question"\ndefinition = "A question."\n'
        '[plans.partner.targets.S4]\nresponse = "2d"\nclock = "24x7"\n'
    )
    row = items("targets", "--config", str(file))[3]
    assert (row["priority"], row["response_seconds"], row["clock"]) == ("S4", 172800, "24x7")


def test_shows_the_response_as_before_where_a_plan_has_more_targets(items, home):
    file = home / "own.toml"
    file.write_text(
        '[plans.partner.targets.S1]\nupdate = "4h"\nresolution = { within = "20h" }\n'
        '[plans.partner.targets.S2]\nresponse = { within = "3h", clock = "24x7" }\n'
    )
    rows = items("targets", "--config", str(file))
    assert {**rows[0], "targets": None} == {**items("targets")[0], "targets": None}
    assert [(target["kind"], target["target"]) for target in rows[0]["targets"]] == [
        ("response", "1h"),
        ("update", "4h"),
        ("resolution", "20h"),
    ]
    assert (rows[1]["response_seconds"], rows[1]["clock"]) == (10800, "24x7")
    assert rows[2:] == items("targets")[2:]
