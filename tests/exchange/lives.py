"""Random lives in a store, with mistakes that were corrected, and what a file brings back."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random

from slt_cli.domain.case import Case
from slt_cli.domain.corrections import to_take_back, without
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import record, voided
from slt_cli.errors import RefusedError
from slt_cli.exchange.columns import Columns
from slt_cli.exchange.lines import line_sheet, lines_of
from slt_cli.exchange.row_reader import RowReader
from slt_cli.exchange.rows import Source, rows_of
from slt_cli.output.json import write_jsonl
from slt_cli.services.importing import Import
from slt_cli.store.as_of import AsOf
from slt_cli.store.checking import differences
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Store
from tests.domain.life_comparison import moment_of, policy_of
from tests.domain.oracle.life_generator import random_life
from tests.domain.oracle.life_oracle import Moment as OracleMoment
from tests.exchange.reading import form_in

NOW = datetime(2040, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

Act = Callable[["Life"], Event | None]
"""Returns the event that happens next to a life; raises RefusedError where it cannot."""


class Life:
    """A case of a store, the first one. Every command has an id that its place gives."""

    def __init__(self, store: Store, policy: Policy, number: int = 1) -> None:
        self.store = store
        self.policy = policy
        self.number = number

    @property
    def case(self) -> Case:
        """Return the case as it is stored."""
        case = self.store.case(self.number)
        assert case is not None
        return case

    @property
    def events(self) -> list[Event]:
        """Return the events of the case."""
        return self.store.events(self.number)

    def open(self, opening: OracleMoment) -> None:
        """Record the opening."""
        facts = opening.data
        case = open_case(
            self.policy,
            subject="Phones are down",
            priority=self.policy.priorities[facts["priority"]],
            region=self.policy.regions[facts["region"]],
            partner_type=self.policy.partner_types[facts["partner_type"]],
            opened_at=opening.at,
            ref="4711",
        )
        recording = Recording("tester", opening.at, "once:opening")
        with self.store.writing() as transaction:
            transaction.create(event_between(None, case, "opened", opening.at, recording))

    def happen(self, act: Act) -> str:
        """Record what happens next; return why it was refused, if it was."""
        try:
            event = act(self)
        except RefusedError as refused:
            return refused.message
        if event is not None:
            with self.store.writing() as transaction:
                transaction.record(self.case, event)
        return ""

    def event(self, after: Case, moment: Moment, undoes: int | None = None) -> Event:
        """Return the event that turns the case into what it is after a moment."""
        at, place = max(moment.at, self.events[-1].at), len(self.events)
        recording = Recording(f"tester {place % 3}", at, f"command {place}")
        note = "because" if place % 4 == 0 else None
        more = {"detail": detail_of(moment), "undoes": undoes}
        return event_between(self.case, after, moment.kind, moment.at, recording, note, **more)


def moment_act(theirs: OracleMoment) -> Act:
    """Return what records a moment of the oracle."""

    def act(life: Life) -> Event:
        moment = moment_of(theirs, life.case)
        return life.event(record(life.case, life.events, moment, life.policy), moment)

    return act


def correction(rng: Random) -> Act:
    """Return what corrects something: an undo, another opening, or a voiding."""
    kind = rng.choices(("undone", "opened", "voided"), (8, 3, 1))[0]
    share, minutes = rng.random(), rng.randint(-300, 300)

    def act(life: Life) -> Event:
        case, events = life.case, life.events
        at = max(event.at for event in events)
        if kind == "undone":
            wanted = None if share < 0.4 else 1 + int(share * len(events))
            taken = to_take_back(events, wanted)
            after = without(case, events, taken, life.policy)
            return life.event(after, Moment("undone", at), undoes=taken.id)
        if kind == "voided":
            return life.event(voided(case, at, life.policy), Moment("voided", at))
        opened_at = case.opened_at + minutes * MINUTE
        moment = Moment("updated", at)
        return life.event(record(case, events, moment, life.policy, opened_at), moment)

    return act


def lived(seed: int, store: Store) -> tuple[Life, list[Act], list[datetime]]:
    """Return a random life in a new store, what may happen next, and instants to look at."""
    theirs, moments, nows = random_life(seed)
    rng = Random(seed)
    life = Life(store, policy_of(theirs))
    opening, *others = moments
    life.open(opening)
    acts: list[Act] = []
    for theirs_moment in others:
        acts.append(moment_act(theirs_moment))
        if rng.random() < 0.3:
            acts.append(correction(rng))
    kept = len(acts) * 3 // 4
    for act in acts[:kept]:
        life.happen(act)
    return life, acts[kept:], nows


def exported(store: Store, policy: Policy, wanted: Filter | None = None) -> str:
    """Return the cases of a store in JSON Lines."""
    stream = io.StringIO()
    write_jsonl(line_sheet(policy, lines_of(store, store.cases(wanted or Filter())), NOW), stream)
    return stream.getvalue()


def taken_in(store: Store, policy: Policy, text: str, now: datetime = NOW) -> Import:
    """Import lines into a store."""
    form = form_in(policy, lambda local: local.replace(tzinfo=UTC))
    reader = RowReader(policy, now, form)
    source = Source("cases.jsonl", io.BytesIO(), iter(text.splitlines(keepends=True)), 0)
    recording = Recording("importer", now, "import")
    with store.writing() as transaction:
        done = Import(transaction, reader, policy.case_id, recording, source.name)
        done.take(rows_of(source, Columns({})), lambda: None)
    return done


def brought_back(seed: int, store: Store, elsewhere: Store) -> Iterator[str]:
    """Yield where a random life differs after it was exported, imported and continued."""
    life, coming, nows = lived(seed, store)
    text = exported(life.store, life.policy)
    copy = Life(elsewhere, life.policy)
    done = taken_in(copy.store, life.policy, text)
    if done.bad:
        yield f"life {seed} is refused: {done.faults}"
        return
    yield from differences_of(seed, life, copy, nows)
    for act in coming:
        if life.happen(act) != copy.happen(act):
            yield f"life {seed}: the copy refuses what the case does not, or for another reason"
    yield from differences_of(seed, life, copy, nows)
    for each in (life, copy):
        each.store.close()


def differences_of(seed: int, life: Life, copy: Life, nows: list[datetime]) -> Iterator[str]:
    """Yield where a case and its copy differ, now or as of instants of its life."""
    if exported(life.store, life.policy) != exported(copy.store, life.policy):
        yield f"life {seed}: its lines differ"
    if life.events != copy.events or _plain(life.case) != _plain(copy.case):
        yield f"life {seed}: the case or its events differ"
    yield from (f"life {seed}: {found}" for found in differences(copy.store))
    for now in (*nows, *(event.at for event in life.events)):
        past = [_past(each, now) for each in (life, copy)]
        if past[0] != past[1]:
            yield f"life {seed}: as of {now} it differs"


def _past(life: Life, at: datetime) -> Case | str | None:
    with suppress(RefusedError):
        case = AsOf(life.store, at, life.policy).case(life.number)
        return None if case is None else _plain(case)
    return "refused"


def _plain(case: Case) -> Case:
    return case._replace(uid="")
