"""The page of co-working in one reading: who is in and on which pass, the rooms, visitors, loans."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Room
from mgdesk.queries.doors import doors_of_day
from mgdesk.queries.expected import TodayRow, people_of_day
from mgdesk.queries.loans import LoanRow, loans
from mgdesk.queries.passes import PassStanding, standings
from mgdesk.queries.today import campus_shown
from mgdesk.queries.visits import VisitRow, visits
from mgdesk.rules.arrival import Reason
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.loans import LoanStatus
from mgdesk.rules.stays import SEATED, Door


@dataclass(frozen=True, slots=True)
class InsideRow:
    """Somebody in the building. `kind` is empty when only the attendance sheet says that they are.

    `title` is the class or event, `note` whom a visitor came to see; `since` is in UTC. The pass
    is that of co-workers, where the campus gives passes.
    """

    person_id: UUID
    name: str
    second_name: str
    since: datetime | None
    kind: CheckInKind | None
    title: str
    note: str
    room_id: UUID | None
    room: str
    standing: PassStanding | None


@dataclass(frozen=True, slots=True)
class RoomNow:
    """A room and how many sit in it; `seats` is empty where nobody said how many it has."""

    id: UUID
    name: str
    seats: int | None
    taken: int

    @property
    def free(self) -> int | None:
        return None if self.seats is None else max(0, self.seats - self.taken)


@dataclass(frozen=True, slots=True)
class CoworkingBoard:
    """All that the page shows of a campus at a moment; `zone` is its clock's."""

    campus_id: UUID
    campus: str
    zone: str
    day: date
    rows: tuple[TodayRow, ...]  # everybody of the day, for the field that checks in
    inside: tuple[InsideRow, ...]  # co-workers, visitors, then the others, by name
    rooms: tuple[RoomNow, ...]
    visits: tuple[VisitRow, ...]  # of the day and to come
    loans: tuple[LoanRow, ...]  # still out, overdue first


_GROUPS = {CheckInKind.COWORKING: 0, CheckInKind.VISIT: 1}


def board(
    session: Session, *, at: datetime, campus_id: UUID | None = None
) -> CoworkingBoard | None:
    """The page of a campus (the largest when none is chosen); None without any campus.

    Raises NotFound.
    """
    campus = campus_shown(session, campus_id)
    if campus is None:
        return None
    zone = ZoneInfo(campus.zone)
    day = at.astimezone(zone).date()
    rows = tuple(people_of_day(session, campus_id=campus.id, day=day, zone=zone))
    rooms = _rooms(session, campus.id)
    found = inside(session, campus=campus, day=day, rows=rows, rooms=rooms, at=at)
    return CoworkingBoard(
        campus.id,
        campus.name,
        campus.zone,
        day,
        rows,
        found,
        _taken(rooms, found),
        tuple(visits(session, campus_id=campus.id, since=day)),
        _still_out(session, campus.id, day),
    )


def inside(
    session: Session,
    *,
    campus: Campus,
    day: date,
    rows: Sequence[TodayRow],
    rooms: Mapping[UUID, Room],
    at: datetime,
) -> tuple[InsideRow, ...]:
    """Those of the day's rows who are in the building: co-workers, visitors, others."""
    doors = doors_of_day(session, campus.id, datetime.combine(day, time(), ZoneInfo(campus.zone)))
    here = [row for row in rows if row.is_inside]
    cowork = [
        row.person_id for row in here if _kind(doors.get(row.person_id)) is CheckInKind.COWORKING
    ]
    passes = standings(session, person_ids=cowork, campus_id=campus.id, day=day)
    found = [
        _inside(row, doors.get(row.person_id, []), rooms, passes.get(row.person_id), at)
        for row in here
    ]
    return tuple(sorted(found, key=lambda one: _GROUPS.get(one.kind, 2) if one.kind else 2))


def _kind(doors: Sequence[Door] | None) -> CheckInKind | None:
    return doors[-1].kind if doors else None


def _inside(
    row: TodayRow,
    doors: Sequence[Door],
    rooms: Mapping[UUID, Room],
    standing: PassStanding | None,
    at: datetime,
) -> InsideRow:
    kind = _kind(doors)
    reason = _reason(row, kind, at)
    room_id = doors[-1].room_id if doors else (reason.room_id if reason else None)
    room = rooms.get(room_id) if room_id else None
    came = [door for door in doors if door.source != SEATED]
    return InsideRow(
        row.person_id,
        row.name,
        row.second_name,
        row.arrived_at,
        kind,
        reason.title if reason and reason.kind is not CheckInKind.VISIT else "",
        came[-1].note if came else "",
        room_id,
        room.name if room else "",
        standing,
    )


def _reason(row: TodayRow, kind: CheckInKind | None, at: datetime) -> Reason | None:
    """What they are in for: what they came for last, or the class that runs."""
    own = [one for one in row.reasons if kind in {None, one.kind}]
    came = [one for one in own if one.arrived_at is not None]
    running = [one for one in own if one.is_open(at) and one.is_running(at)]
    return next(iter([*running, *reversed(came), *own]), None)


def _rooms(session: Session, campus_id: UUID) -> dict[UUID, Room]:
    rooms = session.scalars(select(Room).where(Room.campus_id == campus_id).order_by(Room.name))
    return {room.id: room for room in rooms}


def _taken(rooms: Mapping[UUID, Room], found: Sequence[InsideRow]) -> tuple[RoomNow, ...]:
    return tuple(
        RoomNow(room.id, room.name, room.capacity, sum(one.room_id == room.id for one in found))
        for room in rooms.values()
    )


def _still_out(session: Session, campus_id: UUID, day: date) -> tuple[LoanRow, ...]:
    rows = loans(session, campus_id=campus_id, is_open=True)
    late = LoanStatus.OVERDUE
    return tuple(
        sorted(rows, key=lambda row: (row.status(day) is not late, row.due_on or date.max))
    )
