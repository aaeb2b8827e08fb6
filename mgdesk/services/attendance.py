"""Encoding what came back signed: marks, one by one, several at once, or all the rest."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, NN_
from mgdesk.model import Absence, Attendance, CheckIn, Cohort, Enrolment, Person, Slot
from mgdesk.model.identity import new_key
from mgdesk.queries.cell import Cell, cell_of
from mgdesk.queries.cohorts import cohort_id_of
from mgdesk.rules import names
from mgdesk.rules.arrival import minutes_late
from mgdesk.rules.attendance import (
    ATTENDANCE_LABELS,
    AttendanceStatus,
    MarkSource,
    Membership,
    minutes_between,
    minutes_present,
)
from mgdesk.rules.enrolment import HALF_LABELS, LEFT, EnrolmentStatus, Half
from mgdesk.rules.rights import Right
from mgdesk.services.rights import needs
from mgdesk.services.texts import lines
from mgdesk.storage.audit import Word, name_change, now


class NotEnrolled(DeskError):
    sentence = N_("{name} is not enrolled in {cohort}. Enrol them first, or choose somebody else.")


class NotThereThatDay(DeskError):
    sentence = N_(
        "{name} does not belong to {cohort} on that day. Change the enrolment's days first."
    )


class SeveralPeople(DeskError):
    sentence = N_("Several people of {cohort} are called {name}. Give the learner number instead.")


class NoSuchHalfDay(DeskError):
    sentence = N_(
        "{cohort} has no such half-day. Look at its timetable, or add the half-day there."
    )


class SlotClosed(DeskError):
    sentence = N_("This half-day is closed: its sheet was encoded. Open it again to change a mark.")


class MarksMissing(DeskError):
    sentence = N_(
        "Marks are still missing in this half-day ({unmarked}). Mark everybody, then close it."
    )


@needs(Right.TEACH)
def mark(
    session: Session,
    *,
    slot_id: UUID,
    enrolment_id: UUID,
    status: AttendanceStatus,
    minutes: int | None = None,
    arrived_at: datetime | None = None,
    left_at: datetime | None = None,
    note: str | None = None,
    source: str = MarkSource.SHEET,
) -> UUID:
    """Mark somebody for a half-day, or change their mark.

    `minutes` are how late (late), how early (left early) or how long present (partly present).
    Raises NotFound, NotEnrolled, NotThereThatDay, SlotClosed, MinutesOutsideSlot, MinutesMissing,
    MinutesWithoutPresence.
    """
    row = _put_mark(session, _open_cell(session, slot_id, enrolment_id), status, minutes)
    row.arrived_at, row.left_at, row.source = arrived_at, left_at, source
    if note is not None:
        row.note = lines(note)
    return row.id


@needs(Right.WELCOME)
def mark_arrival(session: Session, *, slot_id: UUID, enrolment_id: UUID, at: datetime) -> int:
    """Mark from the desk somebody who came at that moment: present, or late by the profile's rule.

    What the signed sheet said already stays. How many minutes late, or 0. Raises NotFound,
    NotEnrolled, NotThereThatDay.
    """
    cell = cell_of(session, slot_id=slot_id, enrolment_id=enrolment_id)
    late = minutes_late(cell.start, at, cell.rules.late_minutes)
    if cell.mark_id is None and not cell.is_closed:
        _check_belonging(cell)
        status = AttendanceStatus.LATE if late else AttendanceStatus.PRESENT
        row = _put_mark(session, cell, status, late or None)
        row.arrived_at, row.source = at, MarkSource.DESK
    return late


@needs(Right.TEACH)
def mark_cells(
    session: Session,
    *,
    cells: Sequence[tuple[UUID, UUID]],
    status: AttendanceStatus,
    minutes: int | None = None,
) -> int:
    """Give several cells (slot, enrolment) the same mark, as one change. Raises as `mark` does."""
    for slot_id, enrolment_id in cells:
        mark(session, slot_id=slot_id, enrolment_id=enrolment_id, status=status, minutes=minutes)
    if len(cells) > 1:
        title = NN_("{n} mark: {status}", "{n} marks: {status}")
        name_change(session, title, n=len(cells), status=Word(ATTENDANCE_LABELS[status]))
    return len(cells)


@needs(Right.TEACH)
def mark_learner(
    session: Session,
    *,
    cohort: str,
    day: date,
    half: Half,
    learner: str,
    status: AttendanceStatus,
    minutes: int | None = None,
) -> UUID:
    """`mark` for whoever types: a cohort's code, a day, a learner number or a name as written.

    Raises UnknownCohort, NoSuchHalfDay, NotEnrolled, SeveralPeople and what `mark` raises.
    """
    cohort_id = cohort_id_of(session, code=cohort)
    slot_id = session.scalar(
        select(Slot.id).where(Slot.cohort_id == cohort_id, Slot.day == day, Slot.half == half)
    )
    if slot_id is None:
        raise NoSuchHalfDay(cohort=cohort)
    enrolment_id = enrolment_of(session, cohort_id=cohort_id, learner=learner)
    return mark(session, slot_id=slot_id, enrolment_id=enrolment_id, status=status, minutes=minutes)


def enrolment_of(session: Session, *, cohort_id: UUID, learner: str) -> UUID:
    """The enrolment of a learner number, or of a name in either order, accents and case aside.

    Raises NotFound, NotEnrolled, SeveralPeople.
    """
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    wanted = names.clean(learner)
    rows = session.execute(
        select(Enrolment.id, Person).join(Enrolment.person).where(Enrolment.cohort_id == cohort_id)
    ).all()
    numbered = [i for i, person in rows if (person.learner_number or "").upper() == wanted.upper()]
    exact = [i for i, person in rows if wanted in _written(person)]
    folded = [i for i, person in rows if _folded(wanted) in map(_folded, _written(person))]
    found = (numbered if wanted else []) or exact or folded
    if len(found) > 1:
        raise SeveralPeople(name=wanted, cohort=cohort.code)
    if not found:
        raise NotEnrolled(name=wanted, cohort=cohort.code)
    return UUID(str(found[0]))


@needs(Right.TEACH)
def unmark(session: Session, *, slot_id: UUID, enrolment_id: UUID) -> None:
    """Take a mark away; nothing happens when there is none. Raises NotFound, NotEnrolled, SlotClosed."""
    cell = _open_cell(session, slot_id, enrolment_id)
    half = Word(HALF_LABELS[cell.half])
    title = N_("{name}: mark taken away, {day} ({half})")
    name_change(session, title, name=cell.name, day=cell.day, half=half)
    if cell.mark_id is not None:
        session.delete(session.get_one(Attendance, cell.mark_id))


@needs(Right.TEACH)
def mark_unmarked_present(session: Session, *, slot_id: UUID) -> int:
    """Mark present whoever is due and unmarked, but not who announced an absence; how many.

    Raises NotFound, SlotClosed.
    """
    slot = _slot(session, slot_id)
    away = _away(session, slot)
    waiting = [one for one in _unmarked(session, slot) if one.id not in away]
    for enrolment in waiting:
        session.add(
            Attendance(
                id=new_key(),
                slot_id=slot_id,
                enrolment_id=enrolment.id,
                status=AttendanceStatus.PRESENT,
                minutes=_length(slot),
                recorded_at=now(session),
            )
        )
    half = Word(HALF_LABELS[slot.half])
    title = NN_("{n} person present, {day} ({half})", "{n} people present, {day} ({half})")
    name_change(session, title, n=len(waiting), day=slot.day, half=half)
    return len(waiting)


@needs(Right.TEACH)
def close_slot(session: Session, *, slot_id: UUID) -> None:
    """Close a half-day whose signed sheet is encoded whole. Raises NotFound, MarksMissing."""
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    unmarked = len(_unmarked(session, slot))
    if unmarked:
        raise MarksMissing(unmarked=unmarked)
    _name_slot(session, N_("{cohort}: {day} ({half}) closed"), slot)
    slot.is_closed = True
    for row in session.scalars(_from_desk(slot)):
        row.source = MarkSource.SHEET  # the sheet was compared: it confirms what the desk saw


def _from_desk(slot: Slot) -> Select[Attendance]:
    return select(Attendance).where(
        Attendance.slot_id == slot.id, Attendance.source == MarkSource.DESK
    )


@needs(Right.TEACH)
def settle(session: Session, *, slot_id: UUID, enrolment_id: UUID, by_desk: bool) -> None:
    """Decide where sheet and desk differ: the mark stays as the sheet has it, or becomes what the
    desk saw. Raises NotFound, NotEnrolled, SlotClosed.
    """
    cell = cell_of(session, slot_id=slot_id, enrolment_id=enrolment_id)
    if cell.mark_id is None:
        raise NotFound
    came = session.scalar(
        select(CheckIn.at)
        .join(Enrolment, Enrolment.person_id == CheckIn.person_id)
        .where(Enrolment.id == enrolment_id, CheckIn.slot_id == slot_id)
        .order_by(CheckIn.at)
        .limit(1)
    )
    if by_desk and came is not None:
        late = minutes_late(cell.start, came, cell.rules.late_minutes)
        mark(
            session,
            slot_id=slot_id,
            enrolment_id=enrolment_id,
            status=AttendanceStatus.LATE if late else AttendanceStatus.PRESENT,
            minutes=late or None,
            arrived_at=came,
            source=MarkSource.SETTLED,
        )
        return
    row = session.get_one(Attendance, cell.mark_id)
    row.source = MarkSource.SETTLED
    _name(session, cell, row.status)


@needs(Right.TEACH)
def open_slot(session: Session, *, slot_id: UUID) -> None:
    """Open a closed half-day again, to change a mark. Raises NotFound."""
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    _name_slot(session, N_("{cohort}: {day} ({half}) opened again"), slot)
    slot.is_closed = False


def _slot(session: Session, slot_id: UUID) -> Slot:
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    if slot.is_closed:
        raise SlotClosed
    return slot


def _open_cell(session: Session, slot_id: UUID, enrolment_id: UUID) -> Cell:
    """A cell that may be marked."""
    cell = cell_of(session, slot_id=slot_id, enrolment_id=enrolment_id)
    if cell.is_closed:
        raise SlotClosed
    _check_belonging(cell)
    return cell


def _check_belonging(cell: Cell) -> None:
    if not cell.is_enrolled:
        raise NotEnrolled(name=cell.name, cohort=cell.cohort)
    if not cell.membership.covers(cell.day):
        raise NotThereThatDay(name=cell.name, cohort=cell.cohort)


def membership_of(enrolment: Enrolment) -> Membership:
    return Membership(enrolment.start_on, enrolment.exit_on, enrolment.status in LEFT)


def _unmarked(session: Session, slot: Slot) -> list[Enrolment]:
    marked = select(Attendance.enrolment_id).where(Attendance.slot_id == slot.id)
    found = session.scalars(
        select(Enrolment).where(
            Enrolment.cohort_id == slot.cohort_id,
            Enrolment.status != EnrolmentStatus.PROSPECT,
            Enrolment.id.not_in(marked),
        )
    )
    return [one for one in found if membership_of(one).covers(slot.day)]


def _away(session: Session, slot: Slot) -> set[UUID]:
    """Enrolments with an absence announced for the day of a half-day."""
    return set(
        session.scalars(
            select(Absence.enrolment_id)
            .join(Enrolment, Enrolment.id == Absence.enrolment_id)
            .where(
                Enrolment.cohort_id == slot.cohort_id,
                Absence.first_day <= slot.day,
                Absence.last_day >= slot.day,
            )
        )
    )


def _length(slot: Slot) -> int:
    return minutes_between(slot.starts_at, slot.ends_at)


def _written(person: Person) -> Iterable[str]:
    """The ways in which somebody's name may be typed."""
    first_name, surname = person.first_name, person.surname
    return (
        names.display_name(first_name, surname),
        names.display_name(first_name, surname, person.call_name),
        names.display_name(surname, first_name),
        names.list_name(first_name, surname),
        person.second_name or names.display_name(first_name, surname),
    )


def _folded(name: str) -> str:
    return names.fold(name) or name.casefold()


def _put_mark(
    session: Session, cell: Cell, status: AttendanceStatus, minutes: int | None
) -> Attendance:
    """The mark of a cell, made or changed, with what follows from its status; names the change."""
    _name(session, cell, status)
    if cell.mark_id is None:
        row = Attendance(id=new_key(), slot_id=cell.slot_id, enrolment_id=cell.enrolment_id)
        session.add(row)
    else:
        row = session.get_one(Attendance, cell.mark_id)
    row.status = status
    row.minutes = minutes_present(status, cell.minutes, minutes, cell.rules)
    row.recorded_at = now(session)
    return row


def _name(session: Session, cell: Cell, status: AttendanceStatus) -> None:
    name_change(
        session,
        N_("{name}: {status}, {day} ({half})"),
        name=cell.name,
        status=Word(ATTENDANCE_LABELS[status]),
        day=cell.day,
        half=Word(HALF_LABELS[cell.half]),
    )


def _name_slot(session: Session, title: str, slot: Slot) -> None:
    half = Word(HALF_LABELS[slot.half])
    name_change(session, title, cohort=slot.cohort.code, day=slot.day, half=half)
