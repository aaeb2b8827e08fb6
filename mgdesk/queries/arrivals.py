"""What one person can come for at a campus now, and whether they came for it already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, or_, select
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
from mgdesk.queries.appointments import coaching, visits
from mgdesk.queries.doors import day_start, doors_of, is_in, last_arrival
from mgdesk.rules.arrival import EARLY, Reason, in_order, unplanned
from mgdesk.rules.attendance import Membership
from mgdesk.rules.enrolment import LEFT, CohortStatus, EnrolmentStatus
from mgdesk.rules.events import (
    HOLDING_A_PLACE,
    CheckInKind,
    EventStatus,
    RegistrationStatus,
)
from mgdesk.rules.people import Role
from mgdesk.rules.stays import Door
from mgdesk.storage.asking import ask, none_of, one_of

COMING: Final = HOLDING_A_PLACE | {RegistrationStatus.WAITING, RegistrationStatus.NO_SHOW}
OFF: Final = frozenset({CohortStatus.CANCELLED, CohortStatus.ARCHIVED})

_ZONE: Final = select(Campus.zone).where(Campus.id == bindparam("campus_id"))
# What somebody is to us, and by which clock they come: a row a role, one at least.
_ROLES: Final = (
    select(Campus.zone, PersonRole.role)
    .outerjoin(PersonRole, PersonRole.person_id == bindparam("person_id"))
    .where(Campus.id == bindparam("campus_id"))
)
_CLASSES: Final = (
    select(
        Slot.id,
        Slot.day,
        Slot.starts_at,
        Slot.ends_at,
        Enrolment.id.label("enrolment_id"),
        Enrolment.status,
        Enrolment.start_on,
        Enrolment.exit_on,
        Cohort.code,
        Training.title,
        Room.id.label("room_id"),
        Room.name.label("room"),
    )
    .join(Cohort, Cohort.id == Slot.cohort_id)
    .join(Training, Training.id == Cohort.training_id)
    .outerjoin(
        Enrolment,
        (Enrolment.cohort_id == Slot.cohort_id) & (Enrolment.person_id == bindparam("person_id")),
    )
    .outerjoin(Room, Room.id == func.coalesce(Slot.room_id, Cohort.room_id))
    .where(
        Cohort.campus_id == bindparam("campus_id"),
        none_of(Cohort.status, OFF),
        Slot.day == bindparam("day"),
        or_(
            Enrolment.id.is_not(None),
            Slot.trainer_id == bindparam("person_id"),
            Slot.cohort_id.in_(
                select(CohortTrainer.cohort_id).where(
                    CohortTrainer.person_id == bindparam("person_id")
                )
            ),
        ),
    )
    .order_by(Slot.starts_at)
)
_EVENTS: Final = (
    select(
        Event.id,
        Event.title,
        Event.code,
        Event.campus_id,
        Event.room_id,
        Event.starts_at,
        Event.ends_at,
        Room.name.label("room"),
    )
    .outerjoin(Room, Room.id == Event.room_id)
    .where(Event.status != EventStatus.CANCELLED)
    .order_by(Event.starts_at)
)
_EVENTS_NOW: Final = _EVENTS.where(
    Event.campus_id == bindparam("campus_id"),
    Event.status != EventStatus.COMPLETED,
    Event.ends_at > bindparam("at"),
    Event.starts_at <= bindparam("last_start"),
)
_REGISTERED: Final = (
    _EVENTS.add_columns(Registration.id.label("registration_id"), Registration.status)
    .join(Registration, Registration.event_id == Event.id)
    .where(
        Registration.person_id == bindparam("person_id"),
        one_of(Registration.status, COMING),
    )
)
_REGISTERED_THAT_DAY: Final = _REGISTERED.where(
    Event.campus_id == bindparam("campus_id"),
    Event.ends_at > bindparam("start"),
    Event.starts_at < bindparam("end"),
)
_REGISTERED_FOR: Final = _REGISTERED.where(Event.id == bindparam("event_id"))
_FIRST_CAME: Final = select(func.min(CheckIn.at)).where(
    CheckIn.registration_id == bindparam("registration_id")
)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """Somebody who stands at the door of a campus: their day there so far, what they are to it, and
    what they can come for, the likeliest first; never empty."""

    zone: ZoneInfo
    doors: tuple[Door, ...]
    roles: frozenset[Role]
    reasons: tuple[Reason, ...]

    @property
    def is_in(self) -> bool:
        return is_in(self.doors)


def at_the_door(
    session: Session,
    *,
    person_id: UUID,
    campus_id: UUID,
    at: datetime,
    kinds: Collection[CheckInKind] = frozenset(CheckInKind),
) -> AtTheDoor:
    """All that is asked when somebody comes to a campus at that moment; of what is planned, only the
    given kinds. Raises NotFound.
    """
    worn = ask(session, _ROLES, person_id=person_id, campus_id=campus_id).all()
    if not worn:
        raise NotFound
    zone, roles = ZoneInfo(worn[0].zone), frozenset(row.role for row in worn if row.role)
    start = day_start(at, zone)
    doors = doors_of(session, person_id, campus_id, start)
    planned = [
        reason
        for kind, read in _PLANNED.items()
        if kind in kinds
        for reason in read(session, person_id, campus_id, start, zone, doors)
    ]
    found = (*in_order(planned, at), *_unplanned(unplanned(roles), doors))
    return AtTheDoor(zone, tuple(doors), roles, found)


def reasons(
    session: Session, *, person_id: UUID, campus_id: UUID, at: datetime
) -> tuple[Reason, ...]:
    """What a person can come for at that moment, the likeliest first; never empty. Raises NotFound."""
    return at_the_door(session, person_id=person_id, campus_id=campus_id, at=at).reasons


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
    rows = ask(session, _EVENTS_NOW, campus_id=campus_id, at=at, last_start=at + EARLY)
    return in_order([_to_event(row, zone) for row in rows], at)


def zone_of(session: Session, campus_id: UUID) -> str:
    """The zone of a campus's clock. Raises NotFound."""
    zone: str | None = ask(session, _ZONE, campus_id=campus_id).scalar()
    if zone is None:
        raise NotFound
    return zone


def _classes(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[Door],
) -> list[Reason]:
    rows = ask(session, _CLASSES, person_id=person_id, campus_id=campus_id, day=start.date())
    came = {door.slot_id: door.at for door in reversed(doors) if door.slot_id}
    return [
        Reason(
            CheckInKind.TRAINING,
            row.id,
            row.enrolment_id,
            row.title,
            row.code,
            row.room or "",
            row.room_id,
            datetime.combine(row.day, row.starts_at, zone),
            datetime.combine(row.day, row.ends_at, zone),
            came.get(row.id),
        )
        for row in rows
        if row.enrolment_id is None or _belongs(row)
    ]


def _belongs(row: Any) -> bool:
    if row.status is EnrolmentStatus.PROSPECT:
        return False
    return Membership(row.start_on, row.exit_on, row.status in LEFT).covers(row.day)


def _events(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[Door],
) -> list[Reason]:
    day = {"campus_id": campus_id, "start": start, "end": start + timedelta(days=1)}
    rows = ask(session, _REGISTERED_THAT_DAY, person_id=person_id, **day)
    came = {door.registration_id: door.at for door in reversed(doors) if door.registration_id}
    return [_to_registered(row, came.get(row.registration_id), zone) for row in rows]


def registered_for(session: Session, *, event_id: UUID, person_id: UUID) -> Reason | None:
    """The reason of somebody who is registered for an event, whenever it is; who cancelled is not."""
    row = ask(session, _REGISTERED_FOR, event_id=event_id, person_id=person_id).one_or_none()
    if row is None:
        return None
    came_at = ask(session, _FIRST_CAME, registration_id=row.registration_id).scalar()
    return _to_registered(row, came_at, ZoneInfo(zone_of(session, row.campus_id)))


def _to_event(row: Any, zone: ZoneInfo) -> Reason:
    return Reason(
        CheckInKind.EVENT,
        row.id,
        None,
        row.title,
        row.code,
        row.room or "",
        row.room_id,
        row.starts_at.astimezone(zone),
        row.ends_at.astimezone(zone),
    )


def _to_registered(row: Any, came_at: datetime | None, zone: ZoneInfo) -> Reason:
    has_come = row.status is RegistrationStatus.ATTENDED
    return replace(
        _to_event(row, zone),
        link_id=row.registration_id,
        arrived_at=(came_at or row.starts_at) if has_come else None,
        is_waiting=row.status is RegistrationStatus.WAITING,
    )


def _coaching(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[Door],
) -> list[Reason]:
    found = coaching(session, campus_id, start, zone, {person_id: doors}, person_id)
    return [reason for _person_id, reason in found]


def _visits(
    session: Session,
    person_id: UUID,
    campus_id: UUID,
    start: datetime,
    zone: ZoneInfo,
    doors: list[Door],
) -> list[Reason]:
    found = visits(session, campus_id, start, zone, {person_id: doors}, person_id)
    return [reason for _person_id, reason in found]


_PLANNED: Final = {
    CheckInKind.TRAINING: _classes,
    CheckInKind.EVENT: _events,
    CheckInKind.COACHING: _coaching,
    CheckInKind.VISIT: _visits,
}


def _unplanned(offered: tuple[Reason, ...], doors: Sequence[Door]) -> list[Reason]:
    """Co-working and a visit: who is in came for it already, whatever the first reason was."""
    arrived_at = last_arrival(doors) if is_in(doors) else None
    return [replace(reason, arrived_at=arrived_at) for reason in offered]
