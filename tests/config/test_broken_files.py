"""Broken files, one per row, each with the line, the message and the fix that is reported."""

import re
import tomllib
from pathlib import Path

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.edit import parse_key, with_value
from slt_cli.config.files import Source, Table, default_file, read_sources, user_file
from slt_cli.config.layers import lay_over
from slt_cli.config.references import path_as_written
from slt_cli.errors import ConfigError, Fault

FIJI = """[regions.fiji]
name = "Fiji"
timezone = "Pacific/Fiji"
hotline = "+679 330 0000"
"""
HOURS = '[regions.fiji.hours]\nmon-fri = "09:00-17:00"\n'
LEVEL = '[[escalation.levels]]\nname = "Desk"\nresponse = "1h"\n'
DESK = '[[escalation.levels]]\nname = "Desk"\nchannel = "email"\ncontact = "a@example.com"\n'
S1 = "[plans.partner.targets.S1]\n"
CHRISTMAS = '[[holidays.us]]\nfrom = 2026-12-24\nto = 2026-12-26\nname = "Christmas"\n'

# What is in the file; the line, the key, how the problem and the fix begin.
Row = tuple[str | bytes, int | None, str, str, str]

UNREADABLE: dict[str, Row] = {
    "a header without its bracket": (
        "[defaults\n",
        1,
        "",
        "not valid TOML: expected ']' at the end of a table declaration at column 10",
        "close the header's brackets",
    ),
    "a text without quotes": (
        "[defaults]\nregion = usa\n",
        2,
        "",
        "not valid TOML: invalid value at column 10",
        'put text in quotes, and true and false in lower case: region = "usa"',
    ),
    "a text without its end": (
        '[defaults]\nregion = "usa\nwarn = "25%"\n',
        2,
        "",
        "not valid TOML: illegal character",
        "close the quotes",
    ),
    "a key without a value": ("a = \n", 1, "", "not valid TOML: invalid value", "put text"),
    "a key with blanks": (
        "north america = 1\n",
        1,
        "",
        "not valid TOML: expected '=' after a key",
        "write key =",
    ),
    "a key that appears twice": (
        "a = 1\na = 2\n",
        2,
        "",
        "not valid TOML: a key appears twice",
        "keep one of the two",
    ),
    "a table that is defined twice": (
        "[regions.usa]\n[regions.usa]\n",
        2,
        "",
        "not valid TOML: a table is defined twice",
        "give each table a single header",
    ),
    "braces that are added to": (
        "[links]\na = {}\n[links.a]\n",
        3,
        "",
        "not valid TOML: a table is defined twice",
        "",
    ),
    "two keys on a line": (
        'a = "x" b = "y"\n',
        1,
        "",
        "not valid TOML: expected newline",
        "write one key per line",
    ),
    "a list without its commas": (
        "a = [1 2]\n",
        1,
        "",
        "not valid TOML: unclosed array",
        "close the bracket or brace, and put commas between entries",
    ),
    "a date that is none": (
        "a = 2026-02-30\n",
        1,
        "",
        "not valid TOML: invalid date or datetime at column 5",
        "write a date that exists",
    ),
    "a Windows path": (
        'a = "C:\\slt"\n',
        1,
        "",
        "not valid TOML: unescaped '\\' in a string",
        "write a backslash twice",
    ),
    "true in capitals": ("a = True\n", 1, "", "not valid TOML: invalid value", "put text in"),
    "nested without end": (
        "a = " + "[" * 9000 + "]" * 9000,
        None,
        "",
        "it is nested too deeply",
        "no key has more than 32 parts",
    ),
    "a key of many parts": (
        f"{'a.' * 9999}a = 1\n",
        None,
        "",
        "it is nested too deeply",
        "no key has more than 32 parts",
    ),
    "lists in lists, just deep enough to parse": (
        f"a = {'[' * 100}{']' * 100}\n",
        None,
        "",
        "it is nested too deeply",
        "no key has more than 32 parts",
    ),
    "a number without end": (
        "a = " + "1" * 9000,
        None,
        "",
        "not valid TOML: a number in it is too long",
        "TOML looks like",
    ),
    "Latin letters in an old encoding": (
        b'# a\na = "Z\xfcrich"\n',
        2,
        "",
        "the file is not UTF-8 text: byte 0xfc",
        "save it as UTF-8",
    ),
    "an old encoding after a byte order mark": (
        b'\xef\xbb\xbfa = "Z\xfcrich"\n',
        1,
        "",
        "the file is not UTF-8 text: byte 0xfc",
        "save it as UTF-8",
    ),
    "what a Windows shell writes": (
        "a = 1".encode("utf-16"),
        1,
        "",
        "the file is not UTF-8 text: byte 0xff",
        "save it as UTF-8",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n", 1, "", "the file is not UTF-8 text: byte 0x89", "save it"),
    "a zero byte": ("a = \0\n", 1, "", "not valid TOML: invalid value", "put text in quotes"),
    "JSON": ('{"defaults": {}}\n', 1, "", "not valid TOML: invalid statement", "TOML looks like"),
}

VALUES: dict[str, Row] = {
    "an unknown table": (
        '[defualts]\nregion = "usa"\n',
        1,
        "defualts",
        "unknown key",
        "did you mean 'defaults'? Keys here: inherit, defaults, priorities",
    ),
    "an unknown key": (
        "\n[defaults]\n\nregoin = 1\n",
        4,
        "defaults.regoin",
        "unknown key",
        "did you mean 'region'? Keys here: region, partner_type",
    ),
    "an unknown key, nothing near": (
        "defaults.zzz = 1\n",
        1,
        "defaults.zzz",
        "unknown key",
        "Keys here: region",
    ),
    "a misspelt key of a region": (
        '[regions.usa]\ntimezon = "UTC"\n',
        2,
        "regions.usa.timezon",
        "unknown key",
        "did you mean 'timezone'?",
    ),
    "an unknown key in a list's entry": (
        f'{LEVEL}channel = "portal"\ncontact = "x"\nadress = 1\n',
        6,
        "escalation.levels.1.adress",
        "unknown key",
        "Keys here: name, channel",
    ),
    "a missing key": (
        (
            '[priorities.S2]\nname = "A"\n[priorities.S4]\nname = "B"\n[plans.partner.targets]\n'
            'S4.response = "1d"\n'
        ),
        3,
        "priorities.S4.definition",
        "is missing",
        'add definition = "A production system is down.": what makes a case this severe',
    ),
    "a missing key in a list's entry": (
        "[[regions.usa.exceptions]]\ndate = 2026-12-25\n",
        1,
        "regions.usa.exceptions.1.name",
        "is missing",
        'add name = "Christmas Day": name of the holiday',
    ),
    "a missing key of the second entry": (
        (
            '[[regions.usa.exceptions]]\ndate = 2026-12-25\nname = "A"\n'
            "[[regions.usa.exceptions]]\ndate = 2026-12-26\n"
        ),
        4,
        "regions.usa.exceptions.2.name",
        "is missing",
        "add name =",
    ),
    "a number for a table": (
        "defaults = 5\n",
        1,
        "defaults",
        "must be a table, not 5",
        "write [defaults] and its keys below it",
    ),
    "a text for a region": (
        '[regions]\nusa = "closed"\n',
        2,
        "regions.usa",
        'must be a table, not "closed"',
        "write [regions.usa] and its keys below it",
    ),
    "a text for a region's hours": (
        '[regions.usa]\nhours = "05:00-18:00"\n',
        2,
        "regions.usa.hours",
        'must be a table, not "05:00-18:00"',
        'write hours = { mon-fri = "05:00-18:00" }, or [regions.usa.hours]',
    ),
    "a table for a list of tables": (
        '[escalation.levels]\nname = "Desk"\n',
        1,
        "escalation.levels",
        "must be a list of tables, not a table of name",
        "write [[escalation.levels]]",
    ),
    "a number in a list of tables": (
        "[escalation]\nlevels = [3]\n",
        2,
        "escalation.levels",
        "entry 1 must be a table, not 3",
        "write [[escalation.levels]]",
    ),
    "a number for a text": (
        "[regions.usa]\nname = 5\n",
        2,
        "regions.usa.name",
        "must be text in quotes, not 5",
        'write name = "5": name of the region',
    ),
    "a moment for a text": (
        "[defaults]\nwarn = 2026-12-25T10:00:00Z\n",
        2,
        "defaults.warn",
        "must be text in quotes, not 2026-12-25T10:00:00+00:00",
        'write warn = "25%"',
    ),
    "a table for a text": (
        '[defaults.region]\nname = "usa"\n',
        1,
        "defaults.region",
        "must be text in quotes, not a table of name",
        'write region = "usa": region of a case opened without --region',
    ),
    "an endless number for a text": (
        "[defaults]\nwarn = inf\n",
        2,
        "defaults.warn",
        "must be text in quotes, not inf",
        'write warn = "25%"',
    ),
    "a blank text": (
        '[regions.usa]\nname = "  "\n',
        2,
        "regions.usa.name",
        "must not be empty",
        "write name =",
    ),
    "a text for a list": (
        '[regions.usa]\naliases = "us"\n',
        2,
        "regions.usa.aliases",
        'must be a list such as ["a", "b"], not "us"',
        'write aliases = ["us"]: other names',
    ),
    "a number in a list of texts": (
        "[regions.usa]\naliases = [1]\n",
        2,
        "regions.usa.aliases",
        "must be text in quotes, not 1",
        "write aliases =",
    ),
    "a text for a flag": (
        '[partner_types.referral]\nhotline = "no"\n',
        2,
        "partner_types.referral.hotline",
        'must be true or false, not "no"',
        "write hotline = false: whether these partners may call the hotline",
    ),
    "a word that is none of the allowed": (
        '[plans.partner.targets.S1]\nclock = "24/7"\n',
        2,
        "plans.partner.targets.S1.clock",
        "unknown clock '24/7'",
        "did you mean '24x7'? One of: support-hours, 24x7",
    ),
    "a channel that is none": (
        f'{LEVEL}channel = "fax"\ncontact = "x"\n',
        4,
        "escalation.levels.1.channel",
        'must be "portal" or "email" or "phone", not "fax"',
        'write channel = "portal"',
    ),
    "no duration": (
        '[plans.partner.targets]\nS1 = { response = "1 hourly" }\n',
        2,
        "plans.partner.targets.S1.response",
        "'1 hourly' is not a duration such as 90s, 30m, 1h30m, 2d or 2bd",
        'write response = "4h": target for the first response',
    ),
    "a number of minutes": (
        "[plans.partner.targets.S1]\nresponse = 60\n",
        2,
        "plans.partner.targets.S1.response",
        "must be text in quotes, not 60",
        'write response = "60m" or "60h": target',
    ),
    "a target of no time": (
        '[plans.partner.targets.S1]\nresponse = "0m"\n',
        2,
        "plans.partner.targets.S1.response",
        '"0m" must be longer than zero',
        'write response = "4h"',
    ),
    "a target beyond ten years": (
        '[plans.partner.targets.S1]\nresponse = "9999d"\n',
        2,
        "plans.partner.targets.S1.response",
        "'9999d' is longer than ten years",
        'write response = "3660d"',
    ),
    "more than the whole target": (
        '[defaults]\nwarn = "120%"\n',
        2,
        "defaults.warn",
        '"120%" must be between 1% and 100%',
        'write warn = "100%": a clock is soon due when',
    ),
    "a format that is not one": (
        '[defaults]\noutput = "jsn"\n',
        2,
        "defaults.output",
        'must be "table" or "plain" or "tsv" or "csv" or "json" or "jsonl", not "jsn"',
        'write output = "json": format of every answer',
    ),
    "a time that is nobody's": (
        '[defaults]\ntimes = "UTZ"\n',
        2,
        "defaults.times",
        'must be "region" or "local" or "utc", not "UTZ"',
        'write times = "utc": whose time is shown',
    ),
    "a name that stands for another": (
        '[defaults]\nme = "Me"\n',
        2,
        "defaults.me",
        '"Me" cannot be a name: as an owner it stands for another one',
        'write me = "desk-1": your name where SLT_USER does not give one',
    ),
    "an address of a case without its reference": (
        '[links]\ncase = "https://portal.example.com/cases/"\n',
        2,
        "links.case",
        '"https://portal.example.com/cases/" has no {ref}, which stands for the reference',
        'write case = "https://portal.example.com/cases/{ref}": address of a case',
    ),
    "an address of a case with another place": (
        '[links]\ncase = "portal.example.com/cases?id={id}"\n',
        2,
        "links.case",
        '"portal.example.com/cases?id={id}" has no {ref}',
        'write case = "https://portal.example.com/cases?id={ref}": address of a case',
    ),
    "an address of a case that names another host": (
        '[links]\ncase = "https://{ref}.example.com/"\n',
        2,
        "links.case",
        '"https://{ref}.example.com/" is not an address such as https://example.com/{ref}',
        'write case = "https://example.com/cases/{ref}": address of a case',
    ),
    "an address of a case that a browser would run": (
        '[links]\ncase = "javascript:alert({ref})"\n',
        2,
        "links.case",
        '"javascript:alert({ref})" is not an address such as https://example.com/{ref}',
        'write case = "https://example.com/cases/{ref}": address of a case',
    ),
    "a link in the place of the address of a case": (
        '[links.case]\nname = "Portal"\npurpose = "Cases"\n',
        1,
        "links.case",
        "must be text in quotes, not a table of name, purpose",
        'write case = "https://example.com/cases/{ref}": address of a case',
    ),
    "a portal that is the address of a case": (
        '[links]\ncase = "https://example.com/{ref}"\n[partner_types.referral]\nportal = "case"\n',
        4,
        "partner_types.referral.portal",
        "unknown link 'case'",
        "One of: support, partnerxchange, academy, account_manager",
    ),
    "a case prefix with a hyphen": (
        '[defaults]\ncase_prefix = "A-B"\n',
        2,
        "defaults.case_prefix",
        '"A-B" must be a letter followed by letters, digits or _',
        'write case_prefix = "A_B"',
    ),
    "a misspelt zone": (
        '[regions.europe]\ntimezone = "Europe/Lundon"\n',
        2,
        "regions.europe.timezone",
        "unknown time zone \"Europe/Lundon\": did you mean 'Europe/London'?",
        'write timezone = "Europe/London": IANA time zone of its opening hours',
    ),
    "the abbreviation of a zone": (
        '[regions.usa]\ntimezone = "PST"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"PST\": did you mean 'America/Los_Angeles'?",
        'write timezone = "America/Los_Angeles": IANA',
    ),
    "a city for a zone": (
        '[regions.usa]\ntimezone = "berlin"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"berlin\": did you mean 'Europe/Berlin'?",
        'write timezone = "Europe/Berlin": IANA',
    ),
    "an offset for a zone": (
        '[regions.usa]\ntimezone = "UTC-8"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"UTC-8\": UTC-8 all year round is written 'Etc/GMT+8'",
        'write timezone = "Etc/GMT+8": IANA',
    ),
    "a zone like no other": (
        '[regions.usa]\ntimezone = "Mars/Olympus"\n',
        2,
        "regions.usa.timezone",
        'unknown time zone "Mars/Olympus"',
        'write timezone = "Europe/London", or the zone of another city',
    ),
    "hours without minutes": (
        '[regions.usa.hours]\nmon-fri = "9-17"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'9-17' is not an interval such as 05:00-18:00",
        'write mon-fri = "09:00-17:00": opening hours of a day',
    ),
    "hours beyond the day": (
        '[regions.usa.hours]\nmon-fri = "09:00-25:00"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'09:00-25:00' has a time outside 00:00 to 24:00",
        'write mon-fri = "09:00-24:00": opening hours',
    ),
    "hours that begin when the day is over": (
        '[regions.usa.hours]\nmon-fri = "24:00-06:00"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'24:00-06:00' has a time outside 00:00 to 24:00",
        'write mon-fri = "00:00-06:00": opening hours',
    ),
    "minutes beyond the hour": (
        '[regions.usa.hours]\nmon-fri = "09:00-17:60"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'09:00-17:60' has a time outside",
        'write mon-fri = "09:00-18:00": opening hours',
    ),
    "hours that overlap": (
        '[regions.usa.hours]\nmon = ["08:00-12:00", "11:00-13:00"]\n',
        2,
        "regions.usa.hours.mon",
        "08:00-12:00 and 11:00-13:00 overlap",
        'write mon = "08:00-13:00": opening hours',
    ),
    "hours of a night that overlap the evening": (
        '[regions.usa.hours]\nmon = ["22:00-06:00", "20:00-23:00"]\n',
        2,
        "regions.usa.hours.mon",
        "20:00-23:00 and 22:00-06:00 overlap",
        'write mon = "20:00-06:00": opening hours',
    ),
    "closed and open at once": (
        '[regions.usa.hours]\nmon = ["closed", "08:00-12:00"]\n',
        2,
        "regions.usa.hours.mon",
        "'closed' is not an interval",
        'write mon = "08:00-12:00": opening hours',
    ),
    "a time of day for hours": (
        "[regions.usa.hours]\nmon = 09:00:00\n",
        2,
        "regions.usa.hours.mon",
        "must be text in quotes, not 09:00:00",
        "write mon =",
    ),
    "a date in another order": (
        '[[regions.usa.exceptions]]\ndate = "25.12.2026"\nname = "A"\n',
        2,
        "regions.usa.exceptions.1.date",
        '"25.12.2026" is not a date such as 2026-12-25',
        "write date = 2026-12-25: date with other opening hours",
    ),
    "a date of the year 226": (
        '[[regions.usa.exceptions]]\ndate = 0226-12-25\nname = "A"\n',
        2,
        "regions.usa.exceptions.1.date",
        "0226-12-25 is outside the years 1900 to 9900",
        "write date = 2026-12-25",
    ),
    "a moment for a date": (
        '[[regions.usa.exceptions]]\ndate = 2026-12-25T00:00:00\nname = "A"\n',
        2,
        "regions.usa.exceptions.1.date",
        "must be a date such as 2026-12-25, not 2026-12-25T00:00:00",
        "write date =",
    ),
    "words for a hotline": (
        '[regions.usa]\nhotline = "ask Bob"\n',
        2,
        "regions.usa.hotline",
        '"ask Bob" is not a phone number such as +44 20 7946 0000',
        "write hotline =",
    ),
    "a hotline with too few digits": (
        '[regions.usa]\nhotline = "+1 408"\n',
        2,
        "regions.usa.hotline",
        '"+1 408" is not a phone number',
        "write hotline =",
    ),
    "an address without its scheme": (
        '[links.support]\nurl = "support.8x8.com"\n',
        2,
        "links.support.url",
        '"support.8x8.com" is not an address such as https://example.com',
        'write url = "https://support.8x8.com": its address',
    ),
    "an address with a blank": (
        '[links.support]\nurl = "https://support. example.com"\n',
        2,
        "links.support.url",
        '"https://support. example.com" is not an address',
        'write url = "https://support.example.com": its address',
    ),
    "a script for an address": (
        '[links.support]\nurl = "javascript:alert(1)"\n',
        2,
        "links.support.url",
        '"javascript:alert(1)" is not an address',
        "write url =",
    ),
    "a region without a name": (
        '[regions.""]\nname = "X"\n',
        1,
        'regions.""',
        "is not a valid name",
        "use 1 to 60 letters, digits, ",
    ),
    "a region whose name ends in a blank": (
        '[regions."fiji "]\nname = "X"\n',
        1,
        'regions."fiji "',
        "is not a valid name",
        "use 1 to 60 letters, digits, ",
    ),
    "a text far too long for a sentence": (
        f'[defaults]\nwarn = "{"x" * 500}"\n',
        2,
        "defaults.warn",
        f'"{"x" * 59}... is too long',
        "write warn =",
    ),
}

PARTS: dict[str, Row] = {
    "a default region that is none": (
        '[defaults]\nregion = "apca"\n',
        2,
        "defaults.region",
        "unknown region 'apca'",
        "did you mean 'apac'? One of: usa, europe, apac",
    ),
    "a default partner type that is none": (
        '[defaults]\npartner_type = "zzz"\n',
        2,
        "defaults.partner_type",
        "unknown partner type 'zzz'",
        "One of: certified, referral",
    ),
    "a plan for a partner type that is none": (
        '[plans.partner]\napplies_to = [\n  "certified",\n  "referal",\n]\n',
        2,
        "plans.partner.applies_to",
        "unknown partner type 'referal'",
        "did you mean 'referral'?",
    ),
    "a target for a priority that is none": (
        '[plans.partner.targets.S9]\nresponse = "1h"\n',
        1,
        "plans.partner.targets.S9",
        "unknown priority 'S9'",
        "One of: S1, S2, S3",
    ),
    "a priority without a target": (
        '[priorities.S4]\nname = "A"\ndefinition = "B"\n[plans.partner]\nname = "P"\n',
        1,
        "priorities.S4",
        "has no target in the plan 'partner'",
        'write S4 = { response = "4h" } under [plans.partner.targets], or S4 = false for no target',
    ),
    "a portal that is no link": (
        '[partner_types.referral]\nportal = "partnerexchange"\n',
        2,
        "partner_types.referral.portal",
        "unknown link 'partnerexchange'",
        "did you mean 'partnerxchange'?",
    ),
    "no portal where one is needed": (
        '[partner_types.certified]\nescalation = "portal"\n',
        2,
        "partner_types.certified.escalation",
        "needs a portal, but none is named",
        'add portal = "support"; one of: support, partnerxchange',
    ),
    "a severity without its priority": (
        '[classify.priorities]\ndown = "P1"\n',
        2,
        "classify.priorities.down",
        "unknown priority 'P1'",
        "One of: S1, S2, S3",
    ),
    "a clock that is no schedule": (
        f'{S1}clock = "extendd"\n[schedules.extended.hours]\nmon = "06:00-22:00"\n',
        2,
        "plans.partner.targets.S1.clock",
        "unknown clock 'extendd'",
        "did you mean 'extended'? One of: support-hours, 24x7, extended",
    ),
    "a level on a clock that is none": (
        f'{DESK}response = "4h"\nclock = "always"\n',
        6,
        "escalation.levels.1.clock",
        "unknown clock 'always'",
        "One of: support-hours, 24x7",
    ),
    "no business day": (
        f'{S1}update = "0bd"\n',
        2,
        "plans.partner.targets.S1.update",
        "'0bd' must be at least one business day",
        'write update = "1bd"',
    ),
    "business days and hours": (
        f'{S1}update = "2bd4h"\n',
        2,
        "plans.partner.targets.S1.update",
        '"2bd4h" is not a length such as 2bd, 1bd-end or 4h',
        'write update = "4h"',
    ),
    "too many business days": (
        f'{S1}update = "2501bd"\n',
        2,
        "plans.partner.targets.S1.update",
        "'2501bd' is more than 2500 business days",
        'write update = "4h"',
    ),
    "business days around the clock": (
        f'{S1}clock = "24x7"\nresolution = "2bd"\n',
        3,
        "plans.partner.targets.S1.resolution",
        "business days are not counted around the clock",
        'write resolution = { within = "2bd", clock = "support-hours" }, or "2d" for 48 hours',
    ),
    "a table of business days around the clock": (
        f'{S1}resolution = {{ within = "1bd-end", clock = "24x7" }}\n',
        2,
        "plans.partner.targets.S1.resolution.clock",
        "business days are not counted around the clock",
        'write clock = "support-hours", or "1d" for 24 hours',
    ),
    "a table of business days for a priority around the clock": (
        f'{S1}clock = "24x7"\nresolution = {{ within = "1bd-end" }}\n',
        3,
        "plans.partner.targets.S1.resolution",
        "business days are not counted around the clock",
        'write resolution = { within = "1bd-end", clock = "support-hours" }, or "1d" for 24 hours',
    ),
    "a level of business days around the clock": (
        f'{DESK}response = "1bd"\nclock = "24x7"\n',
        6,
        "escalation.levels.1.clock",
        "business days are not counted around the clock",
        'write clock = "support-hours", or "1d" for 24 hours',
    ),
    "a level with a target for some priorities": (
        f'{DESK}response = {{ S1 = "30m" }}\n',
        5,
        "escalation.levels.1.response",
        "has no target for S2, S3: a table names every priority",
        'write response = { S1 = "30m", S2 = "4h", S3 = "4h" }, or one target for all',
    ),
    "a level with a target for some priorities, one of them on a clock of its own": (
        f'{DESK}response = {{ S1 = {{ within = "30m", clock = "24x7" }}, S2 = "4h" }}\n',
        5,
        "escalation.levels.1.response",
        "has no target for S3: a table names every priority",
        'write response = { S1 = { within = "30m", clock = "24x7" }, S2 = "4h", S3 = "4h" }, or',
    ),
    "a level with a target that has no length, which is the only fault": (
        f'{DESK}response = {{ S1 = {{ within = "x" }}, S2 = "4h", S3 = "4h" }}\n',
        5,
        "escalation.levels.1.response.S1.within",
        "'x' is not a duration",
        'write within = "4h"',
    ),
    "a level with a target of business days around the clock": (
        f'{DESK}response = {{ S1 = {{ within = "1bd", clock = "24x7" }}, S2 = "4h", S3 = "4h" }}\n',
        5,
        "escalation.levels.1.response.S1.clock",
        "business days are not counted around the clock",
        'write clock = "support-hours", or "1d" for 24 hours',
    ),
    "a level with a target on a clock that is none": (
        f'{DESK}response = {{ S1 = {{ within = "1h", clock = "nigth" }}, S2 = "4h", S3 = "4h" }}\n',
        5,
        "escalation.levels.1.response.S1.clock",
        "unknown clock 'nigth'",
        "One of: support-hours, 24x7",
    ),
    "a level with a target for a priority that is none": (
        f'{DESK}response = {{ S1 = "30m", S2 = "4h", S3 = "4h", S4 = "4h" }}\n',
        5,
        "escalation.levels.1.response.S4",
        "unknown priority 'S4'",
        "One of: S1, S2, S3",
    ),
    "an objective that is no share": (
        '[plans.partner]\nobjective = "95"\n',
        2,
        "plans.partner.objective",
        '"95" is not a percentage such as 95%',
        'write objective = "95%"',
    ),
    "an objective above all": (
        '[plans.partner]\nobjective = "100.5%"\n',
        2,
        "plans.partner.objective",
        '"100.5%" must be above 0% and at most 100%',
        'write objective = "100%"',
    ),
    "another channel than the telephone": (
        '[priorities.S1]\nchannel = "fax"\n',
        2,
        "priorities.S1.channel",
        'must be "phone", not "fax"',
        'write channel = "phone"',
    ),
    "hours of a hotline that are none": (
        '[regions.usa]\nhotline_hours = "always"\n',
        2,
        "regions.usa.hotline_hours",
        'must be "24x7", or a table of hours, not "always"',
        'write hotline_hours = "24x7"',
    ),
    "a hotline that is never answered": (
        '[regions.usa.hotline_hours]\nmon = "closed"\n',
        1,
        "regions.usa.hotline_hours",
        "the week has no opening hours",
        'write under [regions.usa.hotline_hours]: mon = "08:00-18:00"',
    ),
    "a list of holidays that is none": (
        '[regions.usa]\nholidays = ["us"]\n',
        2,
        "regions.usa.holidays",
        "unknown list of holidays 'us'",
        "define it under [[holidays.us]]",
    ),
    "a list of holidays that is another": (
        '[regions.usa]\nholidays = ["usa"]\n[[holidays.us]]\nyearly = "12-25"\nname = "A"\n',
        2,
        "regions.usa.holidays",
        "unknown list of holidays 'usa'",
        "did you mean 'us'? One of: us",
    ),
    "a holiday without a date": (
        '[[holidays.us]]\nname = "Christmas"\n',
        1,
        "holidays.us.1.date",
        "is missing",
        'add date = 2026-12-25, or from and to, or yearly = "12-25"',
    ),
    "a holiday without its last day": (
        '[[holidays.us]]\nfrom = 2026-12-24\nname = "Christmas"\n',
        1,
        "holidays.us.1.to",
        "is missing",
        "add to = 2026-12-24, or write date = 2026-12-24 for one day",
    ),
    "a holiday that ends before it begins": (
        '[[holidays.us]]\nfrom = 2026-12-24\nto = 2026-12-20\nname = "Christmas"\n',
        3,
        "holidays.us.1.to",
        "is before `from`, 2026-12-24",
        "write to = 2026-12-24, and from = 2026-12-20",
    ),
    "a holiday of more than ten years": (
        '[[holidays.us]]\nfrom = 2026-12-24\nto = 2226-12-20\nname = "Christmas"\n',
        3,
        "holidays.us.1.to",
        "is more than ten years after `from`",
        "check both dates",
    ),
    "a holiday with two kinds of dates": (
        '[[holidays.us]]\ndate = 2026-12-25\nyearly = "12-25"\nname = "Christmas"\n',
        1,
        "holidays.us.1",
        "has date and yearly: an entry has date, from and to, or yearly",
        "make an entry for each",
    ),
    "a yearly holiday twice": (
        '[[holidays.us]]\nyearly = "12-25"\nname = "A"\n' * 2,
        5,
        "holidays.us.2.yearly",
        "12-25 is in the list twice",
        "keep one entry for each date",
    ),
    "holidays that overlap": (
        f'{CHRISTMAS}[[holidays.us]]\nfrom = 2026-12-26\nto = 2026-12-31\nname = "Year end"\n',
        6,
        "holidays.us.2.from",
        "2026-12-26 is in the list twice: another entry is up to 2026-12-26",
        "keep one entry for each date",
    ),
    "a yearly holiday that is none": (
        '[[holidays.us]]\nyearly = "13-25"\nname = "Christmas"\n',
        2,
        "holidays.us.1.yearly",
        '"13-25" is not a month and a day such as 12-25',
        'write yearly = "12-25"',
    ),
    "a schedule with the name of a clock": (
        '[schedules."24x7".hours]\nmon = "08:00-18:00"\n',
        1,
        "schedules.24x7",
        "no schedule can have the key '24x7': a clock has this name already",
        "give the schedule another key",
    ),
    "a schedule that reads as business days": (
        '[schedules."2bd of x".hours]\nmon = "08:00-18:00"\n',
        1,
        'schedules."2bd of x"',
        "is not a valid name",
        "use 1 to 60 letters, digits, ",
    ),
    "a region that a shell would run": (
        '[regions."$(touch x)"]\nname = "X"\n',
        1,
        'regions."$(touch x)"',
        "is not a valid name",
        "use 1 to 60 letters, digits, and _ - . + between them, which a shell takes without quotes",
    ),
    "a schedule without hours": (
        '[schedules.extended]\ntimezone = "Europe/London"\n',
        1,
        "schedules.extended.hours",
        "the week has no opening hours",
        'write under [schedules.extended.hours]: mon-fri = "08:00-18:00"',
    ),
    "a week of closed days": (
        f'{FIJI}[regions.fiji.hours]\nmon-sun = "closed"\n',
        5,
        "regions.fiji.hours",
        "the week has no opening hours",
        'write under [regions.fiji.hours]: mon-sun = "08:00-18:00"',
    ),
    "a region without hours": (
        FIJI,
        1,
        "regions.fiji.hours",
        "the week has no opening hours",
        'write under [regions.fiji.hours]: mon-fri = "08:00-18:00"',
    ),
    "a day that is none": (
        f'{FIJI}{HOURS}weekend = "closed"\n',
        7,
        "regions.fiji.hours.weekend",
        "'weekend' is not a day such as mon",
        "days are mon tue wed thu fri sat sun",
    ),
    "a day with hours twice": (
        f'{FIJI}{HOURS}wed = "closed"\n',
        7,
        "regions.fiji.hours.wed",
        "one of its days already has hours",
        "give each day only once",
    ),
    "a date with two exceptions": (
        f"""{FIJI}exceptions = [
          {{date = 2026-12-25, name = "A"}},
          {{date = "2026-12-25", name = "B"}},
        ]
        {HOURS}""",
        7,
        "regions.fiji.exceptions.2.date",
        "2026-12-25 is in the list twice",
        "keep one entry for each date",
    ),
    "an alias of two regions": (
        f'{FIJI}aliases = ["Pacific", "US"]\n{HOURS}',
        5,
        "regions.fiji.aliases",
        "'US' already belongs to the region 'usa'",
        "give every entry a key, name and aliases that no other one has",
    ),
    "a name that is another's key": (
        f"{FIJI.replace('Fiji', 'APAC', 1)}{HOURS}",
        2,
        "regions.fiji.name",
        "'APAC' already belongs to the region 'apac'",
        "give every entry a key, name and aliases that no other one has",
    ),
    "a key that differs in its letters' case": (
        f"{FIJI.replace('.fiji', '.EU')}{HOURS.replace('.fiji', '.EU')}",
        1,
        "regions.EU",
        "'EU' already belongs to the region 'europe'",
        "write [regions.europe] to change that one, or give every entry a key, name",
    ),
    "an alias of two priorities": (
        '[priorities.S1]\naliases = ["p1"]\n[priorities.S2]\naliases = [" P1 "]\n',
        4,
        "priorities.S2.aliases",
        "'P1' already belongs to the priority 'S1'",
        "give every entry a key, name and aliases that no other one has",
    ),
    "an alias of two partner types": (
        '[partner_types.referral]\naliases = ["first-line"]\n',
        2,
        "partner_types.referral.aliases",
        "'first-line' already belongs to the partner type 'certified'",
        "give every entry a key, name and aliases that no other one has",
    ),
    "two plans for a partner type": (
        (
            '[plans.gold]\nname = "Gold"\napplies_to = ["certified"]\n[plans.gold.targets]\n'
            'S1.response = "15m"\nS2.response = "1h"\nS3.response = "1h"\n'
        ),
        3,
        "plans.gold.applies_to",
        "'certified' already has the plan 'partner'",
        "write partner = false under [plans] in your own file, or leave 'certified' out here",
    ),
    "a mail level with a name for its address": (
        f'{LEVEL}channel = "email"\ncontact = "Bob <bob@example.com>"\n',
        5,
        "escalation.levels.1.contact",
        "'Bob <bob@example.com>' is not an e-mail address",
        'write contact = "bob@example.com": a single address',
    ),
    "a mail level with two addresses": (
        f'{LEVEL}channel = "email"\ncontact = "a@example.com, b@example.com"\n',
        5,
        "escalation.levels.1.contact",
        "'a@example.com, b@example.com' is not an e-mail address",
        'write contact = "a@example.com": a single address',
    ),
    "a phone level with an address": (
        f'{LEVEL}channel = "phone"\ncontact = "desk@example.com"\n',
        5,
        "escalation.levels.1.contact",
        "'desk@example.com' is not a phone number",
        'write channel = "email", or contact = "+44 20 7946 0000"',
    ),
    "a region left out that is none": (
        "[regions]\napca = false\n",
        2,
        "regions.apca",
        "there is no such entry to leave out",
        "check the name, or remove the line",
    ),
}

VALID_TARGETS = "Keys here: response, clock, next, update, workaround, resolution"
DIAGNOSIS = '[clocks.diagnosis]\nstarts = "opened"\n'
CLOCKS: dict[str, Row] = {
    "a start that is none": (
        '[clocks.diagnosis]\nstarts = "open"\nstops = "marked"\n',
        2,
        "clocks.diagnosis.starts",
        'must be "opened" or "answer" or "message" or "escalated", not "open"',
        'write starts = "opened": what starts the clock',
    ),
    "a stop that is none": (
        f'{DIAGNOSIS}stops = "closed"\n',
        3,
        "clocks.diagnosis.stops",
        'must be "answer" or "marked" or "resolved", not "closed"',
        'write stops = "answer": what stops the clock',
    ),
    "one stop of two that is none": (
        f'{DIAGNOSIS}stops = ["marked", "solved"]\n',
        3,
        "clocks.diagnosis.stops",
        'must be "answer" or "marked" or "resolved", not "solved"',
        'write stops = ["marked", "resolved"]',
    ),
    "a clock that nothing stops": (
        f"{DIAGNOSIS}stops = []\n",
        3,
        "clocks.diagnosis.stops",
        'must not be an empty list: name at least one of "answer" or "marked" or "resolved"',
        'write stops = "answer"',
    ),
    "a clock without a stop": (
        DIAGNOSIS,
        1,
        "clocks.diagnosis.stops",
        "is missing",
        'add stops = "answer": what stops the clock',
    ),
    "a clock without a start": (
        '[clocks.diagnosis]\nstops = "marked"\n',
        1,
        "clocks.diagnosis.starts",
        "is missing",
        'add starts = "opened": what starts the clock',
    ),
    "a word for a flag of a clock": (
        '[clocks.update]\nagain = "yes"\n',
        2,
        "clocks.update.again",
        'must be true or false, not "yes"',
        "write again = true: whether it starts again",
    ),
    "a number for a clock's flag": (
        "[clocks.update]\npauses = 1\n",
        2,
        "clocks.update.pauses",
        "must be true or false, not 1",
        "write pauses = true",
    ),
    "an unknown key of a clock": (
        "[clocks.update]\npause = true\n",
        2,
        "clocks.update.pause",
        "unknown key",
        "did you mean 'pauses'? Keys here: name, starts, stops, again, pauses",
    ),
    "a text for a clock": (
        '[clocks]\nupdate = "4h"\n',
        2,
        "clocks.update",
        'must be a table, not "4h"',
        "write [clocks.update] and its keys below it",
    ),
    "a clock left out that is none": (
        "[clocks]\nupdat = false\n",
        2,
        "clocks.updat",
        "there is no such entry to leave out",
        "check the name, or remove the line",
    ),
    "a clock that starts again with the opening": (
        "[clocks.resolution]\nagain = true\n",
        2,
        "clocks.resolution.again",
        "the clock cannot start again: a case is opened only once",
        "write again = false, or another `starts`",
    ),
    "a response that starts with the answer": (
        '[clocks.response]\nstarts = "answer"\n',
        2,
        "clocks.response.starts",
        'must be "opened" for this clock: slt relies on it',
        'write starts = "opened"; for another rule, define a clock of your own',
    ),
    "a response that no answer stops": (
        '[clocks.response]\nstops = "resolved"\n',
        2,
        "clocks.response.stops",
        'must include "answer" for this clock: slt relies on it',
        'write stops = "answer"; for another rule, define a clock of your own',
    ),
    "an escalation that starts with the opening": (
        '[clocks.escalation]\nstarts = "message"\n',
        2,
        "clocks.escalation.starts",
        'must be "escalated" for this clock: slt relies on it',
        'write starts = "escalated"; for another rule, define a clock of your own',
    ),
    "an escalation that no answer stops": (
        '[clocks.escalation]\nstops = ["marked"]\n',
        2,
        "clocks.escalation.stops",
        'must include "answer" for this clock: slt relies on it',
        'write stops = "answer"',
    ),
    "an escalation at one level alone": (
        "[clocks.escalation]\nagain = false\n",
        2,
        "clocks.escalation.again",
        "must be true for this clock: it starts again at each level",
        "write again = true",
    ),
    "no response": (
        "[clocks]\nresponse = false\n",
        2,
        "clocks.response",
        "is missing: slt relies on this clock",
        'write response = { starts = "opened", stops = "answer" } under [clocks], or remove',
    ),
    "no escalation": (
        "[clocks]\nescalation = false\n",
        2,
        "clocks.escalation",
        "is missing: slt relies on this clock",
        'write escalation = { starts = "escalated", stops = "answer" } under [clocks], or',
    ),
    "a clock with the key of a target's clock": (
        '[clocks.clock]\nstarts = "opened"\nstops = "marked"\n',
        1,
        "clocks.clock",
        "no clock can have the key 'clock': it is a key of a plan's targets",
        "give the clock another key",
    ),
    "a clock with the key of a target's length": (
        '[clocks.within]\nstarts = "opened"\nstops = "marked"\n',
        1,
        "clocks.within",
        "no clock can have the key 'within': it is a key of a plan's targets",
        "give the clock another key",
    ),
    "a clock with the name of another": (
        f'{DIAGNOSIS}stops = "marked"\nname = "Update"\n',
        4,
        "clocks.diagnosis.name",
        "'Update' already belongs to the clock 'update'",
        "give every entry a key, name",
    ),
    "a clock whose key differs in capitals alone": (
        '[clocks.UPDATE]\nstarts = "opened"\nstops = "marked"\n',
        1,
        "clocks.UPDATE",
        "'UPDATE' already belongs to the clock 'update'",
        "write [clocks.update] to change that one, or give every entry a key, name",
    ),
    "a target for a clock that is none": (
        f'{S1}updat = "4h"\n',
        2,
        "plans.partner.targets.S1.updat",
        "unknown key, and there is no clock of this name",
        f"did you mean 'update'? {VALID_TARGETS}",
    ),
    "a misspelt clock of a target": (
        f'{S1}clok = "24x7"\n',
        2,
        "plans.partner.targets.S1.clok",
        "unknown key, and there is no clock of this name",
        f"did you mean 'clock'? {VALID_TARGETS}",
    ),
    "a length without its clock": (
        f'{S1}within = "4h"\n',
        2,
        "plans.partner.targets.S1.within",
        "unknown key, and there is no clock of this name",
        VALID_TARGETS,
    ),
    "a target for a clock that is left out": (
        f'{S1}update = "4h"\n[clocks]\nupdate = false\n',
        2,
        "plans.partner.targets.S1.update",
        "unknown key, and there is no clock of this name",
        "the clock is left out: write `update = false` here in your own file",
    ),
    "a target for escalations": (
        f'{S1}escalation = "4h"\n',
        2,
        "plans.partner.targets.S1.escalation",
        "a plan has no target for escalations: each level has one",
        "write the target as `response` of each level, in escalation.levels",
    ),
    "a target that is no duration": (
        f'{S1}update = "often"\n',
        2,
        "plans.partner.targets.S1.update",
        "'often' is not a duration such as 90s, 30m, 1h30m, 2d or 2bd",
        'write update = "4h": target for the clock with this name',
    ),
    "true for a target": (
        f"{S1}update = true\n",
        2,
        "plans.partner.targets.S1.update",
        "must be text in quotes, not true",
        'write update = "4h"',
    ),
    "a list for a target": (
        f'{S1}update = ["4h"]\n',
        2,
        "plans.partner.targets.S1.update",
        'must be text in quotes, not ["4h"]',
        'write update = "4h"',
    ),
    "a response that is left out": (
        f"{S1}response = false\n",
        2,
        "plans.partner.targets.S1.response",
        "must be text in quotes, not false",
        'write response = "4h": target for the first response',
    ),
    "a table without its length": (
        f'{S1}update = {{ clock = "24x7" }}\n',
        2,
        "plans.partner.targets.S1.update.within",
        "is missing",
        'add within = "4h": length of a target',
    ),
    "a table with a length that is none": (
        f'{S1}update = {{ within = "0h" }}\n',
        2,
        "plans.partner.targets.S1.update.within",
        '"0h" must be longer than zero',
        'write within = "4h"',
    ),
    "a table with a clock that is none": (
        f'{S1}update = {{ within = "4h", clock = "always" }}\n',
        2,
        "plans.partner.targets.S1.update.clock",
        "unknown clock 'always'",
        "One of: support-hours, 24x7",
    ),
    "a table with an unknown key": (
        f'{S1}response = {{ within = "4h", on = "24x7" }}\n',
        2,
        "plans.partner.targets.S1.response.on",
        "unknown key",
        "Keys here: within, clock",
    ),
    "a priority without a response": (
        (
            '[priorities.S4]\nname = "A"\ndefinition = "B"\n'
            '[plans.partner.targets.S4]\nupdate = "4h"\n'
        ),
        4,
        "plans.partner.targets.S4.response",
        "is missing",
        'add response = "4h": target for the first response',
    ),
}
TWICE = "keep one of the two: a name is the same in upper and lower case"
NAMES: dict[str, Row] = {
    "a priority of a plan twice": (
        '[plans.partner.targets.s1]\nresponse = "2h"\n[plans.partner.targets.S1]\n',
        3,
        "plans.partner.targets.S1",
        "is named twice: s1 above is the same",
        TWICE,
    ),
    "a priority of a plan twice, the key first": (
        f'{S1}response = "3h"\n[plans.partner.targets.s1]\nresponse = "2h"\n',
        3,
        "plans.partner.targets.s1",
        "is named twice: S1 above is the same",
        TWICE,
    ),
    "a priority of a level twice": (
        f'{DESK}response = {{ s1 = "1h", S1 = "2h", S2 = "1h", S3 = "1h" }}\n',
        5,
        "escalation.levels.1.response.S1",
        "is named twice: s1 above is the same",
        TWICE,
    ),
    "a clock of a target twice": (
        f'{S1}update = "4h"\nUpdate = "5h"\n',
        3,
        "plans.partner.targets.S1.Update",
        "is named twice: update above is the same",
        TWICE,
    ),
    "a clock twice": (
        '[clocks.UPDATE]\nstarts = "opened"\nstops = "marked"\n[clocks.update]\npauses = true\n',
        1,
        "clocks.UPDATE",
        "'UPDATE' already belongs to the clock 'update'",
        "write [clocks.update] to change that one",
    ),
    "a link twice": (
        '[links.a]\nname = "A"\npurpose = "B"\n[links.A]\nname = "C"\npurpose = "D"\n',
        4,
        "links.A",
        "'A' already belongs to the link 'a'",
        "give every entry a key that no other one has",
    ),
    "a fault below a priority in lower case": (
        '[plans.partner.targets.s1]\nresponse = "2h"\n[plans.partner.targets.s2]\n\nupdate = "x"\n',
        5,
        "plans.partner.targets.S2.update",
        "'x' is not a duration",
        'write update = "4h"',
    ),
    "a clock that is not one, of a priority in lower case": (
        (
            '[plans.partner.targets]\ns1 = { response = "1h" }\n'
            's2 = { response = "1h", update = { within = "2bd", clock = "24x7" } }\n'
        ),
        3,
        "plans.partner.targets.S2.update.clock",
        "business days are not counted around the clock",
        'write clock = "support-hours"',
    ),
}
REGION = "[regions.usa]\n"
EMPTY = (
    'inherit = false\n[defaults]\nregion = "main"\npartner_type = "customer"\n'
    '[regions.main]\nname = "Main"\ntimezone = "America/Bogota"\nhotline = "+57 1 555 0100"\n'
    'hours = { mon-fri = "08:00-18:00" }\n[priorities]\nP1 = { name = "A", definition = "B" }\n'
    '[partner_types]\ncustomer = { name = "Customer", hotline = true, escalation = "levels" }\n'
    '[plans.support]\nname = "S"\napplies_to = ["customer"]\ntargets.P1.response = "1h"\n'
    '[[escalation.levels]]\nname = "D"\nchannel = "email"\ncontact = "a@b.cd"\nresponse = "1h"\n'
)
LEFT_OUT = "is left out, but {} still names it"
GIVEN: dict[str, Row] = {
    "a plan without a target for a shipped priority": (
        (
            '[plans]\npartner = false\n[plans.gold]\nname = "Gold"\napplies_to = ["certified"]\n'
            '[plans.gold.targets]\nS1.response = "1h"\nS3.response = "1h"\n'
        ),
        6,
        "plans.gold.targets",
        "has no target for the priority 'S2'",
        'write S2 = { response = "4h" } under [plans.gold.targets], or S2 = false',
    ),
    "inherit below a table": (
        "[defaults]\ninherit = false\n",
        2,
        "defaults.inherit",
        "unknown key",
        "put it above all tables",
    ),
    "inherit among the links": (
        "[links]\ninherit = false\n",
        2,
        "links.inherit",
        "unknown key",
        "put it above all tables",
    ),
    "a yearly date without quotes": (
        "[[holidays.a]]\nyearly = 12-25\n",
        2,
        "",
        "not valid TOML: expected newline",
        'put text in quotes: yearly = "12-25"',
    ),
    "a yearly date that is none": (
        '[[holidays.a]]\nname = "A"\nyearly = "02-30"\n',
        3,
        "holidays.a.1.yearly",
        '"02-30" is not a month and a day',
        'write yearly = "02-29" or "03-01": ',
    ),
    "false for the escalation": (
        "escalation = false\n",
        1,
        "escalation",
        "must be a table, not false",
        "write escalation = { levels = [] }",
    ),
    "no levels": (
        "[escalation]\nlevels = false\n",
        2,
        "escalation.levels",
        "must be a list of tables, not false",
        "write levels = [], for none at all",
    ),
    "a clock without its schedule": (
        f'{S1}clock = "extended"\n',
        2,
        "plans.partner.targets.S1.clock",
        "unknown clock 'extended'",
        "One of: support-hours, 24x7, or define [schedules.extended.hours]",
    ),
    "the end of the day": (
        f'{S1}response = "EOD"\n',
        2,
        "plans.partner.targets.S1.response",
        "'EOD' is not a duration such as 90s, 30m, 1h30m, 2d or 2bd",
        'write response = "1bd-end", the end of the next business day: target',
    ),
    "hours of the afternoon": (
        '[regions.usa.hours]\nmon-fri = "9-5"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'9-5' is not an interval",
        'write mon-fri = "09:00-17:00"',
    ),
}
MEANT: dict[str, Row] = {
    "a duration with a fraction": (
        f'{S1}response = "1,5h"\n',
        2,
        "plans.partner.targets.S1.response",
        "'1,5h' is not a duration such as 90s, 30m, 1h30m, 2d or 2bd",
        'write response = "1h30m": target for the first response',
    ),
    "a duration in weeks": (
        f'{S1}resolution = "2 weeks"\n',
        2,
        "plans.partner.targets.S1.resolution",
        "'2 weeks' is not a duration",
        'write resolution = "14d": target',
    ),
    "a duration as a time of day": (
        f'{S1}response = "1:30"\n',
        2,
        "plans.partner.targets.S1.response",
        "'1:30' is not a duration",
        'write response = "1h30m": target',
    ),
    "a length for the targets of a priority": (
        '[plans.partner.targets]\nS1 = "30 min"\n',
        2,
        "plans.partner.targets.S1",
        'must be a table, not "30 min"',
        'write S1 = { response = "30 min" }',
    ),
    "a share without its sign": (
        "[defaults]\nwarn = 0.25\n",
        2,
        "defaults.warn",
        "must be text in quotes, not 0.25",
        'write warn = "25%": a clock is soon due when',
    ),
    "a city of a zone with a blank": (
        f'{REGION}timezone = "America/Sao Paulo"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"America/Sao Paulo\": did you mean 'America/Sao_Paulo'?",
        'write timezone = "America/Sao_Paulo": IANA',
    ),
    "a city with its accents": (
        f'{REGION}timezone = "São Paulo"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"São Paulo\": did you mean 'America/Sao_Paulo'?",
        'write timezone = "America/Sao_Paulo": IANA',
    ),
    "the name of a zone in words": (
        f'{REGION}timezone = "Eastern Time"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"Eastern Time\": did you mean 'America/New_York'?",
        'write timezone = "America/New_York": IANA',
    ),
    "an offset with half an hour": (
        f'{REGION}timezone = "UTC+5:30"\n',
        2,
        "regions.usa.timezone",
        "unknown time zone \"UTC+5:30\": did you mean 'Asia/Kolkata'?",
        'write timezone = "Asia/Kolkata": IANA',
    ),
    "a zone with leap seconds": (
        f'{REGION}timezone = "right/Europe/London"\n',
        2,
        "regions.usa.timezone",
        '"right/Europe/London" counts leap seconds, which no other clock does',
        'write timezone = "Europe/London": IANA',
    ),
    "a zone in a directory of its own": (
        f'{REGION}timezone = "posix/America/New_York"\n',
        2,
        "regions.usa.timezone",
        '"posix/America/New_York" is not a name that every machine knows',
        'write timezone = "America/New_York": IANA',
    ),
    "the zone of the machine": (
        f'{REGION}timezone = "localtime"\n',
        2,
        "regions.usa.timezone",
        '"localtime" is another zone on another machine',
        'write timezone = "Europe/London", or the zone of another city',
    ),
    "hours as people say them": (
        '[regions.usa.hours]\nmon-fri = "9am to 5:30pm"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'9am to 5:30pm' is not an interval",
        'write mon-fri = "09:00-17:30": opening hours',
    ),
    "hours round the clock": (
        '[regions.usa.hours]\nmon-sun = "24/7"\n',
        2,
        "regions.usa.hours.mon-sun",
        "'24/7' is not an interval",
        'write mon-sun = "00:00-24:00": opening hours',
    ),
    "two intervals in a text": (
        '[regions.usa.hours]\nmon-fri = "08:00-12:00, 13:00-17:00"\n',
        2,
        "regions.usa.hours.mon-fri",
        "'08:00-12:00, 13:00-17:00' is not an interval",
        'write mon-fri = ["08:00-12:00", "13:00-17:00"]: opening hours',
    ),
    "a date that can be read in two ways": (
        '[[regions.usa.exceptions]]\ndate = "11/12/2026"\nname = "A"\n',
        2,
        "regions.usa.exceptions.1.date",
        '"11/12/2026" is not a date such as 2026-12-25',
        "write date = 2026-12-11 or 2026-11-12: date with other",
    ),
    "a date with the name of its month": (
        '[[regions.usa.exceptions]]\ndate = "December 26, 2026"\nname = "A"\n',
        2,
        "regions.usa.exceptions.1.date",
        '"December 26, 2026" is not a date such as 2026-12-25',
        "write date = 2026-12-26: date with other",
    ),
    "a number with letters": (
        f'{REGION}hotline = "1-800-FLOWERS"\n',
        2,
        "regions.usa.hotline",
        '"1-800-FLOWERS" is not a phone number',
        'write hotline = "1-800-3569377": telephone number',
    ),
    "a mail level with a number": (
        f'{LEVEL}channel = "email"\ncontact = "+44 20 7946 0000"\n',
        5,
        "escalation.levels.1.contact",
        "'+44 20 7946 0000' is not an e-mail address",
        'write channel = "phone", or contact = "desk@example.com"',
    ),
    "a table for the default region": (
        "[defaults]\npartner_type = 5\n",
        2,
        "defaults.partner_type",
        "must be text in quotes, not 5",
        'write partner_type = "certified": partner type of a case',
    ),
    "a name for the partner types of a plan": (
        '[plans.partner]\napplies_to = "Certified partner"\n',
        2,
        "plans.partner.applies_to",
        'must be a list such as ["a", "b"], not "certified"',
        'write applies_to = ["certified"]: the partner types',
    ),
    "a word for inherit": (
        'inherit = "no"\n',
        1,
        "inherit",
        'must be true or false, not "no"',
        "write inherit",
    ),
    "a region left out that is the default": (
        "[regions]\nusa = false\n",
        2,
        "regions.usa",
        LEFT_OUT.format("defaults.region"),
        'write region = "europe" under [defaults], or remove this line',
    ),
    "a priority left out that has a target": (
        "[priorities]\nS2 = false\n",
        2,
        "priorities.S2",
        LEFT_OUT.format("plans.partner.targets.S2"),
        "write S2 = false under [plans.partner.targets], or remove this line",
    ),
    "a link left out that is a portal": (
        "[links]\npartnerxchange = false\n",
        2,
        "links.partnerxchange",
        LEFT_OUT.format("partner_types.referral.portal"),
        'write portal = "support" under [partner_types.referral], or remove this line',
    ),
    "a partner type left out that has a plan": (
        '[defaults]\npartner_type = "referral"\n[partner_types]\ncertified = false\n',
        4,
        "partner_types.certified",
        LEFT_OUT.format("plans.partner.applies_to"),
        "write partner = false under [plans], or remove this line",
    ),
    "a partner type left out for another": (
        (
            '[defaults]\npartner_type = "gold"\n[partner_types]\ncertified = false\n'
            'gold = { name = "Gold", hotline = true, escalation = "levels" }\n'
        ),
        4,
        "partner_types.certified",
        LEFT_OUT.format("plans.partner.applies_to"),
        'write applies_to = ["gold"] under [plans.partner], or remove this line',
    ),
    "an alias of a region that ships": (
        f'{REGION}aliases = ["UK"]\n',
        2,
        "regions.usa.aliases",
        "'uk' already belongs to the region 'europe'",
        "give every entry a key, name and aliases that no other one has",
    ),
    "a policy from nothing without a plan": (
        EMPTY.replace("[plans.support]", "[links.a]").partition("[links.a]")[0]
        + EMPTY[EMPTY.index("[[escalation") :],
        None,
        "plans",
        "a policy needs at least one plan",
        'write under [plans]: support = { name = "Support", applies_to = ["customer"], targets = ',
    ),
    "a policy from nothing that names a shipped region": (
        EMPTY.replace('region = "main"', 'region = "usa"'),
        3,
        "defaults.region",
        "unknown region 'usa'",
        "One of: main",
    ),
    "a policy from nothing with a portal that is no link": (
        EMPTY.replace('escalation = "levels"', 'escalation = "portal", portal = "web"'),
        13,
        "partner_types.customer.portal",
        "unknown link 'web'",
        "define it under [links.web]",
    ),
}
FILES = {**UNREADABLE, **VALUES, **PARTS, **CLOCKS, **NAMES, **GIVEN, **MEANT}


@pytest.mark.parametrize(
    ("content", "line", "key", "problem", "fix"), FILES.values(), ids=FILES.keys()
)
def test_a_broken_file_is_reported_with_line_problem_and_fix(
    tmp_path: Path, content: str | bytes, line: int | None, key: str, problem: str, fix: str
) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(ConfigError) as refused:
        load_policy(read_layers(file))

    (fault,) = refused.value.faults
    assert (fault.key, fault.line) == (key, line)
    assert fault.file == str(file)
    assert fault.problem.startswith(problem)
    assert fault.fix.startswith(fix)
    assert fault.fix
    assert len(fault.problem) < 200
    assert "datetime" not in fault.problem.replace("date or datetime", "")


MECHANICAL = {
    name: row
    for name, row in FILES.items()
    if name not in UNREADABLE and row[4].startswith(("write ", "add ")) and " =" in row[4]
}


def applied(tables: Table, fault: Fault) -> Table:
    """Return tables with what the fix of a fault says: `write key = value`, `under [a table]`.

    Of two values it is the first.
    """
    told = re.fullmatch(r"(?:write|add) (?:under \[(\S+)\]: )?(.+)", fault.fix)
    assert told is not None
    line = told[2]
    ends = [found.start() for found in re.finditer(r": |, | or | under |; |, or |$", line)]
    (key, value), end = next(
        (next(iter(parsed.items())), end) for end in reversed(ends) if (parsed := toml(line[:end]))
    )
    under = told[1] or (re.match(r" under \[(\S+?)\]", line[end:]) or [None, None])[1]
    path = parse_key(under) if under else parse_key(fault.key)[:-1]
    shipped = read_layers().tables
    return with_value(tables, shipped, path_as_written((*path, key), tables, shipped), value)


def toml(line: str) -> Table:
    """Return the table that a line is, or an empty one."""
    try:
        return tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return {}


@pytest.mark.parametrize("content", [row[0] for row in MECHANICAL.values()], ids=MECHANICAL)
def test_a_fix_that_names_a_value_makes_the_file_valid(content: str) -> None:
    file = Path("broken.toml")
    tables = tomllib.loads(content)
    with pytest.raises(ConfigError) as refused:
        load_policy(lay_over([*read_sources(default_file()), Source(file, content, tables)]))

    fixed = applied(tables, refused.value.faults[0])

    load_policy(lay_over([*read_sources(default_file()), Source(file, "", fixed)]))


NEEDS = [
    "defaults.region",
    "defaults.partner_type",
    "regions",
    "priorities",
    "partner_types",
    "plans",
]


def test_a_policy_from_nothing_is_told_all_that_it_needs_and_valid_with_it(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text("inherit = false\n")
    with pytest.raises(ConfigError) as refused:
        load_policy(read_layers(file))
    faults = refused.value.faults
    assert [fault.key for fault in faults] == NEEDS
    assert {fault.file for fault in faults} == {str(file)}
    assert faults[0].fix.startswith('write under [defaults]: region = "main": region of a case')

    tables: Table = {"inherit": False}
    for fault in refused.value.faults:
        tables = applied(tables, fault)

    policy = load_policy(lay_over([*read_sources(default_file()), Source(file, "", tables)]))
    assert (list(policy.regions), list(policy.priorities)) == (["main"], ["P1"])


def test_the_broken_files_are_many() -> None:
    tables = (UNREADABLE, VALUES, PARTS, CLOCKS, NAMES, GIVEN, MEANT)
    assert len(FILES) == sum(map(len, tables)) >= 150


def test_every_fault_of_a_file_is_reported_at_once_in_the_order_of_its_lines(
    tmp_path: Path,
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(
        f"""
        colour = true
        [defaults]
        region = "x"
        warn = "often"
        case_prefix = "1"
        [priorities.S4]
        [regions.usa]
        timezone = "Mars/Olympus"
        aliases = ["eu"]
        [plans.partner.targets.S9]
        response = "1h"
        {FIJI}
        [[regions.usa.exceptions]]
        date = 2026-12-25
        [[regions.usa.exceptions]]
        date = 2026-12-25
        name = "Christmas Day"
        """
    )

    with pytest.raises(ConfigError) as refused:
        load_policy(read_layers(file))

    reported = [
        (fault.line, fault.key) for fault in refused.value.faults if fault.file == str(file)
    ]
    assert reported == [
        (2, "colour"),
        (4, "defaults.region"),
        (5, "defaults.warn"),
        (6, "defaults.case_prefix"),
        (7, "priorities.S4.name"),
        (7, "priorities.S4.definition"),
        (7, "priorities.S4"),
        (9, "regions.usa.timezone"),
        (10, "regions.usa.aliases"),
        (11, "plans.partner.targets.S9"),
        (13, "regions.fiji.hours"),
        (18, "regions.usa.exceptions.1.name"),
        (21, "regions.usa.exceptions.2.date"),
    ]


def test_all_files_that_cannot_be_read_are_reported_at_once(tmp_path: Path) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text("a = ")
    explicit = tmp_path / "explicit.toml"
    explicit.write_text("[b")

    with pytest.raises(ConfigError) as refused:
        read_layers(explicit)

    assert [fault.file for fault in refused.value.faults] == [str(user_file()), str(explicit)]
