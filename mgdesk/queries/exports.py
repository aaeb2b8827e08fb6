"""Rows for an export: everything of a record that a list can hold, by the names of its fields.

The keys are the values of `mgdesk.exchange.fields.Field`; moments are on the campus's clock.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import (
    Application,
    Campus,
    Cohort,
    Employer,
    Enrolment,
    Event,
    Person,
    PersonRole,
    Registration,
    Room,
    Training,
)
from mgdesk.queries.people_window import PeopleView, ids_of
from mgdesk.rules.people import Role
from mgdesk.storage.duty import demand_campus

CHUNK: Final = 1000  # people of one question
Row = dict[str, Any]

_PERSON: Final = (
    "learner_number", "surname", "first_name", "call_name", "second_name", "birth_date", "birth_place",
    "gender", "phone", "email", "language", "street", "postcode", "municipality", "country",
    "emergency_contact", "emergency_phone", "note",
)  # fmt: skip
# Whoever was erased, or asked that their data be used no more, is in no list that leaves.
_IN_LISTS: Final = (Person.erased_at.is_(None), Person.restricted_at.is_(None))
_ENROLMENT: Final = (
    "labour_status", "registered_at", "schooling", "prescriber", "contract", "start_on",
)  # fmt: skip
_APPLICATION: Final = (
    "channel", "prescriber", "heard_of", "motivation", "availability", "note",
)  # fmt: skip


def learners(
    session: Session, *, cohort_id: UUID | None = None, campus_id: UUID | None = None
) -> list[Row]:
    """Learners by surname; of a cohort when given, then with what is known of them there."""
    if campus_id is not None:
        demand_campus(session, campus_id)
    wanted = select(Person).where(*_IN_LISTS).order_by(Person.sort_key, Person.id)
    if cohort_id:
        of_cohort = wanted.add_columns(Enrolment).join(Enrolment, Enrolment.person_id == Person.id)
        sent = of_cohort.outerjoin(Enrolment.employer).add_columns(Employer.name)
        return [
            _row(person, _PERSON) | _row(enrolment, _ENROLMENT) | {"employer": employer or ""}
            for person, enrolment, employer in session.execute(
                sent.where(Enrolment.cohort_id == cohort_id)
            )
        ]
    role = select(PersonRole.person_id).where(PersonRole.role == Role.LEARNER)
    wanted = wanted.where(Person.id.in_(role))
    if campus_id:
        wanted = wanted.where(Person.campus_id == campus_id)
    return [_row(person, _PERSON) for person in session.scalars(wanted)]


def people(session: Session, *, person_ids: Sequence[UUID]) -> list[Row]:
    """These people, whatever their roles, in this order: the list as somebody sees it."""
    rows: list[Row] = []
    for start in range(0, len(person_ids), CHUNK):
        chunk = person_ids[start : start + CHUNK]
        wanted = select(Person).where(Person.id.in_(chunk), *_IN_LISTS)
        wanted = wanted.execution_options(yield_per=CHUNK)
        found = {person.id: _row(person, _PERSON) for person in session.scalars(wanted)}
        rows += [found[person_id] for person_id in chunk if person_id in found]
    return rows


def people_of(session: Session, *, view: PeopleView) -> list[Row]:
    """Everybody of a list too long to be held, in its order."""
    return people(session, person_ids=ids_of(session, view=view))


def registrations(session: Session, *, event_id: UUID) -> list[Row]:
    """Everybody registered for an event, in the order of registering."""
    wanted = (
        select(Registration, Person, Campus.zone)
        .join(Person, Registration.person_id == Person.id)
        .join(Event, Registration.event_id == Event.id)
        .join(Campus, Event.campus_id == Campus.id)
        .where(Registration.event_id == event_id, *_IN_LISTS)
        .order_by(Registration.registered_at, Registration.id)
    )
    return [
        _row(person, _PERSON)
        | {
            "note": registration.note,
            "registration_status": registration.status.value,
            "registration_time": _local(registration.registered_at, zone),
            "external_code": registration.external_code,
        }
        for registration, person, zone in session.execute(wanted)
    ]


def applications(
    session: Session,
    *,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    campus_id: UUID | None = None,
    ids: Sequence[UUID] | None = None,
) -> list[Row]:
    """Applications in the order in which they came; everything given narrows the list."""
    wanted = (
        select(Application, Person, Training.title, Cohort.code, Campus.zone)
        .join(Application.person)
        .join(Application.training)
        .join(Application.campus)
        .outerjoin(Application.cohort)
        .order_by(Application.received_at, Application.id)
    )
    for column, value in (
        (Application.training_id, training_id),
        (Application.cohort_id, cohort_id),
        (Application.campus_id, campus_id),
    ):
        if value is not None:
            wanted = wanted.where(column == value)
    if ids is not None:
        wanted = wanted.where(Application.id.in_(ids))
    return [
        _row(person, _PERSON)
        | _row(application, _APPLICATION)
        | {
            "training": training,
            "code": cohort or "",
            "received_at": _local(application.received_at, zone),
            "application_status": application.status.value,
            "wished_language": application.language,
            "schooling_level": str(application.schooling or ""),
        }
        for application, person, training, cohort, zone in session.execute(wanted)
    ]


def cohorts(session: Session) -> list[Row]:
    """Cohorts by their first day."""
    wanted = (
        select(Cohort, Training.title, Campus.code, Room.name)
        .join(Training, Cohort.training_id == Training.id)
        .join(Campus, Cohort.campus_id == Campus.id)
        .outerjoin(Room, Cohort.room_id == Room.id)
        .order_by(Cohort.first_day, Cohort.code)
    )
    plain = ("code", "first_day", "last_day", "capacity", "language", "status", "note")
    return [
        _row(cohort, plain) | {"training": training, "campus": campus, "room": room or ""}
        for cohort, training, campus, room in session.execute(wanted)
    ]


def events(session: Session) -> list[Row]:
    """Events by their beginning."""
    wanted = (
        select(Event, Campus.code, Campus.zone, Room.name)
        .join(Campus, Event.campus_id == Campus.id)
        .outerjoin(Room, Event.room_id == Room.id)
        .order_by(Event.starts_at, Event.code)
    )
    plain = ("code", "title", "capacity", "language", "status", "description")
    return [
        _row(event, plain)
        | {
            "campus": campus,
            "room": room or "",
            "starts_at": _local(event.starts_at, zone),
            "ends_at": _local(event.ends_at, zone),
        }
        for event, campus, zone, room in session.execute(wanted)
    ]


def _row(record: Any, names: tuple[str, ...]) -> Row:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:
    """A column's value as a cell takes it: nothing is an empty text, a choice its own word."""
    return "" if value is None else getattr(value, "value", value)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
