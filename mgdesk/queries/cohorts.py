"""Cohorts as the desk sees them: the list, one of them whole, the catalogue of trainings.

The timetable (queries/timetable.py) and the roster (queries/roster.py) of a cohort are here too, so
that whoever shows a cohort knocks at one door.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_
from mgdesk.model import (
    Campus,
    Cohort,
    CohortPartner,
    CohortTrainer,
    Enrolment,
    FunderProfile,
    Partner,
    Person,
    Room,
    Slot,
    Training,
)
from mgdesk.queries.finding import COHORT, is_found
from mgdesk.queries.hours import profile_rules
from mgdesk.queries.roster import RosterRow, roster
from mgdesk.queries.timetable import SlotRow, timetable, usual_hours
from mgdesk.rules import names
from mgdesk.rules.attendance import ProfileRules
from mgdesk.rules.calendar import Hours
from mgdesk.rules.clock import wall_clock
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus, Half, due_status

__all__ = [
    "TAKING_A_PLACE", "CohortDetail", "CohortRow", "Named", "NextSlot", "RosterRow", "SlotRow",
    "TrainingRow", "UnknownCohort", "cohort", "cohort_id_of", "cohorts", "roster", "timetable",
    "trainings",
]  # fmt: skip

# Those who take one of the places: neither asking yet nor gone.
TAKING_A_PLACE = (EnrolmentStatus.CONFIRMED, EnrolmentStatus.ACTIVE, EnrolmentStatus.COMPLETED)


class UnknownCohort(DeskError):
    sentence = N_("There is no cohort with the code {code}. Look it up in the list of cohorts.")


class UnknownTraining(DeskError):
    sentence = N_("There is no training called {title}. Look at the spelling.")


@dataclass(frozen=True, slots=True)
class NextSlot:
    """The next half-day of a cohort, today's running one included."""

    day: date
    half: Half
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort in a list."""

    id: UUID
    code: str
    training: str
    campus: str  # its code
    campus_name: str
    first_day: date
    last_day: date
    status: CohortStatus
    enrolled: int  # who take a place
    capacity: int | None
    half_days: int
    room: str
    trainers: tuple[str, ...]
    next_slot: NextSlot | None


@dataclass(frozen=True, slots=True)
class DueRow:
    """A cohort whose days say more than its state, and the state that they bring it to."""

    id: UUID
    code: str
    training: str
    first_day: date
    last_day: date
    due: CohortStatus


@dataclass(frozen=True, slots=True)
class Named:
    """Something that is chosen by its name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class CohortDetail:
    """A cohort whole. `weekdays`, `halves` and `hours` are read off its timetable."""

    id: UUID
    version: int
    code: str
    training_id: UUID
    training: str
    objectives: str
    campus_id: UUID
    campus: str  # its code
    campus_name: str
    country: str
    region: str
    zone: str
    room_id: UUID | None
    room: str
    first_day: date
    last_day: date
    status: CohortStatus
    capacity: int | None
    language: str  # empty: the campus's first
    note: str
    funder_profile_id: UUID | None  # its own; None: the campus's
    funder_profile: str  # the name of the one that counts; empty: none
    layout: str  # of its sheets: a SheetLayout
    rules: ProfileRules
    trainers: tuple[Named, ...]
    partners: tuple[Named, ...]
    weekdays: frozenset[int]
    halves: tuple[Half, ...]
    hours: tuple[tuple[Half, Hours], ...]  # the most usual ones
    enrolled: int
    half_days: int
    minutes_planned: int
    marks: int
    statement_months: int = 1  # that a statement covers, by the profile that counts: 1 or 3


@dataclass(frozen=True, slots=True)
class TrainingRow:
    id: UUID
    version: int
    title: str
    objectives: str
    planned_minutes: int | None
    cohorts: int


def to_move_on(session: Session, *, today: date, campus_id: UUID | None = None) -> list[DueRow]:
    """Cohorts that have begun or ended while nobody said so: without that, nobody is called after."""
    wanted = (
        select(
            Cohort.id, Cohort.code, Training.title, Cohort.first_day, Cohort.last_day, Cohort.status
        )
        .join(Cohort.training)
        .where(Cohort.first_day <= today)
        .order_by(Cohort.last_day, Cohort.code)
    )
    if campus_id is not None:
        wanted = wanted.where(Cohort.campus_id == campus_id)
    return [
        DueRow(key, code, training, first, last, due)
        for key, code, training, first, last, status in session.execute(wanted)
        if (due := due_status(status, first, last, today)) is not None
    ]


def cohorts(
    session: Session,
    *,
    search: str = "",
    campus: str | None = None,
    campus_id: UUID | None = None,
    statuses: Collection[CohortStatus] | None = None,
    now: datetime | None = None,
) -> list[CohortRow]:
    """The cohorts that match, latest first. `campus` is a code, empty or None for all of them."""
    wanted = (
        select(Cohort, Training.title, Campus.code, Campus.name, Campus.zone, Room.name)
        .join(Cohort.training)
        .join(Cohort.campus)
        .outerjoin(Cohort.room)
        .order_by(Cohort.first_day.desc(), Cohort.code)
    )
    if search.strip():
        # The middle of a code is typed too, and there are few cohorts.
        within = Cohort.code.icontains(search.strip(), autoescape=True)
        wanted = wanted.where(or_(is_found(session, Cohort.id, COHORT, search), within))
    if campus:
        wanted = wanted.where(func.upper(Campus.code) == campus.upper())
    if campus_id is not None:
        wanted = wanted.where(Cohort.campus_id == campus_id)
    if statuses is not None:
        wanted = wanted.where(Cohort.status.in_(statuses))
    rows = session.execute(wanted).all()
    ids = [row[0].id for row in rows]
    moment = now or wall_clock()
    zones = {cohort.id: zone for cohort, _, _, _, zone, _ in rows}
    enrolled, slots = _enrolled(session, ids), _slot_facts(session, ids, zones, moment)
    trainers = _trainers(session, ids)
    return [
        CohortRow(
            id=cohort.id,
            code=cohort.code,
            training=title,
            campus=code,
            campus_name=campus_name,
            first_day=cohort.first_day,
            last_day=cohort.last_day,
            status=cohort.status,
            enrolled=enrolled.get(cohort.id, 0),
            capacity=cohort.capacity,
            half_days=slots[cohort.id][0] if cohort.id in slots else 0,
            room=room or "",
            trainers=tuple(who.name for who in trainers.get(cohort.id, ())),
            next_slot=slots[cohort.id][1] if cohort.id in slots else None,
        )
        for cohort, title, code, campus_name, _, room in rows
    ]


def cohort_id_of(session: Session, *, code: str) -> UUID:
    """The id of the cohort with this code, whatever its case. Raises UnknownCohort."""
    key = names.clean(code).casefold()
    # Compared here: SQLite lowers ASCII only, and a code may be in any script.
    found = {row.code.casefold(): row.id for row in session.execute(select(Cohort.id, Cohort.code))}
    cohort_id: UUID | None = found.get(key)
    if cohort_id is None:
        raise UnknownCohort(code=code)
    return cohort_id


def cohort(
    session: Session, *, cohort_id: UUID | None = None, code: str | None = None
) -> CohortDetail:
    """One cohort by its id or code. Raises NotFound, UnknownCohort."""
    if cohort_id is None:
        cohort_id = cohort_id_of(session, code=code or "")
    own, theirs = aliased(FunderProfile), aliased(FunderProfile)
    row = session.execute(
        select(Cohort, Training, Campus, Room.name, own, theirs)
        .join(Cohort.training)
        .join(Cohort.campus)
        .outerjoin(Cohort.room)
        .outerjoin(own, own.id == Cohort.funder_profile_id)
        .outerjoin(theirs, theirs.id == Campus.funder_profile_id)
        .where(Cohort.id == cohort_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    found, training, campus, room, profile, campus_profile = row
    profile = profile or campus_profile
    slots = timetable(session, cohort_id=cohort_id)
    return CohortDetail(
        id=found.id,
        version=found.version,
        code=found.code,
        training_id=training.id,
        training=training.title,
        objectives=training.objectives,
        campus_id=campus.id,
        campus=campus.code,
        campus_name=campus.name,
        country=campus.country,
        region=campus.region,
        zone=campus.zone,
        room_id=found.room_id,
        room=room or "",
        first_day=found.first_day,
        last_day=found.last_day,
        status=found.status,
        capacity=found.capacity,
        language=found.language,
        note=found.note,
        funder_profile_id=found.funder_profile_id,
        funder_profile=profile.name if profile else "",
        statement_months=profile.statement_months if profile else 1,
        layout=profile.layout if profile else "week",
        rules=profile_rules(profile),
        trainers=_trainers(session, [cohort_id]).get(cohort_id, ()),
        partners=_partners(session, cohort_id),
        weekdays=frozenset(slot.day.weekday() for slot in slots),
        halves=tuple(half for half in Half if any(slot.half is half for slot in slots)),
        hours=usual_hours(slots),
        enrolled=_enrolled(session, [cohort_id]).get(cohort_id, 0),
        half_days=len(slots),
        minutes_planned=sum(slot.minutes for slot in slots),
        marks=sum(slot.marks for slot in slots),
    )


def training_id_of(session: Session, *, title: str) -> UUID:
    """The training of this title, however its case is written. Raises UnknownTraining."""
    wanted = names.fold(title)
    found = session.execute(select(Training.id, Training.title).order_by(Training.id))
    for training_id, known in found:
        if names.fold(known) == wanted:
            return training_id
    raise UnknownTraining(title=title)


def trainings(session: Session) -> list[TrainingRow]:
    """The catalogue, by title, with how many cohorts each training has had."""
    rows = session.execute(
        select(Training, func.count(Cohort.id))
        .outerjoin(Cohort, Cohort.training_id == Training.id)
        .group_by(Training.id)
        .order_by(func.lower(Training.title), Training.id)
    )
    return [
        TrainingRow(
            training.id,
            training.version,
            training.title,
            training.objectives,
            training.planned_minutes,
            count,
        )
        for training, count in rows
    ]


def _enrolled(session: Session, ids: Collection[UUID]) -> dict[UUID, int]:
    rows = session.execute(
        select(Enrolment.cohort_id, func.count())
        .where(Enrolment.cohort_id.in_(ids), Enrolment.status.in_(TAKING_A_PLACE))
        .group_by(Enrolment.cohort_id)
    )
    return {cohort_id: count for cohort_id, count in rows}  # noqa: C416 - typed rows are not pairs


def _slot_facts(
    session: Session, ids: Collection[UUID], zones: Mapping[UUID, str], moment: datetime
) -> dict[UUID, tuple[int, NextSlot | None]]:
    """Cohort → how many half-days it has and the first that has not ended at its campus's clock."""
    rows = session.execute(
        select(Slot.cohort_id, Slot.day, Slot.half, Slot.starts_at, Slot.ends_at)
        .where(Slot.cohort_id.in_(ids))
        .order_by(Slot.day, Slot.starts_at)
    )
    clocks = {zone: moment.astimezone(ZoneInfo(zone)) for zone in set(zones.values())}
    facts: dict[UUID, tuple[int, NextSlot | None]] = {}
    for cohort_id, day, half, starts_at, ends_at in rows:
        count, following = facts.get(cohort_id, (0, None))
        here = clocks[zones[cohort_id]]
        if following is None and (day, ends_at) > (here.date(), here.time()):
            following = NextSlot(day, half, starts_at, ends_at)
        facts[cohort_id] = (count + 1, following)
    return facts


def _trainers(session: Session, ids: Collection[UUID]) -> dict[UUID, tuple[Named, ...]]:
    rows = session.execute(
        select(CohortTrainer.cohort_id, Person)
        .join(CohortTrainer.person)
        .where(CohortTrainer.cohort_id.in_(ids))
        .order_by(CohortTrainer.cohort_id, CohortTrainer.position, Person.sort_key)
    )
    found: dict[UUID, tuple[Named, ...]] = {}
    for cohort_id, person in rows:
        name = names.display_name(person.first_name, person.surname, person.call_name)
        found[cohort_id] = (*found.get(cohort_id, ()), Named(person.id, name))
    return found


def _partners(session: Session, cohort_id: UUID) -> tuple[Named, ...]:
    rows = session.execute(
        select(Partner.id, Partner.name)
        .join(CohortPartner, CohortPartner.partner_id == Partner.id)
        .where(CohortPartner.cohort_id == cohort_id)
        .order_by(CohortPartner.position, Partner.name)
    )
    return tuple(Named(row.id, row.name) for row in rows)
