"""When people came and went at a campus, in order: what a day at the door is made of."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from mgdesk.model import CheckIn
from mgdesk.rules.stays import SEATED, Door
from mgdesk.storage.asking import ask

_WANTED: Final = (
    select(
        CheckIn.id,
        CheckIn.at,
        CheckIn.direction,
        CheckIn.kind,
        CheckIn.source,
        CheckIn.room_id,
        CheckIn.note,
        CheckIn.registration_id,
        CheckIn.slot_id,
    )
    .where(
        CheckIn.campus_id == bindparam("campus_id"),
        CheckIn.at >= bindparam("start"),
        CheckIn.at < bindparam("end"),
    )
    .order_by(CheckIn.at, CheckIn.id)
)
_OF_ONE: Final = _WANTED.where(CheckIn.person_id == bindparam("person_id"))
_OF_ALL: Final = _WANTED.add_columns(CheckIn.person_id)


def day_start(at: datetime, zone: ZoneInfo) -> datetime:
    """Midnight of a moment's day at the campus."""
    return datetime.combine(at.astimezone(zone).date(), time(), zone)


def doors_of(session: Session, person_id: UUID, campus_id: UUID, start: datetime) -> list[Door]:
    """When a person came and went on the day that begins at `start`, in order."""
    day = {"campus_id": campus_id, "start": start, "end": start + timedelta(days=1)}
    return [Door(*row) for row in ask(session, _OF_ONE, person_id=person_id, **day)]


def doors_between(
    session: Session, campus_id: UUID, start: datetime, end: datetime
) -> dict[UUID, list[Door]]:
    """Person → their comings and goings at a campus between two moments, in order."""
    found: dict[UUID, list[Door]] = {}
    for *door, person_id in ask(session, _OF_ALL, campus_id=campus_id, start=start, end=end):
        found.setdefault(person_id, []).append(Door(*door))
    return found


def doors_of_day(session: Session, campus_id: UUID, start: datetime) -> dict[UUID, list[Door]]:
    """The same from a midnight to the next."""
    return doors_between(session, campus_id, start, start + timedelta(days=1))


def is_in(doors: Sequence[Door]) -> bool:
    """Whether who came and went like this is in."""
    return bool(doors) and doors[-1].is_arrival


def last_arrival(doors: Sequence[Door]) -> datetime | None:
    """When they came last; taking a seat in another room is no coming."""
    came = [door.at for door in doors if door.is_arrival and door.source != SEATED]
    return came[-1] if came else None
