"""Employers: found by name, or made when new; corrected in one place for all who name them."""

from collections.abc import Collection, Sequence
from typing import Any, Final, TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Company, Employer, Enrolment, Outcome
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import line
from mgdesk.storage.audit import name_change

_KNOWN: Final = (
    "number", "contact", "email", "phone", "street", "postcode", "municipality", "country",
    "partner_id",
)  # fmt: skip


class EmployerNameMissing(DeskError):
    sentence = N_("An employer needs a name: type one.")


class EmployerNameTaken(DeskError):
    sentence = N_("{name} is in the list of employers already.")


class CompaniesOfBoth(DeskError):
    sentence = N_(
        "{one} and {other} are both in the list of companies founded. Delete one company there first."
    )


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


@needs(Right.FOLLOW)
def merge_employers(session: Session, *, kept_id: UUID, other_id: UUID) -> None:
    """Make one employer of two spellings: what names the other names the kept one from now on.

    What is known of the other only is kept too. Raises NotFound, CompaniesOfBoth.
    """
    kept, other = session.get(Employer, kept_id), session.get(Employer, other_id)
    if kept is None or other is None or kept is other:
        raise NotFound
    if len(_naming(session, Company, (kept_id, other_id))) > 1:
        raise CompaniesOfBoth(one=kept.name, other=other.name)
    for model in (Company, Enrolment, Outcome):
        for found in _naming(session, model, (other_id,)):
            found.employer_id = kept_id
    for name in _KNOWN:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    name_change(session, N_("{other} is {name} from now on"), other=other.name, name=kept.name)
    session.flush()
    session.delete(other)


def _naming(
    session: Session, model: type[Company | Enrolment | Outcome], ids: Collection[UUID]
) -> Sequence[Any]:
    return session.scalars(select(model).where(model.employer_id.in_(ids)).order_by(model.id)).all()


def _of_name(session: Session, name: str) -> Employer | None:
    wanted = names.fold(name)
    employers = session.scalars(select(Employer).order_by(Employer.id))
    return next((one for one in employers if names.fold(one.name) == wanted), None)
