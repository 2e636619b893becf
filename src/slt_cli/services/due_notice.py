"""A notice that is due, before it is recorded."""

from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.notice_moments import NoticeMoment
from slt_cli.store.outbox import NewNotice, NoticeKey


class DueNotice(NamedTuple):
    """A notice that is due: the moment and the case, and until when quiet hours delay it.

    `replaces` are the moments of the same clock whose notices it replaces.
    """

    key: NoticeKey
    moment: NoticeMoment
    case: Case
    delayed_until: datetime | None
    replaces: tuple[str, ...] = ()

    @property
    def as_new(self) -> NewNotice:
        """Return what is recorded of it."""
        return NewNotice(self.key, self.delayed_until)
