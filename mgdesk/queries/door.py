"""The door of an event: who may come through it, those still expected first, and how full it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mgdesk.model import Person, Registration
from mgdesk.queries.events import EventDetail, RegistrationRow, event, registered
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.events import RegistrationStatus

_GONE: Final = (RegistrationStatus.CANCELLED_BY_GUEST, RegistrationStatus.CANCELLED_BY_US)
_ORDER: Final = (
    RegistrationStatus.CONFIRMED,
    RegistrationStatus.PENDING,
    RegistrationStatus.WAITING,
    RegistrationStatus.NO_SHOW,
    RegistrationStatus.ATTENDED,
)
EXPECTED: Final = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.PENDING})
_STRANGERS: Final = 8


@dataclass(frozen=True, slots=True)
class DoorRow:
    """Somebody at the door; `id` is the person's, `status` None for who is not registered."""

    id: UUID
    first_name: str
    surname: str
    second_name: str
    phone: str
    birth_year: int | None
    note: str
    status: RegistrationStatus | None
    waiting_position: int | None = None
    arrived_at: datetime | None = None

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def list_name(self) -> str:
        return names.list_name(self.first_name, self.surname)

    @property
    def is_expected(self) -> bool:
        return self.status in EXPECTED


@dataclass(frozen=True, slots=True)
class DoorList:
    """What the door shows for a text that was typed."""

    event: EventDetail
    text: str
    rows: tuple[DoorRow, ...]


def door_list(session: Session, *, event_id: UUID, search: str = "") -> DoorList:
    """Those expected, then the waiting list in its order, then who is in; a text also finds people
    who are not registered. Raises NotFound."""
    rows = [_row(one) for one in registered(session, event_id, search) if one.status in _ORDER]
    rows.sort(key=lambda one: (_rank(one), one.waiting_position or 0))
    if names.clean(search):
        rows += _strangers(session, event_id, search)
    return DoorList(event(session, event_id=event_id), search, tuple(rows))


def expected_people(session: Session, *, event_id: UUID) -> list[UUID]:
    """Everybody who holds a place and did not come yet."""
    wanted = select(Registration.person_id).where(
        Registration.event_id == event_id, Registration.status.in_(EXPECTED)
    )
    return list(session.scalars(wanted.order_by(Registration.registered_at)))


def _rank(one: DoorRow) -> int:
    return 0 if one.is_expected or one.status is None else _ORDER.index(one.status)


def _row(one: RegistrationRow) -> DoorRow:
    return DoorRow(
        one.person_id,
        one.first_name,
        one.surname,
        one.second_name,
        one.phone,
        one.birth_year,
        one.note,
        one.status,
        one.waiting_position,
        one.arrived_at,
    )


def _strangers(session: Session, event_id: UUID, search: str) -> list[DoorRow]:
    """People whom the text finds and who are not registered, or cancelled."""
    of_event = (Registration.person_id == Person.id) & (Registration.event_id == event_id)
    rows = session.execute(
        select(Person, Registration.status)
        .outerjoin(Registration, of_event)
        .where(
            is_found(session, Person.id, PERSON, search),
            or_(Registration.id.is_(None), Registration.status.in_(_GONE)),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(_STRANGERS)
    )
    return [
        DoorRow(
            person.id,
            person.first_name,
            person.surname,
            person.second_name,
            person.phone,
            person.birth_date.year if person.birth_date else None,
            "",
            status,
        )
        for person, status in rows
    ]
