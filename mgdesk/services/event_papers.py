"""Certificates of participation for those who came to an event: drafts to look at, and issued ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.documents.certificate import CertificateRecord
from mgdesk.documents.paper import Backing, Letterhead
from mgdesk.errors import DeskError
from mgdesk.i18n import N_, NN_
from mgdesk.model import Campus, Event, Person
from mgdesk.queries.events import EventDetail, event, registrations
from mgdesk.queries.privacy import leaves_out, off_lists
from mgdesk.rules import names
from mgdesk.rules.events import RegistrationStatus
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services.documents import IssueReport, Paper, as_it_would_be, paper_of, today_at
from mgdesk.services.records import is_demo, letterhead_of, logo_of, who_signs
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


class NobodyCame(DeskError):
    sentence = N_("Nobody is noted as arrived at {event}. Check the guests in first, then print.")


@dataclass(frozen=True)
class EventIssuer:
    """An event with what its papers share, whoever they are for."""

    event: EventDetail
    campus: Campus
    letterhead: Letterhead
    backing: Backing
    is_demo: bool

    @property
    def cohort_id(self) -> None:
        return None

    @property
    def event_id(self) -> UUID:
        return self.event.id

    @property
    def code(self) -> str:
        return self.event.code

    def language(self, *wishes: str) -> str:
        """The first wish that is one; then the event's language, then the campus's first."""
        campus = self.campus.languages[0] if self.campus.languages else "fr"
        return next(filter(None, (*wishes, self.event.language)), campus)


def event_issuer(session: Session, *, event_id: UUID) -> EventIssuer:
    """Raises NotFound."""
    found = event(session, event_id=event_id)
    row = session.get_one(Event, event_id)
    partners = tuple(
        logo_of(session, link.partner.name, link.partner.logo_id) for link in row.partners
    )
    return EventIssuer(
        event=found,
        campus=row.campus,
        letterhead=letterhead_of(session, row.campus),
        backing=Backing(partners=partners),
        is_demo=is_demo(session, row.campus),
    )


@needs(Right.ISSUE)
def issue_event_certificates(
    session: Session,
    *,
    event_id: UUID,
    person_ids: Collection[UUID] | None = None,
    language: str | None = None,
    signatory_id: UUID | None = None,
    day: date | None = None,
) -> IssueReport:
    """Issue a certificate of participation to each who came, or to the chosen among them.

    Raises NotFound, NobodyCame.
    """
    source = event_issuer(session, event_id=event_id)
    day = day or today_at(session, source)
    entries = _entries(session, source, person_ids, language or "", signatory_id, day)
    book = Register(session, source, PaperKind.CERTIFICATE)
    ids = book.enter(entries)
    title = NN_("{n} certificate for {event}", "{n} certificates for {event}")
    name_change(session, title, n=len(book.made), event=source.event.title)
    again = tuple(document_id for document_id in ids if document_id not in book.made)
    return IssueReport(tuple(book.made), (), again, tuple(ids))


@needs(Right.ISSUE)
def draft_event_certificates(
    session: Session,
    *,
    event_id: UUID,
    day: date,
    person_ids: Collection[UUID] | None = None,
    language: str | None = None,
    signatory_id: UUID | None = None,
) -> Paper:
    """The certificates that `issue_event_certificates` would issue: nothing is registered."""
    source = event_issuer(session, event_id=event_id)
    entries = _entries(session, source, person_ids, language or "", signatory_id, day)
    book = Register(session, source, PaperKind.CERTIFICATE)
    return paper_of(session, [as_it_would_be(book, entry) for entry in entries])


def _entries(
    session: Session,
    source: EventIssuer,
    person_ids: Collection[UUID] | None,
    language: str,
    signatory_id: UUID | None,
    day: date,
) -> list[Entry]:
    unlisted = off_lists(session) if leaves_out(person_ids) else set()
    came = {
        row.person_id
        for row in registrations(session, event_id=source.event.id)
        if row.status is RegistrationStatus.ATTENDED
        and (person_ids is None or row.person_id in person_ids)
        and row.person_id not in unlisted
    }
    if not came:
        raise NobodyCame(event=source.event.title)
    people = session.scalars(
        select(Person).where(Person.id.in_(came)).order_by(Person.sort_key, Person.id)
    )
    signatory, signature = who_signs(session, source, signatory_id)
    zone = ZoneInfo(source.event.zone)
    starts, ends = source.event.starts_at.astimezone(zone), source.event.ends_at.astimezone(zone)
    minutes = round((ends - starts).total_seconds()) // 60
    return [
        Entry(
            CertificateRecord(
                number="",
                language=source.language(language, person.language),
                letterhead=source.letterhead,
                name=names.display_name(person.first_name, person.surname),
                training=source.event.title,
                first_day=starts.date(),
                last_day=ends.date(),
                minutes_planned=minutes,
                minutes_attended=minutes,
                place=source.campus.city or source.campus.name,
                issued_on=day,
                signatory=signatory.name if signatory else "",
                country=source.campus.country,
                second_name=person.second_name,
                signatory_role=signatory.role if signatory else "",
                signature=signature,
                backing=source.backing,
                is_demo=source.is_demo,
                is_event=True,
                starts=starts.time(),
                ends=ends.time(),
            ),
            person.id,
        )
        for person in people
    ]
