"""What single people are expected for on a day: coaching and announced visits, as reasons to come."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import CoachingSession, Person, Room, Visit
from mgdesk.rules import names
from mgdesk.rules.arrival import Reason
from mgdesk.rules.coaching import HELD, CoachingStatus
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.stays import Door
from mgdesk.rules.visits import VisitStatus
from mgdesk.storage.asking import ask, one_of

_ON: Final = (VisitStatus.EXPECTED, VisitStatus.ARRIVED, VisitStatus.LEFT)
_COACH: Final = aliased(Person)
_COACHING: Final = (
    select(
        CoachingSession.id,
        CoachingSession.person_id,
        CoachingSession.subject,
        CoachingSession.room_id,
        CoachingSession.starts_at,
        CoachingSession.ends_at,
        CoachingSession.status,
        _COACH.first_name,
        _COACH.surname,
        Room.name.label("room"),
    )
    .outerjoin(_COACH, _COACH.id == CoachingSession.coach_id)
    .outerjoin(Room, Room.id == CoachingSession.room_id)
    .where(
        CoachingSession.campus_id == bindparam("campus_id"),
        one_of(CoachingSession.status, HELD),
        CoachingSession.ends_at > bindparam("start"),
        CoachingSession.starts_at < bindparam("end"),
    )
    .order_by(CoachingSession.starts_at, CoachingSession.id)
)
_COACHING_OF_ONE: Final = _COACHING.where(CoachingSession.person_id == bindparam("person_id"))
_VISITS: Final = (
    select(Visit.id, Visit.person_id, Visit.hour, Visit.host, Visit.status)
    .where(
        Visit.campus_id == bindparam("campus_id"),
        Visit.day == bindparam("day"),
        one_of(Visit.status, _ON),
    )
    .order_by(Visit.hour, Visit.id)
)
_VISITS_OF_ONE: Final = _VISITS.where(Visit.person_id == bindparam("person_id"))

Doors = Mapping[UUID, Sequence[Door]]


def appointments(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
) -> list[tuple[UUID, Reason]]:
    """Who is expected for what on the day that begins at `start`, by hour.

    The coach is no client: they are not among them.
    """
    return [
        *coaching(session, campus_id, start, zone, doors),
        *visits(session, campus_id, start, zone, doors),
    ]


def coaching(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    person_id: UUID | None = None,
) -> Iterator[tuple[UUID, Reason]]:
    """The appointments of that day with a coach, of one person or of all."""
    asked = {"campus_id": campus_id, "start": start, "end": start + timedelta(days=1)}
    if person_id is None:
        rows = ask(session, _COACHING, **asked)
    else:
        rows = ask(session, _COACHING_OF_ONE, person_id=person_id, **asked)
    for row in rows:
        reason = Reason(
            CheckInKind.COACHING,
            row.id,
            None,
            row.subject or names.display_name(row.first_name or "", row.surname or ""),
            "",
            row.room or "",
            row.room_id,
            row.starts_at.astimezone(zone),
            row.ends_at.astimezone(zone),
        )
        if row.status is not CoachingStatus.PLANNED:
            came = _came(doors, row.person_id, CheckInKind.COACHING)
            reason = reason.come(came or row.starts_at)
        yield row.person_id, reason


def visits(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    person_id: UUID | None = None,
) -> Iterator[tuple[UUID, Reason]]:
    """The visits announced for that day, of one person or of all."""
    day = start.astimezone(zone).date()
    if person_id is None:
        rows = ask(session, _VISITS, campus_id=campus_id, day=day)
    else:
        rows = ask(session, _VISITS_OF_ONE, person_id=person_id, campus_id=campus_id, day=day)
    for row in rows:
        hour = datetime.combine(day, row.hour, zone) if row.hour else None
        reason = Reason(CheckInKind.VISIT, row.id, None, row.host, starts_at=hour)
        if row.status is not VisitStatus.EXPECTED:
            came = _came(doors, row.person_id, CheckInKind.VISIT)
            reason = reason.come(came or hour or start)
        yield row.person_id, reason


def _came(doors: Doors, person_id: UUID, kind: CheckInKind) -> datetime | None:
    """When they first came for something of that kind on the day."""
    return next(
        (door.at for door in doors.get(person_id, ()) if door.kind is kind and door.is_arrival),
        None,
    )
