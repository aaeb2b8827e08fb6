"""Somebody comes or goes: one verb, one transaction, and an answer that the desk can say at once.

A learner who comes to a class is marked present from the desk, or late by the profile's rule; the
signed sheet has the last word. Coming twice for the same thing writes nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import (
    Campus,
    CheckIn,
    CoachingSession,
    Event,
    Person,
    PersonRole,
    Registration,
    Visit,
)
from mgdesk.model.identity import new_key
from mgdesk.queries.arrivals import at_the_door, reasons, registered_for, zone_of
from mgdesk.queries.doors import day_start, doors_of, is_in
from mgdesk.queries.passes import PassStanding, standing
from mgdesk.queries.tokens import Holder, Sighting, sighting
from mgdesk.rules import names
from mgdesk.rules.arrival import KIND_LABELS, WRITTEN, Outcome, Reason
from mgdesk.rules.coaching import CoachingStatus
from mgdesk.rules.events import (
    CheckInKind,
    Direction,
    EventStatus,
    RegistrationStatus,
)
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.rules.stays import NIGHT, Door
from mgdesk.rules.visits import VisitStatus
from mgdesk.services.attendance import mark_arrival
from mgdesk.services.intake import give_role, new_person
from mgdesk.services.registrations import register
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.asking import ask
from mgdesk.storage.audit import Word, name_change, now

DESK: Final = "desk"
SCAN: Final = "scan"
ROLE_OF: Final = {
    CheckInKind.EVENT: Role.GUEST,
    CheckInKind.COWORKING: Role.COWORKER,
    CheckInKind.COACHING: Role.FOUNDER,
    CheckInKind.VISIT: Role.VISITOR,
}


class NothingToComeFor(DeskError):
    sentence = N_("{name} cannot check in for that now: it is over, or does not concern them.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a check-in or check-out; `at` is in UTC, `check_in_id` is empty when nothing
    was written. Who came to co-work brings how their pass stands, where passes are given."""

    outcome: Outcome
    person_id: UUID
    name: str
    second_name: str
    reason: Reason
    at: datetime
    minutes_late: int = 0
    check_in_id: UUID | None = None
    standing: PassStanding | None = None


_LOCKED: Final = (
    select(Person.id, Person.first_name, Person.surname, Person.second_name)
    .where(Person.id == bindparam("person_id"))
    .with_for_update()
)


_HERE: Final = select(Visit.id).where(
    Visit.person_id == bindparam("person_id"),
    Visit.campus_id == bindparam("campus_id"),
    Visit.day == bindparam("day"),
    Visit.status == VisitStatus.ARRIVED,
)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who comes or goes: what an answer says of them."""

    id: UUID
    first_name: str
    surname: str
    second_name: str

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)


@needs(Right.WELCOME)
def check_in(
    session: Session,
    *,
    person_id: UUID,
    campus_id: UUID,
    reason: tuple[CheckInKind, UUID | None] | None = None,
    source: str = DESK,
    lets_in: bool = False,
    room_id: UUID | None = None,
    note: str = "",
) -> Arrival:
    """Note that a person came, for what is likeliest now or for the given reason (its `key`).

    An event that they are not registered for registers them first. Who came for it already, and
    did not leave since, is told, and so is who is on the waiting list of a full event, unless the
    desk `lets_in`: then there is no arrival. Raises NotFound, NothingToComeFor.
    """
    person = _person(session, person_id)
    kinds = {reason[0]} if reason else frozenset(CheckInKind)
    found = at_the_door(
        session, person_id=person_id, campus_id=campus_id, at=now(session), kinds=kinds
    )
    chosen = _chosen(session, person, campus_id, found.reasons, reason)
    if chosen.arrived_at is not None and found.is_in:
        return _answer(Outcome.ALREADY_IN, person, chosen, chosen.arrived_at)
    if chosen.is_waiting and not lets_in:
        return _answer(Outcome.WAITING, person, chosen, now(session))
    arrival = CheckIn(
        id=new_key(),
        person_id=person.id,
        campus_id=campus_id,
        at=now(session),
        kind=chosen.kind,
        room_id=room_id or chosen.room_id,
        source=source,
        note=line(note) or (chosen.title if chosen.kind is CheckInKind.VISIT else ""),
    )
    late = _take_part(session, arrival, chosen, found.roles)
    session.add(arrival)
    _name(session, person, chosen, late)
    outcome = Outcome.LATE if late else Outcome.ARRIVED
    standing = _standing(session, arrival, found.zone)
    return _answer(outcome, person, chosen, arrival.at, late, arrival.id, standing)


@needs(Right.WELCOME)
def check_in_by_code(session: Session, *, code: str, campus_id: UUID) -> Arrival | Sighting:
    """Check in whomever a scanned code belongs to: a ticket for its event while that takes place,
    else for what is likeliest now. What is nobody's code is told by its sighting; nothing is written.

    Raises what `check_in` raises.
    """
    seen = sighting(session, code=code)
    if seen.holder is None:
        return seen
    return check_in(
        session,
        person_id=seen.holder.person_id,
        campus_id=campus_id,
        reason=_of_ticket(session, seen.holder, campus_id),
        source=SCAN,
    )


def _of_ticket(
    session: Session, holder: Holder, campus_id: UUID
) -> tuple[CheckInKind, UUID | None] | None:
    if holder.registration_id is None:
        return None
    registration = session.get_one(Registration, holder.registration_id)
    key = (CheckInKind.EVENT, registration.event_id)
    found = reasons(session, person_id=holder.person_id, campus_id=campus_id, at=now(session))
    return key if any(reason.key == key for reason in found) else None


@needs(Right.WELCOME)
def check_in_all(
    session: Session,
    *,
    person_ids: Sequence[UUID],
    campus_id: UUID,
    reason: tuple[CheckInKind, UUID | None],
    source: str = DESK,
) -> list[Arrival]:
    """Note that a group came for one thing, as one change; who was in already is told among them.

    Those on the waiting list of a full event stay there. Raises what `check_in` raises, and then
    nobody is checked in.
    """
    arrivals = []
    for person_id in person_ids:
        arrivals.append(
            check_in(
                session, person_id=person_id, campus_id=campus_id, reason=reason, source=source
            )
        )
        session.flush()
    came = [one for one in arrivals if one.outcome in WRITTEN]
    if len(came) > 1:
        title = NN_("{n} person checked in for {what}", "{n} people checked in for {what}")
        name_change(session, title, n=len(came), what=what_for(came[0].reason))
    return arrivals


@needs(Right.WELCOME)
def check_out(session: Session, *, person_id: UUID, campus_id: UUID, source: str = DESK) -> Arrival:
    """Note that a person left; who was not in is told and nothing is written. Raises NotFound."""
    person = _person(session, person_id)
    start = day_start(now(session), ZoneInfo(zone_of(session, campus_id)))
    doors = doors_of(session, person_id, campus_id, start)
    came = doors[-1] if doors else None
    reason = Reason(came.kind if came else CheckInKind.VISIT)
    if came is None or not is_in(doors):
        return _answer(Outcome.NOT_IN, person, reason, now(session))
    left = _departure(person_id, campus_id, came, now(session), source)
    end_visits(session, person.id, campus_id, start.date())
    session.add(left)
    name_change(session, N_("{name} checked out"), name=person.name)
    return _answer(Outcome.LEFT, person, reason, left.at, 0, left.id)


@needs(Right.WELCOME)
def walk_in(
    session: Session,
    *,
    campus_id: UUID,
    name: str,
    kind: CheckInKind = CheckInKind.VISIT,
    event_id: UUID | None = None,
    phone: str = "",
    note: str = "",
    source: str = DESK,
) -> Arrival:
    """Take in somebody new by the name that they say, and check them in, as one change.

    What else is known of them can be completed later. Raises what `intake.add_person` and
    `check_in` raise.
    """
    first_name, _blank, surname = names.clean(name).partition(" ")
    person = new_person(
        session, first_name=first_name, surname=surname, campus_id=campus_id, phone=phone
    )
    give_role(session, person, ROLE_OF.get(kind, Role.VISITOR))
    session.flush()
    return check_in(
        session,
        person_id=person.id,
        campus_id=campus_id,
        reason=(kind, event_id),
        note=note,
        source=source,
    )


@needs(Right.WELCOME)
def close_days(session: Session, *, before: datetime | None = None) -> int:
    """Let out whoever is still in on a day that is over at their campus, marked as such; how many.

    They left at the last moment of that day at the latest: nobody knows when.
    """
    moment = before or now(session)
    closed = 0
    for campus in session.scalars(select(Campus)).all():
        start = day_start(moment, ZoneInfo(campus.zone))
        closed += _close(session, campus.id, start, ZoneInfo(campus.zone))
    title = NN_("{n} person let out at the day's end", "{n} people let out at the day's end")
    name_change(session, title, n=closed)
    return closed


def _close(session: Session, campus_id: UUID, start: datetime, zone: ZoneInfo) -> int:
    last = (
        select(CheckIn.person_id, func.max(CheckIn.at).label("at"))
        .where(CheckIn.campus_id == campus_id, CheckIn.at < start)
        .group_by(CheckIn.person_id)
        .subquery()
    )
    still_in = session.scalars(
        select(CheckIn)
        .join(last, (last.c.person_id == CheckIn.person_id) & (last.c.at == CheckIn.at))
        .where(CheckIn.campus_id == campus_id, CheckIn.direction == Direction.ARRIVAL)
    ).all()
    for came in still_in:
        day = came.at.astimezone(zone).date()
        night = datetime.combine(day, time(23, 59, 59), zone)
        left_at = max(night, came.at)
        session.add(_departure(came.person_id, campus_id, came, left_at, NIGHT))
        end_visits(session, came.person_id, campus_id, day)
    return len(still_in)


@needs(Right.WELCOME)
def end_visits(session: Session, person_id: UUID, campus_id: UUID, day: date) -> None:
    """Whoever leaves has left whom they came to see."""
    here = ask(session, _HERE, person_id=person_id, campus_id=campus_id, day=day)
    for visit_id in here.scalars().all():
        session.get_one(Visit, visit_id).status = VisitStatus.LEFT


def _standing(session: Session, arrival: CheckIn, zone: ZoneInfo) -> PassStanding | None:
    if arrival.kind is not CheckInKind.COWORKING:
        return None
    session.flush()
    day = arrival.at.astimezone(zone).date()
    return standing(session, person_id=arrival.person_id, campus_id=arrival.campus_id, day=day)


def _departure(
    person_id: UUID, campus_id: UUID, came: Door | CheckIn, at: datetime, source: str
) -> CheckIn:
    return CheckIn(
        id=new_key(),
        person_id=person_id,
        campus_id=campus_id,
        at=at,
        kind=came.kind,
        direction=Direction.DEPARTURE,
        room_id=came.room_id,
        source=source,
    )


# --- what they came for ---------------------------------------------------------------------------


def _chosen(
    session: Session,
    person: _Person,
    campus_id: UUID,
    found: Sequence[Reason],
    key: tuple[CheckInKind, UUID | None] | None,
) -> Reason:
    if key is None:
        return found[0]
    for reason in found:
        if reason.key == key:
            return reason
    kind, subject_id = key
    event = session.get(Event, subject_id) if kind is CheckInKind.EVENT and subject_id else None
    if event is None or event.campus_id != campus_id:
        raise NothingToComeFor(name=person.name)
    known = registered_for(session, event_id=event.id, person_id=person.id)
    return known or _register(session, event, person)


def _register(session: Session, event: Event, person: _Person) -> Reason:
    """Somebody at the door of an event who is not registered for it: registered on the spot."""
    if event.status is EventStatus.CANCELLED or event.ends_at <= now(session):
        raise NothingToComeFor(name=person.name)
    register(session, event_id=event.id, person_id=person.id)
    session.flush()
    known = registered_for(session, event_id=event.id, person_id=person.id)
    assert known is not None
    return known


def _take_part(session: Session, arrival: CheckIn, reason: Reason, roles: Collection[Role]) -> int:
    """What an arrival means where they came for: the registration, the mark, the appointment.

    Minutes late, or 0; who comes back is not late again.
    """
    if reason.kind is CheckInKind.EVENT:
        registration = session.get_one(Registration, reason.link_id)
        registration.status = RegistrationStatus.ATTENDED
        arrival.registration_id = registration.id
    elif reason.kind is CheckInKind.TRAINING:
        arrival.slot_id = slot_id = reason.subject_id
        if slot_id is not None and reason.link_id is not None:
            late = mark_arrival(
                session, slot_id=slot_id, enrolment_id=reason.link_id, at=arrival.at
            )
            return 0 if reason.arrived_at else late
    elif reason.kind in ROLE_OF:
        _wear(session, arrival, ROLE_OF[reason.kind], roles)
        _begin_appointment(session, reason)
    return 0


def _wear(session: Session, arrival: CheckIn, role: Role, worn: Collection[Role]) -> None:
    """Whoever comes is what they came as, from then on."""
    if role not in worn:
        person_id = arrival.person_id
        session.add(PersonRole(id=new_key(), person_id=person_id, role=role, since=arrival.at))


def _begin_appointment(session: Session, reason: Reason) -> None:
    """The coach sees that their client waits; an announced visitor has arrived."""
    if reason.kind is CheckInKind.COACHING:
        coaching = session.get_one(CoachingSession, reason.subject_id)
        if coaching.status is CoachingStatus.PLANNED:
            coaching.status = CoachingStatus.WAITING
    elif reason.kind is CheckInKind.VISIT and reason.subject_id is not None:
        session.get_one(Visit, reason.subject_id).status = VisitStatus.ARRIVED


def _person(session: Session, person_id: UUID) -> _Person:
    """The person, locked on a server: the same badge at two doors comes in once."""
    row = ask(session, _LOCKED, person_id=person_id).one_or_none()
    if row is None:
        raise NotFound
    return _Person(*row)


def _answer(
    outcome: Outcome,
    person: _Person,
    reason: Reason,
    at: datetime,
    late: int = 0,
    check_in_id: UUID | None = None,
    standing: PassStanding | None = None,
) -> Arrival:
    name, second_name = person.name, person.second_name
    return Arrival(outcome, person.id, name, second_name, reason, at, late, check_in_id, standing)


def _name(session: Session, person: _Person, reason: Reason, late: int) -> None:
    name, what = person.name, what_for(reason)
    if late:
        title = N_("{name} checked in for {what}, {minutes} minutes late")
        name_change(session, title, name=name, what=what, minutes=late)
    elif what:
        name_change(session, N_("{name} checked in for {what}"), name=name, what=what)
    else:
        kind = Word(KIND_LABELS[reason.kind])
        name_change(session, N_("{name} checked in: {kind}"), name=name, kind=kind)


def what_for(reason: Reason) -> str:
    """What is come for in one word: a class by its code, an event by its title, else nothing."""
    is_class = reason.kind is CheckInKind.TRAINING
    return (reason.code if is_class else "") or reason.title or reason.code
