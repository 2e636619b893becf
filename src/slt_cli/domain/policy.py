"""The configuration as frozen values, whose entries are found by key, name or alias."""

from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.case import MOST_DIGITS, Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.entries import find
from slt_cli.domain.escalation import Level, Link, Route, route_of, target_of_level
from slt_cli.domain.plan import PartnerType, Plan, Priority, Target
from slt_cli.domain.references import names_no_case
from slt_cli.domain.region import Region
from slt_cli.domain.standing import (
    NO_TARGET,
    Standing,
    Warn,
    due_before_hold,
    left_at_stop,
    standing,
)
from slt_cli.errors import ConfigError, Fault

if TYPE_CHECKING:
    from slt_cli.domain.channels import Channel, NoticeRule, Secret

REF = "{ref}"
"""What stands for the reference of a case in the address of its page."""


class Policy(NamedTuple):
    """The provider's rules: what is promised to whom, support hours, escalation path.

    `clock_rules` are the rules of the clocks by their keys, `response` and `escalation` among them.
    `names_in_messages` says whether messages to the provider name who recorded what. `case_link` is
    the address of a case's page in the provider's portal, empty if it is not known. `report_zone`
    is that of dates in reports, if not the reader's. `source` says where it is written. The outbox
    keeps what was sent for `keep_outbox` seconds; `notify_every` is how often notices are sent, and
    `heartbeat` the address to call after it.
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
    names_in_messages: bool = False
    case_link: str = ""
    report_zone: Zone | None = None
    source: str = "your own configuration file"
    channels: "Mapping[str, Channel]" = MappingProxyType({})
    notices: "tuple[NoticeRule, ...]" = ()
    keep_outbox: int = 30 * 86400
    notify_every: int = 60
    heartbeat: "str | Secret | None" = None

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

    def clock_rule(self, given: str) -> ClockRule:
        """Return the rule of the clock with this key or name; raises UnknownNameError."""
        return find("clock", given, self.clock_rules)

    @property
    def milestones(self) -> dict[str, ClockRule]:
        """Return the rules of the clocks that a mark with their name stops, by their keys."""
        return {key: rule for key, rule in self.clock_rules.items() if "marked" in rule.stops}

    def milestone(self, given: str) -> ClockRule:
        """Return the milestone with this key or name."""
        return find("milestone", given, self.milestones)

    def plan_for(self, partner_type: PartnerType) -> Plan | None:
        """Return the plan that applies to a partner type; None means that it has no targets."""
        plans = (plan for plan in self.plans.values() if partner_type.key in plan.applies_to)
        return next(plans, None)

    def region_of(self, case: Case) -> Region:
        """Return a stored case's region; raises ConfigError if it is no longer configured."""
        if case.region not in self.regions:
            raise self._not_configured(case, "regions", case.region)
        return self.regions[case.region]

    def partner_type_of(self, case: Case) -> PartnerType:
        """Return a case's partner type; raises ConfigError if it is no longer configured."""
        if case.partner_type not in self.partner_types:
            raise self._not_configured(case, "partner_types", case.partner_type)
        return self.partner_types[case.partner_type]

    def _not_configured(self, case: Case, table: str, key: str) -> ConfigError:
        problem = (
            f"{self.case_id(case.number)} needs [{table}.{key}], which is no longer configured"
        )
        fix = f"put it back into {self.source}"
        return ConfigError([Fault("", f"{table}.{key}", problem, fix)])

    def priority_of(self, case: Case) -> Priority:
        """Return a case's priority; raises ConfigError if it is no longer configured."""
        if case.priority not in self.priorities:
            raise self._not_configured(case, "priorities", case.priority)
        return self.priorities[case.priority]

    def region_name(self, case: Case) -> str:
        """Return the name of a case's region, or its key if it is no longer configured."""
        region = self.regions.get(case.region)
        return region.name if region else case.region

    def partner_type_name(self, case: Case) -> str:
        """Return the name of a case's partner type, or its key if it is no longer configured."""
        partner_type = self.partner_types.get(case.partner_type)
        return partner_type.name if partner_type else case.partner_type

    @property
    def zones(self) -> tuple[Zone, ...]:
        """Return the zones of the regions."""
        return tuple(region.zone for region in self.regions.values())

    def zone_of(self, case: Case) -> Zone:
        """Return the zone of a case's region, or UTC if the region is no longer configured."""
        region = self.regions.get(case.region)
        return region.zone if region else Zone(UTC)

    def schedule_of(self, case: Case) -> Schedule | None:
        """Return the support hours of a case's region; None if it is no longer configured."""
        region = self.regions.get(case.region)
        return region.schedule if region else None

    @property
    def has_other_contacts(self) -> bool:
        """Return whether anybody can be contacted besides the escalation levels."""
        return bool(self.links) or any(region.hotline for region in self.regions.values())

    def case_url(self, case: Case) -> str | None:
        """Return the address of a case's page in the provider's portal; None if it is not known."""
        if not self.case_link or not case.ref or names_no_case(case.ref):
            return None
        return self.case_link.replace(REF, quote(case.ref, safe=""))

    def route_of(self, case: Case) -> Route:
        """Return the contact for a case's level; for one that is not escalated, that of level 1.

        Raises ConfigError if the case's partner type is no longer configured.
        """
        return route_of(case, self.levels, self.partner_type_of(case), self.links)

    def target_of(self, case: Case, kind: str, level: int = 0) -> Target | None:
        """Return the present target of a kind of clock for a case; None where it has none."""
        if kind == ESCALATION:
            return self.level_target(case, level)
        partner_type = self.partner_types.get(case.partner_type)
        plan = self.plan_for(partner_type) if partner_type else None
        return plan.targets.get(case.priority, {}).get(kind) if plan else None

    def level_target(self, case: Case, level: int) -> Target:
        """Return the target of an escalation level for a case."""
        partner_type = self.partner_types.get(case.partner_type)
        return target_of_level(level, self.levels, partner_type, case.priority)

    def plan_key(self, case: Case) -> str | None:
        """Return the key of the plan that gives a case a target; None where none does."""
        partner_type = self.partner_types.get(case.partner_type)
        plan = self.plan_for(partner_type) if partner_type else None
        return plan.key if plan is not None and plan.targets.get(case.priority) else None

    def restarts_on_change(self, case: Case) -> bool:
        """Return whether clocks count their targets from the change of a case on."""
        partner_type = self.partner_types.get(case.partner_type)
        plan = self.plan_for(partner_type) if partner_type else None
        return plan is not None and plan.on_change == "restart"

    def spans_of(self, case: Case, clock: Clock) -> list[Span]:
        """Return what is cut out of a clock's time: closed times, and holds if they pause it."""
        rule = self.clock_rules.get(clock.kind)
        pauses = clock.paused or (rule is not None and rule.pauses)
        spans = (*case.holds, *case.closed) if pauses else case.closed
        return sorted(spans, key=lambda span: span.started_at)

    def standing(self, clock: Clock | None, case: Case, now: datetime) -> Standing:
        """Return the state of a case's clock at an instant; without a target the clock is None."""
        if clock is None:
            return NO_TARGET
        spans = self.spans_of(case, clock)
        return standing(clock, self.schedule_of(case), self.warn, now, spans)

    def hides_late_response(self, case: Case, now: datetime) -> bool:
        """Return whether the level that stands for a case is in time, and its response is late."""
        shown, response = case.leading_clock, case.clock(RESPONSE)
        if not case.level or shown == response or response not in case.running_clocks:
            return False
        states = [self.standing(each, case, now).state for each in (shown, response)]
        return states[0] != "late" and states[1] == "late"

    def left_at_stop(self, clock: Clock, case: Case) -> int | None:
        """Return the seconds that were left when a case's clock stopped; None if unknown."""
        return left_at_stop(clock, self.schedule_of(case), self.spans_of(case, clock))

    def due_before_hold(self, clock: Clock, case: Case) -> datetime | None:
        """Return when a paused clock of a case was due before the present hold."""
        return due_before_hold(clock, self.schedule_of(case), self.spans_of(case, clock))

    def case_id(self, number: int) -> str:
        """Return a case's id as people and scripts write it: `CASE-42`."""
        return f"{self.case_prefix}-{number}"

    def case_number(self, given: str) -> int | None:
        """Return the number in `CASE-42`, `case-42` or `42`; None if it is not an id.

        An id has no leading zeros: `00042` is a number of the provider.
        """
        prefix, dash, digits = given.strip().rpartition("-")
        if prefix.casefold() != (self.case_prefix.casefold() if dash else ""):
            return None
        is_number = digits.isascii() and digits.isdigit() and len(digits) <= MOST_DIGITS
        return int(digits) if is_number and not digits.startswith("0") else None
