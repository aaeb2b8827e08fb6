"""The demo's coaching: last week's appointments with their notes, this week's still to come."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, CoachingSession, Person, PersonRole, Room
from mgdesk.model.identity import new_key
from mgdesk.rules.calendar import monday
from mgdesk.rules.coaching import USUAL_LENGTH, CoachingStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.demo_content import content
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs

_HOURS: Final = (time(9, 30), time(11), time(13, 30), time(15), time(16))
_PAST: Final = {
    CoachingStatus.DONE: 80,
    CoachingStatus.NO_SHOW: 9,
    CoachingStatus.EXCUSED: 7,
    CoachingStatus.CANCELLED: 4,
}
_SEASONED: Final = frozenset({Role.FOUNDER, Role.COWORKER})


@needs(Right.RUN)
def make_coaching(
    session: Session, random: Random, campus_id: UUID, people: Sequence[UUID], today: date
) -> None:
    """Appointments of a campus over last week and this one; `people` are in no class now."""
    campus = session.get_one(Campus, campus_id)
    rooms = session.scalars(
        select(Room.id).where(Room.campus_id == campus_id).order_by(Room.capacity, Room.name)
    ).all()
    coaches = _coaches(session, people)
    guests = [one for one in people if one not in coaches]
    texts = content("accompaniment.toml")["coaching"][campus.languages[0]]
    first = monday(today) - timedelta(weeks=1)
    for coach_id, room_id in zip(coaches, rooms, strict=False):
        for day in (first + timedelta(days=n) for n in range(12)):
            if day.weekday() < 5:
                session.add_all(
                    _appointment(random, campus, room_id, coach_id, guests, texts, day, hour, today)
                    for hour in sorted(random.sample(_HOURS, random.choice((1, 2))))
                )
    session.flush()


def _coaches(session: Session, people: Sequence[UUID]) -> list[UUID]:
    """One coach, two where there are many people: founders and co-workers who help the others."""
    worn = select(PersonRole.person_id).where(
        PersonRole.person_id.in_(people), PersonRole.role.in_(_SEASONED)
    )
    seasoned = set(session.scalars(worn))
    chosen = [one for one in people if one in seasoned][: 2 if len(people) > 50 else 1]
    for person_id in chosen:
        give_role(session, session.get_one(Person, person_id), Role.COACH)
    return chosen


def _appointment(
    random: Random,
    campus: Campus,
    room_id: UUID,
    coach_id: UUID,
    guests: Sequence[UUID],
    texts: Sequence[dict[str, Any]],
    day: date,
    hour: time,
    today: date,
) -> CoachingSession:
    start = datetime.combine(day, hour, ZoneInfo(campus.zone)).astimezone(UTC)
    text = random.choice(texts)
    made = CoachingSession(
        id=new_key(),
        person_id=random.choice(guests),
        coach_id=coach_id,
        campus_id=campus.id,
        room_id=room_id,
        starts_at=start,
        ends_at=start + USUAL_LENGTH,
        booked_at=start - timedelta(days=random.randrange(13, 20), minutes=random.randrange(300)),
        status=random.choices(list(_PAST), list(_PAST.values()))[0],
        subject=text["subject"],
    )
    if day >= today:
        made.status = CoachingStatus.PLANNED
    elif made.status is CoachingStatus.DONE:
        made.aims, made.points = text["aims"], text["points"]
        made.action_plan, made.note_written_at = text["action_plan"], made.ends_at
    return made
