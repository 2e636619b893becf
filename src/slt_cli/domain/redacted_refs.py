"""References that were redacted: what is kept of each knows it again, and does not tell it.

A help desk's next export still has the case. Without this it would come back as a new one.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import pbkdf2_hmac
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.references import names_no_case
from slt_cli.domain.texts import REDACTED

_ROUNDS = 20_000  # some milliseconds: too slow to try all numbers, quick enough for some rows
_BYTES = 16
_TRACE = re.compile(r"ref:[0-9a-f]{32}(:[0-9a-f]{32})+")
_NEAR = timedelta(days=1)


class RedactedRef(NamedTuple):
    """A redaction of a case: when the case was opened, and the trace of its references."""

    number: int
    opened_at: datetime
    trace: str


def trace_of(case: Case, events: Iterable[Event], salt: bytes) -> str | None:
    """Return the trace of every reference that a case has and had; None if it never had one.

    `salt` has 16 random bytes, those of `salt_of` in the store.
    """
    changes = [event.changes["ref"] for event in events if "ref" in event.changes]
    refs = {case.ref, *(ref for change in changes for ref in change)} - {None, REDACTED}
    if not refs:
        return None
    return ":".join(("ref", salt.hex(), *sorted(_hashed(str(ref), salt) for ref in refs)))


def salt_of(known: Iterable[RedactedRef], fresh: bytes) -> bytes:
    """Return the salt of the first redaction in a store, else a fresh one.

    With one salt, an import makes one hash of a reference, however many cases were redacted.
    """
    return next((bytes.fromhex(_parts(redacted.trace)[0]) for redacted in known), fresh)


def is_trace(given: object) -> bool:
    """Return whether a text has the form of a trace."""
    return isinstance(given, str) and _TRACE.fullmatch(given) is not None


def is_trace_of(ref: str, trace: str) -> bool:
    """Return whether a trace is that of a reference, or has it among others."""
    salt, *hashes = _parts(trace)
    return _hashed(ref, bytes.fromhex(salt)) in hashes


def case_with_ref_of(case: Case, known: Iterable[RedactedRef]) -> int | None:
    """Return the number of the redacted case that had the reference of a case; None without one.

    Only cases that were opened within a day of it are compared: each salt takes some milliseconds.
    """
    if names_no_case(case.ref):
        return None
    own: dict[str, str] = {}
    for redacted in known:
        if abs(redacted.opened_at - case.opened_at) <= _NEAR:
            salt, *hashes = _parts(redacted.trace)
            if salt not in own:
                own[salt] = _hashed(str(case.ref), bytes.fromhex(salt))
            if own[salt] in hashes:
                return redacted.number
    return None


def _parts(trace: str) -> list[str]:
    """Return the salt of a trace, then the hash of each reference."""
    return trace.split(":")[1:]


def _hashed(ref: str, salt: bytes) -> str:
    return pbkdf2_hmac("sha256", ref.encode(errors="surrogatepass"), salt, _ROUNDS, _BYTES).hex()
