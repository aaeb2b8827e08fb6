"""From comings and goings to stays: who was in from when to when, and on which seat.

An arrival of somebody who is in begins no new stay: they came for one more thing, or took a seat
in another room.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from mgdesk.rules.events import CheckInKind, Direction

NIGHT: Final = "night"  # the source of a departure that nobody noted: the day closed by itself
SEATED: Final = "seat"  # the source of an arrival that only says in which room somebody sits now
LATER: Final = "later"  # the source of a departure that was noted afterwards

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Door:
    """Somebody came or went: a check-in without what only the database needs."""

    id: UUID
    at: datetime
    direction: Direction
    kind: CheckInKind
    source: str = ""
    room_id: UUID | None = None
    note: str = ""
    registration_id: UUID | None = None
    slot_id: UUID | None = None

    @property
    def is_arrival(self) -> bool:
        return self.direction is Direction.ARRIVAL


@dataclass(frozen=True, slots=True)
class Stay:
    """From coming to leaving; `left` is empty while they are in."""

    arrivals: tuple[Door, ...]
    left: Door | None = None

    @property
    def came(self) -> Door:
        return self.arrivals[0]

    @property
    def reasons(self) -> tuple[Door, ...]:
        """The arrivals that say what they came for."""
        return tuple(door for door in self.arrivals if door.source != SEATED)

    @property
    def room_id(self) -> UUID | None:
        """Where they sat last."""
        return self.arrivals[-1].room_id

    @property
    def is_closed_at_night(self) -> bool:
        return self.left is not None and self.left.source == NIGHT

    @property
    def minutes(self) -> int | None:
        """How long they were in, by the clock's minutes, so that it adds up with what is shown.

        Unknown while they are, or when nobody noted that they left.
        """
        if self.left is None or self.is_closed_at_night:
            return None
        came, left = (at.replace(second=0, microsecond=0) for at in (self.came.at, self.left.at))
        return int((left - came).total_seconds() // 60)


def stays(doors: Iterable[Door]) -> list[Stay]:
    """The stays of one person, of doors in their order; a departure without an arrival is none."""
    found: list[Stay] = []
    arrivals: list[Door] = []
    for door in doors:
        if door.is_arrival:
            arrivals.append(door)
        elif arrivals:
            found.append(Stay(tuple(arrivals), door))
            arrivals = []
    return [*found, Stay(tuple(arrivals))] if arrivals else found


def seats(stay: Stay, until: datetime) -> Iterator[tuple[UUID | None, Span]]:
    """The rooms of a stay with the time in each; who is in yet sits there `until` then."""
    ends = [door.at for door in stay.arrivals[1:]]
    ends.append(stay.left.at if stay.left else until)
    for door, end in zip(stay.arrivals, ends, strict=True):
        if end > door.at:
            yield door.room_id, (door.at, end)


def most_at_once(spans: Sequence[Span]) -> int:
    """How many of the spans overlap at most; one may begin as another ends."""
    steps = sorted([(start, 1) for start, _end in spans] + [(end, -1) for _start, end in spans])
    most = now = 0
    for _at, step in steps:
        now += step
        most = max(most, now)
    return most
