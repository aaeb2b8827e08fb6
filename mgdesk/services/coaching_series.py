"""Appointments every week: booked together, moved or called off from one on; clashes are skipped and said."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Unpack
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound, StaleRecord
from mgdesk.i18n import N_, enumerate_words, format_day
from mgdesk.model import CoachingSession
from mgdesk.model.identity import new_key
from mgdesk.rules import names
from mgdesk.rules.coaching import EXPECTED, CoachingStatus
from mgdesk.rules.rights import Right
from mgdesk.services import coaching
from mgdesk.services.coaching import AppointmentFields, CoachIsTaken
from mgdesk.services.rights import needs
from mgdesk.storage.audit import name_change

MOST: Final = 52
_WEEK: Final = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class SeriesReport:
    """What became of a series: the appointments that are as wished, the days that were skipped."""

    done: tuple[UUID, ...]
    skipped: tuple[date, ...]


@needs(Right.BOOK)
def book_series(
    session: Session,
    *,
    count: int,
    person_id: UUID,
    campus_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    **fields: Unpack[coaching.BookedFields],
) -> SeriesReport:
    """Book the same hour for so many weeks; a week in which the coach is taken is skipped.

    Moments are on the campus's clock, without a zone. At most MOST weeks. Raises what `coaching.book`
    raises; CoachIsTaken only when not one week is free.
    """
    series_id, done, skipped = new_key(), [], []
    for week in range(max(1, min(count, MOST))):
        starts, ends = starts_at + week * _WEEK, ends_at + week * _WEEK
        try:
            made = coaching.book(
                session,
                person_id=person_id,
                campus_id=campus_id,
                starts_at=starts,
                ends_at=ends,
                **fields,
            )
        except CoachIsTaken as taken:
            skipped.append(starts.date())
            refused = taken
            continue
        session.flush()
        session.get_one(CoachingSession, made).series_id = series_id
        done.append(made)
    if not done:
        raise refused
    first = session.get_one(CoachingSession, done[0])
    _name(session, first, N_("Coaching of {name} booked {n} times"), len(done), skipped)
    return SeriesReport(tuple(done), tuple(skipped))


@needs(Right.BOOK)
def change_following(
    session: Session, *, coaching_id: UUID, version: int, **fields: Unpack[AppointmentFields]
) -> SeriesReport:
    """Change an appointment and those of its series after it; each keeps its week.

    What would meet another appointment of the coach stays as it was, and is said. Raises NotFound,
    StaleRecord, and for the first one what `coaching.change` raises.
    """
    found = _of(session, coaching_id)
    if found.version != version:
        raise StaleRecord
    zone = ZoneInfo(found.campus.zone)
    before = {one: getattr(found, one).astimezone(zone).replace(tzinfo=None) for one in _MOMENTS}
    shift = {one: _on_clock(fields[one], zone) - before[one] for one in _MOMENTS if one in fields}
    wanted = following(session, found)
    if any(span > timedelta() for span in shift.values()):
        wanted.reverse()  # each goes into a week that the next one has left

    def moved(one: CoachingSession) -> None:
        own = dict(fields)
        for moment, by in shift.items():
            own[moment] = getattr(one, moment).astimezone(zone).replace(tzinfo=None) + by
        coaching.change(session, coaching_id=one.id, version=one.version, **own)  # type: ignore[arg-type]

    return _each(session, found, wanted, moved, N_("Coaching of {name} changed {n} times"))


@needs(Right.BOOK)
def set_status_following(
    session: Session, *, coaching_id: UUID, status: CoachingStatus
) -> SeriesReport:
    """Say of an appointment and of those of its series after it how they stand. Raises NotFound."""
    found = _of(session, coaching_id)

    def say(one: CoachingSession) -> None:
        coaching.set_status(session, coaching_id=one.id, status=status)

    return _each(
        session, found, following(session, found), say, N_("Coaching of {name} changed {n} times")
    )


def following(session: Session, found: CoachingSession) -> list[CoachingSession]:
    """An appointment and those of its series that are still to come after it."""
    if found.series_id is None:
        return [found]
    rows = session.scalars(
        select(CoachingSession)
        .where(
            CoachingSession.series_id == found.series_id,
            CoachingSession.starts_at > found.starts_at,
            CoachingSession.status.in_(EXPECTED),
        )
        .order_by(CoachingSession.starts_at)
    )
    return [found, *rows]


_MOMENTS: Final = ("starts_at", "ends_at")


def _each(
    session: Session,
    first: CoachingSession,
    wanted: list[CoachingSession],
    act: Callable[[CoachingSession], None],
    title: str,
) -> SeriesReport:
    done, skipped = [], []
    for one in wanted:
        session.flush()
        day = one.starts_at.astimezone(ZoneInfo(one.campus.zone)).date()
        try:
            with session.no_autoflush:
                act(one)
            done.append(one.id)
        except CoachIsTaken:
            if one is first:
                raise
            session.refresh(one)  # nothing of it was flushed: it is as it was
            skipped.append(day)
    _name(session, first, title, len(done), sorted(skipped))
    return SeriesReport(tuple(done), tuple(sorted(skipped)))


def _name(
    session: Session, found: CoachingSession, title: str, n: int, skipped: list[date]
) -> None:
    person = names.display_name(found.person.first_name, found.person.surname)
    if not skipped:
        name_change(session, title, name=person, n=n)
        return
    days = enumerate_words([format_day(day) for day in skipped])
    said = N_("Coaching of {name}: {n} times, skipped because taken: {days}")
    name_change(session, said, name=person, n=n, days=days)


def _on_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None) if moment.tzinfo else moment


def _of(session: Session, coaching_id: UUID) -> CoachingSession:
    found = session.get(CoachingSession, coaching_id)
    if found is None:
        raise NotFound
    return found
