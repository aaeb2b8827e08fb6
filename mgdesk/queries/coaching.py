"""Coaching as rows: of a person, of a campus's day, of a coach; the note apart, because it is private."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import Campus, CoachingSession, Person, PersonRole, PlanStep, Room
from mgdesk.queries.finding import PERSON, is_found
from mgdesk.rules import names
from mgdesk.rules.coaching import HELD, CoachingStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.storage.duty import demand


class NoSuchAppointment(DeskError):
    sentence = N_("{name} has no coaching appointment then. Choose another day.")


@dataclass(frozen=True, slots=True)
class CoachingRow:
    """An appointment; moments are in UTC, the `…_local` ones on its campus's clock."""

    id: UUID
    version: int
    person_id: UUID
    first_name: str
    surname: str
    second_name: str
    phone: str
    coach_id: UUID | None
    coach: str  # empty when the coach's record was deleted
    campus_id: UUID
    campus: str  # its code
    zone: str
    room_id: UUID | None
    room: str
    starts_at: datetime
    ends_at: datetime
    status: CoachingStatus
    subject: str
    has_note: bool
    series_id: UUID | None = None

    @property
    def name(self) -> str:
        return names.display_name(self.first_name, self.surname)

    @property
    def starts_local(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def ends_local(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class StepRow:
    """A point of an action plan."""

    id: UUID
    what: str
    who: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """What was written of an appointment. `version` goes back with an edit."""

    coaching_id: UUID
    version: int
    aims: str
    points: str
    action_plan: str
    written_at: datetime | None
    follow_up_on: date | None = None
    steps: tuple[StepRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CoachRow:
    id: UUID
    name: str
    campus_id: UUID | None


def coaching_sessions(
    session: Session,
    *,
    person_id: UUID | None = None,
    coach_id: UUID | None = None,
    campus_id: UUID | None = None,
    campus: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    statuses: Collection[CoachingStatus] | None = None,
    search: str = "",
) -> list[CoachingRow]:
    """Appointments by time: of a person, a coach, a campus (id or code), touching a time, by name."""
    wanted = _appointments().order_by(CoachingSession.starts_at, CoachingSession.id)
    if person_id is not None:
        wanted = wanted.where(CoachingSession.person_id == person_id)
    if coach_id is not None:
        wanted = wanted.where(CoachingSession.coach_id == coach_id)
    if campus_id is not None:
        wanted = wanted.where(CoachingSession.campus_id == campus_id)
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if since is not None:
        wanted = wanted.where(CoachingSession.ends_at > since)
    if until is not None:
        wanted = wanted.where(CoachingSession.starts_at < until)
    if statuses is not None:
        wanted = wanted.where(CoachingSession.status.in_(statuses))
    if search.strip():
        wanted = wanted.where(is_found(session, Person.id, PERSON, search))
    return [_row(row) for row in session.execute(wanted)]


def coaching_on(session: Session, *, campus_id: UUID, day: date) -> list[CoachingRow]:
    """The appointments of a campus on a day of its own clock. Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    start = datetime.combine(day, time(), ZoneInfo(campus.zone))
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(campus.zone))
    return coaching_sessions(session, campus_id=campus_id, since=start, until=end)


def coaching_session(session: Session, *, coaching_id: UUID) -> CoachingRow:
    """One appointment. Raises NotFound."""
    row = session.execute(_appointments().where(CoachingSession.id == coaching_id)).first()
    if row is None:
        raise NotFound
    return _row(row)


def coaching_of_day(session: Session, *, person_id: UUID, day: date | None = None) -> CoachingRow:
    """A person's appointment of that day; without one, the last that took place or is to.

    Raises NoSuchAppointment, NotFound.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    rows = coaching_sessions(session, person_id=person_id)
    found = [row for row in rows if day is None or row.starts_local.date() == day]
    held = [row for row in found if row.status in HELD] or found
    if not held:
        raise NoSuchAppointment(name=names.display_name(person.first_name, person.surname))
    return held[-1]


def note(session: Session, *, coaching_id: UUID) -> NoteRow:
    """The note of an appointment. It is private to coaches: this is the one place that reads it.

    Raises NotFound, NotAllowed.
    """
    demand(session, Right.COACH)
    row = session.execute(
        select(
            CoachingSession.id,
            CoachingSession.version,
            CoachingSession.aims,
            CoachingSession.points,
            CoachingSession.action_plan,
            CoachingSession.note_written_at,
            CoachingSession.follow_up_on,
        ).where(CoachingSession.id == coaching_id)
    ).first()
    if row is None:
        raise NotFound
    steps = session.execute(
        select(PlanStep.id, PlanStep.what, PlanStep.who, PlanStep.due_on, PlanStep.done_on)
        .where(PlanStep.coaching_session_id == coaching_id)
        .order_by(PlanStep.position, PlanStep.id)
    )
    return NoteRow(*row, steps=tuple(StepRow(*one) for one in steps))


def coaches(session: Session) -> list[CoachRow]:
    """Everybody who is a coach, by surname."""
    rows = session.execute(
        select(Person.id, Person.first_name, Person.surname, Person.campus_id)
        .where(Person.roles.any(PersonRole.role == Role.COACH), Person.erased_at.is_(None))
        .order_by(Person.sort_key, Person.id)
    )
    return [
        CoachRow(row.id, names.display_name(row.first_name, row.surname), row.campus_id)
        for row in rows
    ]


def _appointments() -> Any:  # a Select of the columns that `_row` reads: mypy knows no name for it
    coach = aliased(Person)
    return (
        select(
            CoachingSession.id,
            CoachingSession.version,
            CoachingSession.person_id,
            Person.first_name,
            Person.surname,
            Person.second_name,
            Person.phone,
            CoachingSession.coach_id,
            coach.first_name.label("coach_first_name"),
            coach.surname.label("coach_surname"),
            CoachingSession.campus_id,
            Campus.code,
            Campus.zone,
            CoachingSession.room_id,
            Room.name.label("room"),
            CoachingSession.starts_at,
            CoachingSession.ends_at,
            CoachingSession.status,
            CoachingSession.subject,
            CoachingSession.note_written_at,
            CoachingSession.series_id,
        )
        .join(Person, Person.id == CoachingSession.person_id)
        .outerjoin(coach, coach.id == CoachingSession.coach_id)
        .join(Campus, Campus.id == CoachingSession.campus_id)
        .outerjoin(Room, Room.id == CoachingSession.room_id)
    )


def _row(row: Any) -> CoachingRow:
    return CoachingRow(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        first_name=row.first_name,
        surname=row.surname,
        second_name=row.second_name,
        phone=row.phone,
        coach_id=row.coach_id,
        coach=names.display_name(row.coach_first_name or "", row.coach_surname or ""),
        campus_id=row.campus_id,
        campus=row.code,
        zone=row.zone,
        room_id=row.room_id,
        room=row.room or "",
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        status=row.status,
        subject=row.subject,
        has_note=row.note_written_at is not None,
        series_id=row.series_id,
    )
