"""What a command may ask for: the policy, the store, the time, and a way to show its answer."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import Layers
from slt_cli.domain.calendar.instant import Zone, format_utc, parse_instant
from slt_cli.domain.case import Case
from slt_cli.domain.events import Recording
from slt_cli.domain.lifecycle import require_clock_not_behind, require_not_future
from slt_cli.domain.policy import Policy
from slt_cli.errors import NoSuchCaseError, UsageError, did_you_mean
from slt_cli.output import Color, Format, Sheet, write
from slt_cli.output.messages import notice
from slt_cli.output.streams import while_read
from slt_cli.store.location import Location, location_in, own_location
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.protocols import Filter, Reading, Store

if TYPE_CHECKING:
    from slt_cli.classify.vocabulary import Vocabulary
    from slt_cli.store.upkeep import Upkeep


_SUGGESTED_FROM = 500


class Options(NamedTuple):
    """Hold the options that every command takes."""

    config: Path | None = None
    db: Location | None = None
    output: Format | None = None
    quiet: bool = False
    color: Color = Color.AUTO


class App:
    """Give a command what it asks for, each made when it is first asked for."""

    def __init__(self, options: Options, environment: Mapping[str, str] = os.environ) -> None:
        self.options = options
        self._environment = environment

    @cached_property
    def now(self) -> datetime:
        """Return the present instant, to the second, as it was when first asked for."""
        return _clock()

    def at(self, given: str | None) -> datetime:
        """Return the instant that --at names, or the present one."""
        return self.now if given is None else self.instant("--at", given)

    def recorded_at(self, given: str | None) -> datetime:
        """Return the instant to record: as `at`, but refused while it lies in the future.

        The present one is refused too while the clock is behind what has been recorded.
        """
        instant = self.at(given)
        require_not_future(instant, self.now)
        if given is None:
            newest = self.store.newest_event()
            require_clock_not_behind(_clock(), newest)  # read after it: others record meanwhile
        return instant

    def instant(self, option: str, given: str) -> datetime:
        """Return the instant that an option names, in the user's local time unless it says."""
        try:
            return parse_instant(given, self.now.astimezone(), self.localized)
        except (ValueError, OverflowError) as error:
            fix = f"{option} 17:30, {option} -90m, {option} 2026-11-20T17:30:00-08:00"
            raise UsageError(f"{option}: {error}", fix) from None

    def localized(self, naive: datetime) -> datetime:
        """Return a time without an offset as the user's local time; UsageError where TZ is none."""
        from slt_cli.config.local_time import local_time  # noqa: PLC0415 - only where a time has no offset

        return local_time(naive, self._environment.get("TZ", ""))

    @property
    def reader_zone(self) -> Zone:
        """Return the local time of whoever reads the answer."""
        return Zone()

    @cached_property
    def config_file(self) -> Path | None:
        """Return the file that --config or SLT_CONFIG names."""
        return self.options.config or _path(self._environment.get("SLT_CONFIG"))

    @cached_property
    def layers(self) -> Layers:
        """Return the merged configuration files."""
        return read_layers(self.config_file)

    @cached_property
    def policy(self) -> Policy:
        """Return the validated configuration."""
        return load_policy(self.layers)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """Return the validated vocabulary of `classify`; no other command loads it."""
        from slt_cli.config.vocabulary import load_vocabulary  # noqa: PLC0415 - thousands of phrases

        return load_vocabulary(self.layers)

    @cached_property
    def location(self) -> Location:
        """Return where the store is: as --db or SLT_DB says, else in the user's data directory."""
        return self.options.db or location_in(self._environment.get("SLT_DB")) or own_location()

    @cached_property
    def store(self) -> Store:
        """Return the store of cases."""
        is_parsed = self.options.output in (Format.JSON, Format.JSONL)  # so is standard error
        tell = {} if is_parsed else {"notice": notice}
        return open_store(self.location, **tell)

    @property
    def upkeep(self) -> "Upkeep":
        """Return what backs up, restores and checks the store."""
        return open_upkeep(self.location)

    @property
    def who(self) -> str:
        """Return the login name under which events are recorded, bytes that are no text spelled."""
        from getpass import getuser  # noqa: PLC0415 - only a change is signed

        try:
            return os.fsencode(getuser()).decode("utf-8", "backslashreplace")
        except (KeyError, OSError):  # no name in the environment, no entry for this user
            return f"uid {os.getuid()}"

    @cached_property
    def recording(self) -> Recording:
        """Return who records, when, and the random id of this command."""
        return Recording(self.who, self.now, os.urandom(16).hex())

    @property
    def interactive(self) -> bool:
        """Return whether somebody is there to answer: input and output are a terminal."""
        return _is_terminal(sys.stdin) and _is_terminal(sys.stdout)

    def case_number(self, given: str) -> int:
        """Return the number of the case that bears an id, or the provider's own number.

        Raises NoSuchCaseError where none does, or where several could be meant.
        """
        number = self.policy.case_number(given)
        is_case = number is not None and self.store.case(number) is not None
        if number is not None and is_case and not given.strip().isdigit():
            return number  # an id in full, such as CASE-42, is never a reference
        numbers = {case.number for case in self.store.cases_by_ref(given.strip())}
        if number is not None and is_case:
            numbers.add(number)
        if len(numbers) > 1:
            ids = " or ".join(self.policy.case_id(number) for number in sorted(numbers))
            raise NoSuchCaseError(given, f"several could be meant; name {ids}")
        if not numbers:
            newest = self.store.cases(Filter(order="newest", limit=_SUGGESTED_FROM))
            near = did_you_mean(given, (self.policy.case_id(case.number) for case in newest))
            raise NoSuchCaseError(given, f"{near}`slt list --all` shows every case")
        return numbers.pop()

    def store_at(self, instant: datetime) -> Reading:
        """Return the store as it was at a past instant, or as it is."""
        if instant >= self.now:
            return self.store
        from slt_cli.store.as_of import AsOf  # noqa: PLC0415 - not for the present

        return AsOf(self.store, instant)

    def case(self, given: str, at: datetime) -> Case:
        """Return the case with an id or the provider's own number, as it was at an instant."""
        case = self.store_at(at).case(self.case_number(given))
        if case is None:
            raise NoSuchCaseError(given, f"it was opened after {format_utc(at)}")
        return case

    def show(self, sheet: Sheet[Any], form: Format | None = None) -> None:
        """Write the answer to standard output in the chosen format, or the one given here."""
        default = Format.TABLE if _is_terminal(sys.stdout) else Format.PLAIN
        form = form or self.options.output or default
        with while_read():
            write(
                sheet,
                form,
                quiet=self.options.quiet,
                color=self.shows_color,
                stream=sys.stdout,
            )

    def write(self, text: str) -> None:
        """Write a text that has a format of its own to standard output."""
        with while_read():
            sys.stdout.write(text)

    def close(self) -> None:
        """Let go of what was opened."""
        if "store" in self.__dict__:
            self.store.close()

    @property
    def shows_color(self) -> bool:
        """Return whether to colour a table: by --color, the environment, or the terminal."""
        if self.options.color is not Color.AUTO:
            return self.options.color is Color.ALWAYS
        if self._environment.get("NO_COLOR"):
            return False
        if self._environment.get("FORCE_COLOR"):
            return True
        return _is_terminal(sys.stdout) and self._environment.get("TERM") not in ("dumb", "unknown")


def _clock() -> datetime:
    """Return the present instant: the one place that reads the clock."""
    return datetime.now(UTC).replace(microsecond=0)


def _path(text: str | None) -> Path | None:
    if not text:
        return None
    try:
        return Path(text).expanduser()
    except RuntimeError:  # ~somebody whom this machine does not know: a name like any other
        return Path(text)


def _is_terminal(stream: Any) -> bool:  # noqa: ANN401 - None where the stream is closed
    return stream is not None and not stream.closed and stream.isatty()
