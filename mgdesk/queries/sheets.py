"""Attendance sheets on their way: not back yet, waiting to be encoded, their scanned pages."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import IssuedDocument, Picture, Scan, Slot
from mgdesk.queries.documents import DocumentRow, document, is_valid, register
from mgdesk.rules.paper import NOT_BACK, PaperKind, PaperStatus

# A sheet of which everything is marked may be noted as encoded from here.
_BEFORE_ENCODED = (
    PaperStatus.ISSUED,
    PaperStatus.PRINTED,
    PaperStatus.OUT,
    PaperStatus.RETURNED,
    PaperStatus.SCANNED,
)


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scanned page of a sheet; its picture is read apart."""

    id: UUID
    page: int
    pages: int
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """A sheet with its scanned pages, in order; `page_count` is how many it has, as far as known."""

    document: DocumentRow
    scans: tuple[ScanRow, ...]
    page_count: int


def sheets(
    session: Session,
    *,
    cohort_id: UUID | None = None,
    campus: str | None = None,
    campus_id: UUID | None = None,
    search: str = "",
    is_not_back: bool = False,
) -> list[DocumentRow]:
    """Attendance sheets, those for the earliest days first; `is_not_back`: printed and still away."""
    found = register(
        session,
        cohort_id=cohort_id,
        campus=campus,
        campus_id=campus_id,
        search=search,
        kind=PaperKind.ATTENDANCE_SHEET,
        statuses=NOT_BACK if is_not_back else None,
    )
    return sorted(found, key=lambda row: (row.last_day, row.number))


def scanned_sheet(session: Session, *, document_id: UUID) -> ScannedSheet:
    """A sheet and its scanned pages. Raises NotFound."""
    row = document(session, document_id=document_id)
    found = session.execute(
        select(Scan.id, Scan.page, Scan.pages, Scan.filed_at)
        .where(Scan.document_id == document_id)
        .order_by(Scan.page)
    )
    scans = tuple(ScanRow(*one) for one in found)
    return ScannedSheet(row, scans, max((one.pages for one in scans), default=1))


def scan_picture(session: Session, *, scan_id: UUID) -> bytes:
    """The picture of a scanned page, a JPEG. Raises NotFound."""
    found: bytes | None = session.scalar(
        select(Picture.content).join(Scan, Scan.picture_id == Picture.id).where(Scan.id == scan_id)
    )
    if found is None:
        raise NotFound
    return found


def to_encode(
    session: Session, *, cohort_id: UUID, first_day: date, last_day: date
) -> list[DocumentRow]:
    """Sheets of these days that nobody noted as encoded, and that have a half-day still open."""
    found = session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.cohort_id == cohort_id,
            IssuedDocument.kind == PaperKind.ATTENDANCE_SHEET,
            IssuedDocument.status.in_(_BEFORE_ENCODED),
            is_valid(IssuedDocument),
        )
    )
    slots = session.execute(
        select(Slot.day, Slot.starts_at).where(
            Slot.cohort_id == cohort_id,
            Slot.day.between(first_day, last_day),
            Slot.is_closed.is_(False),
        )
    )
    open_slots = {(slot.day, slot.starts_at) for slot in slots}
    waiting = {
        one.id
        for one in found
        if (times := set(_times(one))) & open_slots
        and all(first_day <= day <= last_day for day, _start in times)
    }
    rows = register(session, cohort_id=cohort_id, kind=PaperKind.ATTENDANCE_SHEET)
    return [row for row in reversed(rows) if row.id in waiting]


def slots_of_sheet(session: Session, sheet: IssuedDocument) -> list[Slot]:
    """The half-days of the timetable that a sheet is for, those moved since left out."""
    times = set(_times(sheet))
    found = session.scalars(
        select(Slot).where(
            Slot.cohort_id == sheet.cohort_id, Slot.day.in_({day for day, _start in times})
        )
    )
    return [slot for slot in found if (slot.day, slot.starts_at) in times]


def _times(sheet: IssuedDocument) -> list[tuple[date, time]]:
    return [
        (date.fromisoformat(slot["day"]), time.fromisoformat(slot["start"]))
        for slot in sheet.record["slots"]
    ]
