"""Visitors who are announced for a day; they arrive and leave by the door, like everybody."""

from datetime import date, time
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Person, Visit
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.rules.visits import VisitStatus
from mgdesk.services.intake import give_role, new_person
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change


class VisitorIsHere(DeskError):
    sentence = N_("{name} has arrived already: there is nothing left to change.")


@needs(Right.WELCOME)
def announce(
    session: Session,
    *,
    campus_id: UUID,
    day: date,
    person_id: UUID | None = None,
    name: str = "",
    hour: time | None = None,
    host: str = "",
) -> UUID:
    """Expect somebody known, or somebody new by a name, on a day; `host` is whom they come to see.

    Raises NotFound, NameMissing, TextTooLong.
    """
    if session.get(Campus, campus_id) is None:
        raise NotFound
    person = _known(session, person_id) if person_id else _new(session, name, campus_id)
    give_role(session, person, Role.VISITOR)
    session.flush()
    visit = Visit(
        id=new_key(),
        person_id=person.id,
        campus_id=campus_id,
        day=day,
        hour=hour,
        host=line(host),
        status=VisitStatus.EXPECTED,
    )
    session.add(visit)
    name_change(session, N_("{name} announced for {day}"), name=_name(person), day=day)
    return visit.id


@needs(Right.WELCOME)
def change_visit(
    session: Session, *, visit_id: UUID, version: int, day: date, hour: time | None, host: str
) -> None:
    """Move an announced visit or say whom it is for. Raises NotFound, StaleRecord, VisitorIsHere."""
    visit = _expected(session, visit_id)
    if visit.version != version:
        raise StaleRecord
    visit.day, visit.hour, visit.host = day, hour, line(host)
    title = N_("Visit of {name} changed: {day}")
    name_change(session, title, name=_name(visit.person), day=day)


@needs(Right.WELCOME)
def cancel_visit(session: Session, *, visit_id: UUID) -> None:
    """They do not come after all. Raises NotFound, VisitorIsHere."""
    visit = _expected(session, visit_id)
    visit.status = VisitStatus.CANCELLED
    name_change(session, N_("Visit of {name} cancelled"), name=_name(visit.person))


def _expected(session: Session, visit_id: UUID) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None:
        raise NotFound
    if visit.status in {VisitStatus.ARRIVED, VisitStatus.LEFT}:
        raise VisitorIsHere(name=_name(visit.person))
    visit.status = VisitStatus.EXPECTED
    return visit


def _known(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def _new(session: Session, name: str, campus_id: UUID) -> Person:
    first_name, _blank, surname = names.clean(name).partition(" ")
    return new_person(session, first_name=first_name, surname=surname, campus_id=campus_id)


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
