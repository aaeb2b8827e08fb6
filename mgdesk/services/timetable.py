"""Changing the half-days of a cohort: made anew from a pattern, or one by one, by hand."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_, format_day
from mgdesk.model import Attendance, Campus, Cohort, Room, Slot
from mgdesk.queries.hours import marks_of_slots
from mgdesk.rules.attendance import THERE, AttendanceStatus, minutes_between
from mgdesk.rules.calendar import (
    DEFAULT_HOURS,
    EARLIEST,
    WORKING_DAYS,
    DayOutOfRange,
    HalfDay,
    Hours,
    HoursBackwards,
    Pattern,
    timetable,
)
from mgdesk.rules.enrolment import HALF_LABELS, Half, SlotMode
from mgdesk.rules.rights import Right
from mgdesk.services.holidays import public_holidays
from mgdesk.services.rights import needs
from mgdesk.services.texts import line, lines
from mgdesk.services.trainers import trainer_named
from mgdesk.storage.audit import Word, name_change


class NoHalfDays(DeskError):
    sentence = N_(
        "No half-day is left between these days: only holidays or other weekdays. Change the days."
    )


class SlotTaken(DeskError):
    sentence = N_(
        "The cohort already has a half-day then, on {day}. Choose another day, half or hours."
    )


class SlotHasMarks(DeskError):
    sentence = N_(
        "This half-day has marks ({marks}). Removing it would lose them: say so, or keep it."
    )


@dataclass(frozen=True, slots=True)
class TimetableReport:
    """What making a timetable anew did. `staying` are half-days kept outside it for their marks."""

    added: int
    removed: int
    kept: int
    staying: tuple[HalfDay, ...]
    holidays: tuple[tuple[date, str], ...]  # left out, with their names


@needs(Right.PLAN)
def regenerate(
    session: Session,
    *,
    cohort_id: UUID,
    first_day: date,
    last_day: date,
    weekdays: Collection[int] = WORKING_DAYS,
    halves: Collection[Half] = (Half.MORNING, Half.AFTERNOON),
    hours: Mapping[Half, Hours] | None = None,
    skips_holidays: bool = True,
    version: int | None = None,
) -> TimetableReport:
    """Make a cohort's timetable anew from its days; half-days that have marks stay as they are.

    Raises NotFound, StaleRecord, NoHalfDays, EndsBeforeStart, HoursBackwards, HoursOverlap.
    """
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    if version is not None and cohort.version != version:
        raise StaleRecord
    name_change(session, N_("Timetable of {code} made anew"), code=cohort.code)
    pattern = pattern_of(first_day, last_day, weekdays, halves, hours)
    wanted, holidays = planned(cohort.campus, pattern, skips_holidays=skips_holidays)
    cohort.first_day, cohort.last_day = first_day, last_day
    return _replace(session, cohort, wanted, holidays)


def pattern_of(
    first_day: date,
    last_day: date,
    weekdays: Collection[int],
    halves: Collection[Half],
    hours: Mapping[Half, Hours] | None,
) -> Pattern:
    return Pattern(
        first_day,
        last_day,
        frozenset(weekdays),
        tuple(half for half in Half if half in halves),
        tuple((hours or {}).items()),
    )


def planned(
    campus: Campus, pattern: Pattern, *, skips_holidays: bool
) -> tuple[tuple[HalfDay, ...], dict[date, str]]:
    """The half-days of a pattern at a campus, and the holidays that were left out. Raises NoHalfDays."""
    holidays: dict[date, str] = {}
    if skips_holidays and pattern.first_day >= EARLIEST:
        holidays = public_holidays(
            campus.country,
            campus.region,
            pattern.first_day,
            pattern.last_day,
            campus.languages[0] if campus.languages else "",
        )
    wanted = timetable(pattern, holidays)
    if not wanted:
        raise NoHalfDays
    lost = {day: name for day, name in holidays.items() if day.weekday() in pattern.weekdays}
    return wanted, lost


def new_slot(cohort_id: UUID, half_day: HalfDay) -> Slot:
    return Slot(
        cohort_id=cohort_id,
        day=half_day.day,
        half=half_day.half,
        starts_at=half_day.hours.starts_at,
        ends_at=half_day.hours.ends_at,
    )


def _replace(
    session: Session, cohort: Cohort, wanted: Iterable[HalfDay], holidays: Mapping[date, str]
) -> TimetableReport:
    slots = _slots(session, cohort.id)
    marked = marks_of_slots(session, slot_ids=[slot.id for slot in slots])
    missing = {(half_day.day, half_day.half): half_day for half_day in wanted}
    staying: list[HalfDay] = []
    kept: list[Slot] = []
    removed: dict[tuple[date, Half], Slot] = {}
    for slot in slots:
        place = missing.get((slot.day, slot.half))
        if place is not None and place == _half_day(slot):
            kept.append(slot)
            del missing[slot.day, slot.half]
        elif slot.id in marked:
            staying.append(_half_day(slot))
            missing.pop((slot.day, slot.half), None)
        else:
            removed[slot.day, slot.half] = slot
    for slot in removed.values():
        session.delete(slot)
    session.flush()  # what goes must be gone before its place is taken again
    added = [place for place in missing.values() if not any(map(place.clashes, staying))]
    for place in added:
        session.add(_like(new_slot(cohort.id, place), removed.get((place.day, place.half))))
    session.expire(cohort, ["slots"])
    return TimetableReport(
        len(added), len(removed), len(kept), tuple(staying), tuple(holidays.items())
    )


def _like(slot: Slot, before: Slot | None) -> Slot:
    """A half-day whose hours changed keeps its room, trainer, mode and note."""
    if before is not None:
        slot.room_id, slot.trainer_id = before.room_id, before.trainer_id
        slot.mode, slot.note = before.mode, before.note
    return slot


def _half_day(slot: Slot) -> HalfDay:
    return HalfDay(slot.day, slot.half, Hours(slot.starts_at, slot.ends_at))


def _slots(session: Session, cohort_id: UUID) -> list[Slot]:
    wanted = select(Slot).where(Slot.cohort_id == cohort_id).order_by(Slot.day, Slot.starts_at)
    return list(session.scalars(wanted))


# --- one half-day by hand -------------------------------------------------------------------------


@needs(Right.PLAN)
def add_slot(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    half: Half,
    hours: Hours | None = None,
    room: str = "",
    trainer: str | UUID = "",
    mode: SlotMode = SlotMode.ON_SITE,
    note: str = "",
) -> UUID:
    """Add a half-day; without hours it takes those that the cohort's other ones have.

    A day outside the cohort's makes the cohort begin earlier or end later. Raises NotFound,
    SlotTaken, HoursBackwards, DayOutOfRange.
    """
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    _name(session, N_("{day}, {half}: added to {code}"), day, half, cohort)
    slots = _slots(session, cohort_id)
    place = HalfDay(day, half, hours or _usual_hours(slots, half))
    _check_place(place, slots)
    slot = new_slot(cohort_id, place)
    slot.room_id = room_named(session, campus_id=cohort.campus_id, name=room)
    slot.trainer_id = trainer_named(session, trainer, campus_id=cohort.campus_id)
    slot.mode, slot.note = mode, lines(note)
    session.add(slot)
    _stretch(cohort, day)
    session.flush()
    return slot.id


@needs(Right.PLAN)
def move_slot(
    session: Session,
    *,
    slot_id: UUID,
    day: date | None = None,
    half: Half | None = None,
    hours: Hours | None = None,
    room: str | None = None,
    trainer: str | UUID | None = None,
    mode: SlotMode | None = None,
    note: str | None = None,
) -> None:
    """Change a half-day's day, half, hours, room, trainer or mode; what is not given stays.

    Marks go with it: who was present is present for the new length, who came late is as late as
    before. Raises NotFound, SlotTaken, HoursBackwards, DayOutOfRange.
    """
    slot = _slot(session, slot_id)
    cohort = slot.cohort
    _name(session, N_("{day}, {half}: changed in {code}"), slot.day, slot.half, cohort)
    if hours is None:
        same_half = half is None or half is slot.half
        hours = (
            Hours(slot.starts_at, slot.ends_at) if same_half else DEFAULT_HOURS[half or slot.half]
        )
    place = HalfDay(day or slot.day, half or slot.half, hours)
    _check_place(place, [other for other in _slots(session, cohort.id) if other.id != slot.id])
    _stretch_marks(session, slot, hours.minutes)
    slot.day, slot.half = place.day, place.half
    slot.starts_at, slot.ends_at = hours.starts_at, hours.ends_at
    if room is not None:
        slot.room_id = room_named(session, campus_id=cohort.campus_id, name=room)
    if trainer is not None:
        slot.trainer_id = trainer_named(session, trainer, campus_id=cohort.campus_id)
    slot.mode = mode or slot.mode
    slot.note = slot.note if note is None else lines(note)
    _stretch(cohort, place.day)


@needs(Right.PLAN)
def remove_slot(session: Session, *, slot_id: UUID, and_marks: bool = False) -> None:
    """Remove a half-day. Raises SlotHasMarks unless its marks may go as well."""
    slot = _slot(session, slot_id)
    _name(session, N_("{day}, {half}: removed from {code}"), slot.day, slot.half, slot.cohort)
    marks = marks_of_slots(session, slot_ids=[slot_id]).get(slot_id, 0)
    if marks and not and_marks:
        raise SlotHasMarks(marks=marks)
    session.delete(slot)


@needs(Right.PLAN)
def room_named(session: Session, *, campus_id: UUID, name: str) -> UUID | None:
    """The campus's room of this name, made when new; nothing for an empty name."""
    wanted = line(name)
    if not wanted:
        return None
    for room in session.scalars(select(Room).where(Room.campus_id == campus_id)):
        if room.name.casefold() == wanted.casefold():
            return room.id
    made = Room(campus_id=campus_id, name=wanted)
    session.add(made)
    session.flush()
    return made.id


def _slot(session: Session, slot_id: UUID) -> Slot:
    slot = session.get(Slot, slot_id)
    if slot is None:
        raise NotFound
    return slot


def _name(session: Session, title: str, day: date, half: Half, cohort: Cohort) -> None:
    name_change(session, title, day=day, half=Word(HALF_LABELS[half]), code=cohort.code)


def _usual_hours(slots: Iterable[Slot], half: Half) -> Hours:
    counted = Counter(Hours(s.starts_at, s.ends_at) for s in slots if s.half is half)
    return counted.most_common(1)[0][0] if counted else DEFAULT_HOURS[half]


def _check_place(place: HalfDay, others: Iterable[Slot]) -> None:
    if place.hours.ends_at <= place.hours.starts_at:
        raise HoursBackwards
    if place.day < EARLIEST:
        raise DayOutOfRange
    if any(place.clashes(_half_day(other)) for other in others):
        raise SlotTaken(day=format_day(place.day))


def _stretch(cohort: Cohort, day: date) -> None:
    cohort.first_day, cohort.last_day = min(cohort.first_day, day), max(cohort.last_day, day)


def _stretch_marks(session: Session, slot: Slot, minutes: int) -> None:
    before = minutes_between(slot.starts_at, slot.ends_at)
    if minutes == before:
        return
    for mark in session.scalars(select(Attendance).where(Attendance.slot_id == slot.id)):
        if mark.status is AttendanceStatus.PARTIAL:
            mark.minutes = min(mark.minutes, minutes)
        elif mark.status in THERE:
            mark.minutes = max(0, minutes - (before - mark.minutes))


def count_marks(session: Session, cohort_id: UUID) -> int:
    """How many marks a cohort has."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Attendance)
            .join(Slot, Slot.id == Attendance.slot_id)
            .where(Slot.cohort_id == cohort_id)
        )
        or 0
    )
