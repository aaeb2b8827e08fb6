"""Events: announced, changed, closed, deleted; and the doors to who is expected at them."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import LANGUAGES, N_, NN_
from mgdesk.model import Campus, Event, EventPartner, Partner, Room
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.events import EventStatus, RegistrationStatus
from mgdesk.rules.rights import Right
from mgdesk.services.intake import TextTooLong, UnknownLanguage
from mgdesk.services.registrations import (
    AlreadyCancelled,
    AlreadyRegistered,
    EventIsCancelled,
    NobodyIsWaiting,
    cancel_registration,
    clean_note,
    event_of,
    move_first_up,
    move_up,
    register,
    register_new,
)
from mgdesk.services.rights import needs
from mgdesk.services.rooms import NegativeCapacity
from mgdesk.storage.audit import name_change

__all__ = [
    "AlreadyCancelled", "AlreadyRegistered", "EventIsCancelled", "NobodyIsWaiting", "add_event",
    "cancel_registration", "complete_event", "delete_event", "move_first_up", "register",
    "register_new", "update_event",
]  # fmt: skip


_CODE: Final = re.compile(r"[\w][\w./-]{0,39}")


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


@needs(Right.PLAN)
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


@needs(Right.PLAN)
def update_event(
    session: Session, *, event_id: UUID, version: int, **fields: Unpack[EventFields]
) -> None:
    """Change the given fields; with more places, the first of the waiting list move up.

    Raises NotFound, StaleRecord and what `add_event` raises.
    """
    event = event_of(session, event_id)
    if event.version != version:
        raise StaleRecord
    _fill(session, event, event.campus, fields)
    move_up(session, event)
    name_change(session, N_("Event {event} changed"), event=event.title)


@needs(Right.PLAN)
def delete_event(session: Session, *, event_id: UUID) -> None:
    """Delete an event with its registrations; undoing brings all back. Raises NotFound."""
    event = event_of(session, event_id)
    name_change(session, N_("Event {event} deleted"), event=event.title)
    session.delete(event)


@needs(Right.PLAN)
def complete_event(session: Session, *, event_id: UUID) -> int:
    """Close an event that took place; who was expected and did not come is noted, and counted.

    Raises NotFound.
    """
    event = event_of(session, event_id)
    event.status = EventStatus.COMPLETED
    absent = [
        registration
        for registration in event.registrations
        if registration.status in {RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING}
    ]
    for registration in absent:
        registration.status = RegistrationStatus.NO_SHOW
    title = NN_(
        "Event {event} closed: {n} person did not come",
        "Event {event} closed: {n} people did not come",
    )
    name_change(session, title, n=len(absent), event=event.title)
    return len(absent)


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
        values["description"] = clean_note(values["description"])
    for name, value in values.items():
        setattr(event, name, value)
    _check(session, event, campus)
    if partners is not None:
        _set_partners(session, event, partners)


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
