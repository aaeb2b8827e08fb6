"""The register of issued papers, as rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from mgdesk.errors import NotFound
from mgdesk.i18n import gettext as _
from mgdesk.model import Campus, Cohort, IssuedDocument, Person, Scan
from mgdesk.queries.search import matches
from mgdesk.rules import names
from mgdesk.rules.paper import GONE, PaperKind, PaperStatus, SheetLayout

# Papers about one day, and what their records call it.
_OF_A_DAY: Final = {PaperKind.COACHING_NOTE: "day", PaperKind.LOAN_RECEIPT: "lent_on"}


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """An issued paper. `name` is the person's as printed, empty on a sheet."""

    id: UUID
    number: str
    kind: PaperKind
    status: PaperStatus
    campus: str  # its code
    cohort_id: UUID | None
    cohort: str  # its code as printed
    training: str
    person_id: UUID | None
    name: str
    first_day: date
    last_day: date
    minutes: int  # attended, on a certificate; to sign for, on a sheet
    language: str
    issued_at: datetime
    copies: int  # from two on, paper says duplicate
    reason: str
    replaces: str  # the number of the paper that this one corrects
    replaced_by: str
    digest: str
    scanned_pages: int


def register(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    person_id: UUID | None = None,
    kind: PaperKind | None = None,
    statuses: Collection[PaperStatus] | None = None,
    search: str = "",
    campus: str | None = None,
    campus_id: UUID | None = None,
    limit: int | None = None,
) -> list[DocumentRow]:
    """Issued papers, latest first: of a cohort, a person, a kind, statuses, a campus (code), a search."""
    wanted = _documents().order_by(IssuedDocument.issued_at.desc(), IssuedDocument.number.desc())
    if cohort_id is not None:
        wanted = wanted.where(IssuedDocument.cohort_id == cohort_id)
    if person_id is not None:
        wanted = wanted.where(IssuedDocument.person_id == person_id)
    if kind is not None:
        wanted = wanted.where(IssuedDocument.kind == kind)
    if statuses is not None:
        wanted = wanted.where(IssuedDocument.status.in_(statuses))
    if campus_id is not None:
        wanted = wanted.where(IssuedDocument.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if search.strip():
        number = IssuedDocument.number.icontains(search.strip(), autoescape=True)
        people, cohorts = matches(Person.search_key, search), matches(Cohort.search_key, search)
        wanted = wanted.where(or_(number, people, cohorts))
    return [_row(*row) for row in session.execute(wanted.limit(limit))]


def document(
    session: Session, *, document_id: UUID | None = None, number: str | None = None
) -> DocumentRow:
    """One issued paper by its id or its number, whatever its case. Raises NotFound."""
    wanted = _documents()
    if document_id is not None:
        wanted = wanted.where(IssuedDocument.id == document_id)
    else:
        wanted = wanted.where(func.upper(IssuedDocument.number) == (number or "").strip().upper())
    row = session.execute(wanted).first()
    if row is None:
        raise NotFound
    return _row(*row)


def _documents() -> Any:  # a Select of these six columns: mypy knows no name for it
    before, after = aliased(IssuedDocument), aliased(IssuedDocument)
    scans = (
        select(func.count(Scan.id))
        .where(Scan.document_id == IssuedDocument.id)
        .correlate(IssuedDocument)
        .scalar_subquery()
    )
    return (
        select(IssuedDocument, Campus.code, Cohort.code, before.number, after.number, scans)
        .join(Campus, Campus.id == IssuedDocument.campus_id)
        .outerjoin(Person, Person.id == IssuedDocument.person_id)
        .outerjoin(Cohort, Cohort.id == IssuedDocument.cohort_id)
        .outerjoin(before, before.id == IssuedDocument.replaces_id)
        .outerjoin(after, and_(after.replaces_id == IssuedDocument.id, is_valid(after)))
    )


def is_valid(document: Any) -> Any:
    """The condition that an issued paper still holds."""
    return document.status.not_in(GONE)


def _row(
    document: IssuedDocument,
    campus: str,
    cohort: str | None,
    replaces: str | None,
    replaced_by: str | None,
    scanned_pages: int,
) -> DocumentRow:
    record = document.record
    first_day, last_day, minutes = _span(document.kind, record)
    return DocumentRow(
        id=document.id,
        number=document.number,
        kind=document.kind,
        status=document.status,
        campus=campus,
        cohort_id=document.cohort_id,
        cohort=record.get("cohort") or cohort or "",
        training=record.get("training", ""),
        person_id=document.person_id,
        name=_name(record),
        first_day=first_day,
        last_day=last_day,
        minutes=minutes,
        language=document.language,
        issued_at=document.issued_at,
        copies=document.copies,
        reason=_("undone") if document.reason == "undone" else document.reason,
        replaces=replaces or "",
        replaced_by=replaced_by or "",
        digest=document.digest,
        scanned_pages=scanned_pages,
    )


def _name(record: dict[str, Any]) -> str:
    """Whose paper it is; empty on a sheet for several."""
    if record.get("layout") == SheetLayout.INDIVIDUAL:
        row = record["rows"][0]
        return names.list_name(row["first_name"], row["surname"])
    return str(record.get("name", ""))


def _span(kind: PaperKind, record: dict[str, Any]) -> tuple[date, date, int]:
    """The days and minutes that a paper speaks of, from its frozen record."""
    if kind in _OF_A_DAY:
        day = date.fromisoformat(record[_OF_A_DAY[kind]])
        return day, day, 0
    if kind is not PaperKind.ATTENDANCE_SHEET:
        first, last = record["first_day"], record["last_day"]
        return date.fromisoformat(first), date.fromisoformat(last), record["minutes_attended"]
    days = [date.fromisoformat(slot["day"]) for slot in record["slots"]]
    return min(days), max(days), sum(slot["minutes"] for slot in record["slots"])
