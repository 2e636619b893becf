"""All that the configuration says, as frozen values, and how a name finds its entry in it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple, Protocol, TypeVar

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import Clock
from slt_cli.domain.escalation import Level, Link, Route, route_of
from slt_cli.domain.plan import PartnerType, Plan, Priority
from slt_cli.domain.region import Region
from slt_cli.domain.standing import NO_TARGET, Standing, Warn, standing
from slt_cli.errors import ConfigError, Fault, UnknownNameError


class Named(Protocol):
    """What can be asked for by its key, its name or an alias."""

    @property
    def key(self) -> str:
        """The word that the configuration and scripts use."""

    @property
    def name(self) -> str:
        """The name that people read."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other words for it."""


Entry = TypeVar("Entry", bound=Named)


class Policy(NamedTuple):
    """The provider's rules: what is promised to whom, support hours, escalation path.

    `clock_rules` are the rules of the clocks by their keys, `response` and `escalation` among them.
    """

    default_region: str
    default_partner_type: str
    case_prefix: str
    warn: Warn
    priorities: Mapping[str, Priority]
    plans: Mapping[str, Plan]
    partner_types: Mapping[str, PartnerType]
    regions: Mapping[str, Region]
    levels: tuple[Level, ...]
    links: tuple[Link, ...]
    clock_rules: Mapping[str, ClockRule]

    def priority(self, given: str) -> Priority:
        """Return the priority with this key, name or alias; raises UnknownNameError."""
        return find("priority", given, self.priorities)

    def region(self, given: str | None) -> Region:
        """Return the region with this key, name or alias, or the default one."""
        return find("region", self.default_region if given is None else given, self.regions)

    def partner_type(self, given: str | None) -> PartnerType:
        """Return the partner type with this key, name or alias, or the default one."""
        return find(
            "partner type",
            self.default_partner_type if given is None else given,
            self.partner_types,
        )

    def plan_for(self, partner_type: PartnerType) -> Plan | None:
        """Return the plan that applies to a partner type; None means that it has no targets."""
        plans = (plan for plan in self.plans.values() if partner_type.key in plan.applies_to)
        return next(plans, None)

    def region_of(self, case: Case) -> Region:
        """Return a stored case's region; raises ConfigError where it is no longer configured."""
        if case.region not in self.regions:
            raise self._gone(case, "regions", case.region)
        return self.regions[case.region]

    def partner_type_of(self, case: Case) -> PartnerType:
        """Return a case's partner type; raises ConfigError where it is no longer configured."""
        if case.partner_type not in self.partner_types:
            raise self._gone(case, "partner_types", case.partner_type)
        return self.partner_types[case.partner_type]

    def _gone(self, case: Case, table: str, key: str) -> ConfigError:
        problem = (
            f"{self.case_id(case.number)} needs [{table}.{key}], which is no longer configured"
        )
        fix = "put it back into your own configuration file"
        return ConfigError([Fault("", f"{table}.{key}", problem, fix)])

    def priority_of(self, case: Case) -> Priority:
        """Return a case's priority; raises ConfigError where it is no longer configured."""
        if case.priority not in self.priorities:
            raise self._gone(case, "priorities", case.priority)
        return self.priorities[case.priority]

    def region_name(self, case: Case) -> str:
        """Return the name of a case's region; its key where it is no longer configured."""
        region = self.regions.get(case.region)
        return region.name if region else case.region

    def partner_type_name(self, case: Case) -> str:
        """Return the name of a case's partner type; its key where it is no longer configured."""
        partner_type = self.partner_types.get(case.partner_type)
        return partner_type.name if partner_type else case.partner_type

    def zone_of(self, case: Case) -> Zone:
        """Return the zone of a case's region; UTC where the region is no longer configured."""
        region = self.regions.get(case.region)
        return region.zone if region else Zone(UTC)

    def schedule_of(self, case: Case) -> Schedule | None:
        """Return the support hours of a case's region; None where it is no longer configured."""
        region = self.regions.get(case.region)
        return region.schedule if region else None

    def route_of(self, case: Case) -> Route:
        """Return whom a case's level is with and how to reach them; level 1 for one not escalated.

        Raises ConfigError where the case's partner type is no longer configured.
        """
        return route_of(case, self.levels, self.partner_type_of(case), self.links)

    def standing(self, clock: Clock | None, case: Case, now: datetime) -> Standing:
        """Return how a clock of a case stands at an instant; None is a case without a target."""
        if clock is None:
            return NO_TARGET
        return standing(clock, self.schedule_of(case), self.warn, now)

    def case_id(self, number: int) -> str:
        """Return a case's id as people and scripts write it: `CASE-42`."""
        return f"{self.case_prefix}-{number}"

    def case_number(self, given: str) -> int | None:
        """Return the number in `CASE-42`, `case-42` or `42`; None where it is not an id.

        An id has no leading zeros: `00042` is somebody else's number.
        """
        prefix, dash, digits = given.strip().rpartition("-")
        if prefix.casefold() != (self.case_prefix.casefold() if dash else ""):
            return None
        is_number = digits.isascii() and digits.isdigit() and len(digits) < 19
        return int(digits) if is_number and not digits.startswith("0") else None


def find(kind: str, given: str, entries: Mapping[str, Entry]) -> Entry:
    """Return the entry whose key, name or alias is what was given, in any case of letters.

    Nothing is guessed from a prefix: an unknown name raises UnknownNameError with a suggestion.
    """
    wanted = given.strip().casefold()
    for key, entry in entries.items():
        if wanted in (key.casefold(), entry.name.casefold(), *map(str.casefold, entry.aliases)):
            return entry
    raise UnknownNameError(kind, given, entries)
