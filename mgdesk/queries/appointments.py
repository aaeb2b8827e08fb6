"""What single people are expected for on a day: coaching and announced visits, as reasons to come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import CheckIn, CoachingSession, Person, Room, Visit
from mgdesk.rules import names
from mgdesk.rules.arrival import Reason
from mgdesk.rules.coaching import HELD, CoachingStatus
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.visits import VisitStatus

_ON: Final = (VisitStatus.EXPECTED, VisitStatus.ARRIVED, VisitStatus.LEFT)

Doors = Mapping[UUID, Sequence[CheckIn]]


def appointments(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    person_id: UUID | None = None,
) -> list[tuple[UUID, Reason]]:
    """Who is expected for what on the day that begins at `start`, of one person or of all, by hour.

    The coach is no client: they are not among them.
    """
    return [
        *_coaching(session, campus_id, start, zone, doors, person_id),
        *_visits(session, campus_id, start, zone, doors, person_id),
    ]


def _coaching(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    person_id: UUID | None,
) -> Iterator[tuple[UUID, Reason]]:
    coach = aliased(Person)
    wanted = (
        select(CoachingSession, coach.first_name, coach.surname, Room)
        .outerjoin(coach, coach.id == CoachingSession.coach_id)
        .outerjoin(Room, Room.id == CoachingSession.room_id)
        .where(
            CoachingSession.campus_id == campus_id,
            CoachingSession.status.in_(HELD),
            CoachingSession.ends_at > start,
            CoachingSession.starts_at < start + timedelta(days=1),
        )
        .order_by(CoachingSession.starts_at, CoachingSession.id)
    )
    if person_id is not None:
        wanted = wanted.where(CoachingSession.person_id == person_id)
    for found, first_name, surname, room in session.execute(wanted):
        reason = Reason(
            CheckInKind.COACHING,
            found.id,
            None,
            found.subject or names.display_name(first_name or "", surname or ""),
            "",
            room.name if room else "",
            found.room_id,
            found.starts_at.astimezone(zone),
            found.ends_at.astimezone(zone),
        )
        if found.status is not CoachingStatus.PLANNED:
            came = _came(doors, found.person_id, CheckInKind.COACHING)
            reason = reason.come(came or found.starts_at)
        yield found.person_id, reason


def _visits(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    person_id: UUID | None,
) -> Iterator[tuple[UUID, Reason]]:
    day = start.astimezone(zone).date()
    wanted = (
        select(Visit)
        .where(Visit.campus_id == campus_id, Visit.day == day, Visit.status.in_(_ON))
        .order_by(Visit.hour, Visit.id)
    )
    if person_id is not None:
        wanted = wanted.where(Visit.person_id == person_id)
    for visit in session.scalars(wanted):
        hour = datetime.combine(day, visit.hour, zone) if visit.hour else None
        reason = Reason(CheckInKind.VISIT, visit.id, None, visit.host, starts_at=hour)
        if visit.status is not VisitStatus.EXPECTED:
            came = _came(doors, visit.person_id, CheckInKind.VISIT)
            reason = reason.come(came or hour or start)
        yield visit.person_id, reason


def _came(doors: Doors, person_id: UUID, kind: CheckInKind) -> datetime | None:
    """When they first came for something of that kind on the day."""
    return next(
        (
            door.at
            for door in doors.get(person_id, ())
            if door.kind is kind and door.direction is Direction.ARRIVAL
        ),
        None,
    )
