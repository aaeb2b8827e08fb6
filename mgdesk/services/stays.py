"""Who is in takes a seat in a room; who left unseen is noted afterwards. What happened is inserted."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, format_clock
from mgdesk.model import Campus, CheckIn, Person, Room
from mgdesk.model.identity import new_key
from mgdesk.queries.doors import day_start, doors_of, is_in
from mgdesk.rules import names
from mgdesk.rules.events import Direction
from mgdesk.rules.rights import Right
from mgdesk.rules.stays import LATER, NIGHT, SEATED, Door
from mgdesk.services.checkin import end_visits
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now


class NotInTheBuilding(DeskError):
    sentence = N_("{name} is not in the building. Check them in first.")


class RoomOfAnotherCampus(DeskError):
    sentence = N_("This room belongs to another campus. Choose one of this campus.")


class LeftAlready(DeskError):
    sentence = N_("{name} left at {time} already. Take that back first, if it is wrong.")


class DepartureOutsideStay(DeskError):
    sentence = N_("{name} came at {time}. They can only have left after that, on the same day.")


@needs(Right.WELCOME)
def move(
    session: Session, *, person_id: UUID, campus_id: UUID, room_id: UUID | None
) -> UUID | None:
    """Seat somebody who is in in a room, or in none; nothing is written when they sit there already.

    Raises NotFound, NotInTheBuilding, RoomOfAnotherCampus.
    """
    person = session.get(Person, person_id, with_for_update=True)
    campus = session.get(Campus, campus_id)
    if person is None or campus is None:
        raise NotFound
    room = session.get(Room, room_id) if room_id else None
    if room_id and (room is None or room.campus_id != campus_id):
        raise RoomOfAnotherCampus
    start = day_start(now(session), ZoneInfo(campus.zone))
    doors = doors_of(session, person_id, campus_id, start)
    if not is_in(doors):
        raise NotInTheBuilding(name=_name(person))
    if doors[-1].room_id == room_id:
        return None
    seat = CheckIn(
        id=new_key(),
        person_id=person_id,
        campus_id=campus_id,
        at=now(session),
        kind=doors[-1].kind,
        room_id=room_id,
        source=SEATED,
    )
    session.add(seat)
    if room is None:
        name_change(session, N_("{name} sits in no room"), name=_name(person))
    else:
        name_change(session, N_("{name} sits in {room}"), name=_name(person), room=room.name)
    return seat.id


@needs(Right.WELCOME)
def note_departure(session: Session, *, check_in_id: UUID, at: datetime) -> UUID:
    """Say afterwards when somebody left who came by that arrival; the night's guess gives way to it.

    A moment without a zone is one on the campus's clock. Raises NotFound, LeftAlready,
    DepartureOutsideStay.
    """
    came = session.get(CheckIn, check_in_id)
    if came is None or came.direction is not Direction.ARRIVAL:
        raise NotFound
    campus = session.get_one(Campus, came.campus_id)
    zone = ZoneInfo(campus.zone)
    moment = at if at.tzinfo else at.replace(tzinfo=zone)
    start = day_start(came.at, zone)
    doors = doors_of(session, came.person_id, campus.id, start)
    after = [door for door in doors if (door.at, door.id) > (came.at, came.id)]
    end = next((door for door in after if door.direction is Direction.DEPARTURE), None)
    if end is not None and end.source != NIGHT:
        raise LeftAlready(name=_name(came.person), time=_clock(end.at, zone))
    last = max([came.at, *(door.at for door in after if door is not end)])
    if not last <= moment <= min(now(session), start + timedelta(days=1)):
        raise DepartureOutsideStay(name=_name(came.person), time=_clock(last, zone))
    return _insert_departure(session, came, moment, end)


def _insert_departure(
    session: Session, came: CheckIn, moment: datetime, night: Door | None
) -> UUID:
    if night is not None:
        session.delete(session.get_one(CheckIn, night.id))
    left = CheckIn(
        id=new_key(),
        person_id=came.person_id,
        campus_id=came.campus_id,
        at=moment,
        kind=came.kind,
        direction=Direction.DEPARTURE,
        room_id=came.room_id,
        source=LATER,
    )
    session.add(left)
    zone = ZoneInfo(session.get_one(Campus, came.campus_id).zone)
    end_visits(session, came.person_id, came.campus_id, moment.astimezone(zone).date())
    name_change(
        session,
        N_("{name} left at {time} on {day}, noted afterwards"),
        name=_name(came.person),
        time=_clock(moment, zone),
        day=moment.astimezone(zone).date(),
    )
    return left.id


def _clock(moment: datetime, zone: ZoneInfo) -> str:
    return format_clock(moment.astimezone(zone))


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
