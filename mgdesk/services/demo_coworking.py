"""The demo's co-working: two weeks of days, passes, a visitor expected today and one tomorrow."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, CheckIn, Pass, Person, PersonRole, Room, Visit
from mgdesk.model.identity import new_key
from mgdesk.rules.coworking import PassKind
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.names import display_name
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.rules.stays import NIGHT
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs

_DAYS: Final = 12  # calendar days before today
_MOST: Final = 8  # co-workers of a campus
_MONTH: Final = timedelta(days=30)


@needs(Right.RUN)
def make_coworking(
    session: Session, random: Random, campus_id: UUID, people: Sequence[UUID], today: date
) -> None:
    """Check-ins before `today` of some of the people who are in no class, their passes, visitors."""
    campus = session.get_one(Campus, campus_id)
    rooms = session.scalars(
        select(Room.id).where(Room.campus_id == campus_id).order_by(Room.capacity.desc(), Room.name)
    ).all()
    workers = _workers(session, people)
    for place, person_id in enumerate(workers):
        session.add_all(_weeks(random, campus, rooms[:2], person_id, today))
        if place % 3 != 2:
            session.add(_pass(random, campus, person_id, place, today))
    session.add_all(_visits(session, campus, people, today))
    session.flush()


def _workers(session: Session, people: Sequence[UUID]) -> list[UUID]:
    worn = select(PersonRole.person_id).where(
        PersonRole.person_id.in_(people), PersonRole.role == Role.COWORKER
    )
    known = set(session.scalars(worn))
    return [person_id for person_id in people if person_id in known][:_MOST]


def _weeks(
    random: Random, campus: Campus, rooms: Sequence[UUID], person_id: UUID, today: date
) -> Iterator[CheckIn]:
    """Two or three days a week; now and then nobody saw them leave."""
    for day in (today - timedelta(days=n) for n in range(_DAYS, 0, -1)):
        if day.weekday() < 5 and random.random() < 0.5:
            room_id = random.choice(rooms) if rooms else None
            came = time(random.randrange(8, 11), random.randrange(60))
            gone = time(random.randrange(15, 18), random.randrange(60))
            yield _door(campus, person_id, room_id, day, came)
            if random.random() < 0.12:
                yield _door(campus, person_id, room_id, day, time(23, 59, 59), NIGHT)
            else:
                yield _door(campus, person_id, room_id, day, gone, "demo")


def _door(
    campus: Campus, person_id: UUID, room_id: UUID | None, day: date, clock: time, left: str = ""
) -> CheckIn:
    """An arrival, or with the source in `left` a departure."""
    return CheckIn(
        id=new_key(),
        person_id=person_id,
        campus_id=campus.id,
        at=datetime.combine(day, clock, ZoneInfo(campus.zone)),
        kind=CheckInKind.COWORKING,
        direction=Direction.DEPARTURE if left else Direction.ARRIVAL,
        room_id=room_id,
        source=left or "demo",
    )


def _pass(random: Random, campus: Campus, person_id: UUID, place: int, today: date) -> Pass:
    kind = list(PassKind)[place % 3]
    first = today - timedelta(days=random.randrange(13, 25))
    return Pass(
        id=new_key(),
        person_id=person_id,
        campus_id=campus.id,
        kind=kind,
        day_count=random.choice((5, 10)) if kind is PassKind.DAYS else None,
        first_day=first,
        last_day=first + _MONTH if kind is PassKind.MONTH else None,
    )


def _visits(
    session: Session, campus: Campus, people: Sequence[UUID], today: date
) -> Iterator[Visit]:
    """One of today, one of tomorrow, both to see somebody of the campus."""
    if len(people) < 3:
        return
    host = session.get_one(Person, people[-1])
    for person_id, day, hour in (
        (people[-2], today, time(14)),
        (people[-3], today + timedelta(days=1), None),
    ):
        give_role(session, session.get_one(Person, person_id), Role.VISITOR)
        yield Visit(
            id=new_key(),
            person_id=person_id,
            campus_id=campus.id,
            day=day,
            hour=hour,
            host=display_name(host.first_name, host.surname),
        )
