"""Build a first file for a policy that takes nothing from the shipped one."""

from slt_cli.config.display import toml

REGION = "main"

_TEXT = """\
# A policy of your own. Of what ships with slt only the rules of the clocks, the profiles of imports
# and the words of `slt classify` are in force. Fill in the values marked FILL IN: until then slt
# refuses this file, and `slt config check` lists what is left. You can change every other value and
# every name, too. Remove the `#` from a line to use it. Every key is explained in
# docs/configuration.md.

inherit = false

[defaults]
region = "main"               # for cases opened without --region
partner_type = "customer"     # for cases opened without --partner-type
#warn = "25%"                 # a clock is soon due when this much of its target is left; or "30m"
#case_prefix = "CASE"         # cases are named CASE-1, CASE-2, ...
#output = "plain"             # the format of every answer; as --output
#times = "local"              # or "region", "utc": whose time is shown; as --times

# Priorities, the most severe first.

[priorities.P1]
name = "Urgent"
definition = "Nobody can work."

[priorities.P2]
name = "High"
definition = "Many people, or an important part, cannot work."

[priorities.P3]
name = "Normal"
definition = "Everybody can work; something is wrong."

# Who is supported from where, and when. Days that are not named are closed.

[regions.main]
name = "Main office"
timezone = {zone}  # {zone_comment}
#hotline = "+44 20 7946 0000"

[regions.main.hours]
mon-fri = "09:00-17:00"       # or ["09:00-12:00", "13:00-17:00"], "00:00-24:00", "closed"

# A holiday: closed all day, or open at other hours. `slt config holidays main --country ...` adds
# the public holidays of a country to this file.

#[[regions.main.exceptions]]
#date = {year}-12-24
#name = "Christmas Eve"
#hours = "09:00-12:00"

# Who opens cases, and what they may do.

[partner_types.customer]
name = "Customer"
#hotline = false              # whether they may call the hotline; they may if it is left out
#escalation = "levels"        # or "portal", with the link in `portal`

# What is promised to whom: the time until the first response. It counts only while the region is
# open; with `clock = "24x7"` every hour counts. "2bd" is the same time two business days later.
# `P3 = false` promises nothing.

[plans.support]
name = "Support"
applies_to = ["customer"]

[plans.support.targets]
P1 = {{ response = "" }}  # FILL IN, such as "1h"
P2 = {{ response = "" }}  # FILL IN, such as "4h"
P3 = {{ response = "" }}  # FILL IN, such as "8h"

# Whom to escalate to, in order. `channel` is "email", "phone" or "portal".

#[[escalation.levels]]
#name = "Support manager"
#channel = "email"
#contact = "manager@example.com"
#response = "4h"

# Portals, websites, and people to ask. `case` is the page of a case, for `slt show CASE --open`.

#[links]
#case = "https://support.example.com/cases/{{ref}}"

#[links.portal]
#name = "Support Portal"
#url = "https://support.example.com"
#purpose = "Cases and answers"
"""


def empty_starter(zone: str, year: int) -> str:
    """Return the text of the file; `zone` is the IANA name of the machine's zone, or empty."""
    comment = "the zone of this machine" if zone else 'FILL IN, such as "Europe/London"'
    return _TEXT.format(zone=toml(zone), zone_comment=comment, year=year)
