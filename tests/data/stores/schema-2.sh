#!/bin/bash
# In an empty directory, with bash; TZ=UTC,
# LOGNAME=tester, SLT_DB=cases.db, the time frozen at FROZEN for each command.

cat > cases.csv <<'EOF'
id,ref,subject,partner,partner_type,priority,region,opened_at,due_at,responded_at,closed_at,verdict,level,escalated_at,escalation_due_at,escalation_verdict
,IMP-1,Imported: open,Example Ltd,,S1,usa,2026-11-17T18:00:00Z,,,,,,,,
,IMP-2,Imported: answered in time,,,S2,europe,2026-11-17T09:00:00Z,,2026-11-17T10:00:00Z,,,,,,
,IMP-3,Imported: answered late,,,S2,europe,2026-11-17T09:00:00Z,,2026-11-17T15:00:00Z,,,,,,
,IMP-4,Imported: closed unanswered,,,S1,apac,2026-11-17T02:00:00Z,,,2026-11-17T05:00:00Z,,,,,
,IMP-5,Imported: escalated and open,,,S1,usa,2026-11-16T18:00:00Z,,,,,2,2026-11-17T18:00:00Z,,
,IMP-6,"Imported: escalated, then answered",,,S1,usa,2026-11-16T18:00:00Z,,2026-11-17T20:00:00Z,,,1,2026-11-17T18:00:00Z,,
,IMP-7,"Imported: answered, then escalated",,,S2,usa,2026-11-16T18:00:00Z,,2026-11-16T19:00:00Z,,,1,2026-11-17T18:00:00Z,,
,IMP-8,"Imported: answered, escalated, closed",,,S2,usa,2026-11-16T18:00:00Z,,2026-11-16T19:00:00Z,2026-11-18T16:00:00Z,,3,2026-11-17T18:00:00Z,,
,IMP-9,Imported: a verdict without a response time,,,S1,europe,2026-11-16T10:00:00Z,,,,missed,,,,
,IMP-10,Imported: verdicts without a response time,,,S1,europe,2026-11-16T10:00:00Z,,,,met,1,2026-11-16T12:00:00Z,2026-11-16T13:00:00Z,missed
,IMP-11,Imported: of a referral partner,Referrals & Co,referral,S1,usa,2026-11-16T18:00:00Z,,,,,1,2026-11-16T20:00:00Z,,
,IMP-12,Imported: a due time that was promised,,,S3,usa,2026-11-16T18:00:00Z,2026-12-09T18:00:00Z,,,,,,,
,IMP-13,Imported: a kept verdict,,,S1,usa,2026-11-16T18:00:00Z,,2026-11-16T20:00:00Z,,met,1,2026-11-16T20:00:00Z,,missed
CASE-90,IMP-14,Imported: with an id,,,S3,apac,2026-11-16T01:00:00Z,,,,,,,,
EOF
cat > slow.toml <<'EOF'
[plans.partner.targets]
S1 = { response = "20h" }
S2 = { response = "40h", clock = "24x7" }
S3 = { response = "12h" }

[[escalation.levels]]
name = "Partner Concierge"
channel = "portal"
contact = "PartnerXperience portal"
url = "https://8x8.force.com/partnerxchange"
response = "8h"

[[escalation.levels]]
name = "Support managers"
channel = "email"
contact = "Partner-supportmanagers-escalations@8x8.com"
response = "6h"
clock = "24x7"

[[escalation.levels]]
name = "Executives"
channel = "email"
contact = "Partner-exec-escalations@8x8.com"
response = "2h"
EOF
cat > no-target.toml <<'EOF'
[plans.partner.targets]
S3 = false
EOF
cat > holiday.toml <<'EOF'
[[regions.europe.exceptions]]
date = 2026-11-17
name = "Moving day"

[[regions.europe.exceptions]]
date = 2026-11-19
name = "Short day"
hours = "08:00-09:30"
EOF
FROZEN=2026-11-16T16:00:00Z slt open -p S1 -r usa --ref 00123456 --partner 'Example Ltd' Open -q
FROZEN=2026-11-16T16:00:07Z slt open -p S2 -r europe --partner North 'Answered in time' -q
FROZEN=2026-11-16T16:00:14Z slt open -p S1 -r europe --partner north 'Answered late' -q
FROZEN=2026-11-16T16:00:21Z slt open -p S1 -r usa 'Escalated once' -q
FROZEN=2026-11-16T16:00:28Z slt open -p S1 -r usa 'Escalated twice' -q
FROZEN=2026-11-16T16:00:35Z slt open -p S1 -r europe --ref T-3 'Escalated three times' -q
FROZEN=2026-11-16T16:00:42Z slt open -p S2 -r usa 'Answered and closed' -q
FROZEN=2026-11-16T16:00:49Z slt open -p S2 -r usa 'Closed in time without an answer' -q
FROZEN=2026-11-16T16:00:56Z slt open -p S1 -r usa 'Closed late without an answer' -q
FROZEN=2026-11-16T16:01:03Z slt open -p S2 -r usa 'Closed without an answer, reopened' -q
FROZEN=2026-11-16T16:01:10Z slt open -p S2 -r usa 'Answered, closed, reopened, escalated, answered' -q
FROZEN=2026-11-16T16:01:17Z slt open -p S2 --partner-type referral --partner 'Referrals & Co' Referral -q
FROZEN=2026-11-16T16:01:24Z slt open -p S1 --partner-type referral 'Referral, escalated' -q
FROZEN=2026-11-16T16:01:31Z slt open -p S3 -r apac --ref C-1 'Changed before its answer' -q
FROZEN=2026-11-16T16:01:38Z slt open -p S2 -r usa 'Changed after its answer' -q
FROZEN=2026-11-16T16:01:45Z slt open -p S1 -r europe 'Escalated, its answer before that entered late' -q
FROZEN=2026-11-16T16:01:52Z slt open -p S3 -r apac --at 2026-11-13T03:00:00Z 'Opened last week' -q
FROZEN=2026-11-16T16:01:59Z slt open -p S1 -r apac --ref $'[bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028' --partner $'[bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028' $'[bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028' -q
FROZEN=2026-11-16T16:02:06Z slt open -p S2 -r europe --ref 4711 'One of two with a reference' -q
FROZEN=2026-11-16T16:02:13Z slt open -p S3 -r usa --ref 4711 'The other with that reference' -q
FROZEN=2026-11-16T16:02:20Z slt open -p S2 -r apac $'電話が通じない 📞 é é' -q
FROZEN=2026-11-16T16:02:27Z slt open -p S3 -r europe -q
FROZEN=2026-11-16T16:02:34Z slt open -p S1 -r usa 'Escalated, then moved to another region' -q
FROZEN=2026-11-16T16:02:41Z slt open -p S1 -r europe 'Escalated to level 3 at once, answered late' -q
FROZEN=2026-11-16T16:02:48Z slt open -p S1 -r usa 'Escalated, closed, reopened, escalated again' -q
FROZEN=2026-11-16T16:02:55Z slt open -p S2 -r usa 'Answered, an escalation before that entered late' -q
FROZEN=2026-11-16T16:03:02Z slt open -p S3 --config no-target.toml 'A certified partner'"'"'s without a target' -q
FROZEN=2026-11-16T16:03:09Z slt open -p S3 -r usa 'Became a referral partner'"'"'s' -q
FROZEN=2026-11-16T16:20:00Z slt respond 2 --note 'Engineer called back'
FROZEN=2026-11-16T16:20:07Z slt respond 7
FROZEN=2026-11-16T16:20:14Z slt respond 11 --at 2026-11-16T16:10:00Z --note 'Entered late'
FROZEN=2026-11-16T16:20:21Z slt respond 15
FROZEN=2026-11-16T16:20:28Z slt respond 26
FROZEN=2026-11-16T16:20:35Z slt note 2 'The carrier confirms the fault'
FROZEN=2026-11-16T16:20:42Z slt note 18 $'[bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028'
FROZEN=2026-11-16T16:20:49Z slt note 1 'Entered late' --at 2026-11-16T16:05:00Z
FROZEN=2026-11-16T16:20:56Z slt update 14 --priority S1
FROZEN=2026-11-16T16:21:03Z slt update 14 --region usa --note 'The day shift takes over'
FROZEN=2026-11-16T16:21:10Z slt update 14 --priority S2 --region europe --subject 'New subject'
FROZEN=2026-11-16T16:21:17Z slt update 14 --partner South --ref C-2
FROZEN=2026-11-16T16:21:24Z slt update 14 --partner-type referral
FROZEN=2026-11-16T16:21:31Z slt update 14 --partner-type certified --partner '' --at 2026-11-16T16:15:00Z
FROZEN=2026-11-16T16:21:38Z slt update 15 --priority S1 --region apac --subject $'Now [bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028'
FROZEN=2026-11-16T16:21:45Z slt update 28 --partner-type referral --note 'no certificate any more'
FROZEN=2026-11-16T16:21:52Z slt update 22 --priority S2 --note 'more severe'
FROZEN=2026-11-16T17:30:00Z slt escalate 4 --reason late
FROZEN=2026-11-16T17:30:07Z slt escalate 5 --reason 'The customer cannot be reached'
FROZEN=2026-11-16T17:30:14Z slt escalate 6
FROZEN=2026-11-16T17:30:21Z slt escalate 16 --level 2 --reason $'[bold]x[/bold] \u001b[31m \u001b]0;t\u0007 \u202ecba\u202c\u000a\u0009=1+1;\'); DROP TABLE cases;-- \u007f \u2028'
FROZEN=2026-11-16T17:30:28Z slt escalate 13 --reason 'through the portal'
FROZEN=2026-11-16T17:30:35Z slt escalate 23
FROZEN=2026-11-16T17:30:42Z slt escalate 24 --level 3
FROZEN=2026-11-16T17:30:49Z slt escalate 25
FROZEN=2026-11-16T17:30:56Z slt escalate 26 --at 2026-11-16T16:10:00Z --reason 'Entered late'
FROZEN=2026-11-16T17:31:03Z slt respond 16 --at 2026-11-16T16:45:00Z --note 'Entered late'
FROZEN=2026-11-16T17:31:10Z slt respond 3
FROZEN=2026-11-16T17:50:00Z slt escalate 6 --level 2
FROZEN=2026-11-16T17:50:07Z slt escalate 5 --reason 'nobody answers'
FROZEN=2026-11-16T17:50:14Z slt close 8 --note 'Solved by a restart'
FROZEN=2026-11-16T17:50:21Z slt close 9
FROZEN=2026-11-16T17:50:28Z slt close 10
FROZEN=2026-11-16T17:50:35Z slt close 7
FROZEN=2026-11-16T17:50:42Z slt close 11
FROZEN=2026-11-16T17:50:49Z slt close 25 --at 2026-11-16T17:45:00Z --note 'Entered late'
FROZEN=2026-11-16T17:50:56Z slt update 23 --region apac --priority S2
FROZEN=2026-11-16T18:20:00Z slt escalate 6 --at 2026-11-16T18:10:00Z --reason 'Entered late'
FROZEN=2026-11-16T18:20:07Z slt reopen 10 --note 'The fault is back'
FROZEN=2026-11-16T18:20:14Z slt reopen 11 --at 2026-11-16T18:15:00Z
FROZEN=2026-11-16T18:20:21Z slt reopen 25
FROZEN=2026-11-16T18:20:28Z slt escalate 25 --level 2
FROZEN=2026-11-16T18:20:35Z slt escalate 11 --reason 'once more'
FROZEN=2026-11-16T18:20:42Z slt update 10 --priority S3 --region europe
FROZEN=2026-11-17T15:00:00Z slt respond 11
FROZEN=2026-11-17T15:00:07Z slt respond 24 --note 'Late on both clocks'
FROZEN=2026-11-17T15:00:14Z slt respond 17 --at 2026-11-13T05:00:00Z --note 'Entered four days later'
FROZEN=2026-11-18T16:30:00Z slt import cases.csv -q
FROZEN=2026-11-18T16:30:07Z slt respond IMP-5
FROZEN=2026-11-18T16:30:14Z slt escalate IMP-7 --level 2
FROZEN=2026-11-18T16:30:21Z slt escalate IMP-9 --reason 'of an imported case'
FROZEN=2026-11-18T16:30:28Z slt respond IMP-10 --at 2026-11-18T16:00:00Z
FROZEN=2026-11-18T16:30:35Z slt reopen IMP-8
FROZEN=2026-11-18T16:30:42Z slt note IMP-8 'Taken up again'
FROZEN=2026-11-18T16:30:49Z slt update IMP-12 --subject 'Imported: a promise that stands'
FROZEN=2026-11-19T09:00:00Z slt open -p S1 -r usa 'Young, escalated at once' -q
FROZEN=2026-11-19T09:00:07Z slt open -p S3 -r apac Young -q
FROZEN=2026-11-19T09:00:14Z slt escalate 91
FROZEN=2026-11-19T09:00:21Z slt recalc --apply --config slow.toml -q
FROZEN=2026-11-19T09:00:28Z slt open -p S2 -r europe 'Opened with the slow targets' --config slow.toml -q
FROZEN=2026-11-19T09:00:35Z slt recalc --apply --config holiday.toml -q
FROZEN=2026-11-19T09:00:42Z slt open -p S3 --config no-target.toml 'Another without a target, escalated' -q
FROZEN=2026-11-19T09:00:49Z slt escalate 94 --reason 'there is no target for a response'
FROZEN=2026-11-19T09:00:56Z slt note 19 'One more remark, the last event of all is a late entry' --at 2026-11-18T08:00:00Z
FROZEN=2026-11-19T09:01:10Z slt backup schema-2.db -q
