"""Who is expected at a campus on a day and who has come, a row a person: the list of the Today screen.

Classes, events, coaching, announced visits, and who comes to co-work often; then whoever else
came. A fixed number of queries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mgdesk.model import (
    Absence,
    Attendance,
    CheckIn,
    Cohort,
    Enrolment,
    Event,
    Person,
    Registration,
    Room,
    Slot,
    Training,
)
from mgdesk.queries.appointments import appointments
from mgdesk.queries.arrivals import COMING, OFF
from mgdesk.queries.doors import doors_of_day, is_in, last_arrival
from mgdesk.rules import names
from mgdesk.rules.arrival import Reason
from mgdesk.rules.attendance import THERE, AttendanceStatus, Membership
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus
from mgdesk.rules.events import CheckInKind, Direction, EventStatus, RegistrationStatus
from mgdesk.rules.stays import Door

REGULAR_DAYS: Final = 14  # who came to co-work twice within so many days is expected
_NOBODY: Final = frozenset({EnrolmentStatus.PROSPECT})


class Presence(StrEnum):
    EXPECTED = "expected"
    HERE = "here"
    LATE = "late"
    LEFT = "left"
    AWAY = "away"  # announced, or marked absent on the sheet


INSIDE: Final = frozenset({Presence.HERE, Presence.LATE})


@dataclass(frozen=True, slots=True)
class TodayRow:
    """A person of the day. `reasons` are all that they come for, in the order of their hours.

    `phone_end` are the last three digits; `minutes_late` is what the desk noted.
    """

    person_id: UUID
    name: str
    list_name: str
    second_name: str
    birth_year: int | None
    phone_end: str
    photo_id: UUID | None
    presence: Presence
    arrived_at: datetime | None
    minutes_late: int
    reasons: tuple[Reason, ...]

    @property
    def is_inside(self) -> bool:
        """Whether they are in the building: they came and did not leave, or the sheet says so.

        The one answer for the Today screen, the page of co-working and the evacuation list.
        """
        return self.presence in INSIDE


@dataclass(slots=True)
class _Found:
    """What is gathered of a person before they are a row."""

    columns: Any = None
    reasons: list[Reason] = field(default_factory=list)
    is_away: bool = False
    is_marked: bool = False
    minutes_late: int = 0


Doors = Mapping[UUID, list[Door]]


def people_of_day(
    session: Session, *, campus_id: UUID, day: date, zone: ZoneInfo
) -> list[TodayRow]:
    """Everybody expected at a campus on a day, or who came, by name as lists sort it."""
    start = datetime.combine(day, time(), zone)
    doors = doors_of_day(session, campus_id, start)
    found: dict[UUID, _Found] = {}
    _add_classes(session, campus_id, day, zone, doors, found)
    _add_events(session, campus_id, start, zone, doors, found)
    for person_id, reason in appointments(session, campus_id, start, zone, doors):
        found.setdefault(person_id, _Found()).reasons.append(reason)
    _add_regulars(session, campus_id, start, doors, found)
    _fill_columns(session, found)
    rows = [
        (one.columns.sort_key, _row(person_id, one, doors.get(person_id, [])))
        for person_id, one in found.items()
        if one.columns is not None
    ]
    return [row for _key, row in sorted(rows, key=lambda pair: (pair[0], pair[1].person_id))]


# --- what they come for ---------------------------------------------------------------------------


def _add_classes(
    session: Session,
    campus_id: UUID,
    day: date,
    zone: ZoneInfo,
    doors: Doors,
    found: dict[UUID, _Found],
) -> None:
    rows = session.execute(
        select(Slot, Cohort.code, Training.title, Room)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(Training, Training.id == Cohort.training_id)
        .outerjoin(Room, Room.id == func.coalesce(Slot.room_id, Cohort.room_id))
        .where(Cohort.campus_id == campus_id, Cohort.status.not_in(OFF), Slot.day == day)
        .order_by(Slot.starts_at)
    ).all()
    slots: dict[UUID, list[Any]] = {}
    for row in rows:
        slots.setdefault(row[0].cohort_id, []).append(row)
    marks = _marks(session, [row[0].id for row in rows])
    away = _announced(session, list(slots), day)
    enrolments = session.scalars(
        select(Enrolment).where(Enrolment.cohort_id.in_(slots), Enrolment.status.not_in(_NOBODY))
    )
    for enrolment in enrolments:
        if not _membership(enrolment).covers(day):
            continue
        came = _came_to(doors.get(enrolment.person_id, []))
        one = found.setdefault(enrolment.person_id, _Found())
        for slot, code, title, room in slots[enrolment.cohort_id]:
            reason = _class_reason(slot, code, title, room, enrolment, zone, came.get(slot.id))
            one.reasons.append(reason)
            _note_mark(one, marks.get((slot.id, enrolment.id)))
        one.is_away = one.is_away or (enrolment.id in away and not one.is_marked)


def _class_reason(
    slot: Slot,
    code: str,
    title: str,
    room: Room | None,
    enrolment: Enrolment,
    zone: ZoneInfo,
    arrived_at: datetime | None,
) -> Reason:
    return Reason(
        CheckInKind.TRAINING,
        slot.id,
        enrolment.id,
        title,
        code,
        room.name if room else "",
        room.id if room else None,
        datetime.combine(slot.day, slot.starts_at, zone),
        datetime.combine(slot.day, slot.ends_at, zone),
        arrived_at,
    )


def _note_mark(one: _Found, mark: Attendance | None) -> None:
    if mark is None:
        return
    one.is_marked = True
    one.is_away = mark.status not in THERE
    if mark.status is AttendanceStatus.LATE and mark.arrived_at is not None:
        one.minutes_late = _length(mark) - mark.minutes


def _length(mark: Attendance) -> int:
    start = datetime.combine(mark.slot.day, mark.slot.starts_at)
    return int((datetime.combine(mark.slot.day, mark.slot.ends_at) - start).total_seconds() // 60)


def _membership(enrolment: Enrolment) -> Membership:
    return Membership(enrolment.start_on, enrolment.exit_on, enrolment.status in LEFT)


def _marks(session: Session, slot_ids: list[UUID]) -> dict[tuple[UUID, UUID], Attendance]:
    rows = session.scalars(select(Attendance).where(Attendance.slot_id.in_(slot_ids)))
    return {(mark.slot_id, mark.enrolment_id): mark for mark in rows}


def _announced(session: Session, cohort_ids: list[UUID], day: date) -> set[UUID]:
    return set(
        session.scalars(
            select(Absence.enrolment_id)
            .join(Enrolment, Enrolment.id == Absence.enrolment_id)
            .where(
                Enrolment.cohort_id.in_(cohort_ids),
                Absence.first_day <= day,
                Absence.last_day >= day,
            )
        )
    )


def _came_to(doors: list[Door]) -> dict[UUID, datetime]:
    return {door.slot_id: door.at for door in reversed(doors) if door.slot_id is not None}


def _add_events(
    session: Session,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: Doors,
    found: dict[UUID, _Found],
) -> None:
    rows = session.execute(
        select(Registration, Event, Room)
        .join(Registration.event)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(
            Event.campus_id == campus_id,
            Event.status != EventStatus.CANCELLED,
            Event.ends_at > start,
            Event.starts_at < start + timedelta(days=1),
            Registration.status.in_(COMING - {RegistrationStatus.NO_SHOW}),
        )
        .order_by(Event.starts_at)
    )
    for registration, event, room in rows:
        came = {d.registration_id: d.at for d in doors.get(registration.person_id, [])}
        one = found.setdefault(registration.person_id, _Found())
        one.reasons.append(
            Reason(
                CheckInKind.EVENT,
                event.id,
                registration.id,
                event.title,
                event.code,
                room.name if room else "",
                event.room_id,
                event.starts_at.astimezone(zone),
                event.ends_at.astimezone(zone),
                came.get(registration.id),
                registration.status is RegistrationStatus.WAITING,
            )
        )


def _add_regulars(
    session: Session, campus_id: UUID, start: datetime, doors: Doors, found: dict[UUID, _Found]
) -> None:
    """Who came to co-work twice lately, then everybody who came today for nothing planned."""
    often = session.scalars(
        select(CheckIn.person_id)
        .where(
            CheckIn.campus_id == campus_id,
            CheckIn.kind == CheckInKind.COWORKING,
            CheckIn.direction == Direction.ARRIVAL,
            CheckIn.at >= start - timedelta(days=REGULAR_DAYS),
            CheckIn.at < start,
        )
        .group_by(CheckIn.person_id)
        .having(func.count() > 1)
    )
    for person_id in often:
        found.setdefault(person_id, _Found()).reasons.append(Reason(CheckInKind.COWORKING))
    for person_id, own in doors.items():
        one = found.setdefault(person_id, _Found())
        if not one.reasons:
            one.reasons.append(Reason(own[0].kind, arrived_at=own[0].at))


# --- rows -----------------------------------------------------------------------------------------


def _fill_columns(session: Session, found: dict[UUID, _Found]) -> None:
    for columns in session.execute(_columns(found)):
        found[columns.id].columns = columns


def _columns(person_ids: Iterable[UUID]) -> Select[*tuple[Any, ...]]:
    return select(
        Person.id,
        Person.first_name,
        Person.surname,
        Person.second_name,
        Person.birth_date,
        Person.phone,
        Person.photo_id,
        Person.sort_key,
    ).where(Person.id.in_(list(person_ids)))


def _row(person_id: UUID, one: _Found, doors: list[Door]) -> TodayRow:
    person = one.columns
    return TodayRow(
        person_id,
        names.display_name(person.first_name, person.surname),
        names.list_name(person.first_name, person.surname),
        person.second_name,
        person.birth_date.year if person.birth_date else None,
        person.phone[-3:],
        person.photo_id,
        _presence(one, doors),
        last_arrival(doors),
        one.minutes_late,
        tuple(one.reasons),
    )


def _presence(one: _Found, doors: list[Door]) -> Presence:
    if doors and not is_in(doors):
        return Presence.LEFT
    if doors:
        return Presence.LATE if one.minutes_late else Presence.HERE
    if one.is_away:
        return Presence.AWAY
    return Presence.HERE if one.is_marked else Presence.EXPECTED
