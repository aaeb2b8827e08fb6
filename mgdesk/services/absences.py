"""Absences that are announced or explained: known before the sheet is printed."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Absence, Enrolment
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import lines
from mgdesk.storage.audit import name_change


class AbsenceBackwards(DeskError):
    sentence = N_("The absence ends before it starts. Change its days.")


@needs(Right.TEACH)
def add_absence(
    session: Session,
    *,
    enrolment_id: UUID,
    first_day: date,
    last_day: date,
    reason_id: UUID | None = None,
    proof_id: UUID | None = None,
    note: str = "",
) -> UUID:
    """Note an absence that is announced or explained: sheets strike its cells out.

    Raises NotFound, AbsenceBackwards.
    """
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    if last_day < first_day:
        raise AbsenceBackwards
    name = names.display_name(enrolment.person.first_name, enrolment.person.surname)
    title = N_("Absence of {name} noted from {first} to {last}")
    name_change(session, title, name=name, first=first_day, last=last_day)
    absence = Absence(
        id=new_key(),
        enrolment_id=enrolment_id,
        first_day=first_day,
        last_day=last_day,
        reason_id=reason_id,
        proof_id=proof_id,
        note=lines(note),
    )
    session.add(absence)
    return absence.id


@needs(Right.TEACH)
def remove_absence(session: Session, *, absence_id: UUID) -> None:
    """Take an announced absence back. Raises NotFound."""
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    enrolment = session.get_one(Enrolment, absence.enrolment_id)
    name = names.display_name(enrolment.person.first_name, enrolment.person.surname)
    name_change(session, N_("Absence of {name} removed"), name=name)
    session.delete(absence)
