"""The demo's events, past and coming: who registered, who waits for a place, who came."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Campus, CheckIn, Event, Partner, Registration, Room
from mgdesk.model.identity import new_key
from mgdesk.rules.calendar import monday
from mgdesk.rules.events import CheckInKind, EventStatus, RegistrationStatus
from mgdesk.rules.rights import Right
from mgdesk.services.events import add_event
from mgdesk.services.rights import needs


@needs(Right.RUN)
def make_event(
    session: Session, random: Random, plan: dict[str, Any], guests: list[UUID], today: date
) -> None:
    """One event with its registrations; those of the past were checked in at the door."""
    day = _day(plan, today)
    start, end = (time.fromisoformat(text) for text in plan["hours"].split("-"))
    campus = session.scalars(select(Campus).where(Campus.code == plan["campus"])).one()
    room = session.scalar(
        select(Room.id).where(Room.campus_id == campus.id, Room.name == plan["room"])
    )
    is_past = day < today
    event_id = add_event(
        session,
        code=plan["code"],
        campus_id=campus.id,
        title=plan["title"],
        starts_at=datetime.combine(day, start),
        ends_at=datetime.combine(day, end),
        room_id=room,
        capacity=plan.get("capacity"),
        partner_ids=_partner_ids(session, plan.get("partners", ())),
        status=EventStatus.COMPLETED if is_past else EventStatus.CONFIRMED,
    )
    session.flush()
    event = session.get_one(Event, event_id)
    registrations = [
        _registration(random, event, person_id, place, None if is_past else today)
        for place, person_id in enumerate(random.sample(guests, plan["people"]))
    ]
    session.add_all(registrations)
    session.flush()
    session.add_all(
        _arrival(random, event, registration)
        for registration in registrations
        if registration.status == RegistrationStatus.ATTENDED
    )


def _partner_ids(session: Session, wanted: Sequence[str]) -> tuple[UUID, ...]:
    """In the order in which the plan names them."""
    rows = session.execute(select(Partner.name, Partner.id).where(Partner.name.in_(wanted)))
    known = {row.name: row.id for row in rows}
    return tuple(known[name] for name in wanted)


def _day(plan: dict[str, Any], today: date) -> date:
    if "day" in plan:
        return today + timedelta(days=plan["day"])
    return monday(today) + timedelta(weeks=plan["week"], days=plan["weekday"])


def _registration(
    random: Random, event: Event, person_id: UUID, place: int, today: date | None
) -> Registration:
    """`today` is given for an event to come: registrations are earlier than both."""
    last = event.starts_at if today is None else datetime.combine(today, time(8), tzinfo=UTC)
    return Registration(
        id=new_key(),
        event_id=event.id,
        person_id=person_id,
        registered_at=last - timedelta(days=10) + timedelta(minutes=97 * place),
        status=_status(random, event, place, is_past=today is None),
        source="demo",
    )


def _status(random: Random, event: Event, place: int, *, is_past: bool) -> RegistrationStatus:
    if is_past:
        came = random.random() < 0.82
        return RegistrationStatus.ATTENDED if came else RegistrationStatus.NO_SHOW
    if event.capacity is not None and place >= event.capacity:
        return RegistrationStatus.WAITING
    return RegistrationStatus.CONFIRMED


def _arrival(random: Random, event: Event, registration: Registration) -> CheckIn:
    return CheckIn(
        id=new_key(),
        person_id=registration.person_id,
        campus_id=event.campus_id,
        at=event.starts_at + timedelta(minutes=random.randrange(-12, 25)),
        kind=CheckInKind.EVENT,
        registration_id=registration.id,
        source="demo",
    )
