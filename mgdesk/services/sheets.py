"""Sheets that come home: their scanned pages filed to them, and what they say noted as encoded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import IssuedDocument, Scan
from mgdesk.model.identity import new_key
from mgdesk.queries.sheets import slots_of_sheet
from mgdesk.rules.paper import GONE, PaperKind, PaperStatus, SheetLayout, after_scan
from mgdesk.rules.rights import Right
from mgdesk.services.attendance import close_slot
from mgdesk.services.documents import AlreadyRevoked
from mgdesk.services.pictures import keep_picture
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change, now

_NAMED: Final = 3  # sheets that a change's title names


class HalfDaysGone(DeskError):
    sentence = N_(
        "The half-days of {number} are no longer in the timetable: there is no mark to keep."
    )


@dataclass(frozen=True, slots=True)
class PageToFile:
    """A scanned page and where it belongs; pages count from 1."""

    number: str
    page: int
    pages: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class FiledSheet:
    """A sheet to which pages were filed now."""

    document_id: UUID
    number: str
    cohort_id: UUID | None
    status: PaperStatus


@dataclass(frozen=True, slots=True)
class FilingReport:
    """What became of scanned pages; `unknown` are places in the list given whose number nobody issued."""

    sheets: tuple[FiledSheet, ...]
    filed: int
    unknown: tuple[int, ...]


@needs(Right.TEACH)
def file_pages(
    session: Session,
    *,
    pages: Sequence[PageToFile],
    progress: Callable[[int, int], None] | None = None,
) -> FilingReport:
    """Keep scanned pages with their sheets, in one change; a page filed before gets the new picture.

    A sheet of which all pages are there becomes scanned; one of which some are is at least back.
    `progress(done, all)`; what it raises undoes all. Raises PictureTooLarge, PictureUnreadable.
    """
    known = _documents(session, pages)
    touched: dict[UUID, IssuedDocument] = {}
    unknown = []
    for place, page in enumerate(pages):
        document = known.get(page.number.upper())
        if document is None:
            unknown.append(place)
        else:
            _file(session, document, page)
            touched[document.id] = document
        if progress is not None:
            progress(place + 1, len(pages))
    session.flush()
    for document in touched.values():
        is_whole = _is_whole(session, document)
        document.status = after_scan(document.status, is_whole=is_whole)
    numbers = [document.number for document in touched.values()]
    filed = len(pages) - len(unknown)
    title = NN_("{n} scanned page filed: {numbers}", "{n} scanned pages filed: {numbers}")
    more = "…" if len(numbers) > _NAMED else ""
    name_change(session, title, n=filed, numbers=", ".join(numbers[:_NAMED]) + more)
    sheets = (FiledSheet(d.id, d.number, d.cohort_id, d.status) for d in touched.values())
    return FilingReport(tuple(sheets), filed, tuple(unknown))


def _documents(session: Session, pages: Sequence[PageToFile]) -> dict[str, IssuedDocument]:
    found = session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.kind == PaperKind.ATTENDANCE_SHEET,
            IssuedDocument.number.in_({page.number.upper() for page in pages}),
        )
    )
    return {document.number: document for document in found}


def _file(session: Session, document: IssuedDocument, page: PageToFile) -> None:
    name = f"{document.number} {page.page}/{page.pages}"
    picture_id = keep_picture(session, content=page.jpeg, name=name)
    scan = session.scalar(
        select(Scan).where(Scan.document_id == document.id, Scan.page == page.page)
    )
    if scan is None:
        scan = Scan(id=new_key(), document_id=document.id, page=page.page)
        session.add(scan)
    scan.pages, scan.picture_id, scan.filed_at = page.pages, picture_id, now(session)


def _is_whole(session: Session, document: IssuedDocument) -> bool:
    scans = list(session.scalars(select(Scan).where(Scan.document_id == document.id)))
    return len({scan.page for scan in scans}) >= max(scan.pages for scan in scans)


@needs(Right.TEACH)
def note_encoded(session: Session, *, document_id: UUID) -> None:
    """Note that a sheet is encoded whole: its half-days are closed against slips, in one change.

    The sheet of one learner closes nothing: others sign for the same half-days elsewhere.
    Raises NotFound, AlreadyRevoked, HalfDaysGone, MarksMissing.
    """
    document = session.get(IssuedDocument, document_id)
    if document is None or document.kind is not PaperKind.ATTENDANCE_SHEET:
        raise NotFound
    if document.status in GONE:
        raise AlreadyRevoked(number=document.number)
    slots = slots_of_sheet(session, document)
    if not slots:
        raise HalfDaysGone(number=document.number)
    is_of_one = document.record.get("layout") == SheetLayout.INDIVIDUAL
    for slot in slots:
        if not slot.is_closed and not is_of_one:
            close_slot(session, slot_id=slot.id)
    name_change(session, N_("{number} encoded"), number=document.number)
    document.status = PaperStatus.ENCODED
