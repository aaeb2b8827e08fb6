"""Which record each kind of paper is stored as, and how it is drawn."""

from collections.abc import Callable, Mapping
from datetime import date
from importlib import import_module
from typing import Any, Final

from mgdesk.documents.absence_letter import AbsenceLetterRecord
from mgdesk.documents.access_copy import AccessCopyRecord
from mgdesk.documents.application_letter import ApplicationLetterRecord
from mgdesk.documents.attendance_sheet import SheetRecord, draw_sheets
from mgdesk.documents.attendee_list import AttendeeListRecord
from mgdesk.documents.badge import BadgeRecord
from mgdesk.documents.certificate import CertificateRecord, draw_certificates
from mgdesk.documents.coaching_note import CoachingNoteRecord
from mgdesk.documents.completion import CompletionRecord
from mgdesk.documents.employer_letter import EmployerLetterRecord
from mgdesk.documents.facts import Proven
from mgdesk.documents.loan_receipt import LoanReceiptRecord
from mgdesk.documents.people_letter import PeopleLetterRecord
from mgdesk.documents.report import ReportRecord
from mgdesk.documents.statement import StatementRecord
from mgdesk.rules.paper import PaperKind

# What has a number and is entered in the register.
Issued = (
    SheetRecord
    | CertificateRecord
    | StatementRecord
    | CompletionRecord
    | CoachingNoteRecord
    | LoanReceiptRecord
)
# What is printed and not kept.
Record = (
    Issued
    | BadgeRecord
    | AttendeeListRecord
    | AbsenceLetterRecord
    | AccessCopyRecord
    | ApplicationLetterRecord
    | EmployerLetterRecord
    | PeopleLetterRecord
    | ReportRecord
)

RECORDS: Final[Mapping[PaperKind, type[Issued]]] = {
    PaperKind.ATTENDANCE_SHEET: SheetRecord,
    PaperKind.CERTIFICATE: CertificateRecord,
    PaperKind.STATEMENT: StatementRecord,
    PaperKind.COMPLETION: CompletionRecord,
    PaperKind.COACHING_NOTE: CoachingNoteRecord,
    PaperKind.LOAN_RECEIPT: LoanReceiptRecord,
}
# What carries a code that proves it: the kinds of `rules.proof.PROVEN`.
PROVEN_RECORDS: Final[Mapping[PaperKind, type[Proven]]] = {
    PaperKind.CERTIFICATE: CertificateRecord,
    PaperKind.STATEMENT: StatementRecord,
    PaperKind.COMPLETION: CompletionRecord,
}


def _drawn_in(module: str) -> Callable[..., int]:
    """The `draw` of a module of documents, imported when something is drawn."""

    def draw(*arguments: Any, **options: Any) -> int:
        return int(import_module(f"mgdesk.documents.{module}").draw(*arguments, **options))

    return draw


DRAWN_BY: Final[Mapping[type[Record], Callable[..., int]]] = {
    SheetRecord: draw_sheets,
    CertificateRecord: draw_certificates,
    StatementRecord: _drawn_in("statement_pages"),
    CompletionRecord: _drawn_in("completion_pages"),
    CoachingNoteRecord: _drawn_in("coaching_note_pages"),
    LoanReceiptRecord: _drawn_in("loan_receipt_pages"),
    BadgeRecord: _drawn_in("badge_pages"),
    AttendeeListRecord: _drawn_in("attendee_list_pages"),
    AbsenceLetterRecord: _drawn_in("absence_letter_pages"),
    AccessCopyRecord: _drawn_in("access_copy_pages"),
    ReportRecord: _drawn_in("report_pages"),
    ApplicationLetterRecord: _drawn_in("application_letter_pages"),
    EmployerLetterRecord: _drawn_in("employer_letter_pages"),
    PeopleLetterRecord: _drawn_in("people_letter_pages"),
}


def day_of(record: Issued) -> date:
    """The day that the paper bears."""
    return record.printed_on if isinstance(record, SheetRecord) else record.issued_on


def about(person_id: object, plain: Mapping[str, Any]) -> tuple[object, ...]:
    """What a paper is about: two papers about the same are versions of one."""
    if "slots" in plain:
        days = [slot["day"] for slot in plain["slots"]]
        return (person_id, plain["layout"], plain["language"], min(days), max(days))
    if "days" in plain:
        return (person_id, plain["language"], plain["first_day"])
    if "coaching" in plain:
        return (person_id, plain["language"], plain["coaching"])
    if "loan" in plain:  # the receipt of the return is another paper than that of the loan
        return (person_id, plain["language"], plain["loan"], plain["returned_on"] is not None)
    return (person_id, plain["language"])
