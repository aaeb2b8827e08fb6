"""Moving what stands in the calendar: an appointment, a half-day, an event; refused where it would clash."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from mgdesk.errors import DeskError, NotFound
from mgdesk.i18n import N_, format_day
from mgdesk.model import CoachingSession, Event, Slot
from mgdesk.queries.agenda import agenda
from mgdesk.queries.clashes import told
from mgdesk.rules.agenda import AgendaKind, AgendaRow
from mgdesk.rules.calendar import Hours
from mgdesk.rules.enrolment import Half
from mgdesk.rules.rights import Right
from mgdesk.services import coaching, events, timetable
from mgdesk.services.rights import demand, needs

_NOON, _EVENING = 12, 17


class WouldClash(DeskError):
    sentence = N_("{what} cannot move to {day}. {clash}")


class OverMidnight(DeskError):
    sentence = N_("{what} would go on past midnight. Choose an earlier hour.")


_TABLES: Final = {
    AgendaKind.COACHING: CoachingSession,
    AgendaKind.CLASS: Slot,
    AgendaKind.EVENT: Event,
}


@needs(Right.BOOK)
def move(session: Session, *, kind: AgendaKind, row_id: UUID, starts: datetime) -> None:
    """Move one of them to another moment of its campus's clock, as long as before.

    Raises NotFound, WouldClash, OverMidnight (of a half-day) and what the change of each raises.
    """
    if kind is not AgendaKind.COACHING:
        demand(session, Right.PLAN)
    row = _row(session, kind, row_id)
    zone = row.starts.tzinfo
    start = starts.replace(tzinfo=zone) if starts.tzinfo is None else starts.astimezone(zone)
    length = row.ends.replace(tzinfo=None) - row.starts.replace(tzinfo=None)
    end = (start.replace(tzinfo=None) + length).replace(tzinfo=zone)
    _check(session, row, start, end)
    if kind is AgendaKind.COACHING:
        coaching.change(
            session, coaching_id=row.id, version=row.version, starts_at=start, ends_at=end
        )
    elif kind is AgendaKind.EVENT:
        events.update_event(
            session, event_id=row.id, version=row.version, starts_at=start, ends_at=end
        )
    else:
        _move_class(session, row, start, end)


def _move_class(session: Session, row: AgendaRow, start: datetime, end: datetime) -> None:
    if end.date() != start.date():
        raise OverMidnight(what=row.title)
    half = session.get_one(Slot, row.id).half
    if (start.hour, start.minute) != (row.starts.hour, row.starts.minute):
        half = (
            Half.MORNING if start.hour < _NOON
            else Half.AFTERNOON if start.hour < _EVENING else Half.EVENING
        )  # fmt: skip
    hours = Hours(start.time(), end.time())
    timetable.move_slot(session, slot_id=row.id, day=start.date(), half=half, hours=hours)


def _row(session: Session, kind: AgendaKind, row_id: UUID) -> AgendaRow:
    found = session.get(_TABLES[kind], row_id)
    if found is None:
        raise NotFound
    assert isinstance(found, CoachingSession | Slot | Event)
    day = found.day if isinstance(found, Slot) else found.starts_at.date()
    around = timedelta(days=1)  # the day of the campus's clock may be another one than UTC's
    rows = agenda(session, first=day - around, last=day + around)
    return next(row for row in rows if row.id == row_id)


def _check(session: Session, row: AgendaRow, start: datetime, end: datetime) -> None:
    found = told(session, replace(row, starts=start, ends=end))
    if found:
        day = format_day(found[0].starts.date())
        raise WouldClash(what=row.title, day=day, clash=found[0].text)
