"""Papers for the employers who sent people to a course: the letter that goes with sheets and certificates."""

from collections import defaultdict
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.employer_letter import EmployerLetterRecord, SentPerson
from mgdesk.model import Employer
from mgdesk.queries.documents import register
from mgdesk.queries.privacy import off_lists
from mgdesk.queries.roster import RosterRow, roster
from mgdesk.rules import names
from mgdesk.rules.letters import addressed
from mgdesk.rules.paper import GONE, PaperKind, PaperStatus
from mgdesk.rules.rights import Right
from mgdesk.services.attendee_lists import NobodySent
from mgdesk.services.documents import Paper, paper_of
from mgdesk.services.records import Issuer, issuer, logo_of, signatory_of
from mgdesk.services.rights import needs

# Papers that are good: neither revoked nor replaced by a corrected one.
_GOOD: Final = frozenset(PaperStatus).difference(GONE)
Numbers = dict[UUID | None, list[str]]  # by person


@needs(Right.ISSUE, Right.TEACH)
def draft_employer_letters(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    employer: str = "",
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """A letter to each employer of a cohort (or to this one), with its people, hours and enclosures.

    In the language given, else the cohort's, else the campus's first. Raises NotFound, NobodySent.
    """
    unlisted = off_lists(session)
    sent: dict[str, list[RosterRow]] = defaultdict(list)
    for row in roster(session, cohort_id=cohort_id):
        is_wanted = not employer or names.fold(row.employer) == names.fold(employer)
        if row.employer and is_wanted and row.person_id not in unlisted:
            sent[row.employer].append(row)
    if not sent:
        raise NobodySent
    source = issuer(session, cohort_id=cohort_id)
    found = session.scalars(select(Employer).where(Employer.name.in_(sent)))
    certificates = _numbers(session, cohort_id, PaperKind.CERTIFICATE)
    sheets = _numbers(session, cohort_id, PaperKind.ATTENDANCE_SHEET)
    people = {
        name: tuple(_person(row, certificates, sheets) for row in rows)
        for name, rows in sent.items()
    }
    records = [
        _record(session, source, one, people[one.name], (day, language or "", signatory_id))
        for one in sorted(found, key=lambda one: names.fold(one.name))
    ]
    return paper_of(session, records)


def _numbers(session: Session, cohort_id: UUID, kind: PaperKind) -> Numbers:
    """Of good papers that are about one person only."""
    found: Numbers = defaultdict(list)
    for row in register(session, cohort_id=cohort_id, kind=kind, statuses=_GOOD):
        if row.person_id is not None:
            found[row.person_id].append(row.number)
    return found


def _person(row: RosterRow, certificates: Numbers, sheets: Numbers) -> SentPerson:
    return SentPerson(
        name=row.name,
        minutes=row.summary.minutes_attended + row.summary.minutes_assimilated,
        minutes_due=row.summary.minutes_due,
        certificate=next(iter(certificates.get(row.person_id, ())), ""),  # the latest
        sheets=tuple(sorted(sheets.get(row.person_id, ()))),
    )


def _record(
    session: Session,
    source: Issuer,
    employer: Employer,
    people: tuple[SentPerson, ...],
    how: tuple[date, str, UUID | None],
) -> EmployerLetterRecord:
    day, language, signatory_id = how
    campus = source.campus
    signatory = signatory_of(session, campus, signatory_id)
    return EmployerLetterRecord(
        language=source.language(language),
        letterhead=source.letterhead,
        employer=employer.name,
        contact=employer.contact,
        address=addressed(employer.street, employer.postcode, employer.municipality),
        training=source.cohort.training,
        cohort=source.cohort.code,
        first_day=source.cohort.first_day,
        last_day=source.cohort.last_day,
        people=people,
        place=campus.city or campus.name,
        issued_on=day,
        country=campus.country,
        signatory=signatory.name if signatory else "",
        signatory_role=signatory.role if signatory else "",
        signature=logo_of(session, signatory.name, signatory.signature_id)
        if signatory and signatory.signature_id
        else None,
        backing=source.backing,
        is_demo=source.is_demo,
    )
