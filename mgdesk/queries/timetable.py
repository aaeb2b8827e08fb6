"""The timetable of a cohort, as rows, and the hours that most of it keeps."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.model import Attendance, Person, Room, Slot
from mgdesk.rules import names
from mgdesk.rules.attendance import minutes_between
from mgdesk.rules.calendar import Hours
from mgdesk.rules.enrolment import Half, SlotMode


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A half-day of a timetable. Empty room and trainer names: the cohort's own."""

    id: UUID
    day: date
    half: Half
    starts_at: time
    ends_at: time
    minutes: int
    room_id: UUID | None
    room: str
    trainer_id: UUID | None
    trainer: str
    mode: SlotMode
    is_closed: bool
    note: str
    marks: int


def timetable(session: Session, *, cohort_id: UUID) -> list[SlotRow]:
    """The half-days of a cohort in order."""
    counted = (
        select(func.count()).where(Attendance.slot_id == Slot.id).correlate(Slot).scalar_subquery()
    )
    rows = session.execute(
        select(Slot, Room.name, Person.first_name, Person.surname, Person.call_name, counted)
        .outerjoin(Slot.room)
        .outerjoin(Slot.trainer)
        .where(Slot.cohort_id == cohort_id)
        .order_by(Slot.day, Slot.starts_at)
    )
    return [
        SlotRow(
            id=slot.id,
            day=slot.day,
            half=slot.half,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            minutes=minutes_between(slot.starts_at, slot.ends_at),
            room_id=slot.room_id,
            room=room or "",
            trainer_id=slot.trainer_id,
            trainer=names.display_name(first_name or "", surname or "", call_name or ""),
            mode=slot.mode,
            is_closed=slot.is_closed,
            note=slot.note,
            marks=marks,
        )
        for slot, room, first_name, surname, call_name, marks in rows
    ]


def usual_hours(slots: list[SlotRow]) -> tuple[tuple[Half, Hours], ...]:
    """The hours that each half of the day has most often."""
    counted: dict[Half, Counter[Hours]] = {}
    for slot in slots:
        hours = Hours(slot.starts_at, slot.ends_at)
        counted.setdefault(slot.half, Counter())[hours] += 1
    return tuple((half, counted[half].most_common(1)[0][0]) for half in Half if half in counted)
