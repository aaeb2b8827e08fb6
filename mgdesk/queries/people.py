"""People as lists show them; and the doors to one record whole and to who may be known already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import Session

from mgdesk.model import Campus, Cohort, Enrolment, Pass, Person, PersonRole
from mgdesk.queries.duplicates import DuplicateRow, namesakes, possible_duplicates
from mgdesk.queries.finding import PERSON, find_records, is_found, says
from mgdesk.queries.person import (
    ConsentLine,
    DocumentLine,
    EnrolmentLine,
    PersonDetail,
    RegistrationLine,
    person,
    roles_of,
)
from mgdesk.queries.timeline import TimelineRow
from mgdesk.rules import names, people
from mgdesk.rules.people import Flag, Role
from mgdesk.storage.duty import demand_campus

__all__ = [
    "ConsentLine",
    "DocumentLine",
    "DuplicateRow",
    "EnrolmentLine",
    "LearnerRow",
    "PersonDetail",
    "RegistrationLine",
    "TimelineRow",
    "count_people",
    "learners",
    "namesakes",
    "people_of",
    "person",
    "possible_duplicates",
]  # fmt: skip

MOST_UNSURE: Final = 20  # people listed when only sounds and slips of the keys led to them


@dataclass(frozen=True)
class LearnerRow:
    """A person in a list. `cohorts` are codes, the latest first."""

    id: UUID
    first_name: str
    surname: str
    call_name: str
    second_name: str
    birth_date: date | None
    phone: str
    email: str
    municipality: str
    learner_number: str
    campus: str
    roles: tuple[Role, ...]
    cohorts: tuple[str, ...]
    flags: tuple[Flag, ...]
    is_restricted: bool = False  # then nothing but the name and number is told

    @property
    def name(self) -> str:
        """As one says it."""
        return names.display_name(self.first_name, self.surname)

    @property
    def list_name(self) -> str:
        """As lists sort it."""
        return names.list_name(self.first_name, self.surname)

    @property
    def birth_year(self) -> int | None:
        return self.birth_date.year if self.birth_date else None


def learners(
    session: Session,
    *,
    search: str = "",
    campus: str | None = None,
    campus_id: UUID | None = None,
    role: Role | None = None,
    cohort: str | None = None,
    limit: int | None = None,
) -> list[LearnerRow]:
    """People whose every searched word is found, by surname; campus and cohort are codes."""
    wanted = _wanted(campus, role, cohort).limit(limit)
    if campus_id is not None:
        demand_campus(session, campus_id)
        wanted = wanted.where(_is_there(campus_id, cohort))
    if names.clean(search):
        wanted = wanted.where(_is_searched(session, search, campus_id, role, cohort, limit))
    rows = session.execute(wanted).all()
    return _rows(session, rows, wanted.with_only_columns(Person.id))


def people_of(session: Session, *, ids: Sequence[UUID]) -> list[LearnerRow]:
    """These people, in this order; who is gone is left out."""
    wanted = _wanted(None, None, None).where(Person.id.in_(ids))
    found = session.execute(wanted).all()
    rows = {
        row.id: row for row in _rows(session, found, select(Person.id).where(Person.id.in_(ids)))
    }
    return [rows[person_id] for person_id in ids if person_id in rows]


def _rows(session: Session, rows: Sequence[Any], wanted: Select[UUID]) -> list[LearnerRow]:
    ids = select(wanted.subquery().c.id)
    roles, cohorts = roles_of(session, ids), _cohort_codes(session, ids)
    return [
        _restricted(row)
        if row.restricted_at is not None
        else LearnerRow(
            row.id,
            row.first_name,
            row.surname,
            row.call_name,
            row.second_name,
            row.birth_date,
            row.phone,
            row.email,
            row.municipality,
            row.learner_number or "",
            row.code or "",
            tuple(roles[row.id]),
            tuple(cohorts[row.id]),
            people.flags(row.phone, row.email),
        )
        for row in rows
    ]


def _restricted(row: Any) -> LearnerRow:
    """That somebody is there, and no more."""
    return LearnerRow(
        id=row.id,
        first_name=row.first_name,
        surname=row.surname,
        call_name="",
        second_name=row.second_name,
        birth_date=None,
        phone="",
        email="",
        municipality="",
        learner_number=row.learner_number or "",
        campus=row.code or "",
        roles=(),
        cohorts=(),
        flags=(),
        is_restricted=True,
    )


def count_people(session: Session) -> int:
    """How many people this home knows: an empty list then says why it is empty."""
    return session.scalar(select(func.count()).where(Person.erased_at.is_(None))) or 0


def _is_there(campus_id: UUID, cohort: str | None) -> ColumnElement[bool]:
    """Of the campus, or learning or co-working there; whoever is in a cohort is there."""
    if cohort:
        return true()
    learning = select(Enrolment.person_id).join(Enrolment.cohort)
    coworking = select(Pass.person_id).where(Pass.campus_id == campus_id)
    return or_(
        Person.campus_id == campus_id,
        Person.id.in_(learning.where(Cohort.campus_id == campus_id).union(coworking)),
    )


def _is_searched(
    session: Session,
    search: str,
    campus_id: UUID | None,
    role: Role | None,
    cohort: str | None,
    limit: int | None,
) -> ColumnElement[bool]:
    """Within a cohort, whoever is found; else the surest and newest when only so many are wanted."""
    if cohort:
        return says(Person.id, search)
    if limit is None:
        return is_found(session, Person.id, PERSON, search)
    found = find_records(session, PERSON, search, limit=limit, campus_id=campus_id, role=role)
    # By name, the unsure would stand among the sure.
    sure = [record.id for record in found if record.is_exact]
    return Person.id.in_(sure or [record.id for record in found[:MOST_UNSURE]])


def _wanted(campus: str | None, role: Role | None, cohort: str | None) -> Select[*tuple[Any, ...]]:
    wanted: Select[*tuple[Any, ...]] = (
        select(
            Person.id,
            Person.first_name,
            Person.surname,
            Person.call_name,
            Person.second_name,
            Person.birth_date,
            Person.phone,
            Person.email,
            Person.municipality,
            Person.learner_number,
            Campus.code,
            Person.restricted_at,
        )
        .outerjoin(Person.campus)
        .where(Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    if campus:
        wanted = wanted.where(Campus.code == campus.upper())
    if role is not None:
        of_role = select(PersonRole.person_id).where(PersonRole.role == role)
        wanted = wanted.where(Person.id.in_(of_role))
    if cohort:
        of_cohort = select(Enrolment.person_id).join(Enrolment.cohort).where(Cohort.code == cohort)
        wanted = wanted.where(Person.id.in_(of_cohort))
    return wanted


def _cohort_codes(session: Session, ids: Select[UUID]) -> defaultdict[UUID, list[str]]:
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Enrolment.person_id, Cohort.code)
        .join(Enrolment.cohort)
        .where(Enrolment.person_id.in_(ids))
        .order_by(Cohort.first_day.desc(), Cohort.code)
    )
    for person_id, code in rows:
        found[person_id].append(code)
    return found
