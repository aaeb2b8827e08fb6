"""What stands in the calendar, whatever it is, and which two of them cannot be at one time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from mgdesk.i18n import N_


class AgendaKind(StrEnum):
    CLASS = "class"
    EVENT = "event"
    COACHING = "coaching"


AGENDA_KIND_LABELS: Final = {
    AgendaKind.CLASS: N_("class"),
    AgendaKind.EVENT: N_("event"),
    AgendaKind.COACHING: N_("coaching"),
}


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One half-day, event or appointment; `starts`, `ends` are on its campus's clock, with its zone.

    `people` are those who cannot be elsewhere meanwhile; `attends` the cohorts that they follow.
    """

    kind: AgendaKind
    id: UUID
    version: int
    title: str
    campus_id: UUID
    campus: str
    starts: datetime
    ends: datetime
    status: str = ""
    room_id: UUID | None = None
    room: str = ""
    led_by: UUID | None = None
    leader: str = ""
    record_id: UUID | None = None  # where a click leads: cohort, event or person
    cohort_id: UUID | None = None
    people: frozenset[UUID] = frozenset()
    attends: frozenset[UUID] = frozenset()
    is_off: bool = False  # cancelled, excused, missed: it takes up nobody
    series_id: UUID | None = None

    def shares(self, other: "AgendaRow") -> bool:
        """Whether a person or a room would be needed twice, were both at one time."""
        is_same_room = self.room_id is not None and self.room_id == other.room_id
        follows = self.cohort_id in other.attends or other.cohort_id in self.attends
        return is_same_room or bool(self.people & other.people) or follows


def clashing(rows: Iterable[AgendaRow]) -> list[tuple[AgendaRow, AgendaRow]]:
    """Pairs that meet at a time and share a person or a room, by time."""
    found: list[tuple[AgendaRow, AgendaRow]] = []
    running: list[AgendaRow] = []
    on = (row for row in rows if not row.is_off)
    for row in sorted(on, key=lambda one: (one.starts, one.ends, one.id)):
        running = [one for one in running if one.ends > row.starts]
        found += [(one, row) for one in running if one.shares(row)]
        running.append(row)
    return found
