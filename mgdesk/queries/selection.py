"""How the choice stands: criteria, interviews, the ranking with its parts, days and who is convoked."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import (
    Application,
    Campus,
    Cohort,
    Convocation,
    Criterion,
    Interview,
    InterviewScore,
    Room,
    SelectionDay,
    Training,
)
from mgdesk.queries.applications import ApplicationRow, applications
from mgdesk.rules import selection
from mgdesk.rules.application import OPEN, USUAL_PLACES, ApplicationStatus
from mgdesk.rules.rights import Right
from mgdesk.rules.selection import CriterionKind, Score
from mgdesk.storage.duty import demand


@dataclass(frozen=True, slots=True)
class CriterionRow:
    id: UUID
    name: str
    weight: int
    kind: CriterionKind
    guidance: str


@dataclass(frozen=True, slots=True)
class InterviewRow:
    """What one interviewer noted, with the points by criterion."""

    id: UUID
    interviewer: str
    held_at: datetime
    note: str
    points: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class RankRow:
    """An applicant in the ranking; equal ranks are ties, no rank means nobody scored them yet."""

    application: ApplicationRow
    rank: int | None
    score: Score[UUID] | None
    interviewers: int
    is_tied: bool

    @property
    def id(self) -> UUID:
        return self.application.id


@dataclass(frozen=True, slots=True)
class Ranking:
    """The order that points give. It proposes: nobody is accepted or refused by it."""

    places: int
    taken: int  # accepted
    criteria: tuple[CriterionRow, ...]
    rows: tuple[RankRow, ...]

    @property
    def free(self) -> int:
        return max(0, self.places - self.taken)

    @property
    def next_up(self) -> tuple[RankRow, ...]:
        """Who of the reserve is first for a place that is free: several when they are tied."""
        if not self.free:
            return ()
        reserve = [row for row in self.rows if row.application.status is ApplicationStatus.RESERVE]
        return tuple(row for row in reserve if row.rank == reserve[0].rank)


@dataclass(frozen=True, slots=True)
class SelectionDayRow:
    """A day on which applicants are seen; hours are the campus's own."""

    id: UUID
    version: int
    training_id: UUID
    training: str
    cohort_id: UUID | None
    cohort: str
    campus_id: UUID
    campus: str  # its name
    zone: str
    room_id: UUID | None
    room: str
    day: date
    starts_at: time
    ends_at: time
    slot_minutes: int
    slot_places: int
    note: str
    convoked: int


@dataclass(frozen=True, slots=True)
class Former:
    """What somebody was told of their interview, where that is no longer so."""

    day: date
    starts_at: time
    room: str


@dataclass(frozen=True, slots=True)
class ConvocationRow:
    """Somebody expected on a selection day at an hour."""

    id: UUID
    starts_at: time
    application: ApplicationRow
    former: Former | None  # to be told of the change while this is there


@dataclass(frozen=True, slots=True)
class HourRow:
    """An hour of a selection day: how many can be seen then, and how many are expected."""

    at: time
    places: int
    taken: int

    @property
    def is_full(self) -> bool:
        return self.taken >= self.places


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A selection day whole: who is expected, what its hours hold, who could still be convoked."""

    day: SelectionDayRow
    convocations: tuple[ConvocationRow, ...]
    hours: tuple[HourRow, ...]
    waiting: tuple[ApplicationRow, ...]  # first come first

    @property
    def free(self) -> int:
        return sum(max(0, hour.places - hour.taken) for hour in self.hours)

    @property
    def to_tell(self) -> tuple[ConvocationRow, ...]:
        return tuple(row for row in self.convocations if row.former is not None)


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a calendar needs to know of one appointment; moments carry the campus's zone."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    attendee: str  # a name
    email: str  # empty where there is none


def criteria(session: Session, *, training_id: UUID, campus_id: UUID) -> list[CriterionRow]:
    """What a campus looks at for a training, in its order."""
    rows = session.execute(
        select(Criterion.id, Criterion.name, Criterion.weight, Criterion.kind, Criterion.guidance)
        .where(Criterion.training_id == training_id, Criterion.campus_id == campus_id)
        .order_by(Criterion.position, Criterion.id)
    )
    return [CriterionRow(*row) for row in rows]


def interviews(session: Session, *, application_id: UUID) -> list[InterviewRow]:
    """What each interviewer noted of an applicant, the first first: for those who choose.

    Raises NotAllowed.
    """
    demand(session, Right.SELECT)
    points: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    scored = (
        select(InterviewScore.interview_id, InterviewScore.criterion_id, InterviewScore.points)
        .join(Interview)
        .where(Interview.application_id == application_id)
    )
    for interview_id, criterion_id, given in session.execute(scored):
        points[interview_id][criterion_id] = given
    rows = session.execute(
        select(Interview.id, Interview.interviewer, Interview.held_at, Interview.note)
        .where(Interview.application_id == application_id)
        .order_by(Interview.id)
    )
    return [InterviewRow(*row, points[row.id]) for row in rows]


def ranking(
    session: Session, *, training_id: UUID, campus_id: UUID, cohort_id: UUID | None = None
) -> Ranking:
    """Everybody who applied and did not withdraw, by score; ties share a rank.

    The same score is ordered by name, which means nothing: the rank says that they are equal.
    For those who choose. Raises NotAllowed.
    """
    demand(session, Right.SELECT)
    known = criteria(session, training_id=training_id, campus_id=campus_id)
    rules = [selection.Criterion(one.id, one.weight, one.kind) for one in known]
    rows = [
        row
        for row in applications(
            session, training_id=training_id, campus_id=campus_id, cohort_id=cohort_id
        )
        if row.status is not ApplicationStatus.WITHDRAWN
    ]
    points = _points(session, training_id, campus_id)
    scores = [selection.score(rules, list(points[row.id].values())) for row in rows]
    shown = [one.shown if one else None for one in scores]
    ranked = [
        RankRow(
            row,
            rank,
            one,
            sum(bool(given) for given in points[row.id].values()),
            is_tied=of_score is not None and shown.count(of_score) > 1,
        )
        for row, rank, one, of_score in zip(
            rows, selection.ranks(shown), scores, shown, strict=True
        )
    ]
    ranked.sort(key=lambda row: (row.rank or len(rows) + 1, row.application.name))
    taken = sum(row.status is ApplicationStatus.ACCEPTED for row in rows)
    return Ranking(_places(session, cohort_id), taken, tuple(known), tuple(ranked))


def selection_days(
    session: Session,
    *,
    campus_id: UUID | None = None,
    training_id: UUID | None = None,
    since: date | None = None,
) -> list[SelectionDayRow]:
    """Days on which applicants are seen, by date."""
    wanted = _days().order_by(SelectionDay.day, SelectionDay.starts_at, SelectionDay.id)
    if campus_id is not None:
        wanted = wanted.where(SelectionDay.campus_id == campus_id)
    if training_id is not None:
        wanted = wanted.where(SelectionDay.training_id == training_id)
    if since is not None:
        wanted = wanted.where(SelectionDay.day >= since)
    return [SelectionDayRow(*row) for row in session.execute(wanted)]


def selection_day(session: Session, *, selection_day_id: UUID) -> SelectionDayRow:
    """One selection day. Raises NotFound."""
    row = session.execute(_days().where(SelectionDay.id == selection_day_id)).first()
    if row is None:
        raise NotFound
    return SelectionDayRow(*row)


def convocations(session: Session, *, selection_day_id: UUID) -> list[ConvocationRow]:
    """Who is expected on a day, by hour, then by name. Raises NotFound."""
    day = selection_day(session, selection_day_id=selection_day_id)
    called = session.execute(
        select(
            Convocation.id,
            Convocation.starts_at,
            Convocation.application_id,
            Convocation.former_day,
            Convocation.former_starts_at,
            Convocation.former_room,
        ).where(Convocation.selection_day_id == selection_day_id)
    ).all()
    known = {
        row.id: row
        for row in applications(session, training_id=day.training_id, campus_id=day.campus_id)
    }
    rows = [
        ConvocationRow(
            row.id,
            row.starts_at,
            known[row.application_id],
            Former(row.former_day, row.former_starts_at, row.former_room)
            if row.former_day
            else None,
        )
        for row in called
        if row.application_id in known
    ]
    return sorted(rows, key=lambda row: (row.starts_at, row.application.name))


def day_plan(session: Session, *, selection_day_id: UUID) -> DayPlan:
    """A selection day with all that can be done about it. Raises NotFound."""
    day = selection_day(session, selection_day_id=selection_day_id)
    expected = convocations(session, selection_day_id=selection_day_id)
    offered = Counter(
        selection.hours_of_day(day.starts_at, day.ends_at, day.slot_minutes, day.slot_places)
    )
    taken = Counter(row.starts_at for row in expected)
    hours = [HourRow(at, offered[at], taken[at]) for at in sorted(offered | taken)]
    called = set(session.scalars(select(Convocation.application_id)))
    rows = applications(
        session,
        training_id=day.training_id,
        campus_id=day.campus_id,
        cohort_id=day.cohort_id,
        statuses=OPEN,
    )
    waiting = tuple(row for row in reversed(rows) if row.id not in called)
    return DayPlan(day, tuple(expected), tuple(hours), waiting)


def invitations(session: Session, *, selection_day_id: UUID) -> list[Invitation]:
    """Each convocation of a day as a calendar takes it. Raises NotFound."""
    day = selection_day(session, selection_day_id=selection_day_id)
    zone, long = ZoneInfo(day.zone), timedelta(minutes=day.slot_minutes)
    place = " · ".join(filter(None, (day.campus, day.room)))
    found = []
    for row in convocations(session, selection_day_id=selection_day_id):
        starts = datetime.combine(day.day, row.starts_at, zone)
        one = row.application
        found.append(
            Invitation(str(row.id), day.training, starts, starts + long, place, one.name, one.email)
        )
    return found


def _points(
    session: Session, training_id: UUID, campus_id: UUID
) -> dict[UUID, dict[UUID, dict[UUID, int]]]:
    """Application → interview → criterion → points."""
    found: dict[UUID, dict[UUID, dict[UUID, int]]] = defaultdict(lambda: defaultdict(dict))
    scored = (
        select(
            Interview.application_id,
            Interview.id,
            InterviewScore.criterion_id,
            InterviewScore.points,
        )
        .join(InterviewScore, InterviewScore.interview_id == Interview.id)
        .join(Application, Application.id == Interview.application_id)
        .where(Application.training_id == training_id, Application.campus_id == campus_id)
    )
    for application_id, interview_id, criterion_id, points in session.execute(scored):
        found[application_id][interview_id][criterion_id] = points
    return found


def _places(session: Session, cohort_id: UUID | None) -> int:
    if cohort_id is None:
        return USUAL_PLACES
    places = session.scalar(select(Cohort.capacity).where(Cohort.id == cohort_id))
    return USUAL_PLACES if places is None else places


def _days() -> Any:  # a Select of the fields of `SelectionDayRow`: mypy knows no name for it
    convoked = (
        select(func.count(Convocation.id))
        .where(Convocation.selection_day_id == SelectionDay.id)
        .scalar_subquery()
    )
    return (
        select(
            SelectionDay.id,
            SelectionDay.version,
            SelectionDay.training_id,
            Training.title,
            SelectionDay.cohort_id,
            func.coalesce(Cohort.code, ""),
            SelectionDay.campus_id,
            Campus.name,
            Campus.zone,
            SelectionDay.room_id,
            func.coalesce(Room.name, ""),
            SelectionDay.day,
            SelectionDay.starts_at,
            SelectionDay.ends_at,
            SelectionDay.slot_minutes,
            SelectionDay.slot_places,
            SelectionDay.note,
            convoked,
        )
        .join(Training, Training.id == SelectionDay.training_id)
        .join(Campus, Campus.id == SelectionDay.campus_id)
        .outerjoin(Cohort, Cohort.id == SelectionDay.cohort_id)
        .outerjoin(Room, Room.id == SelectionDay.room_id)
    )
