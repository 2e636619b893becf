"""Command lines by who may run them on a team's store, written by hand from the rule."""

NOW = "2026-11-23T12:00:00Z"
"""When the commands run that are tried."""

TOLD = "told"
"""The file that the channel of these tests makes: something was sent."""

CHANNEL = '[channels.desk]\nkind = "command"\ncommand = ["{}"{}]\n'
NOTICES = '[[notices]]\nat = ["50%", "due"]\nto = "desk"\n'
POLICY = NOTICES + '[plans.partner.targets.S1]\nresponse = "3h"\n'
FILES = {
    ".config/slt/config.toml": CHANNEL.format("touch", f', "{TOLD}"'),
    "team.toml": POLICY,
    "other.toml": '[defaults]\nwarn = "20m"\n',
    "cases.csv": "priority,opened_at\nS1,2026-11-23T10:00Z\n",
    "known.csv": "priority,opened_at,ref,responded_at\nS1,2026-11-23T09:00Z,r1,2026-11-23T09:30Z\n",
    "days.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261126\n"
    "SUMMARY:A day\nEND:VEVENT\nEND:VCALENDAR\n",
}
"""What lies in the directory in which commands run: their configuration, and what they read."""

PREPARED = """
09:00 store init
09:00 store grant --agent agent --reader reader --apply
09:00 store policy set notices.toml
09:00 open -p S1 --region europe --ref r1 "All phones are down"
09:00 open -p S1 --region europe held
09:00 open -p S2 --region europe closed
09:00 open -p S2 --region europe --tag fax answered
09:01 notify --config failing.toml
09:10 hold 2
09:10 close 3
09:10 respond 4
09:10 escalate 4
10:30 notify --config failing.toml
10:30 store policy set team.toml
10:30 backup saved.db
"""
"""What the owner has done before: cases in every state, a notice that failed, another policy."""

EMPTY = """
09:00 store init
09:00 store grant --agent agent --reader reader --apply
"""
"""What the owner has done before with a store that is empty."""

WITHOUT_STORE = """
config path
config set defaults.warn 30m --config other.toml
config unset defaults.warn --config other.toml
config init --config new.toml
config holidays usa --from days.ics --years 2026 --config other.toml
store path
schema
completion bash
help
"""
"""What anybody may do: it needs no store."""

WITH_A_POLICY = """
hotline
contacts
targets
targets --clocks
classify "All phones are down"
due --if-opened 2026-11-23T10:00:00Z -p S1
config show
config get defaults.warn
config check
"""
"""What anybody may do, too; to whom the team's policy is hidden it says that it does not count."""

READING = """
due
due --clocks
due --explain 1
due --exit-code --soon --region apac
list --all
show 1
log
message 4 --who
message 4
undo 4 --dry-run
escalate 1 --dry-run
escalate --late --dry-run
report
report --by region
report --misses
report --html report.html
notify --dry-run
outbox
import cases.csv --dry-run
import known.csv --update --dry-run
export
export cases.jsonl
backup copy.db
verify
recalc
store init
store upgrade
store grant --agent stranger
store copy STORE copied.db
store policy show
"""
"""What a reader may do, too: it changes nothing in the store."""

CHECKING = """
doctor
"""
"""What a reader may do, too, and what says that other roles have a problem."""

RECORDING = """
open -p S1 --region europe "one more"
open -p S1 --region europe --once k1 "one more"
respond 1
respond 1 --hold
followup 1
hold 1 --reason waiting
resume 2
escalate 1
escalate 4 --email
escalate --late
note 1 called
resolve 1
update 1 -p S2
update 1 --tag vip
update 4 --untag fax
undo 4 --yes
void 1 --reason twice
close 1
reopen 3
mark 1 workaround
take 1
notify
notify --test desk
outbox --retry 1
outbox --drop 1
import cases.csv
import known.csv --update
recalc --apply
escalate --late --notify
"""
"""What an agent may do, and no reader: it records."""

OWNING = """
store policy set other.toml
store policy clear
store grant --reader stranger --apply
redact 1 --reason "asked for" --yes
"""
"""What the owner alone may do."""

NOT_NEEDED = """
store policy clear
"""
"""What changes nothing in a store without a policy, so that it is refused to nobody."""

FILLING = """
restore saved.db --yes
store copy saved.db STORE
"""
"""What the owner alone may do with an empty store, as a policy is part of what is copied."""
