"""Absences that are announced or explained: known before the sheet is printed, justified after."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict, Unpack
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_
from mgdesk.model import Absence, Attendance, Enrolment, Slot
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.absence import AbsenceNotice, AbsenceState, state_of
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.rights import Right
from mgdesk.services.pictures import keep_proof
from mgdesk.services.rights import needs
from mgdesk.services.texts import lines
from mgdesk.storage.audit import name_change, now


class AbsenceBackwards(DeskError):
    sentence = N_("The absence ends before it starts. Change its days.")


class AbsenceFields(TypedDict, total=False):
    """What can be said of an absence; what is not given stays. A proof is the content of a picture or PDF."""

    first_day: date
    last_day: date
    reason_id: UUID | None
    notice: AbsenceNotice
    announced_on: date | None
    note: str
    proof: bytes | None


@dataclass(frozen=True, slots=True)
class AbsenceReport:
    """What became of an absence: how it stands, and how many marks followed it."""

    absence_id: UUID
    state: AbsenceState
    marks: int


@needs(Right.TEACH)
def add_absence(
    session: Session,
    *,
    enrolment_id: UUID,
    first_day: date,
    last_day: date,
    reason_id: UUID | None = None,
    proof_id: UUID | None = None,
    notice: AbsenceNotice = AbsenceNotice.NONE,
    announced_on: date | None = None,
    note: str = "",
    proof: bytes | None = None,
) -> UUID:
    """Note an absence that is announced or explained: sheets strike its cells out, and marks of
    absence within its days become justified when it is.

    Raises NotFound, AbsenceBackwards and what a picture raises.
    """
    enrolment = session.get(Enrolment, enrolment_id)
    if enrolment is None:
        raise NotFound
    absence = Absence(
        id=new_key(),
        enrolment_id=enrolment_id,
        first_day=first_day,
        last_day=last_day,
        reason_id=reason_id,
        proof_id=proof_id,
        notice=notice,
        announced_on=announced_on,
        note=lines(note),
    )
    _check(absence)
    _take_proof(session, absence, proof)
    session.add(absence)
    session.flush()
    _follow(session, absence)
    title = N_("Absence of {name} noted from {first} to {last}")
    name_change(session, title, name=_name(enrolment), first=first_day, last=last_day)
    return absence.id


@needs(Right.TEACH)
def update_absence(
    session: Session, *, absence_id: UUID, version: int, **fields: Unpack[AbsenceFields]
) -> AbsenceReport:
    """Correct or justify an absence: its marks follow how it stands now.

    Raises NotFound, StaleRecord, AbsenceBackwards and what a picture raises.
    """
    absence = _absence(session, absence_id)
    if absence.version != version:
        raise StaleRecord
    _take_proof(session, absence, fields.pop("proof", None))
    for name, value in fields.items():
        setattr(absence, name, lines(value) if isinstance(value, str) and name == "note" else value)
    _check(absence)
    session.flush()
    session.expire(absence, ["reason"])
    marks = _follow(session, absence)
    enrolment = session.get_one(Enrolment, absence.enrolment_id)
    name_change(session, N_("Absence of {name} changed"), name=_name(enrolment))
    return AbsenceReport(absence.id, _state(absence), marks)


@needs(Right.TEACH)
def remove_absence(session: Session, *, absence_id: UUID) -> None:
    """Take an absence back: marks that it justified are plain absences again. Raises NotFound."""
    absence = _absence(session, absence_id)
    enrolment = session.get_one(Enrolment, absence.enrolment_id)
    for mark in _marks(session, absence):
        if mark.status is AttendanceStatus.ABSENT_JUSTIFIED and mark.absence_id == absence.id:
            mark.status = AttendanceStatus.ABSENT
    name_change(session, N_("Absence of {name} removed"), name=_name(enrolment))
    session.delete(absence)


@needs(Right.TEACH)
def follow_absence(session: Session, *, absence_id: UUID) -> int:
    """Make the marks of absence within an absence say what it says; how many changed. Raises NotFound."""
    absence = _absence(session, absence_id)
    enrolment = session.get_one(Enrolment, absence.enrolment_id)
    name_change(session, N_("Absence of {name} changed"), name=_name(enrolment))
    return _follow(session, absence)


def _follow(session: Session, absence: Absence) -> int:
    """Make the marks of absence within its days say what the absence says; how many changed.

    Only what is marked absent follows: who was there stays there, and is listed as a conflict.
    """
    is_justified = _state(absence) is AbsenceState.JUSTIFIED
    wanted = AttendanceStatus.ABSENT_JUSTIFIED if is_justified else AttendanceStatus.ABSENT
    changed = 0
    for mark in _marks(session, absence, linked=True):
        slot = session.get_one(Slot, mark.slot_id)
        is_within = absence.first_day <= slot.day <= absence.last_day
        if not is_within and mark.absence_id != absence.id:
            continue
        status = wanted if is_within else AttendanceStatus.ABSENT
        changed += mark.status is not status
        mark.status, mark.absence_id = status, absence.id if is_within else None
        mark.recorded_at = now(session)
    return changed


def _marks(session: Session, absence: Absence, *, linked: bool = False) -> list[Attendance]:
    """Marks of absence of the person that it explains, or explained."""
    within = Slot.day.between(absence.first_day, absence.last_day)
    wanted = (
        select(Attendance)
        .join(Slot, Slot.id == Attendance.slot_id)
        .where(
            Attendance.enrolment_id == absence.enrolment_id,
            Attendance.status.in_({AttendanceStatus.ABSENT, AttendanceStatus.ABSENT_JUSTIFIED}),
            within | (Attendance.absence_id == absence.id) if linked else within,
        )
    )
    return list(session.scalars(wanted))


def _state(absence: Absence) -> AbsenceState:
    reason = absence.reason
    return state_of(
        has_reason=reason is not None,
        is_justified=reason is not None and reason.is_justified,
        needs_proof=reason is not None and reason.needs_proof,
        has_proof=absence.proof_id is not None,
    )


def _check(absence: Absence) -> None:
    if absence.last_day < absence.first_day:
        raise AbsenceBackwards


def _take_proof(session: Session, absence: Absence, proof: bytes | None) -> None:
    if proof:
        absence.proof_id = keep_proof(session, content=proof)


def _absence(session: Session, absence_id: UUID) -> Absence:
    absence = session.get(Absence, absence_id)
    if absence is None:
        raise NotFound
    return absence


def _name(enrolment: Enrolment) -> str:
    return names.display_name(enrolment.person.first_name, enrolment.person.surname)
