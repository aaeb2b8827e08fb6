"""Who is expected at a campus on a day, and who has come: classes, events, and others at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Attendance, Campus, CheckIn, Cohort, Person, Slot
from mgdesk.queries.events import events, registrations
from mgdesk.queries.hours import members
from mgdesk.rules import names
from mgdesk.rules.attendance import THERE, AttendanceStatus
from mgdesk.rules.events import HOLDING_A_PLACE, Direction, EventStatus


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody expected or arrived; `arrived_at` is on the campus's clock, when it is known."""

    person_id: UUID
    name: str
    second_name: str
    is_here: bool
    arrived_at: time | None


@dataclass(frozen=True, slots=True)
class Gathering:
    """A class or an event of the day; the last one of a day may be those who came for neither."""

    title: str  # empty for those who came for neither
    code: str
    room: str
    people: tuple[Expected, ...]


def expected_on(session: Session, *, campus_id: UUID, day: date) -> list[Gathering]:
    """The classes and events of a campus on a day with their people, then others who checked in.

    Who is marked absent or has left is not among them. Raises NotFound.
    """
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    zone = ZoneInfo(campus.zone)
    doors = _doors(session, campus_id, day, zone)
    found = [*_classes(session, campus_id, day, doors), *_events(session, campus_id, day, zone)]
    known = {one.person_id for gathering in found for one in gathering.people}
    others = _others(session, doors, known)
    return [*found, Gathering("", "", "", others)] if others else found


@dataclass(frozen=True, slots=True)
class _Door:
    """The last time that somebody came or went."""

    at: time
    is_in: bool


def _doors(session: Session, campus_id: UUID, day: date, zone: ZoneInfo) -> dict[UUID, _Door]:
    start = datetime.combine(day, time(), zone)
    rows = session.execute(
        select(CheckIn.person_id, CheckIn.at, CheckIn.direction)
        .where(
            CheckIn.campus_id == campus_id,
            CheckIn.at >= start,
            CheckIn.at < start + timedelta(days=1),
        )
        .order_by(CheckIn.at, CheckIn.id)
    )
    return {
        person_id: _Door(at.astimezone(zone).time(), direction is Direction.ARRIVAL)
        for person_id, at, direction in rows
    }


def _classes(
    session: Session, campus_id: UUID, day: date, doors: dict[UUID, _Door]
) -> list[Gathering]:
    slots = session.scalars(
        select(Slot)
        .join(Slot.cohort)
        .where(Cohort.campus_id == campus_id, Slot.day == day)
        .order_by(Cohort.code, Slot.starts_at)
    ).all()
    marks = _marks(session, [slot.id for slot in slots])
    by_cohort: dict[UUID, list[Slot]] = {}
    for slot in slots:
        by_cohort.setdefault(slot.cohort_id, []).append(slot)
    people = members(session, list(by_cohort))
    made = []
    for cohort_id, own in by_cohort.items():
        cohort = own[0].cohort
        rooms = dict.fromkeys(slot.room or cohort.room for slot in own)
        there = []
        for member in people:
            if member.cohort_id != cohort_id:
                continue
            known = marks.get(member.enrolment_id, [])
            if known and not THERE & set(known):
                continue  # absent, excused or not required in all that is marked
            if not known and not member.membership.covers(day):
                continue
            door = doors.get(member.person.person_id)
            if door is not None and not door.is_in:
                continue
            row = member.person
            there.append(
                Expected(
                    row.person_id,
                    names.list_name(row.first_name, row.surname),
                    row.second_name,
                    bool(THERE & set(known)) or door is not None,
                    door.at if door else None,
                )
            )
        room = ", ".join(room.name for room in rooms if room is not None)
        made.append(Gathering(cohort.training.title, cohort.code, room, tuple(there)))
    return made


def _marks(session: Session, slot_ids: Iterable[UUID]) -> dict[UUID, list[AttendanceStatus]]:
    rows = session.execute(
        select(Attendance.enrolment_id, Attendance.status).where(
            Attendance.slot_id.in_(list(slot_ids))
        )
    )
    found: dict[UUID, list[AttendanceStatus]] = {}
    for enrolment_id, status in rows:
        found.setdefault(enrolment_id, []).append(status)
    return found


def _events(session: Session, campus_id: UUID, day: date, zone: ZoneInfo) -> list[Gathering]:
    start = datetime.combine(day, time(), zone)
    made = []
    for event in events(session, campus_id=campus_id, since=start, until=start + timedelta(days=1)):
        if event.status is EventStatus.CANCELLED:
            continue
        people = tuple(
            Expected(
                row.person_id,
                row.list_name,
                row.second_name,
                row.arrived_at is not None,
                row.arrived_at.astimezone(zone).time() if row.arrived_at else None,
            )
            for row in registrations(session, event_id=event.id)
            if row.status in HOLDING_A_PLACE
        )
        made.append(Gathering(event.title, event.code, event.room, people))
    return made


def _others(session: Session, doors: dict[UUID, _Door], known: set[UUID]) -> tuple[Expected, ...]:
    wanted = [
        person_id for person_id, door in doors.items() if door.is_in and person_id not in known
    ]
    rows = session.scalars(
        select(Person).where(Person.id.in_(wanted)).order_by(Person.sort_key, Person.id)
    )
    return tuple(
        Expected(
            one.id,
            names.list_name(one.first_name, one.surname),
            one.second_name,
            True,
            doors[one.id].at,
        )
        for one in rows
    )
