"""Comings and goings of a past day, and how full the rooms were on the days of the last weeks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Cohort, Event, Person, Registration, Slot, Training
from mgdesk.queries.arrivals import zone_of
from mgdesk.queries.doors import doors_between
from mgdesk.queries.presence import rooms_of
from mgdesk.rules import names
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.stays import Door, Span, Stay, most_at_once, seats, stays

WEEKS: Final = 4


@dataclass(frozen=True, slots=True)
class StayRow:
    """Somebody was in. `id` is the arrival; moments are on the campus's clock.

    `left_at` is empty while they are in; closed at night, nobody knows when they left, and
    `minutes` is empty. `titles` are the classes and events that they came for.
    """

    id: UUID
    person_id: UUID
    name: str
    list_name: str
    second_name: str
    came_at: datetime
    left_at: datetime | None
    is_closed_at_night: bool
    minutes: int | None
    kinds: tuple[CheckInKind, ...]
    titles: tuple[str, ...]
    rooms: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class RoomDay:
    """How many seats of a room were taken at once at most on a day."""

    room_id: UUID
    day: date
    most: int


def stays_on(session: Session, *, campus_id: UUID, day: date) -> list[StayRow]:
    """Who was in at a campus on a day, by when they came. Raises NotFound."""
    zone = ZoneInfo(zone_of(session, campus_id))
    doors = _doors(session, campus_id, zone, day, day)
    titles = _titles(session, [door for own in doors.values() for door in own])
    rooms = rooms_of(session, campus_id)
    people = session.scalars(select(Person).where(Person.id.in_(doors)))
    found = [
        _row(person, stay, zone, titles, rooms)
        for person in people
        for stay in stays(doors[person.id])
    ]
    return sorted(found, key=lambda row: (row.came_at, row.id))


def fill(
    session: Session, *, campus_id: UUID, last_day: date, at: datetime, weeks: int = WEEKS
) -> list[RoomDay]:
    """For each room and day of the weeks up to a day on which somebody sat there. Raises NotFound."""
    zone = ZoneInfo(zone_of(session, campus_id))
    first_day = last_day - timedelta(days=7 * weeks - 1)
    doors = _doors(session, campus_id, zone, first_day, last_day)
    spans: dict[tuple[UUID, date], list[Span]] = {}
    for own in doors.values():
        for day, of_day in _by_day(own, zone).items():
            end = min(at, datetime.combine(day + timedelta(days=1), time(), zone))
            for stay in stays(of_day):
                for room_id, span in seats(stay, end):
                    if room_id is not None:
                        spans.setdefault((room_id, day), []).append(span)
    rows = [RoomDay(*key, most_at_once(found)) for key, found in spans.items()]
    return sorted(rows, key=lambda row: (row.day, row.room_id))


def _doors(
    session: Session, campus_id: UUID, zone: ZoneInfo, first_day: date, last_day: date
) -> dict[UUID, list[Door]]:
    """Person → their comings and goings over some days, in order."""
    start = datetime.combine(first_day, time(), zone)
    end = datetime.combine(last_day + timedelta(days=1), time(), zone)
    return doors_between(session, campus_id, start, end)


def _by_day(doors: Iterable[Door], zone: ZoneInfo) -> dict[date, list[Door]]:
    found: dict[date, list[Door]] = {}
    for door in doors:
        found.setdefault(door.at.astimezone(zone).date(), []).append(door)
    return found


def _titles(session: Session, doors: Sequence[Door]) -> dict[UUID, str]:
    """Registration or slot → the event's or training's title."""
    registrations = {door.registration_id for door in doors if door.registration_id}
    slots = {door.slot_id for door in doors if door.slot_id}
    events = session.execute(
        select(Registration.id, Event.title)
        .join(Registration.event)
        .where(Registration.id.in_(registrations))
    )
    classes = session.execute(
        select(Slot.id, Training.title)
        .join(Cohort, Cohort.id == Slot.cohort_id)
        .join(Training, Training.id == Cohort.training_id)
        .where(Slot.id.in_(slots))
    )
    return {key: title for rows in (events, classes) for key, title in rows}


def _row(
    person: Person,
    stay: Stay,
    zone: ZoneInfo,
    titles: Mapping[UUID, str],
    rooms: Mapping[UUID, str],
) -> StayRow:
    keys = [key for door in stay.reasons for key in (door.registration_id, door.slot_id) if key]
    seated = (rooms.get(door.room_id) for door in stay.arrivals if door.room_id)
    return StayRow(
        stay.came.id,
        person.id,
        names.display_name(person.first_name, person.surname),
        names.list_name(person.first_name, person.surname),
        person.second_name,
        stay.came.at.astimezone(zone),
        stay.left.at.astimezone(zone) if stay.left else None,
        stay.is_closed_at_night,
        stay.minutes,
        tuple(dict.fromkeys(door.kind for door in stay.reasons)),
        tuple(dict.fromkeys(titles[key] for key in keys if key in titles)),
        tuple(dict.fromkeys(filter(None, seated))),
        next((door.note for door in stay.arrivals if door.note), ""),
    )
