"""What a command may ask for: the policy, the store, the time, and how to show its answer."""

import os
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from slt_cli import config
from slt_cli.answers import Answers
from slt_cli.domain.calendar.instant import Zone, sentence
from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.errors import NoSuchCaseError, StoreError
from slt_cli.options import Options
from slt_cli.output.streams import Terminal, terminal_of_process
from slt_cli.output.times import Times
from slt_cli.store.location import Location, location_in, no_location, no_store, own_location
from slt_cli.store.naming import named_case
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.team_policy import TeamPolicy

if TYPE_CHECKING:
    from slt_cli.classify.vocabulary import Vocabulary
    from slt_cli.domain.event_making import Recording
    from slt_cli.given_times import GivenTimes
    from slt_cli.store.protocols import Reading, Store
    from slt_cli.store.upkeep import Upkeep

Clock = Callable[[], datetime]
"""Returns the present instant."""


def system_clock() -> datetime:
    """Return the present instant: the one place that reads the clock."""
    return datetime.now(UTC)


class App(Answers):
    """What a command may ask for; each part is made when it is first asked for.

    Terminal, clock and environment are those of the process, unless others are given.
    """

    def __init__(
        self,
        options: Options,
        *,
        terminal: Terminal | None = None,
        clock: Clock = system_clock,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__(options, terminal or terminal_of_process(), environment)
        self.exact_clock = clock
        self.clock: Clock = lambda: clock().replace(microsecond=0)

    @cached_property
    def now(self) -> datetime:
        """Return the instant at which it was first asked for, to the second."""
        return self.clock()

    def at(self, given: str | None) -> datetime:
        """Return the instant given with --at, or the present one."""
        if given is None:
            return self.now
        instant = self.instant("--at", given)
        if instant > self.now:
            self.inform(self.sentence(("as of ", instant, ", which is still to come")))
        return instant

    def recorded_at(self, given: str | None) -> datetime | None:
        """Return the instant given with --at, None without one; refused if it is in the future."""
        return None if given is None else self.past("--at", given)

    def past(self, option: str, given: str) -> datetime:
        """Return the instant given with an option; refused if it is in the future."""
        return self.given_times.past(option, given)

    def instant(self, option: str, given: str, now: datetime | None = None) -> datetime:
        """Return the instant given with an option; a time without a zone is local time.

        `-90m` and `tomorrow 9:00` count from `now`, where that is not the present instant.
        """
        return self.given_times.asked(option, given, now)

    @cached_property
    def given_times(self) -> "GivenTimes":
        """Return what reads the times that are given, and local times."""
        from slt_cli.given_times import GivenTimes  # noqa: PLC0415 - only for a time that is given

        tz = self.environment.get("TZ", "")
        return GivenTimes(self.now, tz, lambda: self.policy.zones, self.note)

    def given_times_in(self, zone: Zone) -> "GivenTimes":
        """Return what reads times without an offset as those of a zone."""
        return self.given_times if zone is self.reader_zone else self.given_times.of(zone)

    @cached_property
    def reader_zone(self) -> Zone:
        """Return the local time zone of the reader; UTC if TZ is not a time zone."""
        tz = self.environment.get("TZ")
        return config.reader_zone(self.now, tz) if tz else Zone()

    @cached_property
    def shown_zone(self) -> Zone:
        """Return the reader's zone for times that are shown in it, with a note if TZ is unknown."""
        if self.reader_zone.info is not None:
            self.note(*config.note_on_unknown_zone(self.environment["TZ"]))
        return self.reader_zone

    @property
    def report_zone(self) -> Zone:
        """Return the zone of dates in reports: the configured one, else the reader's."""
        return self.policy.report_zone or self.shown_zone

    def require_local_time(self) -> None:
        """Raise UsageError if local times are asked for and TZ is not a time zone."""
        if self.options.times == "local" and (tz := self.environment.get("TZ")):
            config.require_local_time(self.now, tz)

    def sentence(self, parts: Iterable[str | datetime]) -> str:
        """Return a sentence with its instants as the reader's local times."""
        given = list(parts)
        is_dated = any(isinstance(part, datetime) for part in given)
        return sentence(given, self.shown_zone if is_dated else self.reader_zone, self.now.year)

    def times(self, now: datetime | None = None) -> Times:
        """Return how the times of an answer are written, as of an instant, or of now."""
        on_screen, whose = self.format == "table", self.whose_time
        is_shown = not self.options.quiet and (whose == "local" or (on_screen and not whose))
        zone = self.shown_zone if is_shown else self.reader_zone
        return Times(now or self.now, zone, whose, on_screen=on_screen)

    @cached_property
    def layers(self) -> "config.Layers":
        """Return the merged configuration files."""
        return config.over_defaults(self.own_files, self.team_policy and self.team_policy.text)

    @cached_property
    def team_policy(self) -> TeamPolicy | None:
        """Return the team's policy, None if the store has none."""
        where = self._location
        return None if where is None or where.is_missing() else self.store.team_policy()

    def do_without_store(self) -> None:
        """Let the user's own configuration answer, with a note, if the store cannot be read."""
        try:
            _ = self.team_policy
        except StoreError as error:
            self.team_policy = None
            own = "this answer is from your own configuration, the team's policy cannot be read"
            self.note(f"{own}: {error.message}", error.fix)

    @cached_property
    def policy(self) -> Policy:
        """Return the validated configuration."""
        is_shipped = not self.own_files and self.team_policy is None
        return (is_shipped and config.shipped_policy()) or config.load_policy(self.layers)

    @cached_property
    def vocabulary(self) -> "Vocabulary":
        """Return the validated vocabulary of `classify`; no other command loads it."""
        return config.load_vocabulary(self.layers)

    @cached_property
    def location(self) -> Location:
        """Return where the store is: as --db or SLT_DB says, else in the user's data directory.

        Raises StoreError if nothing names it and the user has no home directory.
        """
        if self._location is None:
            raise no_location()
        return self._location

    @cached_property
    def _location(self) -> Location | None:
        return self.options.db or location_in(self.environment.get("SLT_DB")) or own_location()

    @cached_property
    def store(self) -> "Store":
        """Return the store of cases."""
        return open_store(self.location, note=self.note, waiting=self.waiting)

    def require_store(self) -> None:
        """Raise StoreError where there is no store: under a wrong name all would look well."""
        if not self.store.exists():
            raise no_store(self.location)

    @cached_property
    def upkeep(self) -> "Upkeep":
        """Return what backs up, restores and checks the store."""
        return open_upkeep(self.location, note=self.note, waiting=self.waiting)

    @property
    def who(self) -> str:
        """Return the name to record events under, which is that of `me` as an owner, too."""
        from slt_cli.login_name import recording_name  # noqa: PLC0415 - who reads needs no name

        return recording_name(self.environment, self.preferences.me)

    @cached_property
    def recording(self) -> "Recording":
        """Return who records, when, and the random id of this command."""
        from slt_cli.domain.event_making import Recording  # noqa: PLC0415 - only for a change

        return Recording(self.who, self.now, os.urandom(16).hex())

    def recording_with(self, key: str | None) -> "Recording":
        """Return the same, by a command that its key names: given again it is the same command."""
        return self.recording if key is None else self.recording.with_key(key)

    def case_number(self, given: str) -> int:
        """Return the number of the case with an id, or with the provider's own number.

        Raises NoSuchCaseError if there is no such case, or more than one.
        """
        return named_case(self.store, self.policy, given).number

    def existing(self, given: str) -> str:
        """Return what names a case, for a transaction, which finds the case by it again.

        Raises NoSuchCaseError as `case_number` does: then no transaction is begun.
        """
        self.case_number(given)
        return given

    def store_at(self, instant: datetime) -> "Reading":
        """Return the store as it was at a past instant, or as it is."""
        if instant >= self.now:
            return self.store
        from slt_cli.store.as_of import AsOf  # noqa: PLC0415 - only for the past

        return AsOf(self.store, instant, self.policy)

    def case(self, given: str, at: datetime) -> Case:
        """Return the case with an id or the provider's own number, as it was at an instant."""
        present = named_case(self.store, self.policy, given)
        case = present if at >= self.now else self.store_at(at).case(present.number)
        if case is None:
            opened = self.sentence(("it was opened after ", at))
            why = "it is void; leave out --at" if present.status == "void" else opened
            raise NoSuchCaseError(self.policy.case_id(present.number), why)
        return case

    def close(self) -> None:
        """Close the store if it was opened."""
        if "store" in self.__dict__:
            self.store.close()
