"""Cohorts and events taken in from a list: those that are not there yet, in one change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mgdesk.errors import DeskError
from mgdesk.exchange.fields import Field, Value
from mgdesk.exchange.listed import Listed, RowRefused
from mgdesk.i18n import N_, NN_
from mgdesk.model import Cohort, Event
from mgdesk.queries.campuses import campus_id_of, rooms
from mgdesk.rules.enrolment import CohortStatus
from mgdesk.rules.events import EventStatus
from mgdesk.rules.rights import Right
from mgdesk.services.cohorts import add_cohort
from mgdesk.services.events import add_event
from mgdesk.services.rights import needs
from mgdesk.services.rooms import add_room
from mgdesk.storage.audit import name_change


class DayMissing(DeskError):
    sentence = N_("a day is missing or cannot be read.")


@dataclass(frozen=True, slots=True)
class ListedReport:
    """How many were new, and how many codes were there before and stayed as they are."""

    added: int
    there: int


@needs(Right.PLAN)
def import_cohorts(
    session: Session, *, rows: Sequence[tuple[int, Listed]], source: str
) -> ListedReport:
    """Add the cohorts whose code is new, each with the usual timetable of its days.

    Raises RowRefused, naming the row and what `services.cohorts.add_cohort` says; nothing is kept.
    """
    title = NN_("{n} cohort imported from {file}", "{n} cohorts imported from {file}")
    return _take_in(session, rows, Cohort.code, _add_cohort, title, source)


@needs(Right.PLAN)
def import_events(
    session: Session, *, rows: Sequence[tuple[int, Listed]], source: str
) -> ListedReport:
    """Add the events whose code is new. Raises RowRefused; nothing is kept then."""
    title = NN_("{n} event imported from {file}", "{n} events imported from {file}")
    return _take_in(session, rows, Event.code, _add_event, title, source)


def _take_in(
    session: Session,
    rows: Sequence[tuple[int, Listed]],
    code: InstrumentedAttribute[str],
    add: Callable[[Session, Listed], None],
    title: tuple[str, str],
    source: str,
) -> ListedReport:
    known = {there.casefold() for there in session.scalars(select(code))}
    new = [(n, row) for n, row in rows if _text(row, Field.CODE).casefold() not in known]
    for number, row in new:
        try:
            add(session, row)
        except DeskError as error:
            raise RowRefused(row=number, reason=str(error)) from error
    name_change(session, title, n=len(new), file=source)
    return ListedReport(len(new), len(rows) - len(new))


def _add_cohort(session: Session, row: Listed) -> None:
    add_cohort(
        session,
        code=_text(row, Field.CODE),
        training=_text(row, Field.TRAINING),
        campus=_text(row, Field.CAMPUS),
        first_day=_day(row, Field.FIRST_DAY),
        last_day=_day(row, Field.LAST_DAY),
        room=_text(row, Field.ROOM),
        capacity=_count(row),
        language=_text(row, Field.LANGUAGE),
        note=_text(row, Field.NOTE),
        status=_cohort_status(row),
    )


def _add_event(session: Session, row: Listed) -> None:
    campus_id = campus_id_of(session, code=_text(row, Field.CAMPUS))
    add_event(
        session,
        code=_text(row, Field.CODE),
        campus_id=campus_id,
        title=_text(row, Field.TITLE),
        starts_at=_moment(row, Field.STARTS_AT),
        ends_at=_moment(row, Field.ENDS_AT),
        room_id=_room(session, campus_id, _text(row, Field.ROOM)),
        capacity=_count(row),
        language=_text(row, Field.LANGUAGE),
        description=_text(row, Field.DESCRIPTION),
        status=_event_status(row),
    )


def _room(session: Session, campus_id: UUID, name: str) -> UUID | None:
    if not name:
        return None
    found = {room.name.casefold(): room.id for room in rooms(session, campus_id=campus_id)}
    return found.get(name.casefold()) or add_room(session, campus_id=campus_id, name=name)


def _text(row: Listed, field: Field) -> str:
    return str(row.get(field, "") or "").strip()


def _count(row: Listed) -> int | None:
    text = _text(row, Field.CAPACITY)
    return int(text) if text.isdecimal() else None


def _day(row: Listed, field: Field) -> date:
    value: Value = row.get(field, "")
    if isinstance(value, date):
        return value
    raise DayMissing


def _moment(row: Listed, field: Field) -> datetime:
    value: Value = row.get(field, "")
    if isinstance(value, datetime):
        return value
    raise DayMissing


def _cohort_status(row: Listed) -> CohortStatus:
    text = _text(row, Field.STATUS)
    return CohortStatus(text) if text in set(CohortStatus) else CohortStatus.PLANNED


def _event_status(row: Listed) -> EventStatus:
    text = _text(row, Field.STATUS)
    return EventStatus(text) if text in set(EventStatus) else EventStatus.PLANNED
