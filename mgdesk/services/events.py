"""Events: announced, changed, filled from a waiting list, and their guests checked in at the door."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_
from mgdesk.model import Campus, CheckIn, Event, EventPartner, Partner, Person, Registration, Room
from mgdesk.rules import names
from mgdesk.rules.events import (
    HOLDING_A_PLACE,
    CheckInKind,
    EventStatus,
    RegistrationStatus,
)
from mgdesk.rules.identity import new_key
from mgdesk.rules.people import Role
from mgdesk.services.campuses import NegativeCapacity
from mgdesk.services.intake import (
    LONGEST_NOTE,
    PersonFields,
    TextTooLong,
    UnknownLanguage,
    give_role,
    new_person,
)
from mgdesk.services.search_keys import refresh_event
from mgdesk.storage.audit import name_change, now

_CODE: Final = re.compile(r"[\w][\w./-]{0,39}")
_GONE: Final = frozenset(
    {RegistrationStatus.CANCELLED_BY_GUEST, RegistrationStatus.CANCELLED_BY_US}
)


class EventCodeUnusable(DeskError):
    sentence = N_(
        "{code} cannot be an event's code: use 1 to 40 letters, digits and hyphens, without blanks."
    )


class EventCodeTaken(DeskError):
    sentence = N_("There is an event with the code {code} already. Choose another code.")


class EventTitleMissing(DeskError):
    sentence = N_("An event needs a title: type one.")


class EventEndsBeforeItStarts(DeskError):
    sentence = N_("The event ends before it starts. Correct one of the two times.")


class RoomElsewhere(DeskError):
    sentence = N_("This room belongs to another campus. Choose one of the event's campus.")


class AlreadyRegistered(DeskError):
    sentence = N_("{name} is registered for {event} already.")


class EventIsCancelled(DeskError):
    sentence = N_("{event} is cancelled: nobody can be registered for it any more.")


class AlreadyCancelled(DeskError):
    sentence = N_("The registration of {name} is cancelled already.")


class AlreadyArrived(DeskError):
    sentence = N_("{name} is checked in already.")


class EventDetails(TypedDict, total=False):
    """What may be said of an event."""

    room_id: UUID | None
    capacity: int | None
    status: EventStatus
    description: str
    language: str
    partner_ids: tuple[UUID, ...]


class EventFields(EventDetails, total=False):
    """What can be changed of an event; what is not given stays."""

    title: str
    starts_at: datetime
    ends_at: datetime


def add_event(
    session: Session,
    *,
    code: str,
    campus_id: UUID,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    **details: Unpack[EventDetails],
) -> UUID:
    """Add an event; a moment without a zone is one on the campus's clock.

    Raises NotFound, EventCodeUnusable, EventCodeTaken, EventTitleMissing, EventEndsBeforeItStarts,
    RoomElsewhere, NegativeCapacity, TextTooLong, UnknownLanguage.
    """
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    event = Event(id=new_key(), code=_free_code(session, code), campus_id=campus_id, title="")
    fields: EventFields = {"title": title, "starts_at": starts_at, "ends_at": ends_at, **details}
    _fill(session, event, campus, fields)
    session.add(event)
    name_change(session, N_("Event {event} added"), event=event.title)
    return event.id


def update_event(
    session: Session, *, event_id: UUID, version: int, **fields: Unpack[EventFields]
) -> None:
    """Change the given fields; with more places, the first of the waiting list move up.

    Raises NotFound, StaleRecord and what `add_event` raises.
    """
    event = _event(session, event_id)
    if event.version != version:
        raise StaleRecord
    _fill(session, event, event.campus, fields)
    _move_up(session, event)
    name_change(session, N_("Event {event} changed"), event=event.title)


def delete_event(session: Session, *, event_id: UUID) -> None:
    """Delete an event with its registrations; undoing brings all back. Raises NotFound."""
    event = _event(session, event_id)
    name_change(session, N_("Event {event} deleted"), event=event.title)
    session.delete(event)


def complete_event(session: Session, *, event_id: UUID) -> int:
    """Close an event that took place; who was expected and did not come is noted, and counted.

    Raises NotFound.
    """
    event = _event(session, event_id)
    event.status = EventStatus.COMPLETED
    absent = [
        registration
        for registration in event.registrations
        if registration.status in {RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING}
    ]
    for registration in absent:
        registration.status = RegistrationStatus.NO_SHOW
    name_change(session, N_("Event {event} completed"), event=event.title)
    return len(absent)


# --- registrations -----------------------------------------------------------------------------------


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
    event = _event(session, event_id, locks=True)
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
    registration.note = _note(note)
    give_role(session, person, Role.GUEST)
    message = (
        N_("{name} put on the waiting list of {event}")
        if is_full
        else N_("{name} registered for {event}")
    )
    name_change(session, message, name=_name(person), event=event.title)
    return registration.id


def register_new(session: Session, *, event_id: UUID, **fields: Unpack[PersonFields]) -> UUID:
    """Register somebody who is not known yet: the person is added in the same change.

    Raises what `intake.add_person` and `register` raise.
    """
    person = new_person(session, **fields)
    session.flush()
    return register(session, event_id=event_id, person_id=person.id)


def cancel_registration(
    session: Session, *, registration_id: UUID, by_us: bool = False
) -> list[UUID]:
    """Cancel; the first of the waiting list moves up in the same change. Returns who moved up.

    Raises NotFound, AlreadyCancelled.
    """
    registration = _registration(session, registration_id)
    event = _event(session, registration.event_id, locks=True)
    if registration.status in _GONE:
        raise AlreadyCancelled(name=_name(registration.person))
    registration.status = (
        RegistrationStatus.CANCELLED_BY_US if by_us else RegistrationStatus.CANCELLED_BY_GUEST
    )
    moved = _move_up(session, event)
    _name_cancelling(session, registration, event, moved)
    return [other.id for other in moved]


def check_in(session: Session, *, registration_id: UUID, source: str = "desk") -> UUID:
    """Note that a guest came. Raises NotFound, AlreadyArrived."""
    registration = _registration(session, registration_id)
    person, event = registration.person, registration.event
    if registration.status == RegistrationStatus.ATTENDED:
        raise AlreadyArrived(name=_name(person))
    registration.status = RegistrationStatus.ATTENDED
    arrival = CheckIn(
        id=new_key(),
        person_id=person.id,
        campus_id=event.campus_id,
        at=now(session),
        kind=CheckInKind.EVENT,
        registration_id=registration.id,
        source=source,
    )
    session.add(arrival)
    name_change(session, N_("{name} checked in at {event}"), name=_name(person), event=event.title)
    return arrival.id


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


def _move_up(session: Session, event: Event) -> list[Registration]:
    """Give the free places to the first of the waiting list; those who got one."""
    session.flush()
    waiting = session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.status == RegistrationStatus.WAITING)
        .order_by(Registration.registered_at, Registration.id)
    ).all()
    free = len(waiting)
    if event.capacity is not None:
        free = max(0, event.capacity - _taken(session, event.id))
    moved = list(waiting[:free])
    for registration in moved:
        registration.status = RegistrationStatus.CONFIRMED
    return moved


def _taken(session: Session, event_id: UUID) -> int:
    taken = select(func.count()).where(
        Registration.event_id == event_id, Registration.status.in_(HOLDING_A_PLACE)
    )
    with session.no_autoflush:
        return session.scalar(taken) or 0


# --- checks ------------------------------------------------------------------------------------------


def _event(session: Session, event_id: UUID, *, locks: bool = False) -> Event:
    """The event; locked on a server, so that two desks never give the last place twice."""
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


def _free_code(session: Session, code: str) -> str:
    code = names.clean(code)
    if not _CODE.fullmatch(code):
        raise EventCodeUnusable(code=code or "–")
    # Compared here: SQLite lowers ASCII only, and a code may be in any script.
    for known in session.scalars(select(Event.code)):
        if known.casefold() == code.casefold():
            raise EventCodeTaken(code=known)
    return code


def _fill(session: Session, event: Event, campus: Campus, fields: EventFields) -> None:
    values: dict[str, Any] = dict(fields)
    partners = values.pop("partner_ids", None)
    for name in ("starts_at", "ends_at"):
        if name in values and values[name].tzinfo is None:
            values[name] = values[name].replace(tzinfo=ZoneInfo(campus.zone))
    if "title" in values:
        values["title"] = names.clean(values["title"])
    if "description" in values:
        values["description"] = _note(values["description"])
    for name, value in values.items():
        setattr(event, name, value)
    _check(session, event, campus)
    if partners is not None:
        _set_partners(session, event, partners)
    refresh_event(event)


def _check(session: Session, event: Event, campus: Campus) -> None:
    if not event.title:
        raise EventTitleMissing
    if len(event.title) > names.LONGEST:
        raise TextTooLong(length=len(event.title), most=names.LONGEST)
    if event.ends_at <= event.starts_at:
        raise EventEndsBeforeItStarts
    if event.capacity is not None and event.capacity < 0:
        raise NegativeCapacity
    if event.language and event.language not in LANGUAGES:
        raise UnknownLanguage(code=event.language)
    room = session.get(Room, event.room_id) if event.room_id else None
    if event.room_id and (room is None or room.campus_id != campus.id):
        raise RoomElsewhere


def _set_partners(session: Session, event: Event, partner_ids: Iterable[UUID]) -> None:
    wanted = list(dict.fromkeys(partner_ids))
    known = {link.partner_id: link for link in event.partners}
    for partner_id, link in known.items():
        if partner_id not in wanted:
            event.partners.remove(link)
    for position, partner_id in enumerate(wanted):
        if session.get(Partner, partner_id) is None:
            raise NotFound
        if partner_id in known:
            known[partner_id].position = position
        else:
            event.partners.append(
                EventPartner(id=new_key(), partner_id=partner_id, position=position)
            )


def _note(text: str) -> str:
    text = names.clean_lines(text)
    if len(text) > LONGEST_NOTE:
        raise TextTooLong(length=len(text), most=LONGEST_NOTE)
    return text
