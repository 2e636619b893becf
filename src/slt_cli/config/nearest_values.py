"""Find the values that a refused one may have meant, so that its fix is built from it.

It is loaded for a fault alone. Each reading is only offered if the key takes it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from difflib import get_close_matches
from typing import Any

from slt_cli.config.contact_formats import email_in, phones_in
from slt_cli.config.display import toml
from slt_cli.config.nearest_moments import moments
from slt_cli.config.nearest_times import (
    dates,
    durations,
    hours,
    joined_hours,
    month_days,
    share,
)
from slt_cli.config.value_types import ValueType
from slt_cli.config.zone_names import zones_meant

_TRUE, _FALSE = ("true", "yes", "on", "1", "y"), ("false", "no", "off", "0", "n", "none")
_SYNONYMS = {
    "24/7": "24x7", "always": "24x7", "business hours": "support-hours", "mail": "email",
    "email": "mail", "e-mail": "mail", "smtp": "mail", "sendmail": "mail", "slack": "webhook",
    "teams": "webhook", "http": "webhook", "script": "command", "program": "command",
    "telephone": "phone", "call": "phone", "web": "portal", "url": "portal",
}  # fmt: skip


def nearest(value_type: ValueType, given: object) -> list[Any]:
    """Return the values that a type takes and that a refused one may have meant, likeliest first.

    More than one is returned only if it can be read in several ways.
    """
    for readings in _readings(value_type, given):
        found: list[Any] = []
        for reading in readings:
            if value_type.takes(reading) and reading not in found:
                found.append(reading)
        if found:
            return found
    return []


def fix_of(value_type: ValueType, given: object, example: str) -> str:
    """Return what to write instead of a refused value, in TOML; the example if it is unreadable."""
    if found := nearest(value_type, given):
        is_next_end = found == ["1bd-end"] and "1" not in str(given)
        return " or ".join(map(toml, found)) + ", the end of the next business day" * is_next_end
    return f"{example}, or the zone of another city" if value_type.name == "time zone" else example


def _readings(value_type: ValueType, given: object) -> Iterator[list[Any]]:
    if isinstance(given, list):
        yield from _of_list(value_type, given)
        return
    if isinstance(given, datetime):
        yield [given.date()]
    if given is False and value_type.name == "hours":
        yield ["closed"]
    if given is None or isinstance(given, bool | dict):
        return
    text = re.sub(r"\s+", " ", "".join(c for c in str(given) if c.isprintable() or c.isspace()))
    text = text.strip()
    if not text:
        return
    yield [text]
    yield _of_notices(value_type, text)
    if value_type.name.startswith(("name", "mail server")):  # not meant as another address
        return
    yield _words(value_type, text)
    yield [True] * (text.lower() in _TRUE) + [False] * (text.lower() in _FALSE)
    yield [share(text)]
    yield [*durations(text)]
    yield [*hours(text)]
    yield [*dates(text)]
    if value_type.name.startswith("month and day"):  # 01-01 is taken for a telephone number too
        yield month_days(text)
    yield [[part.strip() for part in text.split(",") if part.strip()]]
    yield [email_in(text)]
    yield from ([number] for number in phones_in(text))
    yield ["https://" + re.sub(r"^https?:/*|\s", "", text)]
    yield [re.sub(r"\W+", "_", text, flags=re.ASCII).lstrip("_0123456789").rstrip("_")[:20]]
    if value_type.name == "time zone":
        yield zones_meant(text)
    address = _with_place(text)
    yield [address]
    yield [f"{address.rstrip('/')}/{{ref}}"]


def _of_notices(value_type: ValueType, text: str) -> list[Any]:
    """Return what a text may have meant for channels and notices."""
    if value_type.name == "mail server":
        return [re.sub(r"^\w+:/+", "", text).replace(" ", ":")]
    if value_type.name.startswith("moment"):
        return [*moments(text)]
    return [text.split()] if value_type.name.startswith("program") else []


def _with_place(text: str) -> str:
    """Return a text as the address of a case, with what stands for its number as {ref}."""
    address = re.sub(r"\$?\{[^{}]*\}|%s|<[^<>]*>", "{ref}", text)
    return "https://" + re.sub(r"^https?:/*|\s", "", address)


def _of_list(value_type: ValueType, given: list[Any]) -> Iterator[list[Any]]:
    if not given:
        return
    if len(given) == 1:
        yield [given[0]]
    near = [(nearest(value_type, entry) or [entry])[0] for entry in given]
    yield [near]
    yield [
        [str(entry) for entry in given if not isinstance(entry, dict | list) and str(entry).strip()]
    ]
    yield [*joined_hours([entry for entry in given if isinstance(entry, str)])]


def _words(value_type: ValueType, text: str) -> list[Any]:
    """Return the words nearest to a text, of a type that names the words that it takes."""
    allowed = re.findall(r'"([^"]+)"', value_type.name)
    if (word := _SYNONYMS.get(text.lower())) in allowed:
        return [word]
    return list(get_close_matches(text.lower(), allowed, n=1))
