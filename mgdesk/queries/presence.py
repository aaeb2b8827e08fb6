"""Who is in the building of a campus, by place, and who is still expected in a class or at an event.

It is read from the rows of the day, as the Today screen and the page of co-working read them: one
truth, so that the figure on the screen is the one on the list that is taken outside.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.model import Room
from mgdesk.queries.arrivals import zone_of
from mgdesk.queries.doors import doors_of_day
from mgdesk.queries.expected import Presence, TodayRow, people_of_day
from mgdesk.rules.arrival import Reason
from mgdesk.rules.events import CheckInKind
from mgdesk.rules.stays import Door

_GATHERED: Final = frozenset({CheckInKind.TRAINING, CheckInKind.EVENT})


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody expected or arrived; `arrived_at` is on the campus's clock, when it is known.

    `kind`, `room` and `note` say what who is in came for last, where they sit and whom they visit.
    """

    person_id: UUID
    name: str
    second_name: str
    is_here: bool
    arrived_at: time | None
    kind: CheckInKind | None = None
    room: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A class or an event of the day; the last one of a day may be those who came for neither."""

    title: str  # empty for those who came for neither
    code: str
    room: str
    people: tuple[Expected, ...]


def expected_on(session: Session, *, campus_id: UUID, day: date) -> list[Gathering]:
    """The classes and events of a campus on a day with their people, then others who checked in.

    Everybody stands once: where they came last, else where they are expected first. Who is marked
    absent, or has left and is expected nowhere else, is not among them. Raises NotFound.
    """
    zone = ZoneInfo(zone_of(session, campus_id))
    doors = doors_of_day(session, campus_id, datetime.combine(day, time(), zone))
    rooms = rooms_of(session, campus_id)
    places: dict[tuple[str, str], list[Reason]] = {}
    people: dict[tuple[str, str], list[Expected]] = {}
    others: list[Expected] = []
    for row in people_of_day(session, campus_id=campus_id, day=day, zone=zone):
        found = _expected(row, doors.get(row.person_id, ()), rooms, zone)
        reason = _place(row)
        if reason is not None:
            places.setdefault((reason.title, reason.code), []).append(reason)
            people.setdefault((reason.title, reason.code), []).append(found)
        elif row.is_inside:
            others.append(found)
    made = [Gathering(*key, _rooms(places[key]), tuple(people[key])) for key in _in_turn(places)]
    return [*made, Gathering("", "", "", tuple(others))] if others else made


def rooms_of(session: Session, campus_id: UUID) -> dict[UUID, str]:
    """The names of a campus's rooms."""
    rows = session.execute(select(Room.id, Room.name).where(Room.campus_id == campus_id))
    return {row.id: row.name for row in rows}


def _place(row: TodayRow) -> Reason | None:
    """The class or event among whose people somebody is listed."""
    wanted = [one for one in row.reasons if one.kind in _GATHERED and not one.is_waiting]
    if row.is_inside:
        came = [one for one in wanted if one.arrived_at is not None]
        return max(came, key=_moment) if came else next(iter(wanted), None)
    if row.presence is Presence.AWAY:
        wanted = [one for one in wanted if one.kind is not CheckInKind.TRAINING]
    if row.presence is Presence.LEFT:
        wanted = [one for one in wanted if one.arrived_at is None]
    return next(iter(wanted), None)


def _moment(reason: Reason) -> datetime:
    assert reason.arrived_at is not None
    return reason.arrived_at


def _expected(
    row: TodayRow, doors: Sequence[Door], rooms: dict[UUID, str], zone: ZoneInfo
) -> Expected:
    last = doors[-1] if row.is_inside and doors else None
    at = row.arrived_at if last else None
    return Expected(
        row.person_id,
        row.list_name,
        row.second_name,
        row.is_inside,
        at.astimezone(zone).time() if at else None,
        last.kind if last else None,
        rooms.get(last.room_id, "") if last and last.room_id else "",
        next((door.note for door in reversed(doors) if door.note), "") if last else "",
    )


def _in_turn(places: dict[tuple[str, str], list[Reason]]) -> list[tuple[str, str]]:
    """Classes by their code, then events by their hour."""

    def turn(key: tuple[str, str]) -> tuple[bool, float, str]:
        reason = places[key][0]
        is_event = reason.kind is CheckInKind.EVENT and reason.starts_at is not None
        hour = reason.starts_at.timestamp() if is_event and reason.starts_at else 0.0
        return is_event, hour, reason.code

    return sorted(places, key=turn)


def _rooms(reasons: Sequence[Reason]) -> str:
    return ", ".join(dict.fromkeys(one.room for one in reasons if one.room))
