"""What else happens at the time of an appointment: advice for whoever books it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.i18n import N_, format_clock_range, gettext
from mgdesk.model import (
    Campus,
    Cohort,
    CohortTrainer,
    Enrolment,
    Event,
    Person,
    Room,
    Slot,
)
from mgdesk.queries.coaching import coaching_sessions
from mgdesk.rules import names
from mgdesk.rules.coaching import HELD, overlap
from mgdesk.rules.enrolment import LEFT
from mgdesk.rules.events import EventStatus


@dataclass(frozen=True, slots=True)
class Clash:
    """Something at the same time; `is_stopping` when the booking would be refused for it."""

    message: str
    who: str
    what: str
    starts: datetime
    ends: datetime
    is_stopping: bool = False

    @property
    def text(self) -> str:
        """Its sentence in the language spoken when it is read."""
        hours = format_clock_range(self.starts.time(), self.ends.time())
        return gettext(self.message, who=self.who, what=self.what, hours=hours)


@dataclass(frozen=True, slots=True)
class _Wish:
    """The appointment wished for, on the campus's clock."""

    person: Person
    coach: Person | None
    room: Room | None
    starts: datetime
    ends: datetime
    zone: ZoneInfo


def clashes(
    session: Session,
    *,
    campus_id: UUID,
    person_id: UUID,
    coach_id: UUID | None,
    starts_at: datetime,
    ends_at: datetime,
    room_id: UUID | None = None,
    coaching_id: UUID | None = None,
) -> list[Clash]:
    """What the person, the coach or the room has at that time; what stops comes first.

    Moments without a zone are on the campus's clock; `coaching_id` is the appointment that is being
    moved. Raises NotFound.
    """
    campus, person = session.get(Campus, campus_id), session.get(Person, person_id)
    if campus is None or person is None:
        raise NotFound
    zone = ZoneInfo(campus.zone)
    wish = _Wish(
        person,
        session.get(Person, coach_id) if coach_id else None,
        session.get(Room, room_id) if room_id else None,
        _on_clock(starts_at, zone),
        _on_clock(ends_at, zone),
        zone,
    )
    found = [
        *_coaching(session, wish, coaching_id),
        *_classes(session, wish),
        *_events(session, wish),
    ]
    return sorted(found, key=lambda clash: not clash.is_stopping)


def _on_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _coaching(session: Session, wish: _Wish, coaching_id: UUID | None) -> Iterator[Clash]:
    rows = coaching_sessions(session, since=wish.starts, until=wish.ends, statuses=HELD)
    coach_id = wish.coach.id if wish.coach else None
    for row in rows:
        if row.id == coaching_id:
            continue
        starts, ends = row.starts_at.astimezone(wish.zone), row.ends_at.astimezone(wish.zone)
        if coach_id is not None and row.coach_id == coach_id:
            yield Clash(
                N_("{who} has another appointment then: {what}, {hours}."),
                _name(wish.coach), row.name, starts, ends, is_stopping=True,
            )  # fmt: skip
        if wish.person.id in {row.person_id, row.coach_id}:
            other = row.coach if row.person_id == wish.person.id else row.name
            yield Clash(
                N_("{who} has coaching with {what} then, {hours}."),
                _name(wish.person), other, starts, ends,
            )  # fmt: skip
        elif row.person_id == coach_id:
            yield Clash(
                N_("{who} has coaching with {what} then, {hours}."),
                _name(wish.coach), row.coach, starts, ends,
            )  # fmt: skip
        if wish.room is not None and row.room_id == wish.room.id:
            yield _room_taken(wish.room.name, row.name, starts, ends)


def _classes(session: Session, wish: _Wish) -> Iterator[Clash]:
    """Half-days that the person follows, that the coach teaches, or that are in the room."""
    coach_id = wish.coach.id if wish.coach else None
    followed = set(
        session.scalars(
            select(Enrolment.cohort_id).where(
                Enrolment.person_id == wish.person.id, Enrolment.status.not_in(LEFT)
            )
        )
    )
    taught = set(
        session.scalars(select(CohortTrainer.cohort_id).where(CohortTrainer.person_id == coach_id))
    )
    for slot, code, room_id in _half_days(session, wish, followed | taught):
        starts = datetime.combine(slot.day, slot.starts_at, wish.zone)
        ends = datetime.combine(slot.day, slot.ends_at, wish.zone)
        if not overlap((wish.starts, wish.ends), (starts, ends)):
            continue
        if slot.cohort_id in followed:
            learns = N_("{who} has class then: {what}, {hours}.")
            yield Clash(learns, _name(wish.person), code, starts, ends)
        is_lead = slot.trainer_id is None and slot.cohort_id in taught
        if wish.coach and (is_lead or slot.trainer_id == coach_id):
            teaches = N_("{who} teaches then: {what}, {hours}.")
            yield Clash(teaches, _name(wish.coach), code, starts, ends)
        if wish.room is not None and room_id == wish.room.id:
            yield _room_taken(wish.room.name, code, starts, ends)


def _half_days(
    session: Session, wish: _Wish, cohort_ids: Collection[UUID]
) -> Iterator[tuple[Slot, str, UUID | None]]:
    """Those of the days of the appointment, with their cohort's code and the room they are in."""
    concerned: list[ColumnElement[bool]] = [Slot.cohort_id.in_(cohort_ids)]
    if wish.coach is not None:
        concerned.append(Slot.trainer_id == wish.coach.id)
    if wish.room is not None:
        concerned += [Slot.room_id == wish.room.id, Cohort.room_id == wish.room.id]
    rows = session.execute(
        select(Slot, Cohort.code, Cohort.room_id)
        .join(Slot.cohort)
        .where(Slot.day.between(wish.starts.date(), wish.ends.date()), or_(*concerned))
        .order_by(Slot.day, Slot.starts_at, Cohort.code)
    )
    for slot, code, usual_room in rows:
        yield slot, code, slot.room_id or usual_room


def _events(session: Session, wish: _Wish) -> Iterator[Clash]:
    """Events in the room."""
    if wish.room is None:
        return
    rows = session.execute(
        select(Event.title, Event.starts_at, Event.ends_at)
        .where(
            Event.room_id == wish.room.id,
            Event.status != EventStatus.CANCELLED,
            Event.starts_at < wish.ends,
            Event.ends_at > wish.starts,
        )
        .order_by(Event.starts_at)
    )
    for title, starts, ends in rows:
        moments = starts.astimezone(wish.zone), ends.astimezone(wish.zone)
        yield _room_taken(wish.room.name, title, *moments)


def _room_taken(room: str, what: str, starts: datetime, ends: datetime) -> Clash:
    return Clash(N_("{who} is taken then: {what}, {hours}."), room, what, starts, ends)


def _name(person: Person | None) -> str:
    return names.display_name(person.first_name, person.surname) if person else ""
