#!/bin/bash
# In an empty directory, with bash; TZ=UTC, LOGNAME=tester, SLT_DB=cases.db,
# SLT_CONFIG=tests/data/policies/whole-life.toml.

bad=$'[bold]x[/bold] \e[31m \e]0;t\a \u202ecba\u202c\n\t=1+1;\'); DROP TABLE cases;-- ../../etc/passwd \x7f'
at() { printf '2025-11-%s:00Z' "$1"; }
slt open -p S1 -r usa --at "$(at 20T16:00)" --ref 4711 --partner "Example Ltd" "No calls come in"
slt respond 1 --at "$(at 20T16:30)" --hold --note "Asked for a trace"
slt followup 1 --at "$(at 20T17:00)"
slt mark 1 diagnosis --at "$(at 20T18:00)"
slt hold 1 --at "$(at 20T19:00)"
slt resume 1 --at "$(at 20T20:00)"
slt hold 1 --at "$(at 20T21:00)" --reason "Asked for another trace"
slt open -p S1 -r usa --at "$(at 20T17:00)" "The trunk is down"
slt escalate 2 --at "$(at 20T17:10)" --reason "No answer"
slt escalate 2 --at "$(at 20T17:20)"
slt resolve 2 --at "$(at 20T17:30)"
slt open -p S2 -r europe --at "$(at 20T09:00)" "Recordings are missing"
slt update 3 --partner-type referral --at "$(at 20T09:30)"
slt open -p S1 -r usa --at "$(at 20T19:40)" "Nobody can log in"
slt close 4 --at "$(at 20T19:45)"
slt reopen 4 --at "$(at 20T19:50)"
slt note 4 "A slip" --at "$(at 20T19:51)"
slt undo 4 --at "$(at 20T19:52)"
slt open -p S3 -r apac --at "$(at 20T02:00)" "Opened twice"
slt void 5 --at "$(at 20T03:00)" --reason "The same as CASE-3"
slt open -p S3 -r apac --at "$(at 20T03:00)" --ref "$bad" --partner "$bad" "$bad"
slt note 6 "$bad" --at "$(at 20T04:00)"
slt open -p S2 -r apac --at "$(at 19T02:00)" "電話が通じない 📞"
slt close 7 --at "$(at 20T05:00)"
slt respond 7 --at "$(at 19T03:00)" --once mail-17
slt open -p S1 -r europe --at "$(at 20T10:00)" --partner-type referral "Calls drop"
slt escalate 8 --at "$(at 20T11:00)"
