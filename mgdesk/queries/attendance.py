"""The attendance of a cohort: the grid in the order of the printed sheet, with its totals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Cohort
from mgdesk.queries.hours import Member, marks_of, members, rules_of, slots_of, span
from mgdesk.rules import names
from mgdesk.rules.attendance import (
    ABSENT,
    THERE,
    AttendanceStatus,
    Mark,
    MarkSource,
    Membership,
    ProfileRules,
    SlotSpan,
    Summary,
    minutes_between,
    summarise,
)
from mgdesk.rules.calendar import monday
from mgdesk.rules.enrolment import LEFT, EnrolmentStatus, Half


@dataclass(frozen=True, slots=True)
class SlotTotals:
    """Counts of one half-day, to compare with the paper's foot. They add up to those due."""

    present: int = 0  # signed, late or in part included
    late: int = 0  # of those present
    excused: int = 0
    absent: int = 0  # justified or not
    unmarked: int = 0

    @property
    def due(self) -> int:
        return self.present + self.excused + self.absent + self.unmarked


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A half-day of the grid."""

    slot_id: UUID
    day: date
    half: Half
    starts_at: time
    ends_at: time
    minutes: int
    is_closed: bool
    totals: SlotTotals


@dataclass(frozen=True, slots=True)
class GridCell:
    """One mark; without a status it is unmarked. What is not due, the sheet strikes out."""

    slot_id: UUID
    status: AttendanceStatus | None
    minutes: int  # present
    is_due: bool
    note: str = ""
    is_from_desk: bool = False  # a check-in, which no signed sheet has confirmed yet


@dataclass(frozen=True, slots=True)
class GridRow:
    enrolment_id: UUID
    person_id: UUID
    surname: str
    first_name: str
    call_name: str
    second_name: str
    learner_number: str
    status: EnrolmentStatus
    summary: Summary  # over the whole cohort, not the days shown
    cells: tuple[GridCell, ...]

    @property
    def name(self) -> str:
        """The name as lists sort it."""
        return names.list_name(self.first_name, self.surname)


@dataclass(frozen=True, slots=True)
class Grid:
    """Some days of a cohort: rows in the order of the printed sheet, columns in that of time."""

    cohort_id: UUID
    code: str
    first_day: date
    last_day: date
    late_minutes: int  # what a late arrival without minutes is taken to have missed
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of a cohort that has half-days. `iso` is such as 2026-W48."""

    iso: str
    monday: date
    first_day: date  # of its half-days
    last_day: date
    half_days: int
    marks: int
    unmarked: int  # marks still missing


def grid(session: Session, *, cohort_id: UUID, first_day: date, last_day: date) -> Grid:
    """The marks of some days, both included. Raises NotFound."""
    code = session.scalar(select(Cohort.code).where(Cohort.id == cohort_id))
    if code is None:
        raise NotFound
    rules = rules_of(session, cohort_ids=[cohort_id])[cohort_id]
    slots = slots_of(session, [cohort_id])
    shown = [slot for slot in slots if first_day <= slot.day <= last_day]
    marks = marks_of(session, [cohort_id])
    spans = [span(slot) for slot in slots]
    rows = tuple(
        _grid_row(member, marks.get(member.enrolment_id, {}), spans, shown, rules)
        for member in members(session, [cohort_id])
        if _is_shown(member, marks.get(member.enrolment_id, {}), shown)
    )
    columns = tuple(_column(slot, place, rows) for place, slot in enumerate(shown))
    return Grid(cohort_id, code, first_day, last_day, rules.late_minutes, columns, rows)


def _is_shown(member: Member, marks: Mapping[UUID, Mark], shown: Iterable[Any]) -> bool:
    """Whether somebody has a cell at all: who left before these days is not on their sheet."""
    belongs = member.status not in LEFT
    return belongs or any(s.id in marks or member.membership.covers(s.day) for s in shown)


def _grid_row(
    member: Member,
    marks: Mapping[UUID, Mark],
    spans: list[SlotSpan],
    shown: Iterable[Any],
    rules: ProfileRules,
) -> GridRow:
    person = member.person
    return GridRow(
        enrolment_id=member.enrolment_id,
        person_id=person.person_id,
        surname=person.surname,
        first_name=person.first_name,
        call_name=person.call_name,
        second_name=person.second_name,
        learner_number=person.learner_number or "",
        status=member.status,
        summary=summarise(spans, marks, rules, member.membership),
        cells=tuple(_cell(slot, marks.get(slot.id), member.membership) for slot in shown),
    )


def _cell(slot: Any, mark: Mark | None, membership: Membership) -> GridCell:
    if mark is None:
        return GridCell(slot.id, None, 0, membership.covers(slot.day))
    is_due = mark.status is not AttendanceStatus.NOT_REQUIRED
    is_from_desk = mark.source == MarkSource.DESK
    return GridCell(slot.id, mark.status, mark.minutes, is_due, mark.note, is_from_desk)


def _column(slot: Any, place: int, rows: Iterable[GridRow]) -> GridColumn:
    return GridColumn(
        slot_id=slot.id,
        day=slot.day,
        half=slot.half,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        minutes=minutes_between(slot.starts_at, slot.ends_at),
        is_closed=slot.is_closed,
        totals=_totals([row.cells[place] for row in rows]),
    )


def _totals(cells: list[GridCell]) -> SlotTotals:
    statuses = [cell.status for cell in cells if cell.is_due]
    return SlotTotals(
        present=sum(status in THERE for status in statuses),
        late=statuses.count(AttendanceStatus.LATE),
        excused=statuses.count(AttendanceStatus.EXCUSED),
        absent=sum(status in ABSENT for status in statuses),
        unmarked=statuses.count(None),
    )


def weeks(session: Session, cohort_id: UUID) -> list[WeekRow]:
    """The weeks of a cohort that have half-days, in order, with the marks still missing."""
    slots = slots_of(session, [cohort_id])
    marks = marks_of(session, [cohort_id])
    people = members(session, [cohort_id])
    by_week: dict[date, list[Any]] = {}
    for slot in slots:
        by_week.setdefault(monday(slot.day), []).append(slot)
    return [_week(start, found, people, marks) for start, found in by_week.items()]


def _week(
    start: date, slots: list[Any], people: list[Member], marks: Mapping[UUID, Mapping[UUID, Mark]]
) -> WeekRow:
    year, number, _ = start.isocalendar()
    marked = [
        slot.id in marks.get(member.enrolment_id, {})
        for slot in slots
        for member in people
        if slot.id in marks.get(member.enrolment_id, {}) or member.membership.covers(slot.day)
    ]
    return WeekRow(
        iso=f"{year}-W{number:02d}",
        monday=start,
        first_day=slots[0].day,
        last_day=slots[-1].day,
        half_days=len(slots),
        marks=sum(marked),
        unmarked=len(marked) - sum(marked),
    )


def week_days(iso: str) -> tuple[date, date]:
    """The Monday and the Sunday of a week such as 2026-W48. Raises ValueError."""
    start = date.fromisoformat(f"{iso}-1")
    return start, start + timedelta(days=6)
