"""Thirty cases of October 2026, and what becomes of each of their clocks, worked out by hand.

All times are UTC. 1 October is a Thursday; the weeks of the month begin on 28 September and on 5,
12, 19 and 26 October. Support is open from Monday to Friday:

    europe  07:00-17:00 up to 23 October, 08:00-18:00 from 26 October: the clocks go back
    usa     12:00-01:00 on the next day; closed on Monday 12 October
    apac    01:00-10:00

Targets: response 1 h, 4 h, 6 h (S1, S2, S3), update 4 h and resolution 20 h (S1 alone), each level
4 h, all in support time; those of the `plus` plan (S1: 1 h) in plain time. The reports are read on
Monday 2 November at 09:00.

Each case is told twice: as its command lines, and as the rows of its clocks below. A row has the
kind, the due time, the stop (`-`: it runs), the outcome that counts, and when, and the active
seconds. What is in brackets counts in another month than October.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

NOW = "2026-11-02T09:00:00Z"

CASES = """
1  opened before the month, decided in it: 2 h on Wednesday and 2 h on Thursday
   09-30 15:00 open -p S2 --partner Acme
   10-01 08:30 respond
     response    due 10-01 09:00  stop 10-01 08:30  met 10-01 08:30  12600
2  due before the month, answered in it: missed in September
   09-30 13:00 open -p S2 --partner Cato
   10-01 08:00 respond
     response    due 09-30 17:00  stop 10-01 08:00  [missed 09-30 17:00]  18000
3  met; the end cancels the second update
   10-05 09:00 open -p S1 --partner Acme --tag vip
   10-05 09:20 respond
   10-05 12:00 respond
   10-05 15:00 resolve
     response    due 10-05 10:00  stop 10-05 09:20  met 10-05 09:20  1200
     update 1    due 10-05 13:20  stop 10-05 12:00  met 10-05 12:00  9600
     update 2    due 10-05 16:00  stop 10-05 15:00  cancelled 10-05 15:00  10800
     resolution  due 10-07 09:00  stop 10-05 15:00  met 10-05 15:00  21600
4  answered exactly at the due instant; closed without being resolved
   10-05 15:00 open -p S1 -r usa --partner ACME
   10-05 16:00 respond
   10-05 21:00 respond
   10-05 22:00 close
     response    due 10-05 16:00  stop 10-05 16:00  met 10-05 16:00  3600
     update 1    due 10-05 20:00  stop 10-05 21:00  missed 10-05 20:00  18000
     update 2    due 10-06 01:00  stop 10-05 22:00  cancelled 10-05 22:00  3600
     resolution  due 10-06 22:00  stop 10-05 22:00  cancelled 10-05 22:00  25200
5  missed by one second
   10-06 08:00 open -p S3 --partner Cato
   10-06 14:00:01 respond
     response    due 10-06 14:00  stop 10-06 14:00:01  missed 10-06 14:00  21601
6  missed and answered the next day: 8 h and 1 h; resolved late on the Monday after: 8, 9, 9, 1 h
   10-07 02:00 open -p S1 -r apac --partner Bolt
   10-08 02:00 respond
   10-12 02:00 resolve
     response    due 10-07 03:00  stop 10-08 02:00  missed 10-07 03:00  32400
     update      due 10-08 06:00  stop 10-12 02:00  missed 10-08 06:00  64800
     resolution  due 10-09 04:00  stop 10-12 02:00  missed 10-09 04:00  97200
7  missed and still running, of no partner; so is its level
   10-29 09:00 open -p S2
   10-30 09:00 escalate
     response    due 10-29 13:00  stop -            missed 10-29 13:00  -
     level 1     due 10-30 13:00  stop -            missed 10-30 13:00  -
8  closed unanswered in time
   10-08 08:00 open -p S3 --partner Cato
   10-08 10:00 close
     response    due 10-08 14:00  stop 10-08 10:00  unanswered 10-08 10:00  7200
9  closed unanswered late
   10-09 08:00 open -p S2 --partner Cato --tag VIP
   10-09 15:00 close
     response    due 10-09 12:00  stop 10-09 15:00  missed 10-09 12:00  25200
10 resolved unanswered in time
   10-08 14:00 open -p S1 -r usa --partner Cato
   10-08 14:30 resolve
     response    due 10-08 15:00  stop 10-08 14:30  unanswered 10-08 14:30  1800
     resolution  due 10-09 21:00  stop 10-08 14:30  met 10-08 14:30  1800
11 a level superseded in time, the next one answered: 9 h and 30 min after the opening
   10-12 08:00 open -p S2 --partner BOLT
   10-12 12:30 escalate
   10-12 14:00 escalate
   10-13 07:30 respond
     response    due 10-12 12:00  stop 10-13 07:30  missed 10-12 12:00  34200
     level 1     due 10-12 16:30  stop 10-12 14:00  superseded 10-12 14:00  5400
     level 2     due 10-13 08:00  stop 10-13 07:30  met 10-13 07:30  12600
12 a level left late for the next one, which the end meets
   10-13 07:00 open -p S2 --partner Cato
   10-13 08:00 respond
   10-13 09:00 escalate
   10-13 13:30 escalate
   10-13 16:00 close
     response    due 10-13 11:00  stop 10-13 08:00  met 10-13 08:00  3600
     level 1     due 10-13 13:00  stop 10-13 13:30  missed 10-13 13:00  16200
     level 2     due 10-14 07:30  stop 10-13 16:00  met 10-13 16:00  9000
13 cancelled: a partner type without targets
   10-14 08:00 open -p S3 --partner Cato
   10-14 10:00 update --partner-type referral
     response    due 10-14 14:00  stop 10-14 10:00  cancelled 10-14 10:00  7200
14 held from Wednesday 09:30 to Thursday 08:00: 7 h 30 min and 1 h of support time
   10-14 09:00 open -p S1 --partner Cato --tag vip --tag net
   10-14 09:30 respond --hold
   10-15 08:00 followup
   10-15 11:00 respond
   10-15 16:00 resolve
     response    due 10-14 10:00  stop 10-14 09:30  met 10-14 09:30  1800
     update 1    due 10-15 12:00  stop 10-15 11:00  met 10-15 11:00  10800
     update 2    due 10-15 15:00  stop 10-15 16:00  missed 10-15 15:00  18000
     resolution  due 10-19 07:30  stop 10-15 16:00  met 10-15 16:00  30600
     on hold 30600 in October
15 on hold at the end of the month: from Friday 16:00 on, 2 h of them in October
   10-30 09:00 open -p S1 --partner Cato
   10-30 09:30 respond
   10-30 13:00 respond
   10-30 16:00 hold
     response    due 10-30 10:00  stop 10-30 09:30  met 10-30 09:30  1800
     update 1    due 10-30 13:30  stop 10-30 13:00  met 10-30 13:00  12600
     update 2    held             stop -            running  -
     resolution  held             stop -            running  -
     on hold 7200 in October
16 on hold when the month begins, up to Thursday 1 October 10:00: 3 h of them in October
   09-29 09:00 open -p S1 --partner Cato
   09-29 09:30 respond --hold
   10-01 10:00 followup
   10-01 15:00 respond
   10-02 08:00 resolve
     response    due 09-29 10:00  stop 09-29 09:30  [met 09-29 09:30]  1800
     update 1    due 10-01 14:00  stop 10-01 15:00  missed 10-01 14:00  18000
     update 2    due 10-02 09:00  stop 10-02 08:00  cancelled 10-02 08:00  10800
     resolution  due 10-05 09:30  stop 10-02 08:00  met 10-02 08:00  30600
     on hold 10800 in October
17 reopened unanswered, then missed; 8 h and 2 h between the end and the reopening
   10-15 08:00 open -p S2 --partner Acme
   10-15 09:00 resolve
   10-16 09:00 reopen
   10-16 13:00 respond
     response    due 10-16 12:00  stop 10-16 13:00  missed 10-16 12:00  18000
     closed 36000 in October
18 closed on the last Friday at 17:00 and reopened on Monday: 1 h of that in October
   10-30 08:00 open -p S3 --partner Cato
   10-30 10:00 respond
   10-30 17:00 close
   11-02 08:30 reopen
     response    due 10-30 14:00  stop 10-30 10:00  met 10-30 10:00  7200
     closed 3600 in October
19 a longer target after a breach, met then
   10-19 08:00 open -p S1 --partner Cato
   10-19 10:00 update -p S2
   10-19 11:00 respond
     response    due 10-19 12:00  stop 10-19 11:00  retargeted 10-19 09:00  10800
     resolution  due 10-21 08:00  stop 10-19 10:00  cancelled 10-19 10:00  7200
20 a longer target after a breach, missed then too
   10-20 08:00 open -p S1 --partner Cato
   10-20 10:00 update -p S2
   10-20 14:00 respond
     response    due 10-20 12:00  stop 10-20 14:00  missed 10-20 12:00  21600
                                                    retargeted 10-20 09:00
     resolution  due 10-22 08:00  stop 10-20 10:00  cancelled 10-20 10:00  7200
21 a referral partner has no target, but its level has one
   10-20 15:00 open -p S1 -r usa --partner-type referral --partner Cato
   10-20 17:00 escalate
   10-20 20:00 respond
     level 1     due 10-20 21:00  stop 10-20 20:00  met 10-20 20:00  10800
22 void: its time on hold counts as little as its clocks
   10-21 08:00 open -p S1 --partner Cato
   10-21 09:30 respond
   10-21 09:40 hold
   10-21 10:00 void --reason twice
     response    due 10-21 09:00  stop 10-21 09:30  void 10-21 09:00  5400
     update      held             stop 10-21 10:00  void 10-21 10:00  600
     resolution  held             stop 10-21 10:00  void 10-21 10:00  6000
23 an answer that was taken back; the next one is late
   10-21 08:00 open -p S2 --partner Cato
   10-21 10:00 respond
   10-21 10:05 undo
   10-21 13:00 respond
     response    due 10-21 12:00  stop 10-21 13:00  missed 10-21 12:00  18000
24 due exactly at midnight, when the month is over: missed in November
   10-31 23:00 open -p S1 -r usa --partner-type plus --partner Cato
     response    due 11-01 00:00  stop -            [missed 11-01 00:00]  -
25 met on the last day, a Saturday, in plain time
   10-31 20:00 open -p S1 -r apac --partner-type plus --partner Cato
   10-31 20:40 respond
     response    due 10-31 21:00  stop 10-31 20:40  met 10-31 20:40  2400
26 runs in time into the next month: 1 h on Friday and 3 h on Monday
   10-30 17:00 open -p S2 --partner Cato
     response    due 11-02 11:00  stop -            running  -
27 runs into the next month, where it is met: 2 h on Friday and 30 min on Monday
   10-30 16:00 open -p S2 --partner Cato
   11-02 08:30 respond
     response    due 11-02 10:00  stop 11-02 08:30  [met 11-02 08:30]  9000
28 over a holiday: 3 h on Friday, none on Monday, 2 h on Tuesday
   10-09 22:00 open -p S3 -r usa --partner Cato
   10-13 14:00 respond
     response    due 10-13 15:00  stop 10-13 14:00  met 10-13 14:00  18000
29 met at the very instant at which the month begins
   09-30 23:30 open -p S1 -r usa --partner-type plus --partner acme
   10-01 00:00 respond
     response    due 10-01 00:30  stop 10-01 00:00  met 10-01 00:00  1800
30 met at the very instant at which the month is over
   10-31 23:20 open -p S1 -r usa --partner-type plus --partner Cato
   11-01 00:00 respond
     response    due 11-01 00:20  stop 11-01 00:00  [met 11-01 00:00]  2400
"""


class Row(NamedTuple):
    """A row of a clock: its times as they are written there, `-` for none."""

    case: str
    clock: str
    due: str
    stop: str
    outcome: str
    seconds: str


def lives() -> Iterator[tuple[str, list[str]]]:
    """Return each instant of the cases and the command line that is run then."""
    for case, line in _lines(r"   (?=\d\d-)"):
        day, time, verb, *rest = line.split()
        which = ["No calls", "-q", "--region=europe"] if verb == "open" else [case, "-q"]
        yield instant(f"{day} {time}"), [verb, *which, *rest]


def rows() -> Iterator[Row]:
    """Return the rows of the clocks."""
    form = re.compile(r"(\w+(?: \d)?) +(due [-0-9: ]+|held) +stop ([-0-9: ]+?)  +(.+)  (\d+|-)")
    for case, line in _lines(r"     (?=\w.* stop )"):
        found = form.fullmatch(line)
        assert found, line
        clock, due, stop, outcome, seconds = (part.strip() for part in found.groups())
        yield Row(case, clock, due.removeprefix("due "), stop, outcome, seconds)


def _lines(begin: str) -> Iterator[tuple[str, str]]:
    case = ""
    for line in CASES.strip().splitlines():
        case = line.split()[0] if line[0] != " " else case
        if found := re.match(begin + "(.*)", line):
            yield case, found[1]


def instant(text: str) -> str:
    """Return an instant of 2026 that is written without its year, and perhaps its seconds."""
    return f"2026-{text.replace(' ', 'T')}{':00' if len(text) == len('10-01 08:00') else ''}Z"
