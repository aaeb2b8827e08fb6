"""Coaching notes on paper: looked at as drafts, issued."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.documents.coaching_note import CoachingNoteRecord, PlanLine
from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import Person
from mgdesk.queries.coaching import coaching_session, note
from mgdesk.rules import names
from mgdesk.rules.paper import PaperKind
from mgdesk.rules.rights import Right
from mgdesk.services.documents import Paper, as_it_would_be, paper_of, today_at
from mgdesk.services.records import CampusIssuer, campus_issuer
from mgdesk.services.register import Entry, Register
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


class NoNoteYet(DeskError):
    sentence = N_("There is no note of this appointment yet. Write it first, then print.")


@needs(Right.COACH)
def issue_coaching_note(
    session: Session, *, coaching_id: UUID, language: str | None = None, day: date | None = None
) -> list[UUID]:
    """Issue the note of an appointment; changed since, it is a corrected one. Ids of the register.

    `day` is that of issue. Raises NotFound, NoNoteYet.
    """
    source, entry = _entry(session, coaching_id, language or "", day)
    ids = Register(session, source, PaperKind.COACHING_NOTE, entry.person_id).enter([entry])
    person = session.get_one(Person, entry.person_id)
    name = names.display_name(person.first_name, person.surname)
    name_change(session, N_("Coaching note for {name}"), name=name)
    return ids


@needs(Right.COACH)
def draft_coaching_note(
    session: Session, *, coaching_id: UUID, day: date, language: str | None = None
) -> Paper:
    """The note that `issue_coaching_note` would issue, to look at: nothing is registered."""
    source, entry = _entry(session, coaching_id, language or "", day)
    book = Register(session, source, PaperKind.COACHING_NOTE, entry.person_id)
    return paper_of(session, [as_it_would_be(book, entry)])


def _entry(
    session: Session, coaching_id: UUID, language: str, day: date | None
) -> tuple[CampusIssuer, Entry]:
    found = coaching_session(session, coaching_id=coaching_id)
    written = note(session, coaching_id=coaching_id)
    if written.written_at is None:
        raise NoNoteYet
    source = campus_issuer(session, campus_id=found.campus_id)
    person = session.get_one(Person, found.person_id)
    record = CoachingNoteRecord(
        number="",
        language=source.language(language, person.language),
        letterhead=source.letterhead,
        coaching=str(found.id),
        name=names.display_name(person.first_name, person.surname),
        coach=found.coach,
        day=found.starts_local.date(),
        starts=found.starts_local.time(),
        ends=found.ends_local.time(),
        aims=written.aims,
        points=written.points,
        action_plan=written.action_plan,
        place=source.campus.city or source.campus.name,
        issued_on=day or today_at(session, source),
        country=source.campus.country,
        second_name=person.second_name,
        subject=found.subject,
        room=found.room,
        steps=tuple(PlanLine(one.what, one.who, one.due_on, one.done_on) for one in written.steps),
        is_demo=source.is_demo,
    )
    return source, Entry(record, person.id)
