"""Events, who is expected at them in which order, and who came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import (
    Campus,
    CheckIn,
    Event,
    EventPartner,
    Partner,
    Person,
    Registration,
    Room,
)
from mgdesk.queries.finding import EVENT, is_found, says
from mgdesk.rules import names, people
from mgdesk.rules.events import HOLDING_A_PLACE, EventStatus, RegistrationStatus
from mgdesk.rules.people import Flag


class UnknownEvent(DeskError):
    sentence = N_("There is no event with the code {code}. Choose one of the list of events.")


@dataclass(frozen=True)
class EventRow:
    """An event in a list; moments are in UTC, the `…_local` ones on its campus's clock."""

    id: UUID
    code: str
    title: str
    campus: str
    campus_name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    capacity: int | None
    status: EventStatus
    taken: int
    waiting: int
    arrived: int
    no_shows: int

    @property
    def starts_local(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def ends_local(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def expected(self) -> int:
        """How many hold a place and did not come yet."""
        return self.taken - self.arrived

    @property
    def free(self) -> int | None:
        """Places left; None when there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)


@dataclass(frozen=True)
class EventDetail(EventRow):
    """An event whole. `version` goes back with an edit."""

    version: int
    campus_id: UUID
    room_id: UUID | None
    description: str
    language: str
    partner_ids: tuple[UUID, ...]
    partners: tuple[str, ...]


@dataclass(frozen=True)
class RegistrationRow:
    """Somebody expected. `waiting_position` counts from one; None for those not waiting."""

    id: UUID
    version: int
    person_id: UUID
    first_name: str
    surname: str
    second_name: str
    phone: str
    email: str
    status: RegistrationStatus
    registered_at: datetime
    waiting_position: int | None
    arrived_at: datetime | None
    source: str
    note: str
    flags: tuple[Flag, ...]
    birth_year: int | None = None

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def list_name(self) -> str:
        return names.list_name(self.first_name, self.surname)


def events(
    session: Session,
    *,
    search: str = "",
    campus: str | None = None,
    campus_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
) -> list[EventRow]:
    """Events, the latest first; `campus` is a code; those touching the time from since to until."""
    wanted = _wanted().where(is_found(session, Event.id, EVENT, search))
    if campus:
        wanted = wanted.where(Campus.code == campus.upper())
    if campus_id is not None:
        wanted = wanted.where(Event.campus_id == campus_id)
    if since is not None:
        wanted = wanted.where(Event.ends_at > since)
    if until is not None:
        wanted = wanted.where(Event.starts_at < until)
    rows = session.execute(wanted.order_by(Event.starts_at.desc(), Event.code).limit(limit)).all()
    ids = [row[0].id for row in rows] if limit is not None else None
    counts = _counts(session, ids)
    return [EventRow(**_values(row, counts)) for row in rows]


def event(session: Session, *, event_id: UUID) -> EventDetail:
    """One event whole. Raises NotFound."""
    row = session.execute(_wanted().where(Event.id == event_id)).one_or_none()
    if row is None:
        raise NotFound
    found: Event = row[0]
    partners = session.execute(
        select(Partner.id, Partner.name)
        .join(EventPartner, EventPartner.partner_id == Partner.id)
        .where(EventPartner.event_id == event_id)
        .order_by(EventPartner.position)
    ).all()
    return EventDetail(
        **_values(row, _counts(session, [event_id])),
        version=found.version,
        campus_id=found.campus_id,
        room_id=found.room_id,
        description=found.description,
        language=found.language,
        partner_ids=tuple(partner.id for partner in partners),
        partners=tuple(partner.name for partner in partners),
    )


def event_id_of(session: Session, *, code: str) -> UUID:
    """The id of the event with this code, whatever its case. Raises UnknownEvent."""
    key = names.clean(code).casefold()
    # Compared here: SQLite lowers ASCII only, and a code may be in any script.
    for event_id, known in session.execute(select(Event.id, Event.code)):
        if known.casefold() == key:
            return event_id
    raise UnknownEvent(code=code)


def registrations(session: Session, *, event_id: UUID) -> list[RegistrationRow]:
    """Who holds a place, by name; then the waiting list in its order; then those who cancelled."""
    rows = registered(session, event_id)
    holding = [row for row in rows if row.status in HOLDING_A_PLACE]
    waiting = [row for row in rows if row.waiting_position is not None]
    gone = [
        row for row in rows if row.status not in HOLDING_A_PLACE and row.waiting_position is None
    ]
    waiting.sort(key=lambda row: row.waiting_position or 0)
    return [*holding, *waiting, *gone]


def _wanted() -> Select[Event, Campus, str | None]:
    return select(Event, Campus, Room.name).join(Event.campus).outerjoin(Event.room)


def _values(
    row: Row[Event, Campus, str | None], counts: dict[UUID, dict[RegistrationStatus, int]]
) -> dict[str, Any]:
    found, campus, room = row
    of_event = counts.get(found.id, {})
    return {
        "id": found.id,
        "code": found.code,
        "title": found.title,
        "campus": campus.code,
        "campus_name": campus.name,
        "room": room or "",
        "starts_at": found.starts_at,
        "ends_at": found.ends_at,
        "zone": campus.zone,
        "capacity": found.capacity,
        "status": found.status,
        "taken": sum(of_event.get(status, 0) for status in HOLDING_A_PLACE),
        "waiting": of_event.get(RegistrationStatus.WAITING, 0),
        "arrived": of_event.get(RegistrationStatus.ATTENDED, 0),
        "no_shows": of_event.get(RegistrationStatus.NO_SHOW, 0),
    }


def _counts(
    session: Session, ids: Iterable[UUID] | None
) -> dict[UUID, dict[RegistrationStatus, int]]:
    wanted = select(Registration.event_id, Registration.status, func.count()).group_by(
        Registration.event_id, Registration.status
    )
    if ids is not None:
        wanted = wanted.where(Registration.event_id.in_(ids))
    counts: dict[UUID, dict[RegistrationStatus, int]] = {}
    for event_id, status, count in session.execute(wanted):
        counts.setdefault(event_id, {})[status] = count
    return counts


def registered(session: Session, event_id: UUID, search: str = "") -> list[RegistrationRow]:
    """Everybody ever registered whom the text finds, by name."""
    places = _waiting_places(session, event_id)
    arrivals = (
        select(CheckIn.registration_id, func.min(CheckIn.at).label("at"))
        .join(Registration, Registration.id == CheckIn.registration_id)
        .where(Registration.event_id == event_id)
        .group_by(CheckIn.registration_id)
        .subquery()
    )
    rows = session.execute(
        select(Registration, Person, arrivals.c.at)
        .join(Registration.person)
        .outerjoin(arrivals, arrivals.c.registration_id == Registration.id)
        .where(Registration.event_id == event_id, says(Person.id, search))
        .order_by(Person.sort_key, Person.id)
    )
    return [_registration(found, person, at, places) for found, person, at in rows]


def _waiting_places(session: Session, event_id: UUID) -> dict[UUID, int]:
    waiting = session.scalars(
        select(Registration.id)
        .where(
            Registration.event_id == event_id,
            Registration.status == RegistrationStatus.WAITING,
        )
        .order_by(Registration.registered_at, Registration.id)
    )
    return {registration_id: place for place, registration_id in enumerate(waiting, start=1)}


def _registration(
    found: Registration, person: Person, arrived_at: datetime | None, places: dict[UUID, int]
) -> RegistrationRow:
    has_come = found.status == RegistrationStatus.ATTENDED
    return RegistrationRow(
        found.id,
        found.version,
        person.id,
        person.first_name,
        person.surname,
        person.second_name,
        person.phone,
        person.email,
        found.status,
        found.registered_at,
        places.get(found.id),
        arrived_at if has_come else None,
        found.source,
        found.note,
        people.flags(person.phone, person.email),
        person.birth_date.year if person.birth_date else None,
    )
