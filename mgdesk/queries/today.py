"""The Today screen in one reading: who is expected, what happens where, what waits to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mgdesk.errors import NotFound
from mgdesk.model import (
    AuditEntry,
    Campus,
    Change,
    CheckIn,
    Cohort,
    IssuedDocument,
    Person,
    Slot,
    Training,
)
from mgdesk.queries.documents import is_valid
from mgdesk.queries.expected import Presence, TodayRow, people_of_day
from mgdesk.rules import names
from mgdesk.rules.arrival import Reason
from mgdesk.rules.events import CheckInKind, Direction
from mgdesk.rules.paper import NOT_BACK, PaperKind

JOURNAL_LENGTH: Final = 8
_UNREACHABLE_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """Something that takes place: how many came of those expected."""

    reason: Reason
    come: int
    expected: int


@dataclass(frozen=True, slots=True)
class JournalRow:
    """Somebody came or went. `change_id` undoes it; `at` is in UTC."""

    check_in_id: UUID
    person_id: UUID
    name: str
    kind: CheckInKind
    direction: Direction
    at: datetime
    source: str
    change_id: UUID | None


@dataclass(frozen=True, slots=True)
class SheetTask:
    """An attendance sheet to print (no number yet), or printed and not back."""

    cohort_id: UUID
    code: str
    title: str
    number: str = ""
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class ToComplete:
    """Somebody taken in with a name alone: there is no way to reach them yet."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TodayBoard:
    """All that the Today screen shows of a campus; `zone` is its clock's."""

    campus_id: UUID
    campus: str
    zone: str
    day: date
    rows: tuple[TodayRow, ...]
    agenda: tuple[AgendaRow, ...]
    journal: tuple[JournalRow, ...]
    to_print: tuple[SheetTask, ...]
    not_back: tuple[SheetTask, ...]
    to_complete: tuple[ToComplete, ...]
    to_complete_count: int

    @property
    def expected(self) -> int:
        """How many are expected for something planned."""
        return sum(_is_planned(row) for row in self.rows)

    @property
    def come(self) -> int:
        """How many of those have come, whether they left since or not."""
        return sum(
            _is_planned(row) and row.presence not in {Presence.EXPECTED, Presence.AWAY}
            for row in self.rows
        )

    @property
    def inside(self) -> int:
        """How many are in the building."""
        return sum(row.is_inside for row in self.rows)


def _is_planned(row: TodayRow) -> bool:
    return any(reason.is_planned and not reason.is_waiting for reason in row.reasons)


def board(session: Session, *, at: datetime, campus_id: UUID | None = None) -> TodayBoard | None:
    """The Today screen of a campus (the largest when none is chosen); None without any campus.

    Raises NotFound.
    """
    campus = campus_shown(session, campus_id)
    if campus is None:
        return None
    zone = ZoneInfo(campus.zone)
    day = at.astimezone(zone).date()
    rows = tuple(people_of_day(session, campus_id=campus.id, day=day, zone=zone))
    count, incomplete = _to_complete(session, campus.id, at)
    return TodayBoard(
        campus.id,
        campus.name,
        campus.zone,
        day,
        rows,
        tuple(_agenda(rows)),
        tuple(journal(session, campus_id=campus.id, since=datetime.combine(day, time(), zone))),
        tuple(_to_print(session, campus.id, day)),
        tuple(_not_back(session, campus.id, day)),
        incomplete,
        count,
    )


def journal(
    session: Session, *, campus_id: UUID, since: datetime, limit: int = JOURNAL_LENGTH
) -> list[JournalRow]:
    """Who came and went at a campus since a moment, the latest first; nights closed by themselves
    are left out."""
    undo = aliased(Change)
    rows = session.execute(
        select(CheckIn, Person, Change.id)
        .join(CheckIn.person)
        .outerjoin(
            AuditEntry,
            (AuditEntry.table_name == CheckIn.__tablename__)
            & (AuditEntry.row_id == CheckIn.id)
            & (AuditEntry.operation == "insert"),
        )
        .outerjoin(Change, Change.id == AuditEntry.change_id)
        .outerjoin(undo, undo.undoes_id == Change.id)
        .where(CheckIn.campus_id == campus_id, CheckIn.at >= since, undo.id.is_(None))
        .order_by(CheckIn.at.desc(), CheckIn.id.desc())
        .limit(limit)
    )
    return [
        JournalRow(
            door.id,
            person.id,
            names.display_name(person.first_name, person.surname),
            door.kind,
            door.direction,
            door.at,
            door.source,
            change_id,
        )
        for door, person, change_id in rows
    ]


def campus_shown(session: Session, campus_id: UUID | None) -> Campus | None:
    """The campus chosen, else the one with the most people. Raises NotFound."""
    if campus_id is None:
        people = select(func.count()).where(Person.campus_id == Campus.id).scalar_subquery()
        return session.scalars(select(Campus).order_by(people.desc(), Campus.code).limit(1)).first()
    found = session.get(Campus, campus_id)
    if found is None:
        raise NotFound
    return found


def _agenda(rows: Iterable[TodayRow]) -> list[AgendaRow]:
    """What takes place with a beginning, in the order of hours and rooms, with its people counted."""
    reasons: dict[tuple[CheckInKind, UUID | None], Reason] = {}
    come: dict[tuple[CheckInKind, UUID | None], int] = {}
    expected: dict[tuple[CheckInKind, UUID | None], int] = {}
    for row in rows:
        for reason in row.reasons:
            if reason.starts_at is None or reason.ends_at is None or reason.is_waiting:
                continue
            reasons.setdefault(reason.key, reason)
            expected[reason.key] = expected.get(reason.key, 0) + 1
            come[reason.key] = come.get(reason.key, 0) + (reason.arrived_at is not None)
    found = [AgendaRow(reason, come[key], expected[key]) for key, reason in reasons.items()]
    return sorted(found, key=lambda one: (one.reason.starts_at, one.reason.room, one.reason.code))


def _to_print(session: Session, campus_id: UUID, day: date) -> list[SheetTask]:
    """Cohorts with a half-day on that day for which no sheet is printed that still holds."""
    cohorts = session.execute(
        select(Cohort.id, Cohort.code, Training.title)
        .join(Cohort.training)
        .where(
            Cohort.campus_id == campus_id,
            select(Slot.id).where(Slot.cohort_id == Cohort.id, Slot.day == day).exists(),
        )
        .order_by(Cohort.code)
    ).all()
    records = session.execute(
        select(IssuedDocument.cohort_id, IssuedDocument.record).where(
            IssuedDocument.cohort_id.in_([row.id for row in cohorts]),
            IssuedDocument.kind == PaperKind.ATTENDANCE_SHEET,
            is_valid(IssuedDocument),
        )
    )
    wanted = day.isoformat()
    printed = {
        cohort_id
        for cohort_id, record in records
        if any(slot["day"] == wanted for slot in record["slots"])
    }
    return [SheetTask(row.id, row.code, row.title) for row in cohorts if row.id not in printed]


def _not_back(session: Session, campus_id: UUID, day: date) -> list[SheetTask]:
    """Printed sheets whose last day is over and that nobody brought back."""
    rows = session.execute(
        select(IssuedDocument, Cohort.code, Training.title)
        .join(Cohort, Cohort.id == IssuedDocument.cohort_id)
        .join(Cohort.training)
        .where(
            IssuedDocument.campus_id == campus_id,
            IssuedDocument.kind == PaperKind.ATTENDANCE_SHEET,
            IssuedDocument.status.in_(NOT_BACK),
        )
    )
    tasks = [
        SheetTask(
            sheet.cohort_id,
            code,
            title,
            sheet.number,
            max(date.fromisoformat(slot["day"]) for slot in sheet.record["slots"]),
        )
        for sheet, code, title in rows
        if sheet.cohort_id is not None
    ]
    over = [task for task in tasks if task.last_day is not None and task.last_day < day]
    return sorted(over, key=lambda task: (task.last_day or day, task.number))


def _to_complete(
    session: Session, campus_id: UUID, at: datetime
) -> tuple[int, tuple[ToComplete, ...]]:
    """Who was taken in lately without a way to be reached: how many, and the newest of them."""
    rows = session.execute(
        select(Person.id, Person.first_name, Person.surname, func.count().over())
        .where(
            Person.campus_id == campus_id,
            Person.phone == "",
            Person.email == "",
            Person.created_at >= at - timedelta(days=30),
        )
        .order_by(Person.created_at.desc())
        .limit(_UNREACHABLE_SHOWN)
    ).all()
    shown = tuple(
        ToComplete(person_id, names.display_name(first_name, surname))
        for person_id, first_name, surname, _count in rows
    )
    return (rows[0][3] if rows else 0), shown
