"""Papers: gathered, numbered, frozen in the register, drawn, revoked.

What was printed is stored whole with its number and digest. The same content asked for again is a
reprint of the same number; changed content is a new number that corrects the old one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from mgdesk.documents.attendance_sheet import SheetRecord
from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.legibility import missing_characters
from mgdesk.documents.output import NothingToPrint, Target, written
from mgdesk.documents.paper import CopyMark
from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.i18n import gettext as _
from mgdesk.model import IssuedDocument, Picture
from mgdesk.rules.paper import (
    GONE,
    PAPER_STATUS_LABELS,
    PaperKind,
    PaperStatus,
    SheetLayout,
    steps,
)
from mgdesk.rules.proof import Proof
from mgdesk.rules.rights import Right
from mgdesk.services.issuing import (
    BelowThreshold,
    EmptyCohort,
    LeftTheCohort,
    NoHalfDaysThen,
    NothingMarked,
    Refused,
    certificates_of,
    sheets_of,
    why_not,
)
from mgdesk.services.kinds import DRAWN_BY, PROVEN_RECORDS, RECORDS, Issued, Record
from mgdesk.services.records import Source, issuer
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import demand, needs
from mgdesk.services.seals import proofs, publish
from mgdesk.services.signing import demand_signing, publish_certificates, signer_of
from mgdesk.services.texts import lines
from mgdesk.storage.audit import Word, name_change, now
from mgdesk.storage.signing import SigningKey
from mgdesk.typesetting.signature import signed

__all__ = [
    "AlreadyRevoked", "BelowThreshold", "EmptyCohort", "IssueReport", "LeftTheCohort",
    "MixedPapers", "NoHalfDaysThen", "NothingMarked", "Paper", "ReasonMissing", "Refused",
    "StepNotAllowed", "count_copies", "draft_certificates", "draft_sheets", "issue_certificates",
    "issue_sheets", "paper", "revoke", "set_paper_status", "unprintable", "why_not", "write_pdf",
]  # fmt: skip


class ReasonMissing(DeskError):
    sentence = N_("Say why: the reason is kept in the register.")


class MixedPapers(DeskError):
    sentence = N_("Papers of different kinds are printed apart. Choose one kind.")


class AlreadyRevoked(DeskError):
    sentence = N_("{number} is no longer valid: it was revoked or corrected before.")


class StepNotAllowed(DeskError):
    sentence = N_("{number} is “{before}”: it cannot become “{after}” from there.")


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What issuing certificates did. Ids are of the register, in the order of the roster."""

    issued: tuple[UUID, ...]
    refused: tuple[Refused, ...]
    reprinted: tuple[UUID, ...]  # issued before with the same content
    document_ids: tuple[UUID, ...]  # issued and reprinted: what to print


@dataclass(frozen=True, slots=True)
class Paper:
    """Papers of one kind with their pictures by digest: all that drawing needs, no session."""

    sheets: tuple[SheetRecord, ...]
    certificates: tuple[CertificateRecord, ...]
    pictures: Mapping[str, bytes]
    others: tuple[Record, ...] = ()
    proofs: Mapping[str, Proof] = field(default_factory=dict)  # by number
    signer: SigningKey | None = None  # signs the file; None: the file is not signed

    @property
    def records(self) -> tuple[Record, ...]:
        """What is drawn, of whatever kind."""
        return (*self.sheets, *self.certificates, *self.others)


# --- issuing --------------------------------------------------------------------------------------


@needs(Right.ISSUE)
def issue_sheets(
    session: Session,
    *,
    cohort_id: UUID,
    first_day: date,
    last_day: date,
    layout: SheetLayout | None = None,
    language: str | None = None,
    day: date | None = None,
    enrolment_ids: Collection[UUID] | None = None,
) -> list[UUID]:
    """Issue the attendance sheets of some days: one a week, a day, a month, a learner, as laid out.

    Without a layout, the funder profile's; `enrolment_ids` choose whose individual sheets; `day` is
    that of printing, today when not given. Raises NotFound, NoHalfDaysThen, EmptyCohort.
    """
    source = issuer(session, cohort_id=cohort_id)
    day = day or today_at(session, source)
    entries = sheets_of(
        session, source, first_day, last_day, layout, language or "", day, enrolment_ids
    )
    ids = Register(session, source, PaperKind.ATTENDANCE_SHEET).enter(entries)
    title = NN_("{n} attendance sheet of {cohort}", "{n} attendance sheets of {cohort}")
    name_change(session, title, n=len(ids), cohort=source.cohort.code)
    return ids


@needs(Right.ISSUE)
def issue_certificates(
    session: Session,
    *,
    cohort_id: UUID,
    enrolment_ids: Collection[UUID] | None = None,
    override_reason: str = "",
    language: str | None = None,
    signatory_id: UUID | None = None,
    day: date | None = None,
) -> IssueReport:
    """Issue certificates of participation to whoever reached the profile's threshold.

    Without `enrolment_ids`, to the whole cohort. With an `override_reason` the others get theirs
    as well, and the register keeps the reason. Raises NotFound, EmptyCohort.
    """
    source = issuer(session, cohort_id=cohort_id)
    book = Register(session, source, PaperKind.CERTIFICATE)
    entries, refused = certificates_of(
        session,
        source,
        book,
        enrolment_ids,
        lines(override_reason),
        language or "",
        signatory_id,
        day or today_at(session, source),
    )
    ids = book.enter(entries)
    title = NN_("{n} certificate for {cohort}", "{n} certificates for {cohort}")
    name_change(session, title, n=len(book.made), cohort=source.cohort.code)
    again = tuple(document_id for document_id in ids if document_id not in book.made)
    return IssueReport(tuple(book.made), tuple(refused), again, tuple(ids))


@needs(Right.ISSUE)
def draft_sheets(
    session: Session,
    *,
    cohort_id: UUID,
    first_day: date,
    last_day: date,
    day: date,
    layout: SheetLayout | None = None,
    language: str | None = None,
    enrolment_ids: Collection[UUID] | None = None,
) -> Paper:
    """The sheets that `issue_sheets` would issue, to look at: without a number, nothing registered.

    What was issued before with the same content is shown as the reprint that it would be. Raises as
    `issue_sheets` does.
    """
    source = issuer(session, cohort_id=cohort_id)
    entries = sheets_of(
        session, source, first_day, last_day, layout, language or "", day, enrolment_ids
    )
    book = Register(session, source, PaperKind.ATTENDANCE_SHEET)
    return paper_of(session, [as_it_would_be(book, entry) for entry in entries])


@needs(Right.ISSUE)
def draft_certificates(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    enrolment_ids: Collection[UUID] | None = None,
    override_reason: str = "",
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """The certificates that `issue_certificates` would issue, to look at: nothing is registered.

    Empty when nobody gets one. Raises NotFound, EmptyCohort.
    """
    source = issuer(session, cohort_id=cohort_id)
    book = Register(session, source, PaperKind.CERTIFICATE)
    reason = lines(override_reason)
    entries, _refused = certificates_of(
        session, source, book, enrolment_ids, reason, language or "", signatory_id, day
    )
    return paper_of(session, [as_it_would_be(book, entry) for entry in entries])


@needs(Right.ISSUE)
def revoke(session: Session, *, document_id: UUID, reason: str) -> None:
    """Take back an issued paper, for a reason that the register keeps.

    Raises NotFound, ReasonMissing, AlreadyRevoked.
    """
    document = session.get(IssuedDocument, document_id)
    if document is None:
        raise NotFound
    name_change(session, N_("{number} revoked"), number=document.number)
    why = lines(reason)
    if not why:
        raise ReasonMissing
    if document.status in GONE:
        raise AlreadyRevoked(number=document.number)
    document.status, document.reason = PaperStatus.REVOKED, why


@needs(Right.ISSUE)
def set_paper_status(session: Session, *, document_id: UUID, status: PaperStatus) -> None:
    """Follow a paper on its way: collected, out, returned, encoded, filed…

    Raises NotFound, AlreadyRevoked, StepNotAllowed.
    """
    document = session.get(IssuedDocument, document_id)
    if document is None:
        raise NotFound
    if document.status in GONE:
        raise AlreadyRevoked(number=document.number)
    where = Word(PAPER_STATUS_LABELS[status])
    name_change(session, N_("{number}: {status}"), number=document.number, status=where)
    if status is document.status:
        return
    if status not in steps(document.kind, document.status):
        before = _(PAPER_STATUS_LABELS[document.status])
        raise StepNotAllowed(number=document.number, before=before, after=_(where))
    document.status = status


def as_it_would_be(book: Register, entry: Entry) -> Issued:
    """An entry without number, or the paper of the same content that was issued before."""
    before = book.same(entry)
    if before is None:
        return entry.record
    return _as_copy(type(entry.record).from_plain(before.record), before.copies)


def today_at(session: Session, source: Source) -> date:
    """The day at the campus of what papers are issued for."""
    return now(session).astimezone(ZoneInfo(source.campus.zone)).date()


# --- drawing --------------------------------------------------------------------------------------


def paper(
    session: Session, *, document_ids: Sequence[UUID], is_signed: bool | None = None
) -> Paper:
    """The frozen papers in this order; what was printed before is marked as a duplicate.

    The file of papers that prove themselves is signed electronically as the settings of the campus
    say, or as `is_signed` does. A coaching note is a coach's to read. Raises NotFound, MixedPapers,
    NotAllowed.
    """
    rows = {
        row.id: row
        for row in session.scalars(
            select(IssuedDocument).where(IssuedDocument.id.in_(document_ids))
        )
    }
    if not document_ids or len(rows) < len(set(document_ids)):
        raise NotFound
    if len({row.kind for row in rows.values()}) > 1:
        raise MixedPapers
    if any(row.kind is PaperKind.COACHING_NOTE for row in rows.values()):
        demand(session, Right.COACH)
    wanted = [rows[document_id] for document_id in document_ids]
    records = [_as_copy(RECORDS[row.kind].from_plain(row.record), row.copies) for row in wanted]
    made = paper_of(session, records)
    if not all(map(is_proven, records)):
        return made
    code = wanted[0].number.rsplit("-", 2)[0]
    return replace(made, signer=signer_of(session, campus=code, is_asked=is_signed))


def paper_of(session: Session, records: Sequence[Record]) -> Paper:
    """Records with the pictures that they need, and what proves those that have a number."""
    needed = frozenset[str]().union(*(record.digests() for record in records))
    return Paper(
        tuple(record for record in records if isinstance(record, SheetRecord)),
        tuple(record for record in records if isinstance(record, CertificateRecord)),
        _pictures(session, needed),
        tuple(one for one in records if not isinstance(one, SheetRecord | CertificateRecord)),
        proofs(session, [getattr(one, "number", "") for one in records if is_proven(one)]),
    )


def is_proven(record: Record) -> bool:
    """Whether papers of this kind carry a code that proves them."""
    return isinstance(record, tuple(PROVEN_RECORDS.values()))


def _as_copy(record: Issued, copies: int) -> Issued:
    return replace(record, copy=CopyMark.DUPLICATE) if copies else record


def _pictures(session: Session, digests: Collection[str]) -> dict[str, bytes]:
    if not digests:
        return {}
    wanted = select(Picture.digest, Picture.content).where(Picture.digest.in_(digests))
    return {row.digest: row.content for row in session.execute(wanted)}


@needs(Right.ISSUE, Right.WELCOME, Right.COACH)
def count_copies(session: Session, *, document_ids: Collection[UUID]) -> None:
    """Note that papers were printed or saved: the next time they are duplicates.

    Paper that left cannot be called back, so this is no change that undo knows. The keys that signed
    it are known in the data from now on.
    """
    printed = case(
        (IssuedDocument.status == PaperStatus.ISSUED, PaperStatus.PRINTED),
        else_=IssuedDocument.status,
    )
    session.execute(
        update(IssuedDocument)
        .where(IssuedDocument.id.in_(document_ids))
        .values(copies=IssuedDocument.copies + 1, status=printed)
        .execution_options(synchronize_session=False)
    )
    publish(session)
    publish_certificates(session)


def unprintable(paper: Paper, fonts: Path) -> str:
    """The characters that no font can draw, each once, to be named before anything is printed.

    `fonts` is the home's folder of added fonts.
    """
    return missing_characters(paper.records, fonts=fonts)


def write_pdf(
    paper: Paper,
    path: Target,
    progress: Callable[[int, int], None] | None = None,
    fonts: Path | None = None,
) -> int:
    """Draw papers to one PDF file, whole or not at all; the number of pages. Needs no session.

    A stream instead of a path keeps the pages in memory.

    With a signer, one electronic signature stands over the whole file. `progress(done, all)`;
    `fonts` is a folder of added fonts. Raises FileCannotBeWritten, DiskFull, SigningNotInstalled and
    what `progress` raises.
    """
    if not paper.records:
        raise NothingToPrint
    if paper.signer is None:
        return _draw(paper, path, progress, fonts)
    demand_signing()
    draft = BytesIO()
    pages = _draw(paper, draft, progress, fonts)
    with written(path) as stream:
        stream.write(signed(draft.getvalue(), paper.signer.private, paper.signer.certificate))
    return pages


def _draw(
    paper: Paper,
    path: Target,
    progress: Callable[[int, int], None] | None,
    fonts: Path | None,
) -> int:
    draw = DRAWN_BY[type(paper.records[0])]
    proven = {"proofs": paper.proofs} if paper.proofs else {}
    return draw(paper.records, paper.pictures, path, fonts=fonts, progress=progress, **proven)
