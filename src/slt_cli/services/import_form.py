"""How the rows of a file are written: as options say, a profile, or the file itself."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from slt_cli.app import App
from slt_cli.config import value_types
from slt_cli.config.import_profiles import FORMAT_FIX, Profile
from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.errors import InterruptionError, UnknownNameError, UsageError
from slt_cli.exchange.columns import Columns
from slt_cli.exchange.file_times import FileTimes
from slt_cli.exchange.given import READ
from slt_cli.exchange.profiles import profiles_in
from slt_cli.exchange.row_reader import Form
from slt_cli.exchange.rows import Row
from slt_cli.exchange.source import Source
from slt_cli.exchange.time_notes import TimeNotes
from slt_cli.exchange.words import Words, parse_values
from slt_cli.output.asking import NoAnswerError, ask

_ZONE_FIX = (
    "--timezone Europe/London names it (an IANA name), --timezone region takes that of each case's "
    "region"
)


class Asked(NamedTuple):
    """What options say of a file: its columns, words, dates and zone."""

    mapped: Mapping[str, str] = {}
    only_mapped: bool = False
    profile: str | None = None
    values: Sequence[str] = ()
    dates: Sequence[str] = ()
    zone: ZoneInfo | str | None = None


class FileForm(NamedTuple):
    """How the rows of a file are read, and what is to be noted of its times."""

    form: Form
    times: FileTimes
    notes: TimeNotes


def date_formats(given: Sequence[str]) -> Sequence[str]:
    """Return the formats in --date-format; raises UsageError for what is none."""
    try:
        DateFormats(given)
    except ValueError as error:
        raise UsageError(f"--date-format: {error}", FORMAT_FIX) from None
    return given


def _dates(given: Sequence[str], profile: Profile | None) -> DateFormats:
    """Return the given formats; beside an order those of a profile with codes count, too."""
    own = profile.dates if profile else ()
    if any("%" in each for each in given):
        own = ()
    elif given:
        own = tuple(each for each in own if "%" in each)
    return DateFormats((*given, *own))


def zone_of(given: str | None) -> ZoneInfo | str | None:
    """Return the zone in --timezone; raises UsageError for what is none."""
    if given is None:
        return None
    try:
        return _zone_in(given)
    except ValueError as error:
        raise UsageError(f"--timezone: {error}", getattr(error, "fix", _ZONE_FIX)) from None


def _zone_in(text: str) -> ZoneInfo | str:
    """Return the zone that a text names; raises ValueError for what is none."""
    zone: ZoneInfo | str = value_types.zone_or_region.parse(text.strip())
    return zone


def columns_of(app: App, asked: Asked, most_examples: int = 0) -> Columns:
    """Return what finds the fields in the columns of a file; raises UnknownNameError."""
    profile = None
    if asked.profile is not None:
        profiles = profiles_of(app)
        given = asked.profile.strip()
        by_folded = {key.casefold(): each for key, each in profiles.items()}
        profile = profiles.get(given) or by_folded.get(given.casefold())
        if profile is None:
            raise UnknownNameError("profile", asked.profile, profiles)
    return Columns(
        dict(asked.mapped),
        lambda: profiles_of(app),
        profile,
        only_mapped=asked.only_mapped,
        most_examples=most_examples,
    )


def form_of(
    app: App, asked: Asked, columns: Columns, source: Source, ahead: Sequence[Row]
) -> FileForm:
    """Return how the rows of a file are read; on a terminal it may ask for their zone."""
    profile = columns.profile
    dates = _dates(asked.dates, profile)
    words = Words(
        app.policy, profile.words if profile else {}, parse_values(asked.values, app.policy)
    )
    zone = asked.zone or (profile.timezone if profile else None)
    unknown = None
    if profile is not None and zone is None:
        if app.interactive and source.file is not None and _is_naive(ahead, dates):
            zone = _asked_zone(source, profile)

        def unknown(naive: datetime) -> UsageError:
            time = f"{naive:%Y-%m-%d %H:%M}"
            what = f"{source.name} does not say in which zone its times are, such as {time}"
            return UsageError(what, _ZONE_FIX)

    times = FileTimes(app.given_times.local, zone, unknown)
    notes = TimeNotes(source.name, times.note_on)
    by_field = {field: column for column, field in reversed(columns.fields.items())}
    form = Form(times.localize, dates, words, notes.add, source.in_utf_8, by_field, Counter())
    return FileForm(form, times, notes)


def profiles_of(app: App) -> Mapping[str, Profile]:
    """Return the profiles of other systems' exports; raises ConfigError with every fault."""
    _ = app.policy  # whose faults are reported first
    return profiles_in(app.layers)


def _is_naive(rows: Sequence[Row], dates: DateFormats) -> bool:
    """Return whether the first row was opened at a time without an offset."""
    naive: list[datetime] = []

    def localize(time: datetime) -> datetime:
        naive.append(time)
        return time.astimezone()

    for _, row in rows:
        if isinstance(row, Sequence) and len(row) == len(READ):
            try:
                dates.read(str(row[READ.index("opened_at")]), localize)
            except ValueError:
                return True  # a date that only the rest of the file settles has no offset either
    return bool(naive)


def _asked_zone(source: Source, profile: Profile) -> ZoneInfo | str:
    def read(answer: str) -> ZoneInfo | str:
        try:
            return _zone_in(answer)
        except ValueError as error:
            raise NoAnswerError(str(error)) from None

    question = (
        f"In which time zone are the times of {source.name}? A{profile.export[1:]} does not say. "
        "An IANA name such as Europe/London, or region"
    )
    unanswered = InterruptionError("the zone of the times is not known", _ZONE_FIX)
    return ask(question, read, unanswered)
