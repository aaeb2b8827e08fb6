"""A selection day that changes: its day, hours, room and places, and who must be told of it."""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound, StaleRecord
from mgdesk.i18n import N_, NN_
from mgdesk.model import Cohort, Convocation, Room, SelectionDay, Training
from mgdesk.rules import names
from mgdesk.rules.rights import Right
from mgdesk.rules.selection import hours_of_day, reseated
from mgdesk.services.rights import needs
from mgdesk.services.selection import DayIsFull, DayTooShort, day_of
from mgdesk.services.texts import lines
from mgdesk.storage.audit import name_change


class PeopleAreConvoked(DeskError):
    sentence = N_(
        "People are convoked for this day: what it is for stays as it is. Plan another day for another"
        " training."
    )


@needs(Right.SELECT)
def change_selection_day(
    session: Session,
    *,
    selection_day_id: UUID,
    version: int,
    day: date,
    starts_at: time,
    ends_at: time,
    training_id: UUID | None = None,
    cohort_id: UUID | None = None,
    slot_minutes: int = 30,
    slot_places: int = 2,
    room_id: UUID | None = None,
    note: str = "",
) -> int:
    """Change a selection day; how many people are to be told of it.

    Who is convoked stays so: at the same hour where there is still one, else at the next that is free,
    in their order. Raises NotFound, StaleRecord, DayTooShort, DayIsFull, PeopleAreConvoked, TextTooLong.
    """
    found = day_of(session, selection_day_id)
    if found.version != version:
        raise StaleRecord
    hours = hours_of_day(starts_at, ends_at, slot_minutes, slot_places)
    if not hours:
        raise DayTooShort
    if room_id is not None and session.get(Room, room_id) is None:
        raise NotFound
    _aim(session, found, training_id, cohort_id)
    called = sorted(found.convocations, key=lambda one: (one.starts_at, one.id))
    seats = reseated([one.starts_at for one in called], hours)
    if None in seats:
        raise DayIsFull(n=seats.count(None), places=len(hours) - len(called) + seats.count(None))
    told = {one.id: _as_told(one) for one in called}
    found.day, found.starts_at, found.ends_at = day, starts_at, ends_at
    found.slot_minutes, found.slot_places = slot_minutes, slot_places
    found.room_id, found.note = room_id, lines(note)
    session.flush()
    session.refresh(found, ["room"])
    for one, hour in zip(called, seats, strict=True):
        one.starts_at = hour or one.starts_at
        _keep_told(one, told[one.id])
    title = N_("Selection day of {training} on {day} changed")
    name_change(session, title, training=found.training.title, day=found.day)
    return sum(one.former_day is not None for one in called)


def _aim(
    session: Session, found: SelectionDay, training_id: UUID | None, cohort_id: UUID | None
) -> None:
    """For another training or cohort, while nobody is convoked; none given: as it is."""
    if training_id is None and cohort_id is None:
        return
    cohort = session.get(Cohort, cohort_id) if cohort_id else None
    training = session.get(Training, cohort.training_id if cohort else training_id)
    if training is None:
        raise NotFound
    if (training.id, cohort_id) == (found.training_id, found.cohort_id):
        return
    if found.convocations:
        raise PeopleAreConvoked
    found.training, found.cohort_id = training, cohort_id


@needs(Right.SELECT)
def move_convocation(session: Session, *, convocation_id: UUID, starts_at: time) -> None:
    """Expect somebody at another hour of the day. Raises NotFound."""
    found = session.get(Convocation, convocation_id)
    if found is None:
        raise NotFound
    told = _as_told(found)
    found.starts_at = starts_at
    _keep_told(found, told)
    _name_convocation(session, found, N_("{name} is expected at another hour"))


@needs(Right.SELECT)
def remove_convocation(session: Session, *, convocation_id: UUID) -> None:
    """Expect somebody no more on that day. Raises NotFound."""
    found = session.get(Convocation, convocation_id)
    if found is None:
        raise NotFound
    _name_convocation(session, found, N_("{name} is no longer convoked"))
    session.delete(found)


def _name_convocation(session: Session, found: Convocation, title: str) -> None:
    person = found.application.person
    name_change(session, title, name=names.display_name(person.first_name, person.surname))


@needs(Right.SELECT)
def note_told(
    session: Session,
    *,
    selection_day_id: UUID,
    convocation_ids: Sequence[UUID] | None = None,
) -> int:
    """These people (none given: all) know what changed; how many were to be told. Raises NotFound."""
    found = day_of(session, selection_day_id)
    wanted = select(Convocation).where(
        Convocation.selection_day_id == found.id, Convocation.former_day.is_not(None)
    )
    if convocation_ids is not None:
        wanted = wanted.where(Convocation.id.in_(convocation_ids))
    told = session.scalars(wanted).all()
    for one in told:
        one.former_day, one.former_starts_at, one.former_room = None, None, ""
    title = NN_("{n} person was told of the change", "{n} people were told of the change")
    name_change(session, title, n=len(told))
    return len(told)


def _as_told(one: Convocation) -> tuple[date, time, str]:
    """What the last letter said, as far as anybody knows."""
    if one.former_day is not None and one.former_starts_at is not None:
        return one.former_day, one.former_starts_at, one.former_room
    return _now(one)


def _now(one: Convocation) -> tuple[date, time, str]:
    found = one.selection_day
    return found.day, one.starts_at, found.room.name if found.room else ""


def _keep_told(one: Convocation, told: tuple[date, time, str]) -> None:
    """What somebody believes stays noted while it is not so."""
    if told == _now(one):
        one.former_day, one.former_starts_at, one.former_room = None, None, ""
    else:
        one.former_day, one.former_starts_at, one.former_room = told
