"""Looking at what is sensitive: whoever does so leaves a line that nobody can take away."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Absence, CoachingSession, Cohort, Enrolment, Person, Picture, Sight
from mgdesk.model.identity import new_key
from mgdesk.queries.campuses import PictureRow
from mgdesk.queries.coaching import NoteRow, note
from mgdesk.rules.rights import Right
from mgdesk.rules.sights import Sensitive
from mgdesk.services.rights import ON_DUTY, OnDuty, needs
from mgdesk.storage.audit import now
from mgdesk.storage.duty import demand_campus
from mgdesk.storage.reach import demand_person


class NoProofKept(DeskError):
    sentence = N_("No proof is kept of an absence on that day.")


@needs(Right.WELCOME)
def show_national_number(session: Session, *, person_id: UUID) -> str:
    """The national number whole; that it was looked at is noted. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    demand_person(session, person_id)
    if person.national_number:
        note_sight(session, person_id, Sensitive.NATIONAL_NUMBER)
    return person.national_number


@needs(Right.COACH)
def open_note(session: Session, *, coaching_id: UUID) -> NoteRow:
    """The note of an appointment; that it was opened is noted once it is written. Raises NotFound."""
    found = note(session, coaching_id=coaching_id)
    coaching = session.get_one(CoachingSession, coaching_id)
    demand_campus(session, coaching.campus_id)
    if found.written_at is not None:
        note_sight(session, coaching.person_id, Sensitive.COACHING_NOTE)
    return found


@needs(Right.JUSTIFY)
def open_proof(session: Session, *, absence_id: UUID) -> PictureRow:
    """The proof of an absence; that it was opened is noted. Raises NotFound, OtherCampus."""
    absence = session.get(Absence, absence_id)
    if absence is None or absence.proof_id is None:
        raise NotFound
    enrolment = session.get_one(Enrolment, absence.enrolment_id)
    demand_campus(session, session.get_one(Cohort, enrolment.cohort_id).campus_id)
    found = session.get_one(Picture, absence.proof_id)
    note_sight(session, enrolment.person_id, Sensitive.ABSENCE_PROOF)
    return PictureRow(found.id, found.name, found.media_type, found.content, found.digest)


@needs(Right.JUSTIFY)
def open_proof_on(session: Session, *, enrolment_id: UUID, day: date) -> PictureRow:
    """The proof of the absence that covers a day. Raises NoProofKept, OtherCampus."""
    wanted = select(Absence.id).where(
        Absence.enrolment_id == enrolment_id,
        Absence.proof_id.is_not(None),
        Absence.first_day <= day,
        Absence.last_day >= day,
    )
    found = session.scalars(wanted.order_by(Absence.first_day, Absence.id)).first()
    if found is None:
        raise NoProofKept
    return open_proof(session, absence_id=found)


def note_sight(session: Session, person_id: UUID, what: Sensitive) -> None:
    """Add the line of whoever is at the desk; nobody's while nobody signs on."""
    on_duty: OnDuty | None = session.info.get(ON_DUTY)
    session.add(
        Sight(
            id=new_key(),
            person_id=person_id,
            staff_id=on_duty.staff_id if on_duty else None,
            what=what,
            at=now(session),
        )
    )
