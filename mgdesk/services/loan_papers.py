"""Receipts of loans on paper: looked at as drafts, issued."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.documents.loan_receipt import LoanReceiptRecord
from mgdesk.exchange.contact import show_phone
from mgdesk.i18n import N_
from mgdesk.model import Person
from mgdesk.queries.loans import loan
from mgdesk.rules import names
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, as_it_would_be, paper_of, today_at
from mgdesk.services.records import CampusIssuer, campus_issuer
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


@needs(Right.WELCOME)
def issue_loan_receipt(
    session: Session, *, loan_id: UUID, language: str | None = None, day: date | None = None
) -> list[UUID]:
    """Issue the receipt of a loan, or of its return once the thing is back. Ids of the register.

    `day` is that of issue. Raises NotFound.
    """
    source, entry, code = _entry(session, loan_id, language or "", day)
    ids = Register(session, source, PaperKind.LOAN_RECEIPT, entry.person_id).enter([entry])
    name_change(session, N_("Receipt of loan for {resource}"), resource=code)
    return ids


@needs(Right.WELCOME)
def draft_loan_receipt(
    session: Session, *, loan_id: UUID, day: date, language: str | None = None
) -> Paper:
    """The receipt that `issue_loan_receipt` would issue, to look at: nothing is registered."""
    source, entry, _code = _entry(session, loan_id, language or "", day)
    book = Register(session, source, PaperKind.LOAN_RECEIPT, entry.person_id)
    return paper_of(session, [as_it_would_be(book, entry)])


def _entry(
    session: Session, loan_id: UUID, language: str, day: date | None
) -> tuple[CampusIssuer, Entry, str]:
    found = loan(session, loan_id=loan_id)
    source = campus_issuer(session, campus_id=found.campus_id)
    person = session.get_one(Person, found.person_id)
    record = LoanReceiptRecord(
        number="",
        language=source.language(language, person.language),
        letterhead=source.letterhead,
        loan=str(found.id),
        name=names.display_name(person.first_name, person.surname),
        kind=found.kind,
        code=found.code,
        lent_on=found.lent_on,
        place=source.campus.city or source.campus.name,
        issued_on=day or today_at(session, source),
        country=source.campus.country,
        second_name=person.second_name,
        phone=show_phone(person.phone, source.campus.country),
        label=found.label,
        condition=found.condition_lent,
        due_on=found.due_on,
        returned_on=found.returned_on,
        condition_returned=found.condition_returned,
        is_demo=source.is_demo,
    )
    return source, Entry(record, person.id), found.code
