"""A small class to test with: a campus, a cohort of two weeks, people in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from mgdesk.desk import Desk
from mgdesk.model import Base
from mgdesk.queries import events
from mgdesk.queries.attendance import Grid, grid
from mgdesk.rules.attendance import AttendanceStatus
from mgdesk.rules.events import CheckInKind
from mgdesk.services import attendance, campuses, checkin, cohorts, intake

MONDAY = date(2026, 11, 2)
FRIDAY = date(2026, 11, 13)  # of the second week; the 11th is a holiday in Belgium
PEOPLE = (("Léa", "Martin"), ("Amina", "El Idrissi"), ("ياسين", "العلوي"))


@dataclass(frozen=True)
class Scene:
    desk: Desk
    campus_id: UUID
    cohort_id: UUID
    people: tuple[UUID, ...]
    enrolments: tuple[UUID, ...]

    @property
    def grid(self) -> Grid:
        return self.desk.read(grid, cohort_id=self.cohort_id, first_day=MONDAY, last_day=FRIDAY)

    @property
    def slots(self) -> tuple[UUID, ...]:
        return tuple(column.slot_id for column in self.grid.columns)

    def mark(self, place: int, who: int, status: AttendanceStatus, minutes: int | None = None):
        """Mark a person by place in `people` for a half-day by place in the timetable."""
        return self.desk.do(
            attendance.mark,
            slot_id=self.slots[place],
            enrolment_id=self.enrolments[who],
            status=status,
            minutes=minutes,
        )

    def mark_all_present(self) -> None:
        for slot_id in self.slots:
            self.desk.do(attendance.mark_unmarked_present, slot_id=slot_id)


def add_campus(desk: Desk, code: str = "MOL", **values: Any) -> UUID:
    given: dict[str, Any] = {
        "name": "Molenbeek",
        "country": "BE",
        "languages": ("fr", "nl"),
        "zone": "Europe/Brussels",
        **values,
    }
    return desk.do(campuses.add_campus, code=code, **given)


def add_cohort(desk: Desk, **values: Any) -> UUID:
    given: dict[str, Any] = {
        "code": "CODING-1",
        "training": "Coding School",
        "campus": "MOL",
        "first_day": MONDAY,
        "last_day": FRIDAY,
        **values,
    }
    return desk.do(cohorts.add_cohort, **given)


def add_people(desk: Desk, *names: tuple[str, str]) -> tuple[UUID, ...]:
    return tuple(
        desk.do(intake.add_person, first_name=first_name, surname=surname)
        for first_name, surname in names
    )


def make_scene(desk: Desk, **values: Any) -> Scene:
    campus_id = add_campus(desk)
    cohort_id = add_cohort(desk, **values)
    people = add_people(desk, *PEOPLE)
    enrolments = tuple(
        desk.do(cohorts.enrol, person_id=person_id, cohort_id=cohort_id) for person_id in people
    )
    return Scene(desk, campus_id, cohort_id, people, enrolments)


def come(desk: Desk, event_id: UUID, person_id: UUID, **given: Any) -> checkin.Arrival:
    """Somebody at the door of an event."""
    found = desk.read(events.event, event_id=event_id)
    return desk.do(
        checkin.check_in,
        person_id=person_id,
        campus_id=found.campus_id,
        reason=(CheckInKind.EVENT, event_id),
        **given,
    )


def everything(desk: Desk) -> dict[str, set[tuple[Any, ...]]]:
    """All rows that undo answers for, without the counters of their versions."""
    return desk.read(_everything)


def _everything(session: Session) -> dict[str, set[tuple[Any, ...]]]:
    unwatched = {
        "change", "audit_entry", "former_badge", "series", "setting", "search_entry", "search_slip",
    }  # fmt: skip
    found = {}
    for name, table in Base.metadata.tables.items():
        columns = [column for column in table.columns if column.name != "version"]
        if name not in unwatched:
            rows = session.execute(select(*columns))
            found[name] = {tuple(map(repr, row)) for row in rows}
    return found


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """The SQL statements sent inside the block, those that begin and end transactions aside."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_):
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)
