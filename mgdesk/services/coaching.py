"""Coaching: appointments booked, moved, followed, written up, deleted."""

from datetime import date, datetime
from typing import Any, Final, Required, TypedDict, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_, format_clock_range, format_day
from mgdesk.model import Campus, CoachingSession, Person, Room
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.coaching import (
    COACHING_STATUS_LABELS,
    EXPECTED,
    HELD,
    USUAL_LENGTH,
    CoachingStatus,
)
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services.intake import give_role
from mgdesk.services.rights import demand, needs
from mgdesk.services.texts import line, lines
from mgdesk.storage.audit import Word, name_change, now

_MOMENTS: Final = ("starts_at", "ends_at")


class AppointmentEndsBeforeItStarts(DeskError):
    sentence = N_("The appointment ends before it starts. Correct one of the two times.")


class CoachOfOneself(DeskError):
    sentence = N_("{name} cannot be their own coach. Choose another coach.")


class CoachIsTaken(DeskError):
    sentence = N_(
        "{coach} has another appointment on {day}, {hours}. Choose another time or another coach."
    )


class AppointmentRoomElsewhere(DeskError):
    sentence = N_("This room belongs to another campus. Choose one of the appointment's campus.")


class AppointmentFields(TypedDict, total=False):
    """What can be said of an appointment; what is not given stays."""

    coach_id: UUID
    starts_at: datetime
    ends_at: datetime
    room_id: UUID | None
    subject: str


class BookedFields(TypedDict, total=False):
    """What an appointment is booked with beside person, campus and time."""

    coach_id: Required[UUID]
    room_id: UUID | None
    subject: str


@needs(Right.BOOK)
def book(
    session: Session,
    *,
    person_id: UUID,
    coach_id: UUID,
    campus_id: UUID,
    starts_at: datetime,
    ends_at: datetime | None = None,
    room_id: UUID | None = None,
    subject: str = "",
) -> UUID:
    """Book an appointment, of an hour when no end is given; who is chosen as coach is one from now on.

    A moment without a zone is one on the campus's clock. Raises NotFound,
    AppointmentEndsBeforeItStarts, CoachOfOneself, CoachIsTaken, AppointmentRoomElsewhere,
    TextTooLong.
    """
    person, campus = _person(session, person_id), session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    found = CoachingSession(
        id=new_key(),
        person_id=person_id,
        campus_id=campus_id,
        status=CoachingStatus.PLANNED,
        booked_at=now(session),
    )
    fields: AppointmentFields = {
        "coach_id": coach_id,
        "starts_at": starts_at,
        "ends_at": ends_at or starts_at + USUAL_LENGTH,
        "room_id": room_id,
        "subject": subject,
    }
    _fill(session, found, campus, fields)
    session.add(found)
    title = N_("Coaching of {name} booked on {day}")
    name_change(session, title, name=_name(person), day=_local(found, campus)[0].date())
    return found.id


@needs(Right.BOOK)
def change(
    session: Session, *, coaching_id: UUID, version: int, **fields: Unpack[AppointmentFields]
) -> None:
    """Move an appointment or change what is given. Raises StaleRecord and what `book` raises."""
    found = _coaching(session, coaching_id)
    if found.version != version:
        raise StaleRecord
    _fill(session, found, found.campus, fields)
    title = N_("Coaching of {name} changed: {day}")
    day = _local(found, found.campus)[0].date()
    name_change(session, title, name=_name(found.person), day=day)


@needs(Right.BOOK)
def set_status(session: Session, *, coaching_id: UUID, status: CoachingStatus) -> None:
    """Say how an appointment stands: waiting, seen, excused, cancelled, did not come.

    One that was off and is on again needs its coach's time. Raises NotFound, CoachIsTaken.
    """
    found = _coaching(session, coaching_id)
    found.status = status
    _check_coach(session, found, found.campus)
    said = Word(COACHING_STATUS_LABELS[status])
    name_change(session, N_("Coaching of {name}: {status}"), name=_name(found.person), status=said)


@needs(Right.COACH)
def write_note(
    session: Session,
    *,
    coaching_id: UUID,
    version: int,
    aims: str,
    points: str,
    action_plan: str,
) -> None:
    """Write what was aimed at, said and agreed; once it has begun, that says that it took place.

    Raises NotFound, StaleRecord, TextTooLong.
    """
    found = _coaching(session, coaching_id)
    if found.version != version:
        raise StaleRecord
    found.aims, found.points, found.action_plan = map(lines, (aims, points, action_plan))
    found.note_written_at = now(session)
    if found.status in EXPECTED and found.starts_at <= now(session):
        found.status = CoachingStatus.DONE
    name_change(session, N_("Coaching note of {name} written"), name=_name(found.person))


@needs(Right.COACH)
def set_follow_up(session: Session, *, coaching_id: UUID, day: date | None) -> None:
    """Say when the action plan is looked at again; another day is to be followed up anew.

    Raises NotFound.
    """
    found = _coaching(session, coaching_id)
    if found.follow_up_on != day:
        found.follow_up_on, found.followed_up_at = day, None
    name_change(session, N_("Follow-up of {name} set"), name=_name(found.person))


@needs(Right.COACH)
def follow_up_done(session: Session, *, coaching_id: UUID) -> None:
    """Say that the action plan was looked at again. Raises NotFound."""
    found = _coaching(session, coaching_id)
    found.followed_up_at = now(session)
    name_change(session, N_("Follow-up of {name} done"), name=_name(found.person))


@needs(Right.BOOK)
def delete(session: Session, *, coaching_id: UUID) -> None:
    """Delete an appointment; printed notes stay in the register.

    With a note it is a coach's to delete. Raises NotFound, NotAllowed.
    """
    found = _coaching(session, coaching_id)
    if found.note_written_at is not None:
        demand(session, Right.COACH)
    name_change(session, N_("Coaching of {name} deleted"), name=_name(found.person))
    session.delete(found)


def _fill(
    session: Session, found: CoachingSession, campus: Campus, fields: AppointmentFields
) -> None:
    values: dict[str, Any] = dict(fields)
    for name in _MOMENTS:
        if name in values and values[name].tzinfo is None:
            values[name] = values[name].replace(tzinfo=ZoneInfo(campus.zone))
    if "subject" in values:
        values["subject"] = line(values["subject"])
    for name, value in values.items():
        setattr(found, name, value)
    if found.ends_at <= found.starts_at:
        raise AppointmentEndsBeforeItStarts
    if found.coach_id == found.person_id:
        raise CoachOfOneself(name=_name(_person(session, found.person_id)))
    room = session.get(Room, found.room_id) if found.room_id else None
    if found.room_id and (room is None or room.campus_id != campus.id):
        raise AppointmentRoomElsewhere
    _check_coach(session, found, campus)


def _check_coach(session: Session, found: CoachingSession, campus: Campus) -> None:
    """Refuse two appointments of one coach at a time; on a server, desks wait for each other here."""
    if found.status not in HELD or found.coach_id is None:
        return
    with session.no_autoflush:
        coach = session.get(Person, found.coach_id, with_for_update=True)
        if coach is None:
            raise NotFound
        give_role(session, coach, Role.COACH)
        other = session.scalars(
            select(CoachingSession).where(
                CoachingSession.coach_id == coach.id,
                CoachingSession.id != found.id,
                CoachingSession.status.in_(HELD),
                CoachingSession.starts_at < found.ends_at,
                CoachingSession.ends_at > found.starts_at,
            )
        ).first()
    if other is not None:
        start, end = _local(other, campus)
        hours = format_clock_range(start.time(), end.time())
        raise CoachIsTaken(coach=_name(coach), day=format_day(start.date()), hours=hours)


def _local(found: CoachingSession, campus: Campus) -> tuple[datetime, datetime]:
    zone = ZoneInfo(campus.zone)
    return found.starts_at.astimezone(zone), found.ends_at.astimezone(zone)


def _coaching(session: Session, coaching_id: UUID) -> CoachingSession:
    found = session.get(CoachingSession, coaching_id)
    if found is None:
        raise NotFound
    return found


def _person(session: Session, person_id: UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def _name(person: Person) -> str:
    return names.display_name(person.first_name, person.surname)
