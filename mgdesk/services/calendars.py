"""Calendars: ours gathered for other programs, theirs taken in as events or as busy times of a coach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.exchange.calendar import CalendarEntry, uid_of
from mgdesk.exchange.calendar_reading import ReadEntry
from mgdesk.i18n import N_, gettext
from mgdesk.model import Campus, CoachException, Event, Person
from mgdesk.model.identity import new_key
from mgdesk.queries.agenda import agenda, of_person
from mgdesk.queries.selection import invitations
from mgdesk.rules import names
from mgdesk.rules.agenda import AGENDA_KIND_LABELS, AgendaRow
from mgdesk.rules.events import EventStatus
from mgdesk.rules.people import Role
from mgdesk.rules.rights import Right
from mgdesk.services import events
from mgdesk.services.intake import give_role
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OFF = "off"


VERDICT_LABELS: Final = {
    Verdict.NEW: N_("would be added"),
    Verdict.CHANGED: N_("would be changed"),
    Verdict.SAME: N_("is there already"),
    Verdict.OFF: N_("would be cancelled"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What an entry of a calendar would do here."""

    entry: ReadEntry
    verdict: Verdict
    known_id: UUID | None = None


def entries_for(
    session: Session,
    *,
    first: date,
    last: date,
    campus_id: UUID | None = None,
    cohort_id: UUID | None = None,
    coach_id: UUID | None = None,
    person_id: UUID | None = None,
) -> list[CalendarEntry]:
    """What a calendar file says of the days, of a campus, a cohort, a coach, a person, or of all.

    Who is coached is named to the coach and to the person alone; elsewhere it says "coaching".
    """
    if person_id is not None:
        rows = of_person(session, person_id=person_id, first=first, last=last)
    else:
        rows = agenda(session, first=first, last=last)
    wanted = [
        row
        for row in rows
        if (campus_id is None or row.campus_id == campus_id)
        and (cohort_id is None or row.cohort_id == cohort_id)
        and (coach_id is None or row.led_by == coach_id)
    ]
    return [_entry(row, is_named=bool(coach_id or person_id)) for row in wanted]


def _entry(row: AgendaRow, *, is_named: bool) -> CalendarEntry:
    kind = gettext(AGENDA_KIND_LABELS[row.kind])
    is_private = row.kind.value == "coaching" and not is_named
    return CalendarEntry(
        uid_of(row.kind.value, row.id),
        kind if is_private else row.title,
        row.starts,
        row.ends,
        ", ".join(filter(None, (row.room, row.campus))),
        row.leader,
        kind,
        max(0, row.version - 1),
        row.is_off,
    )


# --- theirs ---------------------------------------------------------------------------------------


def judge_events(
    session: Session, *, entries: Sequence[ReadEntry], campus_id: UUID
) -> list[Judged]:
    """What taking these in as events of a campus would add and change; nothing is written."""
    known = _known_events(session, campus_id)
    return [_judged(entry, known.get(entry.uid), _event_says) for entry in entries]


def judge_busy(session: Session, *, entries: Sequence[ReadEntry], coach_id: UUID) -> list[Judged]:
    """The same as times when a coach is away; what is shown as free is left out."""
    known = _known_times(session, coach_id)
    busy = [one for one in entries if one.is_busy or one.uid in known]
    return [_judged(entry, known.get(entry.uid), _time_says) for entry in busy]


@needs(Right.PLAN)
def take_in_events(
    session: Session, *, entries: Sequence[ReadEntry], campus_id: UUID, source: str
) -> list[Judged]:
    """Add events and change those that came from the calendar before. Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    judged = judge_events(session, entries=entries, campus_id=campus_id)
    for number, one in enumerate(judged, start=1):
        entry, event = one.entry, session.get(Event, one.known_id) if one.known_id else None
        if event is None and one.verdict is Verdict.NEW:
            made = events.add_event(
                session, code=_free_code(session, campus, entry, number), title=_title(entry),
                campus_id=campus_id, starts_at=entry.starts, ends_at=entry.ends,
                description=_said(entry),
            )  # fmt: skip
            session.flush()
            session.get_one(Event, made).calendar_uid = entry.uid
        elif event is not None and one.verdict is Verdict.CHANGED:
            event.title, event.description = _title(entry), _said(entry)
            event.starts_at, event.ends_at = entry.starts, entry.ends
        elif event is not None and one.verdict is Verdict.OFF:
            event.status = EventStatus.CANCELLED
    name_change(session, N_("Calendar {file} taken in"), file=source)
    return judged


@needs(Right.BOOK)
def take_in_busy(
    session: Session, *, entries: Sequence[ReadEntry], coach_id: UUID, source: str
) -> list[Judged]:
    """Note the times of a calendar as times away of a coach; only that they are, not what for.

    Raises NotFound.
    """
    coach = session.get(Person, coach_id)
    if coach is None:
        raise NotFound
    give_role(session, coach, Role.COACH)
    judged = judge_busy(session, entries=entries, coach_id=coach_id)
    for one in judged:
        known = session.get(CoachException, one.known_id) if one.known_id else None
        if known is None and one.verdict is Verdict.NEW:
            made = CoachException(id=new_key(), coach_id=coach_id, calendar_uid=one.entry.uid)
            made.starts_at, made.ends_at = one.entry.starts, one.entry.ends
            made.is_there, made.reason = False, ""
            session.add(made)
        elif known is not None and one.verdict is Verdict.CHANGED:
            known.starts_at, known.ends_at = one.entry.starts, one.entry.ends
        elif known is not None and one.verdict is Verdict.OFF:
            session.delete(known)
    title = N_("Busy times of {name} taken from {file}")
    name_change(
        session, title, name=names.display_name(coach.first_name, coach.surname), file=source
    )
    return judged


Says = tuple[object, ...]


def _judged(
    entry: ReadEntry, known: tuple[UUID, Says] | None, says: Callable[[ReadEntry], Says]
) -> Judged:
    is_off = entry.is_cancelled or (says is _time_says and not entry.is_busy)
    if known is None:
        return Judged(entry, Verdict.SAME if is_off else Verdict.NEW)
    if is_off:
        is_done = says is _event_says and known[1][0] is EventStatus.CANCELLED
        return Judged(entry, Verdict.SAME if is_done else Verdict.OFF, known[0])
    is_same = known[1][1:] == says(entry)
    return Judged(entry, Verdict.SAME if is_same else Verdict.CHANGED, known[0])


def _event_says(entry: ReadEntry) -> Says:
    return (_title(entry), _said(entry), entry.starts, entry.ends)


def _time_says(entry: ReadEntry) -> Says:
    return (entry.starts, entry.ends)


def _known_events(session: Session, campus_id: UUID) -> dict[str, tuple[UUID, Says]]:
    rows = session.scalars(
        select(Event).where(Event.campus_id == campus_id, Event.calendar_uid != "")
    )
    return {
        row.calendar_uid: (
            row.id, (row.status, row.title, row.description, row.starts_at, row.ends_at),
        )
        for row in rows
    }  # fmt: skip


def _known_times(session: Session, coach_id: UUID) -> dict[str, tuple[UUID, Says]]:
    rows = session.scalars(
        select(CoachException).where(
            CoachException.coach_id == coach_id, CoachException.calendar_uid != ""
        )
    )
    return {row.calendar_uid: (row.id, (None, row.starts_at, row.ends_at)) for row in rows}


def _title(entry: ReadEntry) -> str:
    return entry.title or gettext("event")


def _said(entry: ReadEntry) -> str:
    return "\n".join(filter(None, (entry.place, entry.description)))


def _free_code(session: Session, campus: Campus, entry: ReadEntry, number: int) -> str:
    stem = f"{campus.code}-{entry.starts:%y%m%d}"
    while True:
        code = f"{stem}-{number}"
        if session.scalar(select(Event.id).where(Event.code == code)) is None:
            return code
        number += 1


@needs(Right.SELECT, Right.WELCOME)
def selection_entries(session: Session, *, selection_day_id: UUID) -> list[CalendarEntry]:
    """Everybody who is convoked for a selection day, each at their hour. Raises NotFound."""
    return [
        CalendarEntry(
            uid=uid_of("convocation", UUID(one.uid)),
            title=f"{one.attendee} · {one.title}",
            starts=one.starts_at,
            ends=one.ends_at,
            place=one.place,
        )
        for one in invitations(session, selection_day_id=selection_day_id)
    ]
