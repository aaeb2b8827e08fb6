"""Employers: found by name, or made when new; corrected in one place for all who name them."""

from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Employer
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change


class EmployerNameMissing(DeskError):
    sentence = N_("An employer needs a name: type one.")


class EmployerNameTaken(DeskError):
    sentence = N_("{name} is in the list of employers already.")


class EmployerFields(TypedDict, total=False):
    """What can be known of an employer; what is not given stays."""

    name: str
    number: str
    contact: str
    email: str
    phone: str
    street: str
    postcode: str
    municipality: str
    country: str
    partner_id: UUID | None


@needs(Right.WELCOME)
def employer_named(session: Session, *, name: str) -> UUID | None:
    """The employer of this name, however it is written, made when new; nothing for an empty name."""
    name = line(name)
    if not name:
        return None
    known = _of_name(session, name)
    if known is None:
        known = Employer(id=new_key(), name=name)
        session.add(known)
        name_change(session, N_("Employer added: {name}"), name=name)
        session.flush()
    return known.id


@needs(Right.WELCOME)
def update_employer(
    session: Session, *, employer_id: UUID, version: int, **fields: Unpack[EmployerFields]
) -> None:
    """Correct what is known of an employer.

    Raises NotFound, StaleRecord, EmployerNameMissing, EmployerNameTaken, TextTooLong.
    """
    employer = session.get(Employer, employer_id)
    if employer is None:
        raise NotFound
    if employer.version != version:
        raise StaleRecord
    cleaned = {
        key: line(value) if isinstance(value, str) else value for key, value in fields.items()
    }
    if cleaned.get("name") == "":
        raise EmployerNameMissing
    other = _of_name(session, str(cleaned.get("name", "")))
    if other is not None and other.id != employer_id:
        raise EmployerNameTaken(name=other.name)
    for key, value in cleaned.items():
        setattr(employer, key, value)
    name_change(session, N_("Employer corrected: {name}"), name=employer.name)


def _of_name(session: Session, name: str) -> Employer | None:
    wanted = names.fold(name)
    employers = session.scalars(select(Employer).order_by(Employer.id))
    return next((one for one in employers if names.fold(one.name) == wanted), None)
