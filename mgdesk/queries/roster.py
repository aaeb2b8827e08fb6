"""The people of a cohort, as rows, with what follows from their marks."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import Employer, Enrolment, Person
from mgdesk.queries.hours import summaries
from mgdesk.rules import names
from mgdesk.rules.attendance import Summary
from mgdesk.rules.enrolment import EnrolmentKind, EnrolmentStatus


@dataclass(frozen=True, slots=True)
class RosterRow:
    """Somebody in a cohort, with what follows from their marks."""

    enrolment_id: UUID
    version: int
    person_id: UUID
    surname: str
    first_name: str
    call_name: str
    second_name: str
    learner_number: str
    birth_year: int | None
    phone_ending: str  # the last four digits: enough to tell two namesakes apart
    status: EnrolmentStatus
    kind: EnrolmentKind
    employer: str  # that sent them, empty for most
    start_on: date | None
    exit_on: date | None
    exit_reason: str
    labour_status: str
    schooling: str
    summary: Summary

    @property
    def name(self) -> str:
        """The name as lists sort it."""
        return names.list_name(self.first_name, self.surname)


def roster(session: Session, *, cohort_id: UUID) -> list[RosterRow]:
    """Everybody in a cohort, prospects and those who left included, in the order of the sheet."""
    owed = summaries(session, cohort_ids=[cohort_id])
    rows = session.execute(
        select(Enrolment, Person, func.coalesce(Employer.name, ""))
        .join(Enrolment.person)
        .outerjoin(Enrolment.employer)
        .where(Enrolment.cohort_id == cohort_id)
        .order_by(Person.sort_key, Person.id)
    )
    return [_roster_row(one, person, employer, owed[one.id]) for one, person, employer in rows]


def _roster_row(enrolment: Enrolment, person: Person, employer: str, summary: Summary) -> RosterRow:
    digits = "".join(character for character in person.phone if character.isdecimal())
    return RosterRow(
        enrolment_id=enrolment.id,
        version=enrolment.version,
        person_id=person.id,
        surname=person.surname,
        first_name=person.first_name,
        call_name=person.call_name,
        second_name=person.second_name,
        learner_number=person.learner_number or "",
        birth_year=person.birth_date.year if person.birth_date else None,
        phone_ending=digits[-4:],
        status=enrolment.status,
        kind=enrolment.kind,
        start_on=enrolment.start_on,
        exit_on=enrolment.exit_on,
        exit_reason=enrolment.exit_reason,
        labour_status=enrolment.labour_status,
        schooling=enrolment.schooling,
        employer=employer,
        summary=summary,
    )
