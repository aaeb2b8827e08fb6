"""What each partner's support made possible: people reached once each, hours, cohorts, events, hires."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError
from mgdesk.i18n import N_
from mgdesk.model import (
    Attendance,
    Campus,
    Cohort,
    CohortPartner,
    Enrolment,
    Event,
    EventPartner,
    Partner,
    Registration,
    Slot,
    Training,
)
from mgdesk.queries.companies import HireRow, hires
from mgdesk.queries.local_days import LocalDays
from mgdesk.rules.attendance import THERE
from mgdesk.rules.enrolment import CohortStatus, EnrolmentStatus
from mgdesk.rules.events import EventStatus, RegistrationStatus


class UnknownPartner(DeskError):
    sentence = N_("There is no partner called {name}. Look it up in the list of partners.")


@dataclass(frozen=True, slots=True)
class CohortReach:
    code: str
    training: str
    people: int
    minutes: int


@dataclass(frozen=True, slots=True)
class EventReach:
    title: str
    day: date
    people: int


@dataclass(frozen=True, slots=True)
class PartnerReach:
    """A partner in a time, as its report says it: cancelled classes and events count nowhere.

    `people` is each person once, whether in class or at an event or both; `minutes` are those that
    learners were present in its cohorts."""

    id: UUID
    partner: str
    logo_id: UUID | None
    first_day: date
    last_day: date
    people: int
    learners: int
    minutes: int
    cohorts: tuple[CohortReach, ...]
    events: tuple[EventReach, ...]
    hires: tuple[HireRow, ...]


def partners_reach(
    session: Session,
    *,
    first_day: date,
    last_day: date,
    campus_id: UUID | None = None,
    partner_id: UUID | None = None,
) -> list[PartnerReach]:
    """Every partner (or one) by name, with what happened in those days (both included)."""
    wanted = select(Partner).order_by(func.lower(Partner.name), Partner.id)
    if partner_id is not None:
        wanted = wanted.where(Partner.id == partner_id)
    classes = _classes(session, first_day, last_day, campus_id)
    gatherings = _gatherings(session, first_day, last_day, campus_id)
    hired: defaultdict[UUID, list[HireRow]] = defaultdict(list)
    for hire in hires(session, campus_id=campus_id, noted=(first_day, last_day)):
        hired[hire.partner_id].append(hire)
    return [
        _reach(
            one, (first_day, last_day), classes[one.id], gatherings[one.id], tuple(hired[one.id])
        )
        for one in session.scalars(wanted)
    ]


def partner_id_of(session: Session, *, name: str) -> UUID:
    """A partner by name, however capitals are. Raises UnknownPartner."""
    found = session.scalar(select(Partner.id).where(func.lower(Partner.name) == name.lower()))
    if found is None:
        raise UnknownPartner(name=name)
    return found


def _classes(
    session: Session, first_day: date, last_day: date, campus_id: UUID | None
) -> defaultdict[UUID, list[Any]]:
    """By partner: each learner who was there, in each cohort, with the minutes."""
    wanted = (
        select(
            CohortPartner.partner_id,
            Cohort.code,
            Training.title,
            Enrolment.person_id,
            (Enrolment.status != EnrolmentStatus.PROSPECT).label("is_learner"),
            func.sum(Attendance.minutes).label("minutes"),
        )
        .join(Cohort, Cohort.id == CohortPartner.cohort_id)
        .join(Cohort.training)
        .join(Slot, Slot.cohort_id == Cohort.id)
        .join(Attendance, Attendance.slot_id == Slot.id)
        .join(Attendance.enrolment)
        .where(
            Cohort.status != CohortStatus.CANCELLED,
            Slot.day.between(first_day, last_day),
            Attendance.status.in_(THERE),
        )
        .group_by(
            CohortPartner.partner_id,
            Cohort.code,
            Training.title,
            Enrolment.person_id,
            Enrolment.status,
        )
        .order_by(Cohort.code)
    )
    if campus_id is not None:
        wanted = wanted.where(Cohort.campus_id == campus_id)
    return _by_partner(session.execute(wanted).all())


def _gatherings(
    session: Session, first_day: date, last_day: date, campus_id: UUID | None
) -> defaultdict[UUID, list[Any]]:
    """By partner: each guest who came to each of its events, on the campus's day."""
    days = LocalDays(session, first_day, last_day)
    wanted = (
        select(
            EventPartner.partner_id,
            Event.id,
            Event.title,
            days.day(Event.starts_at).label("day"),
            Registration.person_id,
        )
        .join(Event, Event.id == EventPartner.event_id)
        .join(Campus, Campus.id == Event.campus_id)
        .join(Registration, Registration.event_id == Event.id)
        .where(
            Event.status != EventStatus.CANCELLED,
            Registration.status == RegistrationStatus.ATTENDED,
            days.within(Event.starts_at),
        )
        .order_by(Event.starts_at, Event.id)
    )
    if campus_id is not None:
        wanted = wanted.where(Event.campus_id == campus_id)
    return _by_partner(session.execute(wanted).all())


def _by_partner(rows: Sequence[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.partner_id].append(row)
    return found


def _reach(
    partner: Partner,
    days: tuple[date, date],
    classes: Sequence[Any],
    gatherings: Sequence[Any],
    hired: tuple[HireRow, ...],
) -> PartnerReach:
    cohorts: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for row in classes:
        if row.is_learner:
            cohorts[row.code, row.title].append(int(row.minutes))
    events: defaultdict[tuple[UUID, str, date], set[UUID]] = defaultdict(set)
    for row in gatherings:
        events[row.id, row.title, date.fromisoformat(row.day)].add(row.person_id)
    learners = {row.person_id for row in classes if row.is_learner}
    came = {row.person_id for row in (*classes, *gatherings)}
    return PartnerReach(
        partner.id,
        partner.name,
        partner.logo_id,
        *days,
        people=len(came),
        learners=len(learners),
        minutes=sum(sum(some) for some in cohorts.values()),
        cohorts=tuple(CohortReach(*key, len(some), sum(some)) for key, some in cohorts.items()),
        events=tuple(EventReach(title, day, len(p)) for (_id, title, day), p in events.items()),
        hires=hired,
    )
