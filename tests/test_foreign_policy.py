"""With a policy that shares no name with the shipped one, no answer and no error names the latter.

Nor does any help, and nothing that completes a line.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from slt_cli.cli.completion import complete
from slt_cli.cli.root import root_command
from slt_cli.cli.table import COMMANDS

ANDES = Path(__file__).parent / "data" / "policies" / "andes.toml"
MONDAY = "2026-11-23T15:00:00Z"
SHIPPED = re.compile(
    r"(?<![\w/])(S[123]|certified|referral|usa|europe|apac|partnerx\w+|8x8\w*|academy|concierge|"
    r"executives|account manager|support portal|support managers|partner support|production|"
    r"minor issue|CASE-\d+)(?![\w/])",
    re.IGNORECASE,
)
"""The names of the shipped policy, none of them a part of another word or of a zone's name."""

LINES = """
open -p P1 --ref R-1 --partner Acme "All phones are down"
open -p urgent -r Andes --once k1 "Nobody can call"
open -p P4 "A question"
open -p auto "One phone is slow"
open "One phone is slow"
open
open -p P1 " "
open -p P9 x
open -p P1 -r peru x
open -p P1 --partner-type gold x
open -p P1 --at 2027-01-01T00:00Z x
list
list -p P9
list -r peru
list --status opened
show 1
show 1 --json
show 99
update 3 -p P2
update 3 -p low
update 3 -r peru
update 3 --partner-type gold
note 1 "a text"
note 1 --shared "a text"
respond 2 --hold
followup 2
hold 2 --reason waiting
hold 2
resume 2
mark 1 workaround
mark 1 diagnosis
take 1 2
log
log --since today -p P1 --json
report
report --by priority,region,clock --trend week
report --misses -r andes
report --clock peru
list --owner none --tag vip --text phones --clock response
due
due 1
due --explain 1
due --late --soon --within "2 hours"
due --within soon
due --clocks
due --nagios
due --if-opened 2026-11-20T17:30
due --if-opened 2026-11-20T17:30 -p P3 --explain
due --if-opened 2026-11-20T17:30 -p P4
due --if-opened 2026-11-20T17:30 -p P9
escalate 3 --dry-run
escalate 3 --email --dry-run
escalate 3 --level 2
escalate 3
escalate 3
escalate --late
escalate
message 3
message 3 --who
message 1
classify "All phones are down"
classify "One phone is slow" --json
hotline
hotline --open
hotline -r peru
hotline --partner-type gold
targets
targets --clocks
targets --json
contacts
contacts --json
notify
notify --dry-run --config telling.toml
notify --test peru --config telling.toml
notify --config telling.toml
outbox
outbox --json
outbox --retry 99
recalc
resolve 2
close 2
reopen 2
undo 2
void 3 --reason mistake
redact 3 --reason asked --yes
verify
export
export cases.csv
import cases.csv
import bad.csv
backup copy.db
restore missing.db
doctor
schema
schema slt.case/1
schema slt.none/1
completion bash
help
help open
help commands
config path
config show
config show --origin
config get regions.Andes
config get defaults.warn
config get regions.peru
config get priorities.P9
config check
config check broken.toml
config check values.toml
config check bare.toml
config check missing.toml
config set defaults.warn often
config set defaults.region peru
config set regions.andes.timezone EST5
config set regions.usual.name x
config set plans.standard.targets.P1.response soon
config set partner_types.basic.escalation portal
config set "" x
config unset defaults.nothing
config init
config init --empty
config holidays andes
config holidays peru --country CO
store path
store init
store upgrade
store copy here.db there.db
store grant --agent ben
store policy show
store policy set broken.toml
store policy set policy.toml
store policy show
recalc
targets
config show --origin
doctor
store policy clear
""".strip().splitlines()

FILES = {
    "bad.csv": "id,priority,region,partner_type,plan,opened_at\n1,P9,peru,gold,none,never\n"
    "2,P4,,,standard,2026-11-20T10:00Z\n3,,,,,\n",
    "broken.toml": "inherit = false\n[regions]\nandes = north\n",
    "values.toml": "inherit = false\n[defaults]\nregion = 5\npartner_type = 7\n[links]\nx = false\n"
    "[regions.a]\nname = 1\naliases = 2\n[plans.b]\n[partner_types.c]\nportal = 3\n",
    "bare.toml": "inherit = false\n",
}

TELLING = """
[channels.desk]
kind = "command"
command = ["true"]
[[notices]]
at = ["due", "opened", "unowned 1m"]
to = "desk"
"""


def commands(family: Mapping[str, object], above: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the names of all commands, those of families with the names of these."""
    for name, inner in family.items():
        if isinstance(inner, Mapping):
            yield from commands(inner, (*above, name))
        else:
            yield " ".join((*above, name))


NAMES = [name for section in COMMANDS.values() for name in commands(section)]


def words(line: str) -> list[str]:
    """Return the words of a line; what is in double quotes is one."""
    return [quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', line)]


def shipped_words(text: str) -> set[str]:
    """Return the names of the shipped policy that a text contains."""
    return set(SHIPPED.findall(text))


@pytest.fixture
def andes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the policy be the user's own, in a directory with the files that the lines name."""
    file = home / "andes.toml"
    file.write_text(ANDES.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setenv("SLT_CONFIG", str(file))
    monkeypatch.setenv("SLT_DB", str(home / "cases.db"))
    monkeypatch.chdir(home)
    own = file.read_text(encoding="utf-8")
    texts = {**FILES, "policy.toml": own, "telling.toml": own + TELLING}
    for name, text in texts.items():
        (home / name).write_text(text, encoding="utf-8")
    return home


@pytest.mark.usefixtures("andes")
def test_no_answer_and_no_error_names_the_shipped_policy(slt):
    told = {}
    for line in LINES:
        result = slt(*words(line), now=MONDAY)
        assert result.code != 70, (line, result.err)
        told[line] = shipped_words(result.out + result.err)
    assert {line: found for line, found in told.items() if found} == {}


def test_the_lines_run_every_command():
    assert {
        name for name in NAMES if not any(f"{line} ".startswith(f"{name} ") for line in LINES)
    } == set()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.usefixtures("andes")
def test_no_help_names_the_shipped_policy(slt, name: str):
    result = slt(*name.split(), "--help")
    assert result.code == 0
    assert shipped_words(result.out) == set()


@pytest.mark.usefixtures("andes")
def test_help_has_the_names_of_the_policy_in_its_examples(slt):
    assert "slt open -p P2 -r andes --ref 00123456" in slt("open", "--help").out
    assert "plans.standard.targets.P1" in slt("config", "set", "--help").out
    page = slt("--help").out
    assert '  slt open --priority P1 "All phones are down"     open a case\n' in page
    assert shipped_words(page) == set()


@pytest.mark.parametrize("option", ["--region", "--priority", "--partner-type"])
@pytest.mark.usefixtures("andes")
def test_no_completion_names_the_shipped_policy(capsys, option: str):
    complete(root_command(), ["open", option, ""])
    out = capsys.readouterr().out
    assert out
    assert shipped_words(out) == set()


@pytest.mark.usefixtures("andes")
def test_a_priority_without_a_target_is_named_and_others_are_not(slt):
    low = slt("open", "-p", "P4", "x", now=MONDAY).out
    urgent = slt("open", "-p", "P1", "x", now=MONDAY).out
    assert "Target    none: Basic has no target for P4\n" in low
    assert "Hotline   none for Basic\n" in low
    assert "Target    response within 1 h in support hours\n" in urgent


@pytest.mark.usefixtures("andes")
def test_the_contacts_name_the_partner_types_that_may_call(slt):
    assert "hotline" not in slt("contacts").out
    assert slt("config", "set", "regions.andes.hotline", "+57 1 555 0100").code == 0
    assert "+57 1 555 0100, for no partner type, Mon-Fri 08:00-18:00" in slt("contacts").out
    assert slt("config", "set", "partner_types.basic.hotline", "true").code == 0
    assert "+57 1 555 0100, Basic, Mon-Fri 08:00-18:00" in slt("contacts").out
