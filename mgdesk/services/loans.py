"""What is lent: things kept, lent, given back."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Campus, Loan, Person, Resource
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.loans import ResourceKind
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import name_change, now


class ResourceCodeMissing(DeskError):
    sentence = N_("What is lent needs a code: type what is written on it, such as K-12.")


class ResourceCodeTaken(DeskError):
    sentence = N_("There is {code} at this campus already. Choose another code.")


class AlreadyLent(DeskError):
    sentence = N_("{resource} is lent to {name}. It must be given back first.")


class Retired(DeskError):
    sentence = N_("{resource} is no longer lent. Put it back in use in the settings first.")


class DueBeforeLent(DeskError):
    sentence = N_("It cannot be due before it was lent. Choose a later day, or none.")


class AlreadyGivenBack(DeskError):
    sentence = N_("{resource} was given back already.")


class StillHasLoans(DeskError):
    sentence = N_("{name} still has {resource}. Take it back first, then delete the record.")


@needs(Right.WELCOME)
def add_resource(
    session: Session,
    *,
    campus_id: UUID,
    code: str,
    kind: ResourceKind,
    label: str = "",
    note: str = "",
) -> UUID:
    """Add a thing that can be lent. Raises NotFound, ResourceCodeMissing, ResourceCodeTaken, TextTooLong."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    resource = Resource(id=new_key(), campus_id=campus_id)
    _fill(session, resource, code, kind, label, note)
    session.add(resource)
    name_change(session, N_("{resource} can be lent"), resource=resource.code)
    return resource.id


@needs(Right.WELCOME)
def update_resource(
    session: Session,
    *,
    resource_id: UUID,
    version: int,
    code: str,
    kind: ResourceKind,
    label: str,
    note: str,
    is_active: bool,
) -> None:
    """Change a thing, or put it out of use and back.

    Raises NotFound, StaleRecord, ResourceCodeMissing, ResourceCodeTaken, AlreadyLent, TextTooLong.
    """
    resource = _resource(session, resource_id)
    if resource.version != version:
        raise StaleRecord
    if not is_active:
        _check_free(session, resource)
    _fill(session, resource, code, kind, label, note)
    resource.is_active = is_active
    name_change(session, N_("{resource} changed"), resource=resource.code)


@needs(Right.WELCOME)
def retire_resource(session: Session, *, resource_id: UUID) -> None:
    """Lend a thing no more; its past loans stay known. Raises NotFound, AlreadyLent."""
    resource = _resource(session, resource_id)
    _check_free(session, resource)
    resource.is_active = False
    name_change(session, N_("{resource} is no longer lent"), resource=resource.code)


@needs(Right.WELCOME)
def lend(
    session: Session,
    *,
    resource_id: UUID,
    person_id: UUID,
    due_on: date | None = None,
    condition: str = "",
) -> UUID:
    """Put a thing into somebody's hands.

    Raises NotFound, AlreadyLent, Retired, DueBeforeLent, TextTooLong.
    """
    resource = _resource(session, resource_id, locks=True)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    if not resource.is_active:
        raise Retired(resource=resource.code)
    _check_free(session, resource)
    loan = Loan(
        id=new_key(),
        resource_id=resource_id,
        person_id=person_id,
        lent_at=now(session),
        due_on=due_on,
        condition_lent=line(condition),
    )
    _check_due(resource, loan)
    session.add(loan)
    name_change(
        session, N_("{resource} lent to {name}"), resource=resource.code, name=_name(person)
    )
    return loan.id


@needs(Right.WELCOME)
def give_back(session: Session, *, loan_id: UUID, condition: str = "") -> None:
    """Take a thing back. Raises NotFound, AlreadyGivenBack, TextTooLong."""
    loan = _open_loan(session, loan_id)
    loan.returned_at = now(session)
    loan.condition_returned = line(condition)
    code, name = loan.resource.code, _name(loan.person)
    name_change(session, N_("{resource} given back by {name}"), resource=code, name=name)


@needs(Right.WELCOME)
def change_due_day(session: Session, *, loan_id: UUID, due_on: date | None) -> None:
    """Give more time or less. Raises NotFound, AlreadyGivenBack, DueBeforeLent."""
    loan = _open_loan(session, loan_id)
    loan.due_on = due_on
    _check_due(loan.resource, loan)
    code = loan.resource.code
    if due_on is None:
        name_change(session, N_("{resource}: no day to give it back"), resource=code)
    else:
        name_change(session, N_("{resource} due on {day}"), resource=code, day=due_on)


def check_nothing_lent(session: Session, person: Person) -> None:
    """Refuse to forget somebody who still has a thing of ours. Raises StillHasLoans."""
    wanted = select(Loan).where(Loan.person_id == person.id, Loan.returned_at.is_(None))
    loan = session.scalars(wanted).first()
    if loan is not None:
        raise StillHasLoans(name=_name(person), resource=loan.resource.code)


def _fill(
    session: Session, resource: Resource, code: str, kind: ResourceKind, label: str, note: str
) -> None:
    code = line(code)
    if not code:
        raise ResourceCodeMissing
    with session.no_autoflush:
        others = session.execute(
            select(Resource.id, Resource.code).where(Resource.campus_id == resource.campus_id)
        )
        # Compared here: SQLite lowers ASCII only, and a code may be in any script.
        for known_id, known in others:
            if known_id != resource.id and known.casefold() == code.casefold():
                raise ResourceCodeTaken(code=known)
    resource.code, resource.kind = code, kind
    resource.label, resource.note = line(label), lines(note)


def _resource(session: Session, resource_id: UUID, *, locks: bool = False) -> Resource:
    """The thing; locked on a server, so that two desks never lend it twice. Raises NotFound."""
    resource = session.get(Resource, resource_id, with_for_update=True if locks else None)
    if resource is None:
        raise NotFound
    return resource


def _check_free(session: Session, resource: Resource) -> None:
    wanted = select(Loan).where(Loan.resource_id == resource.id, Loan.returned_at.is_(None))
    loan = session.scalars(wanted).first()
    if loan is not None:
        raise AlreadyLent(resource=resource.code, name=_name(loan.person))


def _check_due(resource: Resource, loan: Loan) -> None:
    lent_on = loan.lent_at.astimezone(ZoneInfo(resource.campus.zone)).date()
    if loan.due_on is not None and loan.due_on < lent_on:
        raise DueBeforeLent


def _open_loan(session: Session, loan_id: UUID) -> Loan:
    loan = session.get(Loan, loan_id, with_for_update=True)
    if loan is None:
        raise NotFound
    if loan.returned_at is not None:
        raise AlreadyGivenBack(resource=loan.resource.code)
    return loan


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
