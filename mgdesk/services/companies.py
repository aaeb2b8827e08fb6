"""Companies that people of the campus founded: added, corrected, deleted."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Company, Employer, Founder, Person
from mgdesk.model.identity import new_key
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.employers import EmployerNameMissing, employer_named
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import name_change


class CompanyKnown(DeskError):
    sentence = N_("{name} is in the list of companies already: change it there.")


class NobodyFounded(DeskError):
    sentence = N_("Who founded this company? Choose at least one person.")


class CompanyFields(TypedDict, total=False):
    """What can be known of a company; what is not given stays."""

    number: str
    founded_on: date | None
    is_active: bool
    note: str
    founder_ids: Sequence[UUID]


@needs(Right.FOLLOW)
def add_company(
    session: Session, *, name: str, campus_id: UUID, **fields: Unpack[CompanyFields]
) -> UUID:
    """Note a company founded by people of the campus, who are founders from now on.

    Raises NotFound, EmployerNameMissing, CompanyKnown, NobodyFounded, TextTooLong.
    """
    if session.get(Campus, campus_id) is None:
        raise NotFound
    employer_id = employer_named(session, name=name)
    if employer_id is None:
        raise EmployerNameMissing
    if session.scalar(select(Company.id).where(Company.employer_id == employer_id)):
        raise CompanyKnown(name=line(name))
    if not fields.get("founder_ids"):
        raise NobodyFounded
    company = Company(
        id=new_key(),
        employer_id=employer_id,
        employer=session.get_one(Employer, employer_id),
        campus_id=campus_id,
        is_active=True,
        note="",
    )
    session.add(company)
    _fill(session, company, fields)
    name_change(session, N_("Company founded: {name}"), name=line(name))
    return company.id


@needs(Right.FOLLOW)
def update_company(
    session: Session, *, company_id: UUID, version: int, **fields: Unpack[CompanyFields]
) -> None:
    """Correct what is known of a company. Raises NotFound, StaleRecord, NobodyFounded, TextTooLong."""
    company = session.get(Company, company_id)
    if company is None:
        raise NotFound
    if company.version != version:
        raise StaleRecord
    _fill(session, company, fields)
    name_change(session, N_("Company corrected: {name}"), name=company.employer.name)


@needs(Right.FOLLOW)
def delete_company(session: Session, *, company_id: UUID) -> None:
    """Take a company from the list; it stays an employer. Raises NotFound."""
    company = session.get(Company, company_id)
    if company is None:
        raise NotFound
    name_change(session, N_("Company deleted: {name}"), name=company.employer.name)
    session.delete(company)


def _fill(session: Session, company: Company, fields: CompanyFields) -> None:
    if "number" in fields:
        company.employer.number = line(fields["number"])
    if "founded_on" in fields:
        company.founded_on = fields["founded_on"]
    if "is_active" in fields:
        company.is_active = fields["is_active"]
    if "note" in fields:
        company.note = lines(fields["note"])
    if "founder_ids" in fields:
        _set_founders(session, company, fields["founder_ids"])


def _set_founders(session: Session, company: Company, wanted: Sequence[UUID]) -> None:
    if not wanted:
        raise NobodyFounded
    known = {one.person_id: one for one in company.founders}
    for person_id in dict.fromkeys(wanted):
        person = session.get(Person, person_id)
        if person is None:
            raise NotFound
        if person_id not in known:
            company.founders.append(Founder(id=new_key(), person_id=person_id))
            give_role(session, person, Role.FOUNDER)
    for person_id, founder in known.items():
        if person_id not in wanted:
            company.founders.remove(founder)
