"""Companies founded by people of the campus, and who was hired by one of its partners."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import (
    Campus,
    Cohort,
    Company,
    Employer,
    Enrolment,
    Founder,
    Outcome,
    Partner,
    Person,
)
from mgdesk.queries.answers import stands
from mgdesk.queries.local_days import LocalDays
from mgdesk.rules import names
from mgdesk.rules.outcome import EMPLOYED, Evidence, OutcomeKind


@dataclass(frozen=True, slots=True)
class FounderName:
    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """A company and who founded it. `version` goes back with an edit."""

    id: UUID
    version: int
    name: str
    number: str
    campus_id: UUID
    campus: str
    founded_on: date | None
    is_active: bool
    note: str
    founders: tuple[FounderName, ...]


@dataclass(frozen=True, slots=True)
class HireRow:
    """Somebody hired by a partner: the latest that is known of it."""

    person_id: UUID
    name: str
    employer: str
    partner_id: UUID
    partner: str
    kind: OutcomeKind
    on: date
    cohort: str
    campus_id: UUID | None
    evidence: Evidence

    @property
    def id(self) -> tuple[UUID, UUID]:
        return self.person_id, self.partner_id


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """An employer as it is written, the partner that it is, and how often somebody works there."""

    id: UUID
    version: int
    name: str
    number: str
    partner_id: UUID | None
    partner: str
    people: int  # whose situation names it, each once


def employers(session: Session) -> list[EmployerRow]:
    """Every employer by name."""
    rows = session.execute(
        select(Employer, Partner.name, func.count(Outcome.person_id.distinct()))
        .outerjoin(Partner, Partner.id == Employer.partner_id)
        .outerjoin(Outcome, Outcome.employer_id == Employer.id)
        .group_by(Employer.id, Partner.id)
    )
    found = [
        EmployerRow(
            one.id, one.version, one.name, one.number, one.partner_id, partner or "", people
        )
        for one, partner, people in rows
    ]
    return sorted(found, key=lambda one: names.fold(one.name))


def companies(session: Session, *, campus_id: UUID | None = None) -> list[CompanyRow]:
    """The companies founded, the newest first."""
    wanted = (
        select(Company, Employer.name, Employer.number, Campus.code)
        .join(Company.employer)
        .join(Company.campus)
        .order_by(Company.founded_on.desc(), Employer.name)
    )
    if campus_id is not None:
        wanted = wanted.where(Company.campus_id == campus_id)
    founders = _founders(session)
    return [
        CompanyRow(
            one.id,
            one.version,
            name,
            number,
            one.campus_id,
            campus,
            one.founded_on,
            one.is_active,
            one.note,
            tuple(founders[one.id]),
        )
        for one, name, number, campus in session.execute(wanted)
    ]


def hires(
    session: Session,
    *,
    campus_id: UUID | None = None,
    partner_id: UUID | None = None,
    noted: tuple[date, date] | None = None,
) -> list[HireRow]:
    """Jobs and internships with partners, each person once a partner, the latest first.

    `noted`: in these days, both included, on the campus's clock.
    """
    at = func.coalesce(Cohort.campus_id, Person.campus_id)
    wanted = (
        select(Outcome, Person, Employer.name, Partner.id, Partner.name, Cohort)
        .join(Outcome.person)
        .join(Outcome.employer)
        .join(Partner, Partner.id == Employer.partner_id)
        .outerjoin(Outcome.enrolment)
        .outerjoin(Enrolment.cohort)
        .outerjoin(Campus, Campus.id == at)
        .where(Outcome.kind.in_(EMPLOYED), stands())
        .order_by(Outcome.noted_at, Outcome.id)
    )
    if noted is not None:
        wanted = wanted.where(LocalDays(session, *noted).within(Outcome.noted_at))
    if campus_id is not None:
        wanted = wanted.where(at == campus_id)
    if partner_id is not None:
        wanted = wanted.where(Partner.id == partner_id)
    found = {
        (person.id, held_by): HireRow(
            person.id,
            names.display_name(person.first_name, person.surname),
            employer,
            held_by,
            partner,
            one.kind,
            one.since or one.noted_at.date(),
            cohort.code if cohort else "",
            cohort.campus_id if cohort else person.campus_id,
            one.evidence,
        )
        for one, person, employer, held_by, partner, cohort in session.execute(wanted)
    }
    return sorted(found.values(), key=lambda one: (one.on, one.name), reverse=True)


def _founders(session: Session) -> defaultdict[UUID, list[FounderName]]:
    found: defaultdict[UUID, list[FounderName]] = defaultdict(list)
    rows = session.execute(
        select(Founder.company_id, Person.id, Person.first_name, Person.surname)
        .join(Founder.person)
        .order_by(Person.sort_key, Person.id)
    )
    for company_id, person_id, first_name, surname in rows:
        found[company_id].append(FounderName(person_id, names.display_name(first_name, surname)))
    return found
