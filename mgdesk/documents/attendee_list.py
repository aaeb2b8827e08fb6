"""Lists of people: those of a class, those expected at an event, those in the house, those of a day."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from mgdesk.documents.paper import NOBODY, Backing, Letterhead, digests
from mgdesk.documents.plain import Plain


class ListKind(StrEnum):
    ATTENDEES = "attendees"
    EVACUATION = "evacuation"
    SELECTION = "selection"  # applicants by hour, each with room to sign
    EMPLOYER = "employer"  # whom one employer sent, with their hours and certificates
    DAY = "day"  # who came and went on a day that is over, or so far


@dataclass(frozen=True)
class AttendeeRow(Plain):
    """Somebody on the list; `waiting` is the place on the waiting list, 0 for none.

    `left` is when they went, where that is told; `is_night`: nobody saw it, the night closed the day.
    """

    name: str  # as lists sort it
    second_name: str = ""
    detail: str = ""
    is_here: bool = False
    arrived: time | None = None
    waiting: int = 0
    left: time | None = None
    is_night: bool = False


@dataclass(frozen=True)
class AttendeeGroup(Plain):
    """People who are in one place together; no heading where there is one group only."""

    heading: str
    rows: tuple[AttendeeRow, ...]


@dataclass(frozen=True)
class AttendeeListRecord(Plain):
    """All that a list says; it has no number and is not kept."""

    kind: ListKind
    language: str
    letterhead: Letterhead
    heading: str  # the event, the training or the campus
    about: str  # the code, the room
    first_day: date
    last_day: date
    groups: tuple[AttendeeGroup, ...]
    printed_on: date
    printed_at: time
    starts: time | None = None
    ends: time | None = None
    country: str | None = None
    backing: Backing = NOBODY
    is_demo: bool = False

    def digests(self) -> frozenset[str]:
        """The digests of the pictures to gather before drawing."""
        return digests(self.letterhead, self.backing)
