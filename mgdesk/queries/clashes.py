"""What else happens at a time, for the same people or in the same room: one rule for whoever books,
moves or edits an appointment, a half-day or an event."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, format_clock_range, gettext
from mgdesk.model import Campus, Cohort, CohortTrainer, Enrolment, Person, Room
from mgdesk.queries.agenda import agenda
from mgdesk.queries.naming import person_named
from mgdesk.rules import names
from mgdesk.rules.agenda import AgendaKind, AgendaRow
from mgdesk.rules.calendar import Hours
from mgdesk.rules.coaching import overlap
from mgdesk.rules.enrolment import LEFT
from mgdesk.rules.people import Role

_NEW: Final = UUID(int=0)  # of what is not there yet


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


# --- what is wished for ---------------------------------------------------------------------------


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
    """What the person, the coach or the room has at the time of an appointment; what stops comes first.

    Moments without a zone are on the campus's clock; `coaching_id` is the appointment that is being
    moved. Raises NotFound.
    """
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    followed = session.scalars(
        select(Enrolment.cohort_id).where(
            Enrolment.person_id == person_id, Enrolment.status.not_in(LEFT)
        )
    )
    wish = _wish(session, AgendaKind.COACHING, coaching_id, campus_id, starts_at, ends_at, room_id)
    people = frozenset(filter(None, (person_id, coach_id)))
    attends = frozenset(followed)
    wish = replace(wish, title=_name(person), led_by=coach_id, people=people, attends=attends)
    return told(session, wish)


def of_event(
    session: Session,
    *,
    campus_id: UUID,
    room_id: UUID | None,
    starts_at: datetime,
    ends_at: datetime,
    event_id: UUID | None = None,
) -> list[Clash]:
    """The same of an event: its room. Raises NotFound."""
    kind = AgendaKind.EVENT
    return told(session, _wish(session, kind, event_id, campus_id, starts_at, ends_at, room_id))


def of_half_day(
    session: Session,
    *,
    cohort_id: UUID,
    day: date,
    hours: Hours,
    room: str,
    trainer: str,
    is_remote: bool = False,
    slot_id: UUID | None = None,
) -> list[Clash]:
    """The same of a half-day: its trainers, its room, what its learners are booked for.

    `room` and `trainer` are names as typed, empty for the cohort's own. Raises NotFound.
    """
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound
    starts, ends = (datetime.combine(day, at) for at in (hours.starts_at, hours.ends_at))
    room_id = None if is_remote else _room(session, cohort, room)
    campus_id = cohort.campus_id
    wish = _wish(session, AgendaKind.CLASS, slot_id, campus_id, starts, ends, room_id)
    teach = _trainers(session, cohort, trainer)
    return told(session, replace(wish, cohort_id=cohort_id, people=teach))


def _wish(
    session: Session,
    kind: AgendaKind,
    row_id: UUID | None,
    campus_id: UUID,
    starts: datetime,
    ends: datetime,
    room_id: UUID | None,
) -> AgendaRow:
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    zone = ZoneInfo(campus.zone)
    span = _on_clock(starts, zone), _on_clock(ends, zone)
    return AgendaRow(kind, row_id or _NEW, 0, "", campus_id, campus.code, *span, room_id=room_id)


def _on_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def _room(session: Session, cohort: Cohort, name: str) -> UUID | None:
    """The room of a name; one that is not known yet is free."""
    wanted = names.clean(name).casefold()
    if not wanted:
        return cohort.room_id
    rooms = session.scalars(select(Room).where(Room.campus_id == cohort.campus_id))
    return next((one.id for one in rooms if one.name.casefold() == wanted), None)


def _trainers(session: Session, cohort: Cohort, name: str) -> frozenset[UUID]:
    """Who teaches then; somebody who is not known yet has nothing else to do."""
    if not names.clean(name):
        wanted = select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == cohort.id)
        return frozenset(session.scalars(wanted))
    try:
        return frozenset({person_named(session, who=name, role=Role.TRAINER)})
    except DeskError:
        return frozenset()


# --- what is there already ------------------------------------------------------------------------


def meanwhile(session: Session, wish: AgendaRow) -> list[AgendaRow]:
    """What needs a person or the room of `wish` at its time, by time; not `wish` itself."""
    rows = agenda(session, first=wish.starts.date(), last=wish.ends.date())
    span = wish.starts, wish.ends
    return [
        row
        for row in rows
        if not row.is_off
        and (row.kind, row.id) != (wish.kind, wish.id)
        and overlap(span, (row.starts, row.ends))
        and wish.shares(row)
    ]


def told(session: Session, wish: AgendaRow) -> list[Clash]:
    """A sentence for each person and room that would be needed twice; what stops comes first."""
    people = session.scalars(select(Person).where(Person.id.in_(wish.people)))
    called = {one.id: _name(one) for one in people}
    found = [clash for row in meanwhile(session, wish) for clash in _said(wish, row, called)]
    return sorted(found, key=lambda clash: not clash.is_stopping)


def _said(wish: AgendaRow, other: AgendaRow, called: dict[UUID, str]) -> Iterator[Clash]:
    zone = wish.starts.tzinfo
    span = other.starts.astimezone(zone), other.ends.astimezone(zone)
    if other.cohort_id in wish.attends:
        yield Clash(N_("{who} has class then: {what}, {hours}."), wish.title, other.title, *span)
    if wish.cohort_id in other.attends:
        yield Clash(_COACHED, other.title, other.leader, *span)
    for person_id in sorted(wish.people & other.people, key=lambda one: one != wish.led_by):
        who = called[person_id]
        if other.kind is AgendaKind.CLASS:
            yield Clash(N_("{who} teaches then: {what}, {hours}."), who, other.title, *span)
        elif person_id == other.led_by:
            does_stop = wish.kind is AgendaKind.COACHING and person_id == wish.led_by
            busy = N_("{who} has another appointment then: {what}, {hours}.")
            yield Clash(busy, who, other.title, *span, is_stopping=does_stop)
        else:
            yield Clash(_COACHED, who, other.leader, *span)
    if wish.room_id is not None and wish.room_id == other.room_id:
        yield Clash(N_("{who} is taken then: {what}, {hours}."), other.room, other.title, *span)


_COACHED: Final = N_("{who} has coaching with {what} then, {hours}.")


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
