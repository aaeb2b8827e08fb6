"""The calendar of all campuses: half-days, events and coaching of some days, in four questions."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from mgdesk.model import (
    Campus,
    Cohort,
    CohortTrainer,
    Enrolment,
    Event,
    Person,
    Room,
    Slot,
    Training,
)
from mgdesk.queries.coaching import coaching_sessions
from mgdesk.rules import names
from mgdesk.rules.agenda import AgendaKind, AgendaRow
from mgdesk.rules.coaching import HELD
from mgdesk.rules.enrolment import LEFT, SlotMode
from mgdesk.rules.events import EventStatus


def agenda(session: Session, *, first: date, last: date) -> list[AgendaRow]:
    """Everything from a day to another, both included, by time; days are those of each campus's clock."""
    rows = [
        *_classes(session, first, last),
        *_events(session, first, last),
        *_coaching(session, first, last),
    ]
    return sorted(rows, key=lambda row: (row.starts, row.ends, row.title, row.id))


def of_person(session: Session, *, person_id: UUID, first: date, last: date) -> list[AgendaRow]:
    """What somebody follows, leads or is booked for."""
    followed = set(
        session.scalars(
            select(Enrolment.cohort_id).where(
                Enrolment.person_id == person_id, Enrolment.status.not_in(LEFT)
            )
        )
    )
    return [
        row
        for row in agenda(session, first=first, last=last)
        if person_id in row.people or row.cohort_id in followed
    ]


def _classes(session: Session, first: date, last: date) -> Iterator[AgendaRow]:
    trainer, usual_room = aliased(Person), aliased(Room)
    found = session.execute(
        select(Slot, Cohort, Training.title, Campus, Room.name, usual_room.name, trainer)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(Training, Training.id == Cohort.training_id)
        .join(Campus, Campus.id == Cohort.campus_id)
        .outerjoin(Room, Room.id == Slot.room_id)
        .outerjoin(usual_room, usual_room.id == Cohort.room_id)
        .outerjoin(trainer, trainer.id == Slot.trainer_id)
        .where(Slot.day.between(first, last))
    ).all()
    leads = _leads(session, {cohort.id for _slot, cohort, *_rest in found})
    for slot, cohort, title, campus, room, usual, person in found:
        teach = [person] if person else leads.get(cohort.id, [])
        lead = (teach[0].id, _name(teach[0])) if teach else (None, "")
        zone = ZoneInfo(campus.zone)
        is_here = slot.mode is SlotMode.ON_SITE
        yield AgendaRow(
            AgendaKind.CLASS, slot.id, 0, f"{cohort.code} · {title}", campus.id, campus.code,
            datetime.combine(slot.day, slot.starts_at, zone),
            datetime.combine(slot.day, slot.ends_at, zone),
            room_id=(slot.room_id or cohort.room_id) if is_here else None,
            room=(room or usual or "") if is_here else "",
            led_by=lead[0], leader=lead[1], record_id=cohort.id, cohort_id=cohort.id,
            people=frozenset(one.id for one in teach),
        )  # fmt: skip


def _leads(session: Session, cohort_ids: set[UUID]) -> dict[UUID, list[Person]]:
    """Who teaches each cohort, its first trainer first."""
    rows = session.execute(
        select(CohortTrainer.cohort_id, Person)
        .join(CohortTrainer.person)
        .where(CohortTrainer.cohort_id.in_(cohort_ids))
        .order_by(CohortTrainer.position)
    )
    found: dict[UUID, list[Person]] = {}
    for cohort_id, person in rows:
        found.setdefault(cohort_id, []).append(person)
    return found


def _events(session: Session, first: date, last: date) -> Iterator[AgendaRow]:
    since, until = _around(first, last)
    found = session.execute(
        select(Event, Campus, Room.name)
        .join(Campus, Campus.id == Event.campus_id)
        .outerjoin(Room, Room.id == Event.room_id)
        .where(Event.ends_at > since, Event.starts_at < until)
    )
    for event, campus, room in found:
        zone = ZoneInfo(campus.zone)
        starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        if _touches(starts, ends, first, last):
            yield AgendaRow(
                AgendaKind.EVENT, event.id, event.version, event.title, campus.id, campus.code,
                starts, ends, status=event.status.value, room_id=event.room_id, room=room or "",
                record_id=event.id, is_off=event.status is EventStatus.CANCELLED,
            )  # fmt: skip


def _coaching(session: Session, first: date, last: date) -> Iterator[AgendaRow]:
    since, until = _around(first, last)
    rows = coaching_sessions(session, since=since, until=until)
    follows: dict[UUID, set[UUID]] = {}
    enrolled = session.execute(
        select(Enrolment.person_id, Enrolment.cohort_id).where(
            Enrolment.person_id.in_({row.person_id for row in rows}), Enrolment.status.not_in(LEFT)
        )
    )
    for person_id, cohort_id in enrolled:
        follows.setdefault(person_id, set()).add(cohort_id)
    for row in rows:
        if _touches(row.starts_local, row.ends_local, first, last):
            yield AgendaRow(
                AgendaKind.COACHING, row.id, row.version, row.name, row.campus_id, row.campus,
                row.starts_local, row.ends_local, status=row.status.value, room_id=row.room_id,
                room=row.room, led_by=row.coach_id, leader=row.coach, record_id=row.person_id,
                people=frozenset(filter(None, (row.person_id, row.coach_id))),
                attends=frozenset(follows.get(row.person_id, ())),
                is_off=row.status not in HELD, series_id=row.series_id,
            )  # fmt: skip


def _around(first: date, last: date) -> tuple[datetime, datetime]:
    """The days in whatever zone, a day wider at both ends."""
    utc = ZoneInfo("UTC")
    return (
        datetime.combine(first - timedelta(days=1), time(), utc),
        datetime.combine(last + timedelta(days=2), time(), utc),
    )


def _touches(starts: datetime, ends: datetime, first: date, last: date) -> bool:
    return starts.date() <= last and ends.date() >= first


def _name(person: Any) -> str:
    return names.display_name(person.first_name, person.surname, person.call_name)
