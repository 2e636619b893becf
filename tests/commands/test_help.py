"""`slt help` and `slt --help`: the page, a command, all commands, the exit codes."""

import re

import pytest

from slt_cli.cli.root import root_command
from slt_cli.cli.table import COMMANDS
from tests.command_names import ALL_COMMANDS, FAMILIES

PAGE = """\
Usage: slt [OPTIONS] COMMAND

  When the provider's answer is due, what is late, and whom to escalate to.

Every day   due  open  respond  followup  hold  resume  escalate  note  resolve
Find        list  show  log  hotline  contacts  message  targets  classify
Correct     update  undo  void  close  reopen  mark  take
Report      report  notify  outbox
Exchange    import  export
Keep        config  doctor  backup  restore  verify  recalc  store  redact
Scripts     schema  completion

  slt open --priority S1 "All phones are down"     open a case
  slt due                                          what is due, nearest first
  slt due 412 --explain                            why then
  slt respond 412                                  the provider answered
  slt escalate 412 --reason "No answer"            and see whom to contact

Options     -o FORMAT  --json  -q  --at TIME  --times region|local|utc
            --config FILE  --db FILE  --color WHEN  --version  -h

  slt help COMMAND explains one.  slt help exit-codes.  man slt has all of it.
"""


@pytest.mark.parametrize("line", ["", "--help", "-h", "help"])
def test_the_page(slt, line):
    assert slt(*line.split()) == (0, PAGE, "")


def test_the_page_fits_a_terminal():
    lines = PAGE.splitlines()
    assert len(lines) <= 23
    assert max(map(len, lines)) <= 80


def test_the_page_lists_every_command_in_its_section():
    for section, table in COMMANDS.items():
        if section == "Help":
            assert list(table) == ["help"]
            continue
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"{section}  ")]
        assert line.removeprefix(section).split() == list(table)


def test_the_page_names_the_options_that_every_command_takes():
    section = PAGE.partition("\nOptions ")[2]
    for param in root_command().params:
        if "--no-pager" not in param.opts:
            assert any(f" {name} " in section.replace("\n", " ") for name in param.opts), param.opts


def test_examples_stay_aligned_with_the_names_of_another_policy(slt, home):
    policy = home / "own.toml"
    policy.write_text(
        'inherit = false\n[defaults]\nregion = "north"\npartner_type = "all"\n'
        '[priorities]\nlife-threatening = { name = "Worst", definition = "Nobody can call." }\n'
        '[regions.north]\nname = "North"\ntimezone = "Europe/Oslo"\n'
        'hours = { mon-fri = "08:00-16:00" }\n[partner_types.all]\nname = "All"\nhotline = false\n'
        'escalation = "levels"\n[plans.support]\nname = "Support"\napplies_to = ["all"]\n'
        'targets = { life-threatening = { response = "4h" } }\n'
    )
    out = slt("--config", str(policy), "help").out
    (opening,) = [line for line in out.splitlines() if line.startswith("  slt open ")]
    assert opening == '  slt open --priority life-threatening "All phones are down"  open a case'
    assert max(map(len, out.splitlines())) <= 80
    assert slt("help", "--config", str(policy)).out == out


@pytest.mark.parametrize("name", [*ALL_COMMANDS, *FAMILIES])
def test_help_on_a_command_is_what_the_command_says(slt, name):
    asked = slt("help", *name.split())
    assert asked == slt(*name.split(), "--help")
    assert asked.out.startswith(f"Usage: slt {name} ")


def test_help_lists_a_line_for_each_command_by_section(slt):
    lines = slt("help", "commands").out.splitlines()
    assert [line[:-1] for line in lines if line.endswith(":")] == list(COMMANDS)
    assert [line.split("  ")[1] for line in lines if re.match("  [a-z]", line)] == ALL_COMMANDS
    assert "  due                 Show what is due, the earliest first." in lines
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line.endswith("...")]


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        pytest.param(
            "help deu",
            "unknown command 'deu'",
            "did you mean 'due'? `slt help commands` lists them",
            id="a mistyped command",
        ),
        pytest.param(
            "help exit-code",
            "unknown command 'exit-code'",
            "did you mean 'exit-codes'? `slt help commands` lists them",
            id="a mistyped topic",
        ),
        pytest.param(
            "help view",
            "unknown command 'view'",
            "did you mean 'show'? `slt help commands` lists them",
            id="a word of another tool",
        ),
        pytest.param(
            "help store policy shwo",
            "unknown command 'shwo'",
            "did you mean 'show'? One of: set, show, clear",
            id="in a family",
        ),
        pytest.param("help due 412", "`slt due` has no commands", "slt help due", id="no family"),
        pytest.param(
            "help frobnicate",
            "unknown command 'frobnicate'",
            "`slt help commands` lists them",
            id="nothing near",
        ),
    ],
)
def test_an_unknown_topic(slt, line, message, fix):
    assert slt(*line.split()) == (2, "", f"slt: error: {message}\nfix: {fix}\n")


@pytest.mark.parametrize("topic", ["exit-codes", "commands"])
def test_a_topic_takes_nothing_after_it(slt, topic):
    result = slt("help", topic, "x")
    assert (result.code, result.out) == (2, "")
    assert result.err == (f"slt: error: `{topic}` takes nothing after it\nfix: slt help {topic}\n")
