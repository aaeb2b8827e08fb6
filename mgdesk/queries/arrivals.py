"""What one person can come for at a campus now, and whether they came for it already."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import (
    Campus,
    CheckIn,
    Cohort,
    CohortTrainer,
    Enrolment,
    Event,
    PersonRole,
    Registration,
    Room,
    Slot,
    Training,
)
from mgdesk.queries.appointments import appointments
from mgdesk.rules.arrival import EARLY, Reason, in_order, unplanned
from mgdesk.rules.attendance import Membership
from mgdesk.rules.enrolment import LEFT, CohortStatus, EnrolmentStatus
from mgdesk.rules.events import (
    HOLDING_A_PLACE,
    CheckInKind,
    Direction,
    EventStatus,
    RegistrationStatus,
)
from mgdesk.rules.stays import SEATED

COMING: Final = HOLDING_A_PLACE | {RegistrationStatus.WAITING, RegistrationStatus.NO_SHOW}
OFF: Final = frozenset({CohortStatus.CANCELLED, CohortStatus.ARCHIVED})


def reasons(
    session: Session, *, person_id: UUID, campus_id: UUID, at: datetime
) -> tuple[Reason, ...]:
    """What a person can come for at that moment, the likeliest first; never empty. Raises NotFound."""
    zone = ZoneInfo(zone_of(session, campus_id))
    start = day_start(at, zone)
    doors = doors_of(session, person_id, campus_id, start, start + timedelta(days=1))
    planned = [
        *_classes(session, person_id, campus_id, at, zone, doors),
        *_events(session, person_id, campus_id, start, zone, doors),
        *_appointments(session, person_id, campus_id, start, zone, doors),
    ]
    roles = session.scalars(select(PersonRole.role).where(PersonRole.person_id == person_id))
    return (*in_order(planned, at), *_unplanned(unplanned(roles), doors))


def choices(
    session: Session, *, person_id: UUID, campus_id: UUID, at: datetime
) -> tuple[Reason, ...]:
    """`reasons`, then the other events that can be come to now, for who is not registered there."""
    own = reasons(session, person_id=person_id, campus_id=campus_id, at=at)
    known = {reason.key for reason in own}
    others = events_now(session, campus_id=campus_id, at=at)
    return (*own, *(event for event in others if event.key not in known))


def events_now(session: Session, *, campus_id: UUID, at: datetime) -> tuple[Reason, ...]:
    """The events of a campus that anybody can come to at that moment, the likeliest first."""
    zone = ZoneInfo(zone_of(session, campus_id))
    rows = session.execute(
        select(Event, Room)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(
            Event.campus_id == campus_id,
            Event.status.not_in({EventStatus.CANCELLED, EventStatus.COMPLETED}),
            Event.ends_at > at,
            Event.starts_at <= at + EARLY,
        )
    )
    found = [
        Reason(
            CheckInKind.EVENT,
            event.id,
            None,
            event.title,
            event.code,
            room.name if room else "",
            event.room_id,
            event.starts_at.astimezone(zone),
            event.ends_at.astimezone(zone),
        )
        for event, room in rows
    ]
    return in_order(found, at)


def zone_of(session: Session, campus_id: UUID) -> str:
    """The zone of a campus's clock. Raises NotFound."""
    zone = session.scalar(select(Campus.zone).where(Campus.id == campus_id))
    if zone is None:
        raise NotFound
    return zone


def day_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Midnight of a moment's day at the campus."""
    return datetime.combine(at.astimezone(zone).date(), time(), zone)


def doors_of(
    session: Session, person_id: UUID, campus_id: UUID, start: datetime, end: datetime
) -> list[CheckIn]:
    """When a person came and went between two moments, in order."""
    return list(
        session.scalars(
            select(CheckIn)
            .where(
                CheckIn.person_id == person_id,
                CheckIn.campus_id == campus_id,
                CheckIn.at >= start,
                CheckIn.at < end,
            )
            .order_by(CheckIn.at, CheckIn.id)
        )
    )


def is_in(doors: Sequence[CheckIn]) -> bool:
    """Whether who came and went like this is in."""
    return bool(doors) and doors[-1].direction is Direction.ARRIVAL


def last_arrival(doors: Sequence[CheckIn]) -> datetime | None:
    """When they came last; taking a seat in another room is no coming."""
    came = [
        door.at for door in doors if door.direction is Direction.ARRIVAL and door.source != SEATED
    ]
    return came[-1] if came else None


def _classes(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    at: datetime,
    zone: ZoneInfo,
    doors: list[CheckIn],
) -> list[Reason]:
    enrolled = (Enrolment.cohort_id == Slot.cohort_id) & (Enrolment.person_id == person_id)
    teaches = select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == person_id)
    rows = session.execute(
        select(Slot, Enrolment, Cohort.code, Training.title, Room)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(Training, Training.id == Cohort.training_id)
        .outerjoin(Enrolment, enrolled)
        .outerjoin(Room, Room.id == func.coalesce(Slot.room_id, Cohort.room_id))
        .where(
            Cohort.campus_id == campus_id,
            Cohort.status.not_in(OFF),
            Slot.day == at.astimezone(zone).date(),
            or_(
                Enrolment.id.is_not(None),
                Slot.trainer_id == person_id,
                Slot.cohort_id.in_(teaches),
            ),
        )
        .order_by(Slot.starts_at)
    )
    came = {door.slot_id: door.at for door in reversed(doors) if door.slot_id}
    return [
        Reason(
            CheckInKind.TRAINING,
            slot.id,
            enrolment.id if enrolment else None,
            title,
            code,
            room.name if room else "",
            room.id if room else None,
            datetime.combine(slot.day, slot.starts_at, zone),
            datetime.combine(slot.day, slot.ends_at, zone),
            came.get(slot.id),
        )
        for slot, enrolment, code, title, room in rows
        if enrolment is None or _belongs(enrolment, slot)
    ]


def _belongs(enrolment: Enrolment, slot: Slot) -> bool:
    if enrolment.status is EnrolmentStatus.PROSPECT:
        return False
    membership = Membership(enrolment.start_on, enrolment.exit_on, enrolment.status in LEFT)
    return membership.covers(slot.day)


def _events(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[CheckIn],
) -> list[Reason]:
    rows = session.execute(
        select(Registration, Event, Room)
        .join(Registration.event)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(
            Registration.person_id == person_id,
            Registration.status.in_(COMING),
            Event.campus_id == campus_id,
            Event.status != EventStatus.CANCELLED,
            Event.ends_at > start,
            Event.starts_at < start + timedelta(days=1),
        )
        .order_by(Event.starts_at)
    )
    came = {door.registration_id: door.at for door in reversed(doors) if door.registration_id}
    return [
        _to_event(registration, event, room, came.get(registration.id), zone)
        for registration, event, room in rows
    ]


def registered_for(session: Session, *, event_id: UUID, person_id: UUID) -> Reason | None:
    """The reason of somebody who is registered for an event, whenever it is; who cancelled is not."""
    row = session.execute(
        select(Registration, Event, Room)
        .join(Registration.event)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(
            Registration.event_id == event_id,
            Registration.person_id == person_id,
            Registration.status.in_(COMING),
            Event.status != EventStatus.CANCELLED,
        )
    ).one_or_none()
    if row is None:
        return None
    registration, event, room = row
    arrival = select(func.min(CheckIn.at)).where(CheckIn.registration_id == registration.id)
    zone = ZoneInfo(zone_of(session, event.campus_id))
    return _to_event(registration, event, room, session.scalar(arrival), zone)


def _to_event(
    registration: Registration,
    event: Event,
    room: Room | None,
    came_at: datetime | None,
    zone: ZoneInfo,
) -> Reason:
    has_come = registration.status is RegistrationStatus.ATTENDED
    return Reason(
        CheckInKind.EVENT,
        event.id,
        registration.id,
        event.title,
        event.code,
        room.name if room else "",
        event.room_id,
        event.starts_at.astimezone(zone),
        event.ends_at.astimezone(zone),
        (came_at or event.starts_at) if has_come else None,
        registration.status is RegistrationStatus.WAITING,
    )


def _appointments(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[CheckIn],
) -> list[Reason]:
    found = appointments(session, campus_id, start, zone, {person_id: doors}, person_id)
    return [reason for _person_id, reason in found]


def _unplanned(offered: tuple[Reason, ...], doors: list[CheckIn]) -> list[Reason]:
    """Co-working and a visit: who is in came for it already, whatever the first reason was."""
    arrived_at = last_arrival(doors) if is_in(doors) else None
    return [replace(reason, arrived_at=arrived_at) for reason in offered]
