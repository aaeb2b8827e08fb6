"""When coaches are there: their week, and the exceptions to it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from mgdesk.errors import NotFound
from mgdesk.model import Campus, CoachException, CoachHours, CoachingSession
from mgdesk.rules.availability import OFFICE_HOURS, WeekHours
from mgdesk.rules.coaching import HELD, Span


@dataclass(frozen=True, slots=True)
class ExceptionRow:
    """A time away, or there after all; moments are in UTC."""

    id: UUID
    campus_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    is_there: bool
    reason: str
    calendar_uid: str


def week_of(session: Session, *, coach_id: UUID, campus_id: UUID) -> tuple[WeekHours, ...]:
    """The hours that were said for a coach at a campus; none said is an empty week."""
    rows = session.execute(
        select(CoachHours.weekday, CoachHours.starts_at, CoachHours.ends_at)
        .where(CoachHours.coach_id == coach_id, CoachHours.campus_id == campus_id)
        .order_by(CoachHours.weekday, CoachHours.starts_at)
    )
    return tuple(WeekHours(*row) for row in rows)


def hours_of(session: Session, *, coach_id: UUID, campus_id: UUID) -> tuple[WeekHours, ...]:
    """The hours that hold: those said, none where they were said for other campuses only, else the
    office's."""
    said = week_of(session, coach_id=coach_id, campus_id=campus_id)
    if said:
        return said
    anywhere = session.scalar(select(CoachHours.id).where(CoachHours.coach_id == coach_id).limit(1))
    return () if anywhere else OFFICE_HOURS


def exceptions(
    session: Session,
    *,
    coach_id: UUID,
    since: datetime | None = None,
    campus_id: UUID | None = None,
) -> list[ExceptionRow]:
    """By time; with a campus, those that hold there."""
    wanted = (
        select(CoachException)
        .where(CoachException.coach_id == coach_id)
        .order_by(CoachException.starts_at, CoachException.id)
    )
    if since is not None:
        wanted = wanted.where(CoachException.ends_at > since)
    if campus_id is not None:
        wanted = wanted.where(
            or_(CoachException.campus_id.is_(None), CoachException.campus_id == campus_id)
        )
    return [
        ExceptionRow(
            row.id, row.campus_id, row.starts_at, row.ends_at, row.is_there, row.reason,
            row.calendar_uid,
        )
        for row in session.scalars(wanted)
    ]  # fmt: skip


def taken_times(
    session: Session, *, coach_id: UUID, since: datetime, zone: ZoneInfo
) -> tuple[Span, ...]:
    """What takes up a coach's time at any campus, on one clock without a zone: talks, times away."""
    talks = session.execute(
        select(CoachingSession.starts_at, CoachingSession.ends_at).where(
            CoachingSession.coach_id == coach_id,
            CoachingSession.status.in_(HELD),
            CoachingSession.ends_at > since,
        )
    )
    away = session.execute(
        select(CoachException.starts_at, CoachException.ends_at).where(
            CoachException.coach_id == coach_id,
            CoachException.is_there.is_(False),
            CoachException.ends_at > since,
        )
    )
    return tuple((on_clock(start, zone), on_clock(end, zone)) for start, end in (*talks, *away))


def on_clock(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None)


def campus_of(session: Session, campus_id: UUID) -> Campus:
    """Raises NotFound."""
    campus = session.get(Campus, campus_id)
    if campus is None:
        raise NotFound
    return campus
