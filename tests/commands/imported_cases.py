"""The files of tests/data/imports, and by hand every case that they are to become.

Nothing here was computed by slt. Times are UTC of 2026. The region is the USA where a row has none:
Monday to Friday, 05:00 to 18:00 in Los Angeles, which is 13:00 to 02:00 UTC from 1 November to 8
March, and 12:00 to 01:00 UTC in summer. An answer is due after 1 hour (S1), 4 hours (S2) or 6 hours
(S3) of these. 16 November is a Monday.
"""

from typing import Any, NamedTuple

NOW = "2026-11-25T12:00:00Z"


class Expected(NamedTuple):
    """What is given with a file, the cases that it becomes, and a part of each note."""

    options: list[str]
    cases: list[dict[str, Any]]
    notes: tuple[str, ...] = ()


def case(
    ref: str,
    subject: str,
    partner: str | None,
    priority: str,
    opened: str,
    due: str | None,
    verdict: str | None = None,
    **others: str | list[str] | None,
) -> dict[str, Any]:
    """Return every field of a case of JSON but its id; what is not given is as in a new case."""
    times = {field: others.pop(field, None) for field in TIMES}
    given = {"opened_at": opened, "due_at": due, **times}
    return {
        "ref": ref,
        "subject": subject,
        "partner": partner,
        "partner_type": "certified",
        "plan": "partner",
        "priority": priority,
        "region": "usa",
        "status": "open",
        "verdict": verdict,
        "level": 0,
        "escalated_at": None,
        "escalation_due_at": None,
        "escalation_verdict": None,
        "owner": None,
        "customer": None,
        "tags": [],
        **{field: time and instant(time) for field, time in given.items()},
        **others,
    }


def by_agent(*cases: dict[str, Any]) -> list[dict[str, Any]]:
    """Return cases of a file that has the same owner for each."""
    return [{**each, "owner": "Agent One"} for each in cases]


TIMES = ("responded_at", "closed_at", "resolved_at", "held_since")


def instant(time: str) -> str:
    """Return a time such as `11-16 09:10`, or with seconds, as JSON has it."""
    day, clock = time.split()
    return f"2026-{day}T{clock if clock.count(':') == 2 else clock + ':00'}Z"


# --- The five files that any desk may try, with no option but the zone ----------------------------

ZENDESK = Expected(
    ["--timezone", "Europe/Madrid"],
    by_agent(
        case(  # opened before the hours: from 13:00
            *("35436", "Help, my printer is on fire!", "Customer A", "S1"),
            *("11-16 08:10", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 08:32",
            tags=["enterprise"],
        ),
        case(
            *("35437", "Voicemail delayed", "Customer B", "S3"),
            *("11-17 08:10", "11-17 19:00", "met"),
            status="resolved",
            responded_at="11-17 08:50",
            resolved_at="11-17 11:00",
        ),
    ),
)
SALESFORCE = Expected(
    ["--timezone", "America/New_York"],
    by_agent(
        case(
            *("00451101", "Phones down at HQ", "Customer A", "S1"), *("11-16 14:10", "11-16 15:10")
        ),
        case(
            *("00451102", "Recordings missing, Madrid", "Customer B", "S2"),
            *("11-17 19:45", "11-17 23:45"),
        ),
        case(  # closed the next day, after it was due, and nobody had answered
            *("00451103", "Ring tone question", "Customer C", "S3"),
            *("11-18 16:00", "11-18 22:00", "missed"),
            status="closed",
            closed_at="11-19 14:00",
        ),
    ),
)
SERVICENOW = Expected(
    ["--timezone", "Europe/Berlin"],
    by_agent(
        case(
            *("INC0010023", "Phones down in Berlin", "Customer A", "S1"),
            *("11-16 08:10", "11-16 14:00"),
        ),
        case(
            *("INC0010024", "Headset rattles", "Customer B", "S3"),
            *("11-17 08:10", "11-17 19:00", "missed"),
            status="closed",
            closed_at="11-18 09:00",
        ),
    ),
)
JIRA = Expected(
    ["--timezone", "Europe/London"],
    by_agent(
        case(  # a column for each label
            *("SUP-101", "Phones down at HQ", None, "S1", "11-16 09:10", "11-16 14:00"),
            tags=["hq", "voice"],
        ),
        case(
            *("SUP-102", "Wrong caller name", None, "S3"),
            *("11-17 14:45", "11-17 20:45", "missed"),
            status="resolved",
            resolved_at="11-18 10:10",
        ),
    ),
)
FRESHDESK = Expected(
    ["--timezone", "Asia/Kolkata"],
    by_agent(
        case(  # Sunday evening in Los Angeles
            *("301", "Phones dead", "Customer A", "S1", "11-16 03:40", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 04:10",
        ),
        case(  # held since its last update; Due by Time is not slt's
            *("302", "Slow portal, sometimes", "Customer B", "S3", "11-17 05:40", "11-17 19:00"),
            held_since="11-17 06:30",
        ),
    ),
)

# --- The same systems, as other people export them ------------------------------------------------

SALESFORCE_EUROPE = Expected(
    ["--timezone", "Europe/Madrid"],
    by_agent(
        case(
            *("00450201", "Teléfonos caídos en Cádiz", "Cliente Á", "S1"),
            *("11-16 08:10", "11-16 14:00"),
        ),
        case(  # Thursday
            *("00450202", "Grabaciones; faltan dos", "Cliente B", "S2"),
            *("11-05 15:30", "11-05 19:30", "met"),
            status="closed",
            closed_at="11-05 17:00",
        ),
        case(  # the desk's own wait; 3 h 45 min until 02:00 on Friday, 2 h 15 min from 13:00
            *("00450203", "Tono de llamada", "Cliente C", "S3", "11-12 22:15", "11-13 15:15"),
        ),
        case(
            *("00450204", "Coste de 5 € por llamada: no suena", "Cliente B", "S1"),
            *("11-20 17:00", "11-20 18:00"),
        ),
    ),
    notes=("is read as Windows-1252",),
)
AMBIGUOUS_LAST = case(
    *("00452003", "Ring tone question", "Customer C", "S3"),
    *("05-05 15:00", "05-05 21:00", "met"),
    status="closed",
    closed_at="05-05 16:30",
)
SALESFORCE_MONTH_FIRST = Expected(
    ["--timezone", "America/New_York", "--date-format", "MM/DD/YYYY"],
    by_agent(
        case("00452001", "Phones down", "Customer A", "S1", "11-10 14:10", "11-10 15:10"),
        case(  # Sunday 11 October: from 12:00 on Monday, in summer time
            *("00452002", "Recordings missing", "Customer B", "S2", "10-11 18:45", "10-12 16:00"),
        ),
        AMBIGUOUS_LAST,
    ),
)
SALESFORCE_DAY_FIRST = Expected(
    ["--timezone", "America/New_York", "--date-format", "DD/MM/YYYY"],
    by_agent(
        case("00452001", "Phones down", "Customer A", "S1", "10-11 13:10", "10-12 13:00"),
        case("00452002", "Recordings missing", "Customer B", "S2", "11-10 19:45", "11-10 23:45"),
        AMBIGUOUS_LAST,
    ),
)
SALESFORCE_GERMAN = Expected(
    ["--timezone", "Europe/Berlin"],
    by_agent(
        case("00453001", "Rufe brechen ab", "Kunde A", "S2", "11-16 08:10", "11-16 17:00"),
        case(  # due at 13:45 and 6 hours
            *("00453002", "Ansage falsch", "Kunde B", "S3", "11-17 13:45", "11-17 19:45", "met"),
            status="closed",
            closed_at="11-17 19:05",
        ),
        case(  # closed at its last change
            *("00453003", "Keine Verbindung", None, "S1", "11-18 14:00", "11-18 15:00", "missed"),
            status="closed",
            closed_at="11-18 16:10",
        ),
    ),
)
ZENDESK_43 = Expected(
    ["--timezone", "America/Los_Angeles"],
    [
        case(  # half an hour until 02:00, and half an hour from 13:00
            "40001", "Nobody can dial out", None, "S1", "11-25 01:30", "11-25 13:30"
        ),
        *by_agent(
            case(  # answered after 5 hours
                *("40002", "Voicemail delayed", "Customer A", "S2"),
                *("11-16 17:10", "11-16 21:10", "missed"),
                status="responded",
                responded_at="11-16 22:10",
            ),
            case(
                *("40003", "Wrong caller name", "Customer A", "S3"),
                *("11-17 16:00", "11-17 22:00", "met"),
                status="responded",
                responded_at="11-17 16:45",
                held_since="11-17 17:00",
            ),
            case(  # its last update, 16:20, is before its first answer
                *("40004", "Hold music is loud", "Customer A", "S3"),
                *("11-18 16:00", "11-18 22:00", "met"),
                status="responded",
                responded_at="11-18 16:21",
                held_since="11-18 16:21",
            ),
            case(  # On-hold is the desk's own wait
                *(
                    "40005",
                    "Carrier fault",
                    "Customer A",
                    "S1",
                    "11-19 18:00",
                    "11-19 19:00",
                    "met",
                ),
                status="responded",
                responded_at="11-19 18:10",
            ),
            case(  # solved in time, and nobody had answered before
                *("40006", "Fax does not send", "Customer A", "S2"),
                *("11-19 15:00", "11-19 19:00", "met"),
                status="resolved",
                resolved_at="11-19 17:00",
            ),
            case(  # closed four days later, at its last update
                *(
                    "40007",
                    "Report is empty",
                    "Customer B",
                    "S3",
                    "11-09 16:00",
                    "11-09 22:00",
                    "met",
                ),
                status="closed",
                responded_at="11-09 16:30",
                resolved_at="11-10 16:00",
                closed_at="11-14 16:05",
            ),
            case(
                *("40008", "Logo is blurred", "Customer B", "S3"),
                *("11-09 18:00", "11-10 00:00", "missed"),
                status="closed",
                closed_at="11-10 18:00",
            ),
            case(  # reopened: the time at which it was solved is left over
                *("40009", "Calls drop again", "Customer A", "S1"),
                *("11-12 17:00", "11-12 18:00", "met"),
                status="responded",
                responded_at="11-12 17:15",
            ),
            case(  # solved a minute after its last update: closed then
                *("40010", "Queue is silent", "Customer A", "S2"),
                *("11-12 14:00", "11-12 18:00", "missed"),
                status="closed",
                resolved_at="11-12 20:00",
                closed_at="11-12 20:00",
            ),
            case(  # Friday 16:00: 2 hours until 02:00, 4 from 13:00 on Monday
                *("40011", 'Speed dial, "favourites"\nand presence', "Customer A", "S3"),
                *("11-21 00:00", "11-23 17:00"),
                held_since="11-21 00:30",
            ),
            case(  # answered after 31 minutes, solved after 30: both are rounded
                *("40012", "Lift phone is dead", "Customer A", "S1"),
                *("11-17 18:00", "11-17 19:00", "met"),
                status="resolved",
                responded_at="11-17 18:30",
                resolved_at="11-17 18:30",
            ),
        ),
    ],
)
ZENDESK_UTF16 = Expected(
    ["--timezone", "Europe/London"],
    [
        case(
            *("50001", "Réunion coupée — écho", "Société A", "S1"),
            *("11-16 09:10", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 09:32",
        ),
        case(
            *("50002", "Boîte vocale, lente", "Société B", "S3"),
            *("11-03 15:00", "11-03 21:00", "missed"),
            status="resolved",
            resolved_at="11-04 10:00",
        ),
        case(
            *("50003", "電話 📞", "Société A", "S2", "11-17 14:00", "11-17 18:00", "met"),
            status="responded",
            responded_at="11-17 14:30",
            held_since="11-17 14:45",
        ),
    ],
)
ZENDESK_OFFSETS = Expected(
    [],
    [
        case(  # 22.5 minutes
            *("60001", "Phones down", "Customer A", "S1", "11-16 09:10", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 09:32:30",
        ),
        case(
            *("60002", "Portal is slow", "Customer B", "S3", "11-17 14:10", "11-17 20:10", "met"),
            status="resolved",
            responded_at="11-17 14:50",
            resolved_at="11-17 17:00",
        ),
    ],
)
ZENDESK_SUMMER_TIME = Expected(
    ["--timezone", "Europe/Madrid"],
    [
        case(  # 02:30 is skipped: the change is at 01:00 UTC. Sunday, so from Monday 12:00
            "70001", "Opened in the gap", None, "S1", "03-29 01:00", "03-30 13:00"
        ),
        case(  # the first 02:30; Los Angeles has summer time for another week
            "70002", "Opened in the hour seen twice", None, "S2", "10-25 00:30", "10-26 16:00"
        ),
        case(  # 02:50, and then 02:10, which is the second
            *("70003", "Solved at an earlier wall time", None, "S3"),
            *("10-25 00:50", "10-26 18:00", "met"),
            status="resolved",
            resolved_at="10-25 01:10",
        ),
        case(  # two hours after 01:30 in summer time
            *("70004", "Answered after the clocks changed", None, "S1"),
            *("10-24 23:30", "10-26 13:00", "met"),
            status="responded",
            responded_at="10-25 01:30",
        ),
        case(  # its last update, 02:10, is the second
            *("70005", "Waiting since an earlier wall time", None, "S2"),
            *("10-25 00:50", "10-26 16:00"),
            held_since="10-25 01:10",
        ),
        case(
            *("70006", "Closed at an earlier wall time", None, "S2"),
            *("10-25 00:50", "10-26 16:00", "met"),
            status="closed",
            closed_at="10-25 01:10",
        ),
    ],
    notes=(
        ":2: opened_at: there is no 2026-03-29 02:30 in Europe/Madrid",
        ":3: opened_at: in Europe/Madrid it is 2026-10-25 02:30 twice",
        ":3: updated_at: in Europe/Madrid it is 2026-10-25 02:30 twice",
        "and 7 more local times",
    ),
)
JIRA_SERVICE = Expected(
    ["--timezone", "Australia/Sydney"],
    [
        case(
            *("SD-1", "Sydney cannot call", None, "S1", "11-16 14:30", "11-16 15:30"),
            tags=["sydney", "voice"],
        ),
        case(  # 4 hours until 02:00, 2 from 13:00
            *("SD-2", "Echo on one line", None, "S3", "11-16 22:00", "11-17 15:00"),
            held_since="11-17 00:15",
        ),
        case(
            *("SD-3", "Queue has no music", None, "S2", "11-17 18:00", "11-17 22:00", "met"),
            status="resolved",
            resolved_at="11-17 21:00",
        ),
        case(  # 3 hours until 02:00, 3 from 13:00; closed when it was last updated
            *("SD-4", "Old logo", None, "S3", "11-09 23:00", "11-10 16:00", "met"),
            status="closed",
            resolved_at="11-10 01:00",
            closed_at="11-12 01:00",
        ),
        case(
            *("SD-5", "Opened twice", None, "S3", "11-18 23:00", "11-19 16:00", "cancelled"),
            status="void",
            tags=["double"],
        ),
        case("SD-6", "Still no music", None, "S2", "11-10 15:00", "11-10 19:00"),
        case("SD-7", "Slow portal", None, "S3", "11-20 12:59", "11-20 19:00"),
        case(
            *("SD-8", "Which line?", None, "S3", "11-23 19:00", "11-24 01:00"),
            held_since="11-23 20:00",
        ),
        case("SD-9", "Front desk is down", None, "S1", "11-25 05:00", "11-25 14:00"),
        case(  # Resolved is when it was cancelled: it was never resolved
            *("SD-10", "Asked in error", None, "S3", "11-18 23:00", "11-19 16:00", "cancelled"),
            status="void",
        ),
    ],
)
SERVICENOW_HOLDS = Expected(
    ["--timezone", "Europe/Paris"],
    [
        case(
            *("INC0020001", "Which site is it?", "Customer A", "S1"),
            *("11-18 14:30:10", "11-18 15:30:10"),
            held_since="11-18 14:45:20",
        ),
        case(  # resolved when it was last updated; due at 13:00 and 4 hours
            *("INC0020002", "No ring back", "Customer A", "S2"),
            *("11-18 09:00", "11-18 17:00", "met"),
            status="resolved",
            resolved_at="11-18 15:00",
        ),
        case(  # resolved when it was closed, which it is not
            *("INC0020003", "Headset rattles", "Customer B", "S3"),
            *("11-17 08:00", "11-17 19:00", "missed"),
            status="resolved",
            resolved_at="11-17 19:30",
        ),
        case(
            *("INC0020004", "Sent twice", "Customer B", "S3"),
            *("11-19 14:00", "11-19 20:00", "cancelled"),
            status="void",
        ),
        case("INC0020005", "More lines", "Customer A", "S3", "11-20 11:00", "11-20 19:00"),
        case(
            *("INC0020006", "Paging is dead", None, "S2", "11-12 16:00", "11-12 20:00", "missed"),
            status="closed",
            closed_at="11-13 09:00",
        ),
        case("INC0020007", "Lamp stays on", "Customer B", "S3", "11-12 16:00", "11-12 22:00"),
        case(
            *("INC0020008", "Asked in error", "Customer B", "S3"),
            *("11-13 16:00", "11-13 22:00", "cancelled"),
            status="void",
        ),
    ],
)
SERVICENOW_DASHES = Expected(
    ["--timezone", "Europe/Berlin"],
    [
        case(
            *("INC0030001", "Telefone in Köln tot", "Kunde A", "S1"),
            *("11-16 08:10", "11-16 14:00", "missed"),
            status="closed",
            resolved_at="11-16 14:30",
            closed_at="11-20 14:30",
        ),
        case(  # its closing does not count
            *("INC0030002", "Gerät piept", "Kunde B", "S2", "11-16 18:00", "11-16 22:00", "met"),
            status="resolved",
            resolved_at="11-16 21:00",
        ),
        case(  # 4:44:30 until 02:00, 1:15:30 from 13:00
            *("INC0030003", "Büro ohne Ton", "Kunde A", "S3"),
            *("11-17 21:15:30", "11-18 14:15:30"),
        ),
    ],
    notes=("is read as Windows-1252",),
)
FRESHDESK_HOURS = Expected(
    ["--timezone", "America/Chicago"],
    [
        case(
            *("601", "Answered at the due time", "Customer A", "S2"),
            *("11-16 14:00", "11-16 18:00", "met"),
            status="responded",
            responded_at="11-16 18:00",
        ),
        case(
            *("602", "Answered a second late", "Customer A", "S2"),
            *("11-16 14:00", "11-16 18:00", "missed"),
            status="responded",
            responded_at="11-16 18:00:01",
        ),
        case(
            *("603", "Ring tone", "Customer B", "S3", "11-17 13:30", "11-17 19:30", "met"),
            status="resolved",
            responded_at="11-17 14:15",
            resolved_at="11-17 21:00",
        ),
        case(  # answered after 24:15 hours
            *("604", "Lost recordings", "Customer B", "S3"),
            *("11-17 13:30", "11-17 19:30", "missed"),
            status="closed",
            responded_at="11-18 13:45",
            resolved_at="11-18 15:00",
            closed_at="11-20 15:00",
        ),
        case(
            *("605", "Which handset?", "Customer A", "S1", "11-24 18:00", "11-24 19:00", "met"),
            status="responded",
            responded_at="11-24 18:10",
            held_since="11-24 18:40",
        ),
        case("606", "Carrier is looking", "Customer A", "S1", "11-24 18:00", "11-24 19:00"),
        case(  # 1.5 hours
            *("607", "Hours with decimals", None, "S3", "11-23 15:00", "11-23 21:00", "met"),
            status="responded",
            responded_at="11-23 16:30",
        ),
        case(  # 2:05 hours
            *("608", "Hours and minutes", None, "S3", "11-23 15:00", "11-23 21:00", "met"),
            status="responded",
            responded_at="11-23 17:05",
        ),
    ],
)
FRESHDESK_UTF16 = Expected(
    ["--timezone", "America/Sao_Paulo"],
    [
        case(  # the time itself, 20 minutes, before the hours, 50 minutes
            *("701", "Both are given", "Customer A", "S1", "11-16 13:00", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 13:20",
        ),
        case(
            *("702", "Only the hours: é", "Customer A", "S3"),
            *("11-16 13:00", "11-16 19:00", "met"),
            status="responded",
            responded_at="11-16 13:50",
            held_since="11-16 14:00",
        ),
        case(
            *("703", "Closed by a rule", None, "S3", "11-16 13:00", "11-16 19:00", "missed"),
            status="closed",
            closed_at="11-16 22:59:59",
        ),
    ],
)

# --- Systems without a profile, by options alone --------------------------------------------------

OTHER_DESK = Expected(
    [
        "--only-mapped",
        *("--map", "Ticket Number=ref", "--map", "Date Created=opened_at"),
        *("--map", "Subject=subject", "--map", "Priority=priority"),
        *("--map", "Current Status=status", "--map", "Last Updated=updated_at"),
        *("--map", "First Answer=responded_at", "--map", "Closed Date=closed_at"),
        *("--map-value", "priority:Emergency=S1", "--map-value", "priority:High=S2"),
        *("--map-value", "priority:Normal=S3", "--map-value", "status:Waiting on user=held"),
        *("--map-value", "status:Solved by team=resolved"),
        *("--date-format", "%b %d %Y %H.%M", "--timezone", "Europe/Madrid"),
    ],
    [
        case(
            *("880101", "Phones down", None, "S1", "11-16 08:10", "11-16 14:00", "met"),
            status="responded",
            responded_at="11-16 08:40",
        ),
        case(
            *("880102", "Slow portal", None, "S3", "11-17 10:10", "11-17 19:00"),
            held_since="11-17 11:00",
        ),
        case(
            *("880103", "Old logo", None, "S2", "11-10 14:00", "11-10 18:00", "missed"),
            status="closed",
            closed_at="11-11 08:30",
        ),
        case("880104", "An ISO date among them", None, "S3", "11-18 15:00", "11-18 21:00"),
        case(
            *("880105", "Given to another team", None, "S1", "11-19 17:00", "11-19 18:00", "met"),
            status="resolved",
            resolved_at="11-19 17:45",
        ),
    ],
)
OTHER_DESK_POLISH = Expected(
    [
        *("--encoding", "iso8859-2", "--timezone", "region"),
        *("--map", "Nr=ref", "--map", "Temat=subject", "--map", "Firma=partner"),
        *("--map", "Rodzaj partnera=partner_type", "--map", "Waga=priority"),
        *("--map", "Stan=status", "--map", "Otwarto=opened_at"),
        *("--map", "Odpowiedziano=responded_at", "--map", "Zamknięto=closed_at"),
        *("--map-value", "partner_type:certyfikowany=certified"),
        *("--map-value", "partner_type:polecający=referral"),
        *("--map-value", "region:Europa=europe", "--map-value", "region:Azja=apac"),
        *("--map-value", "region:Ameryka=us"),
        *("--map-value", "priority:krytyczna=S1", "--map-value", "priority:pilna=S2"),
        *("--map-value", "priority:zwykła=S3", "--map-value", "status:otwarte=open"),
        *("--map-value", "status:czeka na klienta=held", "--map-value", "status:zamknięte=closed"),
    ],
    [
        case(  # 09:10 in London, within its hours
            *("9001", "Łódź: głos przerywa", "Klient A", "S1"),
            *("11-16 09:10", "11-16 10:10", "met"),
            region="europe",
            status="responded",
            responded_at="11-16 09:40",
        ),
        case(  # 16:30 in Singapore: 1 h 30 min until 18:00, 2 h 30 min from 09:00, which is 01:00
            *("9002", "Cisza w słuchawce", "Klient B", "S2", "11-17 08:30", "11-18 03:30"),
            region="apac",
        ),
        case(  # 17:00 in Los Angeles: 1 hour until 02:00, 5 from 13:00
            *("9003", "Zła nazwa", "Klient C", "S3", "11-19 01:00", "11-19 18:00", "missed"),
            status="closed",
            closed_at="11-19 20:00",
        ),
        case(  # 09:00 in London in summer; a referral partner has no target
            *("9004", "Pytanie o cenę", "Klient D", "S3", "04-01 08:00", None),
            region="europe",
            partner_type="referral",
            plan=None,
        ),
        case(  # a minute late; waiting since its opening, but not before its answer
            *("9005", "Brak sygnału", "Klient E", "S1", "11-18 01:30", "11-18 02:30", "missed"),
            region="apac",
            status="responded",
            responded_at="11-18 02:31",
            held_since="11-18 02:31",
        ),
    ],
)

FILES: dict[str, tuple[str, Expected]] = {
    "Zendesk": ("zendesk.csv", ZENDESK),
    "Salesforce": ("salesforce.csv", SALESFORCE),
    "ServiceNow": ("servicenow.csv", SERVICENOW),
    "Jira": ("jira.csv", JIRA),
    "Freshdesk": ("freshdesk.csv", FRESHDESK),
    "Salesforce of a European user": ("salesforce-europe.csv", SALESFORCE_EUROPE),
    "Salesforce, the month first": ("salesforce-ambiguous.csv", SALESFORCE_MONTH_FIRST),
    "Salesforce, the day first": ("salesforce-ambiguous.csv", SALESFORCE_DAY_FIRST),
    "Salesforce of a German user": ("salesforce-german.csv", SALESFORCE_GERMAN),
    "Zendesk with 43 columns": ("zendesk-43.csv", ZENDESK_43),
    "Zendesk, saved as Unicode text": ("zendesk-utf16.txt", ZENDESK_UTF16),
    "Zendesk, times with offsets": ("zendesk-offsets.csv", ZENDESK_OFFSETS),
    "Zendesk, when clocks change": ("zendesk-summer-time.csv", ZENDESK_SUMMER_TIME),
    "Jira Service Management": ("jira-service.csv", JIRA_SERVICE),
    "ServiceNow with holds": ("servicenow-holds.csv", SERVICENOW_HOLDS),
    "ServiceNow, dates with dashes": ("servicenow-dashes.csv", SERVICENOW_DASHES),
    "Freshdesk with hours only": ("freshdesk-hours.csv", FRESHDESK_HOURS),
    "Freshdesk, UTF-16 without a mark": ("freshdesk-utf16.csv", FRESHDESK_UTF16),
    "another desk": ("other-desk.csv", OTHER_DESK),
    "another desk, by regions": ("other-desk-polish.csv", OTHER_DESK_POLISH),
}
