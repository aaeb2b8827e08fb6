"""Who is expected at an event: registered, waiting for a place, cancelled, come."""

from typing import Final, Unpack
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Event, Person, Registration
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.events import HOLDING_A_PLACE, EventStatus, RegistrationStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import LONGEST_NOTE, PersonFields, TextTooLong, give_role, new_person
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now

_GONE: Final = frozenset(
    {RegistrationStatus.CANCELLED_BY_GUEST, RegistrationStatus.CANCELLED_BY_US}
)


class AlreadyRegistered(DeskError):
    sentence = N_("{name} is registered for {event} already.")


class EventIsCancelled(DeskError):
    sentence = N_("{event} is cancelled: nobody can be registered for it any more.")


class AlreadyCancelled(DeskError):
    sentence = N_("The registration of {name} is cancelled already.")


class NobodyIsWaiting(DeskError):
    sentence = N_("Nobody is on the waiting list of {event}.")


@needs(Right.WELCOME)
def register(
    session: Session,
    *,
    event_id: UUID,
    person_id: UUID,
    source: str = "desk",
    external_code: str = "",
    note: str = "",
) -> UUID:
    """Register a person; a full event puts them at the end of its waiting list.

    Whoever had cancelled is registered anew. Raises NotFound, EventIsCancelled, AlreadyRegistered.
    """
    event = event_of(session, event_id, locks=True)
    person = _person(session, person_id)
    if event.status == EventStatus.CANCELLED:
        raise EventIsCancelled(event=event.title)
    registration = session.scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.person_id == person_id
        )
    )
    if registration is None:
        registration = Registration(id=new_key(), event_id=event_id, person_id=person_id)
        session.add(registration)
    elif registration.status not in _GONE:
        raise AlreadyRegistered(name=_name(person), event=event.title)
    is_full = event.capacity is not None and _taken(session, event_id) >= event.capacity
    registration.status = RegistrationStatus.WAITING if is_full else RegistrationStatus.CONFIRMED
    registration.registered_at = now(session)
    registration.source = names.clean(source)
    registration.external_code = names.clean(external_code)
    registration.note = clean_note(note)
    give_role(session, person, Role.GUEST)
    message = (
        N_("{name} put on the waiting list of {event}")
        if is_full
        else N_("{name} registered for {event}")
    )
    name_change(session, message, name=_name(person), event=event.title)
    return registration.id


@needs(Right.WELCOME)
def register_new(session: Session, *, event_id: UUID, **fields: Unpack[PersonFields]) -> UUID:
    """Register somebody who is not known yet: the person is added in the same change.

    Raises what `intake.add_person` and `register` raise.
    """
    person = new_person(session, **fields)
    session.flush()
    return register(session, event_id=event_id, person_id=person.id)


@needs(Right.WELCOME)
def cancel_registration(
    session: Session, *, registration_id: UUID, by_us: bool = False
) -> list[UUID]:
    """Cancel; the first of the waiting list moves up in the same change. Returns who moved up.

    Raises NotFound, AlreadyCancelled.
    """
    registration = _registration(session, registration_id)
    event = event_of(session, registration.event_id, locks=True)
    if registration.status in _GONE:
        raise AlreadyCancelled(name=_name(registration.person))
    registration.status = (
        RegistrationStatus.CANCELLED_BY_US if by_us else RegistrationStatus.CANCELLED_BY_GUEST
    )
    moved = move_up(session, event)
    _name_cancelling(session, registration, event, moved)
    return [other.id for other in moved]


@needs(Right.WELCOME)
def move_first_up(session: Session, *, event_id: UUID) -> UUID:
    """Give the first of the waiting list a place, free or not: the desk decides. Who it was.

    Raises NotFound, NobodyIsWaiting.
    """
    event = event_of(session, event_id, locks=True)
    first = session.scalars(_in_line(event_id).limit(1)).first()
    if first is None:
        raise NobodyIsWaiting(event=event.title)
    first.status = RegistrationStatus.CONFIRMED
    name = _name(first.person)
    name_change(
        session,
        N_("{name} moved up from the waiting list of {event}"),
        name=name,
        event=event.title,
    )
    return first.person_id


@needs(Right.WELCOME)
def move_up(session: Session, event: Event) -> list[Registration]:
    """Give the free places to the first of the waiting list; those who got one."""
    session.flush()
    waiting = session.scalars(_in_line(event.id)).all()
    free = len(waiting)
    if event.capacity is not None:
        free = max(0, event.capacity - _taken(session, event.id))
    moved = list(waiting[:free])
    for registration in moved:
        registration.status = RegistrationStatus.CONFIRMED
    return moved


def _in_line(event_id: UUID) -> Select[Registration]:
    """The waiting list of an event, the first one first."""
    return (
        select(Registration)
        .where(Registration.event_id == event_id, Registration.status == RegistrationStatus.WAITING)
        .order_by(Registration.registered_at, Registration.id)
    )


def _name_cancelling(
    session: Session, registration: Registration, event: Event, moved: list[Registration]
) -> None:
    name = _name(registration.person)
    if moved:
        name_change(
            session,
            N_("{name} cancelled for {event}; {next} moved up from the waiting list"),
            name=name,
            event=event.title,
            next=_name(moved[0].person),
        )
    else:
        name_change(session, N_("{name} cancelled for {event}"), name=name, event=event.title)


def _taken(session: Session, event_id: UUID) -> int:
    taken = select(func.count()).where(
        Registration.event_id == event_id, Registration.status.in_(HOLDING_A_PLACE)
    )
    with session.no_autoflush:
        return session.scalar(taken) or 0


def event_of(session: Session, event_id: UUID, *, locks: bool = False) -> Event:
    """The event; locked on a server, so that two desks never give the last place twice.

    Raises NotFound.
    """
    event = session.get(Event, event_id, with_for_update=True if locks else None)
    if event is None:
        raise NotFound
    return event


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def _registration(session: Session, registration_id: UUID) -> Registration:
    registration = session.get(Registration, registration_id)
    if registration is None:
        raise NotFound
    return registration


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)


def clean_note(text: str) -> str:
    """A text of several lines as it is kept. Raises TextTooLong."""
    text = names.clean_lines(text)
    if len(text) > LONGEST_NOTE:
        raise TextTooLong(length=len(text), most=LONGEST_NOTE)
    return text
