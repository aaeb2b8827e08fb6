"""What is lent, as rows: things with who has them, loans open, overdue and past."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, gettext
from mgdesk.model import Campus, Loan, Person, Resource
from mgdesk.queries.search import matches
from mgdesk.rules import names
from mgdesk.rules.loans import RESOURCE_KIND_LABELS, LoanStatus, ResourceKind, loan_status


class UnknownResource(DeskError):
    sentence = N_("There is nothing to lend with the code {code}. Look at the list of things.")


class SeveralResources(DeskError):
    sentence = N_("Several campuses have {code}. Say which campus.")


class NotLent(DeskError):
    sentence = N_("{code} is not lent to anybody.")


class NeverLent(DeskError):
    sentence = N_("{code} was never lent: there is no receipt to print.")


@dataclass(frozen=True, slots=True)
class ResourceRow:
    """A thing that can be lent; the last five are empty while it is at the campus."""

    id: UUID
    version: int
    campus_id: UUID
    campus: str  # its code
    zone: str
    kind: ResourceKind
    code: str
    label: str
    note: str
    is_active: bool
    loan_id: UUID | None
    holder_id: UUID | None
    holder: str
    lent_at: datetime | None
    due_on: date | None

    @property
    def title(self) -> str:
        """What it is, in the language spoken: `L-07 · laptop · ThinkPad`."""
        return resource_title(self.kind, self.code, self.label)

    def status(self, today: date) -> LoanStatus | None:
        """How its loan stands; None when it is at the campus."""
        if self.loan_id is None:
            return None
        return loan_status(self.due_on, today, is_returned=False)


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A thing in somebody's hands, now or once."""

    id: UUID
    resource_id: UUID
    kind: ResourceKind
    code: str
    label: str
    campus_id: UUID
    campus: str
    zone: str
    person_id: UUID
    first_name: str
    surname: str
    phone: str
    lent_at: datetime
    due_on: date | None
    returned_at: datetime | None
    condition_lent: str
    condition_returned: str

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def title(self) -> str:
        return resource_title(self.kind, self.code, self.label)

    @property
    def is_open(self) -> bool:
        return self.returned_at is None

    @property
    def lent_on(self) -> date:
        """The day on the campus's clock."""
        return self.lent_at.astimezone(ZoneInfo(self.zone)).date()

    @property
    def returned_on(self) -> date | None:
        return self.returned_at.astimezone(ZoneInfo(self.zone)).date() if self.returned_at else None

    def status(self, today: date) -> LoanStatus:
        return loan_status(self.due_on, today, is_returned=not self.is_open)


def resource_title(kind: ResourceKind, code: str, label: str) -> str:
    """The code first: it is what is written on the thing."""
    return " · ".join(filter(None, (code, gettext(RESOURCE_KIND_LABELS[kind]), label)))


def resources(
    session: Session,
    *,
    campus_id: UUID | None = None,
    campus: str | None = None,
    search: str = "",
    is_free: bool | None = None,
    with_retired: bool = False,
) -> list[ResourceRow]:
    """Things by campus and code, with who has them; `is_free` chooses those at the campus, or not."""
    wanted = _resources().order_by(Campus.code, Resource.code)
    if campus_id is not None:
        wanted = wanted.where(Resource.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if not with_retired:
        wanted = wanted.where(Resource.is_active)
    if is_free is not None:
        wanted = wanted.where(Loan.id.is_(None) if is_free else Loan.id.is_not(None))
    words = names.search_words(search)
    rows = [_resource_row(row) for row in session.execute(wanted)]
    return [row for row in rows if all(word in _searched(row) for word in words)]


def resource_of_code(session: Session, *, code: str, campus: str | None = None) -> ResourceRow:
    """The thing with this code, whatever its case; `campus` is a code, needed where two have it.

    Raises UnknownResource, SeveralResources.
    """
    typed = names.clean(code)
    rows = resources(session, campus=campus, with_retired=True)
    found = [row for row in rows if row.code.casefold() == typed.casefold()]
    if not found:
        raise UnknownResource(code=typed)
    if len(found) > 1:
        raise SeveralResources(code=typed)
    return found[0]


def loans(
    session: Session,
    *,
    person_id: UUID | None = None,
    resource_id: UUID | None = None,
    campus_id: UUID | None = None,
    campus: str | None = None,
    is_open: bool | None = None,
    overdue_on: date | None = None,
    search: str = "",
) -> list[LoanRow]:
    """Loans, those still open first, then the latest; `overdue_on` a day: open ones due before it."""
    wanted = _loans().order_by(Loan.returned_at.is_not(None), Loan.lent_at.desc(), Loan.id.desc())
    if person_id is not None:
        wanted = wanted.where(Loan.person_id == person_id)
    if resource_id is not None:
        wanted = wanted.where(Loan.resource_id == resource_id)
    if campus_id is not None:
        wanted = wanted.where(Resource.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if is_open is not None:
        wanted = wanted.where(Loan.returned_at.is_(None) == is_open)
    if overdue_on is not None:
        wanted = wanted.where(Loan.returned_at.is_(None), Loan.due_on < overdue_on)
    if search.strip():
        wanted = wanted.where(matches(Person.search_key, search))
    return [LoanRow(*row) for row in session.execute(wanted)]


def loan(session: Session, *, loan_id: UUID) -> LoanRow:
    """One loan. Raises NotFound."""
    row = session.execute(_loans().where(Loan.id == loan_id)).first()
    if row is None:
        raise NotFound
    return LoanRow(*row)


def _searched(row: ResourceRow) -> str:
    return names.fold(f"{row.code} {row.label} {row.note} {row.holder}")


def _resources() -> Any:  # a Select of the columns that `_resource_row` reads
    is_out = and_(Loan.resource_id == Resource.id, Loan.returned_at.is_(None))
    return (
        select(
            Resource,
            Campus.code,
            Campus.zone,
            Loan.id,
            Loan.person_id,
            Person.first_name,
            Person.surname,
            Loan.lent_at,
            Loan.due_on,
        )
        .join(Resource.campus)
        .outerjoin(Loan, is_out)
        .outerjoin(Person, Person.id == Loan.person_id)
    )


def _resource_row(row: Any) -> ResourceRow:
    resource, campus, zone, loan_id, holder_id, first_name, surname, lent_at, due_on = row
    return ResourceRow(
        id=resource.id,
        version=resource.version,
        campus_id=resource.campus_id,
        campus=campus,
        zone=zone,
        kind=resource.kind,
        code=resource.code,
        label=resource.label,
        note=resource.note,
        is_active=resource.is_active,
        loan_id=loan_id,
        holder_id=holder_id,
        holder=names.display_name(first_name or "", surname or ""),
        lent_at=lent_at,
        due_on=due_on,
    )


def _loans() -> Any:  # a Select in the order of LoanRow's fields
    return (
        select(
            Loan.id,
            Loan.resource_id,
            Resource.kind,
            Resource.code,
            Resource.label,
            Resource.campus_id,
            Campus.code,
            Campus.zone,
            Loan.person_id,
            Person.first_name,
            Person.surname,
            Person.phone,
            Loan.lent_at,
            Loan.due_on,
            Loan.returned_at,
            Loan.condition_lent,
            Loan.condition_returned,
        )
        .join(Loan.resource)
        .join(Resource.campus)
        .join(Loan.person)
    )
